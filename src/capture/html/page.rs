//! A saved web page as a flat tree: [`SavedPage::parse`]. Nodes are in document order, so the descendants of a node are the range of
//! numbers after it.

use std::collections::HashMap;
use std::ops::Range;

use dom_query::{Document, LocalName, NodeData, NodeId};

use super::parse::{MAX_DEPTH, parse};
use crate::capture::types::{ImportError, SAVE_AS_TEXT};
use citeback_quote::text::single_spaced;

/// In bytes; longer attribute values are pictures embedded in the page, and are dropped.
const MAX_VALUE: usize = 8_192;
/// How many nodes are read for a title or a name.
const MAX_TEXT_NODES: usize = 1_000;

pub(super) struct SavedPage {
    nodes: Vec<Node>,
}

struct Node {
    parent: usize,
    /// One more than the number of the last node inside this one.
    end: usize,
    kind: NodeKind,
}

enum NodeKind {
    Text(String),
    Element { name: LocalName, attributes: Vec<(LocalName, String)> },
}

impl SavedPage {
    /// Parses a page as browsers do.
    ///
    /// # Errors
    /// Refuses pages that are too large or too deeply nested.
    pub fn parse(html: &str) -> Result<SavedPage, ImportError> {
        SavedPage::flatten(parse(html).ok_or_else(too_large)?)
    }

    fn flatten(doc: Document) -> Result<SavedPage, ImportError> {
        let mut ids = vec![doc.tree.root_id()];
        ids.extend(doc.tree.descendant_ids_of_it(&doc.tree.root_id()));
        let mut numbers: HashMap<NodeId, usize> = HashMap::with_capacity(ids.len());
        let mut nodes: Vec<Node> = Vec::with_capacity(ids.len());
        let mut depths: Vec<usize> = Vec::with_capacity(ids.len());
        for (number, id) in ids.iter().enumerate() {
            let parent = doc.tree.parent_of(id).and_then(|parent| numbers.get(&parent.id).copied()).unwrap_or(0);
            let depth = depths.get(parent).map_or(0, |depth| depth + 1);
            if depth > MAX_DEPTH {
                return Err(too_large());
            }
            numbers.insert(*id, number);
            depths.push(depth);
            let kind =
                doc.tree.query_node(id, |node| NodeKind::of(&node.data)).unwrap_or(NodeKind::Text(String::new()));
            nodes.push(Node { parent, end: number + 1, kind });
        }
        for number in (1..nodes.len()).rev() {
            let (end, parent) = (nodes[number].end, nodes[number].parent);
            nodes[parent].end = nodes[parent].end.max(end);
        }
        Ok(SavedPage { nodes })
    }

    /// The number of nodes; the page itself is node 0.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The name of an element; empty for text.
    pub fn name(&self, node: usize) -> &str {
        match &self.nodes[node].kind {
            NodeKind::Element { name, .. } => name,
            NodeKind::Text(_) => "",
        }
    }

    pub fn text(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].kind {
            NodeKind::Text(text) => Some(text),
            NodeKind::Element { .. } => None,
        }
    }

    pub fn attribute(&self, node: usize, wanted: &str) -> Option<&str> {
        match &self.nodes[node].kind {
            NodeKind::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| &**name == wanted).map(|(_, value)| value.as_str())
            }
            NodeKind::Text(_) => None,
        }
    }

    /// Whether `token` is one of an attribute's space-separated tokens, in any case.
    pub fn has_token(&self, node: usize, attribute: &str, token: &str) -> bool {
        self.attribute(node, attribute)
            .is_some_and(|value| value.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(token)))
    }

    pub fn descendants(&self, node: usize) -> Range<usize> {
        node + 1..self.nodes[node].end
    }

    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[node].end;
        let mut next = node + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.nodes[child].end;
            Some(child)
        })
    }

    pub fn parent(&self, node: usize) -> usize {
        self.nodes[node].parent
    }

    /// A node and its ancestors, innermost first, without the page itself.
    pub fn ancestors_and_self(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(node), |node| Some(self.parent(*node))).take_while(|node| *node > 0)
    }

    /// All elements with one of these names, in document order.
    pub fn elements<'a>(&'a self, names: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
        (0..self.len()).filter(|node| names.contains(&self.name(*node)))
    }

    /// The text at the start of a node, visible or not, on one line: enough for any title or name.
    pub fn text_content(&self, node: usize) -> String {
        let mut text = String::new();
        for inside in self.descendants(node).take(MAX_TEXT_NODES) {
            text.push_str(self.text(inside).unwrap_or_default());
            if text.len() > MAX_VALUE {
                break;
            }
        }
        single_spaced(&text)
    }
}

impl NodeKind {
    fn of(data: &NodeData) -> NodeKind {
        match data {
            NodeData::Text { contents } => NodeKind::Text(contents.chars().filter_map(printable).collect()),
            NodeData::Element(element) => NodeKind::Element {
                name: element.name.local.clone(),
                attributes: element
                    .attrs
                    .iter()
                    .filter(|attribute| attribute.value.len() <= MAX_VALUE)
                    .map(|attribute| (attribute.name.local.clone(), attribute.value.to_string()))
                    .collect(),
            },
            _ => NodeKind::Text(String::new()),
        }
    }
}

/// Control characters show nothing, and are errors in notes.
fn printable(c: char) -> Option<char> {
    match c {
        c if c.is_ascii_whitespace() => Some(c),
        '\u{85}' => Some(' '),
        c => (!c.is_control()).then_some(c),
    }
}

fn too_large() -> ImportError {
    ImportError::new("its HTML is too large or too deeply nested", SAVE_AS_TEXT)
}
