//! Keeps open pages up to date: an event after each refresh ([`events`]), and the findings ([`findings()`]).

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};

use super::shown::{Counts, shown, words};
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
    let (desk_files, of_desk) = state.findings_of_desk();
    let (site, root) = (state.place.site.as_path(), state.place.root.as_path());
    let own = view.findings.iter().map(|finding| (finding, (&*view.files, site)));
    let all: Vec<_> = own.chain(of_desk.iter().map(|finding| (finding, (&*desk_files, root)))).collect();
    // Errors come first, and each kind in the order of the files.
    let of = |severity| all.iter().filter(move |(finding, _)| finding.severity() == severity);
    let counts = Counts {
        errors: of(Severity::Error).count() + faults.len() + usize::from(failure.is_some()),
        warnings: of(Severity::Warning).count(),
        advice: of(Severity::Advice).count(),
        hidden: all.len().saturating_sub(MAX_SHOWN),
    };
    let sorted = of(Severity::Error).chain(of(Severity::Warning)).chain(of(Severity::Advice));
    let findings = sorted.take(MAX_SHOWN).map(|(finding, place)| shown(finding, *place, &state));
    let faults = faults.iter().map(|fault| shown(&fault.finding, (&fault.files, site), &state));
    let findings = failure.into_iter().chain(faults).chain(findings);
    let unknown = || Arc::new(Locale::new(Language::default(), BTreeMap::new()));
    let locale = view.renderer.as_ref().map_or_else(unknown, |renderer| Arc::clone(&renderer.site().locale));
    Json(json!({
        "version": version,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "advice": counts.advice,
        "accepted": view.accepted,
        "findings": findings.collect::<Vec<_>>(),
        "words": words(&view, &locale, &counts),
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
