//! Sanitises raw HTML in the newsroom's own prose. Entry point: [`sanitiser`].

use super::style::ProseStyle;
use crate::markdown::highlight::is_token_class;
use crate::markdown::is_safe_link;

/// Block elements, which would end the paragraph or list item around inline text.
const BLOCKS: [&str; 28] = [
    "article",
    "blockquote",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
    "tbody",
];

/// Keeps harmless HTML; in inline text, only phrasing content. The allowed classes and ids are those that we write ourselves.
pub(super) fn sanitiser(style: ProseStyle) -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(None)
        // The page template has its own landmarks and title.
        .rm_tags(["img", "map", "area", "nav", "header", "footer", "aside", "hgroup", "h1"])
        .add_tag_attributes("pre", ["tabindex"])
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
                ("pre", "tabindex") => value == "0",
                ("a", "href") => is_safe_link(value) || value.starts_with('#') || is_own_page(value),
                _ => true,
            };
            ours.then(|| value.into())
        });
    if style == ProseStyle::Inline {
        builder.rm_tags(BLOCKS);
    }
    builder
}

/// Whether a relative link has exactly the form that we use for links between pages.
fn is_own_page(href: &str) -> bool {
    let path = href.strip_prefix("../").unwrap_or(href);
    let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
    let Some((folder, id)) = path.strip_suffix(".html").and_then(|path| path.split_once('/')) else {
        return false;
    };
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    ["claims", "sources", "pages"].contains(&folder) && !id.is_empty() && plain(id) && plain(anchor)
}
