//! Text as it is shown and counted elsewhere: code points, single spaces, shortened, in its context.

use std::ops::Range;

/// Bytes of context on each side of words that are shown in their context.
const CONTEXT: usize = 40;

/// Turns a byte range of `text` into a range of Unicode code points, start inclusive, end exclusive: the unit of the `TextPositionSelector`
/// of the W3C Web Annotation Data Model, section 4.2.5.
///
/// ```
/// assert_eq!(citeback_quote::code_points("día 🌍 x", &(5..9)), 4..5);
/// ```
pub fn code_points(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].chars().count();
    start..start + text[range.clone()].chars().count()
}

/// Collapses every run of white space into one space and trims both ends.
pub fn single_spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Shortens `text` to about `limit` code points at a word boundary, with an ellipsis when something was cut.
pub fn shortened(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let head = &text[..cut];
    let end = match head.rfind(char::is_whitespace) {
        Some(space) if space > cut / 2 => space,
        _ => cut,
    };
    format!("{}…", head[..end].trim_end())
}

/// The words of a passage with some of the text around them, on one line.
pub fn in_context(text: &str, span: &Range<usize>) -> String {
    let mut start = span.start.saturating_sub(CONTEXT);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut end = (span.end + CONTEXT).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = single_spaced(&text[start..span.start]);
    let after = single_spaced(&text[span.end..end]);
    let space_before = text[..span.start].ends_with(char::is_whitespace) && !before.is_empty();
    let space_after = text[span.end..].starts_with(char::is_whitespace) && !after.is_empty();
    format!(
        "{}{before}{}»{}«{}{after}{}",
        if start > 0 { "…" } else { "" },
        if space_before { " " } else { "" },
        shortened(&single_spaced(&text[span.clone()]), 80),
        if space_after { " " } else { "" },
        if end < text.len() { "…" } else { "" },
    )
}

/// What is between typographic quotation marks, when a text is in such marks as a whole.
pub fn in_marks(text: &str) -> Option<&str> {
    const MARKS: [char; 14] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›', '「', '」', '＂'];
    let inside = text.trim().strip_prefix(MARKS)?.strip_suffix(MARKS)?.trim();
    (!inside.is_empty() && !inside.contains(MARKS)).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::{code_points, in_context, shortened, single_spaced};

    #[test]
    fn positions_count_code_points() {
        assert_eq!(code_points("día 🌍 x", &(5..9)), 4..5);
    }

    #[test]
    fn runs_of_white_space_become_one_space() {
        assert_eq!(single_spaced("  a\n\n b\tc "), "a b c");
    }

    #[test]
    fn long_text_is_cut_between_words() {
        assert_eq!(shortened("one two three four", 9), "one two…");
        assert_eq!(shortened("one two", 9), "one two");
    }

    #[test]
    fn shows_words_in_their_context() {
        assert_eq!(in_context("One two three.", &(4..7)), "One »two« three.");
    }
}
