//! Answers the requests of an editor. Entry point: [`answer`].

use lsp_server::ErrorCode;
use lsp_types::request::{CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, Request};
use lsp_types::{CodeActionParams, DocumentSymbolParams, Position, TextDocumentPositionParams, Uri};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::actions;
use super::completion::complete;
use super::cursor::CursorContext;
use super::definition::definition;
use super::hover::hover;
use super::symbols::symbols;
use super::workspace::Workspace;

/// An error code of the protocol, and a message.
type RequestError = (i32, String);

/// Whether a request concerns the current text, so that pending changes must be processed first.
pub(super) fn needs_refresh(method: &str) -> bool {
    [HoverRequest::METHOD, GotoDefinition::METHOD, CodeActionRequest::METHOD].contains(&method)
}

/// # Errors
/// If the method is unknown, or its parameters do not follow the protocol.
pub(super) fn answer(workspace: &Workspace, method: &str, params: Value) -> Result<Value, RequestError> {
    match method {
        Completion::METHOD => at_position(workspace, params, complete),
        HoverRequest::METHOD => at_position(workspace, params, hover),
        GotoDefinition::METHOD => at_position(workspace, params, definition),
        DocumentSymbolRequest::METHOD => {
            let params: DocumentSymbolParams = read(params)?;
            Ok(at(workspace, &params.text_document.uri, Position::default(), symbols))
        }
        CodeActionRequest::METHOD => {
            let params: CodeActionParams = read(params)?;
            let places = workspace.places(&params.text_document.uri);
            Ok(places.map_or(Value::Null, |(places, path)| json!(actions(&places, &path, params.range))))
        }
        _ => Err((ErrorCode::MethodNotFound as i32, format!("unknown method {method}"))),
    }
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
