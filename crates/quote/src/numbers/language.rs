//! What is known of numbers in a language: [`Language::of`].

use std::sync::LazyLock;

use super::lists::{LISTS, Lists, Point};
use super::word_map::WordMap;
use crate::locate::lexicon::Lexicon;
use crate::text::boundary::dictionary_words_of;

/// What a word says in a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeric {
    /// A number below a thousand, or a whole one such as the Arabic word for two thousand.
    Unit(u128),
    /// It multiplies the number before it.
    Scale(u128),
    Ordinal(u128),
    /// Between tens and units, or after hundreds.
    And,
    /// One, before a scale; by itself it may be an article.
    One,
}

/// The words of a language.
#[derive(Debug)]
pub(super) struct Language {
    pub lists: Option<&'static Lists>,
    pub point: Point,
    words: WordMap<Numeric>,
    /// Phrases after a number that make it a percentage, each as its words.
    pub percent: Vec<Vec<&'static str>>,
}

/// Whether the number words of a language are known. Of other languages only numerals are read.
pub fn knows_number_words(tag: &str) -> bool {
    Language::of(tag).lists.is_some()
}

/// Whether a text has numbers in words, by the words that the rules of matching know; of some languages these are known, but not what they
/// are worth.
pub fn has_number_words(text: &str, language: &str) -> bool {
    let lexicon = Lexicon::of(language);
    dictionary_words_of(text).any(|word| lexicon.is_number(&word.to_lowercase()))
}

impl Language {
    /// By a language tag; only the primary language counts.
    pub fn of(tag: &str) -> &'static Language {
        static KNOWN: LazyLock<Vec<Language>> = LazyLock::new(|| LISTS.iter().map(Language::new).collect());
        static COMMA: LazyLock<Language> = LazyLock::new(|| Language::without_lists(Point::Comma));
        static OTHER: LazyLock<Language> = LazyLock::new(|| Language::without_lists(Point::Either));
        let primary = tag.split('-').next().unwrap_or_default();
        match KNOWN.iter().find(|language| language.lists.is_some_and(|lists| lists.tag == primary)) {
            Some(language) => language,
            None if ["it", "nl", "sv", "da", "nb", "nn", "no", "fi", "pl", "cs", "ru", "uk", "tr"]
                .contains(&primary) =>
            {
                &COMMA
            }
            None => &OTHER,
        }
    }

    fn new(lists: &'static Lists) -> Self {
        let pairs = |list: &'static str| {
            let mut parts = list.split_whitespace();
            std::iter::from_fn(move || Some((parts.next()?, parts.next()?.parse().ok()?)))
        };
        let words = pairs(lists.ordinals).map(|(word, value)| (word, Numeric::Ordinal(value)));
        let words = words.chain(pairs(lists.units).map(|(word, value)| (word, Numeric::Unit(value))));
        let words = words.chain(pairs(lists.scales).map(|(word, value)| (word, Numeric::Scale(value))));
        let words = words.chain(lists.ones.split_whitespace().map(|word| (word, Numeric::One)));
        let words = words.chain(lists.and.split_whitespace().map(|word| (word, Numeric::And))).collect();
        let percent = lists.percent.split(',').map(|phrase| phrase.split_whitespace().collect()).collect();
        Language { lists: Some(lists), point: lists.point, words, percent }
    }

    /// Words that many languages have are known everywhere.
    fn without_lists(point: Point) -> Self {
        let words = [("million", 1_000_000), ("mln", 1_000_000), ("mio", 1_000_000), ("milliard", 1_000_000_000)];
        let words = words.into_iter().chain(super::lists::OTHER_SCALES.iter().copied());
        let words = words.map(|(word, value)| (word, Numeric::Scale(value))).collect();
        let percent = super::lists::OTHER_PERCENT.iter().map(|word| vec![*word]).collect();
        Language { lists: None, point, words, percent }
    }

    pub fn numeric(&self, word: &str) -> Option<Numeric> {
        self.words.get(word)
    }

    /// What multiplies a numeral.
    pub fn scale(&self, word: &str) -> Option<u128> {
        match self.numeric(word) {
            Some(Numeric::Scale(value)) => Some(value),
            _ => None,
        }
    }
}
