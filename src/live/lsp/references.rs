//! All references to the thing under the cursor, across files. Entry point: [`references`].

use lsp_types::Location;

use super::cited;
use super::cursor::CursorContext;
use super::definition::{self, named};
use super::findings::PlaceMap;
use super::identified::{Identified, identified};
use crate::base::files::Span;
use crate::build::load::brief_in;
use crate::editing::rename::{self, Referred, Scope};
use crate::live::View;

/// The notes of a refresh; `None` if brief.yaml could not be read.
pub(super) fn scope(view: &View) -> Option<Scope<'_>> {
    let brief = view.brief.as_deref()?;
    Some(Scope {
        files: &view.files,
        brief,
        brief_file: brief_in(&view.files)?,
        claims: &view.claims,
        sources: view.sources.iter().map(|read| &*read.source).collect(),
        pages: &view.plain,
        translations: view.translations.iter().map(|note| &note.value).collect(),
        unread: &view.unread,
    })
}

/// The references to what is under the cursor; with `declaration` also where it is defined. In the text of a source, the passages that
/// quote the words.
pub(super) fn references(cx: &CursorContext<'_>, places: &PlaceMap<'_>, declaration: bool) -> Vec<Location> {
    let spans = if cx.is_in_source() {
        cited::quotes_at(cx)
    } else {
        identified(cx).map(|(_, identified)| spans(cx, &identified, declaration)).unwrap_or_default()
    };
    spans.iter().filter_map(|span| places.location(&cx.view.files.range(span))).collect()
}

fn spans(cx: &CursorContext<'_>, identified: &Identified, declaration: bool) -> Vec<Span> {
    let (Some(scope), Some(file)) = (scope(cx.view), cx.file()) else {
        return vec![];
    };
    let (referred, defined) = match identified {
        Identified::Named { kind, id } => (Referred::Named(*kind, id), named(cx, *kind, id)),
        Identified::Passage(id) => {
            let defined = definition::passage(cx, id).map(|range| Span { file, range });
            (Referred::Passage(file, id), defined)
        }
    };
    let mut spans: Vec<Span> = defined.filter(|_| declaration).into_iter().collect();
    spans.extend(rename::references(&scope, &cx.config.fields, referred));
    spans
}
