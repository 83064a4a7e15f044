//! Where one block of a document ends and the next begins: [`Blocks`] says what a quotation would cross there.

use super::reading_text::{BlockBoundary, BreakKind};

/// A block that holds words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, or an item of a list.
    Paragraph,
    /// A heading of any level.
    Heading,
    /// A row of a table.
    Row,
    /// A block of code.
    Code,
}

/// A block that holds other blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A list. Its items are paragraphs, which a quotation may cross.
    List,
    /// A block quote. A quotation may run into it from the paragraph before, and not out of it.
    Quote,
    /// A footnote.
    Footnote,
}

/// A block and what of it has been read.
#[derive(Debug, Clone, Copy)]
struct ReadBlock {
    block: Block,
    /// The outermost container, with its number in the document.
    container: Option<(Container, usize)>,
    has_text: bool,
    has_words: bool,
    /// No word so far is not bold.
    all_bold: bool,
}

/// The blocks of a document, as it is read.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// The last block that had text.
    previous: Option<ReadBlock>,
    current: Option<ReadBlock>,
    containers: Vec<(Container, usize)>,
    count: usize,
    /// Something between the last block with text and the next.
    boundary: Option<BlockBoundary>,
}

impl Blocks {
    pub fn begin(&mut self, block: Block) {
        self.end();
        let container = self.containers.first().copied();
        self.current = Some(ReadBlock { block, container, has_text: false, has_words: false, all_bold: true });
    }

    pub fn end(&mut self) {
        self.previous = self.current.take().filter(|block| block.has_text).or(self.previous);
    }

    pub fn enter(&mut self, container: Container) {
        self.end();
        self.count += 1;
        self.containers.push((container, self.count));
    }

    pub fn leave(&mut self) {
        self.end();
        self.containers.pop();
    }

    /// Nothing is joined across what comes here.
    pub fn boundary(&mut self, boundary: BlockBoundary) {
        self.end();
        self.boundary = Some(boundary);
    }

    pub fn has_text(&self) -> bool {
        self.current.is_some_and(|block| block.has_text)
    }

    /// Whether the current block is a heading.
    pub fn is_in_heading(&self) -> bool {
        self.current.is_some_and(|block| block.block == Block::Heading)
    }

    /// Call before text is added: says what separates it from the text before, where that is of another block.
    pub fn join(&mut self) -> Option<BreakKind> {
        if self.current.is_none() {
            self.begin(Block::Paragraph);
        }
        let current = self.current.as_mut()?;
        if std::mem::replace(&mut current.has_text, true) {
            return None;
        }
        let boundary = self.boundary.take();
        self.previous.map(|previous| boundary.map_or_else(|| between(&previous, current), BreakKind::Block))
    }

    /// Notes that text was added, bold or not.
    pub fn see(&mut self, text: &str, bold: bool) {
        if let Some(current) = &mut self.current {
            let words = text.chars().any(char::is_alphanumeric);
            current.has_words |= words;
            current.all_bold &= bold || !words;
        }
    }
}

impl ReadBlock {
    /// Readers take a paragraph that is all bold for a heading.
    fn is_heading(&self) -> bool {
        self.block == Block::Heading || (self.block == Block::Paragraph && self.has_words && self.all_bold)
    }
}

fn between(previous: &ReadBlock, next: &ReadBlock) -> BreakKind {
    let boundary = if previous.block == Block::Code || next.block == Block::Code {
        BlockBoundary::Code
    } else if previous.is_heading() || next.block == Block::Heading {
        BlockBoundary::Heading
    } else if previous.block == Block::Row || next.block == Block::Row {
        BlockBoundary::Table
    } else {
        match (previous.container, next.container) {
            (previous, next) if previous == next => return BreakKind::Paragraph,
            (None, Some((Container::Quote, _))) => return BreakKind::Paragraph,
            (Some((Container::Footnote, _)), _) | (_, Some((Container::Footnote, _))) => BlockBoundary::Footnote,
            _ => BlockBoundary::Container,
        }
    };
    BreakKind::Block(boundary)
}
