//! The lines of a text: their start, end and indentation.

use std::ops::Range;

/// The byte offset at which the line of `at` begins.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The byte offset of the newline that ends the line of `at`, or the end of the text.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}

/// The byte offset after the line of `at` and its line ending.
pub fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// The byte offset at which the words of the line of `at` end, including a comment.
pub fn words_end(text: &str, at: usize) -> usize {
    at + text[at..after_line(text, at)].trim_end().len()
}

/// The line ending used near `at`: that of the previous line, otherwise of the first.
pub fn ending(text: &str, at: usize) -> &'static str {
    let newline = text[..at].rfind('\n').or_else(|| text.find('\n'));
    match newline {
        Some(newline) if text[..newline].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// The column of `at` in its line, in code points from 0.
pub fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// The indentation of a line.
pub fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches(' ').len()]
}

/// The byte ranges of the lines from `at`, a line start, to the end of the text, with their line endings.
pub fn following(text: &str, at: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = at;
    text[at..].split_inclusive('\n').map(move |line| {
        let range = from..from + line.len();
        from = range.end;
        range
    })
}
