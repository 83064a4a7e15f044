//! The outline of a note in an editor: its fields with their entries, and the headings of a Markdown text. Entry point: [`symbols`].

use std::ops::Range;

use lsp_types::{DocumentSymbol, SymbolKind};

use super::cursor::CursorContext;
use super::symbol_ref;
use crate::notes::yaml::tolerant::{Name, Style};
use citeback_quote::text::{shortened, single_spaced};

/// The maximum length of a name, in code points.
const MAX_NAME: usize = 80;
/// The fields by which an entry of a list is known, best first.
const NAMES: [&str; 8] = ["id", "name", "label", "title", "date", "finding", "url", "from"];
/// The fields that say what an entry is about, best first.
const DETAILS: [&str; 6] = ["quote", "text", "name", "label", "reason", "title"];

/// The fields of a note, each with its entries, and the headings of its text.
pub(super) fn symbols(cx: &CursorContext<'_>) -> Vec<DocumentSymbol> {
    let mut symbols: Vec<DocumentSymbol> = cx.outline.inside(None).filter_map(|(item, _)| field(cx, item)).collect();
    symbols.extend(headings(cx));
    symbols
}

fn field(cx: &CursorContext<'_>, item: usize) -> Option<DocumentSymbol> {
    let outline = &cx.outline;
    let name = outline.name(item)?;
    let entries = outline.inside(Some(item)).filter(|(_, entry)| entry.name == Name::Entry);
    let children: Vec<DocumentSymbol> = entries.filter_map(|(entry, _)| self::entry(cx, entry)).collect();
    let (kind, detail) = match outline.items[item].style {
        Style::Absent | Style::List if !children.is_empty() => (SymbolKind::ARRAY, None),
        Style::Absent | Style::List | Style::Group => (SymbolKind::OBJECT, None),
        _ => (SymbolKind::FIELD, Some(outline.value(item))),
    };
    symbol(cx, item, Described { name: name.to_owned(), detail, kind, children })
}

/// A passage, a person, a verdict, or a word of a list.
fn entry(cx: &CursorContext<'_>, entry: usize) -> Option<DocumentSymbol> {
    let outline = &cx.outline;
    let text = |field: &&str| outline.field(Some(entry), field).map(|item| outline.value(item));
    let known = |fields: &[&str]| fields.iter().find_map(text).filter(|text| !text.trim().is_empty());
    let own = || Some(outline.value(entry)).filter(|text| !text.is_empty());
    let name = known(&NAMES).or_else(own)?;
    let absent = symbol_ref::absent(outline, entry).map(|absent| format!("not {absent}"));
    let detail = absent.or_else(|| known(&DETAILS)).filter(|detail| *detail != name);
    symbol(cx, entry, Described { name, detail, kind: SymbolKind::OBJECT, children: vec![] })
}

struct Described {
    name: String,
    detail: Option<String>,
    kind: SymbolKind,
    children: Vec<DocumentSymbol>,
}

fn symbol(cx: &CursorContext<'_>, item: usize, described: Described) -> Option<DocumentSymbol> {
    let items = &cx.outline.items;
    let inside = |other: &usize| {
        let mut around = Some(*other);
        while around.is_some_and(|around| around > item) {
            around = around.and_then(|around| items[around].around);
        }
        around == Some(item)
    };
    let last = (item..items.len()).take_while(inside).last().unwrap_or(item);
    let (start, end) = (items[item].start, items[last].value.end.max(items[last].after));
    let selection = start..items[item].after.min(end);
    let in_text = |range: Range<usize>| cx.yaml.start + range.start..cx.yaml.start + range.end;
    made(cx, (in_text(start..end), in_text(selection)), described)
}

#[expect(deprecated, reason = "the type still has a deprecated field, which must be given")]
fn made(
    cx: &CursorContext<'_>,
    (whole, selection): (Range<usize>, Range<usize>),
    described: Described,
) -> Option<DocumentSymbol> {
    let Described { name, detail, kind, children } = described;
    let name = shortened(&single_spaced(&name), MAX_NAME);
    if name.is_empty() {
        return None;
    }
    let detail = detail.map(|detail| shortened(&single_spaced(&detail), MAX_NAME));
    Some(DocumentSymbol {
        name,
        detail: detail.filter(|detail| !detail.is_empty()),
        kind,
        tags: None,
        deprecated: None,
        range: cx.text_range(&whole),
        selection_range: cx.text_range(&selection),
        children: (!children.is_empty()).then_some(children),
    })
}

/// A heading of a text: its level from 1 to 6, its line without the line break, and where its words begin.
struct Heading {
    level: usize,
    line: Range<usize>,
    words: usize,
}

/// The headings of the Markdown below the fields, one within the other.
fn headings(cx: &CursorContext<'_>) -> Vec<DocumentSymbol> {
    let mut found = vec![];
    let mut fence: Option<&str> = None;
    let mut at = if cx.yaml.is_empty() { 0 } else { cx.yaml.end };
    // A note that is all YAML has no text; a comment in it is no heading.
    let is_text = cx.path.ends_with(".md");
    for written in cx.text[at..].split_inclusive('\n').filter(|_| is_text) {
        let line = at..at + written.trim_end().len();
        at += written.len();
        let text = cx.text[line.clone()].trim_start();
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| text.starts_with(mark)) {
            fence = match fence {
                None => Some(mark),
                Some(open) if open == mark => None,
                open => open,
            };
            continue;
        }
        let level = text.len() - text.trim_start_matches('#').len();
        let is_heading = (1..=6).contains(&level) && text[level..].starts_with([' ', '\t']);
        if fence.is_none() && is_heading {
            let words = line.end - text[level..].trim_start().len();
            found.push(Heading { level, line, words });
        }
    }
    nested(cx, &found, at)
}

/// The headings with what is below them; `end` is the end of the last one's text.
fn nested(cx: &CursorContext<'_>, headings: &[Heading], end: usize) -> Vec<DocumentSymbol> {
    let mut symbols = vec![];
    let mut rest = headings;
    while let [first, below @ ..] = rest {
        let inside = below.iter().take_while(|heading| heading.level > first.level).count();
        let (below, next) = below.split_at(inside);
        let until = next.first().map_or(end, |heading| heading.line.start);
        let name = cx.text[first.words..first.line.end].trim_end_matches('#').trim_end().to_owned();
        let children = nested(cx, below, until);
        let described = Described { name, detail: None, kind: SymbolKind::STRING, children };
        symbols.extend(made(cx, (first.line.start..until, first.line.clone()), described));
        rest = next;
    }
    symbols
}
