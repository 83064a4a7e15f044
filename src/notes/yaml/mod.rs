//! The one place that knows YAML. Its one way in is [`parse`]; [`Tree`] tells where a value stands,
//! for findings that are made later.
//!
//! A sound file costs one guard over its bytes and one pass of the fast parser. Only a file with
//! something wrong in it is read again, by a parser that keeps places, until all its faults are known.

mod builder;
mod collect_faults;
mod cuts;
mod deserialize_error;
mod error_context;
mod explanation;
mod guard;
mod indicators;
mod line;
mod node;
mod one_or_many;
mod path;
mod reader;
mod remarks;
mod repair;
mod scalar;
mod slip;
mod tree;

use std::ops::Range;

use serde::de::{DeserializeOwned, IgnoredAny};

pub use collect_faults::repeated;
pub use cuts::{Cut, CutKind, cuts};
use one_or_many::GUESSED;
pub use one_or_many::OneOrMany;
pub use path::{Path, Step};
pub use remarks::without_remarks;
pub use repair::Repair;
pub use slip::{as_field, look_alike};
pub use tree::{Skipped, Tree, ValueStyle};

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
    /// The list elements that `value` lacks; [`Tree::skipping`] makes up for the shifted indices.
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
        /// How to mend it, where that is known.
        hint: Option<String>,
    },
    /// Lists or groups nested more than [`MAX_DEPTH`] deep.
    TooDeep,
    /// Aliases that would unfold into more than [`MAX_EXPANSION`] bytes.
    TooMuchExpansion,
    /// A field that has no meaning here, and those that have one.
    UnknownField { field: String, expected: &'static [&'static str] },
    /// A field given before, whose earlier key stands at the bytes `first` (end exclusive).
    DuplicateField { field: String, first: Range<usize> },
    /// A tag or an anchor that is no part of the value after it: words that nobody would see, if that is a `text`.
    Dropped { written: String, text: bool },
    /// A value of the wrong kind: expected "a list", found "a text". The message of a
    /// [`serde::de::Error::custom`] arrives in `expected`, so it should name what was expected.
    WrongType { expected: String, found: String },
}

/// How deep lists and groups of fields may be nested.
pub const MAX_DEPTH: usize = 128;
/// How many bytes the aliases of a document may add to it when they are unfolded.
pub const MAX_EXPANSION: usize = 4 << 20;

/// Parses `text` (a whole file, or a front matter block; without a byte order mark) into `T`.
///
/// Every struct within `T` should deny unknown fields and be able to do without each of its fields
/// (`Option`, or `#[serde(default)]`), so that one faulty field costs no other. An empty document
/// is read as a group without fields.
pub fn parse<T: DeserializeOwned>(text: &str) -> Parsed<T> {
    let tree = match guard::check(text) {
        Ok(tree) => tree,
        Err(fault) => return Parsed::refused(slip::explained(text, fault)),
    };
    match (serde_yaml::from_str(text), tree.filter(indicators::any)) {
        (Ok(value), None) => Parsed { value: Some(value), faults: Vec::new(), skipped: Skipped::default() },
        (Ok(_), Some(tree)) => collect_faults::collect_faults(tree),
        (Err(error), _) => explained(text, &error),
    }
}

/// Finds out all that is wrong with a text that the fast parser refused.
fn explained<T: DeserializeOwned>(text: &str, error: &serde_yaml::Error) -> Parsed<T> {
    let tree = match Tree::build(text) {
        Ok(tree) => tree,
        Err(refusal) => return Parsed::refused(slip::explained(text, explanation::of_refusal(text, refusal))),
    };
    let parsed = collect_faults::collect_faults(tree);
    if parsed.faults.is_empty() {
        // The fast parser had nothing against the text but that it cannot keep a wording.
        if error.to_string().contains(GUESSED) && serde_yaml::from_str::<IgnoredAny>(text).is_ok() {
            return parsed;
        }
        // The two parsers differ in small matters; the one that refuses has the last word.
        return Parsed::refused(slip::explained(text, explanation::of_disagreement(text, error)));
    }
    parsed
}

impl Fault {
    fn new(kind: FaultKind, span: Range<usize>) -> Self {
        Fault { kind, span, repair: None }
    }
}

impl<T> Parsed<T> {
    fn refused(fault: Fault) -> Self {
        Self { value: None, faults: vec![fault], skipped: Skipped::default() }
    }
}

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod tests;
