//! Go to definition. Entry point: [`definition`].

use std::ops::Range;

use lsp_types::Location;

use super::cursor::CursorContext;
use super::symbol_ref::{self, SymbolRef, symbol_at};
use crate::base::files::Span;
use crate::build::load::{IdKind, brief_in};
use crate::notes::yaml::tolerant::Outline;

/// The place to which the words under the cursor refer; `None` if there is none.
pub(super) fn definition(cx: &CursorContext<'_>) -> Option<Location> {
    match symbol_at(cx)?.1 {
        SymbolRef::Field(_) | SymbolRef::Word { .. } => None,
        SymbolRef::Quote(group) | SymbolRef::SourceOf(group) => {
            let (read, place) = cx.passage(Some(group))?;
            let top = Span { file: read.source.file, range: 0..0 };
            cx.location(&place.map_or(top, |place| cx.span_in_file(read, &place)))
        }
        SymbolRef::Passage(id) => {
            let range = cx.text_range(&passage(cx, &id)?);
            Some(Location { uri: cx.document.uri.clone(), range })
        }
        SymbolRef::Named { kind, id } => cx.location(&named(cx, kind, &id)?),
    }
}

/// The bytes of the id of a passage of this note, where it is defined.
pub(super) fn passage(cx: &CursorContext<'_>, id: &str) -> Option<Range<usize>> {
    let group = symbol_ref::passage(&cx.outline, id)?;
    let own = cx.outline.field(Some(group), "id")?;
    let value = &cx.outline.items[own].value;
    Some(cx.yaml.start + value.start..cx.yaml.start + value.end)
}

/// The place where something is defined; of a file, its beginning.
pub(super) fn named(cx: &CursorContext<'_>, kind: IdKind, id: &str) -> Option<Span> {
    let file = match kind {
        IdKind::Source => cx.source(id)?.source.file,
        IdKind::Claim => cx.view.claim(id)?.value.file,
        IdKind::Page => cx.view.page(id)?.value.file,
        IdKind::Person => return in_brief(cx, "people", id),
        IdKind::Verdict => return in_brief(cx, "verdicts", id),
    };
    Some(Span { file, range: 0..0 })
}

/// Finds an entry of a list in brief.yaml by its id.
fn in_brief(cx: &CursorContext<'_>, list: &str, id: &str) -> Option<Span> {
    let files = &cx.view.files;
    let file = brief_in(files)?;
    let outline = Outline::new(files.text(file));
    let list = outline.field(None, list)?;
    let own = |entry: usize| outline.field(Some(entry), "id").filter(|item| outline.value(*item) == id);
    let item = outline.inside(Some(list)).find_map(|(entry, _)| own(entry))?;
    Some(Span { file, range: outline.items[item].value.clone() })
}
