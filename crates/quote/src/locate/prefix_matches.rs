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
    places(text, written, &needle, text.folded.text()).take(most).collect()
}

/// As [`prefix_matches`], but upper and lower case are the same.
pub fn prefix_matches_in_any_case(text: &Searchable, written: &str, most: usize) -> Vec<PrefixMatch> {
    let needle = folded(written).to_lowercase();
    let haystack = text.lower();
    // A few letters have lower-case forms of another length, after which places would be wrong.
    if haystack.len() != text.folded.text().len() {
        return prefix_matches(text, written, most);
    }
    places(text, written, &needle, haystack).take(most).collect()
}

/// The places of `needle`, which is `written` in the form of the `haystack`; that is the folded text or has the same offsets.
fn places<'t>(
    text: &'t Searchable,
    written: &str,
    needle: &'t str,
    haystack: &'t str,
) -> impl Iterator<Item = PrefixMatch> + 't {
    let ended = written.ends_with(char::is_whitespace);
    let last = if ended { needle.len() } else { needle.rfind(' ').map_or(0, |space| space + 1) };
    let starts = memmem::find_iter(haystack.as_bytes(), needle.as_bytes()).filter(|_| !needle.is_empty());
    starts.filter_map(move |start| {
        let end = start + needle.len();
        let words = text.folded.to_source(&(start..end))?;
        let rest = &text.text()[words.end..];
        let space = rest.len() - rest.trim_start().len();
        let last = if ended { words.end + space } else { text.folded.to_source(&(start + last..end))?.start };
        (text.may_begin(words.start) && (!ended || space > 0)).then_some(PrefixMatch { words, last })
    })
}

#[cfg(test)]
mod tests {
    use super::{Searchable, prefix_matches, prefix_matches_in_any_case};
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

    #[test]
    fn case_may_be_ignored() {
        let text = Searchable::new(ReadingText::plain("The Council approved it. İt was late, the COUNCIL said."), "");
        let found = |written: &str| prefix_matches_in_any_case(&text, written, 9).len();
        // A capital of two letters in lower case turns it off.
        assert_eq!((found("the council"), found("The Council")), (0, 1));
        let text = Searchable::new(ReadingText::plain("The Council approved it. It was late, the COUNCIL said."), "");
        let found = |written: &str| prefix_matches_in_any_case(&text, written, 9);
        assert_eq!(found("the council").len(), 2);
        assert_eq!(&text.text()[found("the council ")[1].last..], "said.");
        assert_eq!(prefix_matches(&text, "the council", 9), []);
    }
}
