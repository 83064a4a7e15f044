//! Ids: the names by which notes refer to each other, and the stems of file names and addresses.

use std::fmt;

/// Lower-case ASCII words (letters and digits) joined by single hyphens. An id is safe in a URL, a file name and an HTML attribute. Double
/// hyphens are reserved for joining two ids into an anchor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// `None` if `text` is not a valid id.
    pub fn new(text: &str) -> Option<Self> {
        let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        (text.len() <= 100 && text.split('-').all(word)).then(|| Id(text.to_owned()))
    }

    /// The valid id closest to `text`, for a hint.
    pub fn suggestion(text: &str) -> Option<Self> {
        let mut plain = String::new();
        for c in text.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                plain.push(c);
            } else if !plain.is_empty() && !plain.ends_with('-') {
                plain.push('-');
            }
        }
        Id::new(plain.trim_end_matches('-'))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An id that something had before: its old address leads to the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerId {
    pub id: Id,
    /// Position in the list, from 0; used for findings.
    pub index: usize,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn ids_are_words_joined_by_single_hyphens() {
        for good in ["a", "two-billion", "2019-08", "false"] {
            assert!(Id::new(good).is_some(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "a_b", "ä", "a b", "../x"] {
            assert!(Id::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn suggests_the_nearest_id() {
        assert_eq!(Id::suggestion("Two  Billion!").unwrap().as_str(), "two-billion");
        assert_eq!(Id::suggestion("日本"), None);
    }
}
