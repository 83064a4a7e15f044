//! What one run of the stage leaves for the next: readings of sources, and what came of each claim. [`ResolveCache`] says which of it still holds.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::references::ReferenceIndex;
use super::{Passage, ReadSource, Sources};
use crate::base::files::FileId;
use crate::base::index::IndexVec;
use crate::build::load::Note;
use crate::findings::Diagnostic;
use crate::model::{Claim, Language, Quotation, Source, SourceIdx};

/// A site as it was last resolved.
#[derive(Debug, Default)]
pub struct ResolveCache {
    sources: Sources,
    /// The language of the brief.
    language: Option<Language>,
    /// For each of the sources whether it is another than in the run before.
    changed: IndexVec<SourceIdx, bool>,
    /// Of all ids that could be referred to.
    fingerprint: u64,
    outcomes: HashMap<FileId, ClaimOutcome>,
    pub(super) quotations: SiteQuotations,
}

/// What came of the quotations in the brief's own texts and in pages.
#[derive(Debug, Default)]
pub(super) struct SiteQuotations {
    published: IndexVec<SourceIdx, bool>,
    /// For each what the published sources say instead; `None` where one of them says it.
    pub instead: HashMap<String, Option<String>>,
}

impl SiteQuotations {
    /// Forgets all when other sources than before are published.
    pub fn compare(&mut self, published: &IndexVec<SourceIdx, bool>) {
        if self.published != *published {
            self.instead.clear();
            self.published = published.clone();
        }
    }
}

/// What came of a claim.
#[derive(Debug)]
pub(super) struct ClaimOutcome {
    pub note: Arc<Note<Claim<Quotation>>>,
    /// `None` when something is wrong with it.
    pub claim: Option<Arc<Claim<Passage>>>,
    pub findings: Vec<Diagnostic>,
}

impl ResolveCache {
    /// The sources with their reading texts, sorted by id; those that were read before are not read again.
    pub(super) fn read(&mut self, notes: &[Arc<Note<Arc<Source>>>], language: &Language) -> Sources {
        let mut before = std::mem::take(&mut self.sources);
        // Sources that name no language have the brief's, which the rules of matching depend on.
        if self.language.replace(language.clone()).is_some_and(|last| last != *language) {
            before = Sources::default();
        }
        let same = |source: &Arc<Source>| {
            let position = before.binary_search_by(|read| read.source.id.cmp(&source.id)).ok()?;
            before.get(position).filter(|read| Arc::ptr_eq(&read.source, source))
        };
        let mut sources: Vec<Arc<ReadSource>> = notes
            .par_iter()
            .map(|note| match same(&note.value) {
                Some(read) => Arc::clone(read),
                None => Arc::new(ReadSource::new(Arc::clone(&note.value), language)),
            })
            .collect();
        sources.sort_by(|a, b| a.source.id.cmp(&b.source.id));
        let sources = Sources::from(sources);
        let at_the_same_positions = sources.len() == before.len()
            && sources.iter().zip(&before).all(|(now, before)| now.source.id == before.source.id);
        self.changed = match at_the_same_positions {
            true => sources.iter().zip(&before).map(|(now, before)| !Arc::ptr_eq(now, before)).collect(),
            // Passages name sources by position.
            false => {
                self.outcomes.clear();
                sources.iter().map(|_| true).collect()
            }
        };
        if self.changed.contains(&true) {
            self.quotations.instead.clear();
        }
        self.sources = sources.clone();
        sources
    }

    /// Forgets all outcomes when other ids than before can be referred to.
    pub(super) fn compare(&mut self, known: &ReferenceIndex<'_>) {
        let fingerprint = known.fingerprint();
        if self.fingerprint != fingerprint {
            self.outcomes.clear();
            self.fingerprint = fingerprint;
        }
    }

    /// Whether what came of a claim before would come of it again.
    pub(super) fn holds(&self, note: &Arc<Note<Claim<Quotation>>>) -> bool {
        self.outcomes.get(&note.value.file).is_some_and(|outcome| {
            Arc::ptr_eq(&outcome.note, note)
                && match &outcome.claim {
                    Some(claim) if outcome.findings.is_empty() => {
                        claim.passages.iter().all(|passage| !self.changed[passage.source])
                    }
                    // Hints speak of any source.
                    _ => !self.changed.contains(&true),
                }
        })
    }

    pub(super) fn take_in(&mut self, fresh: Vec<(FileId, ClaimOutcome)>) {
        self.outcomes.extend(fresh);
    }

    pub(super) fn outcome(&self, file: FileId) -> Option<&ClaimOutcome> {
        self.outcomes.get(&file)
    }
}
