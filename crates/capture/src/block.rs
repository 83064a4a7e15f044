//! The parts of an article: [`Block`] and [`Inline`].

use citeback_content::model::locator::LocatorMark;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Heading(usize, Vec<Inline>),
    Quote(Vec<Block>),
    List(List),
    /// Lines that keep their white space.
    Code(String),
    /// Rows of cells.
    Table(Vec<Vec<Vec<Inline>>>),
    Rule,
    /// An invisible mark before what follows.
    Locator(LocatorMark),
    /// A block that may not belong to the article: what it may be, and its Markdown.
    Doubtful(&'static str, String),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct List {
    /// The number of the first entry, in an ordered list.
    pub first: Option<u32>,
    pub entries: Vec<Vec<Block>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    Text(String),
    Break,
    Code(String),
    /// An invisible mark; not at the beginning of a line, where Markdown would take it for a block of HTML.
    Locator(LocatorMark),
    /// The alternative text of a picture, which is not part of the reading text.
    Image(String),
    Marked(Mark, Vec<Inline>),
    /// An address and the text of the link.
    Link(String, Vec<Inline>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Struck,
    Superscript,
    Subscript,
}

impl Mark {
    /// The delimiter in Markdown; empty where Markdown has none.
    pub fn delimiter(self) -> &'static str {
        match self {
            Mark::Emphasis => "*",
            Mark::Strong => "**",
            Mark::Struck => "~~",
            Mark::Superscript | Mark::Subscript => "",
        }
    }

    /// The HTML element, where Markdown has no delimiter.
    pub fn html_element(self) -> Option<&'static str> {
        match self {
            Mark::Superscript => Some("sup"),
            Mark::Subscript => Some("sub"),
            Mark::Emphasis | Mark::Strong | Mark::Struck => None,
        }
    }
}
