//! Tags (`!It`) and anchors (`&Beyond`) that take a word away from a text without an error: [`faults`].
//!
//! No note needs a tag, and an anchor has a use only where an alias refers to it. Anything else was meant as a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::notes::yaml::parsed::{Fault, FaultKind};
use crate::notes::yaml::repair::{Repair, most_tries};
use crate::notes::yaml::tree::{Indicator, NodeKind, Skipped, Tree};
use crate::notes::yaml::write::quoted_as_written;

/// Whether any of the signs takes a word away.
pub(crate) fn any(tree: &Tree<'_>) -> bool {
    tree.signs().iter().any(|sign| !sign.harmless)
}

/// A fault for each value whose first words are no part of it; texts and list elements among them are `skipped`, so that nothing is made
/// of the rest of their words.
pub(crate) fn faults(tree: &Tree<'_>, skipped: &mut Skipped) -> Vec<Fault> {
    let mut faults = vec![];
    if !any(tree) {
        return faults;
    }
    let mut values_of_keys = BTreeMap::new();
    for node in tree.nodes() {
        if let NodeKind::Mapping(entries) = &node.kind {
            values_of_keys.extend(entries.iter().copied());
        }
    }
    let mut seen = BTreeSet::new();
    for sign in tree.signs().iter().filter(|sign| !sign.harmless) {
        if !seen.insert(sign.node) {
            continue;
        }
        let node = tree.node(sign.node);
        let key = values_of_keys.get(&sign.node);
        let text = matches!(node.kind, NodeKind::Scalar { .. });
        if text {
            skipped.0.insert(key.copied().unwrap_or(sign.node));
        }
        let written = tree.source()[sign.at.clone()].to_owned();
        let repair = match text && key.is_none() && faults.len() < most_tries(tree.source()) {
            true => in_quotation_marks(tree, sign).map(Box::new),
            false => None,
        };
        faults.push(Fault { repair, ..Fault::new(FaultKind::Dropped { written, text }, sign.at.clone()) });
    }
    faults
}

/// The text with what is before it, in quotation marks; only for one that has none yet.
fn in_quotation_marks(tree: &Tree<'_>, sign: &Indicator) -> Option<Repair> {
    let NodeKind::Scalar { plain: true, .. } = tree.node(sign.node).kind else {
        return None;
    };
    // They are in the order of their nodes.
    let from = tree.signs().partition_point(|other| other.node < sign.node);
    let of_node = || tree.signs()[from..].iter().take_while(|other| other.node == sign.node);
    let (first, last) = (of_node().next()?, of_node().last()?);
    let at = first.at.start..tree.node(sign.node).span.end.max(last.at.end);
    let raw = &tree.source()[at.clone()];
    let repair = Repair::new("put the text in quotation marks", at.clone(), quoted_as_written(raw));
    repair.says(tree, sign.node, raw).then_some(repair)
}
