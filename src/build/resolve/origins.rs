//! Reports claims whose sources are one origin. Entry point: [`report`].

use std::sync::Arc;

use super::cache::ClaimOutcome;
use crate::analysis::Analysis;
use crate::analysis::origins::{ClaimOrigins, Why};
use crate::base::files::Files;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::model::{Id, Stance, Status};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::shared::SharedKind;

/// Advises on each claim that several sources support, or contradict, although they are one origin.
pub(super) fn report(analysis: &Analysis, claims: &[&ClaimOutcome], files: &Arc<Files>, findings: &mut Findings) {
    for outcome in claims.iter().filter(|outcome| outcome.note.value.status != Status::Retired) {
        for stance in [Stance::Supports, Stance::Contradicts] {
            let origins = analysis.origins(&outcome.note.value.id, stance);
            findings.extend(origins.and_then(|origins| finding(origins, outcome, files)));
        }
    }
}

/// Notes for readers why claims accept that their sources are one origin.
pub(super) fn take_reasons(analysis: &mut Analysis, claims: &[&ClaimOutcome], findings: &Findings) {
    let accepted = findings.iter().filter(|finding| finding.code() == Code::OneOrigin && finding.is_accepted());
    for finding in accepted {
        let finding = finding.complete();
        let of_file = claims.iter().find(|outcome| outcome.note.value.file == finding.at.file);
        let Some(id) = of_file.map(|outcome| &outcome.note.value.id) else { continue };
        let mut origins = analysis.claims.iter_mut().filter(|origins| origins.claim == *id);
        if let Some(origins) = origins.find(|origins| origins.is_repeated() && message(origins) == finding.message) {
            origins.accepted.clone_from(&finding.accepted);
        }
    }
}

/// The finding at the second of the two passages that say most plainly that the sources are one origin.
fn finding(origins: &ClaimOrigins, outcome: &ClaimOutcome, files: &Arc<Files>) -> Option<Deferred> {
    let link = origins.links.first().filter(|_| origins.is_repeated())?;
    let passages = &outcome.note.value.passages;
    let index = |id: &Id| passages.iter().position(|evidence| evidence.id() == id);
    let [mut first, mut second] = [index(&link.passages[0])?, index(&link.passages[1])?];
    if second < first {
        (first, second) = (second, first);
    }
    let (file, files, skipped) = (outcome.note.value.file, Arc::clone(files), outcome.note.skipped.clone());
    let (message, count, why) = (message(origins), origins.sources.len(), link.why);
    Some(Deferred::new(Code::OneOrigin, file, move || {
        let places = Places::of_file(&files, file, &skipped);
        let quote = |index: usize| places.place(&Path::top().key("passages").index(index).key("quote"));
        Diagnostic::new(Code::OneOrigin, quote(second), message)
            .label(if why == Why::Origin { "from the same origin" } else { "repeats the other passage" })
            .related(quote(first), "the other passage")
            .hint(format!("readers see at the claim that {count} sources are one origin"))
            .hint(if why == Why::Origin {
                "if another source says so, quote it"
            } else {
                "if a source says so by itself, quote the words that show it"
            })
            .hint("to tell readers more, accept the finding: its reason is shown to them")
    }))
}

/// What is the same, in one line.
fn message(origins: &ClaimOrigins) -> String {
    let sources: Vec<String> = origins.sources.iter().map(|source| format!("“{source}”")).collect();
    let named = match sources.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    let verb = if origins.stance == Stance::Supports { "support" } else { "contradict" };
    match origins.links.first().map(|link| link.why) {
        Some(Why::Wording { kind: SharedKind::Statement, words }) => {
            format!("{named} {verb} the claim by quoting the same {words} words")
        }
        Some(Why::Wording { words, .. }) => format!("{named} {verb} the claim in the same {words} words"),
        Some(Why::Origin) | None => format!("{named} {verb} the claim from one origin, by their field “origin”"),
    }
}
