//! What notes can refer to: [`ReferenceIndex`].

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::passage::ReadSource;
use crate::build::load::{Note, Unread};
use crate::markdown::prose::Destination;
use crate::model::{Claim, Options, Page, Quotation, Source, Status};

/// What can be referred to.
pub(super) struct ReferenceIndex<'a> {
    notes: &'a [Arc<Note<Claim<Quotation>>>],
    claims: HashMap<&'a str, Status>,
    sources: BTreeSet<&'a str>,
    pages: BTreeSet<&'a str>,
    /// What is there but could not be read: references to it are not wrong.
    unread: &'a Unread,
    /// Whether drafts are built, and may be linked like all else.
    drafts: bool,
    /// Sources that are not published, as far as that is known.
    withheld: BTreeSet<&'a str>,
}

impl<'a> ReferenceIndex<'a> {
    pub fn new(
        sources: &'a [Arc<ReadSource>],
        claims: &'a [Arc<Note<Claim<Quotation>>>],
        pages: &'a [Arc<Note<Page>>],
        unread: &'a Unread,
        options: &Options,
    ) -> Self {
        ReferenceIndex {
            notes: claims,
            unread,
            drafts: options.drafts,
            withheld: BTreeSet::new(),
            claims: claims.iter().map(|note| (note.value.id.as_str(), note.value.status)).collect(),
            sources: sources.iter().map(|source| source.source.id.as_str()).collect(),
            pages: pages.iter().map(|note| note.value.id.as_str()).collect(),
        }
    }

    /// A number that is another when other ids can be referred to, or are listed in another order.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for note in self.notes {
            (note.value.id.as_str(), note.value.status.name()).hash(&mut hasher);
        }
        (&self.sources, &self.pages, self.drafts).hash(&mut hasher);
        (&self.unread.sources, &self.unread.claims, &self.unread.pages).hash(&mut hasher);
        hasher.finish()
    }

    /// Says which sources are not published. It is no part of the fingerprint.
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
            Destination::Claim => self.unread.claims.contains(id) || self.claims.contains_key(id),
            Destination::Source => self.unread.sources.contains(id) || self.sources.contains(id),
            Destination::Page => self.unread.pages.contains(id) || self.pages.contains(id),
        }
    }

    pub fn is_draft(&self, target: Destination, id: &str) -> bool {
        !self.drafts && target == Destination::Claim && self.claims.get(id) == Some(&Status::Draft)
    }

    pub fn candidates(&self, target: Destination) -> Vec<&str> {
        let mut ids: Vec<&str> = match target {
            Destination::Passage => vec![],
            Destination::Claim => self.claims.keys().copied().collect(),
            Destination::Source => self.sources.iter().copied().collect(),
            Destination::Page => self.pages.iter().copied().collect(),
        };
        ids.sort_unstable();
        ids
    }
}
