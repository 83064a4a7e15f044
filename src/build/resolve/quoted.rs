//! Looks up quotations from prose in the sources: [`Lookup`]. If the words are not there, it explains why or suggests what to quote.

use std::sync::Arc;

use super::passage::ReadSource;
use super::quote::Resolver;
use super::rules::{explained, obstacle_in_words};
use crate::model::Field;
use citeback_quote::locate::nearest::{differences, nearest};
use citeback_quote::locate::wording::{locate_prose_quote, other_initial};
use citeback_quote::locate::{Searchable, Unlocated};
use citeback_quote::text::boundary::dictionary_words_of;
use citeback_quote::text::fold::folded;
use citeback_quote::text::{shortened, single_spaced};

/// Maximum number of sources to search for the words or the closest wording, which is only a hint.
pub(super) const COMPARED: usize = 100;
/// Maximum length of an excerpt in a hint, in code points.
const MAX_SHOWN: usize = 160;

/// The sources in which quotations are looked up.
pub(super) struct Lookup<'a> {
    pub quotes: &'a Resolver,
    pub sources: Vec<&'a Arc<ReadSource>>,
}

impl<'a> Lookup<'a> {
    /// Whether one of the sources contains these words, in its text, headline or publisher's name.
    pub fn finds(&self, words: &str) -> bool {
        let name = folded(words);
        let is_name = |source: &&Arc<ReadSource>| source.source.publisher.as_deref().map(folded) == Some(name.clone());
        self.texts().any(|(_, _, text)| locate_prose_quote(text, words).is_ok()) || self.sources.iter().any(is_name)
    }

    /// Another source that contains the words. Only a hint, so not searched if there are very many sources.
    pub fn elsewhere(&self, words: &str) -> Option<&'a Arc<ReadSource>> {
        let mut all = self.quotes.sources.iter().filter(|_| self.quotes.sources.len() <= COMPARED);
        all.find(|source| locate_prose_quote(&source.reading, words).is_ok())
    }

    /// The place of the words in the sources, as path and line.
    pub fn place(&self, words: &str) -> Option<String> {
        self.texts().find_map(|(source, field, text)| {
            let places = locate_prose_quote(text, words).ok()?;
            Some(self.line(source, field, places.first()?.span().start))
        })
    }

    /// Why the sources do not contain the words, or what they say instead, as a hint.
    pub fn instead(&self, words: &str) -> String {
        self.texts()
            .find_map(|(source, field, text)| self.refused(source, field, text, words))
            .unwrap_or_else(|| self.closest(words))
    }

    fn texts(&self) -> impl Iterator<Item = (&'a ReadSource, Field, &'a Searchable)> + '_ {
        let fields = [Field::Body, Field::Title];
        self.sources.iter().flat_map(move |source| {
            let source: &'a ReadSource = source;
            fields.into_iter().map(move |field| (source, field, source.field(field)))
        })
    }

    /// Why a text with these words, or parts of them, does not count as containing them.
    fn refused(&self, source: &ReadSource, field: Field, text: &Searchable, words: &str) -> Option<String> {
        let at = |start: usize| self.line(source, field, start);
        Some(match locate_prose_quote(text, words).err()? {
            Unlocated::Cuts(whole) => {
                let shown = shortened(&single_spaced(&text.text()[whole.clone()]), MAX_SHOWN);
                format!("{} contains these words only as part of a longer number or word: {shown}", at(whole.start))
            }
            Unlocated::Crosses(place, obstacle) => {
                format!(
                    "{} contains these words, but with {} in between",
                    at(place.span().start),
                    obstacle_in_words(obstacle)
                )
            }
            Unlocated::TooWide(place, _) => {
                format!("{} contains the parts, but they are too far apart", at(place.span().start))
            }
            Unlocated::Misuse(misuse) => {
                let (message, hint) = explained(&misuse);
                format!("{message}\n{hint}")
            }
            Unlocated::PartTooShort(part) => {
                format!(
                    "“{part}” is too short to be found between marks such as [...]: each part needs at least two words"
                )
            }
            Unlocated::Empty | Unlocated::NotFound | Unlocated::OutOfContext(_) | Unlocated::Ambiguous(_) => {
                return None;
            }
        })
    }

    fn closest(&self, words: &str) -> String {
        // Skip texts that contain too few of the words to have a close wording.
        let folded = folded(words).to_lowercase();
        let wanted: Vec<String> =
            dictionary_words_of(&folded).filter(|word| word.chars().count() > 3).map(str::to_owned).collect();
        let shared =
            self.texts().take(2 * COMPARED).map(|(source, field, text)| (text.shares(&wanted), source, field, text));
        // Of the closest, take the first.
        let best = shared.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let close = best.filter(|(shared, ..)| shared * 2 >= wanted.len());
        let near = close.and_then(|(_, source, field, text)| Some((source, field, text, nearest(text.text(), words)?)));
        let Some((source, field, text, near)) = near else {
            return "they contain no similar wording".to_owned();
        };
        let at = self.line(source, field, near.range.start);
        let theirs = single_spaced(&text.text()[near.range]);
        if near.only_case_differs {
            return format!("only the capitalisation differs from {at}\n  write it as the source does: {theirs}");
        }
        // A different case of the first letter is allowed, so it is not shown as a difference.
        let initial = other_initial(words).filter(|other| other.split(' ').next() == theirs.split(' ').next());
        let (ours, theirs) = differences(initial.as_deref().unwrap_or(words), &theirs);
        format!("the closest wording is at {at}\n  your words: {ours}\n  the source: {theirs}")
    }

    fn line(&self, source: &ReadSource, field: Field, start: usize) -> String {
        let files = &self.quotes.files;
        match field {
            Field::Body => source.place(files, start),
            Field::Title => format!("{}, in the headline", files.path(source.source.file)),
        }
    }
}
