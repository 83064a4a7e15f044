//! Fixes of quotations: automatic ones ([`own_words`](Correction::own_words), [`context`](Correction::context)) and those that an editor has
//! to choose. No automatic fix changes which words of the source are meant, changes a number or drops a mark. Each fix is verified: the
//! corrected quotation must have exactly one place.

use std::ops::Range;
use std::sync::Arc;

use super::passage::ReadSource;
use super::quote_context::QuoteContext;
use crate::findings::Fix;
use crate::model::Quotation;
use crate::notes::edit::{EditedNote, reworded};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::locate::loose_match::{loose_match, loose_match_after, loose_match_before};
use citeback_quote::locate::selector::Disambiguator;
use citeback_quote::locate::{self, Level, Place, Quote, Searchable, Unlocated, locate};
use citeback_quote::text::fold::{Folded, folded};
use citeback_quote::text::{in_marks, shortened, single_spaced};

/// The maximum length of words in the title of a fix, in code points.
const MAX_TITLE: usize = 80;

/// A quotation that is not found as it is written, with all that its fixes need. They are made when somebody asks for them.
#[derive(Clone)]
pub(super) struct Correction {
    places: Arc<Places>,
    quotation: Arc<Quotation>,
    source: Arc<ReadSource>,
}

impl Correction {
    /// `None` if the source has changed since it was sealed: nothing is adapted to a text that nobody has looked at.
    pub fn new(written: &QuoteContext<'_>, source: &Arc<ReadSource>) -> Option<Self> {
        let (places, quotation) = (Arc::clone(written.note.places), Arc::new(written.quotation.clone()));
        (!source.source.changed).then(|| Correction { places, quotation, source: Arc::clone(source) })
    }

    fn note(&self) -> EditedNote<'_> {
        EditedNote::at(&self.places)
    }

    fn reading(&self) -> &Searchable {
        &self.source.reading
    }

    fn quote(&self) -> Quote<'_> {
        let Quotation { quote, prefix, suffix, .. } = &*self.quotation;
        Quote { exact: quote, prefix: prefix.as_deref(), suffix: suffix.as_deref() }
    }

    fn passage(&self) -> Path {
        Path::top().key("passages").index(self.quotation.index)
    }

    fn path(&self, field: &'static str) -> Path {
        self.passage().key(field)
    }

    /// Replaces the quote with the exact words of the source if only case, punctuation variants or white space differ.
    pub fn own_words(&self) -> Option<Fix> {
        let reading = self.reading();
        let old = &self.quotation.quote;
        if locate::has_marks(old) {
            return None;
        }
        let range = loose_match(reading, old).filter(|range| same_words(old, &reading.text()[range.clone()]))?;
        let new = reworded(old, &single_spaced(&reading.text()[range.clone()]));
        let place = locate(reading, &Quote { exact: &new, ..self.quote() }).ok()?;
        let meant = place.level == Level::Verbatim && place.span() == range;
        let edit = self.note().replace_scalar(&self.path("quote"), &new).ok().filter(|_| meant)?;
        Some(Fix::new("use the exact words of the source", [edit]))
    }

    /// Removes the quotation marks around the quote if the source does not have them.
    pub fn without_marks(&self) -> Option<Fix> {
        let reading = self.reading();
        let words = in_marks(&self.quotation.quote)?;
        locate(reading, &Quote { exact: words, ..self.quote() }).ok()?;
        let edit = self.note().replace_scalar(&self.path("quote"), words).ok()?;
        Some(Fix::new("remove the quotation marks", [edit]))
    }

    /// Replaces the prefix or suffix (`field`) with the words of the source, if there is exactly one of the `places` next to which it differs
    /// only in case, punctuation variants or white space.
    pub fn context(&self, places: &[Place], field: &'static str) -> Option<Fix> {
        let (reading, quotation) = (self.reading(), &self.quotation);
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
        let quote = with(&self.quote(), field, Some(&words));
        let meant = locate(reading, &quote).is_ok_and(|found| found == *place);
        let edit = self.note().replace_scalar(&self.path(field), &words).ok().filter(|_| meant)?;
        Some(Fix::new(format!("use the exact words of the source in the {field}"), [edit]))
    }

    /// Removes the prefix or suffix (`field`), which is not next to the only place of the words.
    pub fn without(&self, field: &'static str) -> Option<Fix> {
        let edit = self.note().remove_field(&self.path(field)).ok()?;
        Some(Fix::new(format!("remove the {field}"), [edit]))
    }

    /// Sets the prefix or suffix that selects `place`; `what` describes the place to the editor.
    pub fn choice(&self, place: &Place, disambiguator: &Disambiguator, what: String) -> Option<Fix> {
        let reading = self.reading();
        let (field, words, other) = match disambiguator {
            Disambiguator::Prefix(words) => ("prefix", words, "suffix"),
            Disambiguator::Suffix(words) => ("suffix", words, "prefix"),
        };
        let quote = self.quote();
        let (prefix_fits, suffix_fits) = locate::context_fits(reading, place, &quote);
        let other_stays = if other == "prefix" { prefix_fits } else { suffix_fits };
        let mut corrected = with(&quote, field, Some(words));
        let mut edits = vec![];
        let given = |field| if field == "prefix" { quote.prefix } else { quote.suffix };
        let note = self.note();
        edits.push(match given(field) {
            Some(_) => note.replace_scalar(&self.path(field), words).ok()?,
            None => note.insert_field(&self.passage(), field, words, "quote").ok()?,
        });
        if !other_stays && given(other).is_some() {
            corrected = with(&corrected, other, None);
            edits.push(note.remove_field(&self.path(other)).ok()?);
        }
        let meant = locate(reading, &corrected).is_ok_and(|found| found.span() == place.span());
        meant.then(|| Fix::new(what, edits))
    }

    /// Replaces the quote, or the `part` of it that is not in the source, with the words at `range`, which are worded alike.
    pub fn closest(&self, part: &str, range: &Range<usize>) -> Option<Fix> {
        if self.own_words().is_some() {
            return None;
        }
        let reading = self.reading();
        let words = single_spaced(&reading.text()[range.clone()]);
        let old = &self.quotation.quote;
        let new = if part == old {
            reworded(old, &words)
        } else {
            let folded = Folded::new(old);
            let at = folded.text().find(part)?;
            let at = folded.to_source(&(at..at + part.len()))?;
            format!("{}{words}{}", &old[..at.start], &old[at.end..])
        };
        match locate(reading, &Quote { exact: &new, ..self.quote() }) {
            // Where they occur several times, the next finding lets the editor choose.
            Ok(_) | Err(Unlocated::Ambiguous(_)) => {}
            Err(_) => return None,
        }
        let edit = self.note().replace_scalar(&self.path("quote"), &new).ok()?;
        Some(Fix::new(format!("take the source’s words: “{}”", shortened(&words, MAX_TITLE)), [edit]))
    }

    /// Takes the passage from another source.
    pub fn other_source(&self, id: &str) -> Option<Fix> {
        let edit = self.note().replace_scalar(&self.path("source"), id).ok()?;
        Some(Fix::new(format!("take it from the source “{id}”"), [edit]))
    }
}

/// Whether a quote in quotation marks that the source does not have is found without them.
pub(super) fn is_found_without_marks(written: &QuoteContext<'_>, reading: &Searchable) -> bool {
    let words = in_marks(&written.quotation.quote);
    words.is_some_and(|words| locate(reading, &Quote { exact: words, ..written.quote() }).is_ok())
}

/// Whether two texts have the same words and numbers in the same order; case, quotation marks and dashes may differ.
fn same_words(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> { folded(text).split(' ').map(str::to_lowercase).collect() };
    words(a) == words(b)
}

fn with<'a>(quote: &Quote<'a>, field: &str, words: Option<&'a str>) -> Quote<'a> {
    match field {
        "prefix" => Quote { prefix: words, ..*quote },
        _ => Quote { suffix: words, ..*quote },
    }
}
