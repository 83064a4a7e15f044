//! Gives a claim, a source or a person another id: the file, every reference in notes and pages, and `formerly`. Entry points: [`rename`],
//! [`rename_passage`] and [`references()`], which change nothing on disk.

mod changed;
mod links;
mod note;
mod passage;
mod references;
mod scope;

pub use changed::ChangedFile;
pub use passage::rename_passage;
pub use references::{Referred, references};
pub use scope::Scope;

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::error::Error;
use crate::base::files::{FileId, Files, Span};
use crate::build::load::IdKind;
use crate::editing::fields::FieldCatalog;
use crate::editing::schema::NoteKind;
use crate::findings::{did_you_mean, question};
use crate::markdown::prose::Destination;
use crate::model::texts::NoteTexts;
use crate::notes::edit::{Edit, EditError, EditedNote};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::Path;
use changed::check_id;
use links::{LinkTarget, relinked};
use note::{NoteRename, Target};

/// What can be renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renameable {
    Claim,
    Source,
    Person,
}

/// The changes of a rename.
#[derive(Debug)]
pub struct Rename {
    /// Sorted by path; a file that is moved is under its old path.
    pub changed: Vec<ChangedFile>,
    /// The old and the new paths of the note itself, and of its translations.
    pub moved: Vec<(String, String)>,
}

/// What is renamed, where it is written, and what else has such an id.
struct Renamed<'c> {
    /// Its own file: of a person, the brief.
    file: FileId,
    /// All ids of its kind.
    taken: Vec<&'c str>,
    /// Earlier ids of the others.
    formerly: Vec<&'c str>,
}

impl Renameable {
    pub fn name(self) -> &'static str {
        match self {
            Renameable::Claim => "claim",
            Renameable::Source => "source",
            Renameable::Person => "person",
        }
    }

    fn target<'a>(self, old: &'a str, new: &'a str) -> Target<'a> {
        let link = |destination, prefix| Some(LinkTarget { destination, prefix, old, new });
        let (kind, link) = match self {
            Renameable::Claim => (IdKind::Claim, link(Destination::Claim, "claim:")),
            Renameable::Source => (IdKind::Source, link(Destination::Source, "source:")),
            Renameable::Person => (IdKind::Person, None),
        };
        Target { kind: Some(kind), old, new, link }
    }
}

/// Prepares the rename of what has the id `old`.
///
/// # Errors
/// If there is no such thing, `new` cannot be its id, or a note cannot be changed safely.
pub fn rename(scope: &Scope<'_>, kind: Renameable, old: &str, new: &str) -> Result<Rename, Error> {
    let files = scope.files;
    let renamed = find(scope, kind, old)?;
    check_new_id(kind, &renamed, (old, new))?;
    check_all_were_read(scope)?;
    let changed = changes(scope, &kind.target(old, new), Some(renamed.file))?;
    let is_translation = |texts: &&&NoteTexts| {
        kind == Renameable::Claim
            && texts.of.as_ref().is_some_and(|id| id.as_str() == old)
            && scope.kind(texts) == NoteKind::ClaimTranslation
    };
    let translations = scope.translations.iter().filter(is_translation).map(|texts| files.path(texts.file));
    let own = (kind != Renameable::Person).then(|| files.path(renamed.file));
    let moved = own.into_iter().chain(translations).map(|path| (path.to_owned(), moved(path, old, new))).collect();
    Ok(Rename { changed, moved })
}

/// Prepares the change of all references to what is defined elsewhere: a claim of another brief, `BRIEF/ID`, or a source of the desk.
///
/// # Errors
/// If `new` is taken here, or a note cannot be changed safely.
pub fn rename_elsewhere(
    scope: &Scope<'_>,
    kind: Renameable,
    (old, new): (&str, &str),
) -> Result<Vec<ChangedFile>, Error> {
    if kind == Renameable::Source && scope.sources.iter().any(|source| source.id.as_str() == new) {
        return Err(Error::refused(format!("there is already a source “{new}”"), "choose another id"));
    }
    check_all_were_read(scope)?;
    changes(scope, &kind.target(old, new), None)
}

/// All files with references to `target`, sorted by path; `own` is the one in which it is defined.
fn changes(scope: &Scope<'_>, target: &Target<'_>, own: Option<FileId>) -> Result<Vec<ChangedFile>, Error> {
    let files = scope.files;
    let catalog = FieldCatalog::new();
    // Letters can be escaped in YAML and in Markdown. Notes without escapes need not be parsed to see that they do not have the id.
    let may_refer = |file: FileId| {
        own == Some(file) || files.text(file).contains(['&', '\\']) || files.text(file).contains(target.old)
    };
    let notes: Vec<_> = scope.notes().into_iter().filter(|(_, file)| may_refer(*file)).collect();
    let outcomes: Vec<_> = notes
        .par_iter()
        .map(|(note_kind, file)| (*file, change(files, *file, (*note_kind, &catalog), target, own == Some(*file))))
        .collect();
    let mut changed = vec![];
    let mut refused = vec![];
    for (file, outcome) in outcomes {
        match outcome {
            Ok(note) if *note.new != *files.text(file) => changed.push(note),
            Ok(_) => {}
            Err(error) => refused.push(format!("{}: {error}", files.path(file))),
        }
    }
    if !refused.is_empty() {
        let message = format!("“{}” cannot be renamed safely, and nothing was changed", target.old);
        return Err(Error::refused(message, refused.join("\n  ")));
    }
    changed.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changed)
}

fn moved(path: &str, old: &str, new: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{folder}/{new}{}", name.strip_prefix(old).unwrap_or_default())
}

fn find<'c>(scope: &Scope<'c>, kind: Renameable, old: &str) -> Result<Renamed<'c>, Error> {
    let claims = || scope.claims.iter().map(|note| (&note.value.id, &note.value.formerly, note.value.file));
    let sources = || scope.sources.iter().map(|source| (&source.id, &source.formerly, source.file));
    let people = || scope.brief.people.iter().map(|person| (&person.id, &person.formerly, scope.brief_file));
    let all: Vec<_> = match kind {
        Renameable::Claim => claims().collect(),
        Renameable::Source => sources().collect(),
        Renameable::Person => people().collect(),
    };
    let unread = match kind {
        Renameable::Claim => Some(&scope.unread.claims),
        Renameable::Source => Some(&scope.unread.sources),
        Renameable::Person => None,
    };
    let mut known: Vec<&str> = all.iter().map(|(id, ..)| id.as_str()).collect();
    let Some(position) = known.iter().position(|id| *id == old) else {
        let hint = match did_you_mean(old, known.iter().copied()) {
            _ if unread.is_some_and(|unread| unread.contains_key(old)) => {
                "it cannot be read; “citeback check” says why".to_owned()
            }
            Some(meant) => question(meant),
            None if known.is_empty() => "there are none yet".to_owned(),
            None => "the id of a claim or source is the name of its file; people are in brief.yaml".to_owned(),
        };
        return Err(Error::refused(format!("there is no {} “{old}”", kind.name()), hint));
    };
    let others = all.iter().enumerate().filter(|(other, _)| *other != position);
    let formerly = others.flat_map(|(_, (_, formerly, _))| formerly.iter().map(|former| former.id.as_str())).collect();
    let file = all[position].2;
    known.extend(unread.into_iter().flat_map(|unread| unread.keys()).map(String::as_str));
    if kind == Renameable::Source {
        known.extend(scope.unread.shared_sources.iter().map(String::as_str));
    }
    Ok(Renamed { file, taken: known, formerly })
}

fn check_new_id(kind: Renameable, renamed: &Renamed<'_>, (old, new): (&str, &str)) -> Result<(), Error> {
    let name = kind.name();
    check_id(new)?;
    if renamed.taken.contains(&new) {
        return Err(Error::refused(format!("there is already a {name} “{new}”"), "choose another id"));
    }
    if renamed.formerly.contains(&new) {
        let message = format!("“{new}” was the id of another {name}, and its address leads there");
        return Err(Error::refused(message, "choose another id, or remove it from “formerly” there"));
    }
    if renamed.taken.iter().filter(|id| **id == old).count() > 1 {
        return Err(Error::refused(
            format!("there are several with the id “{old}”"),
            "rename one of the files by hand",
        ));
    }
    Ok(())
}

/// What could not be read may refer to anything.
fn check_all_were_read(scope: &Scope<'_>) -> Result<(), Error> {
    let unread = scope.unread;
    let unread = [("claims", &unread.claims), ("sources", &unread.sources), ("pages", &unread.pages)];
    let unread: Vec<String> =
        unread.iter().flat_map(|(folder, ids)| ids.keys().map(move |id| format!("content/{folder}/{id}"))).collect();
    if unread.is_empty() {
        return Ok(());
    }
    let message = format!("some notes cannot be read and may refer to it: {}", unread.join(", "));
    Err(Error::refused(message, "“citeback check” says what is wrong; fix that first"))
}

/// A file with the new id. `is_own` says that what is renamed is written there.
fn change(
    files: &Files,
    file: FileId,
    (kind, catalog): (NoteKind, &FieldCatalog),
    target: &Target<'_>,
    is_own: bool,
) -> Result<ChangedFile, EditError> {
    let text = files.text(file);
    let places = scope::places(files, kind, file);
    let mut note = NoteRename::new(EditedNote::at(&places), *target)?;
    if let Some(whole) = catalog.at(kind, &Path::top()) {
        note.change_references(&Path::top(), whole)?;
    }
    match target.kind {
        Some(IdKind::Person) if is_own => {
            let entry = note.entry_of(&Path::top().key("people"))?;
            note.replace(&entry.clone().key("id"))?;
            note.add_formerly(&entry)?;
        }
        _ if is_own => note.add_formerly(&Path::top())?,
        _ => {}
    }
    let mut references = note.references;
    let (mut new, mut edits) = note.finish()?;
    // The text of a source is never changed.
    if let (true, Some(link), Some((_, body))) = (kind.has_prose(), &target.link, split_front_matter(text)) {
        let start = new.len() - body.len();
        if let Some(relinked) = relinked(&text[body.clone()], link)? {
            new.replace_range(start.., &relinked.text);
            for at in link.links_in(&text[body.clone()]) {
                let start = body.start + at;
                let at = Span { file, range: start..start + target.old.len() };
                edits.push(Edit { at, with: target.new.to_owned() });
                references += 1;
            }
        }
    }
    let (path, old) = (files.path(file).to_owned(), Arc::clone(&files.get(file).text));
    Ok(ChangedFile { path, old, new, references, edits })
}
