//! Lines of a text, for edits: their ends, their indentation, and how long ones are broken. [`after_line`] is what most edits need.

use std::ops::Range;

/// About how many columns a written line has at most.
pub(super) const WIDTH: usize = 80;
/// However deep the indentation, so much stands on a line.
const NARROWEST: usize = 30;

/// The byte at which the line of `at` begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The byte after the line of `at` and what ends it.
pub(super) fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The byte at which the words of the line of `at` end, its comment included.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    at + text[at..after_line(text, at)].trim_end().len()
}

/// What ends lines near `at`: the line before, or else the first one.
pub(super) fn ending(text: &str, at: usize) -> &'static str {
    let newline = text[..at].rfind('\n').or_else(|| text.find('\n'));
    match newline {
        Some(newline) if text[..newline].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The column of `at` in its line, in code points from 0.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// The blanks at the head of a line.
pub(super) fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// The lines from `at`, the beginning of one, to the end of the text, each with its end.
pub(super) fn following(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = at;
    text[at..].split_inclusive('\n').map(move |line| {
        let range = from..from + line.len();
        from = range.end;
        range
    })
}

/// Breaks `text` at single spaces into lines of about [`WIDTH`] columns, where lines begin at column `indent` and the first one at
/// `first`. Joined by single spaces the lines are the text again.
pub(super) fn broken(text: &str, first: usize, indent: usize) -> Vec<String> {
    let room = |at: usize| WIDTH.saturating_sub(at).max(NARROWEST);
    let mut lines: Vec<String> = vec![];
    let mut left = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        match lines.last_mut() {
            Some(line) if length < left => {
                line.push(' ');
                line.push_str(word);
                left -= length + 1;
            }
            _ => {
                left = room(if lines.is_empty() { first } else { indent }).saturating_sub(length);
                lines.push(word.to_owned());
            }
        }
    }
    lines
}
