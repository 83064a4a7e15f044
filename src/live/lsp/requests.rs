//! Answers the requests of an editor. Entry point: [`answer`].

use lsp_server::ErrorCode;
use lsp_types::request::{
    CodeActionRequest, CodeLensRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest,
    InlayHintRequest, PrepareRenameRequest, References, Rename, Request, WillRenameFiles, WorkspaceSymbolRequest,
};
use lsp_types::{
    CodeActionParams, CodeLensParams, DocumentSymbolParams, FileRename, InlayHintParams, Position, ReferenceParams,
    RenameFilesParams, RenameParams, TextDocumentPositionParams, Uri, WorkspaceSymbolParams,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::{Wanted, actions};
use super::cited::{self, lenses};
use super::completion::complete;
use super::cursor::CursorContext;
use super::definition::definition;
use super::figure;
use super::findings::PlaceMap;
use super::hover::hover;
use super::inlay::inlay_hints;
use super::references::references;
use super::rename;
use super::symbols::symbols;
use super::workspace::Workspace;
use super::workspace_symbols::workspace_symbols;
use crate::editing::schema::NoteKind;

/// An error code of the protocol, and a message.
pub(super) type RequestError = (i32, String);

/// A valid request that failed (section “ErrorCodes” of the protocol).
const REQUEST_FAILED: i32 = -32803;

/// Whether pending changes are processed before a request is answered. The others are answered from the outline of the text and the last
/// refresh: editors send them with every key stroke.
pub(super) fn needs_refresh(method: &str, params: &Value) -> bool {
    match method {
        Completion::METHOD
        | DocumentSymbolRequest::METHOD
        | WorkspaceSymbolRequest::METHOD
        | InlayHintRequest::METHOD => false,
        // Only sources have any, and those are rarely typed.
        CodeLensRequest::METHOD => {
            params.pointer("/textDocument/uri").and_then(Value::as_str).is_some_and(|uri| uri.ends_with(".md"))
        }
        _ => true,
    }
}

/// # Errors
/// If the method is unknown, its parameters do not follow the protocol, or a rename is refused.
pub(super) fn answer(workspace: &Workspace, method: &str, params: Value) -> Result<Value, RequestError> {
    match method {
        Completion::METHOD => at_position(workspace, params, complete),
        HoverRequest::METHOD => at_position(workspace, params, |cx| {
            if cx.is_in_source() { cited::hover(cx) } else { hover(cx).or_else(|| figure::hover(cx)) }
        }),
        GotoDefinition::METHOD => at_position(workspace, params, definition),
        PrepareRenameRequest::METHOD => at_position(workspace, params, rename::prepare),
        References::METHOD => {
            let ReferenceParams { text_document_position: at, context, .. } = read(params)?;
            Ok(with_places(workspace, &at, |cx, places| references(cx, places, context.include_declaration)))
        }
        Rename::METHOD => {
            let RenameParams { text_document_position: at, new_name, .. } = read(params)?;
            let mut refused = None;
            let edit = with_places(workspace, &at, |cx, places| {
                rename::rename(cx, places, new_name.trim()).map_err(|reason| refused = Some(reason)).ok()
            });
            refused.map_or(Ok(edit), |reason| Err((REQUEST_FAILED, reason)))
        }
        WillRenameFiles::METHOD => will_rename(workspace, &read::<RenameFilesParams>(params)?.files),
        CodeLensRequest::METHOD => {
            let params: CodeLensParams = read(params)?;
            let of_source = |cx: &CursorContext<'_>| if cx.kind == NoteKind::Source { lenses(cx) } else { vec![] };
            Ok(at(workspace, &params.text_document.uri, Position::default(), of_source))
        }
        InlayHintRequest::METHOD => {
            let params: InlayHintParams = read(params)?;
            let hints = |cx: &CursorContext<'_>| inlay_hints(cx, params.range);
            Ok(at(workspace, &params.text_document.uri, Position::default(), hints))
        }
        DocumentSymbolRequest::METHOD => {
            let params: DocumentSymbolParams = read(params)?;
            Ok(at(workspace, &params.text_document.uri, Position::default(), symbols))
        }
        WorkspaceSymbolRequest::METHOD => {
            let params: WorkspaceSymbolParams = read(params)?;
            Ok(json!(workspace_symbols(workspace, &params.query)))
        }
        CodeActionRequest::METHOD => {
            let params: CodeActionParams = read(params)?;
            let places = workspace.places(&params.text_document.uri);
            let wanted = Wanted { range: params.range, only: params.context.only };
            Ok(places.map_or(Value::Null, |(places, path)| json!(actions(&places, &path, &wanted))))
        }
        _ => Err((ErrorCode::MethodNotFound as i32, format!("unknown method {method}"))),
    }
}

/// The edit for files that the editor is about to rename. Of several, none is changed: their edits might overlap.
fn will_rename(workspace: &Workspace, files: &[FileRename]) -> Result<Value, RequestError> {
    let [FileRename { old_uri, new_uri }] = files else {
        return Ok(Value::Null);
    };
    let (Ok(old), Ok(new)) = (old_uri.parse(), new_uri.parse()) else {
        return Err((ErrorCode::InvalidParams as i32, "the name of a file is not a URI".to_owned()));
    };
    let edit = rename::moved(workspace, &old, &new).map_err(|reason| (REQUEST_FAILED, reason))?;
    Ok(json!(edit))
}

/// Like [`at`], with the places of the site's files.
fn with_places<T: serde::Serialize>(
    workspace: &Workspace,
    params: &TextDocumentPositionParams,
    answer: impl FnOnce(&CursorContext<'_>, &PlaceMap<'_>) -> T,
) -> Value {
    let uri = &params.text_document.uri;
    let Some((places, _)) = workspace.places(uri) else {
        return Value::Null;
    };
    at(workspace, uri, params.position, |cx| answer(cx, &places))
}

fn at_position<T: serde::Serialize>(
    workspace: &Workspace,
    params: Value,
    answer: impl FnOnce(&CursorContext<'_>) -> T,
) -> Result<Value, RequestError> {
    let params: TextDocumentPositionParams = read(params)?;
    Ok(at(workspace, &params.text_document.uri, params.position, answer))
}

/// The answer for a place in a file; null if the file is not a note of a site.
fn at<T: serde::Serialize>(
    workspace: &Workspace,
    uri: &Uri,
    position: Position,
    answer: impl FnOnce(&CursorContext<'_>) -> T,
) -> Value {
    workspace.cursor(uri, position).map_or(Value::Null, |cx| json!(answer(&cx)))
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, RequestError> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams as i32, error.to_string()))
}
