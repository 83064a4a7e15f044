//! The passage picker: words selected on a source's page become a passage ([`passage`]), which is added to a note ([`add`]) or starts a
//! new one ([`start`]).

use std::ops::Range;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task;

use super::fingerprint::fingerprint;
use super::state::ServerState;
use crate::base::disk::{self, Replaced};
use crate::editing::scaffold::{NoteRequest, new_note, today};
use crate::editing::schema::NoteKind;
use crate::model::{Field, Id, Stance, Status};
use crate::notes::edit::{NewPassage, append_passage};
use citeback_quote::locate::selector::{Disambiguator, Selector, describe, pick};
use citeback_quote::locate::{Quote, Searchable, locate};
use citeback_quote::text::reading_text::{BreakKind, ReadingText, SEAM};

/// Words selected on a page.
#[derive(Deserialize)]
pub(super) struct Selection {
    source: String,
    /// The selected text as the page shows it.
    text: String,
    /// How many characters of the article, or of its headline, precede it: code points other than white space.
    before: usize,
    /// Whether the words are from the headline.
    #[serde(default)]
    title: bool,
}

/// A passage as the picker's form sends it.
#[derive(Deserialize)]
pub(super) struct Picked {
    source: String,
    quote: String,
    field: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    passage_id: Option<String>,
    stance: String,
    speaker: Option<String>,
    note: Option<String>,
}

/// A passage for an existing note.
#[derive(Deserialize)]
pub(super) struct PassageAddition {
    claim: String,
    /// The fingerprint of the note as the page knows it.
    seen: String,
    #[serde(flatten)]
    passage: Picked,
}

/// A passage for a new note.
#[derive(Deserialize)]
pub(super) struct NewClaimRequest {
    id: String,
    /// The statement; may be empty.
    #[serde(default)]
    claim: String,
    #[serde(flatten)]
    passage: Picked,
}

impl Picked {
    /// Validates the form.
    fn passage(self) -> Result<NewPassage, &'static str> {
        let non_blank = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let id = non_blank(self.passage_id);
        if Stance::parse(&self.stance).is_none() {
            return Err("Choose how the passage bears on the claim.");
        }
        if id.as_ref().is_some_and(|id| Id::new(id).is_none()) {
            return Err("An id consists of lower-case letters a to z, digits, and single hyphens between words.");
        }
        let Picked { source, quote, field, prefix, suffix, stance, speaker, note, .. } = self;
        if field.as_ref().is_some_and(|field| Field::parse(field).is_none()) {
            return Err("A passage is in the title or in the body. Reload the page.");
        }
        let (speaker, note) = (non_blank(speaker), non_blank(note));
        Ok(NewPassage { id, source, quote, field, prefix, suffix, stance, speaker, note })
    }
}

/// All claim notes: title, status, and a fingerprint by which later changes are detected.
pub(super) async fn claims(State(state): State<Arc<ServerState>>) -> Json<Value> {
    let view = state.view();
    let claims = view.claims.iter().map(|note| {
        let claim = &note.value;
        json!({
            "id": claim.id.as_str(),
            "title": claim.title,
            "draft": claim.status == Status::Draft,
            "sound": note.sound,
            "file": view.files.path(claim.file),
            "seen": fingerprint(view.files.text(claim.file).as_bytes()),
        })
    });
    Json(json!({ "claims": claims.collect::<Vec<_>>(), "stances": Stance::NAMES }))
}

/// Describes a selection as a passage: its words, the shortest prefix or suffix that identifies it, and the YAML.
pub(super) async fn passage(State(state): State<Arc<ServerState>>, Json(selection): Json<Selection>) -> Response {
    in_background(move || describe_selection(&state, &selection)).await
}

fn describe_selection(state: &ServerState, selection: &Selection) -> Response {
    let view = state.view();
    let Some(source) = view.source(&selection.source) else {
        return refused(StatusCode::NOT_FOUND, "This source no longer exists. Reload the page.");
    };
    let field = if selection.title { Field::Title } else { Field::Body };
    let text = source.field(field);
    let range = pick(text, selection.before, &selection.text);
    // A theme may show the article differently, so the offset may be wrong; the words alone may be enough.
    let picked = range.as_ref().map_or_else(|| find_by_words(text, &selection.text), |range| describe(text, range));
    let Some(picked) = picked else {
        let message = if range.is_some_and(|range| crosses_boundary(text.reading(), &range)) {
            "A passage cannot run across a heading, an image, a rule, code, or the edge of a list, a table or a quotation. Pick the \
             words on each side as separate passages."
        } else {
            "This selection is not unique in the article, or contains no word. Select more words."
        };
        return refused(StatusCode::UNPROCESSABLE_ENTITY, message);
    };
    let Selector { exact, disambiguator } = picked;
    let (prefix, suffix) = match disambiguator {
        Some(Disambiguator::Prefix(words)) => (Some(words), None),
        Some(Disambiguator::Suffix(words)) => (None, Some(words)),
        None => (None, None),
    };
    // The body is searched first, so a passage from the headline must name its field.
    let field = selection.title.then(|| field.name().to_owned());
    let passage =
        NewPassage { source: selection.source.clone(), quote: exact, field, prefix, suffix, ..NewPassage::default() };
    let yaml = passage.draft(None);
    let NewPassage { quote, field, prefix, suffix, .. } = passage;
    Json(json!({ "quote": quote, "field": field, "prefix": prefix, "suffix": suffix, "yaml": yaml })).into_response()
}

/// Creates a note with its first passage.
pub(super) async fn start(State(state): State<Arc<ServerState>>, Json(start): Json<NewClaimRequest>) -> Response {
    in_background(move || create_note(&state, start)).await
}

fn create_note(state: &ServerState, start: NewClaimRequest) -> Response {
    let passage = match start.passage.passage() {
        Ok(passage) => passage,
        Err(message) => return refused(StatusCode::UNPROCESSABLE_ENTITY, message),
    };
    let request = NoteRequest {
        kind: NoteKind::Claim,
        id: start.id.trim(),
        title: None,
        claim: Some(start.claim.trim()).filter(|claim| !claim.is_empty()),
        from: None,
        passage: Some(&passage),
        today: &today(),
    };
    match new_note(&state.site, &request) {
        Ok(path) => Json(json!({ "file": path })).into_response(),
        Err(error) => refused(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    }
}

/// Adds a passage to a note, and leaves every other byte of the note as it is.
pub(super) async fn add(State(state): State<Arc<ServerState>>, Json(addition): Json<PassageAddition>) -> Response {
    in_background(move || append(&state, addition)).await
}

fn append(state: &ServerState, addition: PassageAddition) -> Response {
    let view = state.view();
    let Some(note) = view.claim(&addition.claim) else {
        return refused(StatusCode::NOT_FOUND, "This note no longer exists. Reload the list.");
    };
    let (path, text) = (view.files.path(note.value.file), view.files.text(note.value.file));
    if fingerprint(text.as_bytes()) != addition.seen {
        return refused(StatusCode::CONFLICT, "The note has changed since this page was opened. Nothing was written.");
    }
    let passage = match addition.passage.passage() {
        Ok(passage) => passage,
        Err(message) => return refused(StatusCode::UNPROCESSABLE_ENTITY, message),
    };
    let new = match append_passage(text, &passage) {
        Ok(new) => new,
        Err(error) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    };
    match disk::replace(&state.site, path, text.as_bytes(), new.as_bytes()) {
        Ok(Replaced::Done) => Json(json!({ "file": path })).into_response(),
        Ok(Replaced::Changed) => {
            refused(StatusCode::CONFLICT, "The note has changed on disk in the meantime. Nothing was written.")
        }
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// Runs `work` on another thread, so that the server can answer other requests.
async fn in_background(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    let done = task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, "The server failed to do this."))
}

/// Whether a range contains a boundary that no passage can cross.
fn crosses_boundary(text: &ReadingText, range: &Range<usize>) -> bool {
    let boundaries = text.breaks_within(range).iter().any(|found| matches!(found.kind, BreakKind::Block(_)));
    boundaries || text.text()[range.clone()].contains(SEAM)
}

fn find_by_words(reading: &Searchable, words: &str) -> Option<Selector> {
    let place = locate(reading, &Quote { exact: words, ..Quote::default() }).ok()?;
    describe(reading, &place.span())
}

fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
