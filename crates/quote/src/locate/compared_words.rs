//! The words of a text as they are compared with those of another: [`ComparedWords`].

use std::collections::HashMap;
use std::ops::Range;

use super::searchable::Searchable;
use crate::text::boundary::is_without_spaces;
use crate::text::figures::digit;
use crate::text::fold::is_mark;
use crate::text::reading_text::{BreakKind, SEAM};
use crate::text::sentence::sentence_starts;

/// Numbers for words and sentences, the same for both texts.
#[derive(Default)]
pub(super) struct Interner<'t> {
    words: HashMap<(&'t str, bool), u32>,
    sentences: HashMap<Vec<u32>, u32>,
}

/// The words of a text, folded, and its sentences.
pub(super) struct ComparedWords {
    /// In order. White space and what separates cells is no word; a mark of punctuation is one by itself.
    pub words: Vec<Word>,
    /// The number of each word, by which it is compared.
    pub keys: Vec<u32>,
    /// Ranges of `words`, without gaps; none is empty.
    pub sentences: Vec<Range<usize>>,
    /// The number of each sentence.
    pub sentence_keys: Vec<u32>,
    /// For each word the sentence that it is in.
    pub sentence_of: Vec<usize>,
}

/// A word, or a mark of punctuation.
pub(super) struct Word {
    /// Bytes of the text, not the folded one.
    pub range: Range<usize>,
    /// It has letters or figures.
    pub is_spoken: bool,
    pub has_figure: bool,
    /// It is between quotation marks of the same block, or such a mark.
    pub is_quoted: bool,
    pub in_heading: bool,
}

impl ComparedWords {
    pub fn new<'t>(text: &'t Searchable, known: &mut Interner<'t>) -> Self {
        let (folded, reading) = (text.folded.text(), text.reading());
        let (mut words, mut keys, mut starts) = (vec![], vec![], vec![]);
        for place in places(folded) {
            let range = text.source_of(&place);
            let word = &folded[place.clone()];
            if word.chars().all(|c| c == SEAM) || (word == "|" && is_in_cell_break(text, &range)) {
                continue;
            }
            let count = u32::try_from(known.words.len()).expect("a text has less than 4 GiB");
            keys.push(*known.words.entry((word, reading.is_struck(&range))).or_insert(count));
            starts.push(place.start);
            words.push(Word {
                is_spoken: word.chars().any(char::is_alphanumeric),
                has_figure: word.chars().any(|c| digit(c).is_some()),
                is_quoted: false,
                in_heading: reading.is_in_heading(&range),
                range,
            });
        }
        mark_quoted(folded, &starts, &mut words, &block_starts(text));
        let sentences = sentences(text, &starts);
        let mut sentence_of = vec![0; words.len()];
        let mut sentence_keys = vec![];
        for (i, sentence) in sentences.iter().enumerate() {
            sentence_of[sentence.clone()].fill(i);
            let count = u32::try_from(known.sentences.len()).expect("a text has less than 4 GiB");
            sentence_keys.push(*known.sentences.entry(keys[sentence.clone()].to_vec()).or_insert(count));
        }
        ComparedWords { words, keys, sentences, sentence_keys, sentence_of }
    }
}

/// The words and marks of a folded text. In scripts without spaces each character is a word; a run of the same mark is one, such as three
/// dots. Not the rules of UAX #29: they need a dictionary for such scripts.
fn places(folded: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = vec![];
    let mut chars = folded.char_indices().peekable();
    let mut last = ' ';
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let goes_on = match Glyph::of(c) {
            Glyph::Space => false,
            Glyph::Attached => true,
            Glyph::Letter => Glyph::of(last) == Glyph::Letter,
            Glyph::Character => false,
            Glyph::Mark => {
                last == c
                    || joins(last, c, chars.peek().map_or(' ', |(_, next)| *next)) && {
                        // The letter after it belongs to the same word.
                        let next = chars.next().map_or(end, |(at, next)| at + next.len_utf8());
                        if let Some(word) = found.last_mut() {
                            word.end = next;
                        }
                        last = folded[..next].chars().next_back().unwrap_or(c);
                        continue;
                    }
            }
        };
        match found.last_mut().filter(|word| goes_on && word.end == at) {
            Some(word) => word.end = end,
            None if c.is_whitespace() => {}
            None => found.push(at..end),
        }
        last = if is_mark(c) { last } else { c };
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Glyph {
    Space,
    /// To the character before it.
    Attached,
    Letter,
    /// A word by itself.
    Character,
    Mark,
}

impl Glyph {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_whitespace() => Glyph::Space,
            _ if c.is_ascii_alphanumeric() => Glyph::Letter,
            _ if is_mark(c) => Glyph::Attached,
            _ if is_without_spaces(c) => Glyph::Character,
            _ if c.is_alphanumeric() => Glyph::Letter,
            _ => Glyph::Mark,
        }
    }
}

/// Whether a mark is inside a word or a number: “it's”, “4,000”.
fn joins(before: char, mark: char, after: char) -> bool {
    match mark {
        '\'' => Glyph::of(before) == Glyph::Letter && Glyph::of(after) == Glyph::Letter,
        '.' | ',' | '٫' | '٬' => digit(before).is_some() && digit(after).is_some(),
        _ => false,
    }
}

impl Searchable {
    /// The bytes of the text that a range of the folded text was made of: all of what folding expanded, such as an ellipsis.
    fn source_of(&self, folded: &Range<usize>) -> Range<usize> {
        let text = self.folded.text();
        let (mut start, mut end) = (folded.start, folded.end);
        loop {
            if let Some(range) = self.folded.to_source(&(start..end)) {
                return range;
            }
            start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
            end += text[end..].chars().next().map_or(0, char::len_utf8);
        }
    }
}

fn is_in_cell_break(text: &Searchable, range: &Range<usize>) -> bool {
    let around = range.start.saturating_sub(1)..range.end + 1;
    text.reading().breaks_within(&around).iter().any(|found| found.kind == BreakKind::Cell)
}

/// Where blocks and cells begin, in bytes of the folded text, ascending.
fn block_starts(text: &Searchable) -> Vec<usize> {
    text.reading().breaks().iter().map(|found| text.folded.from_source(&found.at).end).collect()
}

/// The sentences, as ranges of the words that begin at these bytes of the folded text. None runs from one block into the next.
fn sentences(text: &Searchable, words: &[usize]) -> Vec<Range<usize>> {
    // Of the folded text, so that typography makes no difference.
    let mut starts = sentence_starts(text.folded.text());
    starts.extend(block_starts(text));
    starts.sort_unstable();
    let mut edges: Vec<usize> = starts.into_iter().map(|start| words.partition_point(|word| *word < start)).collect();
    edges.insert(0, 0);
    edges.push(words.len());
    edges.windows(2).map(|pair| pair[0]..pair[1]).filter(|sentence| !sentence.is_empty()).collect()
}

/// Marks the words between two quotation marks of a block. Single marks may be apostrophes, and do not count.
fn mark_quoted(folded: &str, starts: &[usize], words: &mut [Word], blocks: &[usize]) {
    let mut open: Option<(usize, char)> = None;
    let mut block = blocks.iter().peekable();
    for at in 0..words.len() {
        while block.next_if(|start| **start <= starts[at]).is_some() {
            open = None;
        }
        let Some(mark) = folded[starts[at]..].chars().next() else { continue };
        match (open, mark) {
            (Some((from, wanted)), mark) if mark == wanted => {
                words[from..=at].iter_mut().for_each(|word| word.is_quoted = true);
                open = None;
            }
            (None, '"') => open = Some((at, '"')),
            (None, '「') => open = Some((at, '」')),
            (None, '『') => open = Some((at, '』')),
            _ => {}
        }
    }
}
