//! The items of an outline: [`Item`].

use std::ops::Range;

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// No value on this line; there may be one on the lines below.
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
pub enum Name {
    /// With the byte range of its key.
    Field(Range<usize>),
    Entry,
    /// Words that may still become anything.
    Stray,
}

/// A field, or an entry of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// Position of the enclosing field or entry; `None` at the top.
    pub around: Option<usize>,
    pub name: Name,
    /// Byte offset of its key or dash.
    pub start: usize,
    /// Distance from the start of the line, in bytes; `usize::MAX` in brackets, where columns have no meaning.
    pub column: usize,
    /// Byte offset directly after its colon or dash.
    pub after: usize,
    /// Byte range of its value, with quotation marks or brackets; of a block text, without its header.
    pub value: Range<usize>,
    pub style: Style,
}

impl Item {
    /// Whether it is in brackets, where columns have no meaning.
    pub fn in_brackets(&self) -> bool {
        self.column == usize::MAX
    }
}
