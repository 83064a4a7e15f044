//! Tags (`!It`) and anchors (`&Beyond`), which YAML silently drops from a text: [`faults`].
//!
//! No note needs a tag, and an anchor is useful only if an alias refers to it. Anything else was meant as a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::notes::yaml::parsed::{Fault, FaultKind};
use crate::notes::yaml::repair::{Repair, max_tries};
use crate::notes::yaml::tree::{Indicator, NodeKind, Skipped, Tree};
use crate::notes::yaml::write::quoted_as_written;

/// Whether any tag or anchor drops a word.
pub fn any(tree: &Tree<'_>) -> bool {
    tree.indicators().iter().any(|indicator| !indicator.harmless)
}

/// A fault for each value whose first words are dropped. Such texts and list elements are `skipped`, so that the rest of their words is not
/// used.
pub fn faults(tree: &Tree<'_>, skipped: &mut Skipped) -> Vec<Fault> {
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
    for indicator in tree.indicators().iter().filter(|indicator| !indicator.harmless) {
        if !seen.insert(indicator.node) {
            continue;
        }
        let node = tree.node(indicator.node);
        let key = values_of_keys.get(&indicator.node);
        let text = matches!(node.kind, NodeKind::Scalar { .. });
        if text {
            skipped.0.insert(key.copied().unwrap_or(indicator.node));
        }
        let written = tree.source()[indicator.at.clone()].to_owned();
        let repairable = text && key.is_none() && faults.len() < max_tries(tree.source());
        let repair = if repairable { in_quotation_marks(tree, indicator).map(Box::new) } else { None };
        faults.push(Fault { repair, ..Fault::new(FaultKind::Dropped { written, text }, indicator.at.clone()) });
    }
    faults
}

/// Puts an unquoted text in quotation marks, together with the indicators before it.
fn in_quotation_marks(tree: &Tree<'_>, indicator: &Indicator) -> Option<Repair> {
    let NodeKind::Scalar { plain: true, .. } = tree.node(indicator.node).kind else {
        return None;
    };
    // They are sorted by node.
    let from = tree.indicators().partition_point(|other| other.node < indicator.node);
    let of_node = || tree.indicators()[from..].iter().take_while(|other| other.node == indicator.node);
    let (first, last) = (of_node().next()?, of_node().last()?);
    let at = first.at.start..tree.node(indicator.node).span.end.max(last.at.end);
    let raw = &tree.source()[at.clone()];
    let repair = Repair::new("put the text in quotation marks", at.clone(), quoted_as_written(raw));
    repair.preserves(tree, indicator.node, raw).then_some(repair)
}
