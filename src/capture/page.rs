//! A saved web page as a flat tree: [`SavedPage::parse`]. Nodes stand in the order of the document, so that what is inside a node is the
//! range of numbers after it.

use std::collections::HashMap;
use std::ops::Range;

use dom_query::{Document, LocalName, NodeData, NodeId};

use super::ImportError;
use super::parse::{MAX_DEPTH, parse};

/// In bytes; longer values are pictures written into the page.
const MAX_VALUE: usize = 8_192;
/// Nodes that a title or a name is looked for in.
const MAX_PIECES: usize = 1_000;

pub(super) struct SavedPage {
    nodes: Vec<Node>,
    /// The tree as its parser left it, with the identity that each node has there.
    pub doc: Document,
    pub ids: Vec<NodeId>,
}

struct Node {
    parent: usize,
    /// The number after that of the last node inside this one.
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
    /// Refuses pages that would keep a parser busy without end.
    pub fn parse(html: &str) -> Result<SavedPage, ImportError> {
        SavedPage::flattened(parse(html).ok_or_else(too_much)?)
    }

    fn flattened(doc: Document) -> Result<SavedPage, ImportError> {
        let mut ids = vec![doc.tree.root_id()];
        ids.extend(doc.tree.descendant_ids_of_it(&doc.tree.root_id()));
        let mut numbers: HashMap<NodeId, usize> = HashMap::with_capacity(ids.len());
        let mut nodes: Vec<Node> = Vec::with_capacity(ids.len());
        let mut depths: Vec<usize> = Vec::with_capacity(ids.len());
        for (number, id) in ids.iter().enumerate() {
            let parent = doc.tree.parent_of(id).and_then(|parent| numbers.get(&parent.id).copied()).unwrap_or(0);
            let depth = depths.get(parent).map_or(0, |depth| depth + 1);
            if depth > MAX_DEPTH {
                return Err(too_much());
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
        Ok(SavedPage { nodes, doc, ids })
    }

    /// How many nodes there are; the page itself is node 0.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The name of an element; nothing for a text.
    pub fn name(&self, node: usize) -> &str {
        match &self.nodes[node].kind {
            NodeKind::Element { name, .. } => name,
            NodeKind::Text(_) => "",
        }
    }

    /// The words of a text node, as the page has them.
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

    /// Whether one of the words of an attribute is `word`.
    pub fn has_word(&self, node: usize, attribute: &str, word: &str) -> bool {
        self.attribute(node, attribute)
            .is_some_and(|value| value.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(word)))
    }

    /// The nodes inside a node, however deep.
    pub fn inside(&self, node: usize) -> Range<usize> {
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

    /// A node and all that it is inside of, from the inside out, without the page itself.
    pub fn and_around(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(node), |node| Some(self.parent(*node))).take_while(|node| *node > 0)
    }

    /// All elements with one of these names, in order.
    pub fn elements<'a>(&'a self, names: &'a [&'a str]) -> impl Iterator<Item = usize> + 'a {
        (0..self.len()).filter(|node| names.contains(&self.name(*node)))
    }

    /// The text at the beginning of a node, shown or not, on one line: enough for any title or name.
    pub fn all_text(&self, node: usize) -> String {
        let mut text = String::new();
        for inside in self.inside(node).take(MAX_PIECES) {
            text.push_str(self.text(inside).unwrap_or_default());
            if text.len() > MAX_VALUE {
                break;
            }
        }
        citeback_quote::text::single_spaced(&text)
    }
}

impl NodeKind {
    fn of(data: &NodeData) -> NodeKind {
        match data {
            NodeData::Text { contents } => NodeKind::Text(contents.chars().filter_map(shown).collect()),
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

/// Control characters show nothing; in notes they are faults.
fn shown(c: char) -> Option<char> {
    match c {
        c if c.is_ascii_whitespace() => Some(c),
        '\u{85}' => Some(' '),
        c => (!c.is_control()).then_some(c),
    }
}

fn too_much() -> ImportError {
    ImportError::new(
        "its HTML is too large or too deeply nested to be read",
        "open the page in a browser, select the article, and save its words as a .txt file",
    )
}
