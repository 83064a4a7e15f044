//! Reports the figures of a claim's texts that are in none of its passages. Entry points: [`check_claim`]; [`quoted`] for those of its
//! summary that are in one; and [`of_claim`] for what an editor asks of one claim.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::note_text::{NoteText, Part};
use super::passage::Sources;
use super::quote::Resolver;
use super::verified::Verified;
use crate::analysis::claim_texts::{ClaimTexts, ProseText};
use crate::analysis::figures::{
    FigureState, PassageFigures, Stated, TextField, TracedFigure, in_passages, own, stated, stated_in_summary, trace,
};
use crate::base::files::Span;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::model::{ClaimNote, QuotedFigure, SourceIdx, Stance};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::numbers::{Figure, agree};
use citeback_quote::text::fold::without_directions;

const ADVICE: &str =
    "correct the figure, cite a passage that has it, or accept the finding if the figure is your own count";

/// Reports those of a claim's traced figures that are in none of its passages, all of which are verified.
pub(super) fn check_claim(
    claim: &Arc<ClaimNote>,
    traced: &[TracedFigure],
    passages: &[Verified],
    (quotes, written): (&Arc<Resolver>, NoteText<'_>),
    found: &mut Findings,
) {
    let refuted = passages.iter().any(|passage| passage.stance() == Stance::Contradicts);
    let mut reported: Vec<&Figure> = vec![];
    for TracedFigure { stated, state } in traced {
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
    of_texts(claim, &ClaimTexts::new(claim), language, (passages, sources))
}

/// The figures of a claim's summary that stand in a passage, of those that were traced.
pub(super) fn quoted(
    claim: &ClaimNote,
    traced: &[TracedFigure],
    language: &str,
    (passages, sources): (&[Verified], &Sources),
) -> Vec<QuotedFigure> {
    let quoted = |(written, passage): (&Range<usize>, usize)| QuotedFigure { written: written.clone(), passage };
    // Pages leave marks of direction out, and so does the place of a figure on them.
    let summary = without_directions(&claim.summary);
    if summary == claim.summary {
        let of_summary = traced.iter().filter(|figure| figure.stated.field == TextField::Summary);
        let in_passage = of_summary.filter_map(|figure| match figure.state {
            FigureState::Passage(passage) => Some((&figure.stated.written, passage)),
            _ => None,
        });
        return in_passage.map(quoted).collect();
    }
    let stated = stated_in_summary(ProseText::new(&summary).plain(), language);
    let words: Vec<PassageFigures> = passages.iter().map(|verified| figures_of(verified, sources)).collect();
    in_passages(stated, &words).map(|(stated, passage)| quoted((&stated.written, passage))).collect()
}

/// As [`of_claim`], with the texts of the claim.
pub(super) fn of_texts(
    claim: &ClaimNote,
    texts: &ClaimTexts<'_>,
    language: &str,
    (passages, sources): (&[Verified], &Sources),
) -> Vec<TracedFigure> {
    if passages.is_empty() {
        return vec![];
    }
    let stated = stated(claim, texts, language);
    if stated.is_empty() {
        return vec![];
    }
    let words: Vec<PassageFigures> = passages.iter().map(|verified| figures_of(verified, sources)).collect();
    let cited: BTreeSet<SourceIdx> = passages.iter().map(Verified::source).collect();
    let own = LazyCell::new(|| own(claim, language));
    let is_own = |figure: &Figure| {
        let of_sources = || cited.iter().flat_map(|source| sources[*source].own_figures(language));
        own.iter().any(|other| agree(figure, other)) || of_sources().any(|other| agree(figure, other))
    };
    let in_source = |figure: &Figure| {
        cited.iter().find_map(|source| {
            let same = sources[*source].figures().first(figure)?;
            Some((*source, same.range.clone()))
        })
    };
    trace(stated, &words, is_own, in_source)
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
