//! A language server: in an editor it shows every finding while somebody writes, completes what can be completed, and leads from a quote
//! to its source. [`serve`] is the one way in; it speaks the Language Server Protocol 3.17 over standard input and output.
//!
//! One thread does all: a change is looked at a moment after it was made, together with what was typed meanwhile, and whatever is asked
//! about the text before that is answered of a fresh look. Completion alone does not wait: what can be written is known from before.

mod actions;
mod choices;
mod completion;
mod cursor;
mod cursor_target;
mod definition;
mod document;
mod fields;
mod findings;
mod hover;
mod names;
mod position;
mod requests;
mod site;
mod symbol_ref;
mod symbols;
mod wire;
mod wording;
mod workspace;

use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, HoverProviderCapability,
    InitializeResult, OneOf, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
};
use serde_json::{Value, json};

use crate::base::error::Error;
use position::Encoding;
use workspace::Workspace;

/// How long a change waits for more before it is looked at.
const A_MOMENT: Duration = Duration::from_millis(100);
/// After these, words of an id, a link or a quote can be offered.
const TRIGGERS: [&str; 7] = [" ", ":", "\"", "'", "[", "^", "("];

/// Serves one editor until it says goodbye. `log` is told what goes wrong and is no answer to anything.
///
/// Gives whether the editor took its leave as the protocol asks: `shutdown`, then `exit`.
///
/// # Errors
/// When standard input or output fails.
pub fn serve(log: &dyn Fn(&str)) -> Result<bool, Error> {
    let (connection, threads) = wire::stdio();
    let orderly = run_session(&connection, log);
    // The thread that writes ends when nobody can give it any more.
    drop(connection);
    // The thread that reads ends only with the editor: without its farewell nobody can wait for it.
    if orderly {
        threads.join().map_err(Error::io("speak to", "the editor"))?;
    }
    Ok(orderly)
}

fn run_session(connection: &Connection, log: &dyn Fn(&str)) -> bool {
    let (id, params) = match connection.initialize_start() {
        Ok(begun) => begun,
        Err(error) => {
            log(&format!("the editor did not begin as the protocol asks: {error}"));
            return false;
        }
    };
    let offered = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
    let encoding = position::agreed(offered.into_iter().flatten().filter_map(Value::as_str));
    if let Err(error) = connection.initialize_finish(id, json!(capabilities(encoding))) {
        log(&format!("the editor did not begin as the protocol asks: {error}"));
        return false;
    }
    Server { connection, log, workspace: Workspace::new(&params, encoding), due: None, closing: false }.run()
}

/// What this server can do.
fn capabilities(encoding: Encoding) -> InitializeResult {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
        ..TextDocumentSyncOptions::default()
    };
    let actions =
        CodeActionOptions { code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]), ..CodeActionOptions::default() };
    let capabilities = ServerCapabilities {
        position_encoding: Some(position::kind(encoding)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(TRIGGERS.map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
        document_symbol_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    };
    let server = ServerInfo { name: "citeback".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    InitializeResult { capabilities, server_info: Some(server) }
}

struct Server<'a> {
    connection: &'a Connection,
    log: &'a dyn Fn(&str),
    workspace: Workspace,
    /// When what changed is to be looked at.
    due: Option<Instant>,
    /// The editor said that it will leave.
    closing: bool,
}

impl Server<'_> {
    /// Answers until the editor leaves; gives whether it said so before.
    fn run(mut self) -> bool {
        self.send_all(self.workspace.registrations());
        self.due = Some(Instant::now());
        loop {
            let received = match self.due {
                None => self.connection.receiver.recv().ok(),
                Some(due) => match self.connection.receiver.recv_deadline(due) {
                    Ok(message) => Some(message),
                    Err(error) if error.is_timeout() => {
                        self.refresh();
                        continue;
                    }
                    Err(_) => None,
                },
            };
            match received {
                None => return false,
                Some(Message::Request(request)) => self.answer(request),
                Some(Message::Notification(notification)) if notification.method == "exit" => return self.closing,
                Some(Message::Notification(notification)) => self.handle_notification(notification),
                // That a registration was accepted, or not.
                Some(Message::Response(_)) => {}
            }
        }
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if method == "shutdown" {
            self.closing = true;
            return self.send(Response::new_ok(id, Value::Null).into());
        }
        if self.closing {
            let error = Response::new_err(id, ErrorCode::InvalidRequest as i32, "the server is leaving".to_owned());
            return self.send(error.into());
        }
        if requests::needs_refresh(&method) || self.workspace.has_pending_changes() {
            self.refresh();
        }
        let workspace = &self.workspace;
        let response = match guarded(|| requests::answer(workspace, &method, params)) {
            Some(Ok(result)) => Response::new_ok(id, result),
            Some(Err((code, message))) => {
                if code != ErrorCode::MethodNotFound as i32 {
                    (self.log)(&format!("{method}: {message}"));
                }
                Response::new_err(id, code, message)
            }
            None => {
                (self.log)(&format!("{method} failed"));
                Response::new_err(id, ErrorCode::InternalError as i32, format!("{method} failed"))
            }
        };
        self.send(response.into());
    }

    fn handle_notification(&mut self, notification: Notification) {
        let method = notification.method.clone();
        let workspace = &mut self.workspace;
        match guarded(|| workspace.handle_notification(notification)) {
            Some(Ok(())) => {}
            Some(Err(message)) => (self.log)(&format!("{method}: {message}")),
            None => (self.log)(&format!("{method} failed")),
        }
        if self.workspace.is_stale() {
            self.due.get_or_insert_with(|| Instant::now() + A_MOMENT);
        }
    }

    /// Looks at all that changed, and tells the editor what came of it.
    fn refresh(&mut self) {
        self.due = None;
        let workspace = &mut self.workspace;
        match guarded(|| workspace.refresh()) {
            Some((news, failures)) => {
                self.send_all(news);
                for failure in failures {
                    (self.log)(&failure);
                    let params = json!({"type": 1, "message": failure});
                    self.send(Notification::new("window/showMessage".to_owned(), params).into());
                }
            }
            None => {
                // What is left of the desks may be half done.
                self.workspace.begin_anew();
                (self.log)("looking at the site failed");
            }
        }
    }

    fn send_all(&self, messages: Vec<Message>) {
        messages.into_iter().for_each(|message| self.send(message));
    }

    fn send(&self, message: Message) {
        // An editor that no longer listens has left, which the loop learns from the other direction.
        let _ = self.connection.sender.send(message);
    }
}

/// Does some work for the editor. A panic, which is a mistake of this program, costs one answer and not the editor's server.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}
