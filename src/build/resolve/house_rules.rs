//! Checks published claims, and the sources that they cite, against the rules of the house in brief.yaml. Entry point: [`check`].

use std::sync::Arc;

use super::cache::ClaimOutcome;
use super::passage::Sources;
use crate::analysis::Analysis;
use crate::base::files::{FileId, Files};
use crate::base::index::IndexVec;
use crate::build::load::Note;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::model::{Brief, Claim, Evidence, Source, SourceIdx, Stance, Status};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};

/// Maximum number of people whose ids a hint lists.
const MAX_NAMED: usize = 12;

/// Warns of each rule that a published claim, or a source that one cites, breaks.
pub(super) fn check(
    brief: &Brief,
    claims: &[&ClaimOutcome],
    sources: &Sources,
    files: &Arc<Files>,
    findings: &mut Findings,
) {
    let rules = &brief.rules;
    // A note with errors may lack fields for another reason.
    let published = || claims.iter().filter(|claim| claim.note.sound && claim.note.value.status == Status::Published);
    for outcome in published() {
        if rules.second_pair_of_eyes {
            findings.extend(not_reviewed(&outcome.note, brief, files));
        }
        if rules.dates {
            findings.extend(dates_of_claim(&outcome.note, files));
        }
    }
    let mut cited: IndexVec<SourceIdx, bool> = sources.iter().map(|_| false).collect();
    published().flat_map(|outcome| &outcome.cited).for_each(|source| cited[*source] = true);
    for source in sources.iter().zip(&cited).filter(|(_, cited)| **cited).map(|(read, _)| &read.source) {
        if rules.dates {
            findings.extend(dates_of_source(source, files));
        }
        if rules.archive && source.archive_url.is_none() {
            findings.push(not_archived(source, files));
        }
    }
}

/// Warns of published claims whose verdict needs two origins, where neither the supporting nor the contradicting passages have two.
pub(super) fn check_origins(
    brief: &Brief,
    claims: &[&ClaimOutcome],
    analysis: &Analysis,
    files: &Arc<Files>,
    findings: &mut Findings,
) {
    let rule = &brief.rules.two_origins;
    for outcome in claims.iter().filter(|outcome| outcome.claim.is_some()) {
        let claim = &outcome.note.value;
        let origins = |stance| analysis.origins(&claim.id, stance).map_or(0, |origins| origins.origins.len());
        if claim.status != Status::Published
            || !rule.contains(&claim.verdict)
            || origins(Stance::Supports).max(origins(Stance::Contradicts)) > 1
        {
            continue;
        }
        let verdict = &brief.scale.verdicts()[claim.verdict].id;
        let message = format!("the verdict “{verdict}” needs two origins, and the passages have fewer");
        let hint = "quote a source that does not repeat another, or choose a verdict that needs no second origin";
        let text = (message, "needs a second origin", hint.to_owned());
        findings.push(of_claim(Code::SecondOriginMissing, &outcome.note, files, &["verdict"], text));
    }
}

/// A finding at the first of these fields that the note has. Its place is found when somebody sees it.
fn finding(
    code: Code,
    places: impl FnOnce() -> Places + Send + 'static,
    (file, fields): (FileId, &'static [&'static str]),
    text: (String, &'static str, String),
) -> Deferred {
    let (message, label, hint) = text;
    Deferred::new(code, file, move || {
        let places = places();
        let has = |field: &&'static str| places.tree().is_some_and(|tree| tree.key(&Path::top().key(*field)).is_some());
        let field = fields.iter().copied().find(has).or(fields.last().copied()).unwrap_or_default();
        Diagnostic::new(code, places.place(&Path::top().key(field)), message).label(label).hint(hint)
    })
}

fn of_claim(
    code: Code,
    note: &Note<Claim<Evidence>>,
    files: &Arc<Files>,
    fields: &'static [&'static str],
    text: (String, &'static str, String),
) -> Deferred {
    let (file, files, skipped) = (note.value.file, Arc::clone(files), note.skipped.clone());
    finding(code, move || Places::of_file(&files, file, &skipped), (file, fields), text)
}

fn of_source(
    code: Code,
    source: &Source,
    files: &Arc<Files>,
    fields: &'static [&'static str],
    text: (String, &'static str, String),
) -> Deferred {
    let (file, files) = (source.file, Arc::clone(files));
    finding(code, move || Places::of_front_matter(&files, file, &Skipped::default()), (file, fields), text)
}

fn not_reviewed(note: &Note<Claim<Evidence>>, brief: &Brief, files: &Arc<Files>) -> Option<Deferred> {
    let claim = &note.value;
    if claim.reviewed_by.iter().any(|reviewer| !claim.authors.contains(reviewer)) {
        return None;
    }
    let (message, label) = if claim.reviewed_by.is_empty() {
        ("nobody has reviewed this note", "needs “reviewed_by” as well")
    } else {
        ("nobody but its authors has reviewed this note", "wrote the note")
    };
    let others = brief.people.indices().filter(|person| !claim.authors.contains(person));
    let others: Vec<&str> = others.map(|person| brief.people[person].id.as_str()).collect();
    let hint = match others.as_slice() {
        [] => "add somebody else to “people” in brief.yaml, and write their id under “reviewed_by”".to_owned(),
        others if others.len() > MAX_NAMED => {
            "add to “reviewed_by” the id of somebody who did not write the note".to_owned()
        }
        others => format!("add to “reviewed_by” the id of somebody who did not write the note: {}", others.join(", ")),
    };
    let text = (message.to_owned(), label, hint);
    Some(of_claim(Code::NotReviewed, note, files, &["reviewed_by", "authors", "claim"], text))
}

fn dates_of_claim(note: &Note<Claim<Evidence>>, files: &Arc<Files>) -> Vec<Deferred> {
    let claim = &note.value;
    let mut missing = vec![];
    let mut report = |message: &str, label, hint: &str| {
        let text = (message.to_owned(), label, hint.to_owned());
        missing.push(of_claim(Code::DateMissing, note, files, &["claim"], text));
    };
    if claim.published.is_none() {
        let hint = "add a line “published: …” with the day on which readers first see the note";
        report("the note does not say when it was published", "needs “published” as well", hint);
    }
    if claim.claimed_on.is_none() && claim.appearances.iter().all(|appearance| appearance.published.is_none()) {
        let hint = "add a line “claimed_on: …” with the day, month or year, or “published” to one of its appearances";
        report("the note does not say when the claim was made", "needs “claimed_on” as well", hint);
    }
    missing
}

fn dates_of_source(source: &Source, files: &Arc<Files>) -> Vec<Deferred> {
    let mut missing = vec![];
    let mut report = |message: &str, label, hint: &str| {
        let text = (message.to_owned(), label, hint.to_owned());
        missing.push(of_source(Code::DateMissing, source, files, &["title"], text));
    };
    if source.published.is_none() {
        let hint = "add a line “published: …” with its day, month or year";
        report("the source does not say when it was published", "needs “published” as well", hint);
    }
    if source.captured.is_none() {
        let hint = "add a line “captured: …” with the day on which you saved the text";
        report("the source does not say when it was captured", "needs “captured” as well", hint);
    }
    missing
}

fn not_archived(source: &Source, files: &Arc<Files>) -> Deferred {
    let message = format!("the source “{}” has no address in a web archive", source.id);
    let hint = "save the page in a web archive, and add a line “archive_url: https://…”".to_owned();
    of_source(Code::NotArchived, source, files, &["url", "title"], (message, "needs “archive_url” as well", hint))
}
