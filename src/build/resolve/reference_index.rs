//! What notes can refer to: [`ReferenceIndex`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::passage::ReadSource;
use crate::base::files::FileId;
use crate::build::load::{Note, Unread};
use crate::markdown::prose::Destination;
use crate::model::{Across, Claim, Date, Embargoes, Evidence, Id, Options, Page, Source, Status};

/// What can be referred to.
pub(super) struct ReferenceIndex<'a> {
    notes: &'a [Arc<Note<Claim<Evidence>>>],
    claims: HashMap<&'a str, Status>,
    sources: BTreeSet<&'a str>,
    pages: BTreeSet<&'a str>,
    /// What exists but could not be read: references to it are not reported.
    unread: &'a Unread,
    /// The claims of other briefs.
    pub across: &'a Across,
    embargoes: Embargoes,
    /// Whether drafts are built and may be linked.
    drafts: bool,
    /// Sources known not to be published.
    withheld: BTreeSet<&'a str>,
}

impl<'a> ReferenceIndex<'a> {
    pub fn new(
        sources: &'a [Arc<ReadSource>],
        claims: &'a [Arc<Note<Claim<Evidence>>>],
        pages: &'a [Arc<Note<Page>>],
        (unread, across): (&'a Unread, &'a Across),
        options: &Options,
    ) -> Self {
        ReferenceIndex {
            notes: claims,
            unread,
            across,
            embargoes: options.embargoes,
            drafts: options.drafts,
            withheld: BTreeSet::new(),
            claims: claims.iter().map(|note| (note.value.id.as_str(), note.value.status)).collect(),
            sources: sources.iter().map(|source| source.source.id.as_str()).collect(),
            pages: pages.iter().map(|note| note.value.id.as_str()).collect(),
        }
    }

    /// A hash of all known ids. It stays the same while a note cannot be read for a moment.
    pub fn fingerprint(&self) -> u64 {
        let of = |target: Destination, id: &str| {
            let mut hasher = DefaultHasher::new();
            (target as u8, id, self.is_draft(target, id)).hash(&mut hasher);
            hasher.finish()
        };
        // A sum does not depend on the order, so what is read and what is unread need not be merged.
        let sum = |sum: u64, hash: u64| sum.wrapping_add(hash);
        let claims = self.notes.iter().map(|note| note.value.id.as_str()).chain(keys(&self.unread.claims));
        let mut across = DefaultHasher::new();
        format!("{:?}", self.across).hash(&mut across);
        let first = across.finish().wrapping_add(u64::from(self.drafts));
        let claims = claims.map(|id| of(Destination::Claim, id)).fold(first, sum);
        let sources = self.sources.iter().copied().chain(keys(&self.unread.sources));
        let sources = sources.map(|id| of(Destination::Source, id)).fold(claims, sum);
        let pages = self.pages.iter().copied().chain(keys(&self.unread.pages));
        pages.map(|id| of(Destination::Page, id)).fold(sources, sum)
    }

    /// Sets the sources that are not published. They are not part of the fingerprint.
    pub fn withhold(&mut self, sources: impl Iterator<Item = &'a Source>) {
        self.withheld.extend(sources.map(|source| source.id.as_str()));
    }

    pub fn withholds_any(&self) -> bool {
        !self.withheld.is_empty()
    }

    pub fn withholds(&self, source: &str) -> bool {
        self.withheld.contains(source)
    }

    pub fn has(&self, target: Destination, id: &str) -> bool {
        match target {
            Destination::Passage => false,
            Destination::Claim => {
                self.unread.claims.contains_key(id) || self.claims.contains_key(id) || self.across.claim(id).is_some()
            }
            Destination::Source => self.unread.sources.contains_key(id) || self.sources.contains(id),
            Destination::Page => self.unread.pages.contains_key(id) || self.pages.contains(id),
        }
    }

    pub fn is_draft(&self, target: Destination, id: &str) -> bool {
        let is_draft =
            || self.claims.get(id) == Some(&Status::Draft) || self.across.claim(id).is_some_and(|claim| claim.is_draft);
        !self.drafts && target == Destination::Claim && is_draft()
    }

    /// When the embargo ends that keeps a claim of another brief out of the site; none if nothing does.
    pub fn held_until(&self, target: Destination, id: &str) -> Option<Date> {
        let claim = self.across.claim(id).filter(|_| target == Destination::Claim)?;
        claim.embargo.filter(|_| self.embargoes.hold(claim.embargo))
    }

    pub fn candidates(&self, target: Destination) -> Vec<&str> {
        let (read, unread): (Vec<&str>, _) = match target {
            Destination::Passage => return vec![],
            Destination::Claim => (self.claims.keys().copied().collect(), &self.unread.claims),
            Destination::Source => (self.sources.iter().copied().collect(), &self.unread.sources),
            Destination::Page => (self.pages.iter().copied().collect(), &self.unread.pages),
        };
        let mut ids = read;
        ids.extend(keys(unread).filter(|id| Id::new(id).is_some()));
        if target == Destination::Source {
            ids.extend(self.unread.shared_sources.iter().map(String::as_str));
        }
        ids.sort_unstable();
        ids
    }
}

fn keys(unread: &BTreeMap<String, FileId>) -> impl Iterator<Item = &str> {
    unread.keys().map(String::as_str)
}
