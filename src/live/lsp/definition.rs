//! Where the words under the cursor come from: [`definition`].

use lsp_types::Location;

use super::cursor::CursorContext;
use super::symbol_ref::{self, SymbolRef, symbol_at};
use crate::base::files::Span;
use crate::build::load::{IdKind, brief_in};
use crate::notes::yaml::tolerant::Outline;

/// `None` where nothing leads anywhere.
pub(super) fn definition(at: &CursorContext<'_>) -> Option<Location> {
    match symbol_at(at)?.1 {
        SymbolRef::Field(_) | SymbolRef::Word { .. } => None,
        SymbolRef::Quote(group) | SymbolRef::SourceOf(group) => {
            let (read, place) = at.passage(Some(group))?;
            let top = Span { file: read.source.file, range: 0..0 };
            at.location(&place.map_or(top, |place| at.written(read, &place)))
        }
        SymbolRef::Passage(id) => {
            let group = symbol_ref::passage(&at.outline, &id)?;
            let own = at.outline.field(Some(group), "id")?;
            let range = at.range(&at.outline.items[own].value);
            Some(Location { uri: at.document.uri.clone(), range })
        }
        SymbolRef::Named { kind, id } => at.location(&named(at, kind, &id)?),
    }
}

fn named(at: &CursorContext<'_>, kind: IdKind, id: &str) -> Option<Span> {
    let file = match kind {
        IdKind::Source => at.source(id)?.source.file,
        IdKind::Claim => at.view.claim(id)?.value.file,
        IdKind::Page => at.view.page(id)?.value.file,
        IdKind::Person => return in_brief(at, "people", id),
        IdKind::Verdict => return in_brief(at, "verdicts", id),
    };
    Some(Span { file, range: 0..0 })
}

/// The entry of a list of brief.yaml that has an id.
fn in_brief(at: &CursorContext<'_>, list: &str, id: &str) -> Option<Span> {
    let files = &at.view.files;
    let file = brief_in(files)?;
    let outline = Outline::new(files.text(file));
    let list = outline.field(None, list)?;
    let own = |entry: usize| outline.field(Some(entry), "id").filter(|item| outline.value(*item) == id);
    let item = outline.inside(Some(list)).find_map(|(entry, _)| own(entry))?;
    Some(Span { file, range: outline.items[item].value.clone() })
}
