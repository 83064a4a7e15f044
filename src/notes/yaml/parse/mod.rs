//! Reading typed values, with all faults of a document at once: [`parse`].
//!
//! A sound file costs one guard over its bytes and one pass of the fast parser. Only a file with something wrong in it is read again, by
//! a parser that keeps places, until all its faults are known.

mod collect_faults;
mod deserialize_error;
mod one_or_many;
mod reader;

use serde::de::{DeserializeOwned, IgnoredAny};

pub(super) use collect_faults::collect_faults;
pub use collect_faults::repeated;
use one_or_many::GUESSED;
pub use one_or_many::OneOrMany;

use super::explain::{dropped, explanation, guard, slip};
use super::parsed::Parsed;
use super::tree::{Skipped, Tree};

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
    match (serde_yaml::from_str(text), tree.filter(dropped::any)) {
        (Ok(value), None) => Parsed { value: Some(value), faults: Vec::new(), skipped: Skipped::default() },
        (Ok(_), Some(tree)) => collect_faults(tree),
        (Err(error), _) => explained(text, &error),
    }
}

/// Finds out all that is wrong with a text that the fast parser refused.
fn explained<T: DeserializeOwned>(text: &str, error: &serde_yaml::Error) -> Parsed<T> {
    let tree = match Tree::build(text) {
        Ok(tree) => tree,
        Err(refusal) => return Parsed::refused(slip::explained(text, explanation::of_refusal(text, refusal))),
    };
    let parsed = collect_faults(tree);
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
