//! Cached results of the resolving stage: parsed sources, and the outcome of each claim. [`ResolveCache`] decides which are still valid.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use super::passage::{ReadSource, Sources};
use super::quoted::COMPARED;
use super::reference_index::ReferenceIndex;
use super::verified::Verified;
use super::versions::Versions;
use crate::analysis::shared::SharedWording;
use crate::analysis::speakers::{Spoken, Voice};
use crate::analysis::statement::Statement;
use crate::base::files::FileId;
use crate::base::index::IndexVec;
use crate::build::load::Note;
use crate::findings::{Code, Findings};
use crate::model::{Claim, Evidence, Id, Language, Source, SourceIdx};

/// The site as last resolved.
#[derive(Debug, Default)]
pub struct ResolveCache {
    sources: Sources,
    /// The language of the brief.
    language: Option<Language>,
    /// For each source, whether it has changed since the previous run.
    changed: IndexVec<SourceIdx, bool>,
    any_changed: bool,
    /// Fingerprint of all known ids.
    fingerprint: u64,
    outcomes: HashMap<FileId, ClaimOutcome>,
    pub(super) quotations: SiteQuotations,
    versions: Versions,
    shared: Option<SharedOf>,
}

/// Lookup results of the quotations in the brief's own texts and in pages.
#[derive(Debug, Default)]
pub(super) struct SiteQuotations {
    published: IndexVec<SourceIdx, bool>,
    /// For each quotation, what the published sources say instead; `None` if it was found.
    pub instead: HashMap<String, Option<String>>,
}

/// What the sources of a site share.
#[derive(Debug)]
pub(super) struct SharedOf {
    /// For each source, whether an embargo kept it out.
    pub held: Vec<bool>,
    pub shared: Arc<Vec<SharedWording>>,
}

impl SiteQuotations {
    /// Discards all results if the set of published sources has changed.
    pub fn compare(&mut self, published: &IndexVec<SourceIdx, bool>) {
        if self.published != *published {
            self.instead.clear();
            self.published = published.clone();
        }
    }
}

/// The outcome of resolving a claim.
#[derive(Debug)]
pub(super) struct ClaimOutcome {
    pub note: Arc<Note<Claim<Evidence>>>,
    /// `None` if it has errors.
    pub claim: Option<Arc<Claim<Verified>>>,
    /// The sources that its passages are from, each once.
    pub cited: Vec<SourceIdx>,
    /// Its passages whose speaker their source names as well.
    pub voices: Vec<Voice>,
    /// The passages that name a speaker.
    pub spoken: Vec<Spoken>,
    /// What it says, for comparing it with other claims.
    pub statements: Vec<Arc<Statement>>,
    pub findings: Findings,
}

impl ResolveCache {
    /// The sources with their reading texts, sorted by id; unchanged ones are taken from the cache.
    pub(super) fn read(&mut self, notes: &[Arc<Note<Arc<Source>>>], language: &Language) -> Sources {
        let mut before = std::mem::take(&mut self.sources);
        // Sources without a language have the brief's, on which the matching rules depend.
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
        let same_positions = sources.len() == before.len()
            && sources.iter().zip(&before).all(|(now, before)| now.source.id == before.source.id);
        self.changed = if same_positions {
            sources.iter().zip(&before).map(|(now, before)| !Arc::ptr_eq(now, before)).collect()
        } else {
            // Passages refer to sources by position.
            self.outcomes.clear();
            sources.iter().map(|_| true).collect()
        };
        self.any_changed = self.changed.contains(&true);
        if self.any_changed {
            self.quotations.instead.clear();
        }
        self.sources = sources.clone();
        sources
    }

    /// The pages that were captured several times. Passages are sought in all versions, so the outcomes that depend on one are outdated
    /// if another has changed; and all are if there are other versions.
    pub(super) fn group(&mut self, sources: &Sources, left_out: &BTreeSet<&Id>) -> Versions {
        let versions = Versions::new(sources, left_out, &self.versions);
        if versions.members() != self.versions.members() {
            self.outcomes.clear();
        }
        for members in versions.members() {
            if members.iter().any(|source| self.changed[*source]) {
                members.iter().for_each(|source| self.changed[*source] = true);
            }
        }
        self.versions = versions.clone();
        versions
    }

    /// Lets go of the claims, so that the next stage owns them and need not copy them.
    pub(super) fn release_claims(&mut self) {
        self.outcomes.values_mut().for_each(|outcome| outcome.claim = None);
    }

    /// Discards all outcomes if the known ids have changed.
    pub(super) fn compare(&mut self, known: &ReferenceIndex<'_>) {
        let fingerprint = known.fingerprint();
        if self.fingerprint != fingerprint {
            self.outcomes.clear();
            self.fingerprint = fingerprint;
        }
    }

    /// Whether the cached outcome of a claim is still valid.
    pub(super) fn holds(&self, note: &Arc<Note<Claim<Evidence>>>) -> bool {
        self.outcomes.get(&note.value.file).is_some_and(|outcome| {
            Arc::ptr_eq(&outcome.note, note) && (!self.any_changed || self.holds_despite_changes(outcome))
        })
    }

    /// Whether an outcome depends on none of the sources that have changed.
    fn holds_despite_changes(&self, outcome: &ClaimOutcome) -> bool {
        // Hints about errors may name any source.
        let only_cited = outcome.claim.is_some()
            && (self.changed.len() > COMPARED
                || outcome.findings.iter().all(|finding| finding.code() != Code::ProseQuoteNotFound));
        only_cited && outcome.cited.iter().all(|source| !self.changed[*source])
    }

    /// What the sources, which were just read, share: as long as none of them changes and the same are held back.
    pub(super) fn take_shared(&mut self) -> Option<SharedOf> {
        self.shared.take().filter(|_| !self.any_changed)
    }

    pub(super) fn keep_shared(&mut self, shared: SharedOf) {
        self.shared = Some(shared);
    }

    pub(super) fn take_in(&mut self, fresh: Vec<(FileId, ClaimOutcome)>) {
        self.outcomes.extend(fresh);
    }

    pub(super) fn outcome(&self, file: FileId) -> Option<&ClaimOutcome> {
        self.outcomes.get(&file)
    }
}
