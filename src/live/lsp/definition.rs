//! Where the words under the cursor come from: [`definition`].

use lsp_types::Location;

use super::cursor::CursorContext;
use super::symbol_ref::{self, SymbolRef, symbol_at};
use crate::base::files::Span;
use crate::build::load::BRIEFS;
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
        SymbolRef::Named { is, id } => at.location(&named(at, &is, &id)?),
    }
}

fn named(at: &CursorContext<'_>, is: &str, id: &str) -> Option<Span> {
    let file = match is {
        "source" => at.source(id)?.source.file,
        "claim" => at.view.claim(id)?.value.file,
        "page" => at.view.page(id)?.value.file,
        "person" => return in_brief(at, "people", id),
        "verdict" => return in_brief(at, "verdicts", id),
        _ => return None,
    };
    Some(Span { file, range: 0..0 })
}

/// The entry of a list of brief.yaml that has an id.
fn in_brief(at: &CursorContext<'_>, list: &str, id: &str) -> Option<Span> {
    let files = &at.view.files;
    let file = BRIEFS.iter().find_map(|path| files.find(path))?;
    let outline = Outline::new(files.text(file));
    let list = outline.field(None, list)?;
    let own = |entry: usize| outline.field(Some(entry), "id").filter(|item| outline.value(*item) == id);
    let item = outline.inside(Some(list)).find_map(|(entry, _)| own(entry))?;
    Some(Span { file, range: outline.items[item].value.clone() })
}
