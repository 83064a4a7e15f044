//! Where YAML ends a text before its author did: [`cuts`].

use std::cell::Cell;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

use crate::notes::yaml::lines::line_start;
use crate::notes::yaml::repair::{Repair, max_tries};
use crate::notes::yaml::tree::{Node, NodeId, NodeKind, Tree};
use crate::notes::yaml::write::quoted_as_written;

/// A text that ends in a comment, or that YAML reads as null.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    /// The field that holds the text, or its list.
    pub field: String,
    /// Whether it is an element of a list.
    pub element: bool,
    /// The part that YAML keeps.
    pub text: String,
    /// The lost words: byte range, end exclusive.
    pub lost: Range<usize>,
    pub kind: CutKind,
    /// Puts the whole in quotation marks, if possible.
    pub repair: Option<Repair>,
}

/// How a text was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutKind {
    /// A comment after an unquoted text, or where a text should begin.
    Comment,
    /// A comment after the `|` or `>` of a block text.
    Header,
    /// The unquoted word `null`.
    Null,
    /// A comma between two digits, which ends an entry of a list in brackets.
    Comma,
}

/// Comments that end an unquoted text, the word `null`, and commas that split a number. If a text contains none of them, this costs one
/// pass over its bytes for each.
pub fn cuts(text: &str) -> Vec<Cut> {
    let parted = |bytes: &[u8]| bytes[1] == b',' && bytes[0].is_ascii_digit() && bytes[2].is_ascii_digit();
    // Many texts have numbers with commas; only those in brackets matter.
    let in_brackets = || text.split('[').skip(1).filter_map(|rest| rest.split(']').next());
    let suspicious = [" #", "\t#", "null", "Null", "NULL"].iter().any(|sign| text.contains(sign))
        || in_brackets().any(|inside| inside.as_bytes().windows(3).any(parted));
    let Some(tree) = suspicious.then(|| Tree::new(text)).flatten() else {
        return vec![];
    };
    let repairs = Cell::new(0);
    let mut cuts = vec![];
    for node in tree.nodes() {
        let NodeKind::Mapping(entries) = &node.kind else {
            continue;
        };
        for (key, value) in entries {
            let Some(field) = tree.text(*key) else {
                continue;
            };
            let of_field = Place { tree: &tree, field, element: false, around: node, repairs: &repairs };
            cuts.extend(of_field.cut(*value, Some(*key)));
            let list = tree.node(*value);
            if let NodeKind::Sequence(elements) = &list.kind {
                let of_list = Place { tree: &tree, field, element: true, around: list, repairs: &repairs };
                cuts.extend(elements.iter().filter_map(|element| of_list.cut(*element, None)));
            }
        }
    }
    cuts
}

/// The field or list that contains a text.
struct Place<'a, 't> {
    tree: &'a Tree<'t>,
    field: &'a str,
    element: bool,
    around: &'a Node<'t>,
    /// Number of repairs tried in the document.
    repairs: &'a Cell<usize>,
}

impl Place<'_, '_> {
    fn cut(&self, value: NodeId, key: Option<NodeId>) -> Option<Cut> {
        let node = self.tree.node(value);
        let NodeKind::Scalar { text, style, .. } = &node.kind else {
            return None;
        };
        let source = self.tree.source();
        if *style == ScalarStyle::Plain && self.element && self.in_brackets() {
            let end = node.span.end;
            let after =
                source[end..].strip_prefix(',').is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
            if after && text.ends_with(|c: char| c.is_ascii_digit()) && text.contains(' ') {
                return Some(self.cut_at(text, end..end + 1, CutKind::Comma, None));
            }
        }
        let begins = key.map_or(node.span.start, |key| self.tree.node(key).span.start);
        let (kind, lost) = match style {
            ScalarStyle::Plain if !self.element && matches!(&**text, "null" | "Null" | "NULL") => {
                (CutKind::Null, node.span.clone())
            }
            ScalarStyle::Plain => (CutKind::Comment, self.comment(&node.span, begins)?),
            ScalarStyle::Literal | ScalarStyle::Folded => match header_comment(source, node.span.start) {
                Some(comment) => (CutKind::Header, comment),
                // A line with too little indentation is no longer part of the text.
                None => (CutKind::Comment, self.comment(&node.span, begins)?),
            },
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => return None,
        };
        let whole = kind == CutKind::Comment && *style == ScalarStyle::Plain && !text.is_empty() && !self.in_brackets();
        let repair = whole.then(|| self.in_quotation_marks(value, node.span.start..lost.end)).flatten();
        Some(self.cut_at(text, lost, kind, repair))
    }

    /// Puts what is written at `at`, from the text `value` to the end of the comment, in quotation marks.
    fn in_quotation_marks(&self, value: NodeId, at: Range<usize>) -> Option<Repair> {
        self.repairs.set(self.repairs.get() + 1);
        if self.repairs.get() > max_tries(self.tree.source()) {
            return None;
        }
        let raw = &self.tree.source()[at.clone()];
        let repair = Repair::new("put the text in quotation marks", at, quoted_as_written(raw));
        repair.preserves(self.tree, value, raw).then_some(repair)
    }

    fn cut_at(&self, text: &str, lost: Range<usize>, kind: CutKind, repair: Option<Repair>) -> Cut {
        Cut { field: self.field.to_owned(), element: self.element, text: text.to_owned(), lost, kind, repair }
    }

    /// The comment that ends the unquoted text at `span`: on its line, or on a line that would continue the text, indented deeper than its
    /// field or dash, which begins at `begins`.
    fn comment(&self, span: &Range<usize>, begins: usize) -> Option<Range<usize>> {
        let source = self.tree.source();
        let line = line_start(source, begins);
        let before = &source[line..begins];
        // For a list element, the indentation of its dash counts.
        let indent = if self.element { before.rfind('-').unwrap_or(0) } else { before.len() };
        if span.is_empty() && self.element {
            // There is no value to take the position from.
            let words = source[line..].trim_start_matches([' ', '-']);
            let start = source.len() - words.len();
            let end = start + words.lines().next().unwrap_or_default().trim_end().len();
            return words.starts_with('#').then_some(start..end);
        }
        let mut at = span.end;
        for (number, line) in source[span.end..].split_inclusive('\n').enumerate() {
            let words = line.trim_start();
            let start = at + line.len() - words.len();
            if words.starts_with('#') {
                let beside = number == 0 && start > span.end;
                let below = number > 0 && !span.is_empty() && (self.in_brackets() || line.len() - words.len() > indent);
                return (beside || below).then(|| start..start + words.trim_end().len());
            }
            if !words.is_empty() {
                return None;
            }
            at += line.len();
        }
        None
    }

    fn in_brackets(&self) -> bool {
        self.tree.source()[self.around.span.start..].starts_with(['[', '{'])
    }
}

/// The comment after the `|` or `>` of the block text whose first word is at `words`.
fn header_comment(source: &str, words: usize) -> Option<Range<usize>> {
    let line = source[..words].rfind('\n')?;
    // Empty lines may come first.
    let header_end = source[..line].trim_end().len();
    let header = line_start(source, header_end);
    let line = &source[header..header_end];
    let (before, _) = line.split_once(" #").or(line.split_once("\t#"))?;
    let indicators = before.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    indicators.ends_with(['|', '>']).then(|| header + before.len() + 1..header_end)
}
