//! Spaces where readers see two boxes side by side and the file has nothing between their words: [`separate`]. Without them, a date
//! and a place would become one word, “10 MayLondon”.

use super::effect::Display;
use super::elements::is_block;
use super::page::SavedPage;
use super::styles::Styles;
use super::visible::VisibleNodes;

/// Adds a space to the first of two texts that merge.
pub(super) fn separate(page: &mut SavedPage, shown: &VisibleNodes, styles: &Styles) {
    let mut merged = vec![];
    let mut walk = Walk { before: None, edge: Edge::None, open: vec![] };
    for node in 1..page.len() {
        while let Some((_, edge)) = walk.open.pop_if(|(end, _)| *end <= node) {
            walk.edge = walk.edge.max(edge);
        }
        if shown.is_hidden(node) {
            if matches!(page.name(node), "input" | "select" | "button" | "textarea" | "svg" | "iframe" | "video") {
                walk.edge = Edge::Box;
            }
            continue;
        }
        let Some(text) = page.text(node) else {
            let edge = edge(page, styles, node);
            walk.edge = walk.edge.max(edge);
            walk.open.push((page.descendants(node).end, edge));
            continue;
        };
        if text.is_empty() {
            continue;
        }
        if let Some((before, last)) = walk.before.filter(|(_, last)| merges(*last, text.chars().next(), walk.edge)) {
            let _: char = last;
            merged.push(before);
        }
        walk.before = text.chars().next_back().map(|last| (node, last));
        walk.edge = Edge::None;
    }
    for node in merged {
        let text = page.text(node).unwrap_or_default();
        let text = format!("{text} ");
        page.set_text(node, text);
    }
}

struct Walk {
    /// The last visible text and its last character.
    before: Option<(usize, char)>,
    /// What has begun or ended since.
    edge: Edge,
    /// The ends of open elements.
    open: Vec<(usize, Edge)>,
}

/// What is between two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    /// Nothing that parts words.
    None,
    /// A date or a link, which may be a part of a word.
    Weak,
    /// A box of its own.
    Box,
    /// A line of its own; nothing merges.
    Line,
}

fn edge(page: &SavedPage, styles: &Styles, node: usize) -> Edge {
    let name = page.name(node);
    let own = styles.look(node).display;
    let parent = styles.look(page.parent(node)).display;
    match (name, own) {
        _ if is_block(name) || matches!(name, "br" | "pre") => Edge::Line,
        (_, Some(Display::InlineBlock | Display::Flex | Display::Block)) => Edge::Box,
        _ if parent == Some(Display::Flex) => Edge::Box,
        ("button" | "label" | "option" | "img", _) => Edge::Box,
        ("time" | "a", _) => Edge::Weak,
        _ => Edge::None,
    }
}

/// Whether two characters read as one word. In scripts without spaces they do not need one.
fn merges(last: char, next: Option<char>, edge: Edge) -> bool {
    let word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let Some(next) = next.filter(|next| word(last) && word(*next)) else {
        return false;
    };
    match edge {
        Edge::Box => true,
        // “the 1990ers”, but “10 MayLondon”.
        Edge::Weak => next.is_uppercase() && last.is_lowercase() || last.is_ascii_digit() && next.is_uppercase(),
        Edge::None | Edge::Line => false,
    }
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{A4CF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}
