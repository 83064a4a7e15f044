//! Parses typed values and reports all faults of a document at once: [`parse`].
//!
//! A valid file costs one scan of its bytes and one pass of the fast parser. Only a faulty file is read again, by a parser that keeps
//! positions, until all its faults are known.

mod collect_faults;
mod deserialize_error;
mod entries;
mod one_or_many;
mod reader;

use serde::de::{DeserializeOwned, IgnoredAny};

pub(super) use collect_faults::collect_faults;
pub use collect_faults::repeated;
pub use entries::Entries;
use one_or_many::GUESSED;
pub use one_or_many::OneOrMany;

use super::explain::{dropped, explanation, guard, slip};
use super::parsed::Parsed;
use super::tree::{Skipped, Tree};
#[cfg(debug_assertions)]
use super::work;

/// Parses `text` (a whole file, or a front matter block; without a byte order mark) into `T`.
///
/// Every struct within `T` should deny unknown fields and make each of its fields optional (`Option`, or `#[serde(default)]`), so that one
/// faulty field does not affect the others. An empty document is read as a group without fields.
pub fn parse<T: DeserializeOwned>(text: &str) -> Parsed<T> {
    #[cfg(debug_assertions)]
    work::count(work::Step::Parse, text);
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

/// Finds all faults of a text that the fast parser rejected.
fn explained<T: DeserializeOwned>(text: &str, error: &serde_yaml::Error) -> Parsed<T> {
    let tree = match Tree::build(text) {
        Ok(tree) => tree,
        Err(refusal) => return Parsed::refused(slip::explained(text, explanation::of_refusal(text, refusal))),
    };
    let parsed = collect_faults(tree);
    if parsed.faults.is_empty() {
        // The fast parser rejected the text only because it cannot keep the original wording.
        if error.to_string().contains(GUESSED) && serde_yaml::from_str::<IgnoredAny>(text).is_ok() {
            return parsed;
        }
        // If the two parsers disagree, the stricter one decides.
        return Parsed::refused(slip::explained(text, explanation::of_disagreement(text, error)));
    }
    parsed
}
