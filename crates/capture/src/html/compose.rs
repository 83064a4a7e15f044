//! Makes a flat list of a page's nodes as browsers compose them: [`compose`]. Shadow trees take the place of their hosts' content, which
//! goes into their slots; formulas become text, and quotations get their marks.

use std::collections::BTreeMap;

use dom_query::{Document, LocalName, NodeId};

use super::dom::Dom;
use super::elements::is_block;
use super::formula;
use super::node::{Node, NodeKind};
use super::parse::MAX_DEPTH;

/// A page's nodes in document order.
pub(super) struct Composed {
    pub nodes: Vec<Node>,
    pub entries: Vec<Entry>,
}

/// An entry of a numbered list.
pub(super) struct Entry {
    pub node: usize,
    /// An empty text at the start of its words, for its number.
    pub number: usize,
}

/// Blocks that begin no line of words beside the number of an entry.
const LISTS_AND_LINES: [&str; 8] = ["ul", "ol", "menu", "dir", "table", "pre", "blockquote", "hr"];

/// `None` when elements nest too deeply.
pub(super) fn compose(doc: &Document) -> Option<Composed> {
    let mut composer =
        Composer { dom: Dom::of(doc), nodes: vec![], entries: vec![], shadows: vec![], unnumbered: None };
    let place = Place { parent: 0, depth: 0, shadow: None, unrendered: false, quotations: 0 };
    composer.add(doc.tree.root_id(), place)?;
    let mut nodes = composer.nodes;
    for number in (1..nodes.len()).rev() {
        let (end, parent) = (nodes[number].end, nodes[number].parent);
        nodes[parent].end = nodes[parent].end.max(end);
    }
    Some(Composed { nodes, entries: composer.entries })
}

struct Composer<'a> {
    dom: Dom<'a>,
    nodes: Vec<Node>,
    entries: Vec<Entry>,
    shadows: Vec<Shadow>,
    /// An entry of a numbered list whose number is not placed yet.
    unnumbered: Option<usize>,
}

/// A shadow tree that is being composed.
struct Shadow {
    /// The content of the host by the name of its slot.
    slots: BTreeMap<String, Vec<NodeId>>,
    /// The tree that the content comes from.
    outer: Option<usize>,
}

/// Where a node goes.
#[derive(Clone, Copy)]
struct Place {
    parent: usize,
    depth: usize,
    /// The index of its shadow tree.
    shadow: Option<usize>,
    unrendered: bool,
    /// How many quotations it is in.
    quotations: usize,
}

impl Composer<'_> {
    fn add(&mut self, id: NodeId, place: Place) -> Option<()> {
        if place.depth > MAX_DEPTH {
            return None;
        }
        let name = self.dom.name(id);
        if name == "math" {
            return self.formula(id, place);
        }
        let kind = self.dom.kind(id);
        let begins = match &kind {
            NodeKind::Text(text) => !text.trim().is_empty(),
            NodeKind::Element { .. } => !is_block(&name) || LISTS_AND_LINES.contains(&name.as_str()),
        };
        if begins {
            self.place_number(place);
        }
        let node = self.push(kind, place);
        let inside = Place { parent: node, depth: place.depth + 1, ..place };
        if name == "li" && self.name(place.parent) == "ol" {
            self.unnumbered = Some(node);
        }
        self.content(id, &name, inside)?;
        if self.unnumbered == Some(node) {
            self.place_number(inside);
        }
        Some(())
    }

    fn content(&mut self, id: NodeId, name: &str, place: Place) -> Option<()> {
        let shadow_root = self.dom.shadow_root(id);
        match name {
            "q" => self.quotation(id, Place { quotations: place.quotations + 1, ..place }),
            "template" => self.all(self.dom.template(id).map(|root| self.dom.children(root)), place),
            "slot" if place.shadow.is_some() => self.slot(id, place),
            _ => match shadow_root {
                Some(template) => self.host(id, template, place),
                None => self.all(Some(self.dom.children(id)), place),
            },
        }
    }

    fn all(&mut self, ids: Option<Vec<NodeId>>, place: Place) -> Option<()> {
        ids.into_iter().flatten().try_for_each(|id| self.add(id, place))
    }

    fn push(&mut self, kind: NodeKind, place: Place) -> usize {
        let number = self.nodes.len();
        self.nodes.push(Node {
            parent: place.parent,
            end: number + 1,
            kind,
            scope: place.shadow.map_or(0, |shadow| shadow + 1),
            unrendered: place.unrendered,
        });
        number
    }

    fn name(&self, node: usize) -> &str {
        match &self.nodes[node].kind {
            NodeKind::Element { name, .. } => name,
            NodeKind::Text(_) => "",
        }
    }

    /// Makes room for the number of a list's entry before its first words.
    fn place_number(&mut self, place: Place) {
        if let Some(node) = self.unnumbered.take() {
            let number = self.push(NodeKind::Text(String::new()), place);
            self.entries.push(Entry { node, number });
        }
    }

    /// A formula becomes an element with one text, in a block of its own if it is displayed so.
    fn formula(&mut self, id: NodeId, place: Place) -> Option<()> {
        let mut open = vec![(id, place.depth)];
        while let Some((id, depth)) = open.pop() {
            if depth > MAX_DEPTH {
                return None;
            }
            open.extend(self.dom.children(id).into_iter().map(|child| (child, depth + 1)));
        }
        self.place_number(place);
        let block = NodeKind::Element { name: LocalName::from("div"), attributes: vec![] };
        let mut inside = place;
        if self.dom.attribute(id, "display").is_some_and(|display| display.trim().eq_ignore_ascii_case("block")) {
            inside.parent = self.push(block, inside);
        }
        let attributes = match self.dom.kind(id) {
            NodeKind::Element { attributes, .. } => attributes,
            NodeKind::Text(_) => vec![],
        };
        inside.parent = self.push(NodeKind::Element { name: LocalName::from("math"), attributes }, inside);
        self.push(NodeKind::Text(formula::text(&self.dom, id)), inside);
        Some(())
    }

    /// Quotation marks, which browsers add: inside the first and the last block if the quotation has blocks.
    fn quotation(&mut self, id: NodeId, place: Place) -> Option<()> {
        let (open, close) = if place.quotations % 2 == 1 { ('“', '”') } else { ('‘', '’') };
        let mark = |mark: char| NodeKind::Text(mark.to_string());
        let first = self.nodes.len();
        let opening = self.push(mark(open), place);
        self.all(Some(self.dom.children(id)), place)?;
        let words = |node: &usize| match &self.nodes[*node].kind {
            NodeKind::Text(text) => !text.trim().is_empty(),
            NodeKind::Element { .. } => false,
        };
        let has_blocks = (first..self.nodes.len()).any(|node| is_block(self.name(node)));
        let inside = first + 1..self.nodes.len();
        let ends = inside.clone().find(words).zip(inside.rev().find(words)).filter(|_| has_blocks);
        match ends {
            None => _ = self.push(mark(close), place),
            Some((begin, end)) => {
                self.nodes[opening].kind = NodeKind::Text(String::new());
                if let NodeKind::Text(text) = &mut self.nodes[begin].kind {
                    text.insert(text.len() - text.trim_start().len(), open);
                }
                if let NodeKind::Text(text) = &mut self.nodes[end].kind {
                    text.insert(text.trim_end().len(), close);
                }
            }
        }
        Some(())
    }

    /// The shadow tree of an element, with the element's own content in its slots. What is in none is not rendered.
    fn host(&mut self, id: NodeId, template: NodeId, place: Place) -> Option<()> {
        let mut slots: BTreeMap<String, Vec<NodeId>> = BTreeMap::new();
        for child in self.dom.children(id) {
            let slottable = !self.dom.name(child).is_empty() || self.dom.text(child).is_some();
            if child != template && slottable {
                slots.entry(self.dom.attribute(child, "slot").unwrap_or_default()).or_default().push(child);
            }
        }
        self.shadows.push(Shadow { slots, outer: place.shadow });
        let shadow = self.shadows.len() - 1;
        let root = self.dom.template(template).map(|root| self.dom.children(root));
        self.all(root, Place { shadow: Some(shadow), ..place })?;
        let rest = std::mem::take(&mut self.shadows[shadow].slots);
        for ids in rest.into_values() {
            self.all(Some(ids), Place { unrendered: true, ..place })?;
        }
        Some(())
    }

    /// A slot shows the host's content of its name, and its own content if there is none.
    fn slot(&mut self, id: NodeId, place: Place) -> Option<()> {
        let own = self.dom.children(id);
        let name = self.dom.attribute(id, "name").unwrap_or_default();
        let found = place.shadow.and_then(|shadow| {
            let content = self.shadows[shadow].slots.remove(&name)?;
            Some((content, self.shadows[shadow].outer))
        });
        let Some((content, outer)) = found else {
            return self.all(Some(own), place);
        };
        self.all(Some(content), Place { shadow: outer, ..place })?;
        self.all(Some(own), Place { unrendered: true, ..place })
    }
}
