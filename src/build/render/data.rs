//! The data files for other programs: data/claims.json, data/passages.json and data/sources/ID.txt. docs/data-files.md describes them;
//! their shape is a stable interface.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::routes;
use super::shared::Shared;
use crate::base::index::Idx as _;
use crate::base::slug::slug;
use crate::build::relate::{Citation, Site};
use crate::build::resolve::{Passage, ReadSource};
use crate::model::{Claim, Date, Field, Id, Show, Status};
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::code_points;

/// Code points of context on each side of a passage.
const CONTEXT: usize = 32;
/// Room made for a record, in bytes, so that a large file is not moved about as it grows.
const TYPICAL_RECORD: usize = 900;

#[derive(Serialize)]
struct ClaimRecord<'a> {
    id: &'a str,
    href: String,
    claim: &'a str,
    claim_passage: Option<&'a str>,
    title: &'a str,
    claimant: Option<&'a str>,
    claimed_on: Option<String>,
    verdict: VerdictRecord<'a>,
    summary: &'a str,
    status: &'a str,
    published: Option<String>,
    updated: Option<String>,
    checked: Option<String>,
    corrected: bool,
    tags: &'a [String],
    sources: Vec<&'a str>,
    passages: Vec<&'a str>,
}

#[derive(Serialize)]
struct VerdictRecord<'a> {
    id: &'a str,
    label: &'a str,
    tone: &'a str,
    value: Option<f64>,
}

#[derive(Serialize)]
struct PassageRecord<'a> {
    claim: &'a str,
    passage: &'a str,
    source: &'a str,
    stance: &'a str,
    speaker: Option<&'a str>,
    #[serde(rename = "match")]
    level: &'a str,
    /// Where in the source: `title` or `body`.
    field: &'a str,
    /// As the editor wrote it, with the editor's marks.
    quote: &'a str,
    /// The source's own words; `[…]` stands between parts.
    words: String,
    /// What each mark leaves out between two parts.
    left_out: Vec<LeftOut<'a>>,
    /// What the editor inserted.
    inserted: Vec<&'a str>,
    across_paragraphs: bool,
    struck: bool,
    parts: Vec<Part<'a>>,
    prefix: &'a str,
    suffix: &'a str,
    anchor: String,
    href: String,
    original: Option<String>,
    archived: Option<String>,
}

/// A W3C Web Annotation TextPositionSelector with the words it selects: code points, start inclusive, end exclusive.
#[derive(Serialize)]
struct Part<'a> {
    start: usize,
    end: usize,
    exact: &'a str,
}

/// Words of a source that a quotation leaves out; the words themselves only where they may be published.
#[derive(Serialize)]
struct LeftOut<'a> {
    words: usize,
    text: Option<&'a str>,
}

/// data/claims.json: an array of all claims that have a page, by id.
pub(super) fn claims(site: &Site) -> Vec<u8> {
    array(site.claims.iter().map(|claim| claim_record(site, claim)), site.claims.len())
}

/// data/claims-index.json: what a script needs to filter the list of all claims, in the order of the list. The verdicts, tags and sources
/// of a claim are positions in the lists beside it.
pub(super) fn claims_index(site: &Site) -> Vec<u8> {
    let tags: Vec<&str> = site.tags.iter().map(|tag| tag.slug.as_str()).collect();
    let claims = site.listed.iter().map(|position| {
        let claim = &site.claims[*position];
        let mut of_claim: Vec<usize> =
            claim.tags.iter().filter_map(|label| tags.binary_search(&slug(label).as_str()).ok()).collect();
        of_claim.dedup();
        let mut sources: Vec<usize> = claim.passages.iter().map(|passage| passage.source.position()).collect();
        sources.sort_unstable();
        sources.dedup();
        json!([
            claim.id.as_str(),
            super::shared::statement(claim),
            if claim.title == claim.claim { "" } else { &claim.title },
            claim.claimant.as_ref().map_or("", |claimant| &claimant.name),
            claim.verdict.position(),
            of_claim,
            sources
        ])
    });
    let verdicts = site.brief.scale.verdicts().iter();
    let index = json!({
        "verdicts": verdicts.map(|verdict| json!([verdict.id.as_str(), verdict.label, verdict.tone.name()])).collect::<Vec<_>>(),
        "tags": tags,
        "sources": site.sources.iter().map(|read| read.source.id.as_str()).collect::<Vec<_>>(),
        "claims": claims.collect::<Vec<_>>(),
    });
    index.to_string().into_bytes()
}

/// data/passages.json: an array of all their passages, by claim, in the order of the notes.
pub(super) fn passages(shared: &Shared<'_>) -> Vec<u8> {
    let site = shared.site;
    let records = site.claims.iter().enumerate().flat_map(|(position, claim)| {
        claim.passages.iter().enumerate().map(move |(index, passage)| {
            let directive = shared.directive(Citation { claim: position, passage: index });
            passage_record(site, claim, passage, directive)
        })
    });
    array(records, site.citations.iter().map(Vec::len).sum())
}

/// data/sources/ID.txt: the reading text that positions refer to.
pub(super) fn source_text(read: &ReadSource) -> &str {
    read.reading.text()
}

fn claim_record<'a>(site: &'a Site, claim: &'a Claim<Passage>) -> ClaimRecord<'a> {
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let mut sources: Vec<_> = claim.passages.iter().map(|passage| passage.source).collect();
    sources.sort_unstable();
    sources.dedup();
    let iso = |date: Option<Date>| date.map(|date| date.iso());
    ClaimRecord {
        id: claim.id.as_str(),
        href: routes::claim(&claim.id),
        claim: &claim.claim,
        claim_passage: claim.claim_passage.as_ref().map(Id::as_str),
        title: &claim.title,
        claimant: claim.claimant.as_ref().map(|claimant| claimant.name.as_str()),
        claimed_on: iso(claim.claimed_on),
        verdict: VerdictRecord {
            id: verdict.id.as_str(),
            label: &verdict.label,
            tone: verdict.tone.name(),
            value: verdict.value,
        },
        summary: claim.summary.trim(),
        status: Status::name(claim.status),
        published: iso(claim.published),
        updated: iso(claim.updated),
        checked: iso(claim.checked),
        corrected: !claim.corrections.is_empty(),
        tags: &claim.tags,
        sources: sources.into_iter().map(|source| site.sources[source].source.id.as_str()).collect(),
        passages: claim.passages.iter().map(|passage| passage.id().as_str()).collect(),
    }
}

fn passage_record<'a>(
    site: &'a Site,
    claim: &'a Claim<Passage>,
    passage: &'a Passage,
    directive: &str,
) -> PassageRecord<'a> {
    let read = &site.sources[passage.source];
    let text = passage.text(read);
    let anchored = |url: &Option<String>| url.as_ref().map(|url| routes::with_fragment(url, directive));
    let anchor = routes::mark_anchor(&claim.id, passage.id());
    let span = passage.span();
    // Of a source that is not shown nothing is published but the quoted words, and its title.
    let shown = read.source.show != Show::None || passage.field == Field::Title;
    let (prefix, suffix) = if shown { (before(text, span.start), after(text, span.end)) } else { ("", "") };
    let left_out = passage
        .parts
        .windows(2)
        .map(|pair| &text[pair[0].end..pair[1].start])
        .map(|left_out| LeftOut { words: dictionary_word_count(left_out), text: shown.then_some(left_out) });
    let parts = passage.parts.iter().map(|part| {
        let range = code_points(text, part);
        Part { start: range.start, end: range.end, exact: &text[part.clone()] }
    });
    PassageRecord {
        claim: claim.id.as_str(),
        passage: passage.id().as_str(),
        source: read.source.id.as_str(),
        stance: passage.stance().name(),
        speaker: passage.quotation.speaker.as_deref(),
        level: passage.level.name(),
        field: passage.field.name(),
        quote: passage.quotation.quote.trim(),
        words: passage.words(read),
        left_out: left_out.collect(),
        inserted: passage.inserted.iter().map(|(_, words)| words.as_str()).collect(),
        across_paragraphs: passage.crosses_paragraphs(read),
        struck: passage.is_struck(read),
        parts: parts.collect(),
        prefix,
        suffix,
        href: format!("{}#{anchor}", routes::source(&read.source.id)),
        anchor,
        original: anchored(&read.source.url),
        archived: anchored(&read.source.archive_url),
    }
}

/// The words of a text before a byte of it, at most 32 code points.
pub(super) fn before(text: &str, at: usize) -> &str {
    let text = &text[..at];
    text.char_indices().rev().nth(CONTEXT - 1).map_or(text, |(start, _)| &text[start..])
}

/// The words of a text from a byte of it on, at most 32 code points.
pub(super) fn after(text: &str, at: usize) -> &str {
    let text = &text[at..];
    text.char_indices().nth(CONTEXT).map_or(text, |(end, _)| &text[..end])
}

/// An array with a record a line, so that two versions can be compared.
pub(super) fn array<T: Serialize>(records: impl Iterator<Item = T>, count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(count * TYPICAL_RECORD);
    out.push(b'[');
    for (i, record) in records.enumerate() {
        out.extend_from_slice(if i == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut out, &record).expect("records hold nothing that JSON cannot");
    }
    out.extend_from_slice(b"\n]\n");
    out
}

/// An object whose last field holds JSON that is written already. `fields` must not be empty.
pub(super) fn with_last(fields: Map<String, Value>, last: &str, written: &[u8]) -> Vec<u8> {
    let mut out = Value::Object(fields).to_string().into_bytes();
    out.pop();
    out.extend_from_slice(format!(",{}:", Value::from(last)).as_bytes());
    out.extend_from_slice(written.trim_ascii_end());
    out.extend_from_slice(b"}\n");
    out
}
