//! What objects of schema.org have in common: their context and their addresses.

use serde::Serialize;
use url::Url;

/// An object as a document of its own, with its context.
#[derive(Serialize)]
pub(in super::super) struct Document<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(flatten)]
    object: T,
}

impl<T> Document<T> {
    pub fn new(object: T) -> Self {
        Document { context: "https://schema.org", object }
    }
}

/// A site-relative path as an absolute address.
pub(in super::super) fn absolute(base: &Url, path: &str) -> String {
    if is_plain(path) && base.as_str().ends_with('/') {
        return format!("{base}{path}");
    }
    base.join(path).map_or_else(|_| format!("{base}{path}"), |url| url.to_string())
}

/// Whether a path is spelt in a URL as it is, and is appended to the address of a folder as it is: nearly all paths of a site are so.
fn is_plain(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    path.bytes().all(plain) && !path.starts_with(['/', '.']) && !path.contains("/.")
}

/// What the organisation is called where several pages and files speak of it, by the address of the site.
pub(in super::super) fn organisation_id(home: &str) -> String {
    format!("{home}#organisation")
}

/// The absolute address of a file that we did not name: its name may contain characters with a meaning in URLs.
pub(in super::super) fn of_file(base: &Url, path: &str) -> String {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path.split('/'));
    }
    url.to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::{absolute, is_plain, of_file};
    use crate::model::Id;
    use crate::routes;

    #[test]
    fn names_of_files_mean_nothing_in_addresses() {
        let base = Url::parse("https://example.org/a/").unwrap();
        assert_eq!(of_file(&base, "b/c d#1?.png"), "https://example.org/a/b/c%20d%231%3F.png");
        assert_eq!(of_file(&base, "https:d.png"), "https://example.org/a/https:d.png");
    }

    #[test]
    fn routes_are_joined_without_parsing() {
        let id = Id::new("bridge-cost-2").unwrap();
        let routes = [
            routes::address(routes::FRONT).to_owned(),
            routes::CLAIMS.to_owned(),
            routes::numbered(routes::CLAIMS, 3),
            routes::REVIEW_FEED.to_owned(),
            routes::sitemap_part(0),
            routes::BRIEF_CARD.to_owned(),
            routes::claim(&id),
            routes::card(&id),
            routes::source(&id),
            routes::page(&id),
            routes::verdict(&id),
            routes::person(&id),
            routes::source_text(&id),
            routes::annotations(&id),
            routes::tag_file("money-2"),
        ];
        for base in ["https://example.org/", "https://example.org/a%20b/c/"].map(|base| Url::parse(base).unwrap()) {
            for path in &routes {
                assert!(is_plain(path), "{path}");
                assert_eq!(absolute(&base, path), base.join(path).unwrap().as_str());
            }
            let tag = routes::tag_file("größe");
            assert!(!is_plain(&tag));
            assert_eq!(absolute(&base, &tag), base.join(&routes::tag("größe")).unwrap().as_str());
        }
    }

    proptest! {
        #[test]
        fn any_path_is_joined_as_urls_are(path in "[a-z./:_%?# é-]{0,12}") {
            let base = Url::parse("https://example.org/a/b/").unwrap();
            if let Ok(joined) = base.join(&path) {
                prop_assert_eq!(absolute(&base, &path), joined.as_str());
            }
        }
    }
}
