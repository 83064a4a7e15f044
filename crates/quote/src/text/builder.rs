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
            extend(&mut self.out.struck, &range, start);
        }
        if self.blocks.is_in_heading() {
            // What is between two pieces of a heading, such as a line end, belongs to it; headings are lines.
            let line = self.out.breaks.last().map_or(0, |found| found.at.end);
            extend(&mut self.out.headings, &range, line);
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

/// Adds a range to a list, or to its last range if that ends at `from` or later.
fn extend(list: &mut Vec<Range<usize>>, range: &Range<usize>, from: usize) {
    match list.last_mut().filter(|last| last.end >= from) {
        Some(last) => last.end = range.end,
        None => list.push(range.clone()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

    use super::super::reading_text::{BlockBoundary, BreakKind, CELL_SEPARATOR, ReadingText, SEAM};
    use super::{Block, Container, ReadingTextBuilder};

    /// One call of the builder.
    #[derive(Debug, Clone)]
    enum Call {
        Begin(Block),
        End,
        Enter(Container),
        Leave,
        Boundary(BlockBoundary),
        NextCell,
        Row(Vec<String>),
        Code(String),
        Text(String),
        Bold(String),
        Struck(String),
        Superscript(String),
        Seam(String),
        LineBreak,
        SoftBreak,
    }

    /// Words, with what the builder itself sets among them.
    fn any_words() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec!["a", "é", "漢", "5", " ", "\n", " | ", "\u{FFFC}", "\u{AD}", "²", ""]);
        prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
    }

    fn any_call() -> impl Strategy<Value = Call> {
        use prop::sample::select;
        prop_oneof![
            select(vec![Block::Paragraph, Block::Heading, Block::Row, Block::Code]).prop_map(Call::Begin),
            select(vec![Container::List, Container::Quote, Container::Footnote]).prop_map(Call::Enter),
            select(vec![BlockBoundary::Rule, BlockBoundary::Table]).prop_map(Call::Boundary),
            select(vec![Call::End, Call::Leave, Call::NextCell, Call::LineBreak, Call::SoftBreak]),
            prop::collection::vec(any_words(), 0..4).prop_map(Call::Row),
            any_words().prop_map(Call::Code),
            any_words().prop_map(Call::Text),
            any_words().prop_map(Call::Bold),
            any_words().prop_map(Call::Struck),
            any_words().prop_map(Call::Superscript),
            any_words().prop_map(Call::Seam),
        ]
    }

    fn make(call: &Call, builder: &mut ReadingTextBuilder) {
        match call {
            Call::Begin(block) => builder.begin(*block),
            Call::End => builder.end(),
            Call::Enter(container) => builder.enter(*container),
            Call::Leave => builder.leave(),
            Call::Boundary(why) => builder.boundary(*why),
            Call::NextCell => builder.next_cell(),
            Call::Row(cells) => builder.row(cells.iter().map(String::as_str)),
            Call::Code(words) => builder.code(words),
            Call::Text(words) => builder.text(words),
            Call::Bold(words) => builder.bold(words),
            Call::Struck(words) => builder.struck(words),
            Call::Superscript(words) => builder.superscript(words),
            Call::Seam(label) => builder.seam(label),
            Call::LineBreak => builder.line_break(),
            Call::SoftBreak => builder.soft_break(),
        };
    }

    proptest! {
        #[test]
        fn whatever_is_called_the_text_is_sound(calls in prop::collection::vec(any_call(), 0..30)) {
            let mut builder = ReadingText::builder();
            calls.iter().for_each(|call| make(call, &mut builder));
            let reading = builder.build();
            let text = reading.text();
            let mut last = 0;
            for found in reading.breaks() {
                prop_assert!(found.at.start >= last, "in order and apart");
                let separator = if found.kind == BreakKind::Cell { CELL_SEPARATOR } else { "\n" };
                prop_assert_eq!(&text[found.at.clone()], separator);
                last = found.at.end;
            }
            let mut last = 0;
            for struck in reading.struck() {
                prop_assert!(struck.start >= last && struck.start < struck.end, "in order, apart and not empty");
                prop_assert!(text.get(struck.clone()).is_some());
                prop_assert!(reading.is_struck(struck));
                last = struck.end;
            }
            let mut last = 0;
            for heading in reading.headings() {
                prop_assert!(heading.start >= last && heading.start < heading.end, "in order, apart and not empty");
                prop_assert!(text.get(heading.clone()).is_some());
                prop_assert!(reading.is_in_heading(heading));
                prop_assert!(reading.breaks_within(heading).is_empty());
                last = heading.end;
            }
            let labels: Vec<usize> = reading.labels().iter().map(|label| label.at).collect();
            prop_assert!(labels.is_sorted());
            prop_assert!(labels.iter().all(|at| text[*at..].starts_with(SEAM)));
            prop_assert_eq!(reading.as_shown().len(), text.len());
            prop_assert_eq!(builder.build(), ReadingText::default(), "nothing is left");
        }
    }

    #[test]
    fn blocks_without_words_leave_no_trace() {
        let text = ReadingText::builder()
            .paragraph("")
            .row(["", ""])
            .heading("")
            .paragraph("a")
            .row(["", "b", "", "c"])
            .build();
        assert_eq!(text.text(), "a\nb |  | c");
        let kinds: Vec<BreakKind> = text.breaks().iter().map(|found| found.kind).collect();
        assert_eq!(kinds, [BreakKind::Block(BlockBoundary::Table), BreakKind::Cell, BreakKind::Cell]);
    }

    #[test]
    fn of_nested_containers_the_outermost_counts() {
        let mut builder = ReadingText::builder();
        builder.enter(Container::List).paragraph("a").enter(Container::Quote).paragraph("b").leave().paragraph("c");
        let text = builder.leave().paragraph("d").build();
        let kinds: Vec<BreakKind> = text.breaks().iter().map(|found| found.kind).collect();
        let end = BreakKind::Block(BlockBoundary::Container);
        assert_eq!(kinds, [BreakKind::Paragraph, BreakKind::Paragraph, end]);
    }

    #[test]
    fn words_know_their_place() {
        let mut builder = ReadingText::builder();
        builder.paragraph("one").paragraph("");
        let range = builder.push("two", super::TextStyle::default());
        assert_eq!((range.clone(), &builder.as_str()[range]), (4..7, "two"));
    }
}
