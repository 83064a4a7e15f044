//! A tag (`!It`) or an anchor (`&Beyond`) of a document: [`Indicator`].

use std::ops::Range;

use super::node::NodeId;

/// A tag or an anchor before a value.
#[derive(Debug)]
pub(crate) struct Indicator {
    pub node: NodeId,
    /// Bytes into the text, end exclusive, with the `!` or `&`.
    pub at: Range<usize>,
    /// Whether it takes nothing away: an anchor that an alias uses, or a tag that says what the value is in any case.
    pub harmless: bool,
}
