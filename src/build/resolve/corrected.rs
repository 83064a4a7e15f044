//! Fixes of quotations: automatic ones ([`own_words`], [`context`]) and those that an editor has to choose ([`choice`], [`without`],
//! [`without_marks`]). No automatic fix changes which words of the source are meant, changes a number or drops a mark. Each fix is
//! verified: the corrected quotation must have exactly one place.

use super::quote_context::QuoteContext;
use crate::findings::Fix;
use crate::notes::edit::reworded;
use citeback_quote::locate::loose_match::{loose_match, loose_match_after, loose_match_before};
use citeback_quote::locate::selector::Disambiguator;
use citeback_quote::locate::{self, Level, Place, Quote, Searchable, locate};
use citeback_quote::text::fold::folded;
use citeback_quote::text::{in_marks, single_spaced};

/// Replaces the quote with the exact words of the source if only case, punctuation variants or white space differ.
pub(super) fn own_words(at: &QuoteContext<'_>, reading: &Searchable) -> Option<Fix> {
    let old = &at.quotation.quote;
    if locate::has_marks(old) {
        return None;
    }
    let range = loose_match(reading, old).filter(|range| same_words(old, &reading.text()[range.clone()]))?;
    let new = reworded(old, &single_spaced(&reading.text()[range.clone()]));
    let place = locate(reading, &Quote { exact: &new, ..at.quote() }).ok()?;
    let meant = place.level == Level::Verbatim && place.span() == range;
    let edit = at.note.edits().replace_scalar(&at.path("quote"), &new).ok().filter(|_| meant)?;
    Some(Fix::new("use the exact words of the source", [edit]))
}

/// Whether two texts have the same words and numbers in the same order; case, quotation marks and dashes may differ.
fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> { folded(text).split(' ').map(str::to_lowercase).collect() };
    words(a) == words(b)
}

/// Removes the quotation marks around the quote if the source does not have them.
pub(super) fn without_marks(at: &QuoteContext<'_>, reading: &Searchable) -> Option<Fix> {
    let words = in_marks(&at.quotation.quote)?;
    locate(reading, &Quote { exact: words, ..at.quote() }).ok()?;
    let edit = at.note.edits().replace_scalar(&at.path("quote"), words).ok()?;
    Some(Fix::new("remove the quotation marks", [edit]))
}

/// Replaces the prefix or suffix (`field`) with the words of the source, if there is exactly one of the `places` next to which it differs
/// only in case, punctuation variants or white space.
pub(super) fn context(
    at: &QuoteContext<'_>,
    reading: &Searchable,
    places: &[Place],
    field: &'static str,
) -> Option<Fix> {
    let quotation = at.quotation;
    let like = |place: &Place| {
        let (words, range) = match field {
            "prefix" => (
                quotation.prefix.as_deref()?,
                loose_match_before(reading, place.span().start, quotation.prefix.as_deref()?)?,
            ),
            _ => (
                quotation.suffix.as_deref()?,
                loose_match_after(reading, place.span().end, quotation.suffix.as_deref()?)?,
            ),
        };
        same_words(words, &reading.text()[range.clone()]).then_some(range)
    };
    let mut fitting = places.iter().filter_map(|place| Some((place, like(place)?)));
    let (place, range) = fitting.next()?;
    if fitting.next().is_some() {
        return None;
    }
    let words = single_spaced(&reading.text()[range]);
    let quote = with(&at.quote(), field, Some(&words));
    let meant = locate(reading, &quote).is_ok_and(|found| found == *place);
    let edit = at.note.edits().replace_scalar(&at.path(field), &words).ok().filter(|_| meant)?;
    Some(Fix::new(format!("use the exact words of the source in the {field}"), [edit]))
}

/// Removes the prefix or suffix (`field`), which is not next to the only place of the words.
pub(super) fn without(at: &QuoteContext<'_>, field: &'static str) -> Option<Fix> {
    let edit = at.note.edits().remove_field(&at.path(field)).ok()?;
    Some(Fix::new(format!("remove the {field}"), [edit]))
}

/// Sets the prefix or suffix that selects `place`; `what` describes the place to the editor.
pub(super) fn choice(
    at: &QuoteContext<'_>,
    reading: &Searchable,
    place: &Place,
    disambiguator: &Disambiguator,
    what: String,
) -> Option<Fix> {
    let (field, words, other) = match disambiguator {
        Disambiguator::Prefix(words) => ("prefix", words, "suffix"),
        Disambiguator::Suffix(words) => ("suffix", words, "prefix"),
    };
    let quote = at.quote();
    let (prefix_fits, suffix_fits) = locate::context_fits(reading, place, &quote);
    let other_stays = if other == "prefix" { prefix_fits } else { suffix_fits };
    let mut corrected = with(&quote, field, Some(words));
    let mut edits = vec![];
    let given = |field| if field == "prefix" { quote.prefix } else { quote.suffix };
    let note = at.note.edits();
    edits.push(match given(field) {
        Some(_) => note.replace_scalar(&at.path(field), words).ok()?,
        None => note.insert_field(&at.passage(), field, words, "quote").ok()?,
    });
    if !other_stays && given(other).is_some() {
        corrected = with(&corrected, other, None);
        edits.push(note.remove_field(&at.path(other)).ok()?);
    }
    let meant = locate(reading, &corrected).is_ok_and(|found| found.span() == place.span());
    meant.then(|| Fix::new(what, edits))
}

/// Takes the passage from another source.
pub(super) fn other_source(at: &QuoteContext<'_>, id: &str) -> Option<Fix> {
    let edit = at.note.edits().replace_scalar(&at.path("source"), id).ok()?;
    Some(Fix::new(format!("take it from the source “{id}”"), [edit]))
}

fn with<'a>(quote: &Quote<'a>, field: &str, words: Option<&'a str>) -> Quote<'a> {
    match field {
        "prefix" => Quote { prefix: words, ..*quote },
        _ => Quote { suffix: words, ..*quote },
    }
}
