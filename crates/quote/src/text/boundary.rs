//! Words and the boundaries between them: [`words`], and `is_boundary`.
//!
//! Boundaries are those of Unicode Standard Annex #29, section 4. Where a script puts no spaces between words, or attaches particles to
//! them, only a dictionary could tell words apart, and would guess; there the boundaries between grapheme clusters (section 3) count, except
//! in Arabic and Hebrew, which have spaces.

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed, WordSegmenter, WordSegmenterBorrowed};

/// How far back, in bytes, the search for a safe place to start segmenting goes.
const LOOK_BACK: usize = 512;
/// How far ahead of a position segmentation looks, in bytes; the rules of UAX #29 need one letter.
const LOOK_AHEAD: usize = 64;

/// Whether words, or in scripts without spaces characters, meet at the position `at` (a byte offset on a character boundary).
pub(crate) fn is_boundary(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else {
        return true;
    };
    if let Some(plain) = plain_boundary(before, after) {
        return plain;
    }
    let whole = |c: char| is_unspaced(c) && !matches!(script(c), Script::Arabic | Script::Hebrew);
    if whole(before) || whole(after) { is_grapheme_boundary(text, at) } else { is_word_boundary(text, at) }
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

/// Whether a script of this character writes words without spaces or attaches particles to them.
pub(crate) fn is_unspaced(c: char) -> bool {
    if c < '\u{590}' {
        return false;
    }
    // Both kana share the prolonged sound mark, so it has no script of its own.
    c == 'ー'
        || matches!(
            script(c),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
                | Script::Bopomofo
                | Script::Yi
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
                | Script::Tibetan
                | Script::Javanese
                | Script::Balinese
                | Script::Arabic
                | Script::Hebrew
        )
}

/// Whether a script of this character puts no spaces between words at all.
pub(crate) fn is_without_spaces(c: char) -> bool {
    is_unspaced(c) && !matches!(script(c), Script::Arabic | Script::Hebrew | Script::Hangul)
}

/// Whether a browser, which segments words by dictionary, sees a word boundary here.
pub(crate) fn is_dictionary_boundary(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text[..at].chars().next_back(), text[at..].chars().next()) else {
        return true;
    };
    if let Some(plain) = plain_boundary(before, after) {
        return plain;
    }
    segmented_at(text, at, |window, at| dictionary_words().segment_str(window).any(|boundary| boundary == at))
}

/// The byte ranges of the words of `text` (runs between boundaries that hold a letter or a figure).
/// In scripts without spaces each character counts as one.
pub fn words(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut boundaries = plain_words().segment_str(text);
    let mut from = boundaries.next().unwrap_or(0);
    boundaries.filter_map(move |to| {
        let word = from..to;
        from = to;
        text[word.clone()].chars().any(char::is_alphanumeric).then_some(word)
    })
}

/// As [`words`]; where a script puts no spaces between them, by a dictionary.
pub fn dictionary_words_of(text: &str) -> impl Iterator<Item = &str> {
    let mut boundaries = dictionary_words().segment_str(text);
    let mut from = boundaries.next().unwrap_or(0);
    boundaries.filter_map(move |to| {
        let word = &text[std::mem::replace(&mut from, to)..to];
        word.chars().any(char::is_alphanumeric).then_some(word)
    })
}

/// How many words a text has, as [`dictionary_words_of`] tells them apart.
pub fn dictionary_word_count(text: &str) -> usize {
    dictionary_words_of(text).count()
}

/// Decides the common cases, white space beside anything printable and letters side by side in ASCII, without segmenting.
fn plain_boundary(before: char, after: char) -> Option<bool> {
    if !before.is_ascii() || !after.is_ascii() {
        return None;
    }
    let space = |c: char| c == ' ' || c == '\n';
    if space(before) != space(after) {
        return Some(true);
    }
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (letter(before) && letter(after)).then_some(false)
}

fn is_word_boundary(text: &str, at: usize) -> bool {
    segmented_at(text, at, |window, at| plain_words().segment_str(window).any(|boundary| boundary == at))
}

fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    segmented_at(text, at, |window, at| graphemes().segment_str(window).any(|boundary| boundary == at))
}

/// Asks `found` about a window of `text` around `at` that begins where a boundary is certain.
fn segmented_at(text: &str, at: usize, found: impl Fn(&str, usize) -> bool) -> bool {
    let start = safe_start(text, at);
    let end = text[at..]
        .char_indices()
        .map(|(offset, _)| at + offset)
        .find(|end| *end >= at + LOOK_AHEAD)
        .unwrap_or(text.len());
    found(&text[start..end], at - start)
}

/// The last place before `at` where a printable ASCII character follows a space or a newline: UAX #29 always breaks there.
fn safe_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let floor = at.saturating_sub(LOOK_BACK);
    for i in (floor..at).rev() {
        let space = bytes[i] == b' ' || bytes[i] == b'\n';
        if space && bytes.get(i + 1).is_some_and(u8::is_ascii_graphic) && i + 1 < at {
            return i + 1;
        }
    }
    let mut start = floor;
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start
}

fn plain_words() -> WordSegmenterBorrowed<'static> {
    WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default())
}

fn dictionary_words() -> WordSegmenterBorrowed<'static> {
    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default())
}

fn graphemes() -> GraphemeClusterSegmenterBorrowed<'static> {
    GraphemeClusterSegmenter::new()
}

#[cfg(test)]
mod tests {
    use super::{is_boundary, words};

    /// `|` marks each position that must be a boundary; all others must not be.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let mut at = 0;
        let mut expected = vec![];
        for part in marked.split('|') {
            expected.push(at);
            at += part.len();
        }
        let found: Vec<_> =
            text.char_indices().map(|(i, _)| i).chain([text.len()]).filter(|i| is_boundary(&text, *i)).collect();
        expected.dedup();
        assert_eq!(found, expected, "{marked}");
    }

    #[test]
    fn words_of_spaced_scripts() {
        check("|the| |cat|");
        check("|3.5| |per| |cent|");
        check("|don’t|,| |he's|");
        check("|co\u{AD}operate|");
        check("|Ελλάδα| |и| |мир|");
        check("|well|-|known|");
    }

    #[test]
    fn graphemes_where_words_are_not_spaced() {
        check("|東|京|に|行|く|");
        check("|한|국|은|");
        check("|ที่|นี่|");
        check("|مرحبا|");
        check("|👨‍👩‍👧|");
    }

    #[test]
    fn words_are_what_holds_letters_or_figures() {
        let text = "He said: “2 billion”!";
        let found: Vec<_> = words(text).map(|word| &text[word]).collect();
        assert_eq!(found, ["He", "said", "2", "billion"]);
    }
}
