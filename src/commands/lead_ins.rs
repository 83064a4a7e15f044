//! The words before and after quotations of the same words whose speaker no note names: [`for_people`] and [`record`]. Whom a source names as the
//! speaker is for a person to read: nothing here guesses it.

use std::ops::Range;

use serde_json::{Value, json};

use crate::build::resolve::{Passage, ReadSource, Resolved, Verified};
use crate::model::{Claim, Field, SourceIdx};
use citeback_quote::code_points;
use citeback_quote::text::boundary::words;
use citeback_quote::text::single_spaced;

/// How many words before and after a quotation are shown.
const BEFORE: usize = 12;
const AFTER: usize = 8;

/// A quotation with the words around it.
struct Quoted<'r> {
    claim: &'r Claim<Verified>,
    passage: &'r Passage,
    read: &'r ReadSource,
}

impl Quoted<'_> {
    /// The words before it: in its paragraph, or of the one before if it begins its own.
    fn before(&self) -> Range<usize> {
        let text = self.read.reading.text();
        let end = text[..self.passage.span().start].trim_end().len();
        let line = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let all: Vec<usize> = words(&text[line..end]).map(|word| line + word.start).collect();
        let start = all.get(all.len().saturating_sub(BEFORE)).copied().unwrap_or(end);
        start..end
    }

    /// The words after it in its paragraph.
    fn after(&self) -> Range<usize> {
        let text = self.read.reading.text();
        let start = self.passage.span().end;
        let line = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let end = words(&text[start..line]).take(AFTER).last().map_or(start, |word| start + word.end);
        start..end
    }
}

/// Pairs of quotations of the same words in two sources, of which at least one has no speaker; one pair for each passage that they share.
fn pairs(resolved: &Resolved) -> Vec<[Quoted<'_>; 2]> {
    let quoted = |source: SourceIdx| {
        let passages =
            resolved.claims.iter().flat_map(|claim| claim.passages.iter().map(move |passage| (claim, passage)));
        let passages = passages.filter_map(|(claim, verified)| Some((claim, verified.passage()?)));
        let inside = passages.filter(move |(_, passage)| passage.source == source && passage.field == Field::Body);
        let read = &*resolved.sources[source];
        inside.map(|(claim, passage)| Quoted { claim, passage, read }).collect::<Vec<_>>()
    };
    let mut found = vec![];
    for pair in resolved.analysis.shared.iter() {
        let [ours, theirs] = pair.sources.map(quoted);
        let wordings = pair.sources.map(|source| resolved.sources[source].wording());
        for shared in &pair.passages {
            let all = ours.iter().flat_map(|a| theirs.iter().map(move |b| (a, b)));
            let mut unnamed =
                all.filter(|(a, b)| a.passage.quotation.speaker.is_none() || b.passage.quotation.speaker.is_none());
            let first = unnamed.find(|(a, b)| shared.aligns(wordings, [&a.passage.parts, &b.passage.parts]));
            found.extend(first.map(|(a, b)| {
                [a, b].map(|quoted| Quoted { claim: quoted.claim, passage: quoted.passage, read: quoted.read })
            }));
        }
    }
    found
}

pub(super) fn for_people(resolved: &Resolved) -> String {
    let pairs = pairs(resolved);
    if pairs.is_empty() {
        return String::new();
    }
    let mut out = "\nThe same words without a speaker, with what each source has before and after them\n".to_owned();
    for pair in &pairs {
        out.push('\n');
        for quoted in pair {
            let shown = |at: Range<usize>| single_spaced(&quoted.read.reading.text()[at]);
            let Quoted { claim, passage, read } = quoted;
            out.push_str(&format!("{} ({} in {})\n", read.source.id, passage.id(), claim.id));
            out.push_str(&format!("  {} […] {}\n", shown(quoted.before()), shown(quoted.after())));
        }
    }
    out
}

pub(super) fn record(resolved: &Resolved) -> Value {
    let side = |quoted: &Quoted<'_>| {
        let positions = |at: Range<usize>| {
            let range = code_points(quoted.read.reading.text(), &at);
            json!([range.start, range.end])
        };
        json!({
            "claim": quoted.claim.id.as_str(),
            "passage": quoted.passage.id().as_str(),
            "source": quoted.read.source.id.as_str(),
            "speaker": quoted.passage.quotation.speaker.as_deref().map(single_spaced),
            "before": positions(quoted.before()),
            "after": positions(quoted.after()),
        })
    };
    pairs(resolved).iter().map(|[a, b]| json!({ "a": side(a), "b": side(b) })).collect()
}
