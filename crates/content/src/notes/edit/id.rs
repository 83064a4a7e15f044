//! Makes an id from words, for a passage or a claim that has none: [`derived`].

use citeback_quote::text::fold::{is_mark, nfc};
use deunicode::deunicode_char;

/// Maximum length of an id, in bytes, before the number that may follow.
const MAX_LENGTH: usize = 28;
/// Maximum length of an id that is not made from words, in bytes, before the number that may follow.
const MAX_FALLBACK: usize = 90;

/// The first words of `text` in Latin letters without accents (a to z) and digits, joined by hyphens, as many as are short together; if it
/// has none, `fallback`, which is an id. A number is appended if it is `taken`.
pub fn derived(text: &str, fallback: &str, taken: &[&str]) -> String {
    let mut id = String::new();
    for word in romanised(text).split(' ').filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.len() + 1 + word.len() > MAX_LENGTH {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(word.chars().take(MAX_LENGTH));
    }
    if id.is_empty() {
        id = fallback.chars().take(MAX_FALLBACK).collect::<String>().trim_end_matches('-').to_owned();
    }
    let free = |id: &String| !taken.contains(&id.as_str());
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.clone()).chain(numbered).find(free).unwrap_or_default()
}

/// The letters and digits of a text in lower-case ASCII, with spaces where there is anything else. Empty for Japanese: its characters have
/// several readings, and the tables only know the Chinese one.
pub fn romanised(text: &str) -> String {
    let text = nfc(text);
    if text.chars().any(is_kana) {
        return String::new();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // An apostrophe is inside a word: “it’s” becomes “its”.
        if is_mark(c) || "'’".contains(c) || c.is_alphanumeric() {
            let latin = if c.is_alphanumeric() || is_mark(c) { deunicode_char(c).unwrap_or_default() } else { "" };
            let kept = |c: &char| c.is_ascii_alphanumeric() || *c == ' ';
            out.extend(latin.chars().filter(kept).map(|c| c.to_ascii_lowercase()));
        } else {
            out.push(' ');
        }
    }
    out
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9D}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::derived;

    #[test]
    fn first_words_make_an_id() {
        assert_eq!(derived("“Most of the ill-gotten funds” were used", "s", &[]), "most-of-the-ill-gotten-funds");
        assert_eq!(derived("L'été à Genève", "s", &["lete-a-geneve"]), "lete-a-geneve-2");
        assert_eq!(derived("Die Straße, 4.2 Millionen", "s", &[]), "die-strasse-4-2-millionen");
        assert_eq!(derived("Donaudampfschifffahrtsgesellschaft", "s", &[]), "donaudampfschifffahrtsgesell");
    }

    #[test]
    fn every_script_makes_a_readable_id() {
        assert_eq!(derived("被盗资金", "report", &[]), "bei-dao-zi-jin");
        assert_eq!(derived("Правительство заявило", "report", &[]), "pravitelstvo-zaiavilo");
        assert_eq!(derived("η γέφυρα", "report", &[]), "e-gephura");
        assert_eq!(derived("قالت المتحدثة", "report", &[]), "qlt-lmthdth");
        // The readings of Japanese are not known, nor what a picture is called.
        assert_eq!(derived("新しい橋", "report", &["report", "report-2"]), "report-3");
        assert_eq!(derived("🌉 …", "report", &[]), "report");
    }

    proptest! {
        #[test]
        fn it_is_always_an_id_that_is_free(text in "\\PC{0,80}") {
            let first = derived(&text, "report", &[]);
            let second = derived(&text, "report", &[&first]);
            for id in [&first, &second] {
                let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
                prop_assert!(id.len() <= 100 && id.split('-').all(word), "{id:?}");
            }
            prop_assert!(first != second);
        }
    }
}
