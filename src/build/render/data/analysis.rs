//! data/analysis.json: what readers see of the analysis: origins, shared wording, and speakers that differ.

use std::ops::Range;

use serde::Serialize;

use super::json::lines;
use crate::analysis::compared::{ComparedPassage, QuotedWords};
use crate::analysis::origins::ClaimOrigins;
use crate::build::relate::{Citation, Comparison, Site};
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::{side_by_side, speakers};
use crate::build::resolve::ReadSource;
use crate::model::{Id, Stance};
use crate::routes;
use citeback_quote::code_points;
use citeback_quote::text::single_spaced;

#[derive(Serialize)]
struct ClaimRecord<'a> {
    claim: &'a str,
    stance: &'a str,
    sources: Vec<&'a str>,
    /// The same sources, those of one origin together.
    origins: Vec<Vec<&'a str>>,
    /// Why the note accepts that they are one origin.
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct SharedRecord<'a> {
    a: &'a str,
    b: &'a str,
    href: String,
    one_text: bool,
    words: usize,
    quoted: QuotedRecord,
    passages: Vec<SharedPassageRecord>,
}

/// How many of the words are quoted where.
#[derive(Serialize)]
struct QuotedRecord {
    both: usize,
    a: usize,
    b: usize,
    neither: usize,
}

#[derive(Serialize)]
struct SharedPassageRecord {
    words: usize,
    quoted: QuotedRecord,
    hidden: usize,
    same: Vec<SameRecord>,
}

/// Where words are that are the same: code points, the second exclusive.
#[derive(Serialize)]
struct SameRecord {
    a: [usize; 2],
    b: [usize; 2],
}

#[derive(Serialize)]
struct SpeakersRecord<'a> {
    a: SpeakerRecord<'a>,
    b: SpeakerRecord<'a>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct SpeakerRecord<'a> {
    claim: &'a str,
    passage: &'a str,
    source: &'a str,
    speaker: String,
}

pub(in super::super) fn files(_: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::data(routes::ANALYSIS_DATA, |shared| Ok(analysis(shared).into()))]
}

/// An object of three arrays, each with a record a line.
fn analysis(shared: &Shared) -> Vec<u8> {
    let site = &shared.site;
    let of_claim =
        |claim: &Id| [Stance::Supports, Stance::Contradicts].map(|stance| site.analysis.origins(claim, stance));
    let claims = site.claims.iter().flat_map(|claim| of_claim(&claim.id)).flatten();
    let mut out = b"{\"claims\":".to_vec();
    lines(claims.map(claim_record), site.claims.len(), &mut out);
    out.extend_from_slice(b",\n\"shared\":");
    lines(site.comparisons.iter().map(|pair| shared_record(shared, pair)), site.comparisons.len(), &mut out);
    out.extend_from_slice(b",\n\"speakers\":");
    let pairs = speakers::found(site).map(|(pair, places)| {
        let [a, b] = places.map(|at| speaker_record(site, at));
        SpeakersRecord { a, b, reason: pair.accepted.as_deref() }
    });
    lines(pairs, site.analysis.speakers.len(), &mut out);
    out.extend_from_slice(b"}\n");
    out
}

fn claim_record(origins: &ClaimOrigins) -> ClaimRecord<'_> {
    ClaimRecord {
        claim: origins.claim.as_str(),
        stance: origins.stance.name(),
        sources: origins.sources.iter().map(Id::as_str).collect(),
        origins: origins.origins.iter().map(|origin| origin.iter().map(Id::as_str).collect()).collect(),
        reason: origins.accepted.as_deref(),
    }
}

fn shared_record<'a>(shared: &'a Shared, comparison: &Comparison) -> SharedRecord<'a> {
    let site = &shared.site;
    let read = comparison.sources.map(|source| &*site.sources[source]);
    let found = side_by_side::compare(shared, comparison);
    SharedRecord {
        a: read[0].source.id.as_str(),
        b: read[1].source.id.as_str(),
        href: side_by_side::path(site, comparison),
        one_text: side_by_side::wording(site, comparison).is_one_text,
        words: found.quoted.all(),
        quoted: quoted(found.quoted),
        passages: found.passages.iter().map(|passage| passage_record(read, passage)).collect(),
    }
}

fn passage_record(read: [&ReadSource; 2], passage: &ComparedPassage) -> SharedPassageRecord {
    let place = |side: usize, range: &Range<usize>| {
        let range = code_points(read[side].reading.text(), range);
        [range.start, range.end]
    };
    let same = passage.runs.iter().map(|run| SameRecord { a: place(0, &run.places[0]), b: place(1, &run.places[1]) });
    SharedPassageRecord {
        words: passage.quoted.all(),
        quoted: quoted(passage.quoted),
        hidden: passage.hidden,
        same: same.collect(),
    }
}

fn quoted(words: QuotedWords) -> QuotedRecord {
    QuotedRecord { both: words.both(), a: words.only(0), b: words.only(1), neither: words.neither() }
}

fn speaker_record(site: &Site, at: Citation) -> SpeakerRecord<'_> {
    let passage = site.passage(at);
    SpeakerRecord {
        claim: site.claims[at.claim].id.as_str(),
        passage: passage.id().as_str(),
        source: site.sources[passage.source].source.id.as_str(),
        speaker: single_spaced(passage.quotation.speaker.as_deref().unwrap_or_default()),
    }
}
