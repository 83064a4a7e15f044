//! The heart: finding a quote in a source. Entry point: [`locate`]; [`selector`] describes a place so that it is found again.
//!
//! A quote is located by the first of three levels that yields a match ([`Level`]); nothing else is accepted, and a place is never
//! guessed. Approximate search ([`nearest`]) makes hints only.

pub mod caution;
mod edges;
mod elided;
pub mod fragment;
mod gap;
mod lexicon;
pub mod loose_match;
mod marks;
pub mod nearest;
pub mod prefix_matches;
pub mod selector;
pub mod wording;

use std::ops::Range;
use std::sync::OnceLock;

use memchr::memmem;

use crate::text::fold::{Folded, folded, same_verbatim};
use crate::text::reading_text::{BreakKind, ReadingText, SEAM, Wall};
use edges::Edges;
pub use gap::TooWide;
use lexicon::Lexicon;
pub use marks::Misuse;

/// A text that quotes are sought in: the reading text of a source, folded once, and what its language allows.
#[derive(Debug, Clone)]
pub struct Searchable {
    reading: ReadingText,
    folded: Folded,
    lexicon: &'static Lexicon,
    /// The folded text in lower case, made when a hint needs it.
    lower: OnceLock<String>,
}

/// What an editor wrote to say which words of a source are meant (W3C Web Annotation, `TextQuoteSelector`).
#[derive(Debug, Clone, Copy, Default)]
pub struct Quote<'a> {
    /// The words themselves, in the source's wording or with an editor's marks for what was left out or inserted.
    pub exact: &'a str,
    /// Words that must stand directly before.
    pub prefix: Option<&'a str>,
    /// Words that must stand directly after.
    pub suffix: Option<&'a str>,
}

/// How closely the quote follows the source's words, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Equal after NFC and with every run of white space taken as one space.
    Verbatim,
    /// Equal after the declared folding ([`crate::text::fold`]).
    Folded,
    /// Equal but for the words that the editor marked as left out or inserted.
    Elided,
}

impl Level {
    /// The name used in notes, data files and pages.
    pub fn name(self) -> &'static str {
        match self {
            Level::Verbatim => "verbatim",
            Level::Folded => "folded",
            Level::Elided => "elided",
        }
    }
}

/// Where a quote stands: byte ranges of the searched text, in order and apart. Only an elided quote has more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub level: Level,
    pub parts: Vec<Range<usize>>,
    /// What the editor inserted, in brackets, and the number of the part that it stands before.
    pub inserted: Vec<(usize, String)>,
}

impl Place {
    fn of(level: Level, part: Range<usize>) -> Self {
        Place { level, parts: vec![part], inserted: vec![] }
    }

    /// From the first quoted character to the last, with whatever was left out between.
    pub fn span(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }
}

/// What a quotation may not run across.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    Wall(Wall),
    /// From one cell of a table to the next, without the separator.
    Cell,
    /// An image, or words that are not shown.
    Seam,
}

/// Why a quote has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unlocated {
    /// Nothing is left of the quote after folding.
    Empty,
    /// The words do not stand in the text.
    NotFound,
    /// An editor's mark cuts off a part too short to identify a place; the part is given.
    PartTooShort(String),
    /// The words stand in the text, here, but not next to the prefix or suffix that was given.
    OutOfContext(Vec<Place>),
    /// The words stand in several places.
    Ambiguous(Vec<Place>),
    /// The words stand in the text, but begin or end inside a number or a word: the whole of it with the words.
    Cuts(Range<usize>),
    /// The words stand in the text one after the other, but not in one piece.
    Crosses(Place, Obstacle),
    /// The parts stand in the text, but what an editor's mark leaves out between them is more than a mark may leave out.
    TooWide(Place, TooWide),
    /// An editor's mark changes what the source says.
    Misuse(Misuse),
}

/// The occurrences of some words.
#[derive(Default)]
struct Occurrences {
    hits: Vec<Hit>,
    /// The first that begins or ends inside a word or a number.
    cut: Option<Hit>,
    /// The first that runs across what no quotation runs across.
    crossing: Option<(Hit, Obstacle)>,
}

impl Searchable {
    /// Folds a text, once for all the quotes that will be sought in it. `language` is its language tag (BCP 47).
    pub fn new(reading: ReadingText, language: &str) -> Self {
        let folded = Folded::new(&reading.text);
        Searchable { reading, folded, lexicon: Lexicon::of(language), lower: OnceLock::new() }
    }

    /// Whether the text has these letters anywhere: a quick look before they are sought in earnest.
    fn has(&self, letters: &str) -> bool {
        memmem::find(self.folded.text().as_bytes(), folded(letters).as_bytes()).is_some()
    }

    /// How many of these words, in lower case, the text has somewhere; a quick look before [`nearest`].
    pub fn shares(&self, words: &[String]) -> usize {
        let lower = self.lower.get_or_init(|| self.folded.text().to_lowercase());
        words.iter().filter(|word| memmem::find(lower.as_bytes(), word.as_bytes()).is_some()).count()
    }

    /// The text as given; all places are byte ranges of it.
    pub fn text(&self) -> &str {
        &self.reading.text
    }

    /// The text with its blocks.
    pub fn reading(&self) -> &ReadingText {
        &self.reading
    }

    fn edges(&self) -> Edges<'_> {
        Edges { folded: &self.folded, source: &self.reading.text, lexicon: self.lexicon }
    }

    /// Whether a quote may begin at a byte of the text.
    fn may_begin(&self, at: usize) -> bool {
        self.folded.at(at).is_some_and(|at| self.edges().may_begin(at))
    }

    /// Whether a quote may end at a byte of the text.
    fn may_end(&self, at: usize) -> bool {
        self.folded.at(at).is_some_and(|at| self.edges().may_end(at))
    }

    /// Every occurrence of `needle` (folded already) that a quote may have, overlapping ones too; in a text that says it over and over the
    /// first of them, many more than anybody looks at.
    fn occurrences(&self, needle: &str) -> Occurrences {
        self.occurrences_with(needle, false)
    }

    /// As [`occurrences`](Self::occurrences); with `open` they may end inside a word.
    fn occurrences_with(&self, needle: &str, open: bool) -> Occurrences {
        let mut found = Occurrences::default();
        if needle.is_empty() {
            return found;
        }
        let most = max_hits(needle.len());
        let finder = memmem::Finder::new(needle);
        let haystack = self.folded.text();
        let edges = self.edges();
        let mut from = 0;
        while let Some(offset) = finder.find(&haystack.as_bytes()[from..])
            && found.hits.len() < most
        {
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
        if self.reading.text[range.clone()].contains(SEAM) {
            return Some(Obstacle::Seam);
        }
        self.reading.breaks_within(range).iter().find_map(|found| match found.kind {
            BreakKind::Wall(wall) => Some(Obstacle::Wall(wall)),
            BreakKind::Paragraph | BreakKind::Cell => None,
        })
    }

    /// The smallest range around this one that a quote may have; both are bytes of the text.
    pub fn whole_words(&self, range: &Range<usize>) -> Range<usize> {
        self.whole(&Hit { folded: self.folded.from_source(range), source: range.clone() })
    }

    /// The smallest range around a hit that a quote may have.
    fn whole(&self, hit: &Hit) -> Range<usize> {
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

    fn place(&self, hit: &Hit, exact: &str) -> Place {
        let verbatim = same_verbatim(&self.text()[hit.source.clone()], exact);
        Place::of(if verbatim { Level::Verbatim } else { Level::Folded }, hit.source.clone())
    }
}

/// Each hit may be compared whole, letter for letter, so that hits times length has to stay within this, in bytes.
const MAX_COMPARED_BYTES: usize = 1 << 24;
/// A quote of any length may stand in this many places.
const MIN_HITS: usize = 200;

/// After how many hits of a needle of so many bytes nobody looks for more.
fn max_hits(length: usize) -> usize {
    (MAX_COMPARED_BYTES / length.max(1)).max(MIN_HITS)
}

/// One occurrence, in the folded text and in the source's own.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit {
    folded: Range<usize>,
    source: Range<usize>,
}

/// Finds the one place of `quote` in `text`.
///
/// # Errors
/// [`Unlocated`] when the quote has no place, or more than one.
pub fn locate(text: &Searchable, quote: &Quote<'_>) -> Result<Place, Unlocated> {
    let needle = folded(quote.exact);
    if needle.is_empty() {
        return Err(Unlocated::Empty);
    }
    let Occurrences { hits, cut, crossing } = text.occurrences(&needle);
    let literal: Vec<Place> = hits.iter().map(|hit| text.place(hit, quote.exact)).collect();
    if literal.len() >= max_hits(needle.len()) {
        // Not all were looked at: even one that fits may not be the only one.
        return Err(Unlocated::Ambiguous(literal));
    }
    let context = Context::of(quote);
    let (fitting, mut elsewhere): (Vec<_>, Vec<_>) = literal.into_iter().partition(|place| context.fits(text, place));
    if !fitting.is_empty() {
        return one(fitting);
    }
    if let Some(misuse) = marks::misuse(quote.exact).filter(|_| elsewhere.is_empty()) {
        return Err(Unlocated::Misuse(misuse));
    }
    if elided::is_all_marks(&needle) && elsewhere.is_empty() {
        return Err(Unlocated::Empty);
    }
    match elided::places(text, &needle, &context) {
        Ok(elided::ElidedPlaces { fitting, .. }) if !fitting.is_empty() => one(fitting),
        Ok(elided::ElidedPlaces { apart, .. }) => {
            elsewhere.extend(apart);
            Err(match (elsewhere.is_empty(), crossing, cut) {
                (false, ..) => Unlocated::OutOfContext(elsewhere),
                (_, Some((hit, obstacle)), _) => Unlocated::Crosses(text.place(&hit, quote.exact), obstacle),
                (_, _, Some(hit)) => Unlocated::Cuts(text.whole(&hit)),
                _ => Unlocated::NotFound,
            })
        }
        Err(_) if !elsewhere.is_empty() => Err(Unlocated::OutOfContext(elsewhere)),
        Err(unlocated) => Err(unlocated),
    }
}

/// Whether the words directly before and after `place` are the prefix and suffix of `quote`, each alone.
pub fn context_fits(text: &Searchable, place: &Place, quote: &Quote<'_>) -> (bool, bool) {
    let context = Context::of(quote);
    let span = text.folded.from_source(&place.span());
    (context.precedes(text, span.start), context.follows(text, span.end))
}

/// The first part of an elided quote, between its marks, that does not stand in `text`; `None` when all do, or it has no marks.
pub fn missing_part(text: &Searchable, exact: &str) -> Option<String> {
    elided::missing_part(text, &folded(exact))
}

/// Whether a quote holds what could be an editor's marks.
pub fn has_marks(exact: &str) -> bool {
    marks::has_marks(&folded(exact))
}

fn one(mut places: Vec<Place>) -> Result<Place, Unlocated> {
    match (places.pop(), places.is_empty()) {
        (Some(place), true) => Ok(place),
        (Some(place), false) => {
            places.push(place);
            Err(Unlocated::Ambiguous(places))
        }
        (None, _) => Err(Unlocated::NotFound),
    }
}

/// A folded prefix and suffix, and whether a place stands between them.
struct Context {
    prefix: String,
    suffix: String,
}

impl Context {
    fn of(quote: &Quote<'_>) -> Self {
        Context {
            prefix: quote.prefix.map(folded).unwrap_or_default(),
            suffix: quote.suffix.map(folded).unwrap_or_default(),
        }
    }

    fn fits(&self, text: &Searchable, place: &Place) -> bool {
        let span = text.folded.from_source(&place.span());
        self.precedes(text, span.start) && self.follows(text, span.end)
    }

    fn precedes(&self, text: &Searchable, at: usize) -> bool {
        if self.prefix.is_empty() {
            return true;
        }
        let before = text.folded.text()[..at].trim_end_matches(' ');
        before.ends_with(&self.prefix)
            && text
                .folded
                .to_source(&(before.len() - self.prefix.len()..before.len()))
                .is_some_and(|_| text.edges().may_begin(before.len() - self.prefix.len()))
    }

    fn follows(&self, text: &Searchable, at: usize) -> bool {
        if self.suffix.is_empty() {
            return true;
        }
        let rest = &text.folded.text()[at..];
        let after = rest.trim_start_matches(' ');
        let start = at + rest.len() - after.len();
        after.starts_with(&self.suffix)
            && text
                .folded
                .to_source(&(start..start + self.suffix.len()))
                .is_some_and(|_| text.edges().may_end(start + self.suffix.len()))
    }
}

#[cfg(test)]
mod tests;
