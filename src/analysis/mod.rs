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

use crate::base::index::IndexVec;
use crate::model::{Brief, ClaimNote, Id, Source, SourceIdx, Stance};
use citeback_quote::Searchable;
use origins::ClaimOrigins;
use shared::SharedWording;

/// What is analysed: the sources and the claims of a brief, with every passage at its place.
#[derive(Debug)]
pub struct Material<'a> {
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
    pub speaker: Option<&'a str>,
    /// Ranges of bytes of the reading text, in order and apart; empty if the words are in the title.
    pub parts: &'a [Range<usize>],
}

/// What was found, section by section.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// Wording that two sources share, by the ids of the two.
    pub shared: Vec<SharedWording>,
    /// For each claim and stance with several sources, which of them are one origin.
    pub claims: Vec<ClaimOrigins>,
}

/// Analyses all there is.
pub fn analyse(material: &Material<'_>) -> Analysis {
    let shared = shared::shared(material);
    let claims = origins::origins(material, &shared);
    Analysis { shared, claims }
}
