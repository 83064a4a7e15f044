//! How much text, linked text and prose each node of a page has: [`Measures::of`].

use super::elements::is_block;
use super::names::{Clarity, Part, named};
use super::page::SavedPage;

/// Indexed by node; counts are of characters without white space.
pub(super) struct Measures {
    /// Inside a node.
    pub chars: Vec<usize>,
    pub link_chars: Vec<usize>,
    pub prose: Vec<usize>,
    /// How many blocks of prose are inside a node.
    pub prose_blocks: Vec<usize>,
    /// What is directly in a block, not in a block inside it.
    own: Vec<Own>,
    block_of: Vec<usize>,
    named: Vec<Option<(Part, Clarity)>>,
}

#[derive(Default, Clone, Copy)]
struct Own {
    chars: usize,
    links: usize,
    /// Characters at which clauses and sentences end.
    marks: usize,
    wide: usize,
}

impl Own {
    /// Whether this is running text: long enough, with punctuation, and mostly not linked.
    fn is_prose(self) -> bool {
        let words = self.chars - self.links + 2 * self.wide;
        words >= 55 && self.marks > 0 && self.links * 5 < self.chars * 2
    }
}

impl Measures {
    /// `hidden`: for each node, whether readers see nothing of it.
    pub fn of(page: &SavedPage, hidden: &[bool]) -> Measures {
        let mut own = vec![Own::default(); page.len()];
        let mut block_of = vec![0; page.len()];
        let mut in_link = vec![false; page.len()];
        let mut measures = Measures {
            chars: vec![0; page.len()],
            link_chars: vec![0; page.len()],
            prose: vec![0; page.len()],
            prose_blocks: vec![0; page.len()],
            own: vec![],
            block_of: vec![],
            named: (0..page.len()).map(|node| named(page, node)).collect(),
        };
        for node in 1..page.len() {
            let parent = page.parent(node);
            block_of[node] = if is_block(page.name(node)) { node } else { block_of[parent] };
            in_link[node] = in_link[parent] || matches!(page.name(node), "a" | "button");
            let Some(text) = page.text(node).filter(|_| !hidden[node]) else {
                continue;
            };
            let block = &mut own[block_of[node]];
            let mut count = 0;
            for (i, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                count += 1;
                let ends = match c {
                    '.' | ',' | ';' | ':' | '!' | '?' => text[i + 1..]
                        .chars()
                        .next()
                        .is_none_or(|next| next.is_whitespace() || matches!(next, '"' | '”' | '“' | '»' | ')')),
                    '。' | '、' | '，' | '！' | '？' | '；' | '،' | '؟' | '।' | '…' => true,
                    _ => false,
                };
                block.marks += usize::from(ends && !in_link[node]);
                block.wide +=
                    usize::from(('\u{2E80}'..='\u{9FFF}').contains(&c) || ('\u{AC00}'..='\u{D7AF}').contains(&c));
            }
            block.chars += count;
            measures.chars[node] = count;
            if in_link[node] {
                block.links += count;
                measures.link_chars[node] = count;
            }
        }
        for node in (1..page.len()).rev() {
            if own[node].is_prose() && !matches!(page.name(node), "figcaption" | "th" | "caption") {
                measures.prose[node] += own[node].chars - own[node].links + own[node].wide;
                measures.prose_blocks[node] += 1;
            }
            let parent = page.parent(node);
            for counts in
                [&mut measures.chars, &mut measures.link_chars, &mut measures.prose, &mut measures.prose_blocks]
            {
                counts[parent] += counts[node];
            }
        }
        measures.own = own;
        measures.block_of = block_of;
        measures
    }

    /// Whether the text of a block itself is running text.
    pub fn is_prose(&self, node: usize) -> bool {
        self.own[node].is_prose()
    }

    /// What the classes and the id of a node say that it is.
    pub fn named(&self, node: usize) -> Option<(Part, Clarity)> {
        self.named[node]
    }

    /// The block that a node is in.
    pub fn block_of(&self, node: usize) -> usize {
        self.block_of[node]
    }

    /// Characters in a block itself, and how many of them are in links.
    pub fn own_chars(&self, node: usize) -> (usize, usize) {
        (self.own[node].chars, self.own[node].links)
    }
}
