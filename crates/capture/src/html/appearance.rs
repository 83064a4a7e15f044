//! Names elements by what they look like: [`apply`]. A `span` may be a superscript, struck or a line of its own, and a button may be the
//! heading of a panel.

use super::effect::Display;
use super::elements::{is_block, is_heading};
use super::page::SavedPage;
use super::styles::Styles;
use super::visible::VisibleNodes;
use citeback_quote::text::{shortened, single_spaced};

/// In characters; a longer button is no heading.
const MAX_HEADING: usize = 200;
/// In characters; a shorter panel is a menu or a hint.
const MIN_PANEL: usize = 20;
/// How many buttons are looked at: each is compared with all that stands beside it.
const MAX_BUTTONS: usize = 200;
/// How much of reversed words is shown, in characters.
const MAX_REVERSED: usize = 40;
/// How far above a button its heading may be.
const MAX_LEVELS: usize = 3;

pub(super) fn apply(page: &mut SavedPage, shown: &mut VisibleNodes, styles: &Styles) {
    for node in 1..page.len() {
        if page.name(node) == "span" && !shown.is_hidden(node) {
            let look = styles.look(node);
            let name = match () {
                () if look.raised => "sup",
                () if look.lowered => "sub",
                () if look.struck => "s",
                () if look.display == Some(Display::Block) => "div",
                () => continue,
            };
            page.rename(node, name);
        }
    }
    let buttons = page.elements(&["button"]).filter(|node| !shown.is_hidden(page.parent(*node)));
    let buttons: Vec<usize> = buttons.take(MAX_BUTTONS).collect();
    for button in buttons {
        let words = page.text_content(button);
        if words.is_empty() || words.chars().count() > MAX_HEADING || !labels_panel(page, shown, button) {
            continue;
        }
        let heading = heading_around(page, shown, button);
        if heading.is_some() || stands_alone(page, shown, button) {
            shown.show_as(page, button);
            page.rename(button, if heading.is_some() { "span" } else { "h3" });
        }
    }
}

/// What the editor should know of words that the page shows in another order than the file has them.
pub(super) fn reversed(page: &SavedPage, shown: &VisibleNodes) -> Option<String> {
    let overridden = |node: usize| {
        let element = page.ancestors_and_self(node).find(|ancestor| page.name(*ancestor) == "bdo");
        let direction = element.and_then(|element| page.attribute(element, "dir")).unwrap_or_default();
        let text = page.text(node).unwrap_or_default();
        direction.eq_ignore_ascii_case("rtl") && text.contains(|c: char| c.is_ascii_alphanumeric())
            || direction.eq_ignore_ascii_case("ltr") && text.contains(|c| matches!(c, '\u{590}'..='\u{8FF}'))
            || text.contains(['\u{202D}', '\u{202E}'])
    };
    let node =
        (1..page.len()).find(|node| !shown.is_hidden(*node) && page.text(*node).is_some() && overridden(*node))?;
    let words: String =
        single_spaced(page.text(node)?).chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}')).collect();
    Some(format!("the page shows “{}” in reverse order: compare it with the page", shortened(&words, MAX_REVERSED)))
}

/// What the editor should know of words of the article that the style sheet shows in another order.
pub(super) fn reordered(page: &SavedPage, article: &VisibleNodes, styles: &Styles) -> Option<String> {
    let words = |node: usize| {
        let mut inside = std::iter::once(node).chain(page.descendants(node));
        inside.find_map(|node| {
            page.text(node).filter(|text| !article.is_hidden(node) && text.contains(char::is_alphanumeric))
        })
    };
    let reordered = |node: &usize| styles.look(*node).reordered;
    let words = (1..page.len()).filter(reordered).take(MAX_BUTTONS).find_map(words)?;
    let words = shortened(&single_spaced(words), MAX_REVERSED);
    Some(format!("the style sheet puts “{words}” in another order: compare it with the page"))
}

/// The heading that a button is all of.
fn heading_around(page: &SavedPage, shown: &VisibleNodes, button: usize) -> Option<usize> {
    let heading = page.ancestors_and_self(button).take(MAX_LEVELS).find(|node| is_heading(page.name(*node)))?;
    let other = page.descendants(heading).any(|inside| {
        !shown.is_hidden(inside) && page.text(inside).is_some_and(|text| text.contains(char::is_alphanumeric))
    });
    (!other).then_some(heading)
}

/// Whether there is no line of text that a button is a part of.
fn stands_alone(page: &SavedPage, shown: &VisibleNodes, button: usize) -> bool {
    let words = |node: usize| {
        let mut inside = std::iter::once(node).chain(page.descendants(node));
        inside.any(|node| {
            !shown.is_hidden(node) && page.text(node).is_some_and(|text| text.contains(char::is_alphanumeric))
        })
    };
    page.children(page.parent(button)).all(|other| other == button || is_block(page.name(other)) || !words(other))
}

/// Whether a button opens and closes a part of the page that readers see.
fn labels_panel(page: &SavedPage, shown: &VisibleNodes, button: usize) -> bool {
    let target =
        ["aria-controls", "data-bs-target", "data-target"].iter().find_map(|name| page.attribute(button, name));
    let by_id = target.and_then(|id| {
        let id = id.trim().trim_start_matches('#');
        (1..page.len()).find(|node| page.attribute(*node, "id") == Some(id))
    });
    let after = || {
        page.attribute(button, "aria-expanded")?;
        let outermost = page
            .ancestors_and_self(button)
            .take(MAX_LEVELS)
            .take_while(|node| page.text_content(*node) == page.text_content(button))
            .last()?;
        let end = page.descendants(outermost).end;
        page.children(page.parent(outermost)).find(|other| *other >= end && !page.name(*other).is_empty())
    };
    by_id.or_else(after).is_some_and(|panel| {
        let texts = page.descendants(panel).filter(|node| !shown.is_hidden(*node)).filter_map(|node| page.text(node));
        panel > button && texts.map(|text| text.trim().len()).sum::<usize>() >= MIN_PANEL
    })
}
