//! What comes of a document: [`Parsed`], the value and all [`Fault`]s.

use std::ops::Range;

use super::repair::Repair;
use super::tree::Skipped;

/// A document of any shape.
pub type Value = serde_yaml::Value;

/// What came of a document.
#[derive(Debug)]
pub struct Parsed<T> {
    /// Everything sound in the document; a faulty field is left at its default and a faulty list
    /// element is left out. `None` if the document is no valid YAML or not of the wanted shape at all.
    pub value: Option<T>,
    /// What is wrong, in order of place; empty for a sound document.
    pub faults: Vec<Fault>,
    /// The list elements that `value` lacks; [`Tree::skipping`](super::Tree::skipping) makes up for the shifted indices.
    pub skipped: Skipped,
}

/// Something wrong with a document in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The bytes of the text to underline, end exclusive; empty where something is missing.
    pub span: Range<usize>,
    /// What was meant, where that is plain.
    pub repair: Option<Box<Repair>>,
}

/// The ways in which a document can be wrong, in an editor's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// No valid YAML, or more than one document.
    Syntax {
        message: String,
        /// How to fix it, where that is known.
        hint: Option<String>,
    },
    /// Lists or groups nested more than [`MAX_DEPTH`](super::MAX_DEPTH) deep.
    TooDeep,
    /// Aliases that would unfold into more than [`MAX_EXPANSION`](super::MAX_EXPANSION) bytes.
    TooMuchExpansion,
    /// A field that has no meaning here, and those that have one.
    UnknownField { field: String, expected: &'static [&'static str] },
    /// A field given before, whose earlier key is at the bytes `first` (end exclusive).
    DuplicateField { field: String, first: Range<usize> },
    /// A tag or an anchor that is no part of the value after it: words that would be lost, if that is a `text`.
    Dropped { written: String, text: bool },
    /// A value of the wrong kind: expected "a list", found "a text". The message of a
    /// [`serde::de::Error::custom`] arrives in `expected`, so it should name what was expected.
    WrongType { expected: String, found: String },
}

impl Fault {
    pub(super) fn new(kind: FaultKind, span: Range<usize>) -> Self {
        Fault { kind, span, repair: None }
    }
}

impl<T> Parsed<T> {
    pub(super) fn refused(fault: Fault) -> Self {
        Self { value: None, faults: vec![fault], skipped: Skipped::default() }
    }
}
