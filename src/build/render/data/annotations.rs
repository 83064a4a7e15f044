//! data/annotations/ID.jsonld: the passages of a source as W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>).

use serde_json::{Map, Value, json};

use super::json::{array, with_last};
use super::passages::{after, before};
use crate::build::relate::{Citation, Site};
use crate::build::render::output_file::OutputFile;
use crate::build::render::{json_ld, routes};
use crate::build::resolve::{Passage, ReadSource};
use crate::model::{Claim, Date, Field, Show, SourceIdx};
use citeback_quote::text::code_points;

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Why the annotation is made, and why it bears the claim's page (section 3.3.5): the words are linked to a claim that they bear on. It is
/// the claim that is assessed by them, so the motivation is not `assessing`, which would be an assessment of the words.
const LINKING: &str = "linking";
/// Why it bears the stance: the words are classified by it, in one of four words that never vary.
const CLASSIFYING: &str = "classifying";

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let sources = site.sources.enumerated();
    sources
        .map(|(i, read)| {
            let path = routes::annotations(&read.source.id);
            OutputFile::data(path, move |shared| Ok(annotations(&shared.site, i).into()))
        })
        .collect()
}

/// The collection of a source's annotations (section 5.1) with its only page (section 5.2): the passages of all claims that have a page,
/// in the order of the text. A source that no claim cites has no page of annotations, for a page may not be empty.
fn annotations(site: &Site, position: SourceIdx) -> Vec<u8> {
    let read = &site.sources[position];
    let citations = &site.citations[position];
    let id = address(site, &routes::annotations(&read.source.id));
    let mut collection = Map::from_iter([
        ("@context".to_owned(), json!(CONTEXT)),
        ("id".to_owned(), json!(id)),
        ("type".to_owned(), json!("AnnotationCollection")),
        ("label".to_owned(), json!(read.source.title)),
        ("creator".to_owned(), creator(site)),
        ("total".to_owned(), json!(citations.len())),
    ]);
    if citations.is_empty() {
        let mut out = Value::Object(collection).to_string().into_bytes();
        out.push(b'\n');
        return out;
    }
    let page = format!("{id}#page");
    collection.insert("last".to_owned(), json!(page));
    let page = Map::from_iter([
        ("id".to_owned(), json!(page)),
        ("type".to_owned(), json!("AnnotationPage")),
        ("partOf".to_owned(), json!(id)),
        ("startIndex".to_owned(), json!(0)),
    ]);
    let items = citations.iter().map(|citation| annotation(site, read, *citation, &id));
    with_last(collection, "first", &with_last(page, "items", &array(items, citations.len())))
}

/// An address of the site: absolute where the site's own is known, else relative to the file.
fn address(site: &Site, path: &str) -> String {
    match &site.brief.base_url {
        Some(base) => json_ld::absolute(base, path),
        None => format!("../../{path}"),
    }
}

/// The creator of the annotations, to which each refers by id.
fn creator(site: &Site) -> Value {
    let organisation = site.brief.organisation.as_ref();
    let name = organisation.map_or(&site.brief.title, |organisation| &organisation.name);
    let home = organisation.and_then(|organisation| organisation.url.clone()).unwrap_or_else(|| address(site, ""));
    json!({"id": creator_id(site), "type": "Organization", "name": name, "homepage": home})
}

fn creator_id(site: &Site) -> String {
    json_ld::object::organisation_id(&address(site, ""))
}

fn annotation(site: &Site, read: &ReadSource, citation: Citation, collection: &str) -> Map<String, Value> {
    let claim = &site.claims[citation.claim];
    let passage = site.passage(citation);
    let anchor = routes::mark_anchor(&claim.id, passage.id());
    let mut annotation = Map::from_iter([
        ("id".to_owned(), json!(format!("{collection}#{anchor}"))),
        ("type".to_owned(), json!("Annotation")),
        ("motivation".to_owned(), json!(LINKING)),
        ("creator".to_owned(), json!(creator_id(site))),
    ]);
    let moment = |field: &str, date: Option<Date>| Some((field.to_owned(), json!(date?.utc()?)));
    annotation.extend(moment("created", claim.published));
    annotation.extend(moment("modified", claim.updated));
    annotation.insert("body".to_owned(), bodies(site, claim, passage));
    let scope = format!("{}#{anchor}", address(site, &routes::source(&read.source.id)));
    let targets = (0..passage.parts.len()).map(|part| target(site, read, passage, part, &scope));
    let mut targets: Vec<Value> = targets.collect();
    // Each body applies to each of several targets (section 3.2.6), and so they do to the parts of an elided quote. One target with a
    // selector for each part would not do: several selectors are several ways to the same words (section 4.2).
    annotation.insert("target".to_owned(), if targets.len() == 1 { targets.remove(0) } else { Value::Array(targets) });
    annotation
}

fn bodies(site: &Site, claim: &Claim<Passage>, passage: &Passage) -> Value {
    json!([
        {
            "type": "SpecificResource",
            "source": {
                "id": address(site, &routes::claim(&claim.id)),
                "type": "Text",
                "format": "text/html",
                "language": site.brief.language.tag(),
            },
            "purpose": LINKING,
        },
        {"type": "TextualBody", "value": passage.stance().name(), "format": "text/plain", "purpose": CLASSIFYING},
    ])
}

/// A part of a passage. Its positions count in the reading text, so they are given where that is published, and the reading text is what
/// is annotated. Else it is the original, in which the words can be found but not counted to, or for want of one the source's page.
fn target(site: &Site, read: &ReadSource, passage: &Passage, part: usize, scope: &str) -> Value {
    let source = &read.source;
    let language = source.language.as_ref().unwrap_or(&site.brief.language);
    let mut target = Map::from_iter([("type".to_owned(), json!("SpecificResource"))]);
    let mut annotated = Map::new();
    match (source.show, &source.url) {
        (Show::Full, via) if passage.field == Field::Body => {
            annotated.insert("id".to_owned(), json!(address(site, &routes::source_text(&source.id))));
            annotated.insert("format".to_owned(), json!("text/plain"));
            annotated.extend(via.as_ref().map(|via| ("via".to_owned(), json!(via))));
        }
        (_, Some(url)) => {
            annotated.insert("id".to_owned(), json!(url));
            target.extend(state(read).map(|state| ("state".to_owned(), state)));
        }
        (_, None) => {
            annotated.insert("id".to_owned(), json!(address(site, &routes::source(&source.id))));
            annotated.insert("format".to_owned(), json!("text/html"));
        }
    }
    annotated.insert("type".to_owned(), json!("Text"));
    annotated.insert("language".to_owned(), json!(language.tag()));
    target.insert("source".to_owned(), Value::Object(annotated));
    target.insert("scope".to_owned(), json!(scope));
    target.insert("selector".to_owned(), selectors(read, passage, part));
    Value::Object(target)
}

/// When the original read like that, and a copy of it as it was (section 4.3.1).
fn state(read: &ReadSource) -> Option<Value> {
    let captured = read.source.captured.and_then(|date| date.utc());
    let mut state = Map::from_iter([("type".to_owned(), json!("TimeState"))]);
    state.extend(captured.map(|captured| ("sourceDate".to_owned(), json!(captured))));
    state.extend(read.source.archive_url.as_ref().map(|copy| ("cached".to_owned(), json!(copy))));
    (state.len() > 1).then_some(Value::Object(state))
}

/// The words with what stands beside them (section 4.2.4), and where they stand in the reading text (section 4.2.5). What is not shown in
/// full gives no more of its own words than the other data files do.
fn selectors(read: &ReadSource, passage: &Passage, part: usize) -> Value {
    let text = passage.text(read);
    let range = &passage.parts[part];
    let full = read.source.show == Show::Full && passage.field == Field::Body;
    let shown = |at_the_edge: bool| full || (at_the_edge && read.source.show == Show::Excerpts);
    let prefix = Some(before(text, range.start)).filter(|_| shown(part == 0));
    let suffix = Some(after(text, range.end)).filter(|_| shown(part + 1 == passage.parts.len()));
    let mut quote = Map::from_iter([
        ("type".to_owned(), json!("TextQuoteSelector")),
        ("exact".to_owned(), json!(&text[range.clone()])),
    ]);
    quote.extend(prefix.map(|prefix| ("prefix".to_owned(), json!(prefix))));
    quote.extend(suffix.map(|suffix| ("suffix".to_owned(), json!(suffix))));
    if !full {
        return Value::Object(quote);
    }
    let counted = code_points(text, range);
    json!([quote, {"type": "TextPositionSelector", "start": counted.start, "end": counted.end}])
}
