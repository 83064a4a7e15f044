//! A page as the parser made it: [`Dom`].

use dom_query::{Document, NodeData, NodeId};

use super::node::NodeKind;

/// What the parser made of the page.
pub(super) struct Dom<'a> {
    doc: &'a Document,
}

impl<'a> Dom<'a> {
    pub fn of(doc: &'a Document) -> Self {
        Dom { doc }
    }

    pub fn children(&self, id: NodeId) -> Vec<NodeId> {
        self.doc.tree.child_ids_of(&id)
    }

    /// The name of an element; empty for all else.
    pub fn name(&self, id: NodeId) -> String {
        self.doc.tree.get_name(&id).map(|name| name.local.to_string()).unwrap_or_default()
    }

    pub fn text(&self, id: NodeId) -> Option<String> {
        let text = |node: &dom_query::TreeNode| match &node.data {
            NodeData::Text { contents } => Some(contents.to_string()),
            _ => None,
        };
        self.doc.tree.query_node(&id, text).flatten()
    }

    pub fn attribute(&self, id: NodeId, wanted: &str) -> Option<String> {
        let value = |node: &dom_query::TreeNode| match &node.data {
            NodeData::Element(element) => {
                let found = element.attrs.iter().find(|attribute| &*attribute.name.local == wanted);
                found.map(|attribute| attribute.value.to_string())
            }
            _ => None,
        };
        self.doc.tree.query_node(&id, value).flatten()
    }

    pub fn kind(&self, id: NodeId) -> NodeKind {
        self.doc.tree.query_node(&id, |node| NodeKind::of(&node.data)).unwrap_or(NodeKind::Text(String::new()))
    }

    /// What is inside a `template` element.
    pub fn template(&self, id: NodeId) -> Option<NodeId> {
        let contents = |node: &dom_query::TreeNode| match &node.data {
            NodeData::Element(element) => element.template_contents,
            _ => None,
        };
        self.doc.tree.query_node(&id, contents).flatten()
    }

    /// The declared shadow root of an element (WHATWG HTML, section 4.12.3), or one by the attribute's earlier name.
    pub fn shadow_root(&self, id: NodeId) -> Option<NodeId> {
        let templates: Vec<NodeId> =
            self.children(id).into_iter().filter(|child| self.name(*child) == "template").collect();
        ["shadowrootmode", "shadowroot"].iter().find_map(|name| {
            let open = |template: &NodeId| {
                self.attribute(*template, name)
                    .is_some_and(|mode| mode.eq_ignore_ascii_case("open") || mode.eq_ignore_ascii_case("closed"))
            };
            templates.iter().copied().find(open)
        })
    }
}
