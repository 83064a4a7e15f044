//! Where YAML ends a text before its author did: [`cuts`].

use std::cell::Cell;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

use crate::notes::yaml::lines::line_start;
use crate::notes::yaml::repair::{Repair, most_tries};
use crate::notes::yaml::tree::{Node, NodeId, NodeKind, Tree};
use crate::notes::yaml::write::quoted_as_written;

/// A text that is followed by a remark, or that is nothing to YAML.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    /// The field that holds the text, or the list in which it is.
    pub field: String,
    /// Whether it is an element of a list.
    pub element: bool,
    /// What YAML has of it.
    pub text: String,
    /// The words that are lost; bytes, end exclusive.
    pub lost: Range<usize>,
    pub kind: CutKind,
    /// The whole in quotation marks, where it can be written so.
    pub repair: Option<Repair>,
}

/// How a text was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutKind {
    /// A remark after an unquoted text, or where a text was to begin.
    Remark,
    /// A remark beside the `|` or `>` of a block text.
    Header,
    /// The word `null`, without quotation marks.
    Null,
    /// A comma between two figures, which ends an entry of a list in brackets.
    Comma,
}

/// Remarks that end an unquoted text, words that mean nothing, and commas that part a number. A text without `#`, `null` and a comma
/// between figures costs one pass over its bytes for each.
pub fn cuts(text: &str) -> Vec<Cut> {
    let parted = |bytes: &[u8]| bytes[1] == b',' && bytes[0].is_ascii_digit() && bytes[2].is_ascii_digit();
    // Figures with commas are in many texts; only those in brackets matter.
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

/// Where a text is: in the field of a group, or in the list of one.
struct Place<'a, 't> {
    tree: &'a Tree<'t>,
    field: &'a str,
    element: bool,
    around: &'a Node<'t>,
    /// How many repairs were tried in the document.
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
            ScalarStyle::Plain => (CutKind::Remark, self.remark(&node.span, begins)?),
            ScalarStyle::Literal | ScalarStyle::Folded => match header_remark(source, node.span.start) {
                Some(remark) => (CutKind::Header, remark),
                // A line that is not indented far enough is no longer part of the text.
                None => (CutKind::Remark, self.remark(&node.span, begins)?),
            },
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => return None,
        };
        let whole = kind == CutKind::Remark && *style == ScalarStyle::Plain && !text.is_empty() && !self.in_brackets();
        let repair = whole.then(|| self.in_quotation_marks(value, node.span.start..lost.end)).flatten();
        Some(self.cut_at(text, lost, kind, repair))
    }

    /// What is written at `at`, from the text `value` to the end of the remark, as one text.
    fn in_quotation_marks(&self, value: NodeId, at: Range<usize>) -> Option<Repair> {
        self.repairs.set(self.repairs.get() + 1);
        if self.repairs.get() > most_tries(self.tree.source()) {
            return None;
        }
        let raw = &self.tree.source()[at.clone()];
        let repair = Repair::new("put the text in quotation marks", at, quoted_as_written(raw));
        repair.says(self.tree, value, raw).then_some(repair)
    }

    fn cut_at(&self, text: &str, lost: Range<usize>, kind: CutKind, repair: Option<Repair>) -> Cut {
        Cut { field: self.field.to_owned(), element: self.element, text: text.to_owned(), lost, kind, repair }
    }

    /// The remark that ends the unquoted text at `span`: beside it, or on a line that would be the next of the text, indented deeper
    /// than what the text belongs to, which begins at `begins`.
    fn remark(&self, span: &Range<usize>, begins: usize) -> Option<Range<usize>> {
        let source = self.tree.source();
        let line = line_start(source, begins);
        let before = &source[line..begins];
        // An element belongs to its dash.
        let indent = match self.element {
            true => before.rfind('-').unwrap_or(0),
            false => before.len(),
        };
        if span.is_empty() && self.element {
            // No value is there to show the place.
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

/// The remark beside the `|` or `>` of the block text whose first word is at `words`.
fn header_remark(source: &str, words: usize) -> Option<Range<usize>> {
    let line = source[..words].rfind('\n')?;
    // Empty lines may come first.
    let header_end = source[..line].trim_end().len();
    let header = line_start(source, header_end);
    let line = &source[header..header_end];
    let (before, _) = line.split_once(" #").or(line.split_once("\t#"))?;
    let indicators = before.trim_end().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    indicators.ends_with(['|', '>']).then(|| header + before.len() + 1..header_end)
}
