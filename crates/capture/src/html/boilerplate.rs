//! Which boxes and lines inside the article's region are not the article: [`sort`]. Name, linked text, prose, place and headings decide
//! together; each adds to or takes from a sum, and none decides alone.

use super::elements::{is_block, is_container, is_heading};
use super::main_content::Region;
use super::measure::Measures;
use super::names::{Clarity, Part, is_named_article};
use super::page::SavedPage;
use super::phrases::{announced, closes, is_credit};
use super::visible::VisibleNodes;

/// A node that is not part of the article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Excluded {
    pub node: usize,
    pub part: Option<Part>,
    /// Whether it has running text, and not much speaks against it.
    pub doubtful: bool,
}

/// From this sum on, a box or a line is not the article.
const OUT: i32 = 4;
/// Up to this sum, running text may belong to the article after all.
const DOUBTFUL: i32 = 5;
/// Longer first lines announce nothing, in characters.
const MAX_ANNOUNCEMENT: usize = 90;
/// Longer lines are not addressed to readers, in characters.
const MAX_CLOSING: usize = 400;
/// Longer lines are no credits, in characters.
const MAX_CREDIT: usize = 120;
/// How many blocks of prose at the end of an article may be addressed to readers, and how many it must have.
const TAIL: usize = 4;
const MIN_PROSE: usize = 5;

struct Sorter<'a> {
    page: &'a SavedPage,
    visible: &'a VisibleNodes,
    measures: &'a Measures,
    region: &'a Region,
    /// The first and the last block of prose of the article.
    first: usize,
    last: usize,
    /// Where the last few blocks of prose begin.
    tail: usize,
}

/// Where a box is, as seen from the article's prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    BeforeHeadline,
    Before,
    Inside,
    After,
}

/// What speaks for a node being something else than the article.
struct Evidence {
    sum: i32,
    part: Option<Part>,
}

/// The boxes and blocks inside the region that are not the article, outermost, in order. `out`: the sum from which on they are not, if it
/// is not the usual one.
pub(super) fn sort(
    page: &SavedPage,
    visible: &VisibleNodes,
    measures: &Measures,
    region: &Region,
    out: Option<i32>,
) -> Vec<Excluded> {
    let out = out.unwrap_or(OUT);
    let sorter = Sorter::new(page, visible, measures, region);
    let mut excluded: Vec<Excluded> = vec![];
    let mut after = 0;
    // A heading after the article that announces something else, the end of its parent, and what it announces.
    let mut trailer: Option<(usize, usize, Part)> = None;
    for node in page.descendants(region.root) {
        if node < after || visible.is_hidden(node) || measures.chars[node] == 0 || sorter.is_quoted(node) {
            continue;
        }
        let mut found = None;
        if let Some((heading, end, part)) = trailer {
            if node >= end || (is_heading(page.name(node)) && page.name(node) <= page.name(heading)) {
                trailer = None;
            } else if page.parent(node) == page.parent(heading) && (node > sorter.last || sorter.is_box(node)) {
                found = Some(Evidence { sum: out, part: Some(part) });
            }
        }
        let found = found
            .or_else(|| sorter.is_box(node).then(|| sorter.container(node)).flatten())
            .or_else(|| is_block(page.name(node)).then(|| sorter.block(node)).flatten());
        if let Some(Evidence { sum, part }) = found.filter(|found| found.sum >= out) {
            excluded.push(Excluded { node, part, doubtful: sorter.has_sentence(node) && is_doubtful(sum, part) });
            after = page.descendants(node).end;
            if let Some(part) = part.filter(|_| is_heading(page.name(node)) && sorter.is_near_end(node)) {
                trailer = trailer.or(Some((node, page.descendants(page.parent(node)).end, part)));
            }
        }
    }
    excluded
}

/// Whether running text may belong to the article: nothing says what else it is, and the sum is close.
fn is_doubtful(sum: i32, part: Option<Part>) -> bool {
    part.is_none() && sum <= DOUBTFUL
}

impl<'a> Sorter<'a> {
    fn new(page: &'a SavedPage, visible: &'a VisibleNodes, measures: &'a Measures, region: &'a Region) -> Self {
        let prose: Vec<usize> = std::iter::once(region.core)
            .chain(page.descendants(region.core))
            .filter(|node| !visible.is_hidden(*node) && measures.is_prose(*node) && region.clean[*node] > 0)
            .collect();
        let first = prose.first().copied().unwrap_or(region.core);
        let last = prose.last().copied().unwrap_or(region.core);
        let mut sorter = Sorter { page, visible, measures, region, first, last, tail: usize::MAX };
        // The last prose is that of the article, not of a box inside its core.
        sorter.last = prose.iter().rev().copied().find(|node| !sorter.is_in_excluded(*node)).unwrap_or(last);
        let prose: Vec<usize> = prose.into_iter().filter(|node| *node <= sorter.last).collect();
        if prose.len() >= MIN_PROSE {
            sorter.tail = prose[prose.len() - TAIL];
        }
        sorter
    }

    fn is_in_excluded(&self, node: usize) -> bool {
        let around = self.page.ancestors_and_self(node).take_while(|ancestor| *ancestor != self.region.core);
        around.into_iter().any(|ancestor| self.is_box(ancestor) && self.container(ancestor).is_some())
    }

    /// Whether a node can hold a whole part of the page.
    fn is_box(&self, node: usize) -> bool {
        let name = self.page.name(node);
        let holds_blocks = || self.page.descendants(node).any(|inside| is_block(self.page.name(inside)));
        is_container(name) || (matches!(name, "span" | "a" | "center" | "font" | "label") && holds_blocks())
    }

    /// Whether a node is in a quotation, which is kept whole.
    fn is_quoted(&self, node: usize) -> bool {
        let page = self.page;
        page.ancestors_and_self(page.parent(node))
            .take_while(|ancestor| *ancestor != self.region.root)
            .any(|ancestor| page.name(ancestor) == "blockquote")
    }

    /// Whether a node has prose, or at least a sentence that is mostly not linked.
    fn has_sentence(&self, node: usize) -> bool {
        let (chars, links) = (self.measures.chars[node], self.measures.link_chars[node]);
        let ends = |text: &str| text.trim_end().ends_with(['.', '!', '?', '。', '।', '؟']);
        // Beginnings of other articles have links.
        links == 0
            && (self.measures.prose[node] > 0
                || chars >= 25
                    && self
                        .page
                        .descendants(node)
                        .any(|inside| !self.visible.is_hidden(inside) && self.page.text(inside).is_some_and(ends)))
    }

    /// Whether a paragraph has links among its words; one that is a card or a list of links begins with a link.
    fn has_linked_words(&self, node: usize) -> bool {
        let (page, measures) = (self.page, self.measures);
        page.descendants(node).filter(|inside| page.name(*inside) == "p").any(|paragraph| {
            let (chars, links) = measures.own_chars(paragraph);
            let mut words = page.descendants(paragraph).filter(|inside| {
                !self.visible.is_hidden(*inside) && page.text(*inside).is_some_and(|text| !text.trim().is_empty())
            });
            let first = words.next();
            chars >= links * 2
                && chars - links >= 25
                && links > 0
                && first.is_some_and(|first| measures.link_chars[first] == 0 && words.next().is_some())
        })
    }

    /// Whether less than a third of the article's prose stands after a node.
    fn is_near_end(&self, node: usize) -> bool {
        let end = self.page.descendants(self.region.core).end;
        let after = (node..end.max(node))
            .filter(|node| self.measures.is_prose(*node))
            .map(|node| self.measures.own_chars(node).0);
        after.sum::<usize>() * 3 < self.measures.prose[self.region.core].max(1)
    }

    fn place(&self, node: usize) -> Place {
        let end = self.page.descendants(node).end;
        match self.region.headline {
            Some(headline) if headline < self.first && end <= headline => Place::BeforeHeadline,
            _ if end <= self.first => Place::Before,
            _ if node > self.last => Place::After,
            _ => Place::Inside,
        }
    }

    /// What a box is, if it is not the article.
    fn container(&self, node: usize) -> Option<Evidence> {
        let (page, measures) = (self.page, self.measures);
        let around = |inside: usize| node == inside || page.descendants(node).contains(&inside);
        if around(self.region.core) || self.region.headline.is_some_and(around) {
            return None;
        }
        let name = measures.named(node);
        let heading = self.announced(node);
        let place = self.place(node);
        let mut sum = match name {
            Some((_, Clarity::Clear)) => 3,
            Some((_, Clarity::Weak)) => 1,
            None if is_named_article(page, node) => -1,
            None => 0,
        };
        sum += match (page.name(node), page.attribute(node, "role").unwrap_or_default()) {
            ("nav", _) | (_, "navigation" | "search" | "dialog" | "alertdialog" | "banner" | "contentinfo") => 5,
            ("footer", _) => 3,
            ("aside" | "form", _) | (_, "complementary") => 2,
            _ => 0,
        };
        sum += match place {
            // A list at the end of the core belongs to the article more often.
            Place::After if page.descendants(self.region.core).contains(&node) => 2,
            Place::BeforeHeadline | Place::After => 3,
            Place::Before | Place::Inside => 0,
        };
        sum += if heading.is_some() { 3 } else { 0 };
        sum += self.text_of_box(node, name, place) + self.structure_of_box(node, name);
        let part = heading.or(name.map(|(part, _)| part));
        (sum >= OUT).then_some(Evidence { sum, part })
    }

    /// Linked text speaks against a box, running text for it.
    fn text_of_box(&self, node: usize, name: Option<(Part, Clarity)>, place: Place) -> i32 {
        let measures = self.measures;
        let (chars, links, prose) = (measures.chars[node], measures.link_chars[node], measures.prose[node]);
        let core = measures.prose[self.region.core].max(1);
        let mut sum = match () {
            () if links * 2 > chars => 4,
            () if links * 10 > chars * 3 => 1,
            () => 0,
        };
        // Such boxes may have more text than a short article.
        let clear = place == Place::After
            && matches!(name, Some((Part::Comments | Part::Author | Part::Related, Clarity::Clear)));
        sum -= match () {
            () if prose == 0 && name.is_none() && self.has_linked_words(node) => 0,
            () if prose == 0 => -1,
            () if clear => 1,
            () if prose * 2 > core => 4,
            () if prose * 5 > core => 1,
            () => 0,
        };
        sum - i32::from(measures.prose_blocks[node] >= 2 && links * 5 < chars)
    }

    /// Headings that are links, captions and fields to fill in speak against a box, quotations and data for it.
    fn structure_of_box(&self, node: usize, name: Option<(Part, Clarity)>) -> i32 {
        let (page, measures) = (self.page, self.measures);
        let (prose, core) = (measures.prose[node], measures.prose[self.region.core].max(1));
        let has = |matches: &dyn Fn(usize) -> bool| {
            page.descendants(node).any(|inside| !self.visible.is_hidden(inside) && matches(inside))
        };
        let linked_heading = has(&|inside| {
            let (chars, links) = (measures.chars[inside], measures.link_chars[inside]);
            is_heading(page.name(inside)) && chars > 8 && links * 10 >= chars * 9
        });
        let mut sum = if linked_heading && prose * 3 < core { 3 } else { 0 };
        if matches!(name, Some((Part::Caption, _))) && measures.prose_blocks[node] <= 1 && prose * 5 < core {
            sum += 2;
        }
        // Fields are hidden here, as they show no text.
        let has_fields = page.descendants(node).any(|inside| {
            matches!(page.name(inside), "input" | "textarea" | "select")
                && page.attribute(inside, "type") != Some("hidden")
        });
        if has_fields && prose * 5 < core {
            sum += 2;
        }
        if has(&|inside| matches!(page.name(inside), "blockquote" | "pre" | "th")) {
            sum -= 2;
        }
        sum
    }

    /// What the first line of a box says that it is.
    fn announced(&self, node: usize) -> Option<Part> {
        let page = self.page;
        let first = page.descendants(node).find(|inside| {
            !self.visible.is_hidden(*inside) && page.text(*inside).is_some_and(|text| text.trim().chars().count() > 1)
        })?;
        let block = page.ancestors_and_self(first).find(|ancestor| is_block(page.name(*ancestor)))?;
        let line = if page.descendants(node).contains(&block) {
            page.text_content(block)
        } else {
            page.text(first).unwrap_or_default().trim().to_owned()
        };
        (line.chars().count() <= MAX_ANNOUNCEMENT).then(|| announced(&line)).flatten()
    }

    /// What a block is, if it is not the article: a line of links, a credit, or words to the page's readers.
    fn block(&self, node: usize) -> Option<Evidence> {
        let (page, measures) = (self.page, self.measures);
        let name = page.name(node);
        let holds_blocks = is_container(name) && page.children(node).any(|child| is_block(page.name(child)));
        if self.region.headline == Some(node) || holds_blocks {
            return None;
        }
        let (chars, links) = (measures.chars[node], measures.link_chars[node]);
        let place = self.place(node);
        let line = page.text_content(node);
        let length = line.chars().count();
        let says = (length <= MAX_ANNOUNCEMENT).then(|| announced(&line)).flatten();
        let named = measures.named(node);
        let mut sum = if says.is_some() { 4 } else { 0 };
        sum += match place {
            Place::BeforeHeadline => 4,
            Place::After => 1,
            Place::Before | Place::Inside => 0,
        };
        if links * 10 >= chars * 9 && !matches!(name, "li" | "td" | "th" | "dd" | "dt") {
            sum += 3;
        } else if links * 2 > chars {
            sum += 1;
        }
        sum += match named {
            // A paragraph of this class is a comment by the paper.
            Some((Part::Comments, _)) if name == "p" => 1,
            Some((_, Clarity::Clear)) => 3,
            Some((_, Clarity::Weak)) => 1,
            None => 0,
        };
        let caption = page.ancestors_and_self(node).any(|ancestor| page.name(ancestor) == "figcaption");
        let credit = length <= MAX_CREDIT && is_credit(&line) && !is_heading(name);
        let closing = (node > self.tail || place == Place::After) && length <= MAX_CLOSING && closes(&line);
        sum += if caption { 6 } else { 0 } + if credit { 4 } else { 0 } + if closing { 6 } else { 0 };
        sum -= if measures.is_prose(node) { 2 } else { 0 };
        let part = says.or((caption || credit).then_some(Part::Caption)).or(named.map(|(part, _)| part));
        (sum >= OUT).then_some(Evidence { sum, part })
    }
}
