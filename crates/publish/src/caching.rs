//! How long browsers keep a file: [`cache_rule`].

use super::release::{Entry, Sha256};

/// The fewest hexadecimal digits that name a file by its content, as in `citeback.3f2a91.css`.
const DIGITS: usize = 6;

/// For files that are named by their content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The value of the header `Cache-Control`: browsers keep a file that is named by its content for a year, and ask about all others
/// each time, so that readers see a correction at once.
pub fn cache_rule(path: &str, sha256: Sha256) -> &'static str {
    if is_named_by_content(path, sha256) { IMMUTABLE } else { "no-cache" }
}

/// Whether a published file is named by its content, so that it never changes.
pub fn is_immutable(entry: &Entry) -> bool {
    entry.cache == IMMUTABLE
}

/// Whether the name of a file has the first digits of its SHA-256 before the ending. Digits alone would not do: `photo.20261104.jpg` has a
/// date, and keeps its name when the picture is corrected.
fn is_named_by_content(path: &str, sha256: Sha256) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let digits = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('.')).map(|(_, digits)| digits);
    digits.is_some_and(|digits| digits.len() >= DIGITS && sha256.to_string().starts_with(digits))
}

#[cfg(test)]
mod tests {
    use super::{Sha256, cache_rule};

    #[test]
    fn only_files_named_by_their_content_are_kept_for_long() {
        let sha256 = Sha256::of(b"words");
        let digits = sha256.to_string();
        for path in [format!("citeback.{}.css", &digits[..6]), format!("static/x.{digits}.js")] {
            assert!(cache_rule(&path, sha256).contains("immutable"), "{path}");
        }
        let short = format!("citeback.{}.css", &digits[..5]);
        let bare = format!("{}.css", &digits[..6]);
        for path in ["citeback.css", "claims.2.html", "photo.20261104.jpg", "citeback.3f2a91.css", &short, &bare] {
            assert_eq!(cache_rule(path, sha256), "no-cache", "{path}");
        }
    }
}
