//! The outline of a claim note in an editor: its statement and its passages. Entry point: [`symbols`].

use lsp_types::{DocumentSymbol, SymbolKind};

use super::cursor::CursorContext;
use super::symbol_ref;
use crate::editing::schema::NoteKind;
use crate::notes::yaml::tolerant::Name;
use citeback_quote::text::{shortened, single_spaced};

/// Empty for other notes.
pub(super) fn symbols(cx: &CursorContext<'_>) -> Vec<DocumentSymbol> {
    if cx.kind != NoteKind::Claim {
        return vec![];
    }
    let outline = &cx.outline;
    let mut symbols = vec![];
    if let Some(claim) = outline.field(None, "claim") {
        symbols.extend(symbol(cx, claim, &outline.value(claim), SymbolKind::STRING));
    }
    let passages = outline.field(None, "passages");
    let entries = outline.inside(passages).filter(|(_, item)| passages.is_some() && item.name == Name::Entry);
    for (entry, _) in entries {
        let text = |field| outline.field(Some(entry), field).map(|item| outline.value(item)).unwrap_or_default();
        let words = symbol_ref::absent(outline, entry).map_or_else(|| text("quote"), |absent| format!("not {absent}"));
        symbols.extend(symbol(cx, entry, &format!("{}: {words}", text("id")), SymbolKind::OBJECT));
    }
    symbols
}

#[expect(deprecated, reason = "the type still has a deprecated field, which must be given")]
fn symbol(cx: &CursorContext<'_>, item: usize, name: &str, kind: SymbolKind) -> Option<DocumentSymbol> {
    let name = shortened(&single_spaced(name), 80);
    if name.is_empty() {
        return None;
    }
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
    Some(DocumentSymbol {
        name,
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: cx.range(&(start..end)),
        selection_range: cx.range(&selection),
        children: None,
    })
}
