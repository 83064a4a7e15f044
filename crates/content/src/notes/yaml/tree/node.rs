//! The nodes of a YAML document, and the errors in reading it: [`Node`], [`TreeError`].

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

/// A node's position in its tree; the top is 0.
pub type NodeId = usize;

#[derive(Debug)]
pub struct Node<'t> {
    pub kind: NodeKind<'t>,
    /// Byte range in the text, end exclusive.
    pub span: Range<usize>,
}

#[derive(Debug)]
pub enum NodeKind<'t> {
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

impl Node<'_> {
    /// A node that does not borrow the text.
    pub(super) fn into_owned(self) -> Node<'static> {
        let kind = match self.kind {
            NodeKind::Scalar { text, plain, style } => {
                NodeKind::Scalar { text: Cow::Owned(text.into_owned()), plain, style }
            }
            NodeKind::Sequence(elements) => NodeKind::Sequence(elements),
            NodeKind::Mapping(entries) => NodeKind::Mapping(entries),
            NodeKind::Alias(target) => NodeKind::Alias(target),
        };
        Node { kind, span: self.span }
    }
}

/// Why a tree cannot be built from a text.
#[derive(Debug)]
pub enum TreeError {
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

impl TreeError {
    /// The byte offset that it is about.
    pub fn at(&self) -> usize {
        match self {
            TreeError::Scan { at, .. } => *at,
            TreeError::SecondDocument(span)
            | TreeError::AnchorTwice(span)
            | TreeError::TooDeep(span)
            | TreeError::TooMuchExpansion(span) => span.start,
        }
    }
}
