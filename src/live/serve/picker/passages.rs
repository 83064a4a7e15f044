//! The passages of a note, to be changed from its page: [`list`], [`change`], [`remove`], [`reorder`] and [`undo`].

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Map, Value as JsonValue, json};

use super::answer::{Refusal, in_background};
use super::form::{Translated, non_blank};
use super::matching::{Written, is_foreign};
use super::note::OpenNote;
use super::undo::Undo;
use crate::live::View;
use crate::live::serve::sent::{Asked, Sent};
use crate::live::serve::state::ServerState;
use crate::model::{Field, Id, Stance};
use crate::notes::edit::{FieldChange, change_passage, remove_passage, reorder_passages};
use crate::notes::yaml::{self, Path, Tree, Value};

/// The fields of a passage that have a text, in their usual order.
const TEXTS: [&str; 9] = ["id", "source", "quote", "prefix", "suffix", "field", "stance", "speaker", "note"];

/// Asks for the passages of a claim.
#[derive(Deserialize)]
pub(in crate::live::serve) struct NoteQuery {
    claim: String,
}

/// A passage of a note, as a page knows it.
#[derive(Deserialize)]
struct Place {
    claim: String,
    /// The fingerprint of the note.
    seen: String,
    /// Its position in the list, from 0.
    index: usize,
}

/// New values for fields of a passage; `null` removes a field.
#[derive(Deserialize)]
pub(in crate::live::serve) struct PassageChange {
    #[serde(flatten)]
    place: Place,
    changes: Map<String, JsonValue>,
}

#[derive(Deserialize)]
pub(in crate::live::serve) struct PassageRemoval {
    #[serde(flatten)]
    place: Place,
    /// Without it, the response only says what would be removed.
    #[serde(default)]
    confirmed: bool,
}

#[derive(Deserialize)]
pub(in crate::live::serve) struct PassageOrder {
    claim: String,
    seen: String,
    /// The position of each passage, from 0, in the new order.
    order: Vec<usize>,
}

#[derive(Deserialize)]
pub(in crate::live::serve) struct UndoRequest {
    number: u64,
    claim: String,
}

/// The passages of a note, as they are written.
pub(in crate::live::serve) async fn list(
    State(state): State<Arc<ServerState>>,
    Asked(query): Asked<NoteQuery>,
) -> Response {
    in_background(move || {
        // Nobody else may read notes that are not published.
        if !state.may_pick() {
            return Err(Refusal::gone("Passages can be changed only on the machine that serves the site."));
        }
        listed(&state.view(), &OpenNote::read(&state, &query.claim)?, None)
    })
    .await
}

/// Changes fields of a passage.
pub(in crate::live::serve) async fn change(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(change): Sent<PassageChange>,
) -> Response {
    in_background(move || {
        let PassageChange { place, changes } = change;
        let note = OpenNote::seen(&state, &place.claim, &place.seen)?;
        let changes = fields(&note.text, place.index, changes).map_err(Refusal::of)?;
        let new = change_passage(&note.text, place.index, &changes).map_err(|error| Refusal::of(error.to_string()))?;
        let view = state.view();
        if changes.iter().any(is_of_place) {
            written(&new, place.index).verify(&view).map_err(Refusal::of)?;
        }
        let (note, number) = note.write(&state, &undo, new)?;
        listed(&view, &note, Some(number))
    })
    .await
}

/// Removes a passage, or says what that would remove.
pub(in crate::live::serve) async fn remove(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(removal): Sent<PassageRemoval>,
) -> Response {
    in_background(move || {
        let PassageRemoval { place, confirmed } = removal;
        let note = OpenNote::seen(&state, &place.claim, &place.seen)?;
        let removed = remove_passage(&note.text, place.index).map_err(|error| Refusal::of(error.to_string()))?;
        if !confirmed {
            let id = text_of(&note.text, &passage(place.index).key("id")).unwrap_or_default();
            let references = references(&note.text, &id);
            return Ok(Json(json!({ "removed": removed.removed, "references": references })).into_response());
        }
        let (note, number) = note.write(&state, &undo, removed.text)?;
        listed(&state.view(), &note, Some(number))
    })
    .await
}

/// Puts the passages of a note into another order.
pub(in crate::live::serve) async fn reorder(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(order): Sent<PassageOrder>,
) -> Response {
    in_background(move || {
        let note = OpenNote::seen(&state, &order.claim, &order.seen)?;
        let new = reorder_passages(&note.text, &order.order).map_err(|error| Refusal::of(error.to_string()))?;
        let (note, number) = note.write(&state, &undo, new)?;
        listed(&state.view(), &note, Some(number))
    })
    .await
}

/// Takes a change back, if nothing has changed since.
pub(in crate::live::serve) async fn undo(
    State(state): State<Arc<ServerState>>,
    Extension(undo): Extension<Arc<Undo>>,
    Sent(request): Sent<UndoRequest>,
) -> Response {
    in_background(move || {
        undo.take_back(&state, request.number)?;
        listed(&state.view(), &OpenNote::read(&state, &request.claim)?, None)
    })
    .await
}

/// The passages of a note as they are written, and `undo`, the number of the change that led to them.
fn listed(view: &View, note: &OpenNote, undo: Option<u64>) -> Result<Response, Refusal> {
    let parsed = yaml::parse::<Value>(&note.text);
    let value = parsed.value.filter(|_| parsed.faults.is_empty());
    let tree = Tree::new(&note.text);
    let (Some(value), Some(tree)) = (value, tree) else {
        return Err(Refusal::of("This note has errors that must be fixed in a text editor first."));
    };
    let count = value.get("passages").and_then(Value::as_sequence).map_or(0, Vec::len);
    let passages: Vec<JsonValue> = (0..count).map(|index| shown(view, &note.text, &tree, index)).collect();
    let answer = json!({ "file": note.path, "seen": note.fingerprint(), "passages": passages, "undo": undo });
    Ok(Json(answer).into_response())
}

/// A passage as it is written: its texts by field, and what the form needs to know besides.
fn shown(view: &View, note: &str, tree: &Tree<'_>, index: usize) -> JsonValue {
    let path = passage(index);
    let text = |path: &Path| tree.text_at(path).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut shown = Map::new();
    for field in TEXTS {
        shown.insert(field.to_owned(), json!(text(&path.clone().key(field))));
    }
    let translation = path.clone().key("translation");
    if tree.key(&translation).is_some() {
        let of = |field| text(&translation.clone().key(field));
        let machine = of("machine").is_some_and(|machine| machine == "true");
        let fields = json!({ "text": of("text"), "language": of("language"), "by": of("by"), "machine": machine });
        shown.insert("translation".to_owned(), fields);
    }
    let absent = path.clone().key("absent");
    if tree.key(&absent).is_some() {
        let words = (0..).map_while(|i| tree.text_at(&absent.clone().index(i)).map(str::to_owned));
        let words = text(&absent).map_or_else(|| words.collect(), |one| vec![one]);
        shown.insert("absent".to_owned(), json!(words));
    }
    let id = shown["id"].as_str().unwrap_or_default().to_owned();
    let source = shown["source"].as_str().and_then(|source| view.source(source));
    shown.insert("references".to_owned(), references(note, &id));
    shown.insert("title".to_owned(), json!(source.map(|source| &source.source.title)));
    shown.insert("language".to_owned(), json!(source.map(|source| source.language.tag())));
    shown.insert("foreign".to_owned(), json!(source.is_some_and(|source| is_foreign(view, source))));
    JsonValue::Object(shown)
}

/// The lines of a note that refer to one of its passages, each with its number, from 1.
fn references(note: &str, id: &str) -> JsonValue {
    if id.is_empty() {
        return json!([]);
    }
    let reference = format!("[^{id}]");
    let refers = |line: &&str| {
        let origin = line.strip_prefix("claim_passage:").map(|value| value.split('#').next().unwrap_or_default());
        line.contains(&reference) || origin.is_some_and(|value| value.trim().trim_matches(['"', '\'']) == id)
    };
    let lines = note.lines().enumerate().filter(|(_, line)| refers(line));
    lines.map(|(i, line)| json!({ "line": i + 1, "text": line.trim() })).collect()
}

/// Validates the changes of a form.
fn fields(note: &str, index: usize, changes: Map<String, JsonValue>) -> Result<Vec<FieldChange>, String> {
    let known: Vec<String> = TEXTS.iter().map(|field| (*field).to_owned()).chain(["translation".to_owned()]).collect();
    if let Some(unknown) = changes.keys().find(|key| !known.contains(key)) {
        return Err(format!("A passage has no field “{unknown}”. Reload the page."));
    }
    let mut found = vec![];
    for field in TEXTS {
        let Some(value) = changes.get(field) else { continue };
        let value = non_blank(value.as_str().map(str::to_owned));
        match (field, value.as_deref()) {
            ("id" | "source" | "quote" | "stance", None) => return Err(format!("A passage needs “{field}”.")),
            ("id", Some(new)) => new_id(note, index, new)?,
            ("stance", Some(stance)) if Stance::parse(stance).is_none() => {
                return Err("Choose how the passage bears on the claim.".to_owned());
            }
            ("field", Some(field)) if Field::parse(field).is_none() => {
                return Err("A passage is in the title or in the body.".to_owned());
            }
            _ => {}
        }
        found.push(FieldChange::Text(field, value));
    }
    if let Some(value) = changes.get("translation") {
        let translated: Option<Translated> =
            serde_json::from_value(value.clone()).map_err(|_| "This translation cannot be read. Reload the page.")?;
        found.push(FieldChange::Translation(translated.map(Translated::checked).transpose()?.flatten()));
    }
    Ok(found)
}

/// Checks that a passage can get another id.
fn new_id(note: &str, index: usize, new: &str) -> Result<(), String> {
    if Id::new(new).is_none() {
        return Err("An id consists of lower-case letters a to z, digits, and single hyphens between words.".to_owned());
    }
    let old = text_of(note, &passage(index).key("id")).unwrap_or_default();
    let lines = references(note, &old);
    if let Some(lines) = lines.as_array().filter(|lines| !lines.is_empty()) {
        let lines: Vec<String> = lines.iter().map(|line| line["line"].to_string()).collect();
        return Err(format!(
            "The note refers to “{old}” in line {}: change the id there and here in a text editor.",
            lines.join(", ")
        ));
    }
    let tree = Tree::new(note);
    let mut others = (0..).map(passage).take_while(|path| tree.as_ref().is_some_and(|tree| tree.value(path).is_some()));
    if others.any(|path| path != passage(index) && text_of(note, &path.key("id")).is_some_and(|id| id.trim() == new)) {
        return Err(format!("This note already has a passage “{new}”: choose another id."));
    }
    Ok(())
}

/// Whether a change can make a passage match other words, or none.
fn is_of_place(change: &FieldChange) -> bool {
    matches!(change, FieldChange::Text("source" | "quote" | "prefix" | "suffix" | "field", _))
}

/// The quote of a passage of a note.
fn written(note: &str, index: usize) -> Written {
    let text = |field| text_of(note, &passage(index).key(field));
    Written {
        source: text("source").unwrap_or_default().trim().to_owned(),
        quote: text("quote").unwrap_or_default(),
        prefix: text("prefix"),
        suffix: text("suffix"),
        field: text("field"),
    }
}

fn passage(index: usize) -> Path {
    Path::top().key("passages").index(index)
}

fn text_of(note: &str, path: &Path) -> Option<String> {
    Tree::new(note)?.text_at(path).map(str::to_owned)
}
