//! A claim by itself: its passages are verified, and its texts are checked against them. Entry point: [`outcome`].

use std::sync::Arc;

use super::cache::ClaimOutcome;
use super::note_text::NoteText;
use super::passage::Sources;
use super::quote::Resolver;
use super::reference_index::ReferenceIndex;
use super::verified::Verified;
use super::{checked, prose, references, speakers, statement, traced, translation, voices};
use crate::analysis::claim_texts::ClaimTexts;
use crate::build::load::Note;
use crate::findings::Findings;
use crate::model::{Claim, ClaimNote, Evidence, PassageLinks, SourceIdx};
use crate::notes::place::Places;

/// Resolves a claim.
pub(super) fn outcome(
    note: &Arc<Note<Claim<Evidence>>>,
    language: &str,
    known: &ReferenceIndex<'_>,
    quotes: &Arc<Resolver>,
) -> ClaimOutcome {
    let mut found = Findings::default();
    let places = Arc::new(Places::of_file(&quotes.files, note.value.file, &note.skipped));
    let written = NoteText { files: &quotes.files, places: &places };
    let texts = ClaimTexts::new(&note.value);
    references::check_claim(&note.value, &texts, known, written, &mut found);
    let evidence = note.value.passages.iter();
    let passages: Vec<Option<Verified>> =
        evidence.map(|evidence| quotes.verified(written, evidence, &mut found)).collect();
    prose::check_claim((note, &texts), &passages, quotes, written, &mut found);
    translation::check(&passages, &quotes.sources, written, &mut found);
    let voices = voices::voices(passages.iter().map(Option::as_ref), &quotes.sources, &quotes.files);
    let spoken = speakers::spoken(passages.iter().map(Option::as_ref), &quotes.sources);
    let passages: Option<Vec<Verified>> = passages.into_iter().collect();
    let ids = note.value.passages.iter().map(Evidence::id);
    let mut links = PassageLinks { referred: references::referred(ids, &texts), figures: vec![] };
    if let Some(passages) = &passages {
        statement::check(&note.value, passages, &quotes.sources, written, &mut found);
        if note.sound {
            let verified = (passages.as_slice(), &quotes.sources);
            let traced = traced::of_texts(&note.value, &texts, language, verified);
            traced::check_claim(&note.value.note, &traced, passages, (quotes, written), &mut found);
            links.figures = traced::quoted(&note.value, &traced, language, verified);
        }
    }
    let whole = note.sound && !found.has_errors();
    let mut cited: Vec<SourceIdx> = passages.iter().flatten().map(|passage| passage.source()).collect();
    cited.sort_unstable();
    cited.dedup();
    let claim = passages.filter(|_| whole).map(|passages| Arc::new(note.value.with_passages(passages, links)));
    ClaimOutcome {
        note: Arc::clone(note),
        claim,
        cited,
        voices,
        spoken,
        statements: checked::statements(&note.value, language),
        findings: found,
    }
}

/// What leads to the passages of a claim in its texts in another language.
pub fn links_in(note: &ClaimNote, language: &str, passages: &[Verified], sources: &Sources) -> PassageLinks {
    let texts = ClaimTexts::new(note);
    let verified = (passages, sources);
    let traced = traced::of_texts(note, &texts, language, verified);
    PassageLinks {
        referred: references::referred(passages.iter().map(Verified::id), &texts),
        figures: traced::quoted(note, &traced, language, verified),
    }
}
