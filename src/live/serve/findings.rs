//! Keeps open pages up to date: an event after each refresh ([`events`]), and the findings ([`findings()`]).

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};

use super::shown::{shown, words};
use super::state::ServerState;
use crate::findings::Severity;
use crate::model::Language;
use crate::model::locale::Locale;

/// The maximum number of findings sent with their lines; the counts include all.
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

/// All findings of the last refresh, each with its lines and how to open them; the words to show them with; and what is not published yet.
pub(super) async fn findings(State(state): State<Arc<ServerState>>) -> Json<Value> {
    let version = state.version();
    let view = state.view();
    // A site that cannot be read hides all other findings, so this comes first.
    let failure = state.failure().map(failure_record);
    let faults = state.faults().findings();
    let errors = view.errors + faults.len() + usize::from(failure.is_some());
    // Errors come first, and each kind in the order of the files.
    let of = |severity| view.findings.iter().filter(move |finding| finding.severity() == severity);
    let sorted = of(Severity::Error).chain(of(Severity::Warning)).chain(of(Severity::Advice));
    let findings = sorted.take(MAX_SHOWN).map(|finding| shown(finding, &view.files, &state));
    let faults = faults.iter().map(|fault| shown(&fault.finding, &fault.files, &state));
    let findings = failure.into_iter().chain(faults).chain(findings);
    let hidden = view.findings.len().saturating_sub(MAX_SHOWN);
    let unknown = || Arc::new(Locale::new(Language::default(), BTreeMap::new()));
    let locale = view.renderer.as_ref().map_or_else(unknown, |renderer| Arc::clone(&renderer.site().locale));
    Json(json!({
        "version": version,
        "errors": errors,
        "warnings": view.warnings,
        "advice": view.advice,
        "accepted": view.accepted,
        "findings": findings.collect::<Vec<_>>(),
        "words": words(&view, &locale, (errors, hidden)),
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
        "lines": [],
        "related_lines": [],
        "open": null,
    })
}
