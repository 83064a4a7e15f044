//! Which nodes of a page readers see: [`VisibleNodes::of`].

use std::collections::BTreeSet;

use super::colours::{are_alike, colour_of};
use super::effect::Property;
use super::effects::effects;
use super::elements::{is_block, is_invisible};
use super::page::SavedPage;
use super::repeated;
use super::sheet::declarations;
use super::styles::{Look, Paint, Styles};
use citeback_quote::text::{shortened, single_spaced};

/// Indexed by node.
#[derive(Clone)]
pub(super) struct VisibleNodes {
    pub hidden: Vec<bool>,
    /// Figures with a visible caption.
    captioned: BTreeSet<usize>,
    /// Nodes that repeat a formula for the eye.
    repeated: BTreeSet<usize>,
}

const HIDDEN_CLASSES: [&str; 4] = ["visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"];

/// With fewer characters than this, white space aside, a page shows nothing.
const MIN_SHOWN: usize = 80;

/// How many nodes a reading has at most.
const MAX_READING: usize = 64;
/// How much of doubtful words is shown, in characters.
const MAX_QUOTED: usize = 40;

impl VisibleNodes {
    /// The nodes that readers see, whatever part of the page they belong to, and what the editor should know of the others.
    pub fn of(page: &SavedPage, styles: &Styles) -> (VisibleNodes, Vec<String>) {
        let mut remarks = styles.remarks.clone();
        let plain = hidden_by(page, |node| is_hidden(page, node) || is_hidden_inline(page, node));
        let chars = characters(page, &plain);
        let formulas = repeated::find(page);
        let mut kept = false;
        let mut hides = |node: usize| {
            if is_hidden(page, node) || formulas.repeated.contains(&node) || is_hidden_inline(page, node) {
                return true;
            }
            let look = styles.look(node);
            let soft = look.unseen || look.visible == Some(false) || matches!(page.name(node), "html" | "body");
            // Pages hide all of their text until a script shows it.
            let most = soft && chars[node] * 2 > chars[0];
            let hides = look.removed || look.unseen && !formulas.shown.contains(&node);
            kept |= hides && most;
            hides && !most
        };
        let mut hidden = hidden_by(page, &mut hides);
        kept |= hide_words(page, styles, &chars, &mut hidden);
        let shown = characters(page, &hidden)[0];
        if kept || shown < MIN_SHOWN && chars[0] >= MIN_SHOWN {
            let remark = "its style sheet hides most of the text until a script shows it; the text was kept";
            remarks.push(remark.to_owned());
        }
        if shown < MIN_SHOWN && chars[0] >= MIN_SHOWN {
            hidden = plain;
        }
        if show_articles_without_scripts(page, &mut hidden) {
            remarks.push("its text is what readers without scripts see: compare it with the page".to_owned());
        }
        remarks.extend(faint_words(page, styles, &hidden));
        let captioned = captioned(page, &hidden);
        (VisibleNodes { hidden, captioned, repeated: formulas.repeated }, remarks)
    }

    /// Whether a node shows once more what another one says.
    pub fn is_repeated(&self, node: usize) -> bool {
        self.repeated.contains(&node)
    }

    /// Hides a node and everything inside it.
    pub fn hide(&mut self, page: &SavedPage, node: usize) {
        self.hidden[node] = true;
        for inside in page.descendants(node) {
            self.hidden[inside] = true;
        }
    }

    /// Shows a node and everything inside it but programs and what describes a drawing.
    pub fn show(&mut self, page: &SavedPage, node: usize) {
        let program = |name: &str| matches!(name, "script" | "style" | "title" | "desc" | "metadata");
        self.hidden[node] = program(page.name(node));
        for inside in page.descendants(node) {
            self.hidden[inside] = self.hidden[page.parent(inside)] || program(page.name(inside));
        }
    }

    /// Shows an element that is hidden by its name, and what is inside it but not hidden by itself.
    pub fn show_as(&mut self, page: &SavedPage, node: usize) {
        self.hidden[node] = false;
        for inside in page.descendants(node) {
            self.hidden[inside] =
                self.hidden[page.parent(inside)] || is_hidden(page, inside) || is_hidden_inline(page, inside);
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

/// Figures with a visible caption.
fn captioned(page: &SavedPage, hidden: &[bool]) -> BTreeSet<usize> {
    let words = |caption: usize| {
        let mut inside = page.descendants(caption);
        inside.any(|node| !hidden[node] && page.text(node).is_some_and(|text| !text.trim().is_empty()))
    };
    let figure = |caption: usize| page.ancestors_and_self(caption).find(|ancestor| page.name(*ancestor) == "figure");
    page.elements(&["figcaption"]).filter(|caption| words(*caption)).filter_map(figure).collect()
}

/// Nodes that are hidden themselves or inside of one that is.
fn hidden_by(page: &SavedPage, mut hides: impl FnMut(usize) -> bool) -> Vec<bool> {
    let mut hidden = vec![false; page.len()];
    for node in 1..page.len() {
        hidden[node] = hidden[page.parent(node)] || hides(node);
    }
    hidden
}

/// How many characters each node shows, white space aside.
fn characters(page: &SavedPage, hidden: &[bool]) -> Vec<usize> {
    let mut chars = vec![0; page.len()];
    for node in (1..page.len()).rev() {
        if let Some(text) = page.text(node).filter(|_| !hidden[node]) {
            chars[node] = text.chars().filter(|c| !c.is_whitespace()).count();
        }
        chars[page.parent(node)] += chars[node];
    }
    chars
}

/// Hides words by what is inherited: elements inside an invisible one may be visible. Whether the page would hide most of its text.
fn hide_words(page: &SavedPage, styles: &Styles, chars: &[usize], hidden: &mut [bool]) -> bool {
    let mut kept = false;
    let mut invisible = vec![false; page.len()];
    let mut sizeless = vec![false; page.len()];
    for node in 1..page.len() {
        let Look { visible, sizeless: tiny, .. } = styles.look(node);
        let parent = page.parent(node);
        let most = chars[node] * 2 > chars[0];
        kept |= most && visible == Some(false);
        invisible[node] = visible.map_or(invisible[parent], |visible| !visible && !most);
        // Space between boxes is removed in this way, and an unknown style sheet may give the boxes a size.
        let inherited = sizeless[parent] && (!styles.incomplete || page.text(node).is_some());
        sizeless[node] = tiny.map_or(inherited, |tiny| tiny && !most);
    }
    let mut any = vec![false; page.len()];
    for node in (1..page.len()).rev() {
        let own = invisible[node] || sizeless[node];
        let leaf = page.descendants(node).is_empty();
        hidden[node] |= own && (leaf || !any[node]);
        any[page.parent(node)] |= !hidden[node];
    }
    kept
}

/// What the editor should know of words in the colour of their ground, which readers may not see. Pictures may be behind them, so they are
/// not left out.
fn faint_words(page: &SavedPage, styles: &Styles, hidden: &[bool]) -> Option<String> {
    const WHITE: Paint = Paint::Colour([255; 3]);
    const BLACK: Paint = Paint::Colour([0; 3]);
    if styles.incomplete {
        return None;
    }
    let attribute = |node: usize, name: &str| {
        page.attribute(node, name).map(|value| colour_of(value.trim()).map_or(Paint::Other, Paint::Colour))
    };
    let mut inks = vec![BLACK; page.len()];
    let mut grounds = vec![WHITE; page.len()];
    for node in 1..page.len() {
        let look = styles.look(node);
        let parent = page.parent(node);
        inks[node] = look.ink.or_else(|| attribute(node, "color")).unwrap_or(inks[parent]);
        let picture = page.attribute(node, "background").map(|_| Paint::Other);
        grounds[node] = look.ground.or(picture).or_else(|| attribute(node, "bgcolor")).unwrap_or(grounds[parent]);
        let words = page.text(node).filter(|text| text.contains(char::is_alphanumeric) && !hidden[node]);
        let (Some(words), Paint::Colour(ink), Paint::Colour(ground)) = (words, inks[node], grounds[node]) else {
            continue;
        };
        if are_alike(ink, ground) {
            let words = shortened(&single_spaced(words), MAX_QUOTED);
            let colour = if are_alike(ink, [255; 3]) { "is white" } else { "has the colour of its ground" };
            return Some(format!("“{words}” {colour}: look at the page whether readers can see it"));
        }
    }
    None
}

/// Whether an element shows nothing whatever the style sheets say.
fn is_hidden(page: &SavedPage, node: usize) -> bool {
    let name = page.name(node);
    let has = |attribute: &str| page.attribute(node, attribute).is_some();
    page.is_unrendered(node)
        || (name == "dialog" && !has("open"))
        || is_invisible(name)
        || has("popover")
        || is_reading(page, node)
        || page.attribute(node, "hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found"))
        || HIDDEN_CLASSES.iter().any(|class| page.has_token(node, "class", class))
}

/// Whether an element says how the words below it are read. What holds blocks, or more than a few words, is text in the wrong element.
fn is_reading(page: &SavedPage, node: usize) -> bool {
    matches!(page.name(node), "rt" | "rtc" | "rp")
        && page.descendants(node).len() <= MAX_READING
        && page.ancestors_and_self(node).any(|ancestor| page.name(ancestor) == "ruby")
        && !page.descendants(node).any(|inside| is_block(page.name(inside)))
}

fn is_hidden_inline(page: &SavedPage, node: usize) -> bool {
    let Some(style) = page.attribute(node, "style").filter(|style| style.to_ascii_lowercase().contains("none")) else {
        return false;
    };
    let effects = effects(&declarations(style));
    let display = effects.iter().filter(|effect| effect.property == Property::Display);
    // Of equals, the last one decides.
    display.max_by_key(|effect| effect.important).is_some_and(|effect| effect.value.hides())
}

/// Some pages have their article only in `noscript`, and write it on the screen with a script.
fn show_articles_without_scripts(page: &SavedPage, hidden: &mut [bool]) -> bool {
    const MIN_TEXT: usize = 300;
    let shown =
        (1..page.len()).filter(|node| !hidden[*node]).filter_map(|node| page.text(node)).map(|text| text.trim().len());
    let shown = shown.sum::<usize>();
    let empty = shown < MIN_TEXT;
    let mut any = false;
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
        // Readers with scripts see what else the page has.
        let more = text.trim().len() > 2 * shown && links * 2 <= text.len() && sentences >= 3;
        if text.trim().len() < MIN_TEXT || !empty && !more {
            continue;
        }
        any = true;
        hidden[node] = false;
        for inside in page.descendants(node) {
            hidden[inside] = hidden[page.parent(inside)] || is_hidden(page, inside) || is_hidden_inline(page, inside);
        }
    }
    any
}
