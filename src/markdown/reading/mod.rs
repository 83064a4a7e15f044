//! What a reader sees of a captured article: [`read`] walks its Markdown once and gives the [reading text](ReadingText), and the pieces
//! it is made of with their places, so that passages found in the text can be carried back onto the article.
//!
//! docs/content-format.md, "The reading text", states the rules.

mod inline;
mod raw_html;
mod walk;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::options;
use citeback_quote::text::figures::Raised;
use citeback_quote::text::reading_text::ReadingText;
pub(super) use inline::{merged, roles};
use walk::Walk;

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

/// Reads an article.
pub fn read(markdown: &str) -> Read<'_> {
    let parser = Parser::new_ext(markdown, options() | Options::ENABLE_FOOTNOTES).into_offset_iter();
    let mut left_out: Vec<LeftOut> = parser
        .reference_definitions()
        .iter()
        .filter(|(_, definition)| !definition.dest.contains(['/', '.', ':', '#', '@', '?']))
        .map(|(_, definition)| LeftOut { at: definition.span.clone(), why: Why::Definition })
        .collect();
    let events = merged(parser, markdown);
    let roles = roles(&events);
    let mut walk = Walk::new(markdown);
    let mut events = events.into_iter().zip(roles).peekable();
    while let Some(((event, at), role)) = events.next() {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let lines = events.by_ref().map(|(event, _)| event).map_while(|(event, at)| match event {
                    Event::Html(line) => Some((line, at.start)),
                    _ => None,
                });
                walk.html_block(lines.collect());
            }
            Event::Start(Tag::CodeBlock(_)) => {
                let lines = events.by_ref().map(|(event, _)| event).map_while(|(event, at)| match event {
                    Event::Text(line) => Some((line, at.start)),
                    _ => None,
                });
                walk.code_block(lines.collect(), at.start);
            }
            Event::InlineHtml(raw) => walk.inline_html(raw, role, at),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let words = events.peek().and_then(|((event, _), _)| match event {
                    Event::Text(words) => Some(words.clone()),
                    _ => None,
                });
                walk.link(Tag::Link { link_type, dest_url, title, id }, words);
            }
            event => walk.event(event, at),
        }
    }
    let mut read = walk.finish();
    if !left_out.is_empty() {
        read.left_out.append(&mut left_out);
        read.left_out.sort_by_key(|left_out| left_out.at.start);
    }
    read
}

/// The reading text of an article, without its pieces.
pub fn reading_text(markdown: &str) -> ReadingText {
    read(markdown).text
}

#[cfg(test)]
mod tests;
