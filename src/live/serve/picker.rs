//! The passage picker: words selected on a source's page become a passage ([`passage`]), and are added to a note
//! ([`add`]) or begin one ([`start`]).

use std::ops::Range;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task;

use super::mark::mark;
use super::state::ServerState;
use crate::base::disk::{self, Replaced};
use crate::editing::scaffold::{NoteRequest, new_note, today};
use crate::editing::schema::NoteKind;
use crate::model::{Field, Id, Stance, Status};
use crate::notes::edit::{NewPassage, append_passage};
use citeback_quote::locate::selector::{Disambiguator, Selector, describe, pick};
use citeback_quote::locate::{Quote, Searchable, locate};
use citeback_quote::text::reading_text::{BreakKind, ReadingText, SEAM};

/// Words that somebody selected.
#[derive(Deserialize)]
pub(super) struct Selection {
    source: String,
    /// The selected text as the page shows it.
    text: String,
    /// How many characters of the article, or of its headline, stand before it: code points other than white space.
    before: usize,
    /// Whether they are words of the headline.
    #[serde(default)]
    title: bool,
}

/// A passage for a note.
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

/// A passage for a note that is there.
#[derive(Deserialize)]
pub(super) struct PassageAddition {
    claim: String,
    /// What the note was when the page learnt of it.
    seen: String,
    #[serde(flatten)]
    passage: Picked,
}

/// A passage for a note that is not there yet.
#[derive(Deserialize)]
pub(super) struct NewClaimRequest {
    id: String,
    /// The statement; it can be written later.
    #[serde(default)]
    claim: String,
    #[serde(flatten)]
    passage: Picked,
}

impl Picked {
    /// The passage as notes have it, or what is wrong with what was filled in.
    fn passage(self) -> Result<NewPassage, &'static str> {
        let blank = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let id = blank(self.passage_id);
        if Stance::parse(&self.stance).is_none() {
            return Err("Choose how the passage bears on the claim.");
        }
        if id.as_ref().is_some_and(|id| Id::new(id).is_none()) {
            return Err("An id is lower-case letters a to z, figures, and single hyphens between words.");
        }
        let Picked { source, quote, field, prefix, suffix, stance, speaker, note, .. } = self;
        if field.as_ref().is_some_and(|field| Field::parse(field).is_none()) {
            return Err("The words are of the title or of the body. Reload the page.");
        }
        let (speaker, note) = (blank(speaker), blank(note));
        Ok(NewPassage { id, source, quote, field, prefix, suffix, stance, speaker, note })
    }
}

/// Every note: what it is called, how far it is, and a mark by which a later change of it is noticed.
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
            "seen": mark(view.files.text(claim.file).as_bytes()),
        })
    });
    Json(json!({ "claims": claims.collect::<Vec<_>>(), "stances": Stance::NAMES }))
}

/// The passage that a selection makes: its words, the shortest prefix or suffix that tells it from others, and all of it as YAML.
pub(super) async fn passage(State(state): State<Arc<ServerState>>, Json(selection): Json<Selection>) -> Response {
    aside(move || describe_selection(&state, &selection)).await
}

fn describe_selection(state: &ServerState, selection: &Selection) -> Response {
    let view = state.view();
    let Some(source) = view.source(&selection.source) else {
        return refused(StatusCode::NOT_FOUND, "This source is no longer there. Reload the page.");
    };
    let field = if selection.title { Field::Title } else { Field::Body };
    let text = source.field(field);
    let range = pick(text, selection.before, &selection.text);
    // A theme may show the article in a way of its own; the words alone may do.
    let picked = range.as_ref().map_or_else(|| by_words(text, &selection.text), |range| describe(text, range));
    let Some(picked) = picked else {
        let message = match range.is_some_and(|range| crosses(text.reading(), &range)) {
            true => {
                "No passage runs across a heading, an image, a rule, code, or the edge of a list, a table or a quotation. Pick what \
                     stands on each side of it as a passage of its own."
            }
            false => "These words cannot be told from others in the article, or hold no word. Select some more.",
        };
        return refused(StatusCode::UNPROCESSABLE_ENTITY, message);
    };
    let Selector { exact, disambiguator } = picked;
    let (prefix, suffix) = match disambiguator {
        Some(Disambiguator::Prefix(words)) => (Some(words), None),
        Some(Disambiguator::Suffix(words)) => (None, Some(words)),
        None => (None, None),
    };
    // The body is searched first, so a passage of the headline says that it is one.
    let field = selection.title.then(|| field.name().to_owned());
    let passage =
        NewPassage { source: selection.source.clone(), quote: exact, field, prefix, suffix, ..NewPassage::default() };
    let yaml = passage.draft(None);
    let NewPassage { quote, field, prefix, suffix, .. } = passage;
    Json(json!({ "quote": quote, "field": field, "prefix": prefix, "suffix": suffix, "yaml": yaml })).into_response()
}

/// Starts a note with a passage as its first.
pub(super) async fn start(State(state): State<Arc<ServerState>>, Json(start): Json<NewClaimRequest>) -> Response {
    aside(move || begin(&state, start)).await
}

fn begin(state: &ServerState, start: NewClaimRequest) -> Response {
    let passage = match start.passage.passage() {
        Ok(passage) => passage,
        Err(message) => return refused(StatusCode::UNPROCESSABLE_ENTITY, message),
    };
    let order = NoteRequest {
        kind: NoteKind::Claim,
        id: start.id.trim(),
        title: None,
        claim: Some(start.claim.trim()).filter(|claim| !claim.is_empty()),
        from: None,
        passage: Some(&passage),
        today: &today(),
    };
    match new_note(&state.site, &order) {
        Ok(path) => Json(json!({ "file": path })).into_response(),
        Err(error) => refused(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()),
    }
}

/// Adds a passage to a note, and leaves every other byte of the note as it is.
pub(super) async fn add(State(state): State<Arc<ServerState>>, Json(addition): Json<PassageAddition>) -> Response {
    aside(move || append(&state, addition)).await
}

fn append(state: &ServerState, addition: PassageAddition) -> Response {
    let view = state.view();
    let Some(note) = view.claim(&addition.claim) else {
        return refused(StatusCode::NOT_FOUND, "This note is no longer there. Reload the list.");
    };
    let (path, text) = (view.files.path(note.value.file), view.files.text(note.value.file));
    if mark(text.as_bytes()) != addition.seen {
        return refused(StatusCode::CONFLICT, "The note has changed since this page was opened. Nothing was written.");
    }
    let passage = match addition.passage.passage() {
        Ok(passage) => passage,
        Err(message) => return refused(StatusCode::UNPROCESSABLE_ENTITY, message),
    };
    let new = match append_passage(text, &passage) {
        Ok(new) => new,
        Err(unsure) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &unsure.to_string()),
    };
    match disk::replace(&state.site, path, text.as_bytes(), new.as_bytes()) {
        Ok(Replaced::Done) => Json(json!({ "file": path })).into_response(),
        Ok(Replaced::Changed) => {
            refused(StatusCode::CONFLICT, "The note has changed on the disk meanwhile. Nothing was written.")
        }
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// Works beside the thread that answers, which is wanted for other requests.
async fn aside(work: impl FnOnce() -> Response + Send + 'static) -> Response {
    let done = task::spawn_blocking(work).await;
    done.unwrap_or_else(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, "This could not be done."))
}

/// Whether a stretch of the text cannot be a passage because of what is in it.
fn crosses(text: &ReadingText, range: &Range<usize>) -> bool {
    let boundaries = text.breaks_within(range).iter().any(|found| matches!(found.kind, BreakKind::Block(_)));
    boundaries || text.text()[range.clone()].contains(SEAM)
}

fn by_words(reading: &Searchable, words: &str) -> Option<Selector> {
    let place = locate(reading, &Quote { exact: words, ..Quote::default() }).ok()?;
    describe(reading, &place.span())
}

fn refused(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}
