//! Which nodes of a page readers see: [`VisibleNodes::of`].

use std::collections::BTreeSet;

use super::elements::is_invisible;
use super::page::SavedPage;

/// Indexed by node.
#[derive(Clone)]
pub(super) struct VisibleNodes {
    pub hidden: Vec<bool>,
    /// Figures with a visible caption.
    captioned: BTreeSet<usize>,
}

const HIDDEN_CLASSES: [&str; 4] = ["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"];

impl VisibleNodes {
    /// The nodes that readers see, whatever part of the page they belong to.
    pub fn of(page: &SavedPage) -> VisibleNodes {
        let mut hidden = vec![false; page.len()];
        for node in 1..page.len() {
            hidden[node] = hidden[page.parent(node)] || is_hidden(page, node);
        }
        show_articles_without_scripts(page, &mut hidden);
        let mut captioned = BTreeSet::new();
        for caption in page.elements(&["figcaption"]) {
            let words = page
                .descendants(caption)
                .any(|node| !hidden[node] && page.text(node).is_some_and(|text| !text.trim().is_empty()));
            if words {
                captioned.extend(page.ancestors_and_self(caption).find(|ancestor| page.name(*ancestor) == "figure"));
            }
        }
        VisibleNodes { hidden, captioned }
    }

    /// Hides a node and everything inside it.
    pub fn hide(&mut self, page: &SavedPage, node: usize) {
        self.hidden[node] = true;
        for inside in page.descendants(node) {
            self.hidden[inside] = true;
        }
    }

    /// Shows a node and everything inside it but programs.
    pub fn show(&mut self, page: &SavedPage, node: usize) {
        self.hidden[node] = matches!(page.name(node), "script" | "style");
        for inside in page.descendants(node) {
            self.hidden[inside] = self.hidden[page.parent(inside)] || matches!(page.name(inside), "script" | "style");
        }
    }

    pub fn is_hidden(&self, node: usize) -> bool {
        self.hidden[node]
    }

    /// Whether a figure has a caption.
    pub fn is_captioned(&self, figure: usize) -> bool {
        self.captioned.contains(&figure)
    }
}

fn is_hidden(page: &SavedPage, node: usize) -> bool {
    let style = || page.attribute(node, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    is_invisible(page.name(node))
        || page.attribute(node, "hidden").is_some_and(|value| value != "until-found")
        || HIDDEN_CLASSES.iter().any(|class| page.has_token(node, "class", class))
        || (page.attribute(node, "style").is_some()
            && (style().contains("display:none") || style().contains("visibility:hidden")))
}

/// Some pages have their article only in `noscript`, and write it on the screen with a script.
fn show_articles_without_scripts(page: &SavedPage, hidden: &mut [bool]) {
    const MIN_TEXT: usize = 300;
    let shown =
        (1..page.len()).filter(|node| !hidden[*node]).filter_map(|node| page.text(node)).map(|text| text.trim().len());
    let empty = shown.sum::<usize>() < MIN_TEXT;
    let words = |nodes: std::ops::Range<usize>| -> String { nodes.filter_map(|node| page.text(node)).collect() };
    for node in page.elements(&["noscript"]) {
        if hidden[page.parent(node)] {
            continue;
        }
        let links: usize = page
            .descendants(node)
            .filter(|inside| page.name(*inside) == "a")
            .map(|link| words(page.descendants(link)).trim().len())
            .sum();
        let text = words(page.descendants(node));
        let sentences = text.matches(". ").count() + text.matches('。').count();
        if text.trim().len() < MIN_TEXT || !empty && (links * 2 > text.len() || sentences < 3) {
            continue;
        }
        hidden[node] = false;
        for inside in page.descendants(node) {
            hidden[inside] = hidden[page.parent(inside)] || is_hidden(page, inside);
        }
    }
}
