//! The Markdown of a document: [`compose`] makes blocks of its paragraphs, with marks of the pages, and says what it left out.

use std::collections::{BTreeMap, BTreeSet};

use super::super::block::{Block, Inline, Mark};
use super::super::types::{ImportError, LeftOut, keeps};
use super::super::verify::write_verified;
use super::hyphens::{Doubt, Hyphens};
use super::layout::Layout;
use super::lines::Line;
use super::notes::mark;
use super::paragraphs::{Paragraph, Shape};
use super::text::{Height, Token, tokens};
use super::words::Document;
use citeback_content::model::locator::{LocatorMark, Page};

/// The group of the marks of notes.
const NOTE_MARKS: &str = "note marks";
/// Why words of Arabic are in doubt.
const EXCHANGED: &str = "letters that may be exchanged";

/// The text of a document.
#[derive(Default)]
pub(super) struct Composed {
    pub blocks: Vec<Block>,
    /// Its characters, without white space.
    pub expected: String,
    pub left_out: Vec<LeftOut>,
    pub hyphens: Vec<Doubt>,
    pub doubtful: usize,
    /// How many signs have no letter that the file names.
    pub unknown: usize,
}

/// A paragraph with its words joined.
struct Joined<'l> {
    paragraph: &'l Paragraph,
    /// A single list, or one for each cell.
    tokens: Vec<Vec<Token>>,
}

/// `title` is the headline, which is left out of the text if it is its first paragraph.
pub(super) fn compose(
    document: &Document,
    layout: &Layout,
    title: Option<&str>,
    keep: &[String],
) -> Result<Composed, ImportError> {
    let mut composer = Composer {
        layout,
        sizes: layout.heading_sizes(),
        marks: if keeps(keep, NOTE_MARKS, String::new) { BTreeMap::new() } else { note_marks(document, layout) },
        page: None,
        out: Composed::default(),
    };
    let apart = |paragraph: &Paragraph| match &paragraph.kind {
        Shape::Table(rows) => rows.iter().flatten().map(|cell| tokens(document, std::slice::from_ref(cell))).collect(),
        Shape::Text | Shape::Heading => vec![tokens(document, &paragraph.lines)],
    };
    let text: Vec<Vec<Vec<Token>>> = layout.text.iter().map(apart).collect();
    let notes: Vec<Vec<Vec<Token>>> = layout.notes.iter().map(apart).collect();
    let hyphens = Hyphens::of(text.iter().chain(&notes).flatten().map(Vec::as_slice));
    for (at, (paragraph, tokens)) in layout.text.iter().zip(text).enumerate() {
        let joined = composer.joined(&hyphens, paragraph, tokens);
        if at == 0 && title.is_some_and(|title| title == words(&joined.tokens)) {
            // The source page shows its title.
            continue;
        }
        composer.paragraph(joined, true)?;
    }
    if !notes.is_empty() {
        composer.out.blocks.push(Block::Rule);
        composer.page = None;
    }
    for (paragraph, tokens) in layout.notes.iter().zip(notes) {
        let joined = composer.joined(&hyphens, paragraph, tokens);
        composer.paragraph(joined, false)?;
    }
    for (what, lines) in [("running heads", &layout.heads), ("page numbers", &layout.numbers)] {
        let text = |line: &Line| words(&[tokens(document, std::slice::from_ref(line))]);
        composer.out.left_out.extend(lines.iter().map(|line| LeftOut { what, text: text(line) }));
    }
    Ok(composer.out)
}

/// The words of lists of tokens, on one line.
fn words(lists: &[Vec<Token>]) -> String {
    let mut out = String::new();
    for token in lists.iter().flatten() {
        if token.is_apart && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&token.text);
    }
    out
}

/// The marks of the notes on each page.
fn note_marks(document: &Document, layout: &Layout) -> BTreeMap<usize, BTreeSet<String>> {
    let mut marks: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for note in &layout.notes {
        let line = &note.lines[0];
        if let (Some(mark), Some(first)) = (mark(document, line), line.words.first()) {
            marks.entry(document.words[*first].page).or_default().insert(mark);
        }
    }
    marks
}

struct Composer<'a> {
    layout: &'a Layout,
    /// The sizes of headings, largest first.
    sizes: Vec<f32>,
    marks: BTreeMap<usize, BTreeSet<String>>,
    /// The page of the last mark.
    page: Option<usize>,
    out: Composed,
}

impl Composer<'_> {
    fn joined<'l>(&mut self, hyphens: &Hyphens, paragraph: &'l Paragraph, lists: Vec<Vec<Token>>) -> Joined<'l> {
        let mut join = |tokens: Vec<Token>| {
            let (tokens, doubts) = hyphens.join(tokens);
            self.out.hyphens.extend(doubts);
            tokens
        };
        Joined { paragraph, tokens: lists.into_iter().map(&mut join).collect() }
    }

    /// `is_text`: whether it is no note, and so may have marks of notes.
    fn paragraph(&mut self, joined: Joined<'_>, is_text: bool) -> Result<(), ImportError> {
        let Joined { paragraph, mut tokens } = joined;
        if is_text {
            tokens = tokens.into_iter().map(|tokens| self.without_note_marks(tokens)).collect();
        }
        let Some(page) = tokens.iter().flatten().next().map(|token| token.page) else { return Ok(()) };
        self.mark_page(page);
        let block = match &paragraph.kind {
            Shape::Table(rows) => {
                let mut cells = tokens.iter();
                let row = |row: &Vec<Line>| {
                    row.iter().filter_map(|_| cells.next()).map(|cell| run(cell, None, self.layout).0).collect()
                };
                Block::Table(rows.iter().map(row).collect())
            }
            Shape::Heading => {
                let size = paragraph.size();
                let rank = self.sizes.iter().position(|other| size >= 0.95 * other).unwrap_or(self.sizes.len());
                Block::Heading(2 + rank.min(2), run(&tokens[0], None, self.layout).0)
            }
            Shape::Text => {
                let (run, last) = run(&tokens[0], self.page, self.layout);
                self.page = last;
                Block::Paragraph(run)
            }
        };
        let expected: String =
            tokens.iter().flatten().flat_map(|token| token.text.chars()).filter(|c| !c.is_whitespace()).collect();
        self.out.unknown += expected.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
        let block = verified(block, &expected, page)?;
        if tokens.iter().flatten().any(|token| token.is_uncertain) {
            let markdown = write_verified(&[block], &expected)?;
            self.out.blocks.push(Block::Doubtful(EXCHANGED, markdown));
            self.out.doubtful += 1;
        } else {
            self.out.blocks.push(block);
            self.out.expected.push_str(&expected);
        }
        Ok(())
    }

    /// Writes the mark of a page, unless it is written.
    fn mark_page(&mut self, page: usize) {
        if self.page != Some(page) {
            self.out.blocks.push(Block::Locator(mark_of(page, self.layout)));
            self.page = Some(page);
        }
    }

    /// The mark of a note on its page with which a word ends, if a font has raised figures of its own.
    fn mark_at_end(&self, token: &Token) -> Option<String> {
        let figures = figures_at_end(&token.text).filter(|_| token.height == Height::Line)?;
        self.marks.get(&token.page).is_some_and(|marks| marks.contains(figures)).then(|| figures.to_owned())
    }

    fn without_note_marks(&mut self, tokens: Vec<Token>) -> Vec<Token> {
        let mut out: Vec<Token> = vec![];
        for mut token in tokens {
            if let Some(mark) = self.mark_at_end(&token) {
                token.text.truncate(token.text.len() - mark.len());
                self.out.left_out.push(LeftOut { what: NOTE_MARKS, text: mark });
            }
            let follows_figure = out.last().is_some_and(|last| last.text.ends_with(|c: char| c.is_numeric()));
            let is_mark = token.height == Height::Raised
                && !token.is_apart
                && !follows_figure
                && self.marks.get(&token.page).is_some_and(|marks| marks.contains(&token.text));
            if is_mark {
                self.out.left_out.push(LeftOut { what: NOTE_MARKS, text: token.text });
            } else {
                out.push(token);
            }
        }
        out
    }
}

/// The block as it is, if its Markdown says what it should, or else without its raised and lowered words.
fn verified(block: Block, expected: &str, page: usize) -> Result<Block, ImportError> {
    let is_sound = |block: &Block| write_verified(std::slice::from_ref(block), expected).is_ok();
    if is_sound(&block) {
        return Ok(block);
    }
    let flat = match block {
        Block::Paragraph(run) => Block::Paragraph(level(run)),
        Block::Heading(_, run) => Block::Paragraph(level(run)),
        Block::Table(rows) => {
            let space = || Inline::Text(" ".to_owned());
            let cells = rows.into_iter().flatten().flat_map(|cell| level(cell).into_iter().chain([space()]));
            Block::Paragraph(cells.collect())
        }
        other => other,
    };
    if is_sound(&flat) {
        return Ok(flat);
    }
    // Signs that Markdown takes for something else, whatever is put before them.
    if let Block::Paragraph(run) = &flat {
        let text = run.iter().filter_map(|part| if let Inline::Text(text) = part { Some(text.as_str()) } else { None });
        let code = Block::Code(text.collect::<String>().trim().to_owned());
        if is_sound(&code) {
            return Ok(code);
        }
    }
    let begins: String = expected.chars().take(40).collect();
    let message = format!("its text on page {} could not be converted without changing words: “{begins}”", page + 1);
    Err(ImportError::new(message, "open it in a viewer, select its text, and save that as a .txt file"))
}

fn level(run: Vec<Inline>) -> Vec<Inline> {
    let flat = |part| match part {
        Inline::Marked(_, inside) => inside,
        other => vec![other],
    };
    run.into_iter().flat_map(flat).collect()
}

/// The figures at the end of a word, without others before them.
fn figures_at_end(word: &str) -> Option<&str> {
    let start = word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (before, figures) = word.split_at(start);
    let follows = before.ends_with(['.', ',', ';', ':', '!', '?', ')', ']', '”', '’', '"'])
        || before.chars().rev().take_while(|c| c.is_lowercase()).count() >= 3;
    let is_plain = !before.contains(|c: char| c.is_numeric() || matches!(c, '/' | '@' | '_' | '='));
    ((1..=3).contains(&figures.len()) && follows && is_plain).then_some(figures)
}

fn mark_of(page: usize, layout: &Layout) -> LocatorMark {
    let label = layout.labels.get(page).and_then(Option::as_deref);
    LocatorMark::Page(Page::printed(u32::try_from(page + 1).unwrap_or(u32::MAX), label))
}

/// Words as inline content, with marks where a page begins in it: `page` is the one before its first word, or `None` if it has no
/// marks. Returns the page of its last word.
fn run(tokens: &[Token], page: Option<usize>, layout: &Layout) -> (Vec<Inline>, Option<usize>) {
    let mut out: Vec<Inline> = vec![];
    let mut page = page;
    for (at, token) in tokens.iter().enumerate() {
        if token.is_apart && at > 0 {
            out.push(Inline::Text(" ".to_owned()));
        }
        // Not inside a word.
        if page.is_some_and(|page| page != token.page) && token.is_apart && !out.is_empty() {
            out.push(Inline::Locator(mark_of(token.page, layout)));
            page = Some(token.page);
        }
        let text = Inline::Text(token.text.clone());
        out.push(match token.height {
            Height::Line => text,
            Height::Raised => Inline::Marked(Mark::Superscript, vec![text]),
            Height::Lowered => Inline::Marked(Mark::Subscript, vec![text]),
        });
    }
    (out, page)
}
