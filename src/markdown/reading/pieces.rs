//! An article that was read: [`Read`], its reading text and the pieces that it is made of.

use std::ops::Range;

use pulldown_cmark::{CowStr, Tag, TagEnd};

use citeback_quote::text::figures::Raised;
use citeback_quote::text::reading_text::ReadingText;

/// A piece of an article. `at` is bytes of the reading text, `source` the byte of the Markdown at which the piece begins.
#[derive(Debug)]
pub enum ArticlePiece<'a> {
    Text {
        text: CowStr<'a>,
        at: Range<usize>,
        source: usize,
        style: Style,
    },
    Code {
        text: CowStr<'a>,
        at: Range<usize>,
        source: usize,
    },
    /// A whole code block, without the final newline.
    CodeBlock {
        text: String,
        at: Range<usize>,
        source: usize,
    },
    SoftBreak,
    HardBreak,
    /// Something that is no text; the label of an image is shown.
    Seam {
        label: String,
    },
    /// Between two cells of a table of raw HTML, where the page shows the separator.
    CellGap,
    Start(Tag<'a>),
    End(TagEnd),
    Rule,
}

impl ArticlePiece<'_> {
    /// The range of the reading text that a piece of text stands for, and where it begins in the Markdown.
    pub fn text_range(&self) -> Option<(Range<usize>, usize)> {
        match self {
            ArticlePiece::Text { at, source, .. }
            | ArticlePiece::Code { at, source, .. }
            | ArticlePiece::CodeBlock { at, source, .. } => Some((at.clone(), *source)),
            _ => None,
        }
    }
}

/// How raw HTML, or a number of a note, sets a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    pub raised: Option<Raised>,
    pub struck: bool,
}

/// An article, read.
#[derive(Debug, Default)]
pub struct Read<'a> {
    pub text: ReadingText,
    pub pieces: Vec<ArticlePiece<'a>>,
    /// Words of the file that no reader sees, in their order.
    pub left_out: Vec<LeftOut>,
}

/// Words that a file has and its page has not. `at` is bytes of the Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub at: Range<usize>,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// HTML hides them, or has browsers show something else in their place.
    Hidden,
    /// Markdown takes `[word]: word` for the target of a link.
    Definition,
    /// A row of a table has more cells than its head.
    Cells,
}
