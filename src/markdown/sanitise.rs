//! Raw HTML in the newsroom's own prose: what of it is kept. [`sanitiser`] is the one way in.

use super::is_safe_link;
use crate::highlight::is_token_class;

/// Raw HTML written by editors keeps what is harmless. The classes and ids are those that the program writes itself.
pub(super) fn sanitiser() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        .rm_tags(["img"])
        .add_tag_attributes("a", ["id"])
        .add_tag_attributes("sup", ["class"])
        .add_tag_attributes("span", ["class", "aria-hidden", "data-pagefind-ignore"])
        .add_tag_attributes("code", ["class"])
        .attribute_filter(|element, attribute, value| {
            let ours = match (element, attribute) {
                ("a", "id") => value.starts_with("ref-") || value.contains("--ref-"),
                ("sup", "class") => value == "reference",
                ("span", "class") => matches!(value, "image" | "side") || is_token_class(value),
                ("code", "class") => false,
                ("a", "href") => is_safe_link(value) || value.starts_with('#') || is_own_page(value),
                _ => true,
            };
            ours.then(|| value.into())
        });
    builder
}

/// Whether a relative link has exactly the form in which this program links its pages.
fn is_own_page(href: &str) -> bool {
    let path = href.strip_prefix("../").unwrap_or(href);
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let Some((folder, id)) = path.strip_suffix(".html").and_then(|path| path.split_once('/')) else {
        return false;
    };
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    ["claims", "sources", "pages"].contains(&folder) && !id.is_empty() && plain(id) && plain(anchor)
}
