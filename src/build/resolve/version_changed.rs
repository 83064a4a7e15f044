//! Cited words that another version of their source does not have. Entry point: [`check`].

use std::ops::Range;
use std::sync::Arc;

use super::passage::{MissingIn, Passage, ReadSource, iso};
use super::quote_context::QuoteContext;
use super::versions::{Captures, Other};
use crate::base::files::Files;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::model::Field;
use citeback_quote::locate::compare::{Change, Side, compare};
use citeback_quote::locate::nearest::{differences, nearest};
use citeback_quote::locate::{Place, Quote, Searchable, Unlocated, locate};
use citeback_quote::text::boundary;
use citeback_quote::text::fold::folded;
use citeback_quote::text::sentence::around;
use citeback_quote::text::{shortened, single_spaced};

/// Maximum length of a sentence in a hint, in code points.
const MAX_SHOWN: usize = 300;

/// Looks for the words of a passage in all other versions of its source, and warns if one does not have them.
pub(super) fn check(
    written: &QuoteContext<'_>,
    passage: &mut Passage,
    (source, page): (&Arc<ReadSource>, &Captures),
    found: &mut Findings,
) {
    let others = page.others(&source.source.id);
    let without: Vec<&Other<'_>> =
        others.iter().filter(|other| !has_words(other.read, source, passage, &written.quote())).collect();
    let day = |other: &&Other<'_>| other.read.source.captured;
    let later = without.iter().copied().find(|other| other.later);
    let earlier = without.iter().copied().rfind(|other| !other.later);
    if let Some(other) = later.or(earlier) {
        let last = others.last().filter(|last| last.later);
        let last = last.is_some_and(|last| without.iter().any(|other| Arc::ptr_eq(other.read, last.read)));
        let (first, before) = (later.as_ref().and_then(day), earlier.as_ref().and_then(day));
        passage.missing = Some(Box::new(MissingIn { later: first, earlier: before, last }));
        let missing = Missing {
            files: Arc::clone(written.note.files),
            source: Arc::clone(source),
            other: Arc::clone(other.read),
            later: other.later,
            found_again: other.later && !last,
            field: passage.field,
            span: passage.span(),
        };
        let (places, path) = (Arc::clone(written.note.places), written.path("quote"));
        found.push(Deferred::new(Code::VersionChanged, places.file, move || {
            missing.finding(Diagnostic::new(Code::VersionChanged, places.place(&path), missing.message()))
        }));
    }
}

/// Whether another version has the words of a passage, anywhere in the same field, and does not strike them through.
fn has_words(other: &ReadSource, source: &Arc<ReadSource>, passage: &Passage, quote: &Quote<'_>) -> bool {
    let is_struck = |parts: &[Range<usize>]| {
        parts.iter().any(|part| other.field(passage.field).reading().is_struck(part)) && !passage.is_struck(source)
    };
    let places = match locate(other.field(passage.field), quote) {
        Ok(place) => vec![place],
        Err(Unlocated::Ambiguous(places) | Unlocated::OutOfContext(places)) => places,
        Err(_) => return false,
    };
    let (own, text) = (source.field(passage.field), other.field(passage.field));
    let changes = compare(own, text);
    let is_same_place = !passage.parts.iter().any(|part| changes.iter().any(|change| touches(change, part)));
    let is_there = |place: &Place| is_same_place || is_same_sentence((own, &passage.span()), (text, &place.span()));
    places.iter().any(|place| !is_struck(&place.parts) && is_there(place))
}

/// Whether most words around some words are also around the same words in another text. Where they are not, the words are there for another
/// reason: a correction says what the article said before.
fn is_same_sentence((own, words): (&Searchable, &Range<usize>), (other, found): (&Searchable, &Range<usize>)) -> bool {
    let beside = |text: &str, range: &Range<usize>| -> Vec<String> {
        let whole = around(text, range);
        let beside = [&text[whole.start..range.start], &text[range.end..whole.end.max(range.end)]];
        beside
            .into_iter()
            .flat_map(|part| boundary::words(part).map(|word| folded(&part[word])).collect::<Vec<_>>())
            .collect()
    };
    let (here, there) = (beside(own.text(), words), beside(other.text(), found));
    let shared = here.iter().filter(|word| there.contains(word)).count();
    2 * shared >= here.len()
}

/// Whether words of the old text that are in a range are not in the new one, or words come between them.
pub(super) fn touches(change: &Change, range: &Range<usize>) -> bool {
    if change.old.end <= range.start || range.end <= change.old.start {
        return false;
    }
    change.words.iter().any(|words| match words.side {
        Side::Old => words.old.start < range.end && range.start < words.old.end,
        Side::New => range.start < words.old.start && words.old.start < range.end,
        Side::Both => false,
    })
}

/// A version that does not have the words of a passage.
struct Missing {
    files: Arc<Files>,
    source: Arc<ReadSource>,
    other: Arc<ReadSource>,
    later: bool,
    /// A still later version has them again.
    found_again: bool,
    field: Field,
    span: Range<usize>,
}

impl Missing {
    fn message(&self) -> String {
        let (id, day) = (&self.other.source.id, iso(self.other.source.captured));
        if self.later {
            format!("the publisher changed these words: “{id}”, captured on {day}, does not have them")
        } else {
            format!("these words were not there yet in “{id}”, captured on {day}")
        }
    }

    fn finding(&self, finding: Diagnostic) -> Diagnostic {
        let (own, other) = (self.source.field(self.field), self.other.field(self.field));
        let changes = compare(own, other);
        let near: Vec<&Change> = changes.iter().filter(|change| touches(change, &self.span)).collect();
        let finding = finding.label(format!("as captured on {}", iso(self.source.source.captured)));
        let finding = match (near.first(), near.last()) {
            (Some(first), Some(last)) => {
                let (before, after) = wordings(&near, (own.text(), other.text()));
                let (was, is) = (first.old.start, first.new.start..last.new.end);
                let old = format!("{}: {before}", self.place(&self.source, was));
                let new = match after.as_str() {
                    "" => self.closest(),
                    after => format!("{}: {after}", self.place(&self.other, is.start)),
                };
                let finding = finding.hint(format!("{old}\n{new}"));
                match self.field {
                    Field::Body if !is.is_empty() => {
                        finding.elsewhere(self.other.span(&is), "what the version says instead")
                    }
                    _ => finding,
                }
            }
            _ => finding,
        };
        let again = self.found_again.then(|| "the last version has the words again".to_owned());
        finding
            .maybe_hint(again)
            .hint("cite the version that the claim rests on, or say in the note what changed; then accept this finding")
    }

    /// Where a sentence is gone: what the other version has that is worded like the passage.
    fn closest(&self) -> String {
        let (own, other) = (self.source.field(self.field), self.other.field(self.field));
        let words = &own.text()[self.span.clone()];
        match nearest(other.text(), words) {
            Some(near) if other.reading().is_struck(&near.range) => {
                format!("{}: the words are struck through", self.place(&self.other, near.range.start))
            }
            Some(near) => {
                let whole = other.whole_words(&near.range);
                let (_, theirs) = differences(words, &other.text()[whole]);
                format!("{}: {theirs}", self.place(&self.other, near.range.start))
            }
            None => format!("{}: the sentence is not there", self.files.path(self.other.source.file)),
        }
    }

    /// The file and line of a position in the field.
    fn place(&self, read: &ReadSource, position: usize) -> String {
        match self.field {
            Field::Body => read.place(&self.files, position),
            Field::Title => format!("{}: title", self.files.path(read.source.file)),
        }
    }
}

/// Both wordings of some changes, each with its own words in marks.
fn wordings(changes: &[&Change], (old, new): (&str, &str)) -> (String, String) {
    let mut shown = (String::new(), String::new());
    for words in changes.iter().flat_map(|change| &change.words) {
        let old = || single_spaced(&old[words.old.clone()]);
        let new = || single_spaced(&new[words.new.clone()]);
        match words.side {
            Side::Both => {
                append(&mut shown.0, &old());
                append(&mut shown.1, &new());
            }
            Side::Old => append(&mut shown.0, &format!("[-{}-]", old())),
            Side::New => append(&mut shown.1, &format!("{{+{}+}}", new())),
        }
    }
    (shortened(&shown.0, MAX_SHOWN), shortened(&shown.1, MAX_SHOWN))
}

fn append(shown: &mut String, words: &str) {
    // No space before a mark that ends a clause.
    if !shown.is_empty() && !words.starts_with([',', '.', ';', ':', '!', '?', ')', '”']) {
        shown.push(' ');
    }
    shown.push_str(words);
}
