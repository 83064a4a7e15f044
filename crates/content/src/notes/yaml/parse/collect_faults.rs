//! Finds all faults of a document that is valid YAML but has values of the wrong type or loses words: [`collect_faults`].

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::reader::Reader;
use crate::notes::yaml::explain::dropped;
use crate::notes::yaml::parsed::{Fault, FaultKind, Parsed};
use crate::notes::yaml::tree::{NodeKind, Skipped, Tree};

/// Maximum number of rounds; each costs reading the document once more, and nobody reads more faults at once.
const MAX_ROUNDS: usize = 100;

/// Reads a `T` from the tree repeatedly, each time without the entry that failed the previous time, until no fault is left.
pub fn collect_faults<T: DeserializeOwned>(tree: Tree<'_>) -> Parsed<T> {
    let mut skipped = Skipped::default();
    let mut faults = duplicates(&tree, &mut skipped);
    faults.extend(dropped::faults(&tree, &mut skipped));
    let mut tree = tree.skipping(&skipped);
    let mut value = None;
    for _ in 0..MAX_ROUNDS {
        let error = match T::deserialize(Reader::top(&tree)) {
            Ok(sound) => {
                value = Some(sound);
                break;
            }
            Err(error) => error,
        };
        faults.push(Fault::new(error.kind, error.span.unwrap_or_default()));
        // If there is no entry to leave out, or it was left out before, this would never end.
        let Some(entry) = error.entry.filter(|entry| skipped.0.insert(*entry)) else {
            break;
        };
        tree.skip(entry);
    }
    faults.sort_by_key(|fault| fault.span.start);
    Parsed { value, faults, skipped }
}

/// The repeated fields in each group of `text`, for types that accept any field and so do not reject them.
pub fn repeated(text: &str) -> Vec<Fault> {
    Tree::new(text).map_or(vec![], |tree| duplicates(&tree, &mut Skipped::default()))
}

/// Repeated fields in each group. The later ones are skipped, even if the first is faulty.
fn duplicates(tree: &Tree<'_>, skipped: &mut Skipped) -> Vec<Fault> {
    let mut faults = Vec::new();
    for node in tree.nodes() {
        let NodeKind::Mapping(entries) = &node.kind else {
            continue;
        };
        let mut seen = BTreeMap::new();
        for (key, value) in entries {
            let Some(field) = tree.text(*key) else {
                continue;
            };
            let span = tree.node(*key).span.clone();
            if let Some(first) = seen.get(field) {
                let kind = FaultKind::DuplicateField { field: field.to_owned(), first: Clone::clone(first) };
                faults.push(Fault::new(kind, span));
                skipped.0.insert(*value);
            } else {
                seen.insert(field, span);
            }
        }
    }
    faults
}
