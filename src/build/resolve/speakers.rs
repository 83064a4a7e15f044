//! Reports passages with the same words whose notes name different speakers. Entry point: [`report`].

use std::sync::Arc;

use super::cache::ClaimOutcome;
use super::passage::Sources;
use super::verified::Verified;
use crate::analysis::DifferingSpeakers;
use crate::analysis::speakers::{Differing, Names, Spoken, differing};
use crate::base::files::Files;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::model::{Brief, Claim, ClaimNote, Evidence, Id, Quotation};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::text::{shortened, single_spaced};

/// Maximum length of the words in a message, in code points.
const MAX_SHOWN: usize = 80;

/// The passages of a claim that name a speaker; `None` stands for one that was not found.
pub(super) fn spoken<'v>(passages: impl Iterator<Item = Option<&'v Verified>>, sources: &Sources) -> Vec<Spoken> {
    let named = passages.enumerate().filter_map(|(position, verified)| {
        let passage = verified?.passage()?;
        let speaker = passage.quotation.speaker.as_deref()?;
        Spoken::new(position, &passage.words(&sources[passage.source]), speaker)
    });
    named.collect()
}

/// The pairs of passages among these claims with the same words and different speakers, by the positions of the claims.
pub fn differing_speakers(brief: &Brief, claims: &[Arc<Claim<Verified>>], sources: &Sources) -> Vec<Differing> {
    let all: Vec<Vec<Spoken>> = claims.iter().map(|claim| spoken(claim.passages.iter().map(Some), sources)).collect();
    let all: Vec<&[Spoken]> = all.iter().map(Vec::as_slice).collect();
    differing(&all, &names(brief, claims.iter().map(|claim| &*claim.note)))
}

/// Warns of each pair of passages among these claims, and returns the pairs.
pub(super) fn report(
    brief: &Brief,
    claims: &[&ClaimOutcome],
    files: &Arc<Files>,
    findings: &mut Findings,
) -> Vec<DifferingSpeakers> {
    let spoken: Vec<&[Spoken]> = claims.iter().map(|outcome| outcome.spoken.as_slice()).collect();
    if spoken.iter().map(|passages| passages.len()).sum::<usize>() < 2 {
        return vec![];
    }
    let notes = claims.iter().map(|outcome| &*outcome.note.value.note);
    let pairs = differing(&spoken, &names(brief, notes));
    findings.extend(pairs.iter().filter_map(|pair| finding(pair, claims, files)));
    let id = |(claim, passage): (usize, usize)| {
        let claim = &claims[claim].note.value;
        Some((claim.id.clone(), claim.passages.get(passage)?.id().clone()))
    };
    let ids = |pair: &Differing| Some([id(pair.first)?, id(pair.second)?]);
    pairs.iter().filter_map(|pair| Some(DifferingSpeakers { passages: ids(pair)?, accepted: None })).collect()
}

/// Notes for readers why claims accept that the same words have two speakers.
pub(super) fn take_reasons(speakers: &mut [DifferingSpeakers], claims: &[&ClaimOutcome], findings: &Findings) {
    let claim = |id: &Id| claims.iter().map(|outcome| &outcome.note.value).find(|claim| claim.id == *id);
    let accepted = findings.iter().filter(|found| found.code() == Code::SpeakersDiffer && found.is_accepted());
    for finding in accepted {
        let finding = finding.complete();
        for pair in speakers.iter_mut() {
            let passages = pair.passages.each_ref().map(|(id, passage)| quotation(claim(id)?, passage));
            let ([Some(first), Some(second)], [(id, _), _]) = (passages, &pair.passages) else { continue };
            // Whatever is accepted of a finding is accepted of another in the same file that says the same.
            let is_it = claim(id).is_some_and(|claim| claim.file == finding.at.file);
            if is_it && message(first, second) == finding.message {
                pair.accepted.clone_from(&finding.accepted);
            }
        }
    }
}

fn quotation<'c>(claim: &'c Claim<Evidence>, id: &Id) -> Option<&'c Quotation> {
    claim.passages.iter().find_map(|evidence| match evidence {
        Evidence::Quotation(quotation) => Some(quotation).filter(|quotation| quotation.id == *id),
        Evidence::Absence(_) => None,
    })
}

/// Who says the same words, in one line.
fn message(first: &Quotation, second: &Quotation) -> String {
    let speaker = |quotation: &Quotation| single_spaced(quotation.speaker.as_deref().unwrap_or_default());
    format!("the same words have two speakers: “{}” and “{}”", speaker(first), speaker(second))
}

/// The names that the notes know as one.
pub(super) fn names<'a>(brief: &'a Brief, claims: impl Iterator<Item = &'a ClaimNote>) -> Names<'a> {
    let mut known: Vec<Vec<&str>> = vec![];
    for person in &brief.people {
        let own = std::iter::once(&person.name).chain(&person.short).chain(&person.also);
        known.push(own.map(String::as_str).collect());
    }
    for claim in claims {
        for claimant in claim.claimants.iter().chain(&claim.reported_by).filter(|claimant| !claimant.also.is_empty()) {
            known.push(std::iter::once(&claimant.name).chain(&claimant.also).map(String::as_str).collect());
        }
    }
    Names { known }
}

fn finding(pair: &Differing, claims: &[&ClaimOutcome], files: &Arc<Files>) -> Option<Deferred> {
    let note = |(claim, _): (usize, usize)| Arc::clone(&claims[claim].note);
    let (first, second) = (note(pair.first), note(pair.second));
    // A note with errors has no claim whose passages are verified, but it says what it quotes.
    let quoted = |note: &Claim<Evidence>, passage: usize| match note.passages.get(passage)? {
        Evidence::Quotation(quotation) => Some(quotation.clone()),
        Evidence::Absence(_) => None,
    };
    let (ours, theirs) = (quoted(&first.value, pair.first.1)?, quoted(&second.value, pair.second.1)?);
    let words = shortened(&single_spaced(&ours.quote), MAX_SHOWN);
    let message = message(&ours, &theirs);
    let path = |index: usize| Path::top().key("passages").index(index).key("speaker");
    let [at, other] = [path(ours.index), path(theirs.index)];
    let files = Arc::clone(files);
    Some(Deferred::new(Code::SpeakersDiffer, first.value.file, move || {
        let places = |note: &crate::build::load::Note<_>, file| Places::of_file(&files, file, &note.skipped);
        Diagnostic::new(Code::SpeakersDiffer, places(&first, first.value.file).place(&at), message)
            .label("another speaker elsewhere")
            .related(places(&second, second.value.file).place(&other), "of the same words")
            .hint(format!("the words: {words}"))
            .hint(
                "if both are the same, list the other name under “also” of the person in brief.yaml, or of the claimant\n\
                 if the sources differ, say so in the note, and accept the finding with the reason, which readers see",
            )
    }))
}
