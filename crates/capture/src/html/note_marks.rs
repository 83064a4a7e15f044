//! Marks that lead to notes, such as `[1]`: [`find`]. They are left out, and reported. A mark that could be a part of what stands before
//! it, such as an exponent, stays.

use std::collections::BTreeSet;

use super::elements::is_block;
use super::page::SavedPage;
use super::visible::VisibleNodes;
use citeback_quote::text::reading_text::digit;

/// As editors read it.
pub(super) const NOTE_MARKS: &str = "note marks";

/// A mark has fewer nodes than this.
const MAX_NODES: usize = 12;

/// The outermost elements with nothing but the mark of a note, among the visible ones.
pub(super) fn find(page: &SavedPage, visible: &VisibleNodes, root: usize) -> Vec<usize> {
    let ids: BTreeSet<&str> =
        (1..page.len()).filter_map(|node| page.attribute(node, "id").or(page.attribute(node, "name"))).collect();
    let mut marks = vec![];
    let (mut before, mut end) = (None, 0);
    for node in page.descendants(root).filter(|node| !visible.is_hidden(*node)) {
        if node < end {
            continue;
        }
        if let Some(text) = page.text(node) {
            before = text.chars().next_back().or(before);
        } else if is_mark(page, visible, node, &ids) {
            // After a figure it could be an exponent, and before a word it may part it from what stands before.
            let after = text_after(page, visible, node);
            let free = before.is_some_and(|c: char| digit(c).is_none()) && after.is_none_or(|c| !c.is_alphanumeric());
            end = page.descendants(node).end;
            if free {
                marks.push(node);
            }
        }
    }
    marks
}

/// The first character after a node on its line.
fn text_after(page: &SavedPage, visible: &VisibleNodes, node: usize) -> Option<char> {
    let block = page.ancestors_and_self(node).find(|ancestor| is_block(page.name(*ancestor)))?;
    (page.descendants(node).end..page.descendants(block).end)
        .filter(|node| !visible.is_hidden(*node))
        .take_while(|node| !is_block(page.name(*node)) && page.name(*node) != "br")
        .find_map(|node| page.text(node)?.chars().next())
}

/// Whether an element is raised or a link, has the mark of a note and leads to a place in the page.
fn is_mark(page: &SavedPage, visible: &VisibleNodes, node: usize, ids: &BTreeSet<&str>) -> bool {
    if !matches!(page.name(node), "sup" | "a") || page.descendants(node).len() > MAX_NODES {
        return false;
    }
    let inside = || std::iter::once(node).chain(page.descendants(node));
    let Some(link) = inside().find(|inside| page.name(*inside) == "a") else {
        return false;
    };
    let address = page.attribute(link, "href").and_then(|href| href.trim().rsplit_once('#'));
    let leads = address.is_some_and(|(_, id)| !id.is_empty() && ids.contains(id));
    let texts = inside().filter(|inside| !visible.is_hidden(*inside)).filter_map(|inside| page.text(inside));
    let text: String = texts.collect();
    let raised = inside().any(|inside| page.name(inside) == "sup");
    let noted = page.has_token(link, "role", "doc-noteref") || page.attribute(link, "epub:type") == Some("noteref");
    leads && is_mark_text(text.trim(), raised || noted)
}

/// One to three figures or one sign, or a figure or a few letters in brackets.
fn is_mark_text(text: &str, raised: bool) -> bool {
    let bracketed = text.strip_prefix(['[', '(']).and_then(|rest| rest.strip_suffix([']', ')']));
    let figures = |text: &str| (1..=3).contains(&text.chars().count()) && text.chars().all(|c| digit(c).is_some());
    let sign = |text: &str| matches!(text, "*" | "**" | "***" | "†" | "‡" | "§" | "¶");
    match bracketed {
        Some(inside) if text.starts_with('[') || raised => {
            let inside = inside.rsplit(' ').next().unwrap_or(inside);
            figures(inside) || inside.chars().count() == 1 && inside.chars().all(char::is_alphabetic)
        }
        Some(_) => false,
        None => raised && (figures(text) || sign(text)),
    }
}
