//! The command of a code lens: the editor shows a quote, or lets a person choose between several. [`Shower`] follows the conversation.

use std::collections::HashMap;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{ExecuteCommandParams, Location, Position, Uri};
use serde_json::{Value, json};

use super::cited::{SHOW_CITATIONS, quotes_in_line};
use super::requests::RequestError;
use super::workspace::Workspace;

/// The maximum number of places to choose from.
const MAX_OFFERED: usize = 20;

#[derive(Default)]
pub(super) struct Shower {
    /// How many requests were sent.
    sent: i32,
    /// The places that a person may choose between, by the request that asked.
    asked: HashMap<RequestId, Vec<(String, Location)>>,
}

impl Shower {
    /// Runs a command. Returns the messages for the editor.
    ///
    /// # Errors
    /// If there is no such command, or its arguments are wrong.
    pub fn execute(&mut self, workspace: &Workspace, params: Value) -> Result<Vec<Message>, RequestError> {
        let invalid = |message: String| (ErrorCode::InvalidParams as i32, message);
        let params: ExecuteCommandParams =
            serde_json::from_value(params).map_err(|error| invalid(error.to_string()))?;
        if params.command != SHOW_CITATIONS {
            return Err(invalid(format!("unknown command {}", params.command)));
        }
        let read = || -> Option<(Uri, Position)> {
            let [uri, position] = params.arguments.as_slice() else { return None };
            Some((serde_json::from_value(uri.clone()).ok()?, serde_json::from_value(position.clone()).ok()?))
        };
        let (uri, position) = read().ok_or_else(|| invalid("expected a URI and a position".to_owned()))?;
        let (Some(cx), Some((places, _))) = (workspace.cursor(&uri, position), workspace.places(&uri)) else {
            return Ok(vec![]);
        };
        let found = quotes_in_line(&cx, position.line).into_iter().filter_map(|span| {
            let range = cx.view.files.range(&span);
            let (_, name) = range.file.path.rsplit_once('/')?;
            Some((format!("{name}, line {}", range.start.line), places.location(&range)?))
        });
        let found: Vec<(String, Location)> = found.take(MAX_OFFERED).collect();
        let shows = workspace.config().shows_documents;
        Ok(match found.as_slice() {
            [] => vec![],
            [(_, location)] if shows => vec![self.show(location)],
            several if shows => {
                let actions: Vec<Value> = several.iter().map(|(title, _)| json!({ "title": title })).collect();
                let params = json!({"type": 3, "message": "These words are quoted in:", "actions": actions});
                let id = self.next_id();
                self.asked.insert(id.clone(), found);
                vec![Request::new(id, "window/showMessageRequest".to_owned(), params).into()]
            }
            several => {
                let names: Vec<&str> = several.iter().map(|(title, _)| title.as_str()).collect();
                let params = json!({"type": 3, "message": format!("These words are quoted in: {}", names.join("; "))});
                vec![Notification::new("window/showMessage".to_owned(), params).into()]
            }
        })
    }

    /// Processes the answer to a request. Returns the messages for the editor.
    pub fn answered(&mut self, response: Response) -> Vec<Message> {
        let Some(asked) = self.asked.remove(&response.id) else {
            return vec![];
        };
        let chosen = response.response_result.ok().and_then(|chosen| Some(chosen.get("title")?.as_str()?.to_owned()));
        let place = asked.into_iter().find(|(title, _)| Some(title) == chosen.as_ref());
        place.map(|(_, location)| self.show(&location)).into_iter().collect()
    }

    fn show(&mut self, location: &Location) -> Message {
        let params = json!({"uri": location.uri, "takeFocus": true, "selection": location.range});
        Request::new(self.next_id(), "window/showDocument".to_owned(), params).into()
    }

    fn next_id(&mut self) -> RequestId {
        self.sent += 1;
        RequestId::from(format!("show-{}", self.sent))
    }
}
