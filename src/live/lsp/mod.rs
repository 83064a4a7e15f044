//! The language server: it shows findings while notes are edited, offers completion and quick fixes, and leads from a quote to its source.
//! It speaks the Language Server Protocol 3.17 over standard input and output. Entry point: [`serve`].
//!
//! A single thread does all the work. A refresh follows a change almost at once, or on a site that takes long after as much time as the
//! last refresh took, so that fast typing does not keep the machine busy; it follows earlier if a request needs the current text. Changes
//! that arrive during a refresh are processed together after it.
//! Completion never waits for it: it uses the ids of the last refresh.

mod actions;
mod capabilities;
mod choices;
mod cited;
mod completion;
mod cursor;
mod cursor_target;
mod definition;
mod disk_watch;
mod document;
mod figure;
mod findings;
mod hover;
mod identified;
mod inlay;
mod names;
mod position;
mod references;
mod rename;
mod requests;
mod show;
mod site;
mod symbol_ref;
mod symbols;
mod wire;
mod wording;
mod workspace;
mod workspace_symbols;

use std::time::{Duration, Instant};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::request::{ExecuteCommand, Request as _};
use serde_json::{Value, json};

use crate::base::error::Error;
use capabilities::initialize_result;
use cursor::Today;
use show::Shower;
use wire::Inject;
use workspace::Workspace;

/// The shortest and the longest time to wait for further changes before a refresh.
const DEBOUNCE: (Duration, Duration) = (Duration::from_millis(5), Duration::from_millis(100));
/// Serves one editor until it disconnects. `today` tells the date to offer. `log` receives failures that cannot be sent as an answer to a request.
///
/// Returns whether the editor ended the session as the protocol requires: `shutdown`, then `exit`.
///
/// # Errors
/// If standard input or output fails.
pub fn serve(today: Today, log: &dyn Fn(&str)) -> Result<bool, Error> {
    let (connection, inject, threads) = wire::stdio();
    let orderly = run_session(&connection, (inject, today), log);
    // The writing thread ends when its channel is closed.
    drop(connection);
    // The reading thread ends only on `exit` or at the end of the input, so it is joined only after an orderly end.
    if orderly {
        threads.join().map_err(Error::io("speak to", "the editor"))?;
    }
    Ok(orderly)
}

fn run_session(connection: &Connection, (inject, today): (Inject, Today), log: &dyn Fn(&str)) -> bool {
    let (id, params) = match connection.initialize_start() {
        Ok(initialize) => initialize,
        Err(error) => {
            log(&format!("the editor did not initialise the session as the protocol requires: {error}"));
            return false;
        }
    };
    let offered = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
    let encoding = position::negotiated(offered.into_iter().flatten().filter_map(Value::as_str));
    if let Err(error) = connection.initialize_finish(id, json!(initialize_result(encoding))) {
        log(&format!("the editor did not initialise the session as the protocol requires: {error}"));
        return false;
    }
    Server {
        connection,
        log,
        workspace: Workspace::new(&params, (encoding, today), inject),
        due: None,
        last_took: Duration::ZERO,
        shower: Shower::default(),
        shutting_down: false,
    }
    .run()
}

struct Server<'a> {
    connection: &'a Connection,
    log: &'a dyn Fn(&str),
    workspace: Workspace,
    /// When the next refresh is due.
    due: Option<Instant>,
    /// How long the last refresh took.
    last_took: Duration,
    shower: Shower,
    /// Whether the editor has requested `shutdown`.
    shutting_down: bool,
}

impl Server<'_> {
    /// Answers until the editor disconnects; returns whether it requested `shutdown` before.
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
                Some(Message::Notification(notification)) if notification.method == "exit" => {
                    return self.shutting_down;
                }
                Some(Message::Notification(notification)) => self.handle_notification(notification),
                Some(Message::Response(response)) => {
                    let messages = self.shower.answered(response);
                    self.send_all(messages);
                }
            }
        }
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        if method == "shutdown" {
            self.shutting_down = true;
            return self.send(Response::new_ok(id, Value::Null).into());
        }
        if self.shutting_down {
            let error =
                Response::new_err(id, ErrorCode::InvalidRequest as i32, "the server is shutting down".to_owned());
            return self.send(error.into());
        }
        if requests::needs_refresh(&method, &params) || self.workspace.has_unread_site() {
            self.refresh();
        }
        let (workspace, shower) = (&self.workspace, &mut self.shower);
        let mut further = vec![];
        let answered = catch_panic(|| match method.as_str() {
            ExecuteCommand::METHOD => {
                further = shower.execute(workspace, params)?;
                Ok(Value::Null)
            }
            _ => requests::answer(workspace, &method, params),
        });
        let response = match answered {
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
        self.send_all(further);
    }

    fn handle_notification(&mut self, notification: Notification) {
        let method = notification.method.clone();
        let workspace = &mut self.workspace;
        match catch_panic(|| workspace.handle_notification(notification)) {
            Some(Ok(())) => {}
            Some(Err(message)) => (self.log)(&format!("{method}: {message}")),
            None => (self.log)(&format!("{method} failed")),
        }
        if self.workspace.is_stale() {
            let wait = self.last_took.clamp(DEBOUNCE.0, DEBOUNCE.1);
            self.due.get_or_insert_with(|| Instant::now() + wait);
        }
    }

    /// Refreshes all sites that changed, and sends the editor the new diagnostics.
    fn refresh(&mut self) {
        self.due = None;
        let workspace = &mut self.workspace;
        let (started, is_stale) = (Instant::now(), workspace.is_stale());
        let refreshed = catch_panic(|| workspace.refresh());
        if is_stale {
            self.last_took = started.elapsed();
        }
        match refreshed {
            Some((notifications, failures)) => {
                self.send_all(notifications);
                for failure in failures {
                    (self.log)(&failure);
                    let params = json!({"type": 1, "message": failure});
                    self.send(Notification::new("window/showMessage".to_owned(), params).into());
                }
            }
            None => {
                // The caches may be inconsistent after a panic.
                self.workspace.mark_all_changed();
                (self.log)("refreshing the site failed");
            }
        }
    }

    fn send_all(&self, messages: Vec<Message>) {
        messages.into_iter().for_each(|message| self.send(message));
    }

    fn send(&self, message: Message) {
        // If the editor has disconnected, the receiving side of the connection reports it.
        let _ = self.connection.sender.send(message);
    }
}

/// Runs `work` and catches a panic, which is a bug: it costs one answer, but does not end the server.
fn catch_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}
