//! Opens a note in an editor that is a command: [`open`] runs it.

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tokio::task;

use super::editor::{Editor, filled};
use super::fixes::refused;
use super::sent::Sent;
use super::state::{Place, ServerState};
use crate::base::disk;

/// A command that fails does so within this time, or its failure is not reported.
const START: Duration = Duration::from_millis(800);

/// The place to open.
#[derive(Deserialize)]
pub(super) struct OpenRequest {
    /// Relative to the site.
    file: String,
    line: usize,
    column: usize,
}

/// Runs the editor's command for a file of the site.
pub(super) async fn open(State(state): State<Arc<ServerState>>, Sent(request): Sent<OpenRequest>) -> Response {
    let done = task::spawn_blocking(move || run(&state, &request)).await;
    done.unwrap_or_else(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, "The server failed to do this."))
}

fn run(state: &ServerState, OpenRequest { file, line, column }: &OpenRequest) -> Response {
    let Editor::Command(program, arguments) = &state.setting.editor else {
        return refused(StatusCode::NOT_FOUND, "No command was given with --editor.");
    };
    let is_known = state.view().files.find(file).is_some()
        || state.faults().findings().iter().any(|fault| fault.files.find(file).is_some());
    let Place { site, root, .. } = &state.place;
    let is_of_desk = !is_known && state.findings_of_desk().0.find(file).is_some();
    let path = if is_of_desk { root.join(file) } else { site.join(file) };
    // A symbolic link may lead to any file of this machine.
    let is_inside = disk::is_inside(&path, root).unwrap_or(false);
    if !(is_known || is_of_desk) || !is_inside || !path.is_file() {
        return refused(StatusCode::NOT_FOUND, "There is no such file in the site.");
    }
    let arguments = filled(arguments, &path.to_string_lossy(), *line, *column);
    let mut command = Command::new(program);
    command.args(arguments).current_dir(site).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let program = program.display();
    match command.spawn() {
        Ok(child) => match failure(child) {
            None => Json(json!({ "file": file })).into_response(),
            Some(status) => {
                refused(StatusCode::UNPROCESSABLE_ENTITY, &format!("The editor {program} has failed: {status}."))
            }
        },
        Err(error) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, &format!("The editor {program} could not be started: {error}."))
        }
    }
}

/// How a command has failed, if it does so at once. One that goes on is waited for elsewhere.
fn failure(mut child: Child) -> Option<String> {
    let started = Instant::now();
    while started.elapsed() < START {
        match child.try_wait() {
            Ok(Some(status)) => return (!status.success()).then(|| status.to_string()),
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            Err(_) => return None,
        }
    }
    thread::spawn(move || child.wait());
    None
}
