//! Corrections of a text that YAML reads differently than its author meant: [`Repair`].

use std::ops::Range;

use super::lines::{line_end, line_start};
use super::tree::{Node, NodeId, NodeKind, Tree};
use super::write::quoted_as_written;

/// New text for a range of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What it does, as an instruction.
    pub title: &'static str,
    /// The byte range that it replaces, end exclusive.
    pub at: Range<usize>,
    pub with: String,
}

impl Repair {
    pub(super) fn new(title: &'static str, at: Range<usize>, with: impl Into<String>) -> Self {
        Repair { title, at, with: with.into() }
    }

    /// Puts the text at `at`, on one line, in quotation marks; `None` if the result would not be that text.
    pub fn in_quotation_marks(text: &str, at: Range<usize>) -> Option<Self> {
        let raw = text.get(at.clone())?;
        let line = line_start(text, at.start);
        if raw.contains(['\n', '#']) || raw.starts_with(['"', '\'', '-']) || text[line..at.start].trim().is_empty() {
            return None;
        }
        let repair = Repair::new("put the text in quotation marks", at.clone(), quoted_as_written(raw));
        let applied_to = repair.applied_to(text);
        let tree = Tree::build(&applied_to).ok()?;
        let preserves = |node: &Node<'_>| matches!(&node.kind, NodeKind::Scalar { text, .. } if text == raw);
        tree.nodes().any(|node| node.span.start == at.start && preserves(node)).then_some(repair)
    }

    /// `text` with the repair applied.
    pub(super) fn applied_to(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.at.start], self.with, &text[self.at.end..])
    }

    /// The changed lines of `text`, after the repair, without their common indentation.
    pub fn lines(&self, text: &str) -> String {
        let start = line_start(text, self.at.start);
        let new = self.applied_to(text);
        let last = self.at.start + self.with.len();
        let end = line_end(&new, last);
        let lines = || new[start..end].trim_end().lines();
        let blank = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let indent = lines().filter(|line| !line.trim().is_empty()).map(blank).min().unwrap_or(0);
        lines().map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
    }

    /// Whether the repaired document has the same values, except that the text `node` has the words of `raw`.
    pub(super) fn preserves(&self, old: &Tree<'_>, node: NodeId, raw: &str) -> bool {
        let text = self.applied_to(old.source());
        let Ok(new) = Tree::build(&text) else {
            return false;
        };
        let old: Vec<_> = old.nodes().collect();
        let new: Vec<_> = new.nodes().collect();
        old.len() == new.len()
            && old.iter().zip(&new).enumerate().all(|(at, (old, new))| match (&old.kind, &new.kind) {
                (NodeKind::Scalar { .. }, NodeKind::Scalar { text, .. }) if at == node => {
                    text.split_whitespace().eq(raw.split_whitespace())
                }
                (NodeKind::Scalar { text: old, .. }, NodeKind::Scalar { text: new, .. }) => old == new,
                (old, new) => std::mem::discriminant(old) == std::mem::discriminant(new),
            })
    }
}

/// Maximum number of repairs of `text` to try in one run: each costs parsing it again, and the others can wait until these are made.
pub(super) fn max_tries(text: &str) -> usize {
    (MAX_BYTES / text.len().max(1)).clamp(1, 20)
}

/// Limit on the bytes parsed again, or a text crafted to have many faults would take minutes.
const MAX_BYTES: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::Repair;

    #[test]
    fn shows_the_changed_lines() {
        let text = "a:\n  b: x\n    y\n  c: z\n";
        assert_eq!(Repair::new("", 8..15, "\"x\n    y\"").lines(text), "b: \"x\n  y\"");
        assert_eq!(Repair::new("", 18..19, "d").lines(text), "d: z");
    }
}
