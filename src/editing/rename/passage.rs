//! Gives a passage another id, in its own note: [`rename_passage`]. Nothing else can refer to it.

use std::sync::Arc;

use super::changed::{ChangedFile, check_id};
use super::links::LinkTarget;
use super::note::{NoteRename, Target};
use super::scope;
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::editing::fields::FieldCatalog;
use crate::editing::schema::NoteKind;
use crate::markdown::prose::Destination;
use crate::notes::edit::{EditError, EditedNote};
use crate::notes::yaml::Path;

/// Prepares the rename of the passage `old` of the claim note `file`: its id, the references of the texts, and `claim_passage`.
///
/// # Errors
/// If there is no such passage, `new` cannot be its id, or the note cannot be changed safely.
pub fn rename_passage(files: &Files, file: FileId, old: &str, new: &str) -> Result<ChangedFile, Error> {
    check_id(new)?;
    let (path, text) = (files.path(file).to_owned(), Arc::clone(&files.get(file).text));
    let refused = |error: EditError| {
        Error::refused(format!("“{old}” cannot be renamed safely, and nothing was changed"), format!("{path}: {error}"))
    };
    let places = scope::places(files, NoteKind::Claim, file);
    let link = LinkTarget { destination: Destination::Passage, prefix: "^", old, new };
    let target = Target { kind: None, old, new, link: Some(link) };
    let mut note = NoteRename::new(EditedNote::at(&places), target).map_err(refused)?;
    let list = Path::top().key("passages");
    if note.has_entry(&list, new) {
        let message = format!("this note already has a passage “{new}”");
        return Err(Error::refused(message, "choose another id"));
    }
    let entry = note.entry_of(&list).map_err(refused)?;
    note.replace(&entry.key("id")).map_err(refused)?;
    let statement = Path::top().key("claim_passage");
    if note.text_at(&statement).is_some_and(|id| id.trim() == old) {
        note.replace(&statement).map_err(refused)?;
        note.references += 1;
    }
    if let Some(whole) = FieldCatalog::new().at(NoteKind::Claim, &Path::top()) {
        note.change_references(&Path::top(), whole).map_err(refused)?;
    }
    let references = note.references;
    let (new, edits) = note.finish().map_err(refused)?;
    Ok(ChangedFile { path: path.clone(), old: text, new, references, edits })
}
