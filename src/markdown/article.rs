//! A captured article as HTML with its cited passages marked: [`blocks`].
//!
//! Captured articles are hostile: raw HTML is dropped, links keep only safe targets, images only their alternative text, and all else
//! is escaped. Taking the `mark` and `span.passage-anchor` elements out of the result gives the article without citations, byte for byte.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};
use url::Url;

use super::reading::{Piece, Reading};
use super::{Outline, is_safe_link};
use crate::text::escape;

/// Headings of an article begin at this level: the page's title is above them.
const FIRST_HEADING: usize = 2;

/// A passage to be marked.
#[derive(Debug, Clone)]
pub struct Mark<'a> {
    /// The anchor by which the passage is linked, `CLAIM--PASSAGE`.
    pub anchor: &'a str,
    /// Bytes of the reading text, in order and apart.
    pub parts: &'a [Range<usize>],
}

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
pub fn blocks(markdown: &str, marks: &[Mark<'_>], base: Option<&str>) -> Vec<Block> {
    let mut writer = Writer {
        marker: Marker::new(marks),
        base: base.and_then(|base| Url::parse(base).ok()),
        outline: Outline::new(FIRST_HEADING),
        events: vec![],
        links: vec![],
        images: 0,
    };
    let mut blocks = vec![];
    let mut depth = 0_usize;
    let mut range: Option<Range<usize>> = None;
    for piece in Reading::new(markdown) {
        match &piece {
            Piece::Start(_) => depth += 1,
            Piece::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(at) = piece.text_range() {
            let start = range.as_ref().map_or(at.start, |range| range.start);
            range = Some(start..at.end);
        }
        writer.piece(piece);
        if depth == 0 {
            let range = range.take().unwrap_or(0..0);
            blocks.push(writer.finish_block(range));
        }
    }
    blocks
}

/// The bytes of the reading text that each top-level block of an article holds, blocks without text left out.
pub fn ranges(markdown: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = vec![];
    let mut depth = 0_usize;
    let mut begins = true;
    for piece in Reading::new(markdown) {
        match &piece {
            Piece::Start(_) => depth += 1,
            Piece::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some(at) = piece.text_range() {
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
pub fn excerpts(text: &str, stretches: &[Range<usize>], marks: &[Mark<'_>]) -> Vec<Block> {
    let mut marker = Marker::new(marks);
    let mut blocks = vec![];
    for stretch in stretches {
        let mut html = String::new();
        let mut at = stretch.start;
        for line in text[stretch.clone()].split_inclusive('\n') {
            html.push_str("<p>");
            marker.text(line.trim_end_matches('\n'), at, &mut html);
            marker.close(&mut html);
            html.push_str("</p>\n");
            at += line.len();
        }
        blocks.push(Block { html, range: stretch.clone(), marks: std::mem::take(&mut marker.begun) });
    }
    blocks
}

/// Turns pieces into events for the HTML writer, with marks as raw HTML among them.
struct Writer<'a, 'm> {
    marker: Marker<'m>,
    base: Option<Url>,
    outline: Outline,
    events: Vec<Event<'a>>,
    /// For each open link, whether it was written: one without a safe target is not.
    links: Vec<bool>,
    /// How many images are open: inside one only text counts.
    images: usize,
}

impl<'a> Writer<'a, '_> {
    fn piece(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Text(text, at) => self.raw(|marker, out| marker.text(&text, at.start, out)),
            Piece::Code(text, at) => {
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
            Piece::SoftBreak => self.raw(|_, out| out.push('\n')),
            Piece::HardBreak => self.raw(|_, out| out.push_str("<br>\n")),
            Piece::CodeBlock(text, at) => self.code_block(&text, &at),
            Piece::Start(tag) => {
                self.close_mark();
                self.start(tag);
            }
            Piece::End(tag) => {
                self.close_mark();
                self.end(tag);
            }
            Piece::Rule => self.events.push(Event::Rule),
        }
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
            Tag::Image { .. } => {
                self.images += 1;
                self.events.push(Event::InlineHtml("<span class=\"image\">".into()));
            }
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
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                self.events.push(Event::InlineHtml("</span>".into()));
            }
            tag => self.events.push(Event::End(tag)),
        }
    }

    /// The target of a link as it may be published: absolute, with a safe scheme, and not inside an image's description.
    fn safe_target(&self, target: &str) -> Option<String> {
        if self.images > 0 || self.links.contains(&true) {
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
            out.push_str("<pre><code>");
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

/// Sets marks into text that is written in order.
struct Marker<'m> {
    marks: &'m [Mark<'m>],
    /// Stretches covered by the same passages, in order and apart.
    stretches: Vec<Stretch>,
    /// The first stretch that does not end before the text being written.
    next: usize,
    /// The stretch whose mark is open.
    open: Option<usize>,
    /// Whether each mark's anchor has been written.
    anchored: Vec<bool>,
    /// Marks that began since the last block was finished.
    begun: Vec<usize>,
}

/// Passages that may stand in one block are numbered apart, so that a stylesheet can light all marks of the one that is linked to.
const NUMBERS: usize = 24;

fn number(mark: usize) -> usize {
    mark % NUMBERS + 1
}

struct Stretch {
    range: Range<usize>,
    marks: Vec<usize>,
}

impl<'m> Marker<'m> {
    fn new(marks: &'m [Mark<'m>]) -> Self {
        let edges: BTreeSet<usize> =
            marks.iter().flat_map(|mark| mark.parts.iter().flat_map(|part| [part.start, part.end])).collect();
        let edges: Vec<usize> = edges.into_iter().collect();
        let mut covering: Vec<Vec<usize>> = vec![vec![]; edges.len()];
        for (i, mark) in marks.iter().enumerate() {
            for part in mark.parts {
                let first = edges.partition_point(|edge| *edge < part.start);
                let end = edges.partition_point(|edge| *edge < part.end);
                covering[first..end].iter_mut().for_each(|marks| marks.push(i));
            }
        }
        let stretches = edges
            .windows(2)
            .zip(covering)
            .filter(|(_, marks)| !marks.is_empty())
            .map(|(edge, marks)| Stretch { range: edge[0]..edge[1], marks })
            .collect();
        Marker { marks, stretches, next: 0, open: None, anchored: vec![false; marks.len()], begun: vec![] }
    }

    /// Writes text that begins at `at`, opening and closing marks where their stretches begin and end. A mark that reaches the end of
    /// the text stays open.
    fn text(&mut self, text: &str, at: usize, out: &mut String) {
        let end = at + text.len();
        let mut from = at;
        while from < end {
            while self.stretches.get(self.next).is_some_and(|stretch| stretch.range.end <= from) {
                self.next += 1;
            }
            let (to, stretch) = match self.stretches.get(self.next) {
                Some(stretch) if stretch.range.start <= from => (stretch.range.end.min(end), Some(self.next)),
                Some(stretch) => (stretch.range.start.min(end), None),
                None => (end, None),
            };
            if self.open != stretch {
                self.close(out);
                if let Some(stretch) = stretch {
                    self.begin(stretch, out);
                }
            }
            escape(&text[from - at..to - at], out);
            from = to;
        }
        if self.open.is_some_and(|open| self.stretches[open].range.end <= end) {
            self.close(out);
        }
    }

    fn begin(&mut self, stretch: usize, out: &mut String) {
        let Stretch { marks, .. } = &self.stretches[stretch];
        let mut fresh: Vec<usize> = marks.iter().copied().filter(|mark| !self.anchored[*mark]).collect();
        for mark in &fresh {
            self.anchored[*mark] = true;
        }
        self.begun.extend(&fresh);
        // The numbers of passages that begin together stand in their order.
        let own = fresh.pop();
        for mark in fresh {
            out.push_str("<span class=\"passage-anchor\" id=\"");
            escape(self.marks[mark].anchor, out);
            out.push_str(&format!("\" data-n=\"{}\" data-number=\"{}\"></span>", number(mark), mark + 1));
        }
        let listed =
            |each: &dyn Fn(usize) -> String| marks.iter().map(|mark| each(*mark)).collect::<Vec<_>>().join(" ");
        out.push_str("<mark class=\"passage\" data-passages=\"");
        escape(&listed(&|mark| self.marks[mark].anchor.to_owned()), out);
        out.push_str(&format!("\" data-of=\"{}\"", listed(&|mark| number(mark).to_string())));
        if marks.len() > 1 {
            out.push_str(&format!(" data-depth=\"{}\"", marks.len()));
        }
        if let Some(own) = own {
            out.push_str(" id=\"");
            escape(self.marks[own].anchor, out);
            out.push_str(&format!("\" data-n=\"{}\" data-number=\"{}\"", number(own), own + 1));
        }
        out.push('>');
        self.open = Some(stretch);
    }

    fn close(&mut self, out: &mut String) {
        if self.open.take().is_some() {
            out.push_str("</mark>");
        }
    }

    /// Before inline code: a mark stays open around it only when it covers the whole of it.
    fn breathe(&mut self, at: &Range<usize>, out: &mut String) {
        if !self.goes_on_around(at) {
            self.close(out);
        }
    }

    fn goes_on_around(&self, at: &Range<usize>) -> bool {
        self.open.is_some_and(|open| {
            let range = &self.stretches[open].range;
            range.start < at.start && at.end < range.end
        })
    }
}

#[cfg(test)]
mod tests;
