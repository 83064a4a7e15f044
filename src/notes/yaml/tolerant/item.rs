//! What an outline is made of: [`Item`].

use std::ops::Range;

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Nothing is written there, or it is on the lines below.
    Absent,
    Plain,
    Single,
    Double,
    Literal,
    Folded,
    /// In square brackets.
    List,
    /// In curly brackets.
    Group,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Name {
    /// With the bytes of its key.
    Field(Range<usize>),
    Entry,
    /// Words that may become anything.
    Stray,
}

/// A field, or an entry of a list.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Position of the field or entry that it is part of; `None` at the top.
    pub around: Option<usize>,
    pub name: Name,
    /// The byte of its key or dash.
    pub start: usize,
    /// Bytes between the beginning of the line and that; in brackets, where columns mean nothing, the largest number.
    pub column: usize,
    /// Byte directly after its colon or dash.
    pub after: usize,
    /// Its text, with its quotation marks or brackets; of a block, without its header.
    pub value: Range<usize>,
    pub style: Style,
}

impl Item {
    /// Whether it is between brackets, where columns mean nothing.
    pub fn in_brackets(&self) -> bool {
        self.column == usize::MAX
    }
}
