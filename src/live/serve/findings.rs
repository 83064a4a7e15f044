//! What open pages are told: that the site was looked at again ([`events`]), and what is wrong with it ([`findings()`]).

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};

use super::room::Room;
use crate::base::escaping::percent_encoded;
use crate::base::files::{Files, line_and_column};
use crate::findings::Diagnostic;
use crate::findings::report;

/// At most this many findings are shown as frames; the count says how many there are.
const SHOWN: usize = 100;

/// An event `look` with the number of the last look, at once and after each further one.
pub(super) async fn events(State(room): State<Arc<Room>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let looks = stream::unfold((room.looks(), true), |(mut looks, first)| async move {
        if !first {
            // Ends with the server.
            looks.changed().await.ok()?;
        }
        let look = *looks.borrow_and_update();
        Some((Ok(Event::default().event("look").data(look.to_string())), (looks, false)))
    });
    Sse::new(looks).keep_alive(KeepAlive::default())
}

/// All findings of the last look, each with its frame and a link that opens the file at its line.
pub(super) async fn findings(State(room): State<Arc<Room>>) -> Json<Value> {
    let version = room.version();
    let view = room.view();
    // A folder that cannot be read hides whatever else is wrong: it comes first.
    let failure = room.failure().map(failed);
    let faults = room.faults().findings();
    let errors = view.errors + faults.len() + usize::from(failure.is_some());
    let findings = view.findings.iter().take(SHOWN).map(|finding| record(finding, &view.files, &room));
    let faults = faults.iter().map(|fault| record(&fault.finding, &fault.files, &room));
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

fn record(finding: &Diagnostic, files: &Files, room: &Room) -> Value {
    let path = files.path(finding.at.file);
    let (line, column) = line_and_column(files.text(finding.at.file), finding.at.range.start);
    let absolute = room.site.join(path);
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
