//! A saved web page as a flat tree: [`SavedPage::parse`]. Nodes are in document order, so the descendants of a node are the range of
//! numbers after it.

use std::ops::Range;

use dom_query::LocalName;

use super::compose::{Composed, Entry, compose};
use super::node::{MAX_VALUE, Node, NodeKind};
use super::parse::parse;
use crate::types::{ImportError, SAVE_AS_TEXT};
use citeback_quote::text::single_spaced;

/// How many nodes are read for a title or a name.
const MAX_TEXT_NODES: usize = 1_000;

pub(super) struct SavedPage {
    nodes: Vec<Node>,
    entries: Vec<Entry>,
}

impl SavedPage {
    /// Parses a page as browsers do.
    ///
    /// # Errors
    /// Refuses pages that are too large or too deeply nested.
    pub fn parse(html: &str) -> Result<SavedPage, ImportError> {
        let doc = parse(html).ok_or_else(too_large)?;
        let Composed { nodes, entries } = compose(&doc).ok_or_else(too_large)?;
        Ok(SavedPage { nodes, entries })
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

    /// The entries of numbered lists, in document order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The shadow tree that a node comes from; 0 for the page's own tree.
    pub fn scope(&self, node: usize) -> usize {
        self.nodes[node].scope
    }

    pub fn is_unrendered(&self, node: usize) -> bool {
        self.nodes[node].unrendered
    }

    /// Replaces a text.
    pub fn set_text(&mut self, node: usize, text: String) {
        if let NodeKind::Text(own) = &mut self.nodes[node].kind {
            *own = text;
        }
    }

    /// Sets an attribute that programs of this module read.
    pub fn set_attribute(&mut self, node: usize, wanted: &str, value: String) {
        if let NodeKind::Element { attributes, .. } = &mut self.nodes[node].kind {
            attributes.retain(|(name, _)| &**name != wanted);
            attributes.push((LocalName::from(wanted), value));
        }
    }

    /// Gives an element the name of one that looks like it.
    pub fn rename(&mut self, node: usize, new: &str) {
        if let NodeKind::Element { name, .. } = &mut self.nodes[node].kind {
            *name = LocalName::from(new);
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

fn too_large() -> ImportError {
    ImportError::new("its HTML is too large or too deeply nested", SAVE_AS_TEXT)
}
