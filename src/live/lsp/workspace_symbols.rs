//! Claims, sources, pages and people of a site, by name. Entry point: [`workspace_symbols`].

use lsp_types::{Location, OneOf, Range, SymbolKind, WorkspaceSymbol};

use super::findings::PlaceMap;
use super::workspace::Workspace;
use crate::base::files::Span;
use crate::build::load::brief_in;
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};
use citeback_quote::text::{shortened, single_spaced};

/// The maximum number of symbols in an answer. Editors ask again with every letter typed.
const MAX_SHOWN: usize = 200;

/// Everything whose id or name has all words of the query, case ignored.
pub(super) fn workspace_symbols(workspace: &Workspace, query: &str) -> Vec<WorkspaceSymbol> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found = vec![];
    for places in workspace.all_places() {
        Search { places: &places, words: &words, found: &mut found }.run();
    }
    found
}

struct Search<'s> {
    places: &'s PlaceMap<'s>,
    words: &'s [String],
    found: &'s mut Vec<WorkspaceSymbol>,
}

impl Search<'_> {
    fn run(&mut self) {
        let view = self.places.view;
        for claim in view.claims.iter().map(|note| &note.value) {
            self.file(claim.id.as_str(), &claim.title, SymbolKind::CLASS, (view.files.path(claim.file), "claim"));
        }
        for source in view.sources.iter().map(|read| &read.source) {
            self.file(source.id.as_str(), &source.title, SymbolKind::FILE, (view.files.path(source.file), "source"));
        }
        for page in view.plain.iter().map(|note| &note.value) {
            self.file(page.id.as_str(), &page.title, SymbolKind::FILE, (view.files.path(page.file), "page"));
        }
        let (Some(brief), Some(file)) = (&view.brief, brief_in(&view.files)) else {
            return;
        };
        let mut places = None;
        for (index, person) in brief.people.iter().enumerate() {
            if let Some(name) = self.matching(person.id.as_str(), &person.name) {
                let places = places.get_or_insert_with(|| Places::of_file(&view.files, file, &Skipped::default()));
                let at: Span = places.place(&Path::top().key("people").index(index).key("id"));
                let location = self.places.location(&view.files.range(&at));
                self.found.extend(location.map(|location| symbol(name, SymbolKind::INTERFACE, "person", location)));
            }
        }
    }

    fn file(&mut self, id: &str, title: &str, kind: SymbolKind, (path, what): (&str, &str)) {
        if let Some(name) = self.matching(id, title) {
            let uri = self.places.uri(path);
            let location = uri.map(|uri| Location { uri, range: Range::default() });
            self.found.extend(location.map(|location| symbol(name, kind, what, location)));
        }
    }

    /// The name of what has all words of the query; `None` if it has not, or the answer is full.
    fn matching(&self, id: &str, title: &str) -> Option<String> {
        let name = format!("{id}: {}", shortened(&single_spaced(title), 100));
        let matches = || {
            let text = format!("{id} {}", title.to_lowercase());
            self.words.iter().all(|word| text.contains(word.as_str()))
        };
        (self.found.len() < MAX_SHOWN && matches()).then_some(name)
    }
}

fn symbol(name: String, kind: SymbolKind, what: &str, location: Location) -> WorkspaceSymbol {
    let container_name = Some(what.to_owned());
    WorkspaceSymbol { name, kind, tags: None, container_name, location: OneOf::Left(location), data: None }
}
