//! The reading text of a captured article: what a reader sees of it, as plain text. [`reading_text`] makes it, and [`Reading`] walks
//! the Markdown with the place of each piece in that text, so that passages found in the text are carried back onto the article.
//!
//! The reading text is the text, code and break events of the Markdown in order: blocks (table cells are blocks) are separated by one
//! newline, a soft break is a space, a hard break a newline; raw HTML and link targets contribute nothing, an image its alternative text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::options;

/// A piece of an article. Ranges are bytes of the reading text.
#[derive(Debug)]
pub enum Piece<'a> {
    Text(CowStr<'a>, Range<usize>),
    Code(CowStr<'a>, Range<usize>),
    SoftBreak,
    HardBreak,
    /// A whole code block, without the final newline.
    CodeBlock(String, Range<usize>),
    Start(Tag<'a>),
    End(TagEnd),
    Rule,
}

impl Piece<'_> {
    /// The range of the reading text that a piece of text stands for.
    pub fn text_range(&self) -> Option<Range<usize>> {
        match self {
            Piece::Text(_, at) | Piece::Code(_, at) | Piece::CodeBlock(_, at) => Some(at.clone()),
            _ => None,
        }
    }
}

/// Walks an article piece by piece.
pub struct Reading<'a> {
    events: Parser<'a>,
    /// Length in bytes of the reading text so far.
    length: usize,
    /// A block has ended and the next text begins a new line.
    pending_newline: bool,
}

impl<'a> Reading<'a> {
    pub fn new(markdown: &'a str) -> Self {
        Reading { events: Parser::new_ext(markdown, options()), length: 0, pending_newline: false }
    }

    fn place(&mut self, length: usize) -> Range<usize> {
        if length > 0 && std::mem::take(&mut self.pending_newline) && self.length > 0 {
            self.length += 1;
        }
        let start = self.length;
        self.length += length;
        start..self.length
    }

    fn code_block(&mut self) -> Piece<'a> {
        let mut text = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let trimmed = text.trim_end_matches(['\n', '\r']).len();
        text.truncate(trimmed);
        self.pending_newline = true;
        let at = self.place(text.len());
        self.pending_newline = true;
        Piece::CodeBlock(text, at)
    }
}

impl<'a> Iterator for Reading<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            return Some(match self.events.next()? {
                Event::Text(text) => {
                    let at = self.place(text.len());
                    Piece::Text(text, at)
                }
                Event::Code(text) => {
                    let at = self.place(text.len());
                    Piece::Code(text, at)
                }
                Event::SoftBreak => {
                    self.place(1);
                    Piece::SoftBreak
                }
                Event::HardBreak => {
                    self.place(1);
                    Piece::HardBreak
                }
                Event::Rule => {
                    self.pending_newline = true;
                    Piece::Rule
                }
                Event::Start(Tag::CodeBlock(_)) => self.code_block(),
                Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {
                    self.pending_newline = true;
                    continue;
                }
                Event::Start(tag) => {
                    self.pending_newline |= is_block(&tag.to_end());
                    Piece::Start(tag)
                }
                Event::End(tag) => {
                    self.pending_newline |= is_block(&tag);
                    Piece::End(tag)
                }
                // Raw HTML is dropped; the rest belongs to extensions that are off.
                Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::TaskListMarker(_) => continue,
            });
        }
    }
}

/// The reading text of an article.
pub fn reading_text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for piece in Reading::new(markdown) {
        match piece {
            Piece::Text(part, at) | Piece::Code(part, at) => append(&mut text, &part, &at),
            Piece::CodeBlock(part, at) => append(&mut text, &part, &at),
            Piece::SoftBreak => text.push(' '),
            Piece::HardBreak => text.push('\n'),
            Piece::Start(_) | Piece::End(_) | Piece::Rule => {}
        }
    }
    text
}

fn append(text: &mut String, part: &str, at: &Range<usize>) {
    if at.start > text.len() {
        text.push('\n');
    }
    text.push_str(part);
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

#[cfg(test)]
mod tests {
    use super::{Piece, Reading, reading_text};

    #[test]
    fn blocks_are_lines() {
        let markdown = "# Title\n\nOne *two*\nthree  \nfour\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n";
        assert_eq!(reading_text(markdown), "Title\nOne two three\nfour\na\nb\nx\ny\n1\n2");
    }

    #[test]
    fn raw_html_and_targets_contribute_nothing() {
        let markdown =
            "A <b>bold</b> [link](http://x.y \"title\") and ![a picture](p.png).\n\n<script>x</script>\n\nEnd";
        assert_eq!(reading_text(markdown), "A bold link and a picture.\nEnd");
    }

    #[test]
    fn captured_words_are_not_altered() {
        assert_eq!(reading_text("\"It's\" -- he said..."), "\"It's\" -- he said...");
    }

    #[test]
    fn code_keeps_its_lines() {
        assert_eq!(reading_text("Say `a b`:\n\n```\none\n  two\n```\nEnd"), "Say a b:\none\n  two\nEnd");
    }

    #[test]
    fn pieces_know_their_place() {
        let markdown = "# T\n\na **b** `c`\nd\n\n    code\n\n> e\n";
        let text = reading_text(markdown);
        for piece in Reading::new(markdown) {
            match piece {
                Piece::Text(part, at) | Piece::Code(part, at) => assert_eq!(text[at], *part),
                Piece::CodeBlock(part, at) => assert_eq!(text[at], *part),
                _ => {}
            }
        }
    }
}
