//! Wording that differs from a quote in nothing but case, punctuation forms and white space: [`loose_match`] finds it in a text,
//! [`loose_match_before`] and [`loose_match_after`] beside a place.
//!
//! For corrections that an editor reviews; no quote is accepted by it.

use std::ops::Range;

use memchr::memmem;

use super::searchable::Searchable;
use crate::text::fold::folded;

/// A longer prefix or suffix, in bytes, is not compared.
const MAX_CONTEXT: usize = 400;

/// The only place of `text` that is worded like `quote`, in bytes; `None` also when there are several.
pub fn loose_match(text: &Searchable, quote: &str) -> Option<Range<usize>> {
    let wanted = bare(&folded(quote));
    let own = bare(text.folded.text());
    let finder = memmem::Finder::new(&wanted);
    let start = finder.find(own.as_bytes()).filter(|_| !wanted.is_empty())?;
    let next = start + own[start..].chars().next()?.len_utf8();
    if finder.find(&own.as_bytes()[next..]).is_some() {
        return None;
    }
    let in_folded = placed(text.folded.text(), start..start + wanted.len())?;
    let range = text.folded.to_source(&in_folded)?;
    (text.may_begin(range.start) && text.may_end(range.end)).then_some(range)
}

/// The bytes directly before `at` that are worded like `words`.
pub fn loose_match_before(text: &Searchable, at: usize, words: &str) -> Option<Range<usize>> {
    let wanted = contextual(words)?;
    let before = text.text()[..at].trim_end();
    let starts = before.char_indices().rev().take(reach(&wanted)).map(|(start, _)| start);
    starts.map(|start| start..before.len()).find(|range| is_loose_match(text, range, &wanted))
}

/// The bytes directly after `at` that are worded like `words`.
pub fn loose_match_after(text: &Searchable, at: usize, words: &str) -> Option<Range<usize>> {
    let wanted = contextual(words)?;
    let start = text.text().len() - text.text()[at..].trim_start().len();
    let ends = text.text()[start..].char_indices().take(reach(&wanted)).map(|(end, c)| start + end + c.len_utf8());
    ends.map(|end| start..end).find(|range| is_loose_match(text, range, &wanted))
}

fn contextual(words: &str) -> Option<String> {
    (words.len() <= MAX_CONTEXT).then(|| bare(&folded(words))).filter(|words| !words.is_empty())
}

/// How many characters may be looked at; the source may have more white space.
fn reach(wanted: &str) -> usize {
    2 * wanted.chars().count() + 16
}

fn is_loose_match(text: &Searchable, range: &Range<usize>, wanted: &str) -> bool {
    let piece = &text.text()[range.clone()];
    let trimmed = !piece.starts_with(char::is_whitespace) && !piece.ends_with(char::is_whitespace);
    trimmed && text.may_begin(range.start) && text.may_end(range.end) && bare(&folded(piece)) == wanted
}

/// Without white space, in lower case.
fn bare(folded: &str) -> String {
    folded.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Where a range of [`bare`] text was in the text that it was made of; `None` when an end falls into a letter that became several.
fn placed(folded: &str, range: Range<usize>) -> Option<Range<usize>> {
    let mut at = 0;
    let mut start = None;
    for (byte, c) in folded.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        if at == range.start {
            start = Some(byte);
        }
        at += c.to_lowercase().map(char::len_utf8).sum::<usize>();
        if at >= range.end {
            return start.filter(|_| at == range.end).map(|start| start..byte + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{loose_match, loose_match_after, loose_match_before};
    use crate::locate::searchable::Searchable;
    use crate::text::reading_text::ReadingText;

    const TEXT: &str = "In May “No reply”, came\n— or İt did not. In  june no reply went out.";

    #[test]
    fn only_case_punctuation_forms_and_white_space_may_differ() {
        let text = Searchable::new(ReadingText::plain(TEXT), "");
        let found = |quote: &str| loose_match(&text, quote).map(|range| &TEXT[range]);
        assert_eq!(found("\"no REPLY\", Came - or"), Some("“No reply”, came\n— or"));
        assert_eq!(found("Noreply went"), Some("no reply went"));
        assert_eq!(found("no reply"), None, "it stands there twice");
        assert_eq!(found("reply, came"), None);
        assert_eq!(found("o reply went"), None, "it begins inside a word");
    }

    #[test]
    fn context_is_compared_beside_its_place_only() {
        let text = Searchable::new(ReadingText::plain(TEXT), "");
        let at = TEXT.rfind("no reply").unwrap();
        assert_eq!(loose_match_before(&text, at, "in June").map(|range| &TEXT[range]), Some("In  june"));
        assert_eq!(loose_match_before(&text, at, "In May"), None);
        assert_eq!(
            loose_match_after(&text, at + "no reply".len(), "WENT out").map(|range| &TEXT[range]),
            Some("went out")
        );
    }
}
