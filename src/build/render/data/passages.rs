//! data/passages.json: all passages of the claims that have a page.

use serde::Serialize;

use super::json::array;
use crate::build::relate::{Citation, Site};
use crate::build::render::located;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::resolve::{Passage, Verified};
use crate::model::{Claim, Field, Id, Show, Translation};
use crate::routes;
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::code_points;

/// Code points of context on each side of a passage.
const CONTEXT: usize = 32;

/// What does not apply to a passage is left out: in a large site it would be a sixth of the file.
#[derive(Serialize)]
struct PassageRecord<'a> {
    claim: &'a str,
    passage: &'a str,
    source: &'a str,
    /// The published source that it is a version of.
    #[serde(skip_serializing_if = "Option::is_none")]
    version_of: Option<&'a str>,
    /// When the first later version that does not have the words was captured.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<String>,
    stance: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translation: Option<TranslationRecord<'a>>,
    #[serde(rename = "match")]
    level: &'a str,
    /// Where in the source: `title` or `body`.
    field: &'a str,
    /// The first and the last page, as readers see their numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<[String; 2]>,
    /// When in the recording it begins, as `1:02:33`.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    /// As the editor wrote it, with the editor's marks.
    quote: &'a str,
    /// The source's own words, with `[…]` between parts, where they are not the quote.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// What each mark leaves out between two parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<LeftOut<'a>>,
    /// What the editor inserted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    inserted: Vec<&'a str>,
    #[serde(skip_serializing_if = "is_false")]
    across_paragraphs: bool,
    #[serde(skip_serializing_if = "is_false")]
    struck: bool,
    parts: Vec<Part<'a>>,
    prefix: &'a str,
    suffix: &'a str,
    anchor: String,
    href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    archived: Option<String>,
}

/// A W3C Web Annotation TextPositionSelector with the words it selects, where the quote is not these words: code points, start inclusive,
/// end exclusive.
#[derive(Serialize)]
struct Part<'a> {
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<&'a str>,
}

/// The translator's words, not the source's.
#[derive(Serialize)]
struct TranslationRecord<'a> {
    text: &'a str,
    language: &'a str,
    by: Option<&'a str>,
    machine: bool,
}

/// Words of a source that a quotation leaves out; the words themselves only where they may be published.
#[derive(Serialize)]
struct LeftOut<'a> {
    words: usize,
    text: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn is_false(value: &bool) -> bool {
    !value
}

pub(in super::super) fn files(_: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::data(routes::PASSAGES_DATA, |shared| Ok(passages(shared).into()))]
}

/// An array of the passages, by claim, in the order of the notes.
fn passages(shared: &Shared) -> Vec<u8> {
    shared.prepare_directives();
    let site = &shared.site;
    let records = site.claims.enumerated().flat_map(|(position, claim)| {
        let quoted = claim.passages.iter().enumerate();
        quoted.filter_map(|(index, verified)| Some((index, verified.passage()?))).map(move |(index, passage)| {
            let directive = shared.directive(Citation { claim: position, passage: index });
            passage_record(site, claim, passage, directive)
        })
    });
    array(records, site.citations.iter().map(Vec::len).sum())
}

fn passage_record<'a>(
    site: &'a Site,
    claim: &'a Claim<Verified>,
    passage: &'a Passage,
    directive: &str,
) -> PassageRecord<'a> {
    let read = &site.sources[passage.source];
    let text = passage.text(read);
    let locator = passage.locator(read);
    let anchored = |url: &Option<String>| url.as_ref().map(|url| located::address(url, &locator, directive));
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
    let quote = passage.quotation.quote.trim();
    let parts = passage.parts.iter().map(|part| {
        let range = code_points(text, part);
        Part { start: range.start, end: range.end, exact: Some(&text[part.clone()]).filter(|words| *words != quote) }
    });
    PassageRecord {
        claim: claim.id.as_str(),
        passage: passage.id().as_str(),
        source: read.source.id.as_str(),
        version_of: read.source.version_of.as_ref().map(Id::as_str).filter(|id| site.source_position(id).is_some()),
        changed: passage.missing.as_ref().and_then(|missing| missing.later).map(|day| day.iso()),
        stance: passage.stance().name(),
        speaker: passage.quotation.speaker.as_deref(),
        translation: passage.quotation.translation.as_ref().map(translation_record),
        level: passage.level.name(),
        field: passage.field.name(),
        pages: locator.pages.as_ref().map(|pages| pages.each_ref().map(ToString::to_string)),
        time: locator.time.map(|time| time.to_string()),
        quote,
        words: Some(passage.words(read)).filter(|words| words != quote),
        left_out: left_out.collect(),
        inserted: passage.inserted.iter().map(|(_, words)| words.as_str()).collect(),
        across_paragraphs: passage.crosses_paragraphs(read),
        struck: passage.is_struck(read),
        parts: parts.collect(),
        prefix,
        suffix,
        href: format!("{}#{anchor}", routes::source(&read.source.id)),
        anchor,
        original: anchored(&read.source.url).filter(|_| !passage.is_gone()),
        archived: anchored(&read.source.archive_url),
    }
}

fn translation_record(translation: &Translation) -> TranslationRecord<'_> {
    TranslationRecord {
        text: &translation.text,
        language: translation.language.tag(),
        by: translation.by.as_deref(),
        machine: translation.machine,
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
