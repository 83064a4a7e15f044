//! The words of a document as a reader sees them, with what a plain string cannot say of them: [`ReadingText`].
//!
//! A quotation is a stretch of this text. Where blocks meet, the text has a separator and a [`Break`] that says whether a quotation may
//! run across it; where something else than words is shown, or words are hidden, it has a [seam](SEAM) that none may cross.

use std::borrow::Cow;
use std::ops::Range;

// What figures become in a reading text.
pub use super::figures::{Raised, digit, is_emoji, subscript, superscript, unraised};

/// In the place of what is no text, such as an image, or of words that are not shown: U+FFFC OBJECT REPLACEMENT CHARACTER. No quotation
/// crosses it, whether the builder put it there or the document had it.
pub const SEAM: char = '\u{FFFC}';

/// What a text has between two cells of a row.
pub const CELL_SEPARATOR: &str = " | ";

/// Where two blocks or cells meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The separator, in bytes of the text, end exclusive: a newline, or [`CELL_SEPARATOR`].
    pub at: Range<usize>,
    /// What a quotation would cross here.
    pub kind: BreakKind,
}

/// What a quotation would cross at a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    /// From one paragraph to the next. A quotation may run on.
    Paragraph,
    /// From one cell to the next of the same row. A quotation may run on, with the separator in it.
    Cell,
    /// Into or out of a block that is never joined to another. No quotation runs on.
    Block(BlockBoundary),
}

/// Why blocks are not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockBoundary {
    /// A heading, or a paragraph that is all bold.
    Heading,
    /// The end of a table or of one of its rows.
    Table,
    /// The beginning or the end of a block of code.
    Code,
    /// A thematic break.
    Rule,
    /// The beginning or the end of a footnote.
    Footnote,
    /// The beginning or the end of a list, or of a block quote unless it continues a paragraph.
    Container,
}

/// Something that is shown where the text has a [seam](SEAM).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Byte of the text.
    pub at: usize,
    /// The alternative text of an image; empty where there is none, or where words are hidden.
    pub text: String,
}

/// The text of a document, with what a plain string cannot say of it. [`builder`](Self::builder) makes one.
///
/// All places are bytes of [`text`](Self::text), start inclusive, end exclusive, at boundaries of characters; all lists are in order and
/// their ranges apart. A newline that is no separator is a line break inside a block, which counts as white space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingText {
    pub(super) text: String,
    pub(super) breaks: Vec<Break>,
    pub(super) struck: Vec<Range<usize>>,
    pub(super) labels: Vec<Label>,
    pub(super) headings: Vec<Range<usize>>,
}

impl ReadingText {
    /// A text of a single block, such as a title.
    ///
    /// Newlines in it are white space. Use [`builder`](Self::builder) for texts with paragraphs that no quotation may cross unseen, headings
    /// or tables.
    pub fn plain(text: impl Into<String>) -> Self {
        ReadingText { text: text.into(), ..ReadingText::default() }
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where blocks and cells meet, in order and apart.
    pub fn breaks(&self) -> &[Break] {
        &self.breaks
    }

    /// Words that are shown struck through, in order and apart; end exclusive.
    pub fn struck(&self) -> &[Range<usize>] {
        &self.struck
    }

    /// What is shown at the seams that have something to say, in order.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// The words of the headings, in order and apart; end exclusive. A paragraph that is all bold is not among them.
    pub fn headings(&self) -> &[Range<usize>] {
        &self.headings
    }

    /// Whether any words of the range are in a heading.
    pub fn is_in_heading(&self, range: &Range<usize>) -> bool {
        let first = self.headings.partition_point(|heading| heading.end <= range.start);
        self.headings.get(first).is_some_and(|heading| heading.start < range.end)
    }

    /// The breaks whose separators lie inside a range.
    pub fn breaks_within(&self, range: &Range<usize>) -> &[Break] {
        let first = self.breaks.partition_point(|found| found.at.start < range.start);
        let end = self.breaks.partition_point(|found| found.at.end <= range.end);
        &self.breaks[first.min(end)..end]
    }

    /// Whether any words of the range are struck through.
    pub fn is_struck(&self, range: &Range<usize>) -> bool {
        let first = self.struck.partition_point(|struck| struck.end <= range.start);
        self.struck.get(first).is_some_and(|struck| struck.start < range.end)
    }

    /// The range, cut where words begin or end to be struck through; each piece with whether it is.
    pub fn cut_at_strikes(&self, range: &Range<usize>) -> Vec<(Range<usize>, bool)> {
        let mut pieces = vec![];
        let mut at = range.start;
        let first = self.struck.partition_point(|struck| struck.end <= range.start);
        for struck in self.struck[first..].iter().take_while(|struck| struck.start < range.end) {
            let inside = struck.start.max(at)..struck.end.min(range.end);
            pieces.extend((at < inside.start).then_some((at..inside.start, false)));
            at = inside.end;
            pieces.push((inside, true));
        }
        pieces.extend((at < range.end).then_some((at..range.end, false)));
        pieces
    }

    /// The text with newlines in place of what is no text of its page, separators of cells and seams; every other byte keeps its place.
    pub fn as_shown(&self) -> Cow<'_, str> {
        let mut cells = self.breaks.iter().filter(|found| found.kind == BreakKind::Cell).peekable();
        if cells.peek().is_none() && !self.text.contains(SEAM) {
            return Cow::Borrowed(&self.text);
        }
        let mut shown = self.text.replace(SEAM, "\n\n\n");
        for cell in cells {
            shown.replace_range(cell.at.clone(), "\n\n\n");
        }
        Cow::Owned(shown)
    }

    /// The characters that a page shows of the text, with their bytes: neither white space nor separators of cells nor seams.
    pub fn visible(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        let mut cells = self.breaks.iter().filter(|found| found.kind == BreakKind::Cell).peekable();
        self.text.char_indices().filter(move |(at, c)| {
            while cells.next_if(|cell| cell.at.end <= *at).is_some() {}
            !c.is_whitespace() && *c != SEAM && cells.peek().is_none_or(|cell| *at < cell.at.start)
        })
    }

    /// What is shown at the seam at this byte; empty where that is unknown.
    pub fn label(&self, at: usize) -> &str {
        self.labels.iter().find(|label| label.at == at).map_or("", |label| &label.text)
    }
}

#[cfg(test)]
mod tests {
    use super::ReadingText;

    #[test]
    fn a_page_shows_neither_separators_nor_seams() {
        let text = ReadingText::builder().row(["a", "b\u{FFFC}c"]).build();
        assert_eq!(text.visible().map(|(_, c)| c).collect::<String>(), "abc");
        assert_eq!(text.as_shown(), "a\n\n\nb\n\n\nc");
    }

    #[test]
    fn strikes_cut_a_range() {
        let text = ReadingText::builder().text("01").struck("23").text("45").struck("678").text("9").build();
        assert_eq!(text.cut_at_strikes(&(3..8)), [(3..4, true), (4..6, false), (6..8, true)]);
        assert!(text.is_struck(&(3..5)) && !text.is_struck(&(4..6)));
    }
}
