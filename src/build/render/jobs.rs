//! What is to be made: every file of the site as a [`Job`], from [`jobs`].

use std::hash::Hash;
use std::mem::discriminant;

use super::feeds;
use super::listing::{self, Gathering};
use super::routes;
use crate::build::relate::Site;
use crate::model::Show;

/// The print edition holds the whole brief on one page; beyond this many claims nobody prints it.
pub(super) const MOST_PRINTED: usize = 400;

/// A file to be made.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// Relative to the site's root.
    pub path: String,
    pub what: What,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    Front,
    Claim(usize),
    Source(usize),
    /// A page of claims, from 0.
    Claims(Gathering, usize),
    /// A page of sources, from 0.
    Sources(usize),
    People,
    Scale,
    /// A page of corrections, from 0.
    Corrections(usize),
    Page(usize),
    Print,
    NotFound,
    Feed,
    CorrectionsFeed,
    Sitemap,
    /// A part of the sitemap of a large site, from 0.
    SitemapPart(usize),
    Robots,
    Headers,
    ClaimsData,
    PassagesData,
    ClaimsIndex,
    ClaimsTable,
    ReviewFeed,
    Annotations(usize),
    SourceText(usize),
    Stylesheet(usize),
    /// The picture of a claim, for those who share its link.
    Card(usize),
    /// The picture of the brief, for all other pages.
    BriefCard,
    Static(usize),
}

impl What {
    /// The same for all jobs that are carried out alike.
    pub fn kind(&self) -> impl Eq + Hash + use<> {
        let gathering = match self {
            What::Claims(gathering, _) => Some(discriminant(gathering)),
            _ => None,
        };
        (discriminant(self), gathering)
    }
}

impl Job {
    /// Whether this is a page that readers and search engines are sent to.
    pub fn is_page(&self) -> bool {
        match self.what {
            What::Front
            | What::Claim(_)
            | What::Source(_)
            | What::Claims(..)
            | What::Sources(_)
            | What::People
            | What::Scale
            | What::Corrections(_)
            | What::Page(_) => true,
            // The print edition says again what other pages say.
            _ => false,
        }
    }
}

/// Whether pages name a picture: previews want its whole address.
pub(super) fn has_cards(site: &Site) -> bool {
    site.brief.cards && site.brief.base_url.is_some()
}

/// Every file of the site but its pictures. The order is that in which work is handed out: what takes long comes first.
pub(super) fn jobs(site: &Site) -> Vec<Job> {
    let mut jobs = vec![];
    let mut add = |path: String, what: What| jobs.push(Job { path, what });
    add(routes::PASSAGES_DATA.to_owned(), What::PassagesData);
    add(routes::CLAIMS_DATA.to_owned(), What::ClaimsData);
    add(routes::CLAIMS_TABLE.to_owned(), What::ClaimsTable);
    if site.claims.len() <= MOST_PRINTED {
        add(routes::PRINT.to_owned(), What::Print);
    }
    add(routes::FRONT.to_owned(), What::Front);
    for (gathering, first) in listing::gatherings(site) {
        let pages = listing::page_count(listing::claims(site, gathering).len());
        for page in 0..pages {
            add(routes::numbered(&first, page), What::Claims(gathering, page));
        }
        if matches!(gathering, Gathering::All) && pages > 1 {
            add(routes::CLAIMS_INDEX.to_owned(), What::ClaimsIndex);
        }
    }
    for page in 0..listing::page_count(site.sources.len()) {
        add(routes::numbered(routes::SOURCES, page), What::Sources(page));
    }
    for page in 0..listing::page_count(site.corrections.len()) {
        add(routes::numbered(routes::CORRECTIONS, page), What::Corrections(page));
    }
    add(routes::SCALE.to_owned(), What::Scale);
    if !site.brief.people.is_empty() {
        add(routes::PEOPLE.to_owned(), What::People);
    }
    for (i, page) in site.pages.iter().enumerate() {
        add(routes::page(&page.id), What::Page(i));
    }
    add(routes::NOT_FOUND.to_owned(), What::NotFound);
    add(routes::ROBOTS.to_owned(), What::Robots);
    add(routes::HEADERS.to_owned(), What::Headers);
    if site.brief.base_url.is_some() {
        add(routes::FEED.to_owned(), What::Feed);
        add(routes::CORRECTIONS_FEED.to_owned(), What::CorrectionsFeed);
        add(routes::SITEMAP.to_owned(), What::Sitemap);
        add(routes::REVIEW_FEED.to_owned(), What::ReviewFeed);
    }
    for (i, file) in site.theme.statics.iter().enumerate() {
        let stylesheet = file.path == routes::STYLESHEET;
        add(file.path.clone(), if stylesheet { What::Stylesheet(i) } else { What::Static(i) });
    }
    for (i, read) in site.sources.iter().enumerate() {
        add(routes::source(&read.source.id), What::Source(i));
        add(routes::annotations(&read.source.id), What::Annotations(i));
        if read.source.show == Show::Full {
            add(routes::source_text(&read.source.id), What::SourceText(i));
        }
    }
    for (i, claim) in site.claims.iter().enumerate() {
        add(routes::claim(&claim.id), What::Claim(i));
    }
    if site.brief.base_url.is_some() {
        let parts = feeds::sitemap_parts(feeds::addresses(site, &jobs).count());
        jobs.extend((0..parts).map(|part| Job { path: routes::sitemap_part(part), what: What::SitemapPart(part) }));
    }
    jobs
}

/// The pictures of the site.
pub(super) fn cards(site: &Site) -> Vec<Job> {
    let mut jobs = vec![Job { path: routes::BRIEF_CARD.to_owned(), what: What::BriefCard }];
    let claims = site.claims.iter().enumerate();
    jobs.extend(claims.map(|(i, claim)| Job { path: routes::card(&claim.id), what: What::Card(i) }));
    jobs
}
