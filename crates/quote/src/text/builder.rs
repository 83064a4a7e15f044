//! Makes a reading text from the blocks of a document: [`ReadingTextBuilder`].

use std::ops::Range;

use super::blocks::{Block, Blocks, Container};
use super::figures::Raised;
use super::reading_text::{BlockBoundary, Break, BreakKind, CELL_SEPARATOR, Label, ReadingText, SEAM};

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextStyle {
    /// A paragraph whose words are all bold counts as a heading.
    pub bold: bool,
    /// Struck through.
    pub struck: bool,
    /// Figures and signs get the characters that Unicode has for them in this position; letters stay as they are.
    pub raised: Option<Raised>,
}

/// Builds a [`ReadingText`] block by block, in the order of the document.
///
/// The builder sets the separators between blocks and cells, decides which of them a quotation may cross, and keeps every list sorted, so
/// whatever is called in whatever order, the text is sound. Words outside of a block are a paragraph; a block without words leaves no
/// trace.
///
/// ```
/// use citeback_quote::{BreakKind, Container, ReadingText, BlockBoundary};
///
/// let text = ReadingText::builder()
///     .heading("The bridge")
///     .paragraph("It cost about 10").superscript("6").text(" euros, ").struck("not").text(" more.")
///     .paragraph("She said:")
///     .enter(Container::Quote).paragraph("“It is safe.”").leave()
///     .row(["City", "People"])
///     .build();
///
/// assert_eq!(text.text(), "The bridge\nIt cost about 10⁶ euros, not more.\nShe said:\n“It is safe.”\nCity | People");
/// let kinds: Vec<BreakKind> = text.breaks().iter().map(|found| found.kind).collect();
/// assert_eq!(
///     kinds,
///     [
///         BreakKind::Block(BlockBoundary::Heading), // No quotation runs from a heading into the text below it,
///         BreakKind::Paragraph,                     // but one may run from one paragraph into the next,
///         BreakKind::Paragraph,                     // and into a block quote.
///         BreakKind::Block(BlockBoundary::Table),
///         BreakKind::Cell,
///     ],
/// );
/// ```
#[derive(Debug, Default)]
pub struct ReadingTextBuilder {
    out: ReadingText,
    blocks: Blocks,
    /// Cells of the row that ended since its last text.
    cells: usize,
}

impl ReadingText {
    /// A builder of an empty text.
    pub fn builder() -> ReadingTextBuilder {
        ReadingTextBuilder::default()
    }
}

/// Whole blocks.
impl ReadingTextBuilder {
    /// Begins a paragraph, or an item of a list, with these words.
    pub fn paragraph(&mut self, words: &str) -> &mut Self {
        self.begin(Block::Paragraph).text(words)
    }

    /// Begins a heading with these words.
    pub fn heading(&mut self, words: &str) -> &mut Self {
        self.begin(Block::Heading).text(words)
    }

    /// A row of a table. Cells before the first one with words leave no trace.
    pub fn row<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> &mut Self {
        self.begin(Block::Row);
        for cell in cells {
            self.text(cell).next_cell();
        }
        self.end()
    }

    /// A block of code, with its line ends.
    pub fn code(&mut self, code: &str) -> &mut Self {
        self.begin(Block::Code).text(code).boundary(BlockBoundary::Code)
    }

    /// A thematic break: a line across the page.
    pub fn rule(&mut self) -> &mut Self {
        self.boundary(BlockBoundary::Rule)
    }

    /// Begins a block, and ends the one before.
    pub fn begin(&mut self, block: Block) -> &mut Self {
        self.blocks.begin(block);
        self.cells = 0;
        self
    }

    /// Ends a block. What follows belongs to another.
    pub fn end(&mut self) -> &mut Self {
        self.blocks.end();
        self
    }

    /// Begins a block that holds others. Of nested containers the outermost counts: a quotation may cross what is inside it.
    pub fn enter(&mut self, container: Container) -> &mut Self {
        self.blocks.enter(container);
        self
    }

    /// Ends the container that was entered last.
    pub fn leave(&mut self) -> &mut Self {
        self.blocks.leave();
        self
    }

    /// Ends a block. No quotation runs from the text before into the text after, for this reason.
    pub fn boundary(&mut self, why: BlockBoundary) -> &mut Self {
        self.blocks.boundary(why);
        self
    }

    /// Ends a cell of a row: what follows is in the next one.
    pub fn next_cell(&mut self) -> &mut Self {
        self.cells += 1;
        self
    }
}

/// What is in a block.
impl ReadingTextBuilder {
    /// Adds words.
    pub fn text(&mut self, words: &str) -> &mut Self {
        self.push(words, TextStyle::default());
        self
    }

    /// Adds bold words.
    pub fn bold(&mut self, words: &str) -> &mut Self {
        self.push(words, TextStyle { bold: true, ..TextStyle::default() });
        self
    }

    /// Adds words that are struck through.
    pub fn struck(&mut self, words: &str) -> &mut Self {
        self.push(words, TextStyle { struck: true, ..TextStyle::default() });
        self
    }

    /// Adds words in superscript. Figures become superscript characters, so that “10” with a superscript “6” is never read as 106.
    pub fn superscript(&mut self, words: &str) -> &mut Self {
        self.push(words, TextStyle { raised: Some(Raised::Superscript), ..TextStyle::default() });
        self
    }

    /// Adds words in subscript.
    pub fn subscript(&mut self, words: &str) -> &mut Self {
        self.push(words, TextStyle { raised: Some(Raised::Subscript), ..TextStyle::default() });
        self
    }

    /// Adds a [seam](SEAM) for something that is shown and is no text, such as an image with this alternative text, or for words that are
    /// not shown.
    pub fn seam(&mut self, label: &str) -> &mut Self {
        self.push_seam(label, TextStyle::default());
        self
    }

    /// Ends a line inside a block.
    pub fn line_break(&mut self) -> &mut Self {
        if self.has_text() {
            self.out.text.push('\n');
        }
        self
    }

    /// A line end of the file that is none on the page: a space, but not after a soft hyphen, where a divided word goes on.
    pub fn soft_break(&mut self) -> &mut Self {
        if self.has_text() && !self.out.text.ends_with('\u{AD}') {
            self.out.text.push(' ');
        }
        self
    }
}

/// For readers of a markup language, which need to know the place of what they add.
impl ReadingTextBuilder {
    /// Adds words after the separator that is due, and gives their bytes in [`as_str`](Self::as_str), end exclusive.
    pub fn push(&mut self, words: &str, style: TextStyle) -> Range<usize> {
        if words.is_empty() {
            return self.out.text.len()..self.out.text.len();
        }
        self.separate();
        self.blocks.see(words, style.bold);
        let start = self.out.text.len();
        match style.raised {
            Some(raised) => self.out.text.extend(words.chars().map(|c| raised.form(c))),
            None => self.out.text.push_str(words),
        }
        let range = start..self.out.text.len();
        if style.struck {
            match self.out.struck.last_mut().filter(|last| last.end == start) {
                Some(last) => last.end = range.end,
                None => self.out.struck.push(range.clone()),
            }
        }
        range
    }

    /// Adds a [seam](Self::seam), and gives its bytes.
    pub fn push_seam(&mut self, label: &str, style: TextStyle) -> Range<usize> {
        let range = self.push(SEAM.encode_utf8(&mut [0; 4]), style);
        self.out.labels.push(Label { at: range.start, text: label.to_owned() });
        range
    }

    /// The text so far.
    pub fn as_str(&self) -> &str {
        &self.out.text
    }

    /// Whether the current block has any text.
    pub fn has_text(&self) -> bool {
        self.blocks.has_text()
    }

    /// Whether a cell ended after the last text.
    pub fn is_cell_start(&self) -> bool {
        self.cells > 0
    }

    /// Makes room for this many bytes more.
    pub fn reserve(&mut self, bytes: usize) {
        self.out.text.reserve(bytes);
    }

    /// The text; the builder is empty afterwards.
    pub fn build(&mut self) -> ReadingText {
        std::mem::take(self).out
    }

    /// Adds the separator that is due before more text.
    fn separate(&mut self) {
        let at = self.out.text.len();
        match self.blocks.join() {
            Some(kind) => {
                self.out.text.push('\n');
                self.out.breaks.push(Break { at: at..at + 1, kind });
            }
            None => {
                for _ in 0..self.cells {
                    let at = self.out.text.len();
                    // The row has text already, or its first cells are empty.
                    if at > 0 && !self.out.text.ends_with('\n') {
                        self.out.text.push_str(CELL_SEPARATOR);
                        self.out.breaks.push(Break { at: at..self.out.text.len(), kind: BreakKind::Cell });
                    }
                }
            }
        }
        self.cells = 0;
    }
}
