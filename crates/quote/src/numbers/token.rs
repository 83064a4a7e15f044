//! Words, numerals and signs of a text. Entry point: [`tokens`].

use std::borrow::Cow;
use std::ops::Range;

use super::lists::Point;
use crate::text::figures::digit;
use crate::text::fold::is_mark;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'t> {
    /// Bytes of the text.
    pub at: Range<usize>,
    pub kind: TokenKind<'t>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind<'t> {
    /// Figures of any script as ASCII, with the separators between them.
    Numeral(String),
    /// Chinese figures.
    Han(&'t str),
    /// In lower case, without marks of Arabic vowels.
    Word(Cow<'t, str>),
    /// Any other character but white space.
    Sign(char),
}

/// About as many bytes of a text make a token.
const USUAL_LENGTH: usize = 6;

/// The Chinese figures, and what multiplies them.
const HAN: &str = "〇零一二两兩三四五六七八九十百千万萬亿億";

/// `point` tells whether spaces may group figures: where a point is before tenths, commas do.
pub(super) fn tokens(text: &str, point: Point) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / USUAL_LENGTH + 1);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        let kind = if c == ' ' {
            continue;
        } else if c.is_ascii_alphabetic() {
            at = start + letters(&text[start..]);
            TokenKind::Word(lower(&text[start..at]))
        } else if digit(c).is_some() {
            let (numeral, end) = numeral(text, start, point);
            at = end;
            TokenKind::Numeral(numeral)
        } else if !c.is_ascii() && HAN.contains(c) {
            at = start + run(&text[start..], |c| HAN.contains(c));
            TokenKind::Han(&text[start..at])
        } else if is_han(c) {
            TokenKind::Word(Cow::Borrowed(&text[start..at]))
        } else if c.is_alphabetic() {
            at = start + letters(&text[start..]);
            TokenKind::Word(lower(&text[start..at]))
        } else if c.is_whitespace() {
            continue;
        } else {
            TokenKind::Sign(c)
        };
        tokens.push(Token { at: start..at, kind });
    }
    tokens
}

/// The length of the characters at the beginning of a text for which `is_part` holds.
fn run(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

/// As [`run`], for a word without Chinese characters.
fn letters(text: &str) -> usize {
    let ascii = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    // Most words are followed by a space.
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    run(text, |c| is_letter(c) && !is_han(c))
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_mark(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// Chinese characters, of which each is a word here.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let vowels = |c: &char| !matches!(c, '\u{064B}'..='\u{0652}' | '\u{0640}' | '\u{200C}' | '\u{200D}');
    Cow::Owned(crate::text::fold::nfc(&word.to_lowercase()).chars().filter(vowels).collect())
}

/// The numeral at a place, and where it ends. A separator belongs to it if a figure follows.
fn numeral(text: &str, start: usize, point: Point) -> (String, usize) {
    let mut out = String::new();
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if let Some(figure) = digit(c) {
            out.extend(char::from_digit(figure, 10));
        } else if let Some(separator) = separator(c, point).filter(|_| next.is_some_and(|c| digit(c).is_some())) {
            // A space groups three figures and no others.
            let rest = &text[start + offset + c.len_utf8()..];
            let groups_three = || {
                let mut groups = out.split(' ');
                groups.next().is_some_and(|first| first.len() <= 3 && first.bytes().all(|byte| byte.is_ascii_digit()))
                    && rest.chars().take_while(|c| digit(*c).is_some()).count() == 3
            };
            if separator == ' ' && !groups_three() {
                break;
            }
            out.push(separator);
        } else {
            break;
        }
        end = start + offset + c.len_utf8();
    }
    (out, end)
}

fn separator(c: char, point: Point) -> Option<char> {
    match c {
        '.' | '٫' | '．' => Some('.'),
        ',' | '٬' | '，' | '،' => Some(','),
        '\'' | '’' => Some('\''),
        '\u{A0}' | '\u{202F}' | '\u{2009}' => Some(' '),
        ' ' if point != Point::Dot => Some(' '),
        _ => None,
    }
}

impl Token<'_> {
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn numeral(&self) -> Option<&str> {
        match &self.kind {
            TokenKind::Numeral(numeral) => Some(numeral),
            _ => None,
        }
    }

    pub fn is_sign(&self, signs: &str) -> bool {
        matches!(self.kind, TokenKind::Sign(c) if signs.contains(c))
    }

    /// Whether it is a Chinese character.
    pub fn is_han_word(&self) -> bool {
        self.word().is_some_and(|word| word.chars().all(is_han))
    }
}
