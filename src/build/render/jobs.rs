//! What is to be made: every file of the site as a [`Job`], from [`jobs`].

use std::hash::Hash;
use std::mem::discriminant;

use super::feeds;
use super::listing::{self, ListingKind};
use super::routes;
use crate::build::relate::Site;
use crate::model::Show;

/// The print edition holds the whole brief on one page; beyond this many claims nobody prints it.
pub(super) const MAX_PRINTED: usize = 400;

/// A file to be made.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// Relative to the site's root.
    pub path: String,
    pub what: PageKind,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum PageKind {
    Front,
    Claim(usize),
    Source(usize),
    /// A page of claims, from 0.
    Claims(ListingKind, usize),
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

impl PageKind {
    /// The same for all jobs that are carried out alike.
    pub fn kind(&self) -> impl Eq + Hash + use<> {
        let gathering = match self {
            PageKind::Claims(gathering, _) => Some(discriminant(gathering)),
            _ => None,
        };
        (discriminant(self), gathering)
    }
}

impl Job {
    /// Whether this is a page that readers and search engines are sent to.
    pub fn is_page(&self) -> bool {
        match self.what {
            PageKind::Front
            | PageKind::Claim(_)
            | PageKind::Source(_)
            | PageKind::Claims(..)
            | PageKind::Sources(_)
            | PageKind::People
            | PageKind::Scale
            | PageKind::Corrections(_)
            | PageKind::Page(_) => true,
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
    let mut add = |path: String, what: PageKind| jobs.push(Job { path, what });
    add(routes::PASSAGES_DATA.to_owned(), PageKind::PassagesData);
    add(routes::CLAIMS_DATA.to_owned(), PageKind::ClaimsData);
    add(routes::CLAIMS_TABLE.to_owned(), PageKind::ClaimsTable);
    if site.claims.len() <= MAX_PRINTED {
        add(routes::PRINT.to_owned(), PageKind::Print);
    }
    add(routes::FRONT.to_owned(), PageKind::Front);
    for (gathering, first) in listing::gatherings(site) {
        let pages = listing::page_count(listing::claims(site, gathering).len());
        for page in 0..pages {
            add(routes::numbered(&first, page), PageKind::Claims(gathering, page));
        }
        if matches!(gathering, ListingKind::All) && pages > 1 {
            add(routes::CLAIMS_INDEX.to_owned(), PageKind::ClaimsIndex);
        }
    }
    for page in 0..listing::page_count(site.sources.len()) {
        add(routes::numbered(routes::SOURCES, page), PageKind::Sources(page));
    }
    for page in 0..listing::page_count(site.corrections.len()) {
        add(routes::numbered(routes::CORRECTIONS, page), PageKind::Corrections(page));
    }
    add(routes::SCALE.to_owned(), PageKind::Scale);
    if !site.brief.people.is_empty() {
        add(routes::PEOPLE.to_owned(), PageKind::People);
    }
    for (i, page) in site.pages.iter().enumerate() {
        add(routes::page(&page.id), PageKind::Page(i));
    }
    add(routes::NOT_FOUND.to_owned(), PageKind::NotFound);
    add(routes::ROBOTS.to_owned(), PageKind::Robots);
    add(routes::HEADERS.to_owned(), PageKind::Headers);
    if site.brief.base_url.is_some() {
        add(routes::FEED.to_owned(), PageKind::Feed);
        add(routes::CORRECTIONS_FEED.to_owned(), PageKind::CorrectionsFeed);
        add(routes::SITEMAP.to_owned(), PageKind::Sitemap);
        add(routes::REVIEW_FEED.to_owned(), PageKind::ReviewFeed);
    }
    for (i, file) in site.theme.statics.iter().enumerate() {
        let stylesheet = file.path == routes::STYLESHEET;
        add(file.path.clone(), if stylesheet { PageKind::Stylesheet(i) } else { PageKind::Static(i) });
    }
    for (i, read) in site.sources.iter().enumerate() {
        add(routes::source(&read.source.id), PageKind::Source(i));
        add(routes::annotations(&read.source.id), PageKind::Annotations(i));
        if read.source.show == Show::Full {
            add(routes::source_text(&read.source.id), PageKind::SourceText(i));
        }
    }
    for (i, claim) in site.claims.iter().enumerate() {
        add(routes::claim(&claim.id), PageKind::Claim(i));
    }
    if site.brief.base_url.is_some() {
        let parts = feeds::sitemap_parts(feeds::addresses(site, &jobs).count());
        jobs.extend((0..parts).map(|part| Job { path: routes::sitemap_part(part), what: PageKind::SitemapPart(part) }));
    }
    jobs
}

/// The pictures of the site.
pub(super) fn cards(site: &Site) -> Vec<Job> {
    let mut jobs = vec![Job { path: routes::BRIEF_CARD.to_owned(), what: PageKind::BriefCard }];
    let claims = site.claims.iter().enumerate();
    jobs.extend(claims.map(|(i, claim)| Job { path: routes::card(&claim.id), what: PageKind::Card(i) }));
    jobs
}
