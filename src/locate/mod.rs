//! The heart: finding a quote in a source. [`locate`] is the one way in; [`selector`] describes a place so that it is found again.
//!
//! A quote is located by the first of three levels that yields a match ([`Level`]); nothing else is accepted, and a place is never
//! guessed. Approximate search ([`nearest`]) makes hints only.

pub mod alike;
pub mod begun;
mod elided;
pub mod fragment;
pub mod nearest;
pub mod selector;

use std::ops::Range;

use memchr::memmem;

use crate::text::boundary::is_boundary;
use crate::text::fold::{Folded, folded, same_verbatim};

/// A text that quotes are sought in: the reading text of a source, folded once.
#[derive(Debug, Clone, Default)]
pub struct Searchable {
    text: String,
    folded: Folded,
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
}

impl Place {
    /// From the first quoted character to the last, with whatever was left out between.
    pub fn span(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }
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
}

impl Searchable {
    /// Folds `text`, once for all the quotes that will be sought in it.
    pub fn new(text: String) -> Self {
        let folded = Folded::new(&text);
        Searchable { text, folded }
    }

    /// The text as given; all places are byte ranges of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every occurrence of `needle` (folded already) that begins and ends at boundaries, overlapping ones too; in a text that says it
    /// over and over the first of them, many more than anybody looks at.
    fn occurrences(&self, needle: &str) -> Vec<Hit> {
        let mut hits = vec![];
        if needle.is_empty() {
            return hits;
        }
        let most = most_hits(needle.len());
        let finder = memmem::Finder::new(needle);
        let haystack = self.folded.text();
        let mut from = 0;
        while let Some(offset) = finder.find(&haystack.as_bytes()[from..]) {
            let start = from + offset;
            let range = start..start + needle.len();
            if hits.len() == most {
                break;
            }
            if let Some(source) = self.folded.to_source(&range)
                && is_boundary(&self.text, source.start)
                && is_boundary(&self.text, source.end)
            {
                hits.push(Hit { folded: range, source });
            }
            from = start + haystack[start..].chars().next().map_or(1, char::len_utf8);
        }
        hits
    }

    fn place(&self, hit: &Hit, exact: &str) -> Place {
        let verbatim = same_verbatim(&self.text[hit.source.clone()], exact);
        Place { level: if verbatim { Level::Verbatim } else { Level::Folded }, parts: vec![hit.source.clone()] }
    }
}

/// Each hit may be compared whole, letter for letter, so that hits times length has to stay within this, in bytes.
const MOST_COMPARED: usize = 1 << 24;
/// A quote of any length may stand in this many places.
const FEWEST_HITS: usize = 200;

/// After how many hits of a needle of so many bytes nobody looks for more.
fn most_hits(length: usize) -> usize {
    (MOST_COMPARED / length.max(1)).max(FEWEST_HITS)
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
    let literal: Vec<Place> = text.occurrences(&needle).iter().map(|hit| text.place(hit, quote.exact)).collect();
    if literal.len() >= most_hits(needle.len()) {
        // Not all were looked at: even one that fits may not be the only one.
        return Err(Unlocated::Ambiguous(literal));
    }
    let context = Context::of(quote);
    let (fitting, elsewhere): (Vec<_>, Vec<_>) = literal.into_iter().partition(|place| context.fits(text, place));
    if let Some(level) = fitting.iter().map(|place| place.level).min() {
        return one(fitting.into_iter().filter(|place| place.level == level).collect());
    }
    if elided::is_all_marks(&needle) && elsewhere.is_empty() {
        return Err(Unlocated::Empty);
    }
    match elided::places(text, &needle) {
        Ok(places) => {
            let (fitting, mut apart): (Vec<_>, Vec<_>) =
                places.into_iter().partition(|place| context.fits(text, place));
            if !fitting.is_empty() {
                return one(fitting);
            }
            apart.extend(elsewhere);
            Err(if apart.is_empty() { Unlocated::NotFound } else { Unlocated::OutOfContext(apart) })
        }
        Err(_) if !elsewhere.is_empty() => Err(Unlocated::OutOfContext(elsewhere)),
        Err(short) => Err(Unlocated::PartTooShort(short.0)),
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
    elided::has_marks(&folded(exact))
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
                .is_some_and(|source| is_boundary(&text.text, source.start))
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
                .is_some_and(|source| is_boundary(&text.text, source.end))
    }
}

#[cfg(test)]
mod tests;
