//! Places of words that are still being typed: [`prefix_matches`]. For completion only; no quote is accepted by it.

use std::ops::Range;

use memchr::memmem;

use super::searchable::Searchable;
use crate::text::fold::folded;

/// A place of the words so far, in bytes of the searched text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrefixMatch {
    /// All that was typed so far, end exclusive; the last word may go on after it.
    pub words: Range<usize>,
    /// Where the last word begins; the next word, if white space was typed after the last.
    pub last: usize,
}

/// The first `most` places of `written` in `text`. They begin at boundaries, and when `written` ends with white space they are followed
/// by some.
pub fn prefix_matches(text: &Searchable, written: &str, most: usize) -> Vec<PrefixMatch> {
    let needle = folded(written);
    let ended = written.ends_with(char::is_whitespace);
    let last = if ended { needle.len() } else { needle.rfind(' ').map_or(0, |space| space + 1) };
    if needle.is_empty() {
        return vec![];
    }
    let haystack = text.folded.text();
    let places = memmem::find_iter(haystack.as_bytes(), needle.as_bytes()).filter_map(|start| {
        let end = start + needle.len();
        let words = text.folded.to_source(&(start..end))?;
        let rest = &text.text()[words.end..];
        let space = rest.len() - rest.trim_start().len();
        let last = if ended { words.end + space } else { text.folded.to_source(&(start + last..end))?.start };
        (text.may_begin(words.start) && (!ended || space > 0)).then_some(PrefixMatch { words, last })
    });
    places.take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::{Searchable, prefix_matches};
    use crate::text::reading_text::ReadingText;

    #[test]
    fn finds_where_words_go_on() {
        let text = Searchable::new(ReadingText::plain("The “council” approved it. A council approves nothing."), "");
        let rest = |written: &str| -> Vec<String> {
            prefix_matches(&text, written, 9)
                .iter()
                .map(|place| text.text()[place.last..].chars().take(9).collect())
                .collect()
        };
        assert_eq!(rest("\"council\" app"), ["approved "]);
        assert_eq!(rest("ouncil app"), [""; 0]);
        assert_eq!(rest("council "), ["approves "]);
        assert_eq!(rest("it. A"), ["A council"]);
    }
}
