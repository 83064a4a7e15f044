//! What objects of schema.org are made of: fields, types and addresses.

use serde_json::{Map, Value, json};
use url::Url;

const CONTEXT: &str = "https://schema.org";

/// A site-relative path as an absolute address.
pub(in super::super) fn absolute(base: &Url, path: &str) -> String {
    base.join(path).map_or_else(|_| format!("{base}{path}"), |url| url.to_string())
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

/// An object of a type, to be filled.
pub(in super::super) fn typed(name: &str) -> Map<String, Value> {
    Map::from_iter([("@type".to_owned(), json!(name))])
}

/// A field for a text that may be lacking.
pub(in super::super) fn text(field: &str, value: Option<&str>) -> Option<(String, Value)> {
    value.map(|value| (field.to_owned(), json!(value)))
}

/// The same object with its context.
pub(in super::super) fn document(object: Map<String, Value>) -> Map<String, Value> {
    let mut document = Map::from_iter([("@context".to_owned(), json!(CONTEXT))]);
    document.extend(object);
    document
}

#[cfg(test)]
mod tests {
    use super::of_file;

    #[test]
    fn names_of_files_mean_nothing_in_addresses() {
        let base = url::Url::parse("https://example.org/a/").unwrap();
        assert_eq!(of_file(&base, "b/c d#1?.png"), "https://example.org/a/b/c%20d%231%3F.png");
        assert_eq!(of_file(&base, "https:d.png"), "https://example.org/a/https:d.png");
    }
}
