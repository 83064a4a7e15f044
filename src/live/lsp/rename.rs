//! Renames of ids, across files. Entry points: [`prepare`], [`rename`], and [`moved`] for files that the editor renames.

use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse,
    RenameFile, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::cursor::{CursorContext, ServerConfig};
use super::document::path_of;
use super::findings::PlaceMap;
use super::identified::{Identified, identified};
use super::references::scope;
use super::site::{kind_of, relative_to};
use super::workspace::Workspace;
use crate::base::error::Error;
use crate::build::load::{IdKind, stem};
use crate::editing::rename::{ChangedFile, Renameable, rename as rename_in, rename_passage};
use crate::editing::schema::NoteKind;

const NO_ID: &str = "there is no id here that can be renamed";

/// Whether something can be renamed here: its id and where it is.
pub(super) fn prepare(cx: &CursorContext<'_>) -> Option<PrepareRenameResponse> {
    let (range, identified) = identified(cx)?;
    renameable(&identified)?;
    Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: cx.text_range(&range?),
        placeholder: identified.id().to_owned(),
    })
}

/// What is renamed; `None` if it cannot be.
fn renameable(identified: &Identified) -> Option<Option<Renameable>> {
    match identified {
        Identified::Passage(_) => Some(None),
        Identified::Named { kind: IdKind::Claim, .. } => Some(Some(Renameable::Claim)),
        Identified::Named { kind: IdKind::Source, .. } => Some(Some(Renameable::Source)),
        Identified::Named { kind: IdKind::Person, .. } => Some(Some(Renameable::Person)),
        Identified::Named { kind: IdKind::Page | IdKind::Verdict, .. } => None,
    }
}

/// The edit that gives what is under the cursor another id.
///
/// # Errors
/// If it cannot be renamed, with the reason.
pub(super) fn rename(cx: &CursorContext<'_>, places: &PlaceMap<'_>, new: &str) -> Result<WorkspaceEdit, String> {
    let (range, identified) = identified(cx).ok_or(NO_ID)?;
    range.ok_or(NO_ID)?;
    let kind = renameable(&identified).ok_or("this cannot be renamed")?;
    let scope = scope(places.view).ok_or("brief.yaml cannot be read; fix that first")?;
    let Some(kind) = kind else {
        let file = cx.file().ok_or("this note is not part of the site")?;
        let changed = rename_passage(scope.files, file, identified.id(), new).map_err(in_one_line)?;
        return edit(cx.config, places, &[changed], &[]);
    };
    if kind != Renameable::Person && !cx.config.renames_files {
        let old = identified.id();
        return Err(format!("this editor cannot rename files: use “citeback rename {} {old} {new}”", kind.name()));
    }
    let renamed = rename_in(&scope, kind, identified.id(), new).map_err(in_one_line)?;
    edit(cx.config, places, &renamed.changed, &renamed.moved)
}

fn in_one_line(error: Error) -> String {
    error.to_string().replace("\n  ", ": ")
}

/// The edit for changed files, and for files that are moved afterwards.
fn edit(
    config: &ServerConfig,
    places: &PlaceMap<'_>,
    changed: &[ChangedFile],
    moved: &[(String, String)],
) -> Result<WorkspaceEdit, String> {
    let mut files: Vec<(Uri, Vec<TextEdit>)> = vec![];
    for file in changed.iter().filter(|file| !file.edits.is_empty()) {
        let uri = places.uri(&file.path).ok_or("a file is not on disk")?;
        let mut edits = vec![];
        for edit in &file.edits {
            let location = places.location(&places.view.files.range(&edit.at)).ok_or("a file is not on disk")?;
            edits.push(TextEdit { range: location.range, new_text: edit.with.clone() });
        }
        edits.sort_by_key(|edit| edit.range.start);
        files.push((uri, edits));
    }
    if !config.versions_edits {
        return Ok(WorkspaceEdit { changes: Some(files.into_iter().collect()), ..WorkspaceEdit::default() });
    }
    let mut operations: Vec<DocumentChangeOperation> = vec![];
    for (uri, edits) in files {
        let version = places.version(&uri);
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        let edits = edits.into_iter().map(OneOf::Left).collect();
        operations.push(DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits }));
    }
    for (from, to) in moved {
        let uri = |path: &str| places.uri(path).ok_or("a file is not on disk");
        let (old_uri, new_uri) = (uri(from)?, uri(to)?);
        let moved = RenameFile { old_uri, new_uri, options: None, annotation_id: None };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(moved)));
    }
    Ok(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() })
}

/// The edit that changes all references to a note whose file the editor is about to rename; `None` if there are none.
///
/// # Errors
/// If its new name cannot be its id, with the reason.
pub(super) fn moved(workspace: &Workspace, old: &Uri, new: &Uri) -> Result<Option<WorkspaceEdit>, String> {
    let Some((places, path)) = workspace.places(old) else {
        return Ok(None);
    };
    let to = path_of(new.as_str()).and_then(|to| relative_to(places.folder, &to));
    let (Some(kind), Some(to)) = (kind_of(&path), to) else {
        return Ok(None);
    };
    let kind = match kind {
        NoteKind::Claim if kind_of(&to) == Some(NoteKind::Claim) => Renameable::Claim,
        NoteKind::Source if kind_of(&to) == Some(NoteKind::Source) => Renameable::Source,
        _ => return Ok(None),
    };
    let (old, new) = (stem(&path), stem(&to));
    if old == new {
        return Ok(None);
    }
    let scope = scope(places.view).ok_or("brief.yaml cannot be read; fix that first")?;
    let renamed = rename_in(&scope, kind, old, new).map_err(in_one_line)?;
    edit(workspace.config(), &places, &renamed.changed, &[]).map(Some)
}
