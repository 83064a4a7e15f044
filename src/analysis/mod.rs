//! The sources and claims of a brief looked at together: [`Material`] is what goes in, [`Analysis`] what comes out. Entry point:
//! [`analyse`].
//!
//! Each section is a file with one function and one result. All of them are pure: they read no file, know nothing of the build, and the
//! same material gives the same result. `src/build/resolve` makes the findings of them, and `citeback analyse` prints them.

pub mod coverage;
pub mod figures;
pub mod origins;
pub mod shared;
pub mod speakers;
mod worth;

use std::ops::Range;
use std::sync::Arc;

use crate::base::index::IndexVec;
use crate::model::{Brief, ClaimNote, Id, Source, SourceIdx, Stance};
use citeback_quote::Searchable;
use citeback_quote::shared::Wording;
use origins::ClaimOrigins;
use shared::SharedWording;

/// What is analysed: the sources and the claims of a brief, with every passage at its place.
#[derive(Debug)]
pub struct Material<'a> {
    #[allow(dead_code, reason = "other sections read it")]
    pub brief: &'a Brief,
    /// Sorted by id.
    pub sources: IndexVec<SourceIdx, SourceText<'a>>,
    /// Sorted by id.
    pub claims: Vec<ClaimText<'a>>,
}

/// A source and its reading text.
#[derive(Debug, Clone, Copy)]
pub struct SourceText<'a> {
    pub source: &'a Source,
    pub text: &'a Searchable,
    /// The words of the text, prepared for comparing them.
    pub wording: &'a Wording,
}

/// A claim and the quotations that it rests on. Absences are left out: they have no place.
#[derive(Debug)]
pub struct ClaimText<'a> {
    pub note: &'a ClaimNote,
    /// In the order in which they are written.
    pub passages: Vec<CitedPassage<'a>>,
}

/// A quotation at its place.
#[derive(Debug, Clone, Copy)]
pub struct CitedPassage<'a> {
    pub id: &'a Id,
    pub source: SourceIdx,
    pub stance: Stance,
    /// Who says the words, if the note names somebody.
    #[allow(dead_code, reason = "other sections read it")]
    pub speaker: Option<&'a str>,
    /// Ranges of bytes of the reading text, in order and apart; empty if the words are in the title.
    pub parts: &'a [Range<usize>],
}

/// What was found, section by section.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// Wording that two sources share. It depends on the sources alone, so a site that is being edited keeps it.
    pub shared: Arc<Vec<SharedWording>>,
    /// For each claim and stance, which of the sources are one origin; by claim.
    pub claims: Vec<ClaimOrigins>,
}

impl Analysis {
    /// The origins of the passages of a claim that take a stance.
    pub fn origins(&self, claim: &Id, stance: Stance) -> Option<&ClaimOrigins> {
        let key = (claim, stance);
        let position = self.claims.binary_search_by(|origins| (&origins.claim, origins.stance).cmp(&key)).ok()?;
        self.claims.get(position)
    }
}

/// Analyses all there is. `shared` is what the same sources shared before, if that is known.
pub fn analyse(material: &Material<'_>, shared: Option<Arc<Vec<SharedWording>>>) -> Analysis {
    let shared = shared.unwrap_or_else(|| Arc::new(shared::shared(material)));
    let mut claims = origins::origins(material, &shared);
    claims.sort_by(|a, b| (&a.claim, a.stance).cmp(&(&b.claim, b.stance)));
    Analysis { shared, claims }
}
