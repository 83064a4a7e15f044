//! Builds the nodes of a tree from the events of the positional parser: [`nodes`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::indicator::Indicator;
use super::node::{Node, NodeId, NodeKind, TreeError};
use crate::notes::yaml::quotation::closing;

/// Maximum nesting depth of lists and groups.
pub const MAX_DEPTH: usize = 128;
/// Maximum number of bytes that the aliases of a document may expand to.
pub const MAX_EXPANSION: usize = 4 << 20;

/// The nodes of a document in the order in which they begin (at least the top one), and their tags and anchors.
pub(super) fn nodes(text: &str) -> Result<(Vec<Node<'_>>, Vec<Indicator>), TreeError> {
    let mut builder = Builder::new(text);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| TreeError::Scan {
            info: error.info().to_owned(),
            at: builder.offsets.byte(error.marker().index()),
        })?;
        builder.take(event, span)?;
    }
    builder.finish()
}

/// Builds a tree from the parser's events.
struct Builder<'t> {
    text: &'t str,
    offsets: Offsets,
    nodes: Vec<Node<'t>>,
    /// The approximate expanded size of each node, in bytes; for an open one, its size so far.
    weights: Vec<usize>,
    open: Vec<OpenCollection>,
    anchors: BTreeMap<usize, NodeId>,
    anchor_names: BTreeSet<&'t str>,
    anchor_twice: Option<Range<usize>>,
    signs: Vec<Indicator>,
    heaviest_alias: (usize, Range<usize>),
    documents: usize,
}

/// A list or group that has not ended yet.
struct OpenCollection {
    node: NodeId,
    /// A key without a value so far.
    key: Option<NodeId>,
    in_brackets: bool,
}

/// The size of a node without its text, so that many empty ones count too.
const NODE_WEIGHT: usize = 16;

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            offsets: Offsets::of(text),
            nodes: Vec::new(),
            weights: Vec::new(),
            open: Vec::new(),
            anchors: BTreeMap::new(),
            anchor_names: BTreeSet::new(),
            anchor_twice: None,
            signs: Vec::new(),
            heaviest_alias: (0, 0..0),
            documents: 0,
        }
    }

    fn take(&mut self, event: Event<'t>, span: Span) -> Result<(), TreeError> {
        let span = self.offsets.byte(span.start.index())..self.offsets.byte(span.end.index());
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(TreeError::SecondDocument(span));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let start = self.properties(anchor, tag.as_deref(), "str", span.clone());
                let place = match &*text {
                    "" if style == ScalarStyle::Plain => missing_value_place(self.text, start),
                    _ => scalar_place(self.text, style, start..span.end),
                };
                let plain = style == ScalarStyle::Plain;
                let weight = text.len();
                let node = self.add(NodeKind::Scalar { text, plain, style }, place, anchor, weight);
                self.close(node);
            }
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::SequenceStart(anchor, tag) => {
                self.properties(anchor, tag.as_deref(), "seq", span.clone());
                self.begin(NodeKind::Sequence(Vec::new()), span, anchor)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.properties(anchor, tag.as_deref(), "map", span.clone());
                self.begin(NodeKind::Mapping(Vec::new()), span, anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<(), TreeError> {
        // The fast parser confuses anchors if a name is defined twice.
        if let Some(place) = self.anchor_twice.take() {
            return Err(TreeError::AnchorTwice(place));
        }
        let target = self.anchors.get(&anchor).copied();
        let target = target.filter(|target| self.open.iter().all(|open| open.node != *target));
        let Some(target) = target else {
            // A value that contains itself would be infinite.
            return Err(TreeError::TooMuchExpansion(span));
        };
        let weight = self.weights[target];
        // They are sorted by node.
        let first = self.signs.partition_point(|sign| sign.node < target);
        let of_target = self.signs[first..].iter_mut().take_while(|sign| sign.node == target);
        of_target.filter(|sign| self.text[sign.at.clone()].starts_with('&')).for_each(|sign| sign.harmless = true);
        if weight >= self.heaviest_alias.0 {
            self.heaviest_alias = (weight, span.clone());
        }
        let node = self.add(NodeKind::Alias(target), span, 0, weight);
        self.close(node);
        Ok(())
    }

    fn begin(&mut self, kind: NodeKind<'t>, span: Range<usize>, anchor: usize) -> Result<(), TreeError> {
        if self.open.len() >= MAX_DEPTH {
            return Err(TreeError::TooDeep(span));
        }
        // The event includes the anchor and the tag, and only the opening bracket of the value.
        let in_brackets = self.text[span.clone()].ends_with(['[', '{']);
        let start = span.end - usize::from(in_brackets);
        let node = self.add(kind, start..span.end, anchor, 0);
        self.open.push(OpenCollection { node, key: None, in_brackets });
        Ok(())
    }

    fn end(&mut self, span: Range<usize>) {
        let open = self.open.pop().expect("the parser balances its events");
        // A block collection ends where the next token begins, perhaps after many comments.
        if open.in_brackets {
            self.nodes[open.node].span.end = closing_bracket(self.text, span.start) + 1;
        }
        self.close(open.node);
    }

    fn add(&mut self, kind: NodeKind<'t>, span: Range<usize>, anchor: usize, weight: usize) -> NodeId {
        let node = self.nodes.len();
        self.nodes.push(Node { kind, span });
        self.weights.push(weight.saturating_add(NODE_WEIGHT));
        if anchor > 0 {
            self.anchors.insert(anchor, node);
        }
        node
    }

    /// Adds a complete node to the list or group that it is in.
    fn close(&mut self, node: NodeId) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let parent = open.node;
        let end = self.nodes[node].span.end;
        match &mut self.nodes[parent].kind {
            NodeKind::Sequence(elements) => elements.push(node),
            NodeKind::Mapping(entries) => match open.key.take() {
                None => open.key = Some(node),
                Some(key) => entries.push((key, node)),
            },
            NodeKind::Scalar { .. } | NodeKind::Alias(_) => {}
        }
        let span = &mut self.nodes[parent].span;
        span.end = span.end.max(end);
        self.weights[parent] = self.weights[parent].saturating_add(self.weights[node]);
    }

    /// Records the anchor and the tag of the next node, and returns where its value begins, after them. The tag `own` states the type which
    /// the value has anyway.
    fn properties(&mut self, anchor: usize, tag: Option<&Tag>, own: &str, span: Range<usize>) -> usize {
        let mut start = span.start;
        if anchor == 0 && tag.is_none() {
            return start;
        }
        let node = self.nodes.len();
        loop {
            let rest = &self.text[start..span.end];
            let sign = rest.starts_with(['&', '!']);
            let length = if sign {
                rest.find(char::is_whitespace).unwrap_or(rest.len())
            } else if rest.starts_with(char::is_whitespace) {
                rest.len() - rest.trim_start().len()
            } else if rest.starts_with('#') {
                rest.find('\n').unwrap_or(rest.len())
            } else {
                return start;
            };
            if length == 0 {
                return start;
            }
            if rest.starts_with('&') && !self.anchor_names.insert(&rest[..length]) {
                self.anchor_twice = Some(start..start + length);
            }
            if sign {
                let idle = |tag: &Tag| tag.is_yaml_core_schema() && tag.suffix == own;
                let harmless = rest.starts_with('!') && tag.is_some_and(idle);
                self.signs.push(Indicator { node, at: start..start + length, harmless });
            }
            start += length;
        }
    }

    fn finish(mut self) -> Result<(Vec<Node<'t>>, Vec<Indicator>), TreeError> {
        if self.nodes.is_empty() {
            let nothing = NodeKind::Scalar { text: Cow::Borrowed(""), plain: true, style: ScalarStyle::Plain };
            self.add(nothing, 0..0, 0, 0);
        }
        let written = self.text.len() + self.nodes.len() * NODE_WEIGHT;
        if self.weights[0].saturating_sub(written) > MAX_EXPANSION {
            return Err(TreeError::TooMuchExpansion(self.heaviest_alias.1));
        }
        Ok((self.nodes, self.signs))
    }
}

/// The closing bracket for the event at `at`; after a trailing comma, the event is at that comma.
fn closing_bracket(text: &str, at: usize) -> usize {
    let mut from = at;
    loop {
        let rest = &text[from..];
        let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
        let comment = &rest[blank..];
        if comment.starts_with('#') {
            from += blank + comment.find('\n').unwrap_or(comment.len());
        } else if comment.starts_with([']', '}']) {
            return from + blank;
        } else {
            // Cannot happen: the parser would not have closed anything.
            return at;
        }
    }
}

/// The byte range of a scalar as an editor sees it.
fn scalar_place(text: &str, style: ScalarStyle, span: Range<usize>) -> Range<usize> {
    let written = &text[span.clone()];
    match style {
        ScalarStyle::Literal | ScalarStyle::Folded => {
            // After an anchor or tag, the event begins at the `|` or `>`.
            let header = match written.find('\n') {
                Some(line_end) if written.starts_with(['|', '>']) => line_end,
                _ => 0,
            };
            let end = span.start + written.trim_end().len();
            let start = span.end - written[header..].trim_start().len();
            start.min(end)..end
        }
        // The event includes a comment that follows.
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            span.start..closing(text, span.start, span.end).unwrap_or(span.end)
        }
        ScalarStyle::Plain => span,
    }
}

/// The empty range of a missing value; the event may point at the colon or dash before it.
fn missing_value_place(text: &str, start: usize) -> Range<usize> {
    let place = start + usize::from(text[start..].starts_with([':', '-', '?']));
    place..place
}

/// Converts the parser's offsets from code points to bytes.
enum Offsets {
    Ascii(usize),
    Table(Vec<usize>),
}

impl Offsets {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Ascii(text.len());
        }
        let ends = std::iter::once(text.len());
        Self::Table(text.char_indices().map(|(byte, _)| byte).chain(ends).collect())
    }

    /// The parser may count slightly beyond the end of the text.
    fn byte(&self, code_point: usize) -> usize {
        match self {
            Self::Ascii(length) => code_point.min(*length),
            Self::Table(bytes) => bytes[code_point.min(bytes.len() - 1)],
        }
    }
}
