//! URL-friendly names: [`slug`].

use citeback_quote::text::fold::{is_mark, nfc};

/// Maximum length of a slug before its checksum, in bytes, so that it fits a file name.
const MAX_SLUG: usize = 120;

/// The name of a tag in URLs: its letters and digits in lower case, everything else replaced by single hyphens. Letters of every script are
/// kept, so the result may need percent-encoding. A long slug is truncated and ends in a checksum of the whole.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in nfc(text).chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || (!slug.is_empty() && !slug.ends_with('-') && is_mark(c)) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.len() > MAX_SLUG {
        let checksum = blake3::hash(slug.as_bytes()).to_hex();
        let end = (0..=MAX_SLUG).rev().find(|at| slug.is_char_boundary(*at)).unwrap_or(0);
        slug.truncate(end);
        slug = format!("{}-{}", slug.trim_end_matches('-'), &checksum[..8]);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_lower_case_words() {
        assert_eq!(slug("Cyber-crime & sanctions!"), "cyber-crime-sanctions");
        assert_eq!(slug("../.."), "");
        assert_eq!(slug("日本 語"), "日本-語");
    }
}
