//! What open pages are told: that the site was looked at again ([`events`]), and what is wrong with it ([`findings()`]).

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
    }))
}

/// A look that could not be made, as a finding of no file.
fn failed(message: String) -> Value {
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

/// A finding as `--format json` writes it, with what a page shows of it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    record: report::Record<'a>,
    /// As a terminal without colours shows it.
    frame: String,
    /// A link that opens the file; built-in templates are in no folder.
    open: Option<String>,
}

fn shown(finding: &Diagnostic, files: &Files, state: &ServerState) -> Value {
    let finding = Located::new(finding, files);
    let absolute = state.site.join(&*finding.at.file.path);
    let shown = Shown {
        record: report::record(&finding),
        frame: report::human(&finding, false),
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
