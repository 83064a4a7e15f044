//! The review of a source on its page: [`show`] has its doubtful blocks and its metadata, [`decide`] keeps or removes blocks, [`metadata`]
//! changes fields, and [`undo`] takes that back. What is shown of the saved page is in `original.rs`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::original;
use super::picker::Undo;
use super::picker::answer::{Refusal, in_background};
use super::picker::note::OpenNote;
use super::sent::{Asked, Sent};
use super::state::ServerState;
use crate::build::load::{SourceProblem, source_problems};
use crate::editing::review::{Decision, DoubtfulBlock, Written, decided, doubtful_blocks, fields_of, with_fields};
use crate::live::View;
use crate::markdown::article::blocks;
use crate::markdown::reading::read;
use crate::model::{Kind, Show};

/// Asks for the review of a source.
#[derive(Deserialize)]
pub(super) struct ReviewQuery {
    source: String,
}

/// A decision about doubtful blocks.
#[derive(Deserialize)]
pub(super) struct BlockDecision {
    source: String,
    /// The fingerprint of the file as the page knows it.
    seen: String,
    /// Its position among the doubtful blocks, from 0; without one, all of them.
    block: Option<usize>,
    keep: bool,
}

/// New values of fields.
#[derive(Deserialize)]
pub(super) struct MetadataChange {
    source: String,
    seen: String,
    fields: Vec<Written>,
}

#[derive(Deserialize)]
pub(super) struct UndoRequest {
    source: String,
    number: u64,
}

/// What there is to review of a source.
pub(super) async fn show(State(state): State<Arc<ServerState>>, Asked(query): Asked<ReviewQuery>) -> Response {
    in_background(move || {
        // Nobody else may read what is not published.
        if !state.may_pick() {
            return Err(Refusal::gone("Sources can be reviewed only on the machine that serves the site."));
        }
        let note = OpenNote::of_source(&state, &query.source)?;
        Ok(reviewed(&state, &query.source, &note, None))
    })
    .await
}

/// Keeps or removes doubtful blocks, and seals the text anew.
pub(super) async fn decide(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(request): Sent<BlockDecision>,
) -> Response {
    in_background(move || {
        let BlockDecision { source, seen, block, keep } = request;
        let note = OpenNote::of_source(&state, &source)?.if_seen(&seen)?;
        let decision = if keep { Decision::Keep } else { Decision::Remove };
        let chosen = block.map_or_else(|| (0..doubtful_blocks(&note.text).len()).collect(), |block| vec![block]);
        // From the end, so that those before keep their positions.
        let new = chosen.into_iter().rev().try_fold(note.text.clone(), |text, block| decided(&text, block, decision));
        let new = new.map_err(|error| Refusal::of(sentence(&error.to_string())))?;
        let (note, number) = note.write(&state, &undo, new)?;
        Ok(reviewed(&state, &source, &note, Some(number)))
    })
    .await
}

/// Changes fields of the front matter, if a build would find no new error in them.
pub(super) async fn metadata(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(request): Sent<MetadataChange>,
) -> Response {
    in_background(move || {
        let MetadataChange { source, seen, fields } = request;
        let note = OpenNote::of_source(&state, &source)?.if_seen(&seen)?;
        let new = with_fields(&note.text, &fields).map_err(|error| Refusal::of(sentence(&error.to_string())))?;
        let problems = new_problems(&state, &source, (&note.text, &new));
        if !problems.is_empty() {
            return Ok(refused(&problems));
        }
        let (note, number) = note.write(&state, &undo, new)?;
        Ok(reviewed(&state, &source, &note, Some(number)))
    })
    .await
}

/// Takes a change back, if nothing has changed since.
pub(super) async fn undo(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(request): Sent<UndoRequest>,
) -> Response {
    in_background(move || {
        undo.take_back(&state, request.number)?;
        let note = OpenNote::of_source(&state, &request.source)?;
        Ok(reviewed(&state, &request.source, &note, None))
    })
    .await
}

/// What there is to review of a source as its file is now, and `undo`, the number of the change that led to it.
fn reviewed(state: &ServerState, source: &str, note: &OpenNote, undo: Option<u64>) -> Response {
    let view = state.view();
    let read = view.source(source);
    let url = read.and_then(|read| read.source.url.as_deref());
    let blocks: Vec<Value> = doubtful_blocks(&note.text).iter().map(|block| shown(block, url)).collect();
    let kept = read.is_some_and(|read| original::kept_file(&read.source).is_some());
    Json(json!({
        "file": note.path,
        "seen": note.fingerprint(),
        "blocks": blocks,
        "fields": fields_of(&note.text),
        "kinds": Kind::NAMES,
        "shows": Show::NAMES,
        "original": kept.then(|| original::address(state, source)),
        "undo": undo,
    }))
    .into_response()
}

/// A block as its article would show it.
fn shown(block: &DoubtfulBlock, url: Option<&str>) -> Value {
    let html: String = blocks(read(&block.markdown), &[], url).into_iter().map(|block| block.html).collect();
    json!({ "what": block.what, "html": html, "before": block.blocks_before, "line": block.line })
}

/// The errors that a change would add. Others must not keep an editor from correcting a field.
fn new_problems(state: &ServerState, source: &str, (old, new): (&str, &str)) -> Vec<SourceProblem> {
    let view: Arc<View> = state.view();
    let (Some(read), Some(renderer)) = (view.source(source), &view.renderer) else {
        return vec![];
    };
    let is_shared = read.source.is_shared;
    let root = if is_shared { &state.place.root } else { &state.place.site };
    let of = |text: &str| source_problems(&read.source.id, text, (root, is_shared, &renderer.site().theme));
    let known = of(old);
    of(new).into_iter().filter(|problem| !known.contains(problem)).collect()
}

fn refused(problems: &[SourceProblem]) -> Response {
    let fields: Vec<Value> = problems
        .iter()
        .map(|SourceProblem { field, message, hints }| json!({ "name": field, "message": message, "hints": hints }))
        .collect();
    let message = "Nothing was written: a field has an error.";
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "message": message, "fields": fields }))).into_response()
}

/// A reason as a sentence.
fn sentence(reason: &str) -> String {
    let mut chars = reason.chars();
    let first = chars.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
