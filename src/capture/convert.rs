//! The shown part of a page becomes blocks: [`Converter::blocks`]. [`words`] are the words that these must have.

use url::Url;

use super::block::{Block, Inline, List, Mark};
use super::boilerplate::VisibleNodes;
use super::page::SavedPage;
use super::run::tidied;
use crate::markdown::is_safe_link;
use citeback_quote::text::reading_text::is_emoji;
use citeback_quote::text::single_spaced;

/// Quotations and lists nested deeper are written as if they were not nested: each level lengthens every line inside it.
const MAX_NESTING: usize = 8;

/// Elements that begin a new line.
const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

pub(super) struct Converter<'a> {
    page: &'a SavedPage,
    shown: &'a VisibleNodes,
    /// Whether a node begins a new line, or something inside it does.
    blocky: Vec<bool>,
    base: Option<&'a Url>,
}

impl<'a> Converter<'a> {
    /// `base` is the address of the page, which short links begin from.
    pub fn new(page: &'a SavedPage, shown: &'a VisibleNodes, base: Option<&'a Url>) -> Self {
        let mut blocky = vec![false; page.len()];
        for node in (1..page.len()).rev().filter(|node| !shown.is_skipped(*node)) {
            blocky[node] |= BLOCKS.contains(&page.name(node));
            blocky[page.parent(node)] |= blocky[node];
        }
        Converter { page, shown, blocky, base }
    }

    /// What is shown inside `node`, at `nesting` levels of quotations and lists.
    pub fn blocks(&self, node: usize, nesting: usize) -> Vec<Block> {
        let mut blocks = vec![];
        let mut run = vec![];
        for child in self.children(node) {
            if self.blocky[child] {
                end_run(&mut run, &mut blocks);
                self.block(child, nesting, &mut blocks);
            } else {
                self.inline(child, &mut run);
            }
        }
        end_run(&mut run, &mut blocks);
        blocks
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.page.children(node).filter(|child| !self.shown.is_skipped(*child))
    }

    fn block(&self, node: usize, nesting: usize, blocks: &mut Vec<Block>) {
        match self.page.name(node) {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                let run = tidied(&self.run(node));
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
                let code = self.lines(node);
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

    /// All that is shown inside a node as one run of text.
    fn run(&self, node: usize) -> Vec<Inline> {
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
                let text = self.alternative(node).map(|text| Inline::Text(text.to_owned()));
                let picture = || picture(self.page, self.shown, node).map(|text| Inline::Image(single_spaced(text)));
                return run.extend(text.or_else(picture));
            }
            "q" => {
                run.push(Inline::Text("“".to_owned()));
                run.extend(self.run(node));
                return run.push(Inline::Text("”".to_owned()));
            }
            "code" | "samp" | "kbd" | "tt" if !self.blocky[node] => {
                return run.push(Inline::Code(self.words_inside(node)));
            }
            "strong" | "b" => Some(Mark::Strong),
            "em" | "i" => Some(Mark::Emphasis),
            "s" | "del" | "strike" => Some(Mark::Struck),
            "sup" => Some(Mark::Superscript),
            "sub" => Some(Mark::Subscript),
            _ => None,
        };
        let inside = self.run(node);
        // What begins a new line elsewhere, such as a box in a heading, is at least a word by itself here.
        let space = self.blocky[node].then(|| Inline::Text(" ".to_owned()));
        run.extend(space.clone());
        match (mark, self.target(node)) {
            (Some(mark), _) => run.push(Inline::Marked(mark, unmarked(inside))),
            (None, Some(url)) => run.push(Inline::Link(url, inside)),
            (None, None) => run.extend(inside),
        }
        run.extend(space);
    }

    /// Where a link leads; `None` for one that leads to the page itself, or nowhere that is safe.
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

    /// The characters that a picture stands for, where it shows emoji.
    fn alternative(&self, node: usize) -> Option<&'a str> {
        alternative(self.page, self.shown, node)
    }

    fn words_inside(&self, node: usize) -> String {
        let inside = self.page.inside(node).filter(|node| !self.shown.is_skipped(*node));
        inside.filter_map(|node| self.page.text(node).or_else(|| self.alternative(node))).collect()
    }

    /// Text whose line ends count.
    fn lines(&self, node: usize) -> String {
        let inside = self.page.inside(node).filter(|node| !self.shown.is_skipped(*node));
        inside
            .filter_map(|node| match self.page.name(node) {
                "br" => Some("\n"),
                _ => self.page.text(node).or_else(|| self.alternative(node)),
            })
            .collect()
    }

    fn list(&self, node: usize, nesting: usize) -> Option<Block> {
        let mut entries = vec![];
        for child in self.children(node) {
            let mut entry = vec![];
            match self.page.name(child) {
                "li" => entry = self.blocks(child, nesting),
                _ if self.blocky[child] => self.block(child, nesting, &mut entry),
                _ => {
                    let mut run = vec![];
                    self.inline(child, &mut run);
                    end_run(&mut run, &mut entry);
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
        let first = (self.page.name(node) == "ol").then(|| start.unwrap_or(1));
        (!entries.is_empty()).then_some(Block::List(List { first, entries }))
    }

    /// The rows of a table whose cells are each one run of text; `None` for other ones, such as those that lay out a page.
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
        rows.retain(|row| !row.is_empty());
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells: usize = rows.iter().map(Vec::len).sum();
        (columns > 1 && rows.len() > 1 && columns * rows.len() <= 2 * cells).then_some(rows)
    }

    fn row(&self, node: usize) -> Option<Vec<Vec<Inline>>> {
        let mut cells = vec![];
        for cell in self.children(node) {
            if !matches!(self.page.name(cell), "td" | "th") {
                self.is_blank(cell).then_some(())?;
                continue;
            }
            // One paragraph in a cell is as good as its words.
            let boxes = self.page.inside(cell).filter(|node| BLOCKS.contains(&self.page.name(*node))).count();
            if boxes > 1
                || self.page.inside(cell).any(|node| matches!(self.page.name(node), "table" | "ul" | "ol" | "pre"))
            {
                return None;
            }
            cells.push(self.run(cell));
        }
        Some(cells)
    }

    fn is_blank(&self, node: usize) -> bool {
        let picture = || picture(self.page, self.shown, node);
        let own = self.page.text(node).or_else(|| self.alternative(node)).or_else(picture);
        own.is_none_or(|text| text.trim().is_empty()) && self.words_inside(node).trim().is_empty()
    }
}

/// All words that readers see inside `root`, without white space: what must be found in the reading text.
pub(super) fn words(page: &SavedPage, shown: &VisibleNodes, root: usize) -> String {
    let mut words = String::new();
    // The ends of the quotations that are open.
    let mut quotations: Vec<usize> = vec![];
    for node in page.inside(root).filter(|node| !shown.is_skipped(*node)) {
        while quotations.pop_if(|end| *end <= node).is_some() {
            words.push('”');
        }
        if page.name(node) == "q" {
            words.push('“');
            quotations.push(page.inside(node).end);
        }
        let text = page.text(node).or_else(|| alternative(page, shown, node)).unwrap_or_default();
        words.extend(text.chars().filter(|c| !c.is_whitespace()));
    }
    words.extend(quotations.iter().map(|_| '”'));
    words
}

fn alternative<'a>(page: &'a SavedPage, shown: &VisibleNodes, node: usize) -> Option<&'a str> {
    described(page, shown, node).filter(|text| is_emoji(text.trim()))
}

/// The alternative text of any other picture. It is no text of the article: readers see the picture.
fn picture<'a>(page: &'a SavedPage, shown: &VisibleNodes, node: usize) -> Option<&'a str> {
    described(page, shown, node).filter(|text| !text.trim().is_empty() && !is_emoji(text.trim()))
}

/// The alternative text of a picture, unless the page shows a caption.
fn described<'a>(page: &'a SavedPage, shown: &VisibleNodes, node: usize) -> Option<&'a str> {
    let text = page.attribute(node, "alt").filter(|_| page.name(node) == "img")?;
    let figure = page.and_around(node).find(|around| matches!(page.name(*around), "figure" | "figcaption"));
    (!figure.is_some_and(|figure| shown.is_captioned(figure))).then_some(text)
}

/// Ends a run of text: it becomes paragraphs, parted where two breaks follow each other.
fn end_run(run: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let mut part = vec![];
    for inline in tidied(run) {
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
    let part = tidied(&std::mem::take(part));
    if part.iter().any(is_visible) {
        blocks.push(Block::Paragraph(part));
    }
}

fn is_visible(part: &Inline) -> bool {
    match part {
        Inline::Text(text) | Inline::Code(text) | Inline::Image(text) => !text.trim().is_empty(),
        Inline::Marked(_, inside) | Inline::Link(_, inside) => inside.iter().any(is_visible),
        Inline::Break => false,
    }
}

/// Text inside a mark, without further marks: Markdown has no sure way to write them.
fn unmarked(run: Vec<Inline>) -> Vec<Inline> {
    run.into_iter()
        .flat_map(|part| match part {
            Inline::Marked(_, inside) => unmarked(inside),
            Inline::Link(url, inside) => vec![Inline::Link(url, unmarked(inside))],
            other => vec![other],
        })
        .collect()
}
