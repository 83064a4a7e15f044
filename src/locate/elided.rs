//! Quotes with an editor's marks: words left out (`[...]`, `…`), words inserted (`[he said]`), an initial changed (`[D]emocratic`).
//!
//! [`places`] is the one way in. Square brackets and dots may also stand in the source itself, so each mark is read literally
//! where it can be, and as a mark only where it must be: the reading with the most literal marks that matches decides.

use std::ops::Range;

use super::{Hit, Level, Place, Searchable};
use crate::text::boundary::{is_unspaced, words};

/// Each part between marks has at least this many words,
const MIN_WORDS: usize = 2;
/// or, in scripts without spaces, this many characters.
const MIN_CHARACTERS: usize = 12;
/// A bracket that holds more than this many bytes is no editor's mark.
const MAX_BRACKET: usize = 200;
/// At most this many marks of one quote are tried in both readings, which bounds the readings to 2^6.
const MAX_OPEN_MARKS: usize = 6;
/// A quote cut into more parts than this is no quotation, and is not sought.
const MAX_PARTS: usize = 50;
/// At most this many changed initials in one part, which bounds its spellings to 2^4.
const MAX_INITIALS: usize = 4;

/// A part between two marks is too short to identify a place; holds the part.
#[derive(Debug)]
pub(super) struct TooShort(pub String);

/// A piece of a folded quote.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'q> {
    Text(&'q str),
    /// Words left out or inserted; the slice is the mark as written.
    Gap(&'q str),
    /// `[D]` directly before the rest of its word.
    Initial(&'q str, char),
}

/// The places of an elided quote (folded already), each in the tightest span.
///
/// # Errors
/// [`TooShort`] when no reading has parts long enough to be sought.
pub(super) fn places(text: &Searchable, quote: &str) -> Result<Vec<Place>, TooShort> {
    let tokens = tokens(quote);
    let open: Vec<usize> = (0..tokens.len())
        .filter(|i| match tokens[*i] {
            Token::Text(_) => false,
            Token::Gap(mark) | Token::Initial(mark, _) => text.folded.text().contains(mark),
        })
        .take(MAX_OPEN_MARKS)
        .collect();
    let mut readings: Vec<u32> = (0..1 << open.len()).collect();
    readings.sort_by_key(|literal: &u32| std::cmp::Reverse(literal.count_ones()));
    let mut too_short = None;
    let mut sought = false;
    for literal in readings {
        let is_literal =
            |token: usize| open.iter().position(|mark| *mark == token).is_some_and(|bit| literal & (1 << bit) != 0);
        let Some(parts) = parts(&tokens, is_literal) else {
            continue; // Nothing but literal marks: that was tried before.
        };
        if parts.len() > MAX_PARTS {
            continue;
        }
        if let Some(short) = parts.iter().find(|part| !part.is_long_enough()) {
            too_short.get_or_insert_with(|| TooShort(short.spellings[0].clone()));
            continue;
        }
        sought = true;
        let hits = parts.iter().map(|part| Some(part.occurrences(text)).filter(|hits| !hits.is_empty()));
        let places = hits.collect::<Option<Vec<_>>>().map(|hits| spans(&hits)).unwrap_or_default();
        if !places.is_empty() {
            return Ok(places);
        }
    }
    match too_short {
        Some(short) if !sought => Err(short),
        _ => Ok(vec![]),
    }
}

/// The first part, with every mark read as one, that does not stand in `text`.
pub(super) fn missing_part(text: &Searchable, quote: &str) -> Option<String> {
    let parts = parts(&tokens(quote), |_| false)?;
    let missing = parts.into_iter().find(|part| part.occurrences(text).is_empty())?;
    missing.spellings.into_iter().next()
}

pub(super) fn has_marks(quote: &str) -> bool {
    tokens(quote).iter().any(|token| !matches!(token, Token::Text(_)))
}

/// Whether nothing is left of a quote without its marks.
pub(super) fn is_all_marks(quote: &str) -> bool {
    has_marks(quote) && parts(&tokens(quote), |_| false).is_none()
}

/// What stands between two gaps, in each spelling that its changed initials allow.
struct Part {
    spellings: Vec<String>,
}

impl Part {
    fn is_long_enough(&self) -> bool {
        let spelling = &self.spellings[0];
        let unspaced = spelling.chars().filter(|c| is_unspaced(*c)).count();
        if unspaced > 0 && unspaced * 2 >= spelling.chars().filter(|c| c.is_alphanumeric()).count() {
            let spaced = spelling.split(' ').filter(|word| word.chars().any(char::is_alphanumeric));
            return spelling.chars().filter(|c| *c != ' ').count() >= MIN_CHARACTERS
                || (spelling.contains(' ') && spaced.count() >= MIN_WORDS);
        }
        words(spelling).take(MIN_WORDS).count() == MIN_WORDS
    }

    fn occurrences(&self, text: &Searchable) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self.spellings.iter().flat_map(|spelling| text.occurrences(spelling)).collect();
        hits.sort_by_key(|hit| (hit.source.start, hit.source.end));
        hits.dedup();
        hits
    }
}

/// Cuts a folded quote at its marks.
fn tokens(quote: &str) -> Vec<Token<'_>> {
    let mut tokens = vec![];
    let mut text_from = 0;
    let mut at = 0;
    while at < quote.len() {
        let rest = &quote[at..];
        let mark = if rest.starts_with('[') {
            bracket(rest)
        } else if rest.starts_with("...") {
            let dots = rest.len() - rest.trim_start_matches('.').len();
            Some(Token::Gap(&rest[..dots]))
        } else {
            None
        };
        let Some(mark) = mark else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        if text_from < at {
            tokens.push(Token::Text(&quote[text_from..at]));
        }
        at += match mark {
            Token::Text(text) | Token::Gap(text) | Token::Initial(text, _) => text.len(),
        };
        text_from = at;
        tokens.push(mark);
    }
    if text_from < quote.len() {
        tokens.push(Token::Text(&quote[text_from..]));
    }
    tokens
}

/// The mark that `text` begins with, when it begins with a whole bracket.
fn bracket(text: &str) -> Option<Token<'_>> {
    let end = text.find(']').filter(|end| *end <= MAX_BRACKET)?;
    let inner = &text[1..end];
    if inner.trim().is_empty() || inner.contains('[') {
        return None;
    }
    let mark = &text[..=end];
    let mut letters = inner.chars();
    match (letters.next(), letters.next()) {
        (Some(initial), None)
            if initial.is_alphabetic() && text[end + 1..].starts_with(|c: char| c.is_alphabetic() || c == '\'') =>
        {
            Some(Token::Initial(mark, initial))
        }
        _ => Some(Token::Gap(mark)),
    }
}

/// The parts of the quote under one reading of its marks; `None` when nothing in it is read as a mark, or no part is left.
fn parts(tokens: &[Token<'_>], is_literal: impl Fn(usize) -> bool) -> Option<Vec<Part>> {
    let mut parts = vec![vec![String::new()]];
    let mut marks = 0;
    for (i, token) in tokens.iter().enumerate() {
        let current = parts.last_mut()?;
        match token {
            Token::Text(text) => current.iter_mut().for_each(|part| part.push_str(text)),
            Token::Gap(mark) | Token::Initial(mark, _) if is_literal(i) => {
                current.iter_mut().for_each(|part| part.push_str(mark));
            }
            Token::Gap(_) => {
                marks += 1;
                parts.push(vec![String::new()]);
            }
            Token::Initial(_, initial) => {
                marks += 1;
                spell_both(current, *initial);
            }
        }
    }
    let parts: Vec<Part> = parts
        .into_iter()
        .map(|spellings| Part { spellings: spellings.iter().map(|part| part.trim_matches(' ').to_owned()).collect() })
        // A full stop after the last mark is the editor's, not a part of the quotation.
        .filter(|part| part.spellings[0].chars().any(char::is_alphanumeric))
        .collect();
    (marks > 0 && !parts.is_empty()).then_some(parts)
}

/// Continues each spelling with the initial as written and in its other case.
fn spell_both(spellings: &mut Vec<String>, initial: char) {
    let lower: String = initial.to_lowercase().collect();
    let upper: String = initial.to_uppercase().collect();
    let written = initial.to_string();
    let other = if written == lower { upper } else { lower };
    let with = |ending: &str| -> Vec<String> { spellings.iter().map(|part| format!("{part}{ending}")).collect() };
    let mut all = with(&written);
    if other != written && spellings.len() < 1 << MAX_INITIALS {
        all.extend(with(&other));
    }
    *spellings = all;
}

/// The tightest spans in which one hit of each part occurs, in order and apart: those that hold no other such span.
fn spans(hits: &[Vec<Hit>]) -> Vec<Place> {
    let mut places: Vec<Place> = vec![];
    let Some(last) = hits.last() else {
        return places;
    };
    let mut previous_start = None;
    for end in last {
        let Some(late) = chain_back(hits, end) else {
            continue;
        };
        // Hits come in order, so a later end with the same start only widens a span that was seen.
        if previous_start == Some(late[0].start) {
            continue;
        }
        previous_start = Some(late[0].start);
        // Inside the span a middle part may still stand in two places: then the span is two places, and ambiguous.
        let early = chain_forth(hits, &late);
        if early != late {
            places.push(Place { level: Level::Elided, parts: early });
        }
        places.push(Place { level: Level::Elided, parts: late });
    }
    places
}

/// From the end backwards, the latest hit of each part that ends before the next one begins.
fn chain_back(hits: &[Vec<Hit>], end: &Hit) -> Option<Vec<Range<usize>>> {
    let mut chain = vec![end.source.clone()];
    let mut limit = end.source.start;
    for part in hits[..hits.len() - 1].iter().rev() {
        // Hits of one part are equally long but for a changed initial, so their ends are in order as their starts are.
        let before = part.partition_point(|hit| hit.source.end <= limit);
        let hit = part[..before].last()?;
        limit = hit.source.start;
        chain.push(hit.source.clone());
    }
    chain.reverse();
    Some(chain)
}

/// From the start of `late` forwards, the earliest hit of each part; first and last parts stay where they are.
fn chain_forth(hits: &[Vec<Hit>], late: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut chain = vec![late[0].clone()];
    let mut limit = late[0].end;
    for (part, fallback) in hits.iter().zip(late).skip(1) {
        let after = part.partition_point(|hit| hit.source.start < limit);
        let range = part.get(after).map_or(fallback, |hit| &hit.source);
        limit = range.end;
        chain.push(range.clone());
    }
    chain
}
