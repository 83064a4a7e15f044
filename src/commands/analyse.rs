//! `citeback analyse`: which sources share wording, and which claims rest on one origin. It never says who copied from whom.

use std::process::ExitCode;

use serde_json::{Map, Value, json};

use super::messages::count;
use super::sections;
use crate::analysis::origins::{ClaimOrigins, Link, Why};
use crate::analysis::shared::SharedWording;
use crate::base::error::Error;
use crate::build::project::Project;
use crate::build::resolve::{ReadSource, Resolved, differing_in};
use crate::cli::{self, AnalysisFormat, Section, print};
use crate::model::{Id, Options, Stance};
use crate::report::printable;
use citeback_quote::code_points;
use citeback_quote::shared::{SharedKind, SharedPassage};
use citeback_quote::text::{shortened, single_spaced};

/// How many code points of a passage are printed for people.
const MAX_SHOWN: usize = 600;

pub(crate) fn analyse(args: cli::Analyse) -> Result<ExitCode, Error> {
    let options = Options { drafts: args.drafts, ..Options::default() };
    let resolved = Project::open(&args.site)?.resolved(&options);
    let wants = |section: Section| args.only.is_none_or(|only| only == section);
    match args.format {
        AnalysisFormat::Human => {
            let mut parts = vec![];
            if wants(Section::Shared) {
                parts.push(shared_for_people(&resolved));
            }
            if wants(Section::Claims) {
                parts.push(claims_for_people(&resolved));
            }
            parts.extend(sections::for_people(&resolved, wants));
            print(&printable(&parts.join("\n")))?;
        }
        AnalysisFormat::Json => {
            let mut object = Map::new();
            if wants(Section::Shared) {
                object.insert("shared".to_owned(), shared_record(&resolved));
            }
            if wants(Section::Claims) {
                object.insert("claims".to_owned(), claims_record(&resolved));
            }
            object.extend(sections::records(&resolved, wants));
            print(&format!("{}\n", Value::Object(object)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The two sources of a pair.
fn sources<'r>(resolved: &'r Resolved, shared: &SharedWording) -> [&'r ReadSource; 2] {
    shared.sources.map(|source| &*resolved.sources[source])
}

fn shared_for_people(resolved: &Resolved) -> String {
    let pairs = &resolved.analysis.shared;
    if pairs.is_empty() {
        return "No two sources share wording that is long enough to tell.\n".to_owned();
    }
    let mut out = "Wording that sources share\n".to_owned();
    for pair in pairs.iter() {
        let [a, b] = sources(resolved, pair);
        let words = count(pair.words.all(), "word", "words");
        let passages = count(pair.passages.len(), "passage", "passages");
        let one_text = if pair.is_one_text { "; they are one text, or one is made from the other" } else { "" };
        out.push_str(&format!("\n{} and {}: {words} in {passages}{one_text}\n", a.source.id, b.source.id));
        for passage in &pair.passages {
            let [a_place, b_place] = [(a, 0), (b, 1)].map(|(read, side)| place(resolved, read, passage, side));
            let words = count(passage.words.all(), "word", "words");
            out.push_str(&format!("  {a_place} and {b_place}: {words}, {}\n", whose(passage)));
            out.push_str(&format!("    {}\n", same_words(a, passage)));
        }
        for found in differing_in(pair, &resolved.sources) {
            let [ours, theirs] = [(a, 0), (b, 1)].map(|(read, side)| {
                let at = &found.figures[side];
                let place = read.place(&resolved.files, at.start);
                format!("“{}” at {place}", single_spaced(&read.reading.text()[at.clone()]))
            });
            out.push_str(&format!("  figures differ: {ours}, {theirs}\n"));
        }
    }
    out
}

/// The file and the line at which a passage begins.
fn place(resolved: &Resolved, read: &ReadSource, passage: &SharedPassage, side: usize) -> String {
    read.place(&resolved.files, passage.places[side].start)
}

/// Whose words a passage has, for people.
fn whose(passage: &SharedPassage) -> String {
    let of = |kind| passage.words.of(kind);
    let [quoted, own, mixed] = [SharedKind::Statement, SharedKind::Own, SharedKind::Mixed].map(of);
    match (own, mixed) {
        (0, 0) => "all quoted".to_owned(),
        _ if quoted == 0 && mixed == 0 => "none quoted".to_owned(),
        _ => format!("{quoted} quoted in both, {own} in neither, {mixed} in one or elsewhere"),
    }
}

/// The words that are the same, as the first source has them; “[…]” where the two differ.
fn same_words(a: &ReadSource, passage: &SharedPassage) -> String {
    let text = a.reading.text();
    let runs: Vec<String> = passage.runs.iter().map(|run| single_spaced(&text[run.places[0].clone()])).collect();
    shortened(&runs.join(" […] "), MAX_SHOWN)
}

fn claims_for_people(resolved: &Resolved) -> String {
    let claims: Vec<&ClaimOrigins> = repeated(resolved).collect();
    if claims.is_empty() {
        return "No claim has two sources of one origin.\n".to_owned();
    }
    let mut out = "Claims with sources of one origin\n".to_owned();
    for claim in claims {
        let [sources, origins] = [count(claim.sources.len(), "source", "sources"), origins_counted(claim)];
        let verb = if claim.stance == Stance::Supports { "support" } else { "contradict" };
        out.push_str(&format!("\n{}: {sources} {verb} it, {origins}\n", claim.claim));
        for link in &claim.links {
            out.push_str(&format!("  {}\n", reason(link)));
        }
    }
    out
}

/// The claims of which some sources are one origin.
fn repeated(resolved: &Resolved) -> impl Iterator<Item = &ClaimOrigins> {
    resolved.analysis.claims.iter().filter(|claim| claim.origins.len() < claim.sources.len())
}

fn origins_counted(claim: &ClaimOrigins) -> String {
    count(claim.origins.len(), "origin", "origins")
}

fn reason(link: &Link) -> String {
    let [a, b] = &link.sources;
    let [first, second] = &link.passages;
    match link.why {
        Why::Wording { kind: SharedKind::Statement, words } => {
            format!("{a} and {b} quote the same {words} words (passages {first} and {second})")
        }
        Why::Wording { words, .. } => {
            format!("{a} and {b} have the same {words} words (passages {first} and {second})")
        }
        Why::Origin => format!("{a} and {b} have one origin, by their field “origin”"),
        Why::Page => format!("{a} and {b} are versions of one page"),
    }
}

fn shared_record(resolved: &Resolved) -> Value {
    let pairs = resolved.analysis.shared.iter().map(|pair| {
        let [a, b] = sources(resolved, pair);
        let kind = if pair.is_one_text { "one-text" } else { kind_name(most(pair)) };
        let passages: Vec<Value> = pair.passages.iter().map(|passage| passage_record([a, b], passage)).collect();
        json!({
            "a": a.source.id.as_str(),
            "b": b.source.id.as_str(),
            "kind": kind,
            "words": pair.words.all(),
            "passages": passages,
            "figures": figures_record(pair, resolved),
        })
    });
    pairs.collect()
}

/// The figures that differ in what two sources share.
fn figures_record(pair: &SharedWording, resolved: &Resolved) -> Value {
    let read = sources(resolved, pair);
    let found = differing_in(pair, &resolved.sources).into_iter().map(|found| {
        let [a, b] = [0, 1].map(|side| {
            let range = code_points(read[side].reading.text(), &found.figures[side]);
            json!([range.start, range.end])
        });
        json!({ "a": a, "b": b, "words": found.words })
    });
    found.collect()
}

/// What most of the shared words of two sources are.
fn most(pair: &SharedWording) -> SharedKind {
    let kinds = [SharedKind::Mixed, SharedKind::Own, SharedKind::Statement];
    kinds.into_iter().max_by_key(|kind| pair.words.of(*kind)).unwrap_or(SharedKind::Mixed)
}

fn passage_record(read: [&ReadSource; 2], passage: &SharedPassage) -> Value {
    let [a, b] = [0, 1].map(|side| {
        let range = code_points(read[side].reading.text(), &passage.places[side]);
        json!([range.start, range.end])
    });
    json!({ "a": a, "b": b, "kind": kind_name(passage.kind), "words": passage.words.all() })
}

fn kind_name(kind: SharedKind) -> &'static str {
    match kind {
        SharedKind::Statement => "statement",
        SharedKind::Own => "own",
        SharedKind::Mixed => "mixed",
    }
}

fn claims_record(resolved: &Resolved) -> Value {
    let ids = |ids: &[Id]| ids.iter().map(|id| json!(id.as_str())).collect::<Value>();
    let claims = resolved.analysis.claims.iter().map(|claim| {
        json!({
            "claim": claim.claim.as_str(),
            "stance": claim.stance.name(),
            "sources": ids(&claim.sources),
            "origins": claim.origins.iter().map(|origin| ids(origin)).collect::<Value>(),
        })
    });
    claims.collect()
}
