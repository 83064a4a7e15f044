//! A captured article as HTML with its cited passages marked: [`blocks`].
//!
//! Captured articles are hostile. Of raw HTML, only the words, their superscript, subscript or strikethrough, and table rows are kept.
//! Links keep only safe targets, images only their alternative text, and everything else is escaped. Without its `mark` and
//! `span.passage-anchor` elements, the result equals the article without citations, byte for byte.

mod locators;
mod marker;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};
use url::Url;

use locators::{AtTime, Locators};
use marker::Marker;
pub use marker::{Mark, short_number};

pub use super::reading::read;
use super::reading::{ArticlePiece, Read, Style};
use super::{Outline, is_safe_link};
use crate::base::escaping::escape;
use crate::model::locator::LocatorMark;
use citeback_quote::text::figures::Raised;
use citeback_quote::text::reading_text::{CELL_SEPARATOR, ReadingText, SEAM};

/// Highest heading level in an article; the page's title is above it.
const FIRST_HEADING: usize = 2;

/// A top-level block of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub html: String,
    /// Byte range in the reading text; empty for a block without text.
    pub range: Range<usize>,
    /// Indices of the marks that begin in this block.
    pub marks: Vec<usize>,
}

/// Renders an article block by block, with `marks` inserted. Relative links are resolved against `base`, or lose their target.
pub fn blocks(article: Read<'_>, marks: &[Mark<'_>], base: Option<&str>) -> Vec<Block> {
    blocks_with_times(article, marks, base, &|_| None)
}

/// The same with times that lead into a recording.
pub fn blocks_with_times(article: Read<'_>, marks: &[Mark<'_>], base: Option<&str>, at_time: AtTime<'_>) -> Vec<Block> {
    let mut writer = ArticleWriter {
        marker: Marker::new(marks),
        base: base.and_then(|base| Url::parse(base).ok()),
        locators: Locators::new(at_time),
        is_in_block: false,
        outline: Outline::new(FIRST_HEADING),
        events: vec![],
        links: vec![],
        row: RawRow::None,
    };
    let rows = rows(&article.pieces);
    let unshown = speakers_in_the_text(&article.pieces);
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
        if unshown.contains(&i) {
            continue;
        }
        // Hidden content between two blocks produces no block.
        let shows = depth > 0 || !matches!(piece, ArticlePiece::Seam { .. } | ArticlePiece::Locator(_));
        writer.is_in_block = depth > 0;
        writer.piece(piece);
        if depth == 0 && shows {
            let range = range.take().unwrap_or(0..0);
            blocks.push(writer.finish_block(range));
        }
    }
    blocks
}

/// The indices of the pieces that start a row of a raw HTML table. A row with a single cell is an ordinary paragraph.
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

/// The indices of the marks of speakers that say nothing to readers: where the words begin with the name, and where they are a sound, such
/// as “(laughter)”, that nobody is named for.
fn speakers_in_the_text(pieces: &[ArticlePiece<'_>]) -> BTreeSet<usize> {
    let names = pieces.iter().enumerate().filter_map(|(i, piece)| match piece {
        ArticlePiece::Locator(LocatorMark::Speaker(name)) => Some((i, name)),
        _ => None,
    });
    let is_there = |(i, name): &(usize, &String)| {
        let text = pieces[*i..].iter().find_map(|piece| match piece {
            ArticlePiece::Text { text, .. } => Some(text),
            _ => None,
        });
        let begins = |text: &CowStr<'_>| text.trim_start_matches(['-', '–', '>', ' ']).starts_with(name.as_str());
        let is_sound = |text: &CowStr<'_>| text.starts_with(['[', '(', '♪', '（', '【']);
        text.is_some_and(|text| if name.is_empty() { is_sound(text) } else { begins(text) })
    };
    names.filter(is_there).map(|(i, _)| i).collect()
}

/// The byte range in the reading text of each top-level block of an article, without blocks that have no text.
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

/// Renders ranges of a reading text (in bytes, ordered, not overlapping) as paragraphs, with `marks` inserted.
pub fn excerpts(text: &ReadingText, ranges: &[Range<usize>], marks: &[Mark<'_>]) -> Vec<Block> {
    let mut marker = Marker::new(marks);
    let mut blocks = vec![];
    for range in ranges {
        let mut html = String::new();
        let mut at = range.start;
        for line in text.text()[range.clone()].split_inclusive('\n') {
            html.push_str("<p>");
            excerpt_line(text, &(at..at + line.trim_end_matches('\n').len()), &mut marker, &mut html);
            html.push_str("</p>\n");
            at += line.len();
        }
        blocks.push(Block { html, range: range.clone(), marks: std::mem::take(&mut marker.started) });
    }
    blocks
}

/// Renders a single line of text, without a surrounding element.
pub fn line(text: &ReadingText, marks: &[Mark<'_>]) -> Block {
    let mut marker = Marker::new(marks);
    let mut html = String::new();
    let range = 0..text.text().len();
    excerpt_line(text, &range, &mut marker, &mut html);
    Block { html, range, marks: marker.started }
}

/// Renders a line or part of a line, with its strikethrough and image labels.
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

/// Turns pieces into events for the HTML writer, with marks inserted as raw HTML.
struct ArticleWriter<'a, 'm> {
    marker: Marker<'m>,
    base: Option<Url>,
    locators: Locators<'a>,
    is_in_block: bool,
    outline: Outline,
    events: Vec<Event<'a>>,
    /// For each open link, whether it was written; links without a safe target are not.
    links: Vec<bool>,
    row: RawRow,
}

/// Whether a row of a raw HTML table is about to begin or open. Its cells stay cells, so that text fragments match a cell as they do in the
/// original.
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
                    // A mark that continues on both sides of inline code need not be split.
                    marker.before_code(&at, out);
                    out.push_str("<code>");
                    marker.text(&text, at.start, out);
                    if !marker.continues_around(&at) {
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
            ArticlePiece::Locator(mark) => {
                let is_in_link = self.links.contains(&true);
                if let Some(html) = self.locators.html(&mark, self.is_in_block, is_in_link) {
                    self.raw(|_, out| out.push_str(&html));
                }
            }
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
            // The default element would have an id chosen by the article.
            Tag::FootnoteDefinition(_) => self.events.push(Event::InlineHtml("<div class=\"footnote\">\n".into())),
            // Alignment would become an inline style.
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

    /// The target of a link if it may be published: absolute, and with a safe scheme.
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

    /// Code in an article is not highlighted: hostile code can keep a grammar busy for minutes.
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
        Block { html, range, marks: std::mem::take(&mut self.marker.started) }
    }
}

#[cfg(test)]
mod tests;
