//! The lines of a text: where they begin and end, and how they are indented.

use std::ops::Range;

/// The byte at which the line of `at` begins.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The byte of the newline that ends the line of `at`, or the end of the text.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

/// The byte after the line of `at` and what ends it.
pub(crate) fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The byte at which the words of the line of `at` end, its comment included.
pub(crate) fn words_end(text: &str, at: usize) -> usize {
    at + text[at..after_line(text, at)].trim_end().len()
}

/// What ends lines near `at`: the line before, or else the first one.
pub(crate) fn ending(text: &str, at: usize) -> &'static str {
    let newline = text[..at].rfind('\n').or_else(|| text.find('\n'));
    match newline {
        Some(newline) if text[..newline].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The column of `at` in its line, in code points from 0.
pub(crate) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// The blanks at the head of a line.
pub(crate) fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// The lines from `at`, the beginning of one, to the end of the text, each with its end.
pub(crate) fn following(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = at;
    text[at..].split_inclusive('\n').map(move |line| {
        let range = from..from + line.len();
        from = range.end;
        range
    })
}
