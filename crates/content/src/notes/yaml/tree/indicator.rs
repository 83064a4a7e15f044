//! A tag (`!It`) or an anchor (`&Beyond`) of a document: [`Indicator`].

use std::ops::Range;

use super::node::NodeId;

/// A tag or an anchor before a value.
#[derive(Debug)]
pub struct Indicator {
    pub node: NodeId,
    /// Byte range in the text, end exclusive, with the `!` or `&`.
    pub at: Range<usize>,
    /// Whether no words are lost by it: an anchor that an alias uses, or a tag that states the type which the value has anyway.
    pub harmless: bool,
}
