//! A document with the place of everything in it: [`Tree`].
//!
//! Nodes lie in one vector in the order in which they begin, so that no depth of nesting can
//! exhaust the stack.

mod builder;
mod indicator;
mod node;

use std::collections::BTreeSet;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

pub use builder::{MAX_DEPTH, MAX_EXPANSION};
pub(super) use indicator::Indicator;
pub(super) use node::{Node, NodeId, NodeKind, TreeError};

use super::path::{Path, Step};

/// The places of values and keys, built from the text on demand.
#[derive(Debug)]
pub struct Tree<'t> {
    source: &'t str,
    nodes: Vec<Node<'t>>,
    signs: Vec<Indicator>,
    skipped: Skipped,
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueStyle {
    /// Without quotation marks; also where nothing is given.
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// A block text after `|`.
    Literal,
    /// A block text after `>`.
    Folded,
    /// With the number of its elements; `brackets` when it is written as `[a, b]`.
    List {
        length: usize,
        brackets: bool,
    },
    /// With its keys as far as they are texts, in order; `brackets` when it is written as `{a: b}`.
    Group {
        keys: Vec<String>,
        brackets: bool,
    },
    Alias,
}

/// The list elements that were left out of a parsed value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped(pub(crate) BTreeSet<NodeId>);

impl<'t> Tree<'t> {
    /// Reads `text`. `None` if it is not valid YAML; this parser is a little stricter than the one
    /// behind [`parse`](super::parse), so a sound document may, rarely, have no tree.
    pub fn new(text: &'t str) -> Option<Self> {
        Self::build(text).ok()
    }

    /// Counts list elements from here on as the parsed value has them, without those `skipped`.
    #[must_use]
    pub fn skipping(mut self, skipped: &Skipped) -> Self {
        self.skipped = skipped.clone();
        self
    }

    pub(crate) fn skip(&mut self, element: NodeId) {
        self.skipped.0.insert(element);
    }

    pub(crate) fn skips(&self, element: NodeId) -> bool {
        self.skipped.0.contains(&element)
    }

    /// The bytes of the value at `path`, end exclusive: with the quotation marks of a quoted text;
    /// of a block text its lines, from the first word to the last; of a list or group everything
    /// between its first and last value. Empty, after the colon or dash, where no value is given.
    ///
    /// Follows aliases on the way, but yields the alias itself if the way ends there. Element 0 of
    /// a text is that text, as [`OneOrMany`](super::OneOrMany) has it.
    pub fn value(&self, path: &[Step]) -> Option<Range<usize>> {
        let mut node = 0;
        for step in path {
            node = self.step(node, step)?.1;
        }
        Some(self.nodes[node].span.clone())
    }

    /// The bytes of the key that leads to the value at `path`, with its quotation marks if it has
    /// any, end exclusive. `None` if the last step is no key.
    pub fn key(&self, path: &[Step]) -> Option<Range<usize>> {
        let mut last = (None, 0);
        for step in path {
            last = self.step(last.1, step)?;
        }
        Some(self.nodes[last.0?].span.clone())
    }

    /// The text at `path`, as both parsers read it; `None` for a list or a group. Follows aliases, the last one too.
    pub fn text_at(&self, path: &[Step]) -> Option<&str> {
        let mut node = 0;
        for step in path {
            node = self.step(node, step)?.1;
        }
        self.text(node)
    }

    /// How the value at `path` is written. Follows aliases as [`Tree::value`] does.
    pub fn shape(&self, path: &[Step]) -> Option<ValueStyle> {
        let mut node = 0;
        for step in path {
            node = self.step(node, step)?.1;
        }
        // A list in brackets begins before its first element, a block with it.
        let brackets = |first: Option<NodeId>| {
            first.is_none_or(|first| self.nodes[first].span.start > self.nodes[node].span.start && self.opens(node))
        };
        Some(match &self.nodes[node].kind {
            NodeKind::Scalar { style, .. } => match style {
                ScalarStyle::Plain => ValueStyle::Plain,
                ScalarStyle::SingleQuoted => ValueStyle::SingleQuoted,
                ScalarStyle::DoubleQuoted => ValueStyle::DoubleQuoted,
                ScalarStyle::Literal => ValueStyle::Literal,
                ScalarStyle::Folded => ValueStyle::Folded,
            },
            NodeKind::Sequence(elements) => {
                ValueStyle::List { length: elements.len(), brackets: brackets(elements.first().copied()) }
            }
            NodeKind::Mapping(entries) => ValueStyle::Group {
                keys: entries.iter().filter_map(|(key, _)| self.text(*key)).map(str::to_owned).collect(),
                brackets: brackets(entries.first().map(|(key, _)| *key)),
            },
            NodeKind::Alias(_) => ValueStyle::Alias,
        })
    }

    /// The same way counted in the text itself, with the elements that were skipped.
    pub fn unskipped(&self, path: &[Step]) -> Option<Path> {
        let mut node = 0;
        let mut steps = Vec::with_capacity(path.len());
        for step in path {
            let next = self.step(node, step)?.1;
            steps.push(match (step, &self.nodes[self.target(node)].kind) {
                (Step::Index(_), NodeKind::Sequence(elements)) => {
                    Step::Index(elements.iter().position(|element| *element == next)?)
                }
                _ => step.clone(),
            });
            node = next;
        }
        Some(Path::from(steps))
    }

    fn opens(&self, node: NodeId) -> bool {
        self.source[self.nodes[node].span.start..].starts_with(['[', '{'])
    }

    /// The key, if any, and the value to which `step` leads from `node`.
    fn step(&self, node: NodeId, step: &Step) -> Option<(Option<NodeId>, NodeId)> {
        let node = self.target(node);
        match (step, &self.nodes[node].kind) {
            (Step::Key(name, occurrence), NodeKind::Mapping(entries)) => entries
                .iter()
                .filter(|(key, _)| self.text(*key) == Some(name))
                .nth(*occurrence)
                .map(|(key, value)| (Some(*key), *value)),
            (Step::Index(index), NodeKind::Sequence(elements)) => {
                elements.iter().filter(|element| !self.skips(**element)).nth(*index).map(|element| (None, *element))
            }
            (Step::Index(0), NodeKind::Scalar { .. }) => Some((None, node)),
            _ => None,
        }
    }

    /// The node itself or, for an alias, the one that it refers to.
    pub(crate) fn target(&self, node: NodeId) -> NodeId {
        match self.nodes[node].kind {
            NodeKind::Alias(target) => target,
            _ => node,
        }
    }

    pub(crate) fn node(&self, node: NodeId) -> &Node<'t> {
        &self.nodes[node]
    }

    /// The tags and anchors, in order of place.
    pub(crate) fn signs(&self) -> &[Indicator] {
        &self.signs
    }

    pub(crate) fn source(&self) -> &'t str {
        self.source
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node<'t>> {
        self.nodes.iter()
    }

    /// The text of a scalar, also by an alias.
    pub(crate) fn text(&self, node: NodeId) -> Option<&str> {
        match &self.nodes[self.target(node)].kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    pub(crate) fn build(text: &'t str) -> Result<Self, TreeError> {
        let (nodes, signs) = builder::nodes(text)?;
        Ok(Self { source: text, nodes, signs, skipped: Skipped::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Skipped, Tree};
    use crate::notes::yaml::{Path, Step};

    fn value<'t>(text: &'t str, path: &Path) -> &'t str {
        let tree = Tree::new(text).unwrap();
        tree.value(path).map_or("no value", |span| &text[span])
    }

    fn field(name: &'static str) -> Path {
        Path::top().key(name)
    }

    #[test]
    fn finds_each_kind_of_scalar() {
        let text = "plain: é b # no\nquoted: \"«x»\"\nsingle: &a 'it''s'\nliteral: |\n\n    é 1\n\n    2\n\nfolded: !!str >-\n  x\n  y\n# end\nempty:\nlast: |2\n   z";
        assert_eq!(value(text, &field("plain")), "é b");
        assert_eq!(value(text, &field("quoted")), "\"«x»\"");
        assert_eq!(value(text, &field("single")), "'it''s'");
        assert_eq!(value(text, &field("literal")), "é 1\n\n    2");
        assert_eq!(value(text, &field("folded")), "x\n  y");
        assert_eq!(value(text, &field("last")), "z");
        let empty = Tree::new(text).unwrap().value(&field("empty")).unwrap();
        assert_eq!(&text[..empty.start].lines().last(), &Some("empty:"));
    }

    #[test]
    fn finds_values_in_lists_and_groups() {
        let text = "é: [a, {b: ü}, [c, [d]]] # x\r\nlist:\r\n- x: 1\r\n  y: |\r\n    é\r\n    ö\r\n-\r\n- - p\r\n  - q\r\nend: {k: , l}\r\n";
        assert_eq!(value(text, &field("é")), "[a, {b: ü}, [c, [d]]]");
        assert_eq!(value(text, &field("é").index(1).key("b")), "ü");
        assert_eq!(value(text, &field("é").index(2).index(1)), "[d]");
        let list = field("list");
        assert_eq!(value(text, &list.clone().index(0).key("y")), "é\r\n    ö");
        assert_eq!(value(text, &list.clone().index(0)), "x: 1\r\n  y: |\r\n    é\r\n    ö");
        assert_eq!(value(text, &list.clone().index(1)), "");
        assert_eq!(value(text, &list.clone().index(2).index(1)), "q");
        assert_eq!(value(text, &list.index(3)), "no value");
        assert_eq!(value(text, &field("end").key("l")), "");
        assert_eq!(value(text, &field("end")), "{k: , l}");
    }

    #[test]
    fn quoted_texts_end_before_a_comment() {
        let text = "a: 'it''s' # '\nb: \"\\\\\" # \"\nc: '' # c\n";
        assert_eq!(value(text, &field("a")), "'it''s'");
        assert_eq!(value(text, &field("b")), "\"\\\\\"");
        assert_eq!(value(text, &field("c")), "''");
    }

    #[test]
    fn brackets_close_after_a_last_comma() {
        let text = "a: [{b: c, }, # ]\n  ] # }\n";
        assert_eq!(value(text, &field("a")), "[{b: c, }, # ]\n  ]");
        assert_eq!(value(text, &field("a").index(0)), "{b: c, }");
    }

    #[test]
    fn finds_keys_and_their_later_occurrences() {
        let text = "\"é\": 1\na: 2\na: {b: 3}\n";
        let tree = Tree::new(text).unwrap();
        let second = Path::from(vec![Step::Key("a".into(), 1)]);
        assert_eq!(tree.key(&field("é")), Some(0..4));
        assert_eq!(tree.key(&second), Some(13..14));
        assert_eq!(tree.key(&second.clone().key("b")), Some(17..18));
        assert_eq!(tree.key(&Path::top()), None);
    }

    #[test]
    fn follows_aliases_on_the_way() {
        let text = "a: &x {k: v}\nb: *x\n";
        assert_eq!(value(text, &field("a")), "{k: v}");
        assert_eq!(value(text, &field("b")), "*x");
        assert_eq!(value(text, &field("b").key("k")), "v");
    }

    #[test]
    fn leaves_skipped_elements_out_of_account() {
        let text = "[a, b, c]";
        let tree = Tree::new(text).unwrap().skipping(&Skipped([2].into()));
        assert_eq!(tree.value(&Path::top().index(1)), Some(7..8));
    }

    #[test]
    fn an_empty_text_is_an_empty_value() {
        assert_eq!(value("", &Path::top()), "");
        assert_eq!(value("text", &Path::top().index(0)), "text");
    }
}
