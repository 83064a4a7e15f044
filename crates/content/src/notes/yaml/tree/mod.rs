//! A document with the positions of all its parts: [`Tree`].
//!
//! All nodes are in one vector, in the order in which they begin, so deep nesting cannot exhaust the stack.

mod builder;
mod indicator;
mod node;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

pub use builder::MAX_DEPTH;
pub(super) use indicator::Indicator;
pub(super) use node::{Node, NodeId, NodeKind, TreeError};

use super::path::{Path, Step};

/// The positions of values and keys, built from the text on demand.
#[derive(Debug)]
pub struct Tree<'t> {
    source: Cow<'t, str>,
    nodes: Vec<Node<'t>>,
    indicators: Vec<Indicator>,
    skipped: Skipped,
}

/// How a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueStyle {
    /// Without quotation marks; also if there is no value.
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// A block text after `|`.
    Literal,
    /// A block text after `>`.
    Folded,
    /// With the number of its elements; `brackets` if it is written as `[a, b]`.
    List {
        length: usize,
        brackets: bool,
    },
    /// With those of its keys that are texts, in order; `brackets` if it is written as `{a: b}`.
    Group {
        keys: Vec<String>,
        brackets: bool,
    },
    Alias,
}

/// The list elements that were left out of a parsed value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped(pub BTreeSet<NodeId>);

impl Skipped {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'t> Tree<'t> {
    /// Parses `text`. `None` if it is not valid YAML; this parser is slightly stricter than the one behind [`parse`](super::parse()), so on
    /// rare occasions a valid document has no tree.
    pub fn new(text: &'t str) -> Option<Self> {
        Self::build(text).ok()
    }

    /// A tree that does not borrow the text, which can be kept and shared.
    pub fn into_owned(self) -> Tree<'static> {
        let Tree { source, nodes, indicators, skipped } = self;
        let nodes = nodes.into_iter().map(Node::into_owned).collect();
        Tree { source: Cow::Owned(source.into_owned()), nodes, indicators, skipped }
    }

    /// From now on, list indices do not count the elements in `skipped`, as in the parsed value.
    #[must_use]
    pub fn skipping(mut self, skipped: &Skipped) -> Self {
        self.skipped = skipped.clone();
        self
    }

    pub fn skip(&mut self, element: NodeId) {
        self.skipped.0.insert(element);
    }

    pub fn skips(&self, element: NodeId) -> bool {
        self.skipped.0.contains(&element)
    }

    /// The byte range of the value at `path`, end exclusive: of a quoted text, with its quotation marks; of a block text, its lines from
    /// the first word to the last; of a list or group, from its first value to its last. Empty, after the colon or dash, if there is no
    /// value.
    ///
    /// Follows aliases along the path, but returns the alias itself if the path ends there. Element 0 of a text is the text itself, as in
    /// [`OneOrMany`](super::OneOrMany).
    pub fn value(&self, path: &[Step]) -> Option<Range<usize>> {
        let mut node = 0;
        for step in path {
            node = self.step(node, step)?.1;
        }
        Some(self.nodes[node].span.clone())
    }

    /// The byte range of the key of the value at `path`, including any quotation marks, end exclusive. `None` if the last step is not a
    /// key.
    pub fn key(&self, path: &[Step]) -> Option<Range<usize>> {
        let mut last = (None, 0);
        for step in path {
            last = self.step(last.1, step)?;
        }
        Some(self.nodes[last.0?].span.clone())
    }

    /// The text at `path`, as both parsers read it; `None` for a list or a group. Follows all aliases, including the last.
    pub fn text_at(&self, path: &[Step]) -> Option<&str> {
        let mut node = 0;
        for step in path {
            node = self.step(node, step)?.1;
        }
        self.text(node)
    }

    /// The value at `path`, which may be an alias.
    pub fn node_at(&self, path: &[Step]) -> Option<NodeId> {
        path.iter().try_fold(0, |node, step| Some(self.step(node, step)?.1))
    }

    /// The style of the value at `path`. Follows aliases like [`Tree::value`].
    pub fn shape(&self, path: &[Step]) -> Option<ValueStyle> {
        let mut node = 0;
        for step in path {
            node = self.step(node, step)?.1;
        }
        // A list in brackets begins before its first element, a block list with it.
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

    /// Converts a path whose indices do not count the elements in `skipped` to one whose indices count all.
    pub fn unskipped(&self, path: &[Step], skipped: &Skipped) -> Option<Path> {
        let mut node = 0;
        let mut steps = Vec::with_capacity(path.len());
        for step in path {
            let next = self.step_without(node, step, skipped)?.1;
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

    /// The value that `step` reaches from `node`, with its key if it has one.
    fn step(&self, node: NodeId, step: &Step) -> Option<(Option<NodeId>, NodeId)> {
        self.step_without(node, step, &self.skipped)
    }

    fn step_without(&self, node: NodeId, step: &Step, skipped: &Skipped) -> Option<(Option<NodeId>, NodeId)> {
        let node = self.target(node);
        match (step, &self.nodes[node].kind) {
            (Step::Key(name, occurrence), NodeKind::Mapping(entries)) => entries
                .iter()
                .filter(|(key, _)| self.text(*key) == Some(name))
                .nth(*occurrence)
                .map(|(key, value)| (Some(*key), *value)),
            (Step::Index(index), NodeKind::Sequence(elements)) => elements
                .iter()
                .filter(|element| !skipped.0.contains(element))
                .nth(*index)
                .map(|element| (None, *element)),
            // Fields that take a list take one entry as well.
            (Step::Index(0), NodeKind::Scalar { .. } | NodeKind::Mapping(_)) => Some((None, node)),
            _ => None,
        }
    }

    /// The node itself or, for an alias, its target.
    pub fn target(&self, node: NodeId) -> NodeId {
        match self.nodes[node].kind {
            NodeKind::Alias(target) => target,
            _ => node,
        }
    }

    pub fn node(&self, node: NodeId) -> &Node<'t> {
        &self.nodes[node]
    }

    /// The tags and anchors, in document order.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    pub fn source(&self) -> &str {
        &self.source
    }

    pub fn nodes(&self) -> impl Iterator<Item = &Node<'t>> {
        self.nodes.iter()
    }

    /// The text of a scalar, or of the scalar that an alias refers to.
    pub fn text(&self, node: NodeId) -> Option<&str> {
        match &self.nodes[self.target(node)].kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    pub fn build(text: &'t str) -> Result<Self, TreeError> {
        #[cfg(debug_assertions)]
        super::work::count(super::work::Step::Tree, text);
        let (nodes, indicators) = builder::nodes(text)?;
        Ok(Self { source: Cow::Borrowed(text), nodes, indicators, skipped: Skipped::default() })
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
    fn does_not_count_skipped_elements() {
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
