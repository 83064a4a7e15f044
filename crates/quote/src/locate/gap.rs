//! What an editor's mark leaves out or replaces between two parts of a quote: [`Gap`] says how much that may be, and whether it changes
//! what the source says.

use std::ops::Range;

use super::lexicon::{Lexicon, is_scale};
use super::searchable::Searchable;
use super::unlocated::{Misuse, Obstacle, TooWide};
use crate::text::boundary::{dictionary_word_count, dictionary_words_of};
use crate::text::figures::digit;
use crate::text::fold::folded;
use crate::text::reading_text::{BreakKind, SEAM};
use crate::text::sentence::sentence_starts;

/// An omission leaves out at most this many code points,
const MAX_LEFT_OUT: usize = 300;
/// and at most this many ends of sentences.
const MAX_SENTENCE_ENDS: usize = 2;
/// An insertion replaces at most this many words.
const MAX_REPLACED: usize = 6;
/// The ending of a word that an insertion replaces has at most this many letters.
const MAX_ENDING: usize = 4;
/// Where fewer words than this are left out, none may negate or hedge.
pub(super) const FEW_WORDS: usize = 6;

/// The marks between two parts of a quote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Gap {
    pub omits: bool,
    /// The editor's words, in their brackets.
    pub inserted: Vec<String>,
    /// The first mark is an insertion that is the ending of the word before it.
    pub is_ending: bool,
}

impl Gap {
    /// Whether the marks may replace `between`, a range of the text.
    pub fn fits(&self, text: &Searchable, between: &Range<usize>) -> Result<(), TooWide> {
        let left_out = &text.text()[between.clone()];
        let breaks = text.reading().breaks_within(between);
        let boundary = breaks.iter().find_map(|found| match found.kind {
            BreakKind::Block(boundary) => Some(Obstacle::Block(boundary)),
            BreakKind::Cell => Some(Obstacle::Cell),
            BreakKind::Paragraph => None,
        });
        let seam = left_out.contains(SEAM).then_some(Obstacle::Seam);
        if let Some(obstacle) = boundary.or(seam) {
            return Err(TooWide::Across(obstacle));
        }
        let sentences = sentence_ends(text.text(), between);
        if self.is_ending {
            let ending = left_out.trim_end();
            let letters = ending.chars().all(char::is_alphabetic) && ending.chars().count() <= MAX_ENDING;
            return if letters || self.omits { Ok(()) } else { Err(TooWide::Insertion) };
        }
        if !self.omits {
            let fits = sentences == 0 && breaks.is_empty() && dictionary_word_count(left_out) <= MAX_REPLACED;
            return if fits { Ok(()) } else { Err(TooWide::Insertion) };
        }
        match left_out.trim().chars().count() {
            characters if characters > MAX_LEFT_OUT => Err(TooWide::Characters(characters)),
            _ if sentences > MAX_SENTENCE_ENDS => Err(TooWide::Sentences(sentences)),
            _ => Ok(()),
        }
    }

    /// How the marks change what the source says in `between`; `after` begins the next part.
    pub fn misuse(&self, text: &Searchable, between: &Range<usize>, after: &str) -> Option<Misuse> {
        let left_out = &text.text()[between.clone()];
        let lexicon = text.lexicon;
        let qualifier = first_qualifier(lexicon, left_out);
        if self.omits && quotes_two(text.text(), between) {
            return Some(Misuse::TwoQuotations);
        }
        if let Some(word) = &qualifier
            && self.inserted.is_empty()
            && dictionary_word_count(left_out) < FEW_WORDS
        {
            return Some(Misuse::LeavesOutQualifier(word.clone()));
        }
        let inserted = self.inserted.join(" ");
        let inserted_qualifier = first_qualifier(lexicon, &inserted);
        if let (Some(word), None) | (None, Some(word)) = (&qualifier, &inserted_qualifier)
            && !inserted.is_empty()
            && (inserted_qualifier.is_some() || dictionary_word_count(left_out) < FEW_WORDS)
        {
            return Some(Misuse::ChangesQualifier { inserted, word: word.clone() });
        }
        let makes_number = has_number(lexicon, &inserted) && starts_with_scale(after);
        if !self.inserted.is_empty() && (makes_number || (!self.omits && has_number(lexicon, left_out))) {
            return Some(Misuse::Figure { inserted, replaced: left_out.trim().to_owned() });
        }
        None
    }
}

/// The first word that negates or hedges.
pub(super) fn first_qualifier(lexicon: &Lexicon, text: &str) -> Option<String> {
    let folded = folded(text);
    let found = dictionary_words_of(&folded).find(|word| *word != "May" && lexicon.is_qualifier(&word.to_lowercase()));
    found.map(str::to_owned).or_else(|| lexicon.qualifier_in_unspaced(&folded).map(str::to_owned))
}

fn has_number(lexicon: &Lexicon, text: &str) -> bool {
    let folded = folded(text);
    folded.chars().any(|c| digit(c).is_some())
        || dictionary_words_of(&folded).any(|word| lexicon.is_number(&word.to_lowercase()))
}

fn starts_with_scale(text: &str) -> bool {
    dictionary_words_of(text).next().is_some_and(|word| is_scale(&word.to_lowercase()))
}

/// How many sentences end inside a range of the text.
fn sentence_ends(text: &str, range: &Range<usize>) -> usize {
    // A word before the range tells initials from the ends of sentences, and one after it whether a sentence begins there.
    let start = text[..range.start].char_indices().rev().take(12).last().map_or(range.start, |(at, _)| at);
    let end = text[range.end..].chars().next().map_or(range.end, |c| range.end + c.len_utf8());
    sentence_starts(&text[start..end])
        .into_iter()
        .filter(|at| (range.start + 1..=range.end).contains(&(start + at)))
        .count()
}

/// Whether a range leads from the inside of one quotation to the inside of another, and leaves out words of either.
fn quotes_two(text: &str, range: &Range<usize>) -> bool {
    let block = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let mut inside = QuotedRange::default();
    inside.read(text, block..range.start, |_, _| {});
    if !inside.open {
        return false;
    }
    let mut close = None;
    let mut reopen = None;
    inside.read(text, range.clone(), |at, open| {
        if !open {
            close.get_or_insert(at);
        } else {
            reopen = Some(at)
        }
    });
    let (Some(close), Some(reopen)) = (close, reopen.filter(|_| inside.open)) else {
        return false;
    };
    let has_words = |text: &str| text.chars().any(char::is_alphanumeric);
    has_words(&text[range.start..close]) || has_words(&text[reopen..range.end])
}

/// Whether a text is inside quotation marks, as it is read.
#[derive(Default)]
struct QuotedRange {
    open: bool,
    /// A single mark opened it, so a single mark closes it, which is an apostrophe otherwise.
    single: bool,
}

impl QuotedRange {
    /// Reads a range, and calls `see` for each mark that opens (`true`) or closes a quotation, with its byte.
    fn read(&mut self, text: &str, range: Range<usize>, mut see: impl FnMut(usize, bool)) {
        let mut before = text[..range.start].chars().next_back();
        let mut chars = text[range.clone()].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let after = chars.peek().map(|(_, c)| *c).or_else(|| text[range.end..].chars().next());
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let open = match c {
                '“' | '«' | '„' | '「' | '『' | '《' if !(c == '“' && self.open) => Some(true),
                '”' | '»' | '」' | '』' | '》' | '“' => Some(false),
                '"' => Some(!self.open),
                '‘' => Some(true),
                '\'' if !letter(before) && letter(after) => Some(true),
                '’' | '\'' if self.open && self.single && !letter(after) => Some(false),
                _ => None,
            };
            if let Some(open) = open.filter(|open| *open != self.open) {
                self.open = open;
                self.single = open && matches!(c, '‘' | '\'');
                see(range.start + offset, open);
            }
            before = Some(c);
        }
    }
}
