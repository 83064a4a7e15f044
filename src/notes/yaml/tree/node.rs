//! The nodes of a YAML document, and the errors in reading it: [`Node`], [`TreeError`].

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

/// A node's position in its tree; the top is 0.
pub(crate) type NodeId = usize;

#[derive(Debug)]
pub(crate) struct Node<'t> {
    pub kind: NodeKind<'t>,
    /// Byte range in the text, end exclusive.
    pub span: Range<usize>,
}

#[derive(Debug)]
pub(crate) enum NodeKind<'t> {
    /// Only a `plain` scalar, without quotation marks, may be null, a boolean or a number.
    Scalar {
        text: Cow<'t, str>,
        plain: bool,
        style: ScalarStyle,
    },
    Sequence(Vec<NodeId>),
    Mapping(Vec<(NodeId, NodeId)>),
    Alias(NodeId),
}

/// Why a tree cannot be built from a text.
#[derive(Debug)]
pub(crate) enum TreeError {
    /// The parser's message, and the byte offset it refers to.
    Scan {
        info: String,
        at: usize,
    },
    SecondDocument(Range<usize>),
    AnchorTwice(Range<usize>),
    TooDeep(Range<usize>),
    TooMuchExpansion(Range<usize>),
}
