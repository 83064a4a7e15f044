//! What the analysis looks at: [`Material`].

use std::ops::Range;

use crate::base::index::IndexVec;
use crate::model::{ClaimNote, Id, Source, SourceIdx, Stance};
use citeback_quote::Searchable;
use citeback_quote::shared::Wording;

/// What is analysed: the sources and the claims of a brief, with every passage at its place.
#[derive(Debug)]
pub struct Material<'a> {
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
    /// Ranges of bytes of the reading text, in order and apart; empty if the words are in the title.
    pub parts: &'a [Range<usize>],
}
