//! Reports passages whose note names another speaker than their source does: a transcript that marks who speaks. Entry points: [`voices`]
//! of a claim, and [`report`] for all.

use std::sync::Arc;

use super::cache::ClaimOutcome;
use super::passage::Sources;
use super::speakers::names;
use super::verified::Verified;
use crate::analysis::speakers::Voice;
use crate::base::files::Files;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::Brief;
use crate::model::locator::speakers;
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::text::single_spaced;

/// The voices of a claim's passages; `None` stands for one that was not found.
pub(super) fn voices<'v>(
    passages: impl Iterator<Item = Option<&'v Verified>>,
    sources: &Sources,
    files: &Files,
) -> Vec<Voice> {
    let of_passage = |(position, verified): (usize, Option<&Verified>)| {
        let passage = verified?.passage()?;
        let speaker = passage.quotation.speaker.clone()?;
        let read = &sources[passage.source];
        let span = passage.span();
        let named = speakers(passage.locators(read), span.start, span.end).into_iter();
        // Where nobody is named, the transcript does not say otherwise.
        let named: Vec<String> = named.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        (!named.is_empty()).then(|| Voice { passage: position, speaker, named, place: read.place(files, span.start) })
    };
    passages.enumerate().filter_map(of_passage).collect()
}

/// Warns of each that is not who the source says it is.
pub(super) fn report(brief: &Brief, claims: &[&ClaimOutcome], files: &Arc<Files>, findings: &mut Findings) {
    if claims.iter().all(|outcome| outcome.voices.is_empty()) {
        return;
    }
    let known = names(brief, claims.iter().map(|outcome| &*outcome.note.value.note));
    for outcome in claims.iter().filter(|outcome| !outcome.voices.is_empty()) {
        let places = Places::of_file(files, outcome.note.value.file, &outcome.note.skipped);
        for voice in &outcome.voices {
            let Some(other) = voice.named.iter().find(|name| !known.are_one(name, &voice.speaker)) else { continue };
            let at = places.place(&Path::top().key("passages").index(voice.passage).key("speaker"));
            let said = single_spaced(&voice.speaker);
            let finding = Diagnostic::new(
                Code::SpeakerDiffers,
                at,
                format!("the source gives these words to “{other}”, not to “{said}”"),
            );
            findings.push(finding.label("another speaker in the source").hint(format!("the words are at {}", voice.place)).hint(
                "correct the speaker; or, if both are the same, list the other name under “also” of the person in brief.yaml, or of the claimant",
            ));
        }
    }
}
