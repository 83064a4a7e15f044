//! A captured article as HTML with its cited passages marked: [`blocks`].
//!
//! Captured articles are hostile: of raw HTML only the words are kept, whether they are raised, lowered or struck through, and the rows
//! of tables; links keep only safe targets, images only their alternative text, and all else is escaped. Taking the `mark` and
//! `span.passage-anchor` elements out of the result gives the article without citations, byte for byte.

mod marker;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};
use url::Url;

pub use marker::Mark;
use marker::Marker;

pub use super::reading::read;
use super::reading::{ArticlePiece, Read, Style};
use super::{Outline, is_safe_link};
use crate::base::escaping::escape;
use citeback_quote::text::figures::Raised;
use citeback_quote::text::reading_text::{CELL_SEPARATOR, ReadingText, SEAM};

/// Headings of an article begin at this level: the page's title is above them.
const FIRST_HEADING: usize = 2;

/// A top-level block of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub html: String,
    /// Bytes of the reading text; empty for a block without text.
    pub range: Range<usize>,
    /// Indices of the marks that begin in this block.
    pub marks: Vec<usize>,
}

/// Renders an article block by block, with `marks` set into it. Relative links are resolved against `base`, or lose their target.
pub fn blocks(article: Read<'_>, marks: &[Mark<'_>], base: Option<&str>) -> Vec<Block> {
    let mut writer = ArticleWriter {
        marker: Marker::new(marks),
        base: base.and_then(|base| Url::parse(base).ok()),
        outline: Outline::new(FIRST_HEADING),
        events: vec![],
        links: vec![],
        row: RawRow::None,
    };
    let rows = rows(&article.pieces);
    let mut blocks = vec![];
    let mut depth = 0_usize;
    let mut range: Option<Range<usize>> = None;
    for (i, piece) in article.pieces.into_iter().enumerate() {
        if rows.contains(&i) {
            writer.row = RawRow::Ahead;
        }
        match &piece {
            ArticlePiece::Start(_) => depth += 1,
            ArticlePiece::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some((at, _)) = piece.text_range() {
            let start = range.as_ref().map_or(at.start, |range| range.start);
            range = Some(start..at.end);
        }
        // What is hidden between two blocks shows nothing.
        let shows = depth > 0 || !matches!(piece, ArticlePiece::Seam { .. });
        writer.piece(piece);
        if depth == 0 && shows {
            let range = range.take().unwrap_or(0..0);
            blocks.push(writer.finish_block(range));
        }
    }
    blocks
}

/// Which pieces begin a row of a table that was raw HTML. A row without a second cell is a paragraph like any other.
fn rows(pieces: &[ArticlePiece<'_>]) -> BTreeSet<usize> {
    let mut rows = BTreeSet::new();
    let mut paragraph = None;
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            ArticlePiece::Start(Tag::Paragraph) => paragraph = Some(i),
            ArticlePiece::End(TagEnd::Paragraph) => paragraph = None,
            ArticlePiece::CellGap => rows.extend(paragraph),
            _ => {}
        }
    }
    rows
}

/// The bytes of the reading text that each top-level block of an article holds, blocks without text left out.
pub fn ranges(article: &Read<'_>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = vec![];
    let mut depth = 0_usize;
    let mut begins = true;
    for piece in &article.pieces {
        match piece {
            ArticlePiece::Start(_) => depth += 1,
            ArticlePiece::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some((at, _)) = piece.text_range() {
            match ranges.last_mut().filter(|_| !begins) {
                Some(range) => range.end = at.end,
                None => ranges.push(at),
            }
            begins = false;
        }
        begins |= depth == 0;
    }
    ranges
}

/// Renders stretches of a reading text (byte ranges, in order and apart) as paragraphs, with `marks` set into them.
pub fn excerpts(text: &ReadingText, stretches: &[Range<usize>], marks: &[Mark<'_>]) -> Vec<Block> {
    let mut marker = Marker::new(marks);
    let mut blocks = vec![];
    for stretch in stretches {
        let mut html = String::new();
        let mut at = stretch.start;
        for line in text.text()[stretch.clone()].split_inclusive('\n') {
            html.push_str("<p>");
            excerpt_line(text, &(at..at + line.trim_end_matches('\n').len()), &mut marker, &mut html);
            html.push_str("</p>\n");
            at += line.len();
        }
        blocks.push(Block { html, range: stretch.clone(), marks: std::mem::take(&mut marker.begun) });
    }
    blocks
}

/// Renders a text of one line, without an element around it.
pub fn line(text: &ReadingText, marks: &[Mark<'_>]) -> Block {
    let mut marker = Marker::new(marks);
    let mut html = String::new();
    let range = 0..text.text().len();
    excerpt_line(text, &range, &mut marker, &mut html);
    Block { html, range, marks: marker.begun }
}

/// A line, or a part of one, with what is struck through and with the labels of images.
fn excerpt_line(text: &ReadingText, line: &Range<usize>, marker: &mut Marker<'_>, html: &mut String) {
    for (piece, struck) in text.cut_at_strikes(line) {
        html.push_str(if struck { "<del>" } else { "" });
        let mut at = piece.start;
        for part in text.text()[piece].split_inclusive(SEAM) {
            let words = part.strip_suffix(SEAM);
            marker.text(words.unwrap_or(part), at, html);
            if words.is_some() {
                marker.close(html);
                label(text.label(at + part.len() - SEAM.len_utf8()), html);
            }
            at += part.len();
        }
        marker.close(html);
        html.push_str(if struck { "</del>" } else { "" });
    }
}

fn label(label: &str, html: &mut String) {
    if !label.is_empty() {
        html.push_str("<span class=\"image\">");
        escape(label, html);
        html.push_str("</span>");
    }
}

/// Turns pieces into events for the HTML writer, with marks as raw HTML among them.
struct ArticleWriter<'a, 'm> {
    marker: Marker<'m>,
    base: Option<Url>,
    outline: Outline,
    events: Vec<Event<'a>>,
    /// For each open link, whether it was written: one without a safe target is not.
    links: Vec<bool>,
    row: RawRow,
}

/// Whether a row of a table that was raw HTML begins or is being written. Its cells are cells on the page too: browsers find the words of
/// a cell as they do in the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RawRow {
    None,
    Ahead,
    Open,
}

impl<'a> ArticleWriter<'a, '_> {
    fn piece(&mut self, piece: ArticlePiece<'a>) {
        match piece {
            ArticlePiece::Text { text, at, style, .. } => self.text(&text, &at, style),
            ArticlePiece::Code { text, at, .. } => {
                self.raw(|marker, out| {
                    // A mark may hold inline code, so one that goes on around it need not be broken.
                    marker.breathe(&at, out);
                    out.push_str("<code>");
                    marker.text(&text, at.start, out);
                    if !marker.goes_on_around(&at) {
                        marker.close(out);
                    }
                    out.push_str("</code>");
                });
            }
            ArticlePiece::SoftBreak => self.raw(|_, out| out.push('\n')),
            ArticlePiece::HardBreak => self.raw(|_, out| out.push_str("<br>\n")),
            ArticlePiece::CodeBlock { text, at, .. } => self.code_block(&text, &at),
            ArticlePiece::Seam { label } => {
                self.close_mark();
                self.raw(|_, out| self::label(&label, out));
            }
            ArticlePiece::CellGap => {
                self.close_mark();
                let gap = if self.row == RawRow::Open { "</td><td>" } else { CELL_SEPARATOR };
                self.raw(|_, out| out.push_str(gap));
            }
            ArticlePiece::Start(tag) => {
                self.close_mark();
                self.start(tag);
            }
            ArticlePiece::End(tag) => {
                self.close_mark();
                self.end(tag);
            }
            ArticlePiece::Rule => self.events.push(Event::Rule),
        }
    }

    fn text(&mut self, text: &str, at: &Range<usize>, style: Style) {
        if style == Style::default() {
            self.raw(|marker, out| marker.text(text, at.start, out));
            return;
        }
        self.close_mark();
        let elements = [style.struck.then_some("del"), style.raised.map(Raised::element)];
        self.raw(|marker, out| {
            for element in elements.into_iter().flatten() {
                out.push_str(&format!("<{element}>"));
            }
            match style.raised {
                Some(raised) => marker.raised(text, raised, at, out),
                None => marker.text(text, at.start, out),
            }
            marker.close(out);
            for element in elements.into_iter().rev().flatten() {
                out.push_str(&format!("</{element}>"));
            }
        });
    }

    fn raw(&mut self, write: impl FnOnce(&mut Marker<'_>, &mut String)) {
        let mut out = String::new();
        write(&mut self.marker, &mut out);
        self.events.push(Event::InlineHtml(CowStr::from(out)));
    }

    fn close_mark(&mut self) {
        if self.marker.open.is_some() {
            self.raw(|marker, out| marker.close(out));
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Heading { level, .. } => {
                let level = self.outline.level(level);
                self.events.push(Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] }));
            }
            Tag::Link { dest_url, .. } => {
                let target = self.safe_target(&dest_url);
                self.links.push(target.is_some());
                if let Some(target) = target {
                    let mut open = String::from("<a rel=\"nofollow noopener\" href=\"");
                    escape(&target, &mut open);
                    open.push_str("\">");
                    self.events.push(Event::InlineHtml(open.into()));
                }
            }
            Tag::Paragraph if self.row == RawRow::Ahead => {
                self.row = RawRow::Open;
                self.events.push(Event::InlineHtml("<table><tbody><tr><td>".into()));
            }
            // The writer's own would have an id of the article's choice.
            Tag::FootnoteDefinition(_) => self.events.push(Event::InlineHtml("<div class=\"footnote\">\n".into())),
            // Alignment would be written as inline style.
            Tag::Table(columns) => {
                let plain = vec![pulldown_cmark::Alignment::None; columns.len()];
                self.events.push(Event::Start(Tag::Table(plain)));
            }
            tag => self.events.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let level = self.outline.current();
                self.events.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::Link => {
                if self.links.pop().unwrap_or(false) {
                    self.events.push(Event::InlineHtml("</a>".into()));
                }
            }
            TagEnd::Paragraph if self.row == RawRow::Open => {
                self.row = RawRow::None;
                self.events.push(Event::InlineHtml("</td></tr></tbody></table>\n".into()));
            }
            TagEnd::FootnoteDefinition => self.events.push(Event::InlineHtml("</div>\n".into())),
            tag => self.events.push(Event::End(tag)),
        }
    }

    /// The target of a link as it may be published: absolute, and with a safe scheme.
    fn safe_target(&self, target: &str) -> Option<String> {
        if self.links.contains(&true) {
            return None;
        }
        if is_safe_link(target) {
            return Some(target.to_owned());
        }
        let resolved = self.base.as_ref()?.join(target).ok()?.to_string();
        is_safe_link(&resolved).then_some(resolved)
    }

    /// Code in an article is not coloured: grammars can be made to search for minutes by those who write for them.
    fn code_block(&mut self, text: &str, at: &Range<usize>) {
        self.close_mark();
        self.raw(|marker, out| {
            out.push_str("<pre tabindex=\"0\"><code>");
            marker.text(text, at.start, out);
            marker.close(out);
            out.push_str("\n</code></pre>\n");
        });
    }

    fn finish_block(&mut self, range: Range<usize>) -> Block {
        self.close_mark();
        let mut html = String::new();
        html::push_html(&mut html, self.events.drain(..));
        Block { html, range, marks: std::mem::take(&mut self.marker.begun) }
    }
}

#[cfg(test)]
mod tests;
