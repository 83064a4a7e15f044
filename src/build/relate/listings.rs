//! Which claims are listed where, and where sources are cited: [`Listings`].

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::agreement::Agreement;
use crate::analysis::Analysis;
use crate::base::index::IndexVec;
use crate::base::slug::slug;
use crate::build::resolve::{Sources, Verified};
use crate::model::{Brief, Claim, ClaimIdx, Id, PersonIdx, SourceIdx, Status, VerdictIdx};

/// The claims that get a page, sorted by id.
pub(super) type Claims = IndexVec<ClaimIdx, Arc<Claim<Verified>>>;

/// The listings of a site, in their final order.
#[derive(Debug, Clone)]
pub struct Listings {
    /// The claims that are listed (all but retired ones), newest first.
    pub listed: Vec<ClaimIdx>,
    /// For each source its citations, in the order of the text.
    pub citations: IndexVec<SourceIdx, Vec<Citation>>,
    /// For each source the passages that say what is absent from it, by claim.
    pub absences: IndexVec<SourceIdx, Vec<Citation>>,
    /// For each verdict of the scale the listed claims that got it.
    pub by_verdict: IndexVec<VerdictIdx, Vec<ClaimIdx>>,
    /// For each person of the brief the listed claims that they wrote or reviewed.
    pub by_person: IndexVec<PersonIdx, Vec<ClaimIdx>>,
    pub agreement: Agreement,
    /// For each claim the number of each of its passages, from 1: by where the analysis first refers to it. All pages use this number.
    pub numbers: IndexVec<ClaimIdx, Vec<usize>>,
    /// Sorted by slug.
    pub tags: Vec<Tag>,
    /// All corrections, those of retired claims too, newest first: the claim, and which of its corrections.
    pub corrections: Vec<(ClaimIdx, usize)>,
}

/// A passage as its source sees it: which claim cites it, by position, and which of that claim's passages it is. Most are quotations.
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

impl Listings {
    pub(super) fn new(sources: &Sources, claims: &Claims, brief: &Brief, analysis: &Analysis) -> Self {
        let pages = pages(sources);
        let mut listed: Vec<ClaimIdx> = claims.indices().filter(|i| claims[*i].status != Status::Retired).collect();
        listed.sort_by(|a, b| {
            let date = |claim: &Claim<Verified>| claim.published;
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
                let named =
                    |claim: &Claim<Verified>| claim.authors.contains(&person) || claim.reviewed_by.contains(&person);
                listed.iter().copied().filter(|claim| named(&claims[*claim])).collect()
            })
            .collect();
        let mut corrections: Vec<(ClaimIdx, usize)> = claims
            .indices()
            .flat_map(|claim| (0..claims[claim].corrections.len()).map(move |index| (claim, index)))
            .collect();
        corrections.sort_by_key(|(claim, index)| std::cmp::Reverse(claims[*claim].corrections[*index].date));
        let ((citations, absences), (tags, agreement)) = rayon::join(
            || citations(sources, claims),
            || (tags(claims, &listed), Agreement::new(claims, &listed, &pages, analysis)),
        );
        let numbers = claims.par_iter().map(|claim| numbers(claim)).collect::<Vec<_>>().into();
        Listings { listed, citations, absences, by_verdict, by_person, agreement, numbers, tags, corrections }
    }
}

/// Whether listings show two versions of a claim at the same places.
pub(super) fn is_listed_alike(a: &Claim<Verified>, b: &Claim<Verified>) -> bool {
    let is_cited_alike = |(a, b): (&Verified, &Verified)| {
        let place = |verified: &Verified| verified.passage().map(|passage| (passage.field, passage.span()));
        (a.source(), a.stance(), place(a)) == (b.source(), b.stance(), place(b))
    };
    let is_corrected_alike = || a.corrections.iter().map(|one| one.date).eq(b.corrections.iter().map(|one| one.date));
    (&a.id, a.status, a.verdict, a.published) == (&b.id, b.status, b.verdict, b.published)
        && (&a.authors, &a.reviewed_by, &a.tags) == (&b.authors, &b.reviewed_by, &b.tags)
        && is_corrected_alike()
        && numbers(a) == numbers(b)
        && a.passages.len() == b.passages.len()
        && a.passages.iter().zip(&b.passages).all(is_cited_alike)
}

/// For each source the first one that was captured from the same page, which may be itself.
pub(super) fn pages(sources: &Sources) -> IndexVec<SourceIdx, SourceIdx> {
    let mut first: HashMap<&Id, SourceIdx> = HashMap::new();
    let mut pages = vec![];
    for (position, read) in sources.enumerated() {
        pages.push(*first.entry(read.source.page()).or_insert(position));
    }
    pages.into()
}

/// Citations by source.
type BySource = IndexVec<SourceIdx, Vec<Citation>>;

/// For each source its citations: those of its title, then those of its text; by where they begin, longer ones first, then by claim. And
/// what is absent from it.
fn citations(sources: &Sources, claims: &Claims) -> (BySource, BySource) {
    let mut citations: BySource = vec![vec![]; sources.len()].into();
    let mut absences = citations.clone();
    for (claim, note) in claims.enumerated() {
        for (passage, cited) in note.passages.iter().enumerate() {
            let list = if cited.passage().is_some() { &mut citations } else { &mut absences };
            list[cited.source()].push(Citation { claim, passage });
        }
    }
    citations.as_mut_slice().par_iter_mut().for_each(|citations| {
        citations.sort_by_cached_key(|citation| {
            let passage = claims[citation.claim].passages[citation.passage].passage();
            let place = passage.map(|passage| {
                let span = passage.span();
                (passage.field, span.start, std::cmp::Reverse(span.end))
            });
            (place, *citation)
        });
    });
    (citations, absences)
}

/// Numbers the passages of a claim in the order in which its analysis first refers to them. Those that it does not refer to come last, by
/// stance.
fn numbers(claim: &Claim<Verified>) -> Vec<usize> {
    let referred = &claim.links.referred;
    let mut order: Vec<usize> = (0..claim.passages.len()).collect();
    order.sort_by_cached_key(|passage| {
        let verified = &claim.passages[*passage];
        let place = referred.iter().position(|referred| referred == passage).unwrap_or(referred.len());
        (place, verified.stance(), *passage)
    });
    let mut numbers = vec![0; order.len()];
    for (number, passage) in order.into_iter().enumerate() {
        numbers[passage] = number + 1;
    }
    numbers
}

fn tags(claims: &Claims, listed: &[ClaimIdx]) -> Vec<Tag> {
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
