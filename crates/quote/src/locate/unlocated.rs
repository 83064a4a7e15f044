//! Why a quote has no place: [`Unlocated`].

use std::ops::Range;

use super::place::Place;
use crate::text::reading_text::BlockBoundary;

/// What a quotation may not run across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// From one block into another that is never joined to it.
    Block(BlockBoundary),
    /// From one cell of a table to the next, without the separator.
    Cell,
    /// An image, or words that are not shown.
    Seam,
}

/// Why a quote has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlocated {
    /// Nothing is left of the quote after folding.
    Empty,
    /// The words are not in the text.
    NotFound,
    /// An editor's mark cuts off a part too short to identify a place; the part is given.
    PartTooShort(String),
    /// The words are in the text, here, but not next to the prefix or suffix that was given.
    OutOfContext(Vec<Place>),
    /// The words are in several places.
    Ambiguous(Vec<Place>),
    /// The words are in the text, but begin or end inside a number or a word. The range, in bytes of the text, has the words and the whole
    /// of it.
    Cuts(Range<usize>),
    /// The words follow one another in the text, but not in one piece.
    Crosses(Place, Obstacle),
    /// The parts are in the text, but an editor's mark leaves out more between them than a mark may.
    TooWide(Place, TooWide),
    /// An editor's mark changes what the source says.
    Misuse(Misuse),
}

/// Why an editor's mark cannot replace what lies between two parts of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooWide {
    /// It lies across something that no quotation runs across.
    Across(Obstacle),
    /// More code points than an omission leaves out.
    Characters(usize),
    /// More ends of sentences than an omission leaves out.
    Sentences(usize),
    /// More words than an insertion may replace, or words of another sentence.
    Insertion,
}

/// How an editor's mark changes what the source says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misuse {
    /// Brackets in which a reader sees nothing.
    EmptyBrackets,
    /// Brackets inside a word that change more than its first letter or its ending.
    InsideWord(String),
    /// An insertion that makes a number, or replaces one.
    Figure {
        /// The editor's words, in their brackets.
        inserted: String,
        /// The words of the text in their place; empty where the insertion touches a figure.
        replaced: String,
    },
    /// An insertion that negates or hedges, where the words that it replaces do not, or the other way round.
    ChangesQualifier {
        /// The editor's words, in their brackets.
        inserted: String,
        /// The word that negates or hedges, of the text or of the insertion.
        word: String,
    },
    /// An omission of few words, one of which negates or hedges: that word.
    LeavesOutQualifier(String),
    /// An omission from the inside of one quotation to the inside of another.
    TwoQuotations,
}
