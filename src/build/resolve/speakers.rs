//! Reports passages with the same words whose notes name different speakers. Entry point: [`report`].

use std::sync::Arc;

use super::cache::ClaimOutcome;
use super::passage::{Passage, Sources};
use super::verified::Verified;
use crate::analysis::speakers::{Differing, Names, Spoken, differing};
use crate::base::files::Files;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::model::{Brief, Claim, ClaimNote};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::text::{shortened, single_spaced};

/// Maximum length of the words in a message, in code points.
const MAX_SHOWN: usize = 80;

/// The passages of a claim that name a speaker.
pub(super) fn spoken(passages: &[Verified], sources: &Sources) -> Vec<Spoken> {
    let named = passages.iter().enumerate().filter_map(|(position, verified)| {
        let passage = verified.passage()?;
        let speaker = passage.quotation.speaker.as_deref()?;
        Spoken::new(position, &passage.words(&sources[passage.source]), speaker)
    });
    named.collect()
}

/// The pairs of passages among these claims with the same words and different speakers, by the positions of the claims.
pub fn differing_speakers(brief: &Brief, claims: &[Arc<Claim<Verified>>], sources: &Sources) -> Vec<Differing> {
    let all: Vec<Vec<Spoken>> = claims.iter().map(|claim| spoken(&claim.passages, sources)).collect();
    let all: Vec<&[Spoken]> = all.iter().map(Vec::as_slice).collect();
    differing(&all, &names(brief, claims.iter().map(|claim| &*claim.note)))
}

/// Warns of each pair of passages among these claims.
pub(super) fn report(brief: &Brief, claims: &[&ClaimOutcome], files: &Arc<Files>, findings: &mut Findings) {
    let spoken: Vec<&[Spoken]> = claims.iter().map(|outcome| outcome.spoken.as_slice()).collect();
    if spoken.iter().map(|passages| passages.len()).sum::<usize>() < 2 {
        return;
    }
    let notes = claims.iter().map(|outcome| &*outcome.note.value.note);
    let pairs = differing(&spoken, &names(brief, notes));
    findings.extend(pairs.iter().filter_map(|pair| finding(pair, claims, files)));
}

/// The names that the notes know as one.
fn names<'a>(brief: &'a Brief, claims: impl Iterator<Item = &'a ClaimNote>) -> Names<'a> {
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
    let passage = |(claim, passage): (usize, usize)| claims[claim].claim.as_ref()?.passages.get(passage)?.passage();
    let (first, second) = (note(pair.first), note(pair.second));
    let (ours, theirs) = (passage(pair.first)?, passage(pair.second)?);
    let words = shortened(&single_spaced(&ours.quotation.quote), MAX_SHOWN);
    let speaker = |passage: &Passage| single_spaced(passage.quotation.speaker.as_deref().unwrap_or_default());
    let [our_speaker, their_speaker] = [ours, theirs].map(speaker);
    let path = |index: usize| Path::top().key("passages").index(index).key("speaker");
    let [at, other] = [ours, theirs].map(|passage| path(passage.quotation.index));
    let files = Arc::clone(files);
    Some(Deferred::new(Code::SpeakersDiffer, first.value.file, move || {
        let places = |note: &crate::build::load::Note<_>, file| Places::of_file(&files, file, &note.skipped);
        let message = format!("the same words have two speakers: “{our_speaker}” and “{their_speaker}”");
        Diagnostic::new(Code::SpeakersDiffer, places(&first, first.value.file).place(&at), message)
            .label("another speaker elsewhere")
            .related(places(&second, second.value.file).place(&other), "of the same words")
            .hint(format!("the words: {words}"))
            .hint(
                "if both are the same, list the other name under “also” of the person in brief.yaml, or of the claimant\n\
                 if the sources differ, say so in the note, and accept the finding with the reason",
            )
    }))
}
