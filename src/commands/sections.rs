//! The sections of `citeback analyse` that look at each claim or each source by itself: [`for_people`] and [`records`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::checked;
use super::lead_ins;
use super::messages::count;
use crate::analysis::coverage::{Coverage, coverage, examined};
use crate::analysis::figures::{FigureState, TracedFigure};
use crate::base::index::IndexVec;
use crate::build::resolve::{Passage, ReadSource, Resolved, Verified, differing_speakers, traced_figures};
use crate::cli::Section;
use crate::model::{Claim, Field, Id, SourceIdx};
use citeback_quote::code_points;
use citeback_quote::text::{shortened, single_spaced};

/// How many sentences of a source are printed for people.
const SENTENCES: usize = 5;
/// How many code points of a sentence are printed for people.
const MAX_SHOWN: usize = 200;

/// The wanted sections as text, each with its heading.
pub(super) fn for_people(resolved: &Resolved, wants: impl Fn(Section) -> bool) -> Vec<String> {
    let mut parts = vec![];
    if wants(Section::Speakers) {
        parts.push(speakers_for_people(resolved) + &lead_ins::for_people(resolved));
    }
    if wants(Section::Figures) {
        parts.push(figures_for_people(resolved));
    }
    if wants(Section::Coverage) {
        parts.push(coverage_for_people(resolved));
    }
    if wants(Section::Checked) {
        parts.push(checked::for_people(resolved));
    }
    parts
}

/// The wanted sections as members of a JSON object.
pub(super) fn records(resolved: &Resolved, wants: impl Fn(Section) -> bool) -> Map<String, Value> {
    let mut records = Map::new();
    if wants(Section::Speakers) {
        records.insert("speakers".to_owned(), speakers_record(resolved));
        records.insert("lead_ins".to_owned(), lead_ins::record(resolved));
    }
    if wants(Section::Figures) {
        records.insert("figures".to_owned(), figures_record(resolved));
    }
    if wants(Section::Coverage) {
        records.insert("coverage".to_owned(), coverage_record(resolved));
    }
    if wants(Section::Checked) {
        records.insert("checked".to_owned(), checked::record(resolved));
    }
    records
}

/// Pairs of passages with the same words and different speakers, each passage with its claim.
fn speakers(resolved: &Resolved) -> Vec<[(&Claim<Verified>, &Passage); 2]> {
    let passage = |(claim, passage): (usize, usize)| {
        let claim: &Claim<Verified> = resolved.claims.get(claim)?;
        Some((claim, claim.passages.get(passage)?.passage()?))
    };
    let pairs = differing_speakers(&resolved.brief, &resolved.claims, &resolved.sources);
    pairs.into_iter().filter_map(|pair| Some([passage(pair.first)?, passage(pair.second)?])).collect()
}

fn speaker(passage: &Passage) -> String {
    single_spaced(passage.quotation.speaker.as_deref().unwrap_or_default())
}

fn speakers_for_people(resolved: &Resolved) -> String {
    let pairs = speakers(resolved);
    if pairs.is_empty() {
        return "No two passages have the same words and different speakers.\n".to_owned();
    }
    let mut out = "The same words, different speakers\n".to_owned();
    for pair in pairs {
        out.push('\n');
        for (claim, passage) in pair {
            let read = &resolved.sources[passage.source];
            let words = shortened(&passage.words(read), MAX_SHOWN);
            out.push_str(&format!(
                "{} ({} in {}, from {})\n",
                speaker(passage),
                passage.id(),
                claim.id,
                read.source.id
            ));
            out.push_str(&format!("  {words}\n"));
        }
    }
    out
}

fn speakers_record(resolved: &Resolved) -> Value {
    let side = |(claim, passage): (&Claim<Verified>, &Passage)| {
        let source = &resolved.sources[passage.source].source;
        json!({
            "claim": claim.id.as_str(),
            "passage": passage.id().as_str(),
            "source": source.id.as_str(),
            "speaker": speaker(passage),
        })
    };
    speakers(resolved).into_iter().map(|[a, b]| json!({ "a": side(a), "b": side(b) })).collect()
}

/// Every figure of every claim, with where it stands.
fn figures<'r>(resolved: &'r Resolved) -> Vec<(&'r Claim<Verified>, TracedFigure)> {
    let language = resolved.brief.language.tag();
    let of_claim = |claim: &'r Claim<Verified>| {
        let figures = traced_figures(claim, language, &claim.passages, &resolved.sources);
        figures.into_iter().map(|figure| (claim, figure)).collect::<Vec<_>>()
    };
    resolved.claims.par_iter().flat_map_iter(|claim| of_claim(claim)).collect()
}

fn figures_for_people(resolved: &Resolved) -> String {
    let all = figures(resolved);
    let is_traced = |figure: &TracedFigure| matches!(figure.state, FigureState::Passage(_) | FigureState::Own);
    let traced = all.iter().filter(|(_, figure)| is_traced(figure)).count();
    let mut out =
        format!("Figures: {traced} of {} stand in a passage, or in the notes' own dates and names\n", all.len());
    for (claim, TracedFigure { stated, state }) in all.iter().filter(|(_, figure)| !is_traced(figure)) {
        let state = match state {
            FigureState::Source(source, at) => {
                format!("in no passage, but at {}", resolved.sources[*source].place(&resolved.files, at.start))
            }
            FigureState::Unread => "perhaps in a passage, in words that are not known".to_owned(),
            _ => "nowhere in its sources".to_owned(),
        };
        out.push_str(&format!("  {}, {}: “{}”, {state}\n", claim.id, stated.field.name(), stated.text));
    }
    out
}

fn figures_record(resolved: &Resolved) -> Value {
    let record = |(claim, TracedFigure { stated, state }): (&Claim<Verified>, TracedFigure)| {
        let mut record = json!({
            "claim": claim.id.as_str(),
            "text": stated.text,
            "where": stated.field.name(),
            "state": state.name(),
        });
        match state {
            FigureState::Passage(passage) => record["passage"] = json!(claim.passages[passage].id().as_str()),
            FigureState::Source(source, at) => {
                let read = &resolved.sources[source];
                record["source"] = json!(read.source.id.as_str());
                record["at"] = positions(read, &at);
            }
            FigureState::Own | FigureState::Unread | FigureState::Nowhere => {}
        }
        record
    };
    figures(resolved).into_iter().map(record).collect()
}

/// What the claims' passages touch of each source; of a page that was captured several times, of its last version. A sentence of it is
/// examined, too, if a passage touches the same sentence of another version.
fn coverages(resolved: &Resolved) -> Vec<(&ReadSource, Coverage)> {
    let mut touched: IndexVec<SourceIdx, Vec<Range<usize>>> = resolved.sources.iter().map(|_| vec![]).collect();
    let passages = resolved.claims.iter().flat_map(|claim| &claim.passages).filter_map(Verified::passage);
    for passage in passages.filter(|passage| passage.field == Field::Body) {
        touched[passage.source].extend(passage.parts.iter().cloned());
    }
    let last = |read: &ReadSource| {
        let page = resolved.captures.iter().find(|page| page.base == *read.source.page());
        page.and_then(|page| page.versions.last()).is_none_or(|last| last.source.id == read.source.id)
    };
    let mut elsewhere: BTreeMap<&Id, BTreeSet<String>> = BTreeMap::new();
    for (position, read) in resolved.sources.enumerated().filter(|(_, read)| !last(read)) {
        let sentences = examined(read.reading.text(), &touched[position]);
        elsewhere.entry(read.source.page()).or_default().extend(sentences);
    }
    let sources = resolved.sources.enumerated().map(|(position, read)| (position, &**read));
    let sources: Vec<(SourceIdx, &ReadSource)> = sources.filter(|(_, read)| last(read)).collect();
    let none = BTreeSet::new();
    let of_source = |(position, read): (SourceIdx, &ReadSource)| {
        let elsewhere = elsewhere.get(read.source.page()).unwrap_or(&none);
        coverage(read.reading.text(), read.language.tag(), &touched[position], elsewhere)
    };
    sources.into_par_iter().map(|source| (source.1, of_source(source))).collect()
}

fn coverage_for_people(resolved: &Resolved) -> String {
    let mut out = "What no passage touches, the sentences most worth checking first\n".to_owned();
    for (read, found) in coverages(resolved) {
        let rest = count(found.unexamined.len(), "sentence", "sentences");
        out.push_str(&format!("\n{}: {} % examined, {rest} not\n", read.source.id, found.percent()));
        for sentence in found.unexamined.iter().take(SENTENCES) {
            let words = shortened(&single_spaced(&read.reading.text()[sentence.at.clone()]), MAX_SHOWN);
            out.push_str(&format!("  {}: {words}\n", read.place(&resolved.files, sentence.at.start)));
        }
        let more = found.unexamined.len().saturating_sub(SENTENCES);
        if more > 0 {
            out.push_str(&format!("  and {more} more\n"));
        }
    }
    out
}

fn coverage_record(resolved: &Resolved) -> Value {
    let record = |(read, found): (&ReadSource, Coverage)| {
        let unexamined = found.unexamined.iter().map(|sentence| {
            let at = positions(read, &sentence.at);
            json!({ "start": at[0], "end": at[1], "score": sentence.score })
        });
        json!({
            "source": read.source.id.as_str(),
            "share": found.share(),
            "unexamined": unexamined.collect::<Value>(),
        })
    };
    coverages(resolved).into_iter().map(record).collect()
}

/// A range of a reading text in code points.
fn positions(read: &ReadSource, at: &Range<usize>) -> Value {
    let range = code_points(read.reading.text(), at);
    json!([range.start, range.end])
}
