//! The passage picker: words selected on a source's page become a passage ([`passage`]); passages are added to a note ([`add`]) or start a
//! new one ([`start`]), and those of a note are changed ([`passages`]).

pub(super) mod answer;
mod form;
mod matching;
pub(super) mod note;
pub(super) mod passages;
pub(super) mod undo;

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::fingerprint::fingerprint;
use super::sent::Sent;
use super::state::ServerState;
use crate::editing::scaffold::{DraftRequest, new_draft};
use crate::live::View;
use crate::model::{FormerId, Stance, Status};
use crate::notes::edit::{NewPassage, append_passages, derived_id};
use answer::{Refusal, in_background};
use form::{Passage, non_blank};
use matching::{Selection, Written};
use note::OpenNote;
pub(super) use undo::Undo;

/// Passages for an existing note.
#[derive(Deserialize)]
pub(super) struct Addition {
    claim: String,
    /// The fingerprint of the note as the page knows it.
    seen: String,
    passages: Vec<Passage>,
}

/// Passages for a new note.
#[derive(Deserialize)]
pub(super) struct NewClaim {
    /// If there is none, it is made from the words of the claim.
    id: Option<String>,
    /// The statement.
    claim: String,
    verdict: Option<String>,
    passages: Vec<Passage>,
}

/// Passages as they are written.
#[derive(Deserialize)]
pub(super) struct WrittenPassages {
    passages: Vec<Written>,
}

/// Words from which an id is made.
#[derive(Deserialize)]
pub(super) struct Words {
    text: String,
}

/// What the pages of this site have in common: a name for it, the verdicts of its brief, and the words of the interface.
pub(super) async fn context(State(state): State<Arc<ServerState>>) -> Json<Value> {
    let view = state.view();
    let brief = view.brief.as_deref();
    let verdicts = brief.map(|brief| {
        let verdicts = brief.scale.verdicts().iter();
        verdicts.map(|verdict| json!({ "id": verdict.id.as_str(), "label": verdict.label })).collect::<Vec<_>>()
    });
    let locale = view.renderer.as_ref().map(|renderer| &renderer.site().locale);
    let words = locale.map(|locale| {
        let groups = ["picker_", "stance_", "review_", "kind_"];
        let own = locale.phrases.keys().filter(|name| groups.iter().any(|group| name.starts_with(group)));
        own.map(|name| (name.clone(), locale.wording(name, None).into())).collect::<Map<String, Value>>()
    });
    Json(json!({
        "words": words,
        "interface": locale.map(|locale| json!({ "lang": locale.language.tag(), "dir": locale.language.direction() })),
        "site": fingerprint(state.place.site.as_os_str().as_encoded_bytes()),
        "language": brief.map(|brief| brief.language.tag()),
        "verdicts": verdicts.unwrap_or_default(),
    }))
}

/// All claim notes: title, status, the ids of the passages, and a fingerprint by which later changes are detected.
pub(super) async fn claims(State(state): State<Arc<ServerState>>) -> Json<Value> {
    let view = state.view();
    let claims = view.claims.iter().map(|note| {
        let claim = &note.value;
        json!({
            "id": claim.id.as_str(),
            "title": claim.title,
            "draft": claim.status == Status::Draft,
            "sound": note.sound,
            "passages": claim.passages.iter().map(|passage| passage.id().as_str()).collect::<Vec<_>>(),
            "file": view.files.path(claim.file),
            "seen": fingerprint(view.files.text(claim.file).as_bytes()),
        })
    });
    Json(json!({ "claims": claims.collect::<Vec<_>>(), "stances": Stance::NAMES }))
}

/// Describes a selection as a passage: its words, the shortest prefix or suffix that identifies it, and the YAML.
pub(super) async fn passage(State(state): State<Arc<ServerState>>, Sent(selection): Sent<Selection>) -> Response {
    in_background(move || {
        let picked = matching::of_selection(&state.view(), &selection);
        picked.map(|picked| Json(picked).into_response()).map_err(Refusal::of)
    })
    .await
}

/// What the quotes of passages match, as they are written.
pub(super) async fn matches(State(state): State<Arc<ServerState>>, Sent(written): Sent<WrittenPassages>) -> Response {
    in_background(move || {
        let view = state.view();
        let matches: Vec<_> = written.passages.iter().map(|written| written.matched(&view)).collect();
        Ok(Json(json!({ "matches": matches })).into_response())
    })
    .await
}

/// The id that a new claim gets from its words.
pub(super) async fn name(State(state): State<Arc<ServerState>>, Sent(words): Sent<Words>) -> Json<Value> {
    Json(json!({ "id": free_id(&state.view(), &words.text) }))
}

/// Creates a note with its first passages.
pub(super) async fn start(State(state): State<Arc<ServerState>>, Sent(new): Sent<NewClaim>) -> Response {
    in_background(move || {
        let view = state.view();
        let passages = checked(&view, new.passages)?;
        let claim = non_blank(Some(new.claim)).ok_or_else(|| Refusal::of("Write the claim, as it was made."))?;
        let verdicts =
            view.brief.as_ref().map(|brief| brief.scale.verdicts().iter().map(|verdict| verdict.id.as_str()));
        let verdicts: Vec<&str> = verdicts.into_iter().flatten().collect();
        let verdict = non_blank(new.verdict);
        if verdict.as_deref().is_some_and(|verdict| !verdicts.contains(&verdict)) {
            return Err(Refusal::of("The brief has no such verdict. Reload the page."));
        }
        let id = non_blank(new.id).unwrap_or_else(|| free_id(&view, &claim));
        let verdict = verdict.as_deref();
        let request = DraftRequest { id: &id, claim: &claim, verdict, verdicts: &verdicts, passages: &passages };
        let (file, ids) = new_draft(&state.place.site, &request).map_err(|error| Refusal::of(error.to_string()))?;
        Ok(Json(json!({ "file": file, "claim": id, "ids": ids })).into_response())
    })
    .await
}

/// Adds passages to a note, all or none, and leaves every other byte of the note as it is.
pub(super) async fn add(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(addition): Sent<Addition>,
) -> Response {
    in_background(move || {
        let note = OpenNote::seen(&state, &addition.claim, &addition.seen)?;
        let passages = checked(&state.view(), addition.passages)?;
        let (new, ids) = append_passages(&note.text, &passages).map_err(|error| Refusal::of(error.to_string()))?;
        let (note, number) = note.write(&state, &undo, new)?;
        Ok(Json(json!({ "file": note.path, "ids": ids, "undo": number })).into_response())
    })
    .await
}

/// Validates the passages of a form.
fn checked(view: &View, passages: Vec<Passage>) -> Result<Vec<NewPassage>, Refusal> {
    if passages.is_empty() {
        return Err(Refusal::of("There is no passage to write."));
    }
    let checked = passages.into_iter().map(|passage| passage.checked(view));
    checked.collect::<Result<_, _>>().map_err(Refusal::of)
}

/// An id that no claim has or had.
fn free_id(view: &View, words: &str) -> String {
    let claims = || view.claims.iter().map(|note| &note.value);
    let own = claims().map(|claim| claim.id.as_str());
    let former = claims().flat_map(|claim| claim.formerly.iter().map(|former: &FormerId| former.id.as_str()));
    derived_id(words, "claim", &own.chain(former).collect::<Vec<_>>())
}
