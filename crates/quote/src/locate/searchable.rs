//! A text prepared for searching: [`Searchable`].

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use super::edges::Edges;
use super::lexicon::Lexicon;
use super::place::{Level, Place};
use super::unlocated::Obstacle;
use crate::text::fold::{Folded, folded, same_verbatim};
use crate::text::reading_text::{BreakKind, ReadingText, SEAM};

/// A text prepared for searching: its words and blocks, its folded form, and the rules of its language.
///
/// ```
/// use citeback_quote::{Quote, ReadingText, Searchable, Unlocated, locate};
///
/// // Where a word ends depends on the language: Turkish names have endings after an apostrophe, and English ones a possessive.
/// let find = |language, text, exact| {
///     locate(&Searchable::new(ReadingText::plain(text), language), &Quote { exact, ..Quote::default() })
/// };
/// assert!(find("tr", "1944’teki savaş", "1944").is_ok());
/// assert!(find("en", "North Korea’s army", "North Korea").is_ok());
/// assert!(matches!(find("en", "who’s there", "who"), Err(Unlocated::Cuts(_))));
/// ```
#[derive(Debug, Clone)]
pub struct Searchable {
    reading: ReadingText,
    pub(super) folded: Folded,
    pub(super) lexicon: &'static Lexicon,
    /// The folded text in lower case, made on first use.
    lower: OnceLock<String>,
}

/// The occurrences of some words.
#[derive(Default)]
pub(super) struct Occurrences {
    pub hits: Vec<Hit>,
    /// The first that begins or ends inside a word or a number.
    pub cut: Option<Hit>,
    /// The first that runs across what no quotation runs across.
    pub crossing: Option<(Hit, Obstacle)>,
    /// How many there were, including those that do not count.
    pub looked_at: usize,
}

impl Searchable {
    /// Prepares a text, once for all quotes. `language` is its language tag (BCP 47), of which the primary language counts; with an empty or
    /// unknown one the rules of no single language apply.
    ///
    /// # Panics
    /// If the text has 4 GiB or more.
    pub fn new(reading: ReadingText, language: &str) -> Self {
        let folded = Folded::new(reading.text());
        Searchable { reading, folded, lexicon: Lexicon::of(language), lower: OnceLock::new() }
    }

    /// Whether the text has these letters anywhere: a quick test before a search.
    pub(super) fn contains(&self, letters: &str) -> bool {
        memmem::find(self.folded.text().as_bytes(), folded(letters).as_bytes()).is_some()
    }

    /// How many of these words, given in lower case, the text has somewhere: a quick test before [`nearest`](super::nearest::nearest).
    pub fn shares(&self, words: &[String]) -> usize {
        let lower = self.lower();
        words.iter().filter(|word| memmem::find(lower.as_bytes(), word.as_bytes()).is_some()).count()
    }

    /// The folded text in lower case.
    pub(super) fn lower(&self) -> &str {
        self.lower.get_or_init(|| self.folded.text().to_lowercase())
    }

    /// The text; all places are byte ranges of it.
    pub fn text(&self) -> &str {
        self.reading.text()
    }

    /// The folded text.
    pub(crate) fn folded(&self) -> &Folded {
        &self.folded
    }

    /// The text with its blocks.
    pub fn reading(&self) -> &ReadingText {
        &self.reading
    }

    pub(super) fn edges(&self) -> Edges<'_> {
        Edges { folded: &self.folded, source: self.reading.text(), lexicon: self.lexicon }
    }

    /// Whether a quote may begin at a byte of the text.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        self.folded.at(at).is_some_and(|at| self.edges().may_begin(at))
    }

    /// Whether a quote may end at a byte of the text.
    pub(super) fn may_end(&self, at: usize) -> bool {
        self.folded.at(at).is_some_and(|at| self.edges().may_end(at))
    }

    /// Every occurrence of `needle` (folded already) that a quote may have, overlapping ones too. A text that repeats it over and over has
    /// more; these are the first [`max_hits`].
    pub(super) fn occurrences(&self, needle: &str) -> Occurrences {
        self.occurrences_with(needle, false)
    }

    /// As [`occurrences`](Self::occurrences); with `open` they may end inside a word.
    pub(super) fn occurrences_with(&self, needle: &str, open: bool) -> Occurrences {
        let mut found = Occurrences::default();
        if needle.is_empty() {
            return found;
        }
        let limit = max_hits(needle.len());
        let finder = memmem::Finder::new(needle);
        let haystack = self.folded.text();
        let edges = self.edges();
        let mut from = 0;
        while let Some(offset) = finder.find(&haystack.as_bytes()[from..])
            && found.hits.len() < limit
        {
            found.looked_at += 1;
            let start = from + offset;
            let range = start..start + needle.len();
            from = start + haystack[start..].chars().next().map_or(1, char::len_utf8);
            let Some(source) = self.folded.to_source(&range) else {
                continue;
            };
            let hit = Hit { folded: range, source };
            if !edges.may_begin(hit.folded.start) || !(open || edges.may_end(hit.folded.end)) {
                found.cut.get_or_insert(hit);
            } else if let Some(obstacle) = self.obstacle(&hit.source) {
                found.crossing.get_or_insert((hit, obstacle));
            } else {
                found.hits.push(hit);
            }
        }
        found
    }

    /// What prevents a range of the text from being quoted in one piece.
    fn obstacle(&self, range: &Range<usize>) -> Option<Obstacle> {
        if self.reading.text()[range.clone()].contains(SEAM) {
            return Some(Obstacle::Seam);
        }
        self.reading.breaks_within(range).iter().find_map(|found| match found.kind {
            BreakKind::Block(boundary) => Some(Obstacle::Block(boundary)),
            BreakKind::Paragraph | BreakKind::Cell => None,
        })
    }

    /// The smallest range around this one that a quote may have; both are bytes of the text.
    pub fn whole_words(&self, range: &Range<usize>) -> Range<usize> {
        self.whole(&Hit { folded: self.folded.from_source(range), source: range.clone() })
    }

    /// The smallest range around a hit that a quote may have.
    pub(super) fn whole(&self, hit: &Hit) -> Range<usize> {
        let text = self.folded.text();
        let edges = self.edges();
        let Range { mut start, mut end } = hit.folded;
        while !edges.may_begin(start) {
            start -= text[..start].chars().next_back().map_or(start, char::len_utf8);
        }
        while !edges.may_end(end) {
            end += text[end..].chars().next().map_or(text.len() - end, char::len_utf8);
        }
        self.folded.to_source(&(start..end)).unwrap_or_else(|| hit.source.clone())
    }

    pub(super) fn place(&self, hit: &Hit, exact: &str) -> Place {
        let verbatim = same_verbatim(&self.text()[hit.source.clone()], exact);
        Place::of(if verbatim { Level::Verbatim } else { Level::Folded }, hit.source.clone())
    }
}

/// Each hit may be compared letter for letter, so this bounds hits times length, in bytes.
const MAX_COMPARED_BYTES: usize = 1 << 24;
/// A quote of any length may have this many hits.
const MIN_HITS: usize = 200;

/// After this many hits of a needle of `length` bytes a search ends.
pub(super) fn max_hits(length: usize) -> usize {
    (MAX_COMPARED_BYTES / length.max(1)).max(MIN_HITS)
}

/// One occurrence, in the folded text and in the source's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub folded: Range<usize>,
    pub source: Range<usize>,
}
