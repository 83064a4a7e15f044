//! The button “Fix” of a finding: [`fix`] makes on disk what `check --fix` would make of this finding, and nothing else.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::task;

use super::fingerprint::fingerprint;
use super::sent::Sent;
use super::state::ServerState;
use crate::base::disk::Replaced;
use crate::base::files::{FileId, Files};
use crate::editing::fixing;
use crate::findings::{Diagnostic, Fix};

/// Which finding to fix.
#[derive(Deserialize)]
pub(super) struct FixRequest {
    /// That of an [`Offered`] fix.
    key: String,
}

/// A fix that a page offers.
#[derive(Serialize)]
pub(super) struct Offered<'f> {
    title: &'f str,
    /// What the page sends to have it made.
    key: String,
}

/// The fix that is offered for a finding; `None` if there is none to make.
pub(super) fn offered<'f>(finding: &'f Diagnostic, files: &Files) -> Option<Offered<'f>> {
    fix_of(finding).map(|(_, fix)| Offered { title: &fix.title, key: identity(finding, files) })
}

/// What tells a finding from all others, and from itself in another version of its file.
fn identity(finding: &Diagnostic, files: &Files) -> String {
    let (code, file, range) = (finding.code.name(), finding.at.file, &finding.at.range);
    let what = format!("{code}\0{}\0{}\0{}\0{}\0", range.start, range.end, finding.message, files.path(file));
    fingerprint(&[what.as_bytes(), files.text(file).as_bytes()].concat())
}

/// The fix of a finding and the only file that it changes.
fn fix_of(finding: &Diagnostic) -> Option<(FileId, &Fix)> {
    let fix = finding.fix()?;
    let file = fix.edits.first()?.at.file;
    fix.edits.iter().all(|edit| edit.at.file == file).then_some((file, fix))
}

pub(super) async fn fix(State(state): State<Arc<ServerState>>, Sent(request): Sent<FixRequest>) -> Response {
    let done = task::spawn_blocking(move || make(&state, &request.key)).await;
    done.unwrap_or_else(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, "The server failed to do this."))
}

fn make(state: &ServerState, wanted: &str) -> Response {
    let view = state.view();
    let (desk_files, of_desk) = state.findings_of_desk();
    let own = view.findings.iter().map(|finding| (finding, &view.files, &state.place.site));
    let mut all = own.chain(of_desk.iter().map(|finding| (finding, &desk_files, &state.place.root)));
    let found = all.find(|(finding, files, _)| identity(finding, files) == wanted);
    let found = found.and_then(|(finding, files, folder)| Some((fix_of(finding)?, files, folder)));
    let Some(((file, fix), files, folder)) = found else {
        return refused(StatusCode::CONFLICT, "The file has changed since this was found. Nothing was written.");
    };
    let fixed = match fixing::fixed(files, file, [fix]) {
        Ok(fixed) => fixed,
        Err(error) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    };
    let from_site = folder == &state.place.site;
    let written = if from_site {
        state.replace(files.path(file), files.text(file), &fixed)
    } else {
        fixing::write(folder, files, file, &fixed)
    };
    match written {
        Ok(Replaced::Done) => Json(json!({ "file": files.path(file), "title": fix.title })).into_response(),
        Ok(Replaced::Changed) => {
            refused(StatusCode::CONFLICT, "The file has changed on disk in the meantime. Nothing was written.")
        }
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

pub(super) fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
