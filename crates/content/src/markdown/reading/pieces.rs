//! A parsed article: [`Read`], its reading text and its pieces.

use std::ops::Range;

use pulldown_cmark::{CowStr, Tag, TagEnd};

use crate::model::locator::LocatorMark;
use citeback_quote::text::figures::Raised;
use citeback_quote::text::reading_text::ReadingText;

/// A piece of an article. `at` is its byte range in the reading text, `source` the byte offset in the Markdown at which it begins.
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
    /// Something other than text; the label of an image is shown.
    Seam {
        label: String,
    },
    /// Between two cells of a raw HTML table, where the page shows the separator.
    CellGap,
    Start(Tag<'a>),
    End(TagEnd),
    Rule,
    /// A mark, which is no part of the text.
    Locator(LocatorMark),
}

impl ArticlePiece<'_> {
    /// The byte range of a text piece in the reading text, and where it begins in the Markdown.
    pub fn text_range(&self) -> Option<(Range<usize>, usize)> {
        match self {
            ArticlePiece::Text { at, source, .. }
            | ArticlePiece::Code { at, source, .. }
            | ArticlePiece::CodeBlock { at, source, .. } => Some((at.clone(), *source)),
            _ => None,
        }
    }
}

/// Text style that comes from raw HTML or from a footnote number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    pub raised: Option<Raised>,
    pub struck: bool,
}

/// A parsed article.
#[derive(Debug, Default)]
pub struct Read<'a> {
    pub text: ReadingText,
    pub pieces: Vec<ArticlePiece<'a>>,
    /// Words of the file that no reader sees, in order.
    pub left_out: Vec<LeftOut>,
    /// Where pages and times begin, each with the byte of the reading text up to which the text before it goes.
    pub locators: Vec<(usize, LocatorMark)>,
    /// Byte ranges in the Markdown of comments that begin like a mark and are none.
    pub faulty_locators: Vec<Range<usize>>,
}

/// Words that are in a file but not on its page. `at` is their byte range in the Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub at: Range<usize>,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// HTML hides them, or makes browsers show something else instead.
    Hidden,
    /// Markdown parses `[word]: word` as a link definition.
    Definition,
    /// A table row has more cells than the header.
    Cells,
    /// An import was not sure that they belong to the article.
    Doubtful,
}
