//! Which nodes of a page readers see, and which of these are boilerplate: [`VisibleNodes::of`], then [`VisibleNodes::remove_boilerplate`].
//! In doubt text stays: an editor deletes a superfluous line more easily than they notice a missing one.

use std::collections::BTreeSet;

use super::page::SavedPage;

/// Indexed by node.
pub(super) struct VisibleNodes {
    hidden: Vec<bool>,
    /// Characters inside a node, white space aside.
    char_counts: Vec<usize>,
    /// How many of these are in links.
    link_char_counts: Vec<usize>,
    /// Figures with a visible caption.
    captioned: BTreeSet<usize>,
}

/// Elements without text for readers.
const INVISIBLE_ELEMENTS: [&str; 22] = [
    "script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "embed", "canvas", "audio",
    "video", "map", "select", "datalist", "button", "input", "textarea", "progress", "meter", "dialog",
];

/// Only these are boilerplate by their name; a paragraph, for example, never is.
const CONTAINERS: [&str; 12] =
    ["div", "section", "aside", "ul", "ol", "nav", "footer", "header", "form", "article", "figure", "dl"];

/// Names of containers that are boilerplate.
const BOILERPLATE: [&str; 24] = [
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "cmp",
    "newsletter",
    "newsletters",
    "comments",
    "comment",
    "disqus",
    "respond",
    "outbrain",
    "taboola",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "paywall",
    "sponsored",
    "modal",
    "popup",
];

/// Names of containers that are boilerplate if they contain little besides links.
const POSSIBLE_BOILERPLATE: [&str; 22] = [
    "share",
    "sharing",
    "social",
    "related",
    "recommended",
    "recommendations",
    "promo",
    "subscribe",
    "subscription",
    "signup",
    "follow",
    "tags",
    "topics",
    "toolbar",
    "tools",
    "sidebar",
    "ad",
    "ads",
    "trending",
    "popular",
    "banner",
    "menu",
];

/// A container with such a name is boilerplate only if it has fewer characters than this outside links.
const MAX_OTHER_TEXT: usize = 120;

const HIDDEN_CLASSES: [&str; 4] = ["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"];

impl VisibleNodes {
    /// The nodes that readers see, including boilerplate.
    pub fn of(page: &SavedPage) -> VisibleNodes {
        let mut visible = VisibleNodes {
            hidden: vec![false; page.len()],
            char_counts: vec![0; page.len()],
            link_char_counts: vec![0; page.len()],
            captioned: BTreeSet::new(),
        };
        for node in 1..page.len() {
            visible.hidden[node] = visible.hidden[page.parent(node)] || is_invisible(page, node);
        }
        for node in (1..page.len()).rev().filter(|node| !visible.hidden[*node]).collect::<Vec<_>>() {
            if let Some(text) = page.text(node) {
                visible.char_counts[node] = text.chars().filter(|c| !c.is_whitespace()).count();
            }
            if page.name(node) == "a" {
                visible.link_char_counts[node] = visible.char_counts[node];
            }
            let parent = page.parent(node);
            visible.char_counts[parent] += visible.char_counts[node];
            visible.link_char_counts[parent] += visible.link_char_counts[node];
        }
        for caption in page.elements(&["figcaption"]).filter(|node| visible.char_counts[*node] > 0) {
            visible
                .captioned
                .extend(page.ancestors_and_self(caption).find(|ancestor| page.name(*ancestor) == "figure"));
        }
        visible
    }

    /// Hides the boilerplate inside `root`.
    pub fn remove_boilerplate(&mut self, page: &SavedPage, root: usize) {
        let all = self.char_counts[root];
        for node in page.descendants(root) {
            let most = self.char_counts[node] * 2 > all;
            // A short news item can have a hundred comments.
            let nearly_all = self.char_counts[node] * 20 > all * 19;
            self.hidden[node] = self.hidden[node]
                || self.hidden[page.parent(node)]
                || (!most && self.is_boilerplate(page, node))
                || (!nearly_all && is_named(page, node, &BOILERPLATE));
        }
    }

    /// Hides a node and everything inside it.
    pub fn hide(&mut self, page: &SavedPage, node: usize) {
        self.hidden[node] = true;
        for inside in page.descendants(node) {
            self.hidden[inside] = true;
        }
    }

    pub fn is_hidden(&self, node: usize) -> bool {
        self.hidden[node]
    }

    /// Whether a figure has a caption.
    pub fn is_captioned(&self, figure: usize) -> bool {
        self.captioned.contains(&figure)
    }

    /// The number of visible characters inside a node, white space aside, including boilerplate.
    pub fn char_count(&self, node: usize) -> usize {
        self.char_counts[node]
    }

    fn is_boilerplate(&self, page: &SavedPage, node: usize) -> bool {
        let (chars, link_chars) = (self.char_counts[node], self.link_char_counts[node]);
        let links = link_chars * 2 > chars;
        let role = page.attribute(node, "role").unwrap_or_default();
        match (page.name(node), role) {
            ("nav", _) | (_, "navigation" | "search" | "dialog" | "alertdialog" | "banner" | "contentinfo") => {
                return true;
            }
            ("form", _) => return true,
            ("aside" | "footer" | "header", _) | (_, "complementary") if links => return true,
            // The header and footer of the page itself, when no main content was found.
            ("header" | "footer", _) if page.name(page.parent(node)) == "body" => return true,
            _ => {}
        }
        let prose = page.descendants(node).any(|inside| matches!(page.name(inside), "blockquote" | "table" | "pre"));
        is_named(page, node, &POSSIBLE_BOILERPLATE)
            && !prose
            && chars - link_chars < MAX_OTHER_TEXT
            && (link_chars > 0 || chars < MAX_OTHER_TEXT / 2)
    }
}

/// Whether a node is in a container whose name alone makes it boilerplate, such as the comments, or is one.
pub(super) fn is_in_boilerplate(page: &SavedPage, node: usize) -> bool {
    page.ancestors_and_self(node).any(|ancestor| is_named(page, ancestor, &BOILERPLATE))
}

/// Characters inside `root`, white space aside, that are in no such container.
pub(super) fn chars_outside_boilerplate(page: &SavedPage, visible: &VisibleNodes, root: usize) -> usize {
    let mut chars = visible.char_counts[root];
    let mut after = root;
    for node in page.descendants(root) {
        if node >= after && is_named(page, node, &BOILERPLATE) {
            chars -= visible.char_counts[node];
            after = page.descendants(node).end;
        }
    }
    chars
}

fn is_named(page: &SavedPage, node: usize, names: &[&str]) -> bool {
    CONTAINERS.contains(&page.name(node)) && words_of_name(page, node).any(|word| names.contains(&word.as_str()))
}

fn is_invisible(page: &SavedPage, node: usize) -> bool {
    let style = || page.attribute(node, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    INVISIBLE_ELEMENTS.contains(&page.name(node))
        || page.attribute(node, "hidden").is_some_and(|value| value != "until-found")
        || HIDDEN_CLASSES.iter().any(|class| page.has_token(node, "class", class))
        || (page.attribute(node, "style").is_some()
            && (style().contains("display:none") || style().contains("visibility:hidden")))
}

/// The words of an element's classes and id, in lower case: `SocialShare--top` is social, share and top. A class such as `has-comments`
/// describes the content and does not name the container.
fn words_of_name(page: &SavedPage, node: usize) -> impl Iterator<Item = String> + '_ {
    ["class", "id"]
        .into_iter()
        .filter_map(move |attribute| page.attribute(node, attribute))
        .flat_map(str::split_ascii_whitespace)
        .filter(|name| !["has-", "with-", "no-", "is-", "article-with"].iter().any(|prefix| name.starts_with(prefix)))
        .flat_map(|name| {
            let mut words = vec![String::new()];
            let mut after_lower = false;
            for c in name.chars() {
                if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && after_lower) {
                    words.push(String::new());
                }
                if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
                    word.push(c.to_ascii_lowercase());
                }
                after_lower = c.is_ascii_lowercase();
            }
            words
        })
}
