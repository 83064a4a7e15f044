//! The nodes of a page: [`Node`].

use dom_query::{LocalName, NodeData};

/// In bytes; longer attribute values are pictures embedded in the page, and are dropped.
pub(super) const MAX_VALUE: usize = 8_192;

pub(super) struct Node {
    pub parent: usize,
    /// One more than the number of the last node inside this one.
    pub end: usize,
    pub kind: NodeKind,
    /// The shadow tree that the node comes from; 0 for the page's own tree.
    pub scope: usize,
    /// Whether browsers show the node nowhere: it is in no slot, or replaced by what is.
    pub unrendered: bool,
}

pub(super) enum NodeKind {
    Text(String),
    Element { name: LocalName, attributes: Vec<(LocalName, String)> },
}

impl NodeKind {
    pub fn of(data: &NodeData) -> NodeKind {
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
