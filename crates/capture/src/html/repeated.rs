//! Formulas that a page has twice, as MathML and drawn with letters (KaTeX, MathJax): [`find`].

use std::collections::BTreeSet;

use super::page::SavedPage;

pub(super) struct Formulas {
    /// Nodes that repeat a formula for the eye.
    pub repeated: BTreeSet<usize>,
    /// What has such a formula as MathML; style sheets hide it for the same reason.
    pub shown: BTreeSet<usize>,
}

/// Hostile pages have more formulas than this, larger drawings, and drawings further away.
const MAX_FORMULAS: usize = 10_000;
const MAX_NODES: usize = 1_000;
const MAX_BESIDE: usize = 16;
/// How far above a formula its drawing may be.
const MAX_LEVELS: usize = 3;

/// Finds drawings with the letters and figures of the MathML beside them. Where these differ, readers see the drawing, so the MathML counts
/// as any other text that a style sheet hides.
pub(super) fn find(page: &SavedPage) -> Formulas {
    let mut formulas = Formulas { repeated: BTreeSet::new(), shown: BTreeSet::new() };
    for math in page.elements(&["math"]).take(MAX_FORMULAS) {
        let around: Vec<usize> = page.ancestors_and_self(math).take(MAX_LEVELS).collect();
        for (at, node) in around.iter().enumerate() {
            let mut beside = page.children(page.parent(*node)).take(MAX_BESIDE).filter(|other| other != node);
            let drawing = beside.find(|other| is_drawing(page, *other) && letters(page, *other) == letters(page, math));
            if let Some(drawing) = drawing {
                formulas.repeated.insert(drawing);
                formulas.shown.extend(&around[..=at]);
                break;
            }
        }
        // MathJax draws with pictures of letters, which are no text.
        let assistive = |node: &usize| page.name(*node) == "mjx-assistive-mml";
        if let Some(node) = around.iter().find(|node| assistive(node)) {
            formulas.shown.insert(*node);
        }
    }
    formulas
}

fn is_drawing(page: &SavedPage, node: usize) -> bool {
    page.attribute(node, "aria-hidden") == Some("true")
        && page.descendants(node).len() <= MAX_NODES
        && !page.descendants(node).any(|inside| page.name(inside) == "math")
}

/// The letters and figures inside a node, in no order: what is drawn stands in another one.
fn letters(page: &SavedPage, node: usize) -> Vec<char> {
    use citeback_quote::text::reading_text::unraised;
    let texts = page.descendants(node).filter_map(|inside| page.text(inside));
    let mut letters: Vec<char> = texts.flat_map(str::chars).filter(|c| c.is_alphanumeric()).map(unraised).collect();
    letters.sort_unstable();
    letters
}
