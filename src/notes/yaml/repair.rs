//! Repairs of a text that says something else to YAML than its author meant: [`Repair`].

use std::ops::Range;

use super::lines::{line_end, line_start};
use super::tree::{Node, NodeId, NodeKind, Tree};
use super::write::quoted_as_written;

/// Other bytes for a place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What it does, as an editor would say it.
    pub title: &'static str,
    /// The bytes that it replaces, end exclusive.
    pub at: Range<usize>,
    pub with: String,
}

impl Repair {
    pub(super) fn new(title: &'static str, at: Range<usize>, with: impl Into<String>) -> Self {
        Repair { title, at, with: with.into() }
    }

    /// Puts what is written at `at`, on one line, in quotation marks; `None` if that is no text then.
    pub fn in_quotation_marks(text: &str, at: Range<usize>) -> Option<Self> {
        let raw = text.get(at.clone())?;
        let line = line_start(text, at.start);
        if raw.contains(['\n', '#']) || raw.starts_with(['"', '\'', '-']) || text[line..at.start].trim().is_empty() {
            return None;
        }
        let repair = Repair::new("put the text in quotation marks", at.clone(), quoted_as_written(raw));
        let made = repair.made(text);
        let tree = Tree::build(&made).ok()?;
        let says = |node: &Node<'_>| matches!(&node.kind, NodeKind::Scalar { text, .. } if text == raw);
        tree.nodes().any(|node| node.span.start == at.start && says(node)).then_some(repair)
    }

    /// `text` after the repair.
    pub(super) fn made(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.at.start], self.with, &text[self.at.end..])
    }

    /// The lines of `text` that it changes, as they are afterwards, without the indentation that they share.
    pub fn lines(&self, text: &str) -> String {
        let start = line_start(text, self.at.start);
        let new = self.made(text);
        let last = self.at.start + self.with.len();
        let end = line_end(&new, last);
        let lines = || new[start..end].trim_end().lines();
        let blank = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let indent = lines().filter(|line| !line.trim().is_empty()).map(blank).min().unwrap_or(0);
        lines().map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
    }

    /// Whether the document says the same afterwards, but for the text `node`, which has the words of `raw`.
    pub(super) fn says(&self, old: &Tree<'_>, node: NodeId, raw: &str) -> bool {
        let text = self.made(old.source());
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

/// How many repairs of `text` are tried at once: each costs a reading of it, and the next ones can wait until these are made.
pub(super) fn most_tries(text: &str) -> usize {
    (MAX_BYTES / text.len().max(1)).clamp(1, 20)
}

/// So many bytes are read again, or a text made to have many faults would take minutes.
const MAX_BYTES: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::Repair;

    #[test]
    fn shows_the_lines_that_it_changes() {
        let text = "a:\n  b: x\n    y\n  c: z\n";
        assert_eq!(Repair::new("", 8..15, "\"x\n    y\"").lines(text), "b: \"x\n  y\"");
        assert_eq!(Repair::new("", 18..19, "d").lines(text), "d: z");
    }
}
