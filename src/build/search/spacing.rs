//! Word boundaries in scripts without spaces: [`push_spaced`] separates their letters, so that any sequence can be found.
//!
//! Pagefind treats everything between spaces as a word. In Chinese, Japanese, Thai and similar scripts, that is a whole clause. A
//! dictionary could split it into words, but the browser has a different dictionary, and the results may differ; letters are the same
//! everywhere. A sequence of letters is then searched as a phrase, which finds exactly that sequence. static/search.js splits queries by
//! the same rule and removes the separator from the results.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};

/// An invisible word joiner distinguishes this space from one in the text.
pub(super) const SEPARATOR: &str = "\u{2060} ";

/// Appends HTML between two tags, with a [`SEPARATOR`] before each letter of a script without spaces, and after a run of them that is
/// followed by another word. Tags in it do no harm: only some attribute values could change.
pub(super) fn push_spaced(text: &str, out: &mut String) {
    if !text.chars().any(stands_alone) {
        out.push_str(text);
        return;
    }
    // Text on both sides of a tag may be one word to readers.
    let mut before = '>';
    for c in text.chars() {
        // A mark belongs to the letter before it.
        if is_mark(c) {
            out.push(c);
            continue;
        }
        let word_begins = stands_alone(c) || (c.is_alphanumeric() && stands_alone(before));
        if word_begins && !before.is_whitespace() {
            out.push_str(SEPARATOR);
        }
        out.push(c);
        before = c;
    }
}

/// Whether a character is a letter of a script without spaces between words. static/search.js has the same ranges.
pub(super) fn stands_alone(c: char) -> bool {
    let unspaced = matches!(c,
        // Thai, Lao; Myanmar; Khmer.
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        // Kana, Bopomofo.
        | '\u{3005}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}'
        // Han.
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    unspaced && GeneralCategoryGroup::Letter.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

/// Whether a character is part of a word or a figure: static/search.js splits queries by the same rule.
pub(super) fn is_word(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    [GeneralCategoryGroup::Letter, GeneralCategoryGroup::Mark, GeneralCategoryGroup::Number]
        .iter()
        .any(|group| group.contains(category))
}

pub(super) fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

#[cfg(test)]
mod tests {
    use super::{SEPARATOR, push_spaced};

    fn apart(text: &str) -> String {
        let mut out = String::new();
        push_spaced(text, &mut out);
        assert_eq!(out.replace(SEPARATOR, ""), text);
        out.replace(SEPARATOR, "|")
    }

    #[test]
    fn letters_are_set_apart_and_words_are_not() {
        assert_eq!(apart("see 日本、東京 there"), "see 日|本、|東|京 there");
        assert_eq!(apart("2024年のGDP成長"), "2024|年|の|GDP|成|長");
        assert_eq!(apart("पानी, вода, ماء, 물"), "पानी, вода, ماء, 물");
    }

    #[test]
    fn marks_stay_with_their_letter() {
        assert_eq!(apart(" ที่นี่ ก"), " ที่|นี่ ก");
        assert_eq!(apart(" パーティー"), " パ|ー|テ|ィ|ー");
    }

    #[test]
    fn letters_on_both_sides_of_a_tag_are_set_apart() {
        assert_eq!(apart("日本"), "|日|本");
    }
}
