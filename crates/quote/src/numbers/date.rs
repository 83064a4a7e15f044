//! Dates and times of the day. Entry point: [`dated`].

use std::sync::LazyLock;

use super::figure::Reading;
use super::language::{Language, Numeric};
use super::lists::{BETWEEN_DATES, MONTHS, RANKS};
use super::numeral::{day, day_month_year, time};
use super::token::{Token, TokenKind};
use super::word_map::WordMap;
use super::words::in_han;
use crate::locate::lexicon::is_listed;

/// A date or a time and how many tokens it takes.
pub(super) struct Dated {
    pub tokens: usize,
    pub readings: Vec<Reading>,
}

/// The date or the time that begins with the first of these tokens.
pub(super) fn dated(tokens: &[Token<'_>], language: &'static Language) -> Option<Dated> {
    let found = chinese(tokens).or_else(|| in_figures(tokens)).or_else(|| with_month(tokens, language));
    found.map(|(tokens, readings)| Dated { tokens, readings }).filter(|dated| !dated.readings.is_empty())
}

fn touch(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).all(|pair| pair[0].at.end == pair[1].at.start)
}

/// 2019-08-05, 5/8/2019, 10:30.
fn in_figures(tokens: &[Token<'_>]) -> Option<(usize, Vec<Reading>)> {
    let first = tokens.first()?.numeral()?;
    if let Some([a, b, c, d, e]) = tokens.get(..5)
        && touch(&tokens[..5])
        && let (Some(a), Some(c), Some(e)) = (a.numeral(), c.numeral(), e.numeral())
    {
        if a.len() == 4 && b.is_sign("-‐‑–/") && d.is_sign("-‐‑–/") {
            return Some((5, vec![day(Some(a.parse().ok()?), c, e)?]));
        }
        if b.is_sign("/-") && d.is_sign("/-") {
            return Some((5, day_month_year(a, c, e)));
        }
    }
    let [_, colon, minute] = tokens.get(..3)? else {
        return None;
    };
    let is_time = colon.is_sign(":：") && touch(&tokens[..3]);
    Some((3, vec![time(first, minute.numeral().filter(|_| is_time)?)?]))
}

/// 2019年8月5日, 8月5日, 2019年8月, 2019年.
fn chinese(tokens: &[Token<'_>]) -> Option<(usize, Vec<Reading>)> {
    let number = |at: usize| match &tokens.get(at)?.kind {
        TokenKind::Numeral(numeral) => numeral.parse::<u32>().ok(),
        TokenKind::Han(figures) => u32::try_from(in_han(figures)?).ok(),
        _ => None,
    };
    let part = |at: usize, name: &str| number(at).filter(|_| tokens.get(at + 1).and_then(Token::word) == Some(name));
    let year = part(0, "年").filter(|year| (1000..3000).contains(year));
    let at = if year.is_some() { 2 } else { 0 };
    let month = part(at, "月").filter(|month| (1..=12).contains(month));
    let day = part(at + 2, "日").or_else(|| part(at + 2, "号")).filter(|day| month.is_some() && (1..=31).contains(day));
    match (year, month, day) {
        (_, Some(month), Some(day)) => Some((at + 4, vec![Reading::Day { year, month, day }])),
        (Some(year), Some(month), None) => Some((4, vec![Reading::Month { year, month }])),
        (Some(year), None, None) => Some((2, vec![Reading::of_year(year)])),
        _ => None,
    }
}

/// August 5, 2019; 5 August; 5. August 2019; 5 de agosto de 2019; August 2019.
fn with_month(tokens: &[Token<'_>], language: &'static Language) -> Option<(usize, Vec<Reading>)> {
    let cursor = Cursor { tokens, language, at: 0 };
    if let Some((month, after)) = cursor.month() {
        if let Some((year, end)) = after.skip_between().year() {
            return Some((end.at, vec![Reading::Month { year, month }]));
        }
        let (days, end) = after.skip_between().days();
        return (!days.is_empty()).then(|| of_days(days, month, end));
    }
    let (days, after) = cursor.days();
    let (month, end) = after.skip_between().month()?;
    (!days.is_empty()).then(|| of_days(days, month, end))
}

fn of_days(days: Vec<u32>, month: u32, end: Cursor<'_>) -> (usize, Vec<Reading>) {
    let year = end.skip_between().year();
    let at = year.as_ref().map_or(end.at, |(_, end)| end.at);
    let year = year.map(|(year, _)| year);
    (at, days.into_iter().map(|day| Reading::Day { year, month, day }).collect())
}

/// Whether a word in lower case is the name of a month in a language of the lists.
pub(crate) fn is_month(word: &str) -> bool {
    month_named(word).is_some()
}

/// The number of a month, from 1.
fn month_named(word: &str) -> Option<u32> {
    static MONTHS_BY_NAME: LazyLock<WordMap<u32>> = LazyLock::new(|| {
        let names =
            (1..).zip(MONTHS).flat_map(|(number, names)| names.split_whitespace().map(move |name| (name, number)));
        names.collect()
    });
    MONTHS_BY_NAME.get(word)
}

/// A place among tokens.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    tokens: &'t [Token<'t>],
    language: &'static Language,
    at: usize,
}

impl Cursor<'_> {
    fn moved(self, by: usize) -> Self {
        Cursor { at: self.at + by, ..self }
    }

    fn month(self) -> Option<(u32, Self)> {
        let word = self.tokens.get(self.at)?.word()?;
        let month = month_named(word)?;
        let after = self.moved(1);
        // The point of a short form.
        let after = if self.is_sign_after(after.at, ".") { after.moved(1) } else { after };
        Some((month, after))
    }

    fn is_sign_after(self, at: usize, signs: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_sign(signs))
    }

    /// A day, or the first and the last of several.
    fn days(self) -> (Vec<u32>, Self) {
        let Some((first, after)) = self.day() else {
            return (vec![], self);
        };
        let joins = |token: &Token<'_>| {
            token.is_sign("-–—") || token.word().is_some_and(|word| is_listed("to and bis und et y", word))
        };
        if self.tokens.get(after.at).is_some_and(joins)
            && let Some((last, end)) = after.moved(1).day()
        {
            return (vec![first, last], end);
        }
        (vec![first], after)
    }

    fn day(self) -> Option<(u32, Self)> {
        if let Some(Numeric::Ordinal(day)) =
            self.tokens.get(self.at)?.word().and_then(|word| self.language.numeric(word))
        {
            return Some((u32::try_from(day).ok().filter(|day| *day <= 31)?, self.moved(1)));
        }
        let day: u32 = self.tokens.get(self.at)?.numeral()?.parse().ok().filter(|day| (1..=31).contains(day))?;
        let mut after = self.moved(1);
        let rank = self.tokens.get(after.at).filter(|next| next.at.start == self.tokens[self.at].at.end);
        if rank.is_some_and(|next| next.word().is_some_and(|word| is_listed(RANKS, word)) || next.is_sign(".º")) {
            after = after.moved(1);
        }
        Some((day, after))
    }

    fn year(self) -> Option<(u32, Self)> {
        let numeral = self.tokens.get(self.at)?.numeral().filter(|numeral| numeral.len() == 4)?;
        let year = numeral.parse().ok().filter(|year| (1000..3000).contains(year))?;
        Some((year, self.moved(1)))
    }

    fn skip_between(self) -> Self {
        let skipped =
            |token: &Token<'_>| token.is_sign(",،") || token.word().is_some_and(|word| is_listed(BETWEEN_DATES, word));
        if self.tokens.get(self.at).is_some_and(skipped) { self.moved(1) } else { self }
    }
}
