//! The lines of a page as readers see them: [`lines`].

use super::measure::Measures;
use super::page::SavedPage;
use super::visible::VisibleNodes;
use citeback_quote::text::single_spaced;

/// The text of a block itself, without the blocks inside it.
pub(super) struct Line {
    pub block: usize,
    pub text: String,
}

/// Longer lines are no bylines.
const MAX_LINE: usize = 400;

/// The short lines of a page, in the order of their blocks.
pub(super) fn lines(page: &SavedPage, visible: &VisibleNodes, measures: &Measures) -> Vec<Line> {
    let mut texts: std::collections::BTreeMap<usize, String> = std::collections::BTreeMap::new();
    for node in 1..page.len() {
        let Some(text) = page.text(node).filter(|text| !visible.is_hidden(node) && !text.trim().is_empty()) else {
            continue;
        };
        let block = measures.block_of(node);
        if measures.own_chars(block).0 <= MAX_LINE {
            let line = texts.entry(block).or_default();
            line.push(' ');
            line.push_str(text);
        }
    }
    texts.into_iter().map(|(block, text)| Line { block, text: single_spaced(&text) }).collect()
}
