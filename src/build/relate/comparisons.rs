//! Which sources are compared side by side: [`comparisons`].

use super::listings::{Citation, Claims};
use crate::analysis::compared::{Shown, is_any_shown};
use crate::analysis::shared::SharedWording;
use crate::base::index::IndexVec;
use crate::build::resolve::{Passage, Sources, Verified};
use crate::model::{ClaimIdx, Field, Show, SourceIdx};

/// Two sources that have a page on which the wording that they share is side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Positions among the published sources, in the order of their ids.
    pub sources: [SourceIdx; 2],
    /// Which of the pairs that the analysis found.
    pub shared: usize,
    /// The claims that quote both.
    pub claims: Vec<ClaimIdx>,
}

/// The comparisons, sorted by the two sources: those of sources that a claim quotes both, and that share a word which may be shown of
/// both. To be certain of that without reading sentences, words next to those that are quoted are left out of account.
///
/// `positions` are the new positions of all sources, `None` for those that are not published.
pub(super) fn comparisons(
    shared: &[SharedWording],
    positions: &IndexVec<SourceIdx, Option<SourceIdx>>,
    (sources, claims): (&Sources, &Claims),
    citations: &IndexVec<SourceIdx, Vec<Citation>>,
) -> Vec<Comparison> {
    let pair = |(position, pair): (usize, &SharedWording)| {
        let [a, b] = pair.sources.map(|source| positions[source]);
        Some(Comparison { sources: [a?, b?], shared: position, claims: vec![] })
    };
    // Positions keep the order of ids, so they are sorted.
    let mut found: Vec<Comparison> = shared.iter().enumerate().filter_map(pair).collect();
    for (position, claim) in claims.enumerated() {
        let mut quoted: Vec<SourceIdx> =
            claim.passages.iter().filter_map(Verified::passage).map(|p| p.source).collect();
        quoted.sort_unstable();
        quoted.dedup();
        for (i, a) in quoted.iter().enumerate() {
            for b in &quoted[i + 1..] {
                if let Ok(at) = found.binary_search_by_key(&[*a, *b], |comparison| comparison.sources) {
                    found[at].claims.push(position);
                }
            }
        }
    }
    found.retain(|comparison| !comparison.claims.is_empty());
    found.retain(|comparison| {
        let [a, b] = comparison.sources.map(|source| certainly_shown(source, sources, claims, citations));
        let wordings = comparison.sources.map(|source| sources[source].wording());
        is_any_shown(&shared[comparison.shared], wordings, [&a, &b])
    });
    found
}

/// What is shown of a source at the least: all of it, or the quoted words.
fn certainly_shown(
    source: SourceIdx,
    sources: &Sources,
    claims: &Claims,
    citations: &IndexVec<SourceIdx, Vec<Citation>>,
) -> Shown {
    if sources[source].source.show == Show::Full {
        return Shown::All;
    }
    let passage = |citation: &Citation| claims[citation.claim].passages[citation.passage].passage();
    quoted_words(citations[source].iter().filter_map(passage))
}

/// The words that these passages of one source quote from its text.
pub fn quoted_words<'p>(passages: impl Iterator<Item = &'p Passage>) -> Shown {
    let in_text = passages.filter(|passage| passage.field == Field::Body);
    Shown::parts(in_text.flat_map(|passage| passage.parts.iter().cloned()).collect())
}
