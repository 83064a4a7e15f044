//! The result of parsing a document: [`Parsed`], its value and all [`Fault`]s.

use std::ops::Range;

use super::repair::Repair;
use super::tree::Skipped;

/// A document of any shape.
pub type Value = serde_yaml::Value;

/// The result of parsing a document.
#[derive(Debug)]
pub struct Parsed<T> {
    /// Everything valid in the document; a faulty field has its default value, and a faulty list element is left out. `None` if the
    /// document is not valid YAML or has the wrong type as a whole.
    pub value: Option<T>,
    /// What is wrong, in document order; empty for a valid document.
    pub faults: Vec<Fault>,
    /// The list elements that `value` lacks; [`Tree::skipping`](super::Tree::skipping) adjusts indices for them.
    pub skipped: Skipped,
}

/// Something wrong with a document by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The byte range to underline, end exclusive; empty if something is missing.
    pub span: Range<usize>,
    /// The intended text, if it is clear.
    pub repair: Option<Box<Repair>>,
}

/// What can be wrong with a document, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// Not valid YAML, or more than one document.
    Syntax {
        message: String,
        /// How to fix it, if that is known.
        hint: Option<String>,
    },
    /// Lists or groups nested more than `MAX_DEPTH` (tree/builder.rs) deep.
    TooDeep,
    /// Aliases that would expand to more than `MAX_EXPANSION` bytes.
    TooMuchExpansion,
    /// A field that is not known here, and those that are.
    UnknownField { field: String, expected: &'static [&'static str] },
    /// A repeated field; its earlier key is at the bytes `first` (end exclusive).
    DuplicateField { field: String, first: Range<usize> },
    /// A tag or an anchor, which YAML drops from the value: words would be lost if that is a `text`.
    Dropped { written: String, text: bool },
    /// A value of the wrong type: expected "a list", found "a text". The message of a [`serde::de::Error::custom`] arrives in `expected`,
    /// so it should name what was expected.
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
