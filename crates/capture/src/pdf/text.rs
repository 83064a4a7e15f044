//! The words of a paragraph in the order in which they are read, with what is between them: [`tokens`].

use super::letters::{figures_turned, letters};
use super::lines::Line;
use super::words::{Document, Word};

/// Words closer than this, in heights of a line, are one: they only differ in their type. Poppler parts words at a tenth.
const TOGETHER: f32 = 0.085;

/// A word, or a part of one that stands higher or lower.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub text: String,
    /// Whether a space stands before it.
    pub is_apart: bool,
    pub page: usize,
    pub height: Height,
    /// Whether it begins a line.
    pub is_first: bool,
    /// Whether it ends with a soft hyphen.
    pub is_broken: bool,
    /// Whether the file does not tell the order of its letters.
    pub is_uncertain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Height {
    Line,
    Raised,
    Lowered,
}

pub(super) fn tokens(document: &Document, lines: &[Line]) -> Vec<Token> {
    let mut out: Vec<Token> = vec![];
    for line in lines {
        let (read, is_rtl) = in_order(document, line);
        let mut before: Option<&Word> = None;
        for (place, word) in read.iter().enumerate() {
            let mut letters = letters(&word.text);
            if is_rtl && letters.is_rtl.is_none() {
                letters.text = figures_turned(&letters.text);
            }
            if letters.text.is_empty() && !letters.is_broken {
                continue;
            }
            let near = before.or(read.get(place + 1).copied());
            let height = near.map_or(Height::Line, |near| height(word, near));
            let is_apart = before.is_none_or(|before| is_apart(before, word));
            let is_glued = before.is_some() && !is_apart && height == Height::Line;
            match out.last_mut() {
                Some(last) if is_glued && last.height == Height::Line => {
                    last.text.push_str(&letters.text);
                    last.is_broken = letters.is_broken;
                    last.is_uncertain |= letters.is_uncertain;
                }
                _ => out.push(Token {
                    text: letters.text,
                    is_apart,
                    page: word.page,
                    height,
                    is_first: before.is_none(),
                    is_broken: letters.is_broken,
                    is_uncertain: letters.is_uncertain,
                }),
            }
            // What is raised is no measure for what follows it.
            before = if height == Height::Line || before.is_none() {
                Some(word)
            } else {
                before.map(|before| wider(before, word))
            };
        }
    }
    join_lines_without_spaces(&mut out);
    out
}

/// Of two words the one that ends further on.
fn wider<'w>(before: &'w Word, word: &'w Word) -> &'w Word {
    if word.rect.right > before.rect.right { word } else { before }
}

/// Whether a word is smaller than the one beside it and stands above its foot.
pub(super) fn is_raised(word: &Word, near: &Word) -> bool {
    height(word, near) == Height::Raised
}

fn height(word: &Word, near: &Word) -> Height {
    let full = near.rect.height();
    let is_short = word.text.chars().count() <= 4 && word.rect.height() < 0.86 * full;
    if !is_short || !word.text.chars().any(|c| c.is_alphanumeric() || "*†‡§¶∗".contains(c)) {
        return Height::Line;
    }
    let (above, below) = (near.rect.bottom - word.rect.bottom, word.rect.bottom - near.rect.bottom);
    if above > 0.16 * full {
        Height::Raised
    } else if below > 0.02 * full {
        Height::Lowered
    } else {
        Height::Line
    }
}

/// Whether a space is between two words that follow one another.
fn is_apart(before: &Word, word: &Word) -> bool {
    let size = before.rect.height().max(word.rect.height());
    let gap = if word.rect.left >= before.rect.left {
        word.rect.left - before.rect.right
    } else {
        before.rect.left - word.rect.right
    };
    let (last, first) = (before.text.chars().next_back(), word.text.chars().next());
    let both_cjk = last.is_some_and(is_cjk) && first.is_some_and(is_cjk);
    let together = if both_cjk { 0.6 } else { TOGETHER };
    !(-0.6 * size..=together * size).contains(&gap)
}

pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

/// Chinese and Japanese have no spaces, so none at a line end.
fn join_lines_without_spaces(tokens: &mut [Token]) {
    for at in 1..tokens.len() {
        let last = tokens[at - 1].text.chars().next_back();
        let first = tokens[at].text.chars().next();
        if tokens[at].is_first && last.is_some_and(is_cjk) && first.is_some_and(is_cjk) {
            tokens[at].is_apart = false;
        }
    }
}

/// The words of a line as they are read, and whether that is from right to left. Lines have them from left to right, as they stand on the page.
fn in_order<'d>(document: &'d Document, line: &Line) -> (Vec<&'d Word>, bool) {
    let words: Vec<&Word> = line.words.iter().map(|index| &document.words[*index]).collect();
    let directions: Vec<Option<bool>> = words.iter().map(|word| letters(&word.text).is_rtl).collect();
    let count = |wanted: bool| directions.iter().filter(|is_rtl| **is_rtl == Some(wanted)).count();
    if count(true) == 0 {
        return (words, false);
    }
    let line_is_rtl = count(true) >= count(false);
    let mut order: Vec<usize> = (0..words.len()).collect();
    if line_is_rtl {
        order.reverse();
    }
    // Words of the other direction, with the figures between them, are read the other way round.
    let other = Some(!line_is_rtl);
    let mut at = 0;
    while at < order.len() {
        let is_other = |place: usize| directions[order[place]] == other;
        let is_own = |place: usize| directions[order[place]] == Some(line_is_rtl);
        if !is_other(at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        let mut next = end;
        while next < order.len() && !is_own(next) {
            next += 1;
            if is_other(next - 1) {
                end = next;
            }
        }
        // Figures before such a word on the page follow it.
        let mut start = at;
        while line_is_rtl && start > 0 && directions[order[start - 1]].is_none() && is_figure(words[order[start - 1]]) {
            start -= 1;
        }
        order[start..end].reverse();
        at = end;
    }
    (order.into_iter().map(|at| words[at]).collect(), line_is_rtl)
}

fn is_figure(word: &Word) -> bool {
    word.text.chars().any(|c| c.is_ascii_digit())
}
