//! What is around the words of a saved page and says how they look: [`page_frame`].

use super::page::SavedPage;

/// What is around the words of a page and says how they look.
#[derive(Debug, Default)]
pub(crate) struct PageFrame {
    pub html_attributes: Vec<(String, String)>,
    pub body_attributes: Vec<(String, String)>,
    /// The style sheets that are in the page itself.
    pub styles: Vec<String>,
}

/// Reads the frame of a page; `None` if the page is too large or too deeply nested.
pub(crate) fn page_frame(html: &str) -> Option<PageFrame> {
    let page = SavedPage::parse(html).ok()?;
    let page = &page;
    let attributes = |name: &str, kept: &[&str]| {
        let node = page.elements(&[name]).next();
        let of = |node| {
            kept.iter().filter_map(move |name| Some(((*name).to_owned(), page.attribute(node, name)?.to_owned())))
        };
        node.map(|node| of(node).collect()).unwrap_or_default()
    };
    let style = |node| {
        let css: String = page.children(node).filter_map(|text| page.text(text)).collect();
        match page.attribute(node, "media").filter(|media| !media.contains(['{', '}', ';'])) {
            Some(media) if !media.trim().is_empty() => format!("@media {media} {{\n{css}\n}}"),
            _ => css,
        }
    };
    Some(PageFrame {
        html_attributes: attributes("html", &["lang", "dir", "class"]),
        body_attributes: attributes("body", &["class", "style"]),
        styles: page.elements(&["style"]).map(style).collect(),
    })
}
