//! Reports the figures of a claim's texts that are in none of its passages. Entry points: [`check_claim`], and [`of_claim`] for what an
//! editor asks of one claim.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::note_text::{NoteText, Part};
use super::passage::Sources;
use super::quote::Resolver;
use super::verified::Verified;
use crate::analysis::{
    self,
    figures::{FigureState, PassageFigures, Stated, TextField, TracedFigure, own, stated, trace},
};
use crate::base::files::Span;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::model::{ClaimNote, SourceIdx, Stance};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::numbers::{Figure, agree};

const ADVICE: &str =
    "correct the figure, cite a passage that has it, or accept the finding if the figure is your own count";

/// Traces the figures of a claim, all of whose passages are verified, and reports those that are in none.
pub(super) fn check_claim(
    claim: &Arc<ClaimNote>,
    language: &str,
    passages: &[Verified],
    (quotes, written): (&Arc<Resolver>, NoteText<'_>),
    found: &mut Findings,
) {
    let traced = of_claim(claim, language, passages, &quotes.sources);
    let refuted = passages.iter().any(|passage| passage.stance() == Stance::Contradicts);
    let mut reported: Vec<&Figure> = vec![];
    for TracedFigure { stated, state } in &traced {
        // The same figure in another text is the same mistake.
        if reported.iter().any(|figure| agree(figure, &stated.figure)) {
            continue;
        }
        let finding = match state {
            // The quotation is not found either, and reported as a whole.
            FigureState::Nowhere if stated.quoted => continue,
            // What somebody else claimed, or is contradicted, is not said to be so.
            FigureState::Nowhere if stated.field == TextField::Claim && (refuted || !claim.claimants.is_empty()) => {
                reported.push(&stated.figure);
                continue;
            }
            FigureState::Nowhere => nowhere(stated, claim, written),
            FigureState::Source(source, at) => not_quoted(stated, claim, written, (quotes, *source, at.start)),
            FigureState::Passage(_) | FigureState::Own | FigureState::Unread => continue,
        };
        reported.push(&stated.figure);
        found.push(finding);
    }
}

/// Where the figures of a claim's texts stand; none of a claim without passages.
pub fn of_claim(claim: &ClaimNote, language: &str, passages: &[Verified], sources: &Sources) -> Vec<TracedFigure> {
    if passages.is_empty() {
        return vec![];
    }
    traced(stated(claim, language), claim, language, (passages, sources))
}

/// Those of some figures of a claim that stand in a passage, each with the position of the first passage that has it.
pub fn in_passages(stated: Vec<Stated>, passages: &[Verified], sources: &Sources) -> Vec<(Stated, usize)> {
    if stated.is_empty() {
        return vec![];
    }
    let words: Vec<PassageFigures> = passages.iter().map(|verified| figures_of(verified, sources)).collect();
    analysis::figures::in_passages(stated, &words).collect()
}

/// Where these figures of a claim stand.
fn traced(
    stated: Vec<Stated>,
    claim: &ClaimNote,
    language: &str,
    (passages, sources): (&[Verified], &Sources),
) -> Vec<TracedFigure> {
    if stated.is_empty() {
        return vec![];
    }
    let words: Vec<PassageFigures> = passages.iter().map(|verified| figures_of(verified, sources)).collect();
    let cited: BTreeSet<SourceIdx> = passages.iter().map(Verified::source).collect();
    let own = || own(claim, language, cited.iter().map(|source| &*sources[*source].source));
    let in_source = |figure: &Figure| {
        cited.iter().find_map(|source| {
            let same = sources[*source].figures().first(figure)?;
            Some((*source, same.range.clone()))
        })
    };
    trace(stated, &words, own, in_source)
}

/// The figures of a passage: of the words that it quotes, of their translation, or of the words that it says are absent.
fn figures_of(verified: &Verified, sources: &Sources) -> PassageFigures {
    let read = &sources[verified.source()];
    let language = read.language.tag();
    match verified {
        Verified::Passage(passage) => {
            let text = passage.text(read);
            let parts = passage.parts.iter().map(|part| (&text[part.clone()], language));
            let translation = passage.quotation.translation.iter();
            PassageFigures::new(parts.chain(translation.map(|given| (given.text.as_str(), given.language.tag()))))
        }
        Verified::Absence(absence) => {
            PassageFigures::new(absence.absence.words.iter().map(|word| (word.written.as_str(), language)))
        }
    }
}

/// The value of a field in which figures are traced.
fn value(field: TextField, claim: &ClaimNote) -> &str {
    match field {
        TextField::Claim => &claim.claim,
        TextField::Title => &claim.title,
        TextField::Summary => &claim.summary,
        TextField::Analysis => claim.analysis.as_deref().unwrap_or_default(),
    }
}

fn nowhere(stated: &Stated, claim: &Arc<ClaimNote>, written: NoteText<'_>) -> Deferred {
    let (places, claim) = (Arc::clone(written.places), Arc::clone(claim));
    let (field, range, text) = (stated.field, stated.written.clone(), stated.text.clone());
    Deferred::new(Code::FigureUntraced, places.file, move || {
        let message = format!("the figure “{text}” is in no passage of this claim, nor elsewhere in its sources");
        let at = place_of((field, &range), &claim, &places);
        Diagnostic::new(Code::FigureUntraced, at, message).label("readers will not find it").hint(ADVICE)
    })
}

fn not_quoted(
    stated: &Stated,
    claim: &Arc<ClaimNote>,
    written: NoteText<'_>,
    (quotes, source, at): (&Arc<Resolver>, SourceIdx, usize),
) -> Deferred {
    let (places, claim) = (Arc::clone(written.places), Arc::clone(claim));
    let (field, range, text) = (stated.field, stated.written.clone(), stated.text.clone());
    let quotes = Arc::clone(quotes);
    Deferred::new(Code::FigureNotQuoted, places.file, move || {
        let message = format!("the figure “{text}” is in no passage of this claim");
        let place = quotes.sources[source].place(&quotes.files, at);
        let hint = format!("it is at {place}: cite a passage that has it, so that readers can find it");
        let at = place_of((field, &range), &claim, &places);
        Diagnostic::new(Code::FigureNotQuoted, at, message).label("in a source, but not quoted").hint(hint)
    })
}

/// Where a figure is written in the note of its claim.
pub(crate) fn place(stated: &Stated, claim: &ClaimNote, places: &Places) -> Span {
    place_of((stated.field, &stated.written), claim, places)
}

fn place_of((field, written): (TextField, &Range<usize>), claim: &ClaimNote, places: &Places) -> Span {
    Part::of(value(field, claim), written).place(places, &Path::top().key(field.name()))
}
