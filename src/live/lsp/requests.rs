//! What an editor asks about a file, and the answers: [`answer`].

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

/// Why there is no answer: a code of the protocol, and words.
type RequestError = (i32, String);

/// Whether a request is about the very text that is open, so that what was typed since the last look counts.
pub(super) fn needs_refresh(method: &str) -> bool {
    [HoverRequest::METHOD, GotoDefinition::METHOD, CodeActionRequest::METHOD].contains(&method)
}

/// # Errors
/// When nobody knows the method, or its parameters are not those of the protocol.
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
        _ => Err((ErrorCode::MethodNotFound as i32, format!("there is no method {method}"))),
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

/// The answer for a place of a file; nothing for a file that is no note of a site.
fn at<T: serde::Serialize>(
    workspace: &Workspace,
    uri: &Uri,
    position: Position,
    answer: impl FnOnce(&CursorContext<'_>) -> T,
) -> Value {
    workspace.at(uri, position).map_or(Value::Null, |at| json!(answer(&at)))
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, RequestError> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams as i32, error.to_string()))
}
