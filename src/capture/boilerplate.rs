//! What readers see of a page, and what of that is furniture: [`VisibleNodes::of`], then [`VisibleNodes::clear`]. Words that could belong to the
//! article stay: it is easier to delete a line than to miss it.

use std::collections::BTreeSet;

use super::page::SavedPage;

/// What is shown of a page, by the number of its nodes.
pub(super) struct VisibleNodes {
    skipped: Vec<bool>,
    /// Characters inside a node, white space aside.
    letters: Vec<usize>,
    /// Those of them that are the words of links.
    linked: Vec<usize>,
    /// Figures with words below or above their picture.
    captioned: BTreeSet<usize>,
}

/// Elements without words for readers.
const MUTE: [&str; 22] = [
    "script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "embed", "canvas", "audio",
    "video", "map", "select", "datalist", "button", "input", "textarea", "progress", "meter", "dialog",
];

/// Elements that furniture is made of; what is no box, such as a paragraph, is never furniture by its name.
const BOXES: [&str; 12] =
    ["div", "section", "aside", "ul", "ol", "nav", "footer", "header", "form", "article", "figure", "dl"];

/// Names of boxes that are furniture.
const FURNITURE: [&str; 24] = [
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

/// Names of boxes that are furniture if they hold hardly more than links.
const DOUBTFUL: [&str; 22] = [
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

/// Words beside links that a box of a doubtful name may have, in characters.
const FEW: usize = 120;

const HIDDEN_CLASSES: [&str; 4] = ["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"];

impl VisibleNodes {
    /// What is shown of a page, furniture and all.
    pub fn of(page: &SavedPage) -> VisibleNodes {
        let mut shown = VisibleNodes {
            skipped: vec![false; page.len()],
            letters: vec![0; page.len()],
            linked: vec![0; page.len()],
            captioned: BTreeSet::new(),
        };
        for node in 1..page.len() {
            shown.skipped[node] = shown.skipped[page.parent(node)] || is_mute(page, node);
        }
        for node in (1..page.len()).rev().filter(|node| !shown.skipped[*node]).collect::<Vec<_>>() {
            if let Some(text) = page.text(node) {
                shown.letters[node] = text.chars().filter(|c| !c.is_whitespace()).count();
            }
            if page.name(node) == "a" {
                shown.linked[node] = shown.letters[node];
            }
            let parent = page.parent(node);
            shown.letters[parent] += shown.letters[node];
            shown.linked[parent] += shown.linked[node];
        }
        for caption in page.elements(&["figcaption"]).filter(|node| shown.letters[*node] > 0) {
            shown.captioned.extend(page.and_around(caption).find(|around| page.name(*around) == "figure"));
        }
        shown
    }

    /// Takes the furniture out of the part of the page inside `root`.
    pub fn clear(&mut self, page: &SavedPage, root: usize) {
        let all = self.letters[root];
        for node in page.inside(root) {
            let most = self.letters[node] * 2 > all;
            // A few lines of news can have a hundred comments.
            let nearly_all = self.letters[node] * 20 > all * 19;
            self.skipped[node] = self.skipped[node]
                || self.skipped[page.parent(node)]
                || (!most && self.is_furniture(page, node))
                || (!nearly_all && is_named(page, node, &FURNITURE));
        }
    }

    /// Takes a node and all inside it out.
    pub fn skip(&mut self, page: &SavedPage, node: usize) {
        self.skipped[node] = true;
        for inside in page.inside(node) {
            self.skipped[inside] = true;
        }
    }

    pub fn is_skipped(&self, node: usize) -> bool {
        self.skipped[node]
    }

    /// Whether a figure has a caption.
    pub fn is_captioned(&self, figure: usize) -> bool {
        self.captioned.contains(&figure)
    }

    /// How many characters are shown inside a node, white space aside, with the furniture.
    pub fn letters(&self, node: usize) -> usize {
        self.letters[node]
    }

    fn is_furniture(&self, page: &SavedPage, node: usize) -> bool {
        let (letters, linked) = (self.letters[node], self.linked[node]);
        let links = linked * 2 > letters;
        let role = page.attribute(node, "role").unwrap_or_default();
        match (page.name(node), role) {
            ("nav", _) | (_, "navigation" | "search" | "dialog" | "alertdialog" | "banner" | "contentinfo") => {
                return true;
            }
            ("form", _) => return true,
            ("aside" | "footer" | "header", _) | (_, "complementary") if links => return true,
            // The header and footer of the page itself, where no main part was found.
            ("header" | "footer", _) if page.name(page.parent(node)) == "body" => return true,
            _ => {}
        }
        let prose = page.inside(node).any(|inside| matches!(page.name(inside), "blockquote" | "table" | "pre"));
        is_named(page, node, &DOUBTFUL) && !prose && letters - linked < FEW && (linked > 0 || letters < FEW / 2)
    }
}

/// Whether a node is a box that its page calls furniture without doubt, such as the comments, or lies in one.
pub(super) fn is_in_furniture(page: &SavedPage, node: usize) -> bool {
    page.and_around(node).any(|around| is_named(page, around, &FURNITURE))
}

/// Characters inside `root`, white space aside, that are in no such box.
pub(super) fn letters_outside_furniture(page: &SavedPage, shown: &VisibleNodes, root: usize) -> usize {
    let mut letters = shown.letters[root];
    let mut after = root;
    for node in page.inside(root) {
        if node >= after && is_named(page, node, &FURNITURE) {
            letters -= shown.letters[node];
            after = page.inside(node).end;
        }
    }
    letters
}

fn is_named(page: &SavedPage, node: usize, names: &[&str]) -> bool {
    BOXES.contains(&page.name(node)) && words_of_name(page, node).any(|word| names.contains(&word.as_str()))
}

fn is_mute(page: &SavedPage, node: usize) -> bool {
    let style = || page.attribute(node, "style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    MUTE.contains(&page.name(node))
        || page.attribute(node, "hidden").is_some_and(|value| value != "until-found")
        || HIDDEN_CLASSES.iter().any(|class| page.has_word(node, "class", class))
        || (page.attribute(node, "style").is_some()
            && (style().contains("display:none") || style().contains("visibility:hidden")))
}

/// The words of an element's classes and id, in lower case: `SocialShare--top` is social, share and top. What a class says of the box's
/// insides (`has-comments`) does not name the box.
fn words_of_name(page: &SavedPage, node: usize) -> impl Iterator<Item = String> + '_ {
    ["class", "id"]
        .into_iter()
        .filter_map(move |attribute| page.attribute(node, attribute))
        .flat_map(str::split_ascii_whitespace)
        .filter(|name| {
            !["has-", "with-", "no-", "is-", "article-with"].iter().any(|beginning| name.starts_with(beginning))
        })
        .flat_map(|name| {
            let mut words = vec![String::new()];
            let mut small = false;
            for c in name.chars() {
                if !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && small) {
                    words.push(String::new());
                }
                if let (true, Some(word)) = (c.is_ascii_alphanumeric(), words.last_mut()) {
                    word.push(c.to_ascii_lowercase());
                }
                small = c.is_ascii_lowercase();
            }
            words
        })
}
