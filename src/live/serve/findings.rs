//! Keeps open pages up to date: an event after each refresh ([`events`]), and the findings ([`findings()`]).

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use serde_json::{Value, json};

use super::state::ServerState;
use crate::base::escaping::percent_encoded;
use crate::base::files::Files;
use crate::base::lines::Position;
use crate::findings::{Diagnostic, Located, report};

/// The maximum number of findings sent with their frames; the counts include all.
const MAX_SHOWN: usize = 100;

/// Sends an event `refresh` with the current version, at once and whenever the version changes.
pub(super) async fn events(
    State(state): State<Arc<ServerState>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = stream::unfold((state.subscribe(), true), |(mut version, first)| async move {
        if !first {
            // Ends with the server.
            version.changed().await.ok()?;
        }
        let number = *version.borrow_and_update();
        Some((Ok(Event::default().event("refresh").data(number.to_string())), (version, false)))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// All findings of the last refresh, each with its frame and a link that opens the file at its line; and what is not published yet.
pub(super) async fn findings(State(state): State<Arc<ServerState>>) -> Json<Value> {
    let version = state.version();
    let view = state.view();
    // A site that cannot be read hides all other findings, so this comes first.
    let failure = state.failure().map(failure_record);
    let faults = state.faults().findings();
    let errors = view.errors + faults.len() + usize::from(failure.is_some());
    let findings = view.findings.iter().take(MAX_SHOWN).map(|finding| shown(finding, &view.files, &state));
    let faults = faults.iter().map(|fault| shown(&fault.finding, &fault.files, &state));
    let findings = failure.into_iter().chain(faults).chain(findings);
    Json(json!({
        "version": version,
        "errors": errors,
        "warnings": view.warnings,
        "advice": view.advice,
        "accepted": view.accepted,
        "findings": findings.collect::<Vec<_>>(),
        "unpublished": state.unpublished_lines(),
    }))
}

/// A failed refresh, as a finding without a file.
fn failure_record(message: String) -> Value {
    json!({
        "code": "",
        "severity": "error",
        "message": message,
        "file": "",
        "line": 0,
        "column": 0,
        "hints": [],
        "frame": "",
        "open": null,
    })
}

/// A finding as `--format json` writes it, with what pages need to show it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    record: report::Record<'a>,
    /// As a terminal shows it, without colours.
    frame: String,
    /// A link that opens the file; `None` for built-in templates.
    open: Option<String>,
}

fn shown(finding: &Diagnostic, files: &Files, state: &ServerState) -> Value {
    let finding = Located::new(finding, files);
    let absolute = state.site.join(&*finding.at.file.path);
    let shown = Shown {
        record: report::record_without_fixes(&finding),
        frame: report::human(&finding, "", false),
        open: absolute.is_file().then(|| open_link(&absolute.to_string_lossy(), finding.at.start)),
    };
    json!(shown)
}

/// The address at which VS Code opens a file.
fn open_link(path: &str, Position { line, column, .. }: Position) -> String {
    let path = path.replace('\\', "/");
    let mut url = String::from("vscode://file");
    if !path.starts_with('/') {
        url.push('/');
    }
    url.push_str(&percent_encoded(&path));
    format!("{url}:{line}:{column}")
}
