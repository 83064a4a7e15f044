//! Describing a place so that it is found again: [`describe`], and [`disambiguate`] for one of several occurrences.
//!
//! A description is a `TextQuoteSelector` of the W3C Web Annotation Data Model, section 4.2.4, with as little context as possible.

use std::ops::Range;

use super::context::Context;
use super::find::locate;
use super::place::{Place, Quote};
use super::searchable::Searchable;
use super::unlocated::Unlocated;
use crate::text::display::single_spaced;
use crate::text::figures::{subscript, superscript};
use crate::text::reading_text::SEAM;

/// A prefix or a suffix that tells one occurrence from all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disambiguator {
    /// Words directly before the place.
    Prefix(String),
    /// Words directly after it.
    Suffix(String),
}

/// A description of a place, from which [`locate`] finds that place again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector {
    /// The words of the place, with single spaces.
    pub exact: String,
    /// What tells them from the same words elsewhere, if they occur more than once.
    pub disambiguator: Option<Disambiguator>,
}

/// Describes a byte range of `text` by its words and, if they occur more than once, the shortest prefix or suffix that decides.
///
/// `None` when the range cannot be told from another one, or does not begin and end at boundaries and on visible characters.
///
/// ```
/// use citeback_quote::{Disambiguator, Quote, ReadingText, Searchable, describe, locate};
///
/// let text = Searchable::new(ReadingText::plain("The bank lost. The bank won."), "en");
/// let selector = describe(&text, &(19..23)).expect("the second bank differs from the first");
/// assert_eq!(selector.exact, "bank");
/// assert_eq!(selector.disambiguator, Some(Disambiguator::Suffix("won".to_owned())));
///
/// let quote = Quote { exact: "bank", suffix: Some("won"), ..Quote::default() };
/// assert_eq!(locate(&text, &quote)?.span(), 19..23);
/// # Ok::<(), citeback_quote::Unlocated>(())
/// ```
pub fn describe(text: &Searchable, range: &Range<usize>) -> Option<Selector> {
    let exact = single_spaced(&text.text()[range.clone()]);
    match locate(text, &Quote { exact: &exact, ..Quote::default() }) {
        Ok(place) => (place.span() == *range).then_some(Selector { exact, disambiguator: None }),
        Err(Unlocated::Ambiguous(places)) => {
            let this = places.iter().position(|place| place.span() == *range)?;
            let disambiguator = disambiguate(text, &places, this)?;
            Some(Selector { exact, disambiguator: Some(disambiguator) })
        }
        Err(_) => None,
    }
}

/// The range of words that somebody selected on a page that shows `text`: `selected` as the page has them, with `before` characters of the
/// text in front of them, counted as code points other than white space, because pages break lines where they like. What the page shows
/// and is no text, such as the label of an image, is counted in neither.
///
/// The selection is widened to whole words. `None` when it holds none, or is not of this text.
pub fn pick(text: &Searchable, before: usize, selected: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = selected.chars().filter(|c| !c.is_whitespace() && *c != SEAM).collect();
    let shown: Vec<(usize, char)> = text.reading().visible().skip(before).take(wanted.len()).collect();
    let (first, last) = (shown.first()?, shown.last()?);
    // A page shows raised figures as plain ones.
    let same =
        |own: char, shown: char| own == shown || superscript(shown) == Some(own) || subscript(shown) == Some(own);
    let is_this = shown.len() == wanted.len() && shown.iter().zip(&wanted).all(|((_, own), shown)| same(*own, *shown));
    let range = first.0..last.0 + last.1.len_utf8();
    widened(text, range).filter(|_| is_this)
}

/// The smallest range around this one that a quote may have, without white space at its ends; `None` when it holds no letter or figure.
fn widened(text: &Searchable, Range { mut start, mut end }: Range<usize>) -> Option<Range<usize>> {
    while !text.may_begin(start) {
        start = text.text()[..start].char_indices().next_back()?.0;
    }
    while !text.may_end(end) {
        end += text.text()[end..].chars().next()?.len_utf8();
    }
    text.text()[start..end].contains(char::is_alphanumeric).then_some(start..end)
}

/// With more places than this, no context is sought: in a text that repeats itself so often it would be as long as the text.
const MAX_PLACES: usize = 100;

/// The shortest prefix or suffix that tells `places[this]` from the others; a prefix when both are equally long. `None` when there is
/// none, or when there are very many places.
pub fn disambiguate(text: &Searchable, places: &[Place], this: usize) -> Option<Disambiguator> {
    if places.len() > MAX_PLACES {
        return None;
    }
    let prefix = shortest_prefix(text, places, this);
    let suffix = shortest_suffix(text, places, this);
    match (prefix, suffix) {
        (Some(prefix), Some(suffix)) if suffix.chars().count() < prefix.chars().count() => {
            Some(Disambiguator::Suffix(suffix))
        }
        (Some(prefix), _) => Some(Disambiguator::Prefix(prefix)),
        (None, suffix) => suffix.map(Disambiguator::Suffix),
    }
}

fn shortest_prefix(text: &Searchable, places: &[Place], this: usize) -> Option<String> {
    let before = |place: &Place| {
        let start = text.folded.from_source(&place.span()).start;
        text.folded.text()[..start].trim_end_matches(' ')
    };
    let own = before(&places[this]);
    let shared = others(places, this).map(|other| shared_suffix(own, before(other))).max()?;
    let source_end = places[this].span().start;
    // What is shared decides nothing: begin where it begins, and go back word by word.
    let mut at = (own.len() - shared..=own.len())
        .find_map(|from| text.folded.to_source(&(from..own.len())))
        .filter(|_| shared > 0)
        .map_or(source_end, |source| source.start);
    loop {
        let starts_word = at == 0 || text.text()[at..source_end].starts_with(char::is_alphanumeric);
        if starts_word && text.may_begin(at) {
            let prefix = single_spaced(&text.text()[at..source_end]);
            let quote = Quote { prefix: Some(&prefix), ..Quote::default() };
            if decides(text, places, this, &quote) {
                return Some(prefix);
            }
        }
        at = text.text()[..at].char_indices().next_back()?.0;
    }
}

fn shortest_suffix(text: &Searchable, places: &[Place], this: usize) -> Option<String> {
    let after = |place: &Place| {
        let end = text.folded.from_source(&place.span()).end;
        text.folded.text()[end..].trim_start_matches(' ')
    };
    let own = after(&places[this]);
    let shared = others(places, this).map(|other| shared_prefix(own, after(other))).max()?;
    let own_start = text.folded.text().len() - own.len();
    let source_start = places[this].span().end;
    let mut at = (own_start..=own_start + shared)
        .rev()
        .find_map(|to| text.folded.to_source(&(own_start..to)))
        .filter(|_| shared > 0)
        .map_or(source_start, |source| source.end);
    loop {
        let ends_word = at == text.text().len() || text.text()[source_start..at].ends_with(char::is_alphanumeric);
        if ends_word && text.may_end(at) {
            let suffix = single_spaced(&text.text()[source_start..at]);
            let quote = Quote { suffix: Some(&suffix), ..Quote::default() };
            if decides(text, places, this, &quote) {
                return Some(suffix);
            }
        }
        at += text.text()[at..].chars().next()?.len_utf8();
    }
}

fn others(places: &[Place], this: usize) -> impl Iterator<Item = &Place> {
    places.iter().enumerate().filter(move |(i, _)| *i != this).map(|(_, place)| place)
}

fn decides(text: &Searchable, places: &[Place], this: usize, quote: &Quote<'_>) -> bool {
    let context = Context::of(quote);
    context.fits(text, &places[this]) && !others(places, this).any(|other| context.fits(text, other))
}

/// The length in bytes of the longest common ending, on a character boundary of both.
fn shared_suffix(a: &str, b: &str) -> usize {
    let pairs = a.chars().rev().zip(b.chars().rev());
    pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn shared_prefix(a: &str, b: &str) -> usize {
    let pairs = a.chars().zip(b.chars());
    pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}
