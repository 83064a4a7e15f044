//! Generates an id for a passage that has none: [`derived`] takes the first words of the quote.

use citeback_quote::text::loose::LooselyFolded;

/// Maximum length of an id of several words, in bytes.
const MAX_WORDS_LENGTH: usize = 28;
/// Maximum length of an id of a single word, in bytes.
const MAX_LENGTH: usize = 60;

/// Lower-case words (a to z and digits) from `quote`, joined by hyphens; for a quote in another script, the source's id. A number is
/// appended if it is `taken`.
pub fn derived(quote: &str, source: &str, taken: &[&str]) -> String {
    let plain = LooselyFolded::new(quote);
    let words = plain.text().split(|c: char| !c.is_alphanumeric() && !"'’".contains(c));
    let mut id = String::new();
    for word in words {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).take(MAX_LENGTH).collect();
        if !id.is_empty() && id.len() + 1 + word.len() > MAX_WORDS_LENGTH {
            break;
        }
        if !id.is_empty() && !word.is_empty() {
            id.push('-');
        }
        id.push_str(&word);
    }
    if id.is_empty() {
        id = source.to_owned();
    }
    let free = |id: &String| !taken.contains(&id.as_str());
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    std::iter::once(id.clone()).chain(numbered).find(free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::derived;

    #[test]
    fn first_words_make_an_id() {
        assert_eq!(derived("“Most of the ill-gotten funds” were used", "s", &[]), "most-of-the-ill-gotten-funds");
        assert_eq!(derived("L'été à Genève", "s", &["lete-a-geneve"]), "lete-a-geneve-2");
        assert_eq!(derived("被盗资金", "report", &["report", "report-2"]), "report-3");
    }
}
