//! The third stage: what the resolved notes mean to each other. [`relate`] is the one way in, and gives the [`Site`] that is rendered.

mod agreement;
mod published;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

pub use agreement::Agreement;

use crate::base::files::{FileId, Files};
use crate::base::index::{Idx as _, IndexVec};
use crate::base::slug::slug;
use crate::build::load::Theme;
use crate::build::resolve::{Passage, ReadSource, Resolved, Sources};
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::locale::Locale;
use crate::model::{Brief, Claim, ClaimIdx, Options, Page, PersonIdx, SourceIdx, Status, VerdictIdx};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};

/// A whole site, ready to be rendered. Everything is in its final order.
#[derive(Debug, Clone)]
pub struct Site {
    pub files: Arc<Files>,
    /// The file that describes the brief, for findings about the site as a whole.
    pub brief_file: FileId,
    pub brief: Brief,
    /// Sorted by id.
    pub sources: IndexVec<SourceIdx, Arc<ReadSource>>,
    /// The claims that get a page, sorted by id.
    pub claims: IndexVec<ClaimIdx, Arc<Claim<Passage>>>,
    /// Sorted by id.
    pub pages: Vec<Page>,
    pub theme: Arc<Theme>,
    pub locale: Arc<Locale>,
    /// The claims that are listed (all but retired ones), newest first.
    pub listed: Vec<ClaimIdx>,
    /// For each source its citations, in the order of the text.
    pub citations: IndexVec<SourceIdx, Vec<Citation>>,
    /// For each verdict of the scale the listed claims that got it.
    pub by_verdict: IndexVec<VerdictIdx, Vec<ClaimIdx>>,
    /// For each person of the brief the listed claims that they wrote or reviewed.
    pub by_person: IndexVec<PersonIdx, Vec<ClaimIdx>>,
    pub agreement: Agreement,
    /// For each claim the number of each of its passages, from 1: they are shown by stance, in the order of the note within one.
    pub numbers: IndexVec<ClaimIdx, Vec<usize>>,
    /// Sorted by slug.
    pub tags: Vec<Tag>,
    /// All corrections, those of retired claims too, newest first: the claim, and which of its corrections.
    pub corrections: Vec<(ClaimIdx, usize)>,
}

/// A passage as its source sees it: which claim cites it, by position, and which of that claim's passages it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    pub claim: ClaimIdx,
    pub passage: usize,
}

/// A tag and the listed claims that bear it.
#[derive(Debug, Clone)]
pub struct Tag {
    pub slug: String,
    /// As it was first written.
    pub label: String,
    pub claims: Vec<ClaimIdx>,
}

impl Site {
    pub fn passage(&self, citation: Citation) -> &Passage {
        &self.claims[citation.claim].passages[citation.passage]
    }

    /// The position of a claim that gets a page.
    pub fn claim_position(&self, id: &str) -> Option<ClaimIdx> {
        self.claims.binary_search_by(|claim| claim.id.as_str().cmp(id)).ok().map(ClaimIdx::new)
    }

    pub fn source_position(&self, id: &str) -> Option<SourceIdx> {
        self.sources.binary_search_by(|source| source.source.id.as_str().cmp(id)).ok().map(SourceIdx::new)
    }

    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id.as_str() == id)
    }
}

/// Relates claims, sources and listings.
pub fn relate(resolved: Resolved, options: &Options, findings: &mut Findings) -> Site {
    let Resolved { files, brief_file, mut brief, sources, mut claims, mut pages, theme, locale } = resolved;
    if options.base_url.is_some() {
        brief.base_url.clone_from(&options.base_url);
    }
    brief.search &= !options.no_search;
    // One that is there but wrong was reported already.
    if brief.base_url.is_none() && !findings.has_error_in(brief_file) {
        findings.push(base_url_missing(brief_file, &files));
    }
    claims.retain(|claim| options.drafts || claim.status != Status::Draft);
    let sources = published::only(sources, &mut claims);
    pages.sort_by(|a, b| a.id.cmp(&b.id));

    let claims: IndexVec<ClaimIdx, _> = claims.into();
    let mut listed: Vec<ClaimIdx> = claims.indices().filter(|i| claims[*i].status != Status::Retired).collect();
    listed.sort_by(|a, b| {
        let date = |claim: &Claim<Passage>| claim.published;
        date(&claims[*b]).cmp(&date(&claims[*a])).then(a.cmp(b))
    });
    let verdicts = brief.scale.verdicts();
    let by_verdict = verdicts
        .indices()
        .map(|verdict| listed.iter().copied().filter(|claim| claims[*claim].verdict == verdict).collect())
        .collect();
    let by_person = brief
        .people
        .indices()
        .map(|person| {
            let named = |claim: &Claim<Passage>| claim.authors.contains(&person) || claim.reviewed_by.contains(&person);
            listed.iter().copied().filter(|claim| named(&claims[*claim])).collect()
        })
        .collect();
    let mut corrections: Vec<(ClaimIdx, usize)> = claims
        .indices()
        .flat_map(|claim| (0..claims[claim].corrections.len()).map(move |index| (claim, index)))
        .collect();
    corrections.sort_by_key(|(claim, index)| std::cmp::Reverse(claims[*claim].corrections[*index].date));
    let (citations, (tags, agreement)) = rayon::join(
        || citations(&sources, &claims),
        || (tags(&claims, &listed), Agreement::new(&claims, &listed, sources.len())),
    );
    Site {
        citations,
        tags,
        agreement,
        numbers: claims.par_iter().map(|claim| numbers(claim)).collect::<Vec<_>>().into(),
        by_person,
        by_verdict,
        corrections,
        listed,
        files,
        brief_file,
        brief,
        sources,
        claims,
        pages,
        theme,
        locale,
    }
}

/// For each source its citations: those of its title, then those of its text; by where they begin, longer ones first, then by claim.
fn citations(
    sources: &Sources,
    claims: &IndexVec<ClaimIdx, Arc<Claim<Passage>>>,
) -> IndexVec<SourceIdx, Vec<Citation>> {
    let mut citations: IndexVec<SourceIdx, _> = vec![vec![]; sources.len()].into();
    for (claim, note) in claims.enumerated() {
        for (passage, cited) in note.passages.iter().enumerate() {
            citations[cited.source].push(Citation { claim, passage });
        }
    }
    citations.as_mut_slice().par_iter_mut().for_each(|citations| {
        citations.sort_by_cached_key(|citation| {
            let passage = &claims[citation.claim].passages[citation.passage];
            let span = passage.span();
            (passage.field, span.start, std::cmp::Reverse(span.end), *citation)
        });
    });
    citations
}

/// Numbers the passages of a claim in the order in which pages show them.
fn numbers(claim: &Claim<Passage>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..claim.passages.len()).collect();
    order.sort_by_key(|passage| (claim.passages[*passage].stance(), *passage));
    let mut numbers = vec![0; order.len()];
    for (number, passage) in order.into_iter().enumerate() {
        numbers[passage] = number + 1;
    }
    numbers
}

fn tags(claims: &IndexVec<ClaimIdx, Arc<Claim<Passage>>>, listed: &[ClaimIdx]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = vec![];
    let mut by_slug: HashMap<String, usize> = HashMap::new();
    // Few labels are borne by many claims: each is made a slug of once.
    let mut by_label: HashMap<&str, usize> = HashMap::new();
    for claim in listed {
        for label in &claims[*claim].tags {
            let position = *by_label.entry(label).or_insert_with(|| {
                *by_slug.entry(slug(label)).or_insert_with_key(|slug| {
                    tags.push(Tag { slug: slug.clone(), label: label.clone(), claims: vec![] });
                    tags.len() - 1
                })
            });
            // Two labels of a claim may be one tag.
            if tags[position].claims.last() != Some(claim) {
                tags[position].claims.push(*claim);
            }
        }
    }
    tags.sort_by(|a, b| a.slug.cmp(&b.slug));
    tags
}

fn base_url_missing(brief_file: FileId, files: &Files) -> Diagnostic {
    let mut finding = Diagnostic::of_file(
        Code::BaseUrlMissing,
        brief_file,
        "without base_url there are no feeds, no sitemap, no canonical links, no pictures for sharing and no ClaimReview data",
    )
    .hint("add a line “base_url: https://…” with the address of the published site, or build with --base-url");
    finding.at = Places::of_file(files, brief_file, &Skipped::default()).place(&Path::top().key("title"));
    finding
}
