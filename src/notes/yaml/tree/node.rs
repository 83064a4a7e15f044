//! What a YAML document is made of, and why it may not be read: [`Node`], [`TreeError`].

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

/// A node's position in its tree; the top is 0.
pub(crate) type NodeId = usize;

#[derive(Debug)]
pub(crate) struct Node<'t> {
    pub kind: NodeKind<'t>,
    /// Bytes into the text, end exclusive.
    pub span: Range<usize>,
}

#[derive(Debug)]
pub(crate) enum NodeKind<'t> {
    /// Only a `plain` text, without quotation marks, may be a null, a truth value or a number.
    Scalar {
        text: Cow<'t, str>,
        plain: bool,
        style: ScalarStyle,
    },
    Sequence(Vec<NodeId>),
    Mapping(Vec<(NodeId, NodeId)>),
    Alias(NodeId),
}

/// Why a text has no tree.
#[derive(Debug)]
pub(crate) enum TreeError {
    /// What the parser says, and the byte at which it says it.
    Scan {
        info: String,
        at: usize,
    },
    SecondDocument(Range<usize>),
    AnchorTwice(Range<usize>),
    TooDeep(Range<usize>),
    TooMuchExpansion(Range<usize>),
}
