//! What open pages are told: that the site was looked at again ([`events`]), and what is wrong with it ([`findings()`]).

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};

use super::state::ServerState;
use crate::base::escaping::percent_encoded;
use crate::base::files::Files;
use crate::base::lines::Position;
use crate::findings::Diagnostic;
use crate::findings::report;

/// At most this many findings are shown as frames; the count says how many there are.
const MAX_SHOWN: usize = 100;

/// An event `look` with the number of the last look, at once and after each further one.
pub(super) async fn events(
    State(state): State<Arc<ServerState>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let versions = stream::unfold((state.versions(), true), |(mut versions, first)| async move {
        if !first {
            // Ends with the server.
            versions.changed().await.ok()?;
        }
        let refresh = *versions.borrow_and_update();
        Some((Ok(Event::default().event("look").data(refresh.to_string())), (versions, false)))
    });
    Sse::new(versions).keep_alive(KeepAlive::default())
}

/// All findings of the last look, each with its frame and a link that opens the file at its line.
pub(super) async fn findings(State(state): State<Arc<ServerState>>) -> Json<Value> {
    let version = state.version();
    let view = state.view();
    // A folder that cannot be read hides whatever else is wrong: it comes first.
    let failure = state.failure().map(failed);
    let faults = state.faults().findings();
    let errors = view.errors + faults.len() + usize::from(failure.is_some());
    let findings = view.findings.iter().take(MAX_SHOWN).map(|finding| record(finding, &view.files, &state));
    let faults = faults.iter().map(|fault| record(&fault.finding, &fault.files, &state));
    let findings = failure.into_iter().chain(faults).chain(findings);
    Json(json!({
        "version": version,
        "errors": errors,
        "warnings": view.warnings,
        "advice": view.advice,
        "accepted": view.accepted,
        "findings": findings.collect::<Vec<_>>(),
    }))
}

/// A look that could not be made, as a finding of no file.
fn failed(message: String) -> Value {
    json!({ "code": "", "severity": "error", "message": message, "file": "", "line": 0, "column": 0, "frame": "", "open": null })
}

fn record(finding: &Diagnostic, files: &Files, state: &ServerState) -> Value {
    let path = files.path(finding.at.file);
    let Position { line, column, .. } = files.get(finding.at.file).position(finding.at.range.start);
    let absolute = state.site.join(path);
    json!({
        "code": finding.code.name(),
        "severity": finding.severity().name(),
        "message": finding.message,
        "file": path,
        "line": line,
        "column": column,
        "frame": report::human(finding, files, false),
        // Built-in templates are in no folder.
        "open": absolute.is_file().then(|| open_link(&absolute.to_string_lossy(), line, column)),
    })
}

/// The address at which VS Code opens a file.
fn open_link(path: &str, line: usize, column: usize) -> String {
    let path = path.replace('\\', "/");
    let mut url = String::from("vscode://file");
    if !path.starts_with('/') {
        url.push('/');
    }
    url.push_str(&percent_encoded(&path));
    format!("{url}:{line}:{column}")
}
