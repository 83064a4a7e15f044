//! Where notes refer to something by its id: [`references`]. A note that cannot be parsed is passed over.

use std::ops::Range;

use rayon::prelude::*;

use super::links::LinkTarget;
use super::note::Target;
use super::scope::{self, Scope};
use crate::base::files::{FileId, Files, Span};
use crate::build::load::{IdKind, ValueKind};
use crate::editing::fields::{Field, FieldCatalog};
use crate::editing::schema::NoteKind;
use crate::markdown::prose::Destination;
use crate::notes::front_matter::split_front_matter;
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Tree, ValueStyle};

/// What is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referred<'a> {
    Named(IdKind, &'a str),
    /// A passage of the claim note in this file.
    Passage(FileId, &'a str),
}

/// The places of the id in all references to it, in the order of the notes.
pub fn references(scope: &Scope<'_>, catalog: &FieldCatalog, referred: Referred<'_>) -> Vec<Span> {
    let (target, only) = match referred {
        Referred::Named(kind, id) => (named(kind, id), None),
        Referred::Passage(file, id) => {
            let link = LinkTarget { destination: Destination::Passage, prefix: "^", old: id, new: OTHER };
            (Target { kind: None, old: id, new: OTHER, link: Some(link) }, Some(file))
        }
    };
    let files = scope.files;
    let notes = scope.notes().into_iter().filter(|(_, file)| only.is_none_or(|only| only == *file));
    // Most notes do not have the letters, so they need no parsing.
    let notes: Vec<_> = notes.filter(|(_, file)| files.text(*file).contains(target.old)).collect();
    notes.par_iter().flat_map_iter(|(kind, file)| in_note(files, *file, (*kind, catalog), &target)).collect()
}

/// An id that nothing has: links are recognised by what they would become.
const OTHER: &str = "another-id-0";

fn named(kind: IdKind, id: &str) -> Target<'_> {
    let link = |destination, prefix| Some(LinkTarget { destination, prefix, old: id, new: OTHER });
    let link = match kind {
        IdKind::Claim => link(Destination::Claim, "claim:"),
        IdKind::Source => link(Destination::Source, "source:"),
        IdKind::Page => link(Destination::Page, "page:"),
        IdKind::Person | IdKind::Verdict => None,
    };
    Target { kind: Some(kind), old: id, new: OTHER, link }
}

fn in_note(files: &Files, file: FileId, (kind, catalog): (NoteKind, &FieldCatalog), target: &Target<'_>) -> Vec<Span> {
    let places = scope::places(files, kind, file);
    let mut found = vec![];
    if let (Some(tree), Some(whole)) = (places.tree(), catalog.at(kind, &Path::top())) {
        let mut search = Search { places: &places, tree, target, found: &mut found };
        search.value(&Path::top(), whole);
        let statement = Path::top().key("claim_passage");
        if target.kind.is_none() && tree.text_at(&statement).is_some_and(|id| id.trim() == target.old) {
            search.id(&statement);
        }
    }
    if let (true, Some(link), Some((_, body))) = (kind.has_prose(), &target.link, split_front_matter(files.text(file)))
    {
        let links = link.links_in(&files.text(file)[body.clone()]);
        found.extend(links.into_iter().map(|at| {
            let start = body.start + at;
            Span { file, range: start..start + target.old.len() }
        }));
    }
    found.sort_by_key(|span| span.range.start);
    found
}

struct Search<'s> {
    places: &'s Places,
    tree: &'s Tree<'static>,
    target: &'s Target<'s>,
    found: &'s mut Vec<Span>,
}

impl Search<'_> {
    fn value(&mut self, path: &Path, field: Field<'_>) {
        match self.tree.shape(path) {
            Some(ValueStyle::Group { keys, .. }) => {
                for key in keys {
                    if let Some(inner) = field.field(&key) {
                        self.value(&path.clone().key(key), inner);
                    }
                }
            }
            Some(ValueStyle::List { length, .. }) => {
                for index in 0..length {
                    self.value(&path.clone().index(index), field.entry().unwrap_or(field));
                }
            }
            None | Some(ValueStyle::Alias) => {}
            Some(_) => self.text(path, field.kind),
        }
    }

    fn text(&mut self, path: &Path, kind: ValueKind) {
        let Some(text) = self.tree.text_at(path) else {
            return;
        };
        if self.target.refers(kind) && text.trim() == self.target.old {
            return self.id(path);
        }
        let (ValueKind::Markdown | ValueKind::Inline, Some(link)) = (kind, &self.target.link) else {
            return;
        };
        if text.contains(link.old) {
            let links = link.links_in(text);
            let written = self.written(path);
            let start = written.start;
            let occurrences = link.occurrences(&self.places.text[written]);
            // In the value and as it is written, the same ones are links.
            let all = link.occurrences(text);
            if occurrences.len() == all.len() {
                let at = occurrences.iter().zip(&all).filter(|(_, at)| links.contains(at)).map(|(written, _)| *written);
                self.found.extend(at.map(|at| {
                    let range = start + at..start + at + link.old.len();
                    Span { file: self.places.file, range }
                }));
            }
        }
    }

    /// Adds the id that is the value at `path`, without quotation marks.
    fn id(&mut self, path: &Path) {
        let written = self.written(path);
        let inside = self.places.text[written.clone()].find(self.target.old).unwrap_or_default();
        let start = written.start + inside;
        self.found.push(Span { file: self.places.file, range: start..start + self.target.old.len() });
    }

    /// The bytes of the file in which the value at `path` is written.
    fn written(&self, path: &Path) -> Range<usize> {
        self.places.in_file(self.tree.value(path).unwrap_or_default()).range
    }
}
