//! sources/ID.html: a captured article with every cited passage marked, and the claims that cite it.

use std::ops::Range;

use tera::{Context, Value};

use super::routes;
use super::shared::Shared;
use super::value::{html, list, map, maybe, object, text};
use crate::markdown::article::{self, Block, Mark};
use crate::model::Show;
use crate::relate::Citation;
use crate::text::{sentence, single_spaced};

/// Everything the template of a source's page sees beside what all pages see.
pub(super) fn context(shared: &Shared<'_>, position: usize) -> Context {
    let site = shared.site;
    let read = &site.sources[position];
    let citations = &site.citations[position];
    let cited: Vec<Value> = citations.iter().map(|citation| citing(shared, *citation)).collect();
    let anchors: Vec<String> = citations
        .iter()
        .map(|citation| routes::mark_anchor(&site.claims[citation.claim].id, site.passage(*citation).id()))
        .collect();
    let marks: Vec<Mark<'_>> = citations
        .iter()
        .zip(&anchors)
        .map(|(citation, anchor)| Mark { anchor, parts: &site.passage(*citation).parts })
        .collect();
    let beginning = |block: &Block| list(block.marks.iter().map(|mark| cited[*mark].clone()));

    let mut article = vec![];
    let mut excerpts = vec![];
    match read.source.show {
        Show::Full => {
            let blocks = article::blocks(&read.source.body, &marks, read.source.url.as_deref());
            article.extend(
                blocks.iter().map(|block| object([("html", html(&block.html)), ("passages", beginning(block))])),
            );
        }
        Show::Excerpts => {
            let text = read.reading.text();
            let shown = surroundings(text, &marks);
            let blocks = article::excerpts(text, &shown, &marks);
            excerpts.extend(blocks.iter().map(|block| {
                object([
                    ("before", Value::from(has_words(&text[..block.range.start]))),
                    ("html", html(&block.html)),
                    ("after", Value::from(has_words(&text[block.range.end..]))),
                    ("passages", beginning(block)),
                ])
            }));
        }
        Show::None => {}
    }
    let mut fields = shared.sources[position].clone().into_map().unwrap_or_default();
    fields.extend(map([
        ("rights", maybe(read.source.rights.as_deref())),
        ("origin", read.source.origin.as_deref().map_or_else(Value::none, |origin| self::origin(shared, origin))),
        ("show", text(read.source.show.name())),
        ("article", list(article)),
        ("excerpts", list(excerpts)),
        ("passages", list(cited.clone())),
        ("annotations_href", text(&routes::annotations(&read.source.id))),
        (
            "text_href",
            match read.source.show {
                Show::Full => text(&routes::source_text(&read.source.id)),
                Show::Excerpts | Show::None => Value::none(),
            },
        ),
    ]));
    let mut context = Context::new();
    context.insert_value("source", Value::from(fields));
    context
}

/// A passage as its source's page shows it.
fn citing(shared: &Shared<'_>, citation: Citation) -> Value {
    let claim = &shared.site.claims[citation.claim];
    let passage = shared.site.passage(citation);
    let reading = shared.site.sources[passage.source].reading.text();
    let words: Vec<String> = passage.parts.iter().map(|part| single_spaced(&reading[part.clone()])).collect();
    object([
        ("claim", shared.claims[citation.claim].clone()),
        ("passage", text(passage.id().as_str())),
        ("anchor", text(&routes::mark_anchor(&claim.id, passage.id()))),
        ("back", text(&format!("{}#{}", routes::claim(&claim.id), routes::card_anchor(passage.id())))),
        ("stance", text(passage.stance().name())),
        ("speaker", maybe(passage.quotation.speaker.as_deref())),
        ("match", text(passage.level.name())),
        ("quote", text(&words.join(" […] "))),
    ])
}

/// Where a source's reporting comes from: another source when an id is given, else free text.
fn origin(shared: &Shared<'_>, origin: &str) -> Value {
    let source = shared.site.source_position(origin.trim());
    object([
        ("text", text(origin)),
        ("source", source.map_or_else(Value::none, |position| shared.sources[position].clone())),
    ])
}

/// The stretches of a text that its passages stand in, with some sentences around them; touching ones are one.
fn surroundings(text: &str, marks: &[Mark<'_>]) -> Vec<Range<usize>> {
    let mut stretches: Vec<Range<usize>> =
        marks.iter().flat_map(|mark| mark.parts.iter().map(|part| sentence::around(text, part))).collect();
    stretches.sort_by_key(|stretch| (stretch.start, stretch.end));
    let mut merged: Vec<Range<usize>> = vec![];
    for stretch in stretches {
        match merged.last_mut() {
            Some(last) if !has_words(text.get(last.end..stretch.start).unwrap_or_default()) => {
                last.end = last.end.max(stretch.end);
            }
            _ => merged.push(stretch),
        }
    }
    merged
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
