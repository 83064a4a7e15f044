//! The marks that an editor sets into a quote: [`tokens`] finds them, [`misuse`] says which ones are wrong whatever the source says.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

use super::unlocated::Misuse;
use crate::text::figures::digit;
use crate::text::fold::{folded, is_dropped};

/// A bracket that holds more than this many bytes is no editor's mark.
const MAX_BRACKET: usize = 200;

/// A piece of a folded quote.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'q> {
    Text(&'q str),
    /// Words left out: the mark as written.
    Omission(&'q str),
    /// The editor's own words, in place of others or in addition: the mark as written.
    Insertion(&'q str),
    /// `[D]` directly before the rest of its word.
    Initial(&'q str, char),
}

impl<'q> Token<'q> {
    pub fn written(self) -> &'q str {
        match self {
            Token::Text(text) | Token::Omission(text) | Token::Insertion(text) | Token::Initial(text, _) => text,
        }
    }
}

/// What is wrong with the marks of a quote, whatever the source says.
pub(super) fn misuse(exact: &str) -> Option<Misuse> {
    let mut rest = exact;
    while let Some(open) = rest.find('[') {
        rest = &rest[open + 1..];
        if let Some(close) = rest.find(']')
            && rest[..close].chars().all(looks_empty)
        {
            return Some(Misuse::EmptyBrackets);
        }
    }
    let exact = folded(exact);
    let mut before = None;
    let tokens = tokens(&exact);
    for (i, token) in tokens.iter().enumerate() {
        if let Token::Insertion(mark) = token {
            let after = tokens.get(i + 1).and_then(|next| next.written().chars().next());
            let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let figure = |c: Option<char>| c.is_some_and(|c| digit(c).is_some());
            if figure(before) || figure(after) {
                return Some(Misuse::Figure { inserted: (*mark).to_owned(), replaced: String::new() });
            }
            if touches(after) && mark.contains(char::is_alphanumeric) {
                return Some(Misuse::InsideWord((*mark).to_owned()));
            }
        }
        before = token.written().chars().next_back();
    }
    None
}

/// Whether a reader sees nothing of a character.
fn looks_empty(c: char) -> bool {
    c.is_whitespace()
        || is_dropped(c)
        || matches!(c, '\u{2800}' | '\u{3164}' | '\u{FFA0}')
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

pub(super) fn has_marks(quote: &str) -> bool {
    tokens(quote).iter().any(|token| !matches!(token, Token::Text(_)))
}

/// Cuts a folded quote at its marks.
pub(super) fn tokens(quote: &str) -> Vec<Token<'_>> {
    let mut tokens = vec![];
    let mut text_from = 0;
    let mut at = 0;
    while at < quote.len() {
        let rest = &quote[at..];
        let mark = if rest.starts_with('[') {
            bracket(rest)
        } else if rest.starts_with("...") {
            let dots = rest.len() - rest.trim_start_matches('.').len();
            Some(Token::Omission(&rest[..dots]))
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
        at += mark.written().len();
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
    if inner.chars().all(looks_empty) || inner.contains('[') {
        return None;
    }
    let mark = &text[..=end];
    if inner.chars().all(|c| c == '.' || c == ' ') {
        return Some(Token::Omission(mark));
    }
    let mut letters = inner.chars();
    match (letters.next(), letters.next()) {
        (Some(initial), None)
            if initial.is_alphabetic() && text[end + 1..].starts_with(|c: char| c.is_alphabetic() || c == '\'') =>
        {
            Some(Token::Initial(mark, initial))
        }
        _ => Some(Token::Insertion(mark)),
    }
}
