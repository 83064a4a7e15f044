//! Converts the visible part of a page to blocks: [`Converter::blocks`]. [`visible_text`] is the text that these must have.

use std::collections::BTreeMap;

use url::Url;

use super::elements;
use super::page::SavedPage;
use super::tables::{Cell, grid, span};
use super::visible::VisibleNodes;
use crate::block::{Block, Inline, List, Mark};
use crate::whitespace::collapse_whitespace;
use citeback_content::markdown::is_safe_link;
use citeback_quote::text::reading_text::{is_emoji, subscript, superscript};
use citeback_quote::text::single_spaced;

/// Quotations and lists that are nested deeper are flattened: each level lengthens every line inside it.
const MAX_NESTING: usize = 8;

pub(super) struct Converter<'a> {
    page: &'a SavedPage,
    visible: &'a VisibleNodes,
    /// Whether a node or something inside it starts a new line.
    is_block: Vec<bool>,
    base: Option<&'a Url>,
    /// Nodes that are not visible, and the blocks that stand in their place.
    doubtful: BTreeMap<usize, Block>,
}

impl<'a> Converter<'a> {
    /// `base`: the address that relative links are resolved against.
    pub fn new(page: &'a SavedPage, visible: &'a VisibleNodes, base: Option<&'a Url>) -> Self {
        let mut is_block = vec![false; page.len()];
        for node in (1..page.len()).rev().filter(|node| !visible.is_hidden(*node)) {
            is_block[node] |= elements::is_block(page.name(node));
            is_block[page.parent(node)] |= is_block[node];
        }
        Converter { page, visible, is_block, base, doubtful: BTreeMap::new() }
    }

    /// With blocks in the place of some nodes, which are in no list, quotation or table.
    pub fn with_doubtful(mut self, doubtful: BTreeMap<usize, Block>) -> Self {
        for node in doubtful.keys() {
            for ancestor in self.page.ancestors_and_self(*node) {
                self.is_block[ancestor] = true;
            }
        }
        self.doubtful = doubtful;
        self
    }

    /// A node itself as blocks.
    pub fn blocks_of(&self, node: usize) -> Vec<Block> {
        let mut blocks = vec![];
        self.block(node, 0, &mut blocks);
        blocks
    }

    /// The visible content of `node`, which is inside `nesting` quotations and lists.
    pub fn blocks(&self, node: usize, nesting: usize) -> Vec<Block> {
        let mut blocks = vec![];
        let mut run = vec![];
        for child in self.page.children(node) {
            if let Some(block) = self.doubtful.get(&child) {
                push_paragraphs(&mut run, &mut blocks);
                blocks.push(block.clone());
            } else if self.visible.is_hidden(child) {
            } else if self.is_block[child] {
                push_paragraphs(&mut run, &mut blocks);
                self.block(child, nesting, &mut blocks);
            } else {
                self.inline(child, &mut run);
            }
        }
        push_paragraphs(&mut run, &mut blocks);
        blocks
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.page.children(node).filter(|child| !self.visible.is_hidden(*child))
    }

    fn block(&self, node: usize, nesting: usize, blocks: &mut Vec<Block>) {
        match self.page.name(node) {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                let run = collapse_whitespace(&self.inlines(node));
                if !run.is_empty() {
                    blocks.push(Block::Heading(name[1..].parse().unwrap_or(2), run));
                }
            }
            "blockquote" if nesting < MAX_NESTING => {
                let quoted = self.blocks(node, nesting + 1);
                if !quoted.is_empty() {
                    blocks.push(Block::Quote(quoted));
                }
            }
            "ul" | "ol" | "menu" | "dir" if nesting < MAX_NESTING => blocks.extend(self.list(node, nesting + 1)),
            "pre" => {
                let code = self.preformatted(node);
                if !code.trim().is_empty() {
                    blocks.push(Block::Code(code.trim_end().trim_start_matches('\n').to_owned()));
                }
            }
            "table" => match self.table(node) {
                Some(rows) => {
                    let caption = self.children(node).find(|part| self.page.name(*part) == "caption");
                    blocks.extend(caption.into_iter().flat_map(|caption| self.blocks(caption, nesting)));
                    blocks.push(Block::Table(rows));
                }
                None => blocks.extend(self.blocks(node, nesting)),
            },
            "hr" => {
                if !matches!(blocks.last(), None | Some(Block::Rule)) {
                    blocks.push(Block::Rule);
                }
            }
            _ => blocks.extend(self.blocks(node, nesting)),
        }
    }

    /// The visible content of a node as one run of text.
    fn inlines(&self, node: usize) -> Vec<Inline> {
        let mut run = vec![];
        for child in self.children(node) {
            self.inline(child, &mut run);
        }
        run
    }

    fn inline(&self, node: usize, run: &mut Vec<Inline>) {
        if let Some(text) = self.page.text(node) {
            return run.push(Inline::Text(text.to_owned()));
        }
        let mark = match self.page.name(node) {
            "br" => return run.push(Inline::Break),
            "img" => {
                let text = self.emoji_alt(node).map(|text| Inline::Text(text.to_owned()));
                let picture =
                    || picture_alt(self.page, self.visible, node).map(|text| Inline::Image(single_spaced(text)));
                return run.extend(text.or_else(picture));
            }
            "code" | "samp" | "kbd" | "tt" if !self.is_block[node] => {
                return run.push(Inline::Code(self.text_inside(node)));
            }
            "strong" | "b" => Some(Mark::Strong),
            "em" | "i" => Some(Mark::Emphasis),
            "s" | "del" | "strike" => Some(Mark::Struck),
            "sup" => Some(Mark::Superscript),
            "sub" => Some(Mark::Subscript),
            _ => None,
        };
        let inside = self.inlines(node);
        // A block inside inline content, such as a div in a heading, at least separates words.
        let space = self.is_block[node].then(|| Inline::Text(" ".to_owned()));
        run.extend(space.clone());
        match (mark, self.target(node)) {
            (Some(mark), _) => run.push(Inline::Marked(mark, without_marks(inside))),
            (None, Some(url)) => run.push(Inline::Link(url, inside)),
            (None, None) => run.extend(inside),
        }
        run.extend(space);
    }

    /// The target of a link; `None` for links within the page and for unsafe ones.
    fn target(&self, node: usize) -> Option<String> {
        let address = self.page.attribute(node, "href").filter(|_| self.page.name(node) == "a")?.trim();
        let url = match self.base {
            _ if address.starts_with('#') => return None,
            Some(base) => base.join(address).ok()?,
            None => Url::parse(address).ok()?,
        };
        let own = self.base.is_some_and(|base| {
            url.fragment().is_some() && url[..url::Position::AfterQuery] == base[..url::Position::AfterQuery]
        });
        (!own && is_safe_link(url.as_str())).then(|| url.to_string())
    }

    fn emoji_alt(&self, node: usize) -> Option<&'a str> {
        emoji_alt(self.page, self.visible, node)
    }

    /// The text inside a node on one line.
    fn text_inside(&self, node: usize) -> String {
        self.plain(node).replace('\n', " ")
    }

    /// Text whose line breaks are kept. Figures stay raised: they must not merge with those beside them.
    fn preformatted(&self, node: usize) -> String {
        self.plain(node)
    }

    fn plain(&self, node: usize) -> String {
        let mut text = String::new();
        // The ends of blocks and of raised and lowered elements.
        let mut blocks: Vec<usize> = vec![];
        let mut raised: Vec<(usize, bool)> = vec![];
        let mut at_line_end = false;
        for inside in self.page.descendants(node).filter(|node| !self.visible.is_hidden(*node)) {
            let ended = blocks.len();
            blocks.retain(|end| *end > inside);
            raised.retain(|(end, _)| *end > inside);
            let name = self.page.name(inside);
            let end = self.page.descendants(inside).end;
            at_line_end |= ended > blocks.len();
            match name {
                "sup" | "sub" => raised.push((end, name == "sup")),
                "br" => {
                    text.push('\n');
                    at_line_end = false;
                }
                _ if elements::is_block(name) => {
                    blocks.push(end);
                    at_line_end = true;
                }
                _ => {}
            }
            let Some(words) = self.page.text(inside).or_else(|| self.emoji_alt(inside)).filter(|text| !text.is_empty())
            else {
                continue;
            };
            if at_line_end && !text.is_empty() && !text.ends_with('\n') && !words.starts_with('\n') {
                text.push('\n');
            }
            at_line_end = false;
            match raised.last() {
                Some((_, up)) => {
                    text.extend(words.chars().map(|c| if *up { superscript(c) } else { subscript(c) }.unwrap_or(c)))
                }
                None => text.push_str(words),
            }
        }
        text
    }

    fn list(&self, node: usize, nesting: usize) -> Option<Block> {
        let mut entries = vec![];
        for child in self.children(node) {
            let mut entry = vec![];
            match self.page.name(child) {
                "li" => entry = self.blocks(child, nesting),
                _ if self.is_block[child] => self.block(child, nesting, &mut entry),
                _ => {
                    let mut run = vec![];
                    self.inline(child, &mut run);
                    push_paragraphs(&mut run, &mut entry);
                }
            }
            if !entry.is_empty() {
                entries.push(entry);
            }
        }
        let start = self
            .page
            .attribute(node, "start")
            .and_then(|start| start.trim().parse().ok())
            .filter(|start| *start < 1_000_000);
        // `numbers` has written any other number into its entry.
        let first = (self.page.name(node) == "ol").then(|| start.unwrap_or(1));
        (!entries.is_empty()).then_some(Block::List(List { first, entries }))
    }

    /// The rows of a table whose cells each contain one run of text; `None` for others, such as layout tables.
    fn table(&self, node: usize) -> Option<Vec<Vec<Vec<Inline>>>> {
        let mut rows = vec![];
        for part in self.children(node) {
            match self.page.name(part) {
                "caption" if rows.is_empty() => {}
                "tr" => rows.push(self.row(part)?),
                "thead" | "tbody" | "tfoot" => {
                    for row in self.children(part) {
                        match self.page.name(row) {
                            "tr" => rows.push(self.row(row)?),
                            _ => self.is_blank(row).then_some(())?,
                        }
                    }
                }
                _ => self.is_blank(part).then_some(())?,
            }
        }
        rows.retain(|row: &Vec<_>| !row.is_empty());
        let cells: usize = rows.iter().map(Vec::len).sum();
        let rows = grid(rows)?;
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let spanned: usize = rows.iter().map(Vec::len).sum();
        let dense = columns * rows.len() <= 2 * spanned && spanned <= 8 * cells;
        (columns > 1 && rows.len() > 1 && dense).then_some(rows)
    }

    fn row(&self, node: usize) -> Option<Vec<Cell<Vec<Inline>>>> {
        let mut cells = vec![];
        for cell in self.children(node) {
            if !matches!(self.page.name(cell), "td" | "th") {
                self.is_blank(cell).then_some(())?;
                continue;
            }
            // A cell may contain one paragraph.
            let blocks = self.page.descendants(cell).filter(|node| elements::is_block(self.page.name(*node))).count();
            if blocks > 1
                || self.page.descendants(cell).any(|node| matches!(self.page.name(node), "table" | "ul" | "ol" | "pre"))
            {
                return None;
            }
            let span = |name: &str| span(self.page.attribute(cell, name));
            cells.push(Cell { content: self.inlines(cell), columns: span("colspan"), rows: span("rowspan") });
        }
        Some(cells)
    }

    fn is_blank(&self, node: usize) -> bool {
        let picture = || picture_alt(self.page, self.visible, node);
        let own = self.page.text(node).or_else(|| self.emoji_alt(node)).or_else(picture);
        own.is_none_or(|text| text.trim().is_empty()) && self.text_inside(node).trim().is_empty()
    }
}

/// All text that readers see inside `root`, without white space: what the reading text must contain.
pub(super) fn visible_text(page: &SavedPage, visible: &VisibleNodes, root: usize) -> String {
    let mut text = String::new();
    for node in page.descendants(root).filter(|node| !visible.is_hidden(*node)) {
        let words = page.text(node).or_else(|| emoji_alt(page, visible, node)).unwrap_or_default();
        text.extend(words.chars().filter(|c| !c.is_whitespace()));
    }
    text
}

/// The alternative text of a picture that shows emoji: part of the text.
fn emoji_alt<'a>(page: &'a SavedPage, visible: &VisibleNodes, node: usize) -> Option<&'a str> {
    alt_text(page, visible, node).filter(|text| is_emoji(text.trim()))
}

/// The alternative text of any other picture: not part of the text, as readers see the picture.
fn picture_alt<'a>(page: &'a SavedPage, visible: &VisibleNodes, node: usize) -> Option<&'a str> {
    alt_text(page, visible, node).filter(|text| !text.trim().is_empty() && !is_emoji(text.trim()))
}

/// The alternative text of a picture, unless the page shows a caption.
fn alt_text<'a>(page: &'a SavedPage, visible: &VisibleNodes, node: usize) -> Option<&'a str> {
    let text = page.attribute(node, "alt").filter(|_| page.name(node) == "img")?;
    let figure = page.ancestors_and_self(node).find(|ancestor| matches!(page.name(*ancestor), "figure" | "figcaption"));
    (!figure.is_some_and(|figure| visible.is_captioned(figure))).then_some(text)
}

/// Moves a run of text to `blocks` as paragraphs, split where two breaks follow each other.
fn push_paragraphs(run: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let mut part = vec![];
    for inline in collapse_whitespace(run) {
        if inline == Inline::Break && part.last() == Some(&Inline::Break) {
            push_paragraph(&mut part, blocks);
        } else if inline != Inline::Break || !part.is_empty() {
            part.push(inline);
        }
    }
    push_paragraph(&mut part, blocks);
    run.clear();
}

fn push_paragraph(part: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let part = collapse_whitespace(&std::mem::take(part));
    if part.iter().any(is_visible) {
        blocks.push(Block::Paragraph(part));
    }
}

fn is_visible(part: &Inline) -> bool {
    match part {
        Inline::Text(text) | Inline::Code(text) | Inline::Image(text) => !text.trim().is_empty(),
        Inline::Marked(_, inside) | Inline::Link(_, inside) => inside.iter().any(is_visible),
        Inline::Break | Inline::Locator(_) => false,
    }
}

/// Removes marks inside a mark, as Markdown cannot express them reliably, but for raised and lowered figures.
fn without_marks(run: Vec<Inline>) -> Vec<Inline> {
    run.into_iter()
        .flat_map(|part| match part {
            Inline::Marked(mark @ (Mark::Superscript | Mark::Subscript), inside) => vec![Inline::Marked(mark, inside)],
            Inline::Marked(_, inside) => without_marks(inside),
            Inline::Link(url, inside) => vec![Inline::Link(url, without_marks(inside))],
            other => vec![other],
        })
        .collect()
}
