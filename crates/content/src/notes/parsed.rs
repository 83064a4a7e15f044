//! What the text of a note says, read once for all its changes: [`ParsedText`].

use std::sync::OnceLock;

use crate::notes::yaml::{self, Tree, Value};

/// The values of a YAML text and their positions, each read when it is first needed. All methods must get the same text.
#[derive(Debug, Default)]
pub struct ParsedText {
    value: OnceLock<Option<Value>>,
    tree: OnceLock<Option<Tree<'static>>>,
}

impl ParsedText {
    /// The value; `None` if the text has any fault.
    pub fn value(&self, yaml: &str) -> Option<&Value> {
        self.value.get_or_init(|| read(yaml)).as_ref()
    }

    /// The tree, which skips nothing; `None` if the text has none.
    pub fn tree(&self, yaml: &str) -> Option<&Tree<'static>> {
        self.tree.get_or_init(|| Some(Tree::new(yaml)?.into_owned())).as_ref()
    }
}

/// The value of a YAML text; `None` if it has any fault.
pub(super) fn read(text: &str) -> Option<Value> {
    let parsed = yaml::parse::<Value>(text);
    parsed.value.filter(|_| parsed.faults.is_empty())
}
