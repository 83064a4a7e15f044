//! Whether the sources say what is quoted in running prose: [`Lookup`], and what an editor may do where they do not.

use std::sync::Arc;

use super::ReadSource;
use super::quote::Resolver;
use super::rules::{explained, what};
use crate::model::Field;
use citeback_quote::locate::nearest::{differences, nearest};
use citeback_quote::locate::wording::{locate_prose_quote, other_initial};
use citeback_quote::locate::{Searchable, Unlocated};
use citeback_quote::text::boundary::dictionary_words_of;
use citeback_quote::text::fold::folded;
use citeback_quote::text::{shortened, single_spaced};

/// The closest wording is sought in so many sources; it is only a hint.
const COMPARED: usize = 100;
/// Code points of a source that a hint shows.
const MAX_SHOWN: usize = 160;

/// Sources in which quotations are looked for.
pub(super) struct Lookup<'a> {
    pub quotes: &'a Resolver<'a>,
    pub sources: Vec<&'a Arc<ReadSource>>,
}

impl<'a> Lookup<'a> {
    /// Whether one of the sources, or its headline, says these words, or has them as its publisher's name.
    pub fn finds(&self, words: &str) -> bool {
        let name = folded(words);
        let is_name = |source: &&Arc<ReadSource>| source.source.publisher.as_deref().map(folded) == Some(name.clone());
        self.texts().any(|(_, _, text)| locate_prose_quote(text, words).is_ok()) || self.sources.iter().any(is_name)
    }

    /// Another source that says the words. Only a hint, so not sought among very many.
    pub fn elsewhere(&self, words: &str) -> Option<&'a Arc<ReadSource>> {
        let mut all = self.quotes.sources.iter().filter(|_| self.quotes.sources.len() <= COMPARED);
        all.find(|source| locate_prose_quote(&source.reading, words).is_ok())
    }

    /// Where the sources say the words, as path and line.
    pub fn place(&self, words: &str) -> Option<String> {
        self.texts().find_map(|(source, field, text)| {
            let places = locate_prose_quote(text, words).ok()?;
            Some(self.line(source, field, places.first()?.span().start))
        })
    }

    /// Why the sources do not say the words, or what they say instead; for an editor.
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

    /// Why a text that has the words, or parts of them, does not say them.
    fn refused(&self, source: &ReadSource, field: Field, text: &Searchable, words: &str) -> Option<String> {
        let at = |start: usize| self.line(source, field, start);
        Some(match locate_prose_quote(text, words).err()? {
            Unlocated::Cuts(whole) => {
                let shown = shortened(&single_spaced(&text.text()[whole.clone()]), MAX_SHOWN);
                format!("{} has these words only as part of a longer number or word: {shown}", at(whole.start))
            }
            Unlocated::Crosses(place, obstacle) => {
                format!("{} has these words, but {} divides them", at(place.span().start), what(obstacle))
            }
            Unlocated::TooWide(place, _) => {
                format!("{} has the parts, but they are too far apart", at(place.span().start))
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
        // Most texts have too few of the words for any of their wordings to be close.
        let folded = folded(words).to_lowercase();
        let wanted: Vec<String> =
            dictionary_words_of(&folded).filter(|word| word.chars().count() > 3).map(str::to_owned).collect();
        let shared =
            self.texts().take(2 * COMPARED).map(|(source, field, text)| (text.shares(&wanted), source, field, text));
        // The first one of those that share most.
        let best = shared.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let close = best.filter(|(shared, ..)| shared * 2 >= wanted.len());
        let near = close.and_then(|(_, source, field, text)| Some((source, field, text, nearest(text.text(), words)?)));
        let Some((source, field, text, near)) = near else {
            return "nothing there is worded like this".to_owned();
        };
        let at = self.line(source, field, near.range.start);
        let theirs = single_spaced(&text.text()[near.range]);
        if near.only_case_differs {
            return format!("only upper and lower case differ from {at}\n  write it as the source does: {theirs}");
        }
        // Another initial is no fault, and is not shown as one.
        let initial = other_initial(words).filter(|other| other.split(' ').next() == theirs.split(' ').next());
        let (ours, theirs) = differences(initial.as_deref().unwrap_or(words), &theirs);
        format!("the closest wording is at {at}\n  your words: {ours}\n  the source: {theirs}")
    }

    fn line(&self, source: &ReadSource, field: Field, start: usize) -> String {
        let files = self.quotes.files;
        match field {
            Field::Body => source.place(files, start),
            Field::Title => format!("{}, in the headline", files.path(source.source.file)),
        }
    }
}
