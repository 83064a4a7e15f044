//! Divides all that readers see of a page into the article, doubtful blocks, and what is left out: [`divide`]. Nothing is lost: each
//! piece of text is in exactly one of them.

use super::boilerplate::{Excluded, sort};
use super::elements::{is_block, is_heading};
use super::main_content::Region;
use super::measure::Measures;
use super::names::Part;
use super::note_marks::{self, NOTE_MARKS};
use super::page::SavedPage;
use super::visible::VisibleNodes;
use crate::types::{LeftOut, keeps};
use citeback_quote::text::single_spaced;

/// The parts of a page.
pub(super) struct Parts {
    /// Everything but the article is hidden.
    pub article: VisibleNodes,
    /// Nodes with running text that may belong to the article, and what they are.
    pub doubtful: Vec<(usize, &'static str)>,
    /// Nodes that are left out, and what they are.
    pub left_out: Vec<(usize, &'static str)>,
    /// Nodes that readers do not see as words of the page, and what they are.
    pub unseen: Vec<(usize, &'static str)>,
}

/// An article with fewer characters, white space aside, may be a list that looks like boilerplate.
const MIN_ARTICLE: usize = 80;
/// Then only what is more certain is left out.
const CAREFUL: i32 = 9;

/// What readers do not see.
pub(super) const UNSEEN: &str = "hidden text";
/// Words in buttons and fields of forms.
const FIELDS: &str = "buttons and fields";
/// Words in pages inside the page.
const FRAMES: &str = "frames";
/// Words in drawings.
const DRAWINGS: &str = "drawings";
/// How the words below them are read.
const READINGS: &str = "readings";

impl Part {
    /// As editors read it.
    pub fn label(part: Option<Part>) -> &'static str {
        match part {
            Some(Part::Comments) => "comments",
            Some(Part::Related) => "other articles",
            Some(Part::Sharing) => "sharing",
            Some(Part::SignUp) => "sign-ups",
            Some(Part::Notice) => "notices",
            Some(Part::Advertisement) => "advertisements",
            Some(Part::Author) => "author",
            Some(Part::Navigation) => "navigation",
            Some(Part::Details) => "details",
            Some(Part::Caption) => "captions",
            None => "other text",
        }
    }
}

/// Divides a page. `keep`: what the editor wants to have in the article.
pub(super) fn divide(
    page: &SavedPage,
    shown: VisibleNodes,
    measures: &Measures,
    region: &Region,
    keep: &[String],
) -> Parts {
    let mut excluded = sort(page, &shown, measures, region, None);
    let rest = |excluded: &[Excluded]| {
        measures.chars[region.root] - excluded.iter().map(|out| measures.chars[out.node]).sum::<usize>()
    };
    if rest(&excluded) < MIN_ARTICLE {
        excluded = sort(page, &shown, measures, region, Some(CAREFUL));
    }
    excluded.extend(outside(page, &shown, measures, region));
    excluded.sort_by_key(|out| out.node);
    let unseen = unseen(page, &shown);
    let mut parts = Parts { article: shown, doubtful: vec![], left_out: vec![], unseen: vec![] };
    for Excluded { node, part, doubtful } in excluded {
        let label = Part::label(part);
        if keeps(keep, label, || text(page, &parts.article, node)) {
            continue;
        }
        if doubtful && stands_alone(page, &parts.article, node) {
            parts.doubtful.push((node, label));
        } else {
            parts.left_out.push((node, label));
        }
    }
    for (node, _) in parts.doubtful.iter().chain(&parts.left_out) {
        parts.article.hide(page, *node);
    }
    for node in note_marks::find(page, &parts.article, region.root) {
        if !keep.iter().any(|wanted| matches!(wanted.trim().to_lowercase().as_str(), "all" | NOTE_MARKS)) {
            parts.left_out.push((node, NOTE_MARKS));
            parts.article.hide(page, node);
        }
    }
    for (node, label) in unseen {
        if keeps(keep, label, || all_text(page, node)) {
            parts.article.show(page, node);
        } else {
            parts.unseen.push((node, label));
        }
    }
    parts
}

/// The nodes beside the article's region.
fn outside(page: &SavedPage, shown: &VisibleNodes, measures: &Measures, region: &Region) -> Vec<Excluded> {
    let mut outside = vec![];
    for ancestor in page.ancestors_and_self(region.root).skip(1).chain([0]) {
        let beside = page.children(ancestor).filter(|child| {
            measures.chars[*child] > 0
                && !shown.is_hidden(*child)
                && *child != region.root
                && !page.descendants(*child).contains(&region.root)
        });
        outside.extend(beside.map(|node| Excluded { node, part: part_of(page, measures, node), doubtful: false }));
    }
    outside
}

/// What a node outside of the article is, by its element or its name.
fn part_of(page: &SavedPage, measures: &Measures, node: usize) -> Option<Part> {
    match page.name(node) {
        "nav" | "header" | "footer" | "aside" => Some(Part::Navigation),
        _ => measures.named(node).map(|(part, _)| part),
    }
}

/// Whether Markdown can have a node as a block of its own: it is in no list, quotation, table or heading.
fn stands_alone(page: &SavedPage, shown: &VisibleNodes, node: usize) -> bool {
    let block = |node: usize| {
        is_block(page.name(node))
            || page.descendants(node).any(|inside| !shown.is_hidden(inside) && is_block(page.name(inside)))
    };
    let within = |name: &str| {
        is_heading(name)
            || matches!(
                name,
                "ul" | "ol"
                    | "menu"
                    | "dir"
                    | "li"
                    | "blockquote"
                    | "table"
                    | "thead"
                    | "tbody"
                    | "tfoot"
                    | "tr"
                    | "td"
                    | "th"
                    | "caption"
                    | "pre"
                    | "q"
                    | "code"
                    | "samp"
                    | "kbd"
                    | "tt"
                    | "sup"
                    | "sub"
            )
    };
    let part_of_list = matches!(page.name(node), "li" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption");
    block(node)
        && !part_of_list
        && !page.ancestors_and_self(page.parent(node)).any(|ancestor| within(page.name(ancestor)))
}

/// The outermost nodes with words that readers do not see, or see in something else than text.
fn unseen(page: &SavedPage, shown: &VisibleNodes) -> Vec<(usize, &'static str)> {
    let mut nodes = vec![];
    let mut after = 0;
    for node in 1..page.len() {
        if node < after || !shown.is_hidden(node) {
            continue;
        }
        after = page.descendants(node).end;
        let name = page.name(node);
        let label = match name {
            _ if page.is_unrendered(node) => UNSEEN,
            "rt" | "rp" | "rtc" => READINGS,
            "svg" => DRAWINGS,
            "iframe" => FRAMES,
            "button" | "input" | "select" | "textarea" => FIELDS,
            _ => UNSEEN,
        };
        if !is_program(name) && !shown.is_repeated(node) && all_text(page, node).contains(char::is_alphanumeric) {
            nodes.push((node, label));
        }
    }
    nodes
}

/// Whether an element holds programs and descriptions, which are no words of the page.
pub(super) fn is_program(name: &str) -> bool {
    matches!(name, "script" | "style" | "head" | "title" | "meta" | "link" | "desc" | "metadata")
}

/// What is left out, for the editor.
pub(super) fn report(page: &SavedPage, shown: &VisibleNodes, parts: &Parts) -> Vec<LeftOut> {
    let visible = parts.left_out.iter().map(|(node, what)| LeftOut { what, text: text(page, shown, *node) });
    let unseen = parts.unseen.iter().map(|(node, what)| LeftOut { what, text: all_text(page, *node) });
    visible.chain(unseen).filter(|left_out| !left_out.text.is_empty()).collect()
}

/// The visible text of a node on one line.
pub(super) fn text(page: &SavedPage, shown: &VisibleNodes, node: usize) -> String {
    let nodes = std::iter::once(node).chain(page.descendants(node)).filter(|inside| !shown.is_hidden(*inside));
    spaced(page, nodes)
}

fn all_text(page: &SavedPage, node: usize) -> String {
    let mut after = 0;
    let nodes = std::iter::once(node).chain(page.descendants(node)).filter(|inside| {
        // A drawing shows its texts, but not its descriptions.
        if is_program(page.name(*inside)) {
            after = page.descendants(*inside).end;
        }
        *inside >= after
    });
    spaced(page, nodes)
}

/// Words of an attribute that readers see or could see in the place of an element.
fn words_of_attribute(page: &SavedPage, node: usize) -> Option<&str> {
    match page.name(node) {
        "input" => {
            let kind = page.attribute(node, "type").unwrap_or_default().to_ascii_lowercase();
            let shows = matches!(kind.as_str(), "" | "text" | "button" | "submit" | "reset" | "search");
            page.attribute(node, "value").filter(|_| shows)
        }
        "iframe" => page.attribute(node, "srcdoc"),
        "option" | "optgroup" => page.attribute(node, "label"),
        "img" if page.ancestors_and_self(node).any(|ancestor| page.name(ancestor) == "noscript") => {
            page.attribute(node, "alt")
        }
        _ => None,
    }
}

fn spaced(page: &SavedPage, nodes: impl Iterator<Item = usize>) -> String {
    let mut out = String::new();
    for node in nodes {
        if let Some(words) = words_of_attribute(page, node) {
            out.extend([" ", words, " "]);
        }
        match page.text(node) {
            Some(text) => out.push_str(text),
            None if is_block(page.name(node)) || matches!(page.name(node), "br" | "option" | "text") => out.push(' '),
            None => {}
        }
    }
    single_spaced(&out)
}
