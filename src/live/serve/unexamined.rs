//! The sentences of a source that no passage touches, for the picker: [`unexamined`].

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::picker::answer::{Refusal, in_background};
use super::state::ServerState;
use crate::analysis::coverage::{coverage, examined};
use crate::build::resolve::{ReadSource, Verified};
use crate::live::View;
use crate::model::Field;
use citeback_quote::text::single_spaced;

/// How many sentences are sent; the rest is counted.
const MAX_SENTENCES: usize = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    source: String,
}

/// The share of the source that passages examine, and the other sentences, those most worth checking first. Each is described as if an
/// editor had selected it.
pub(super) async fn unexamined(State(state): State<Arc<ServerState>>, Query(asked): Query<Asked>) -> Response {
    in_background(move || {
        // Nobody else may read what is not published.
        if !state.may_pick() {
            return Err(Refusal::gone("Passages can be picked only on the machine that serves the site."));
        }
        let view = state.view();
        let read = view.source(&asked.source).ok_or_else(|| Refusal::gone("This source no longer exists."))?;
        Ok(Json(found(&view, read)).into_response())
    })
    .await
}

fn found(view: &View, read: &ReadSource) -> Value {
    // What is examined in one version of a page is in all.
    let others = view.sources.iter().filter(|other| other.source.page() == read.source.page());
    let others = others.filter(|other| other.source.id != read.source.id);
    let elsewhere: BTreeSet<String> =
        others.flat_map(|other| examined(other.reading.text(), &quoted(view, other))).collect();
    let text = read.reading.text();
    let coverage = coverage(text, read.language.tag(), &quoted(view, read), &elsewhere);
    let sentences = coverage.unexamined.iter().take(MAX_SENTENCES).map(|sentence| {
        let words = &text[sentence.at.clone()];
        let before = read.reading.reading().visible().take_while(|(at, _)| *at < sentence.at.start).count();
        json!({ "text": single_spaced(words), "before": before })
    });
    json!({
        "percent": coverage.percent(),
        "sentences": sentences.collect::<Vec<_>>(),
        "more": coverage.unexamined.len().saturating_sub(MAX_SENTENCES),
    })
}

/// What passages quote of the text of a source.
fn quoted(view: &View, read: &ReadSource) -> Vec<Range<usize>> {
    let passages = view.verified.iter().flat_map(|claim| &claim.passages).filter_map(Verified::passage);
    let of_text = passages.filter(|passage| passage.field == Field::Body);
    let of_source = of_text.filter(|passage| passage.quotation.source == read.source.id.as_str());
    of_source.flat_map(|passage| passage.parts.iter().cloned()).collect()
}
