//! Where one block of an article ends and the next begins: [`Blocks`] says what a quotation would cross there.

use citeback_quote::text::reading_text::{BreakKind, Wall};

/// The kind of a block that holds words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaf {
    Paragraph,
    Heading,
    Row,
    Code,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    List,
    Quote,
    Footnote,
}

/// A block and what of it has been read.
#[derive(Debug, Clone, Copy)]
struct Block {
    leaf: Leaf,
    /// The outermost container, with its number in the article.
    container: Option<(Container, usize)>,
    has_text: bool,
    has_words: bool,
    /// No word so far is not bold.
    all_bold: bool,
}

#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// The last block that had text.
    previous: Option<Block>,
    current: Option<Block>,
    containers: Vec<(Container, usize)>,
    count: usize,
    /// Something between the last block with text and the next.
    wall: Option<Wall>,
}

impl Blocks {
    pub fn begin(&mut self, leaf: Leaf) {
        self.end();
        let container = self.containers.first().copied();
        self.current = Some(Block { leaf, container, has_text: false, has_words: false, all_bold: true });
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
    pub fn wall(&mut self, wall: Wall) {
        self.end();
        self.wall = Some(wall);
    }

    pub fn has_text(&self) -> bool {
        self.current.is_some_and(|block| block.has_text)
    }

    /// Text is about to follow: what stands between it and the text before, where that was of another block.
    pub fn join(&mut self) -> Option<BreakKind> {
        if self.current.is_none() {
            self.begin(Leaf::Paragraph);
        }
        let current = self.current.as_mut()?;
        if std::mem::replace(&mut current.has_text, true) {
            return None;
        }
        let wall = self.wall.take();
        self.previous.map(|previous| wall.map_or_else(|| between(&previous, current), BreakKind::Wall))
    }

    /// Takes note of text, bold or not.
    pub fn see(&mut self, text: &str, bold: bool) {
        if let Some(current) = &mut self.current {
            let words = text.chars().any(char::is_alphanumeric);
            current.has_words |= words;
            current.all_bold &= bold || !words;
        }
    }
}

impl Block {
    /// A paragraph that is all bold is a heading to those who read it.
    fn is_heading(&self) -> bool {
        self.leaf == Leaf::Heading || (self.leaf == Leaf::Paragraph && self.has_words && self.all_bold)
    }
}

fn between(previous: &Block, next: &Block) -> BreakKind {
    let wall = if previous.leaf == Leaf::Code || next.leaf == Leaf::Code {
        Wall::Code
    } else if previous.is_heading() || next.leaf == Leaf::Heading {
        Wall::Heading
    } else if previous.leaf == Leaf::Row || next.leaf == Leaf::Row {
        Wall::Table
    } else {
        match (previous.container, next.container) {
            (previous, next) if previous == next => return BreakKind::Paragraph,
            (None, Some((Container::Quote, _))) => return BreakKind::Paragraph,
            (Some((Container::Footnote, _)), _) | (_, Some((Container::Footnote, _))) => Wall::Footnote,
            _ => Wall::Container,
        }
    };
    BreakKind::Wall(wall)
}
