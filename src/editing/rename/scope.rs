//! The notes in which ids are sought and changed: [`Scope`].

use std::sync::Arc;

use crate::base::files::{FileId, Files};
use crate::build::load::{Note, Unread};
use crate::build::project::Project;
use crate::editing::schema::NoteKind;
use crate::model::{Brief, Claim, Evidence, Page, Source};
use crate::notes::place::Places;
use crate::notes::yaml::Skipped;

/// All notes of a site.
pub struct Scope<'a> {
    pub files: &'a Files,
    pub brief: &'a Brief,
    pub brief_file: FileId,
    pub claims: &'a [Arc<Note<Claim<Evidence>>>],
    pub sources: Vec<&'a Source>,
    pub pages: &'a [Arc<Note<Page>>],
    /// What could not be read may refer to anything.
    pub unread: &'a Unread,
}

impl<'a> Scope<'a> {
    pub fn of(project: &'a Project) -> Self {
        let content = &project.content;
        Scope {
            files: &project.files,
            brief: &content.brief,
            brief_file: content.brief_file,
            claims: &content.claims,
            sources: content.sources.iter().map(|note| &*note.value).collect(),
            pages: &content.pages,
            unread: &content.unread,
        }
    }

    /// All files that may have references.
    pub(super) fn notes(&self) -> Vec<(NoteKind, FileId)> {
        let mut notes = vec![(NoteKind::Brief, self.brief_file)];
        notes.extend(self.claims.iter().map(|note| (NoteKind::Claim, note.value.file)));
        notes.extend(self.sources.iter().map(|source| (NoteKind::Source, source.file)));
        notes.extend(self.pages.iter().map(|note| (NoteKind::Page, note.value.file)));
        notes
    }
}

/// The places of a file's values, of which none are skipped.
pub(super) fn places(files: &Files, kind: NoteKind, file: FileId) -> Places {
    match kind {
        NoteKind::Claim | NoteKind::Brief | NoteKind::Desk => Places::of_file(files, file, &Skipped::default()),
        NoteKind::Source | NoteKind::Page => Places::of_front_matter(files, file, &Skipped::default()),
    }
}
