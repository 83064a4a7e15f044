//! Where the figures of a claim's texts stand. Entry points: [`stated`] lists the figures, [`trace`] looks for each in the passages, then in
//! what the notes say of themselves, then in the sources.

use std::ops::Range;

use super::claim_texts::ClaimTexts;
use crate::markdown::prose::Plain;
use crate::model::{ClaimNote, Date, Grain, Source, SourceIdx};
use citeback_quote::numbers::{Figure, Reading, agree, figures, has_number_words, knows_number_words, rounds};
use citeback_quote::text::quotation::{may_quote, quotations, word_count};
use citeback_quote::text::single_spaced;

/// A shorter quotation may be a single expression and is not looked up.
pub const MIN_WORDS: usize = 3;

/// A figure of a claim's texts and where it stands.
#[derive(Debug, Clone)]
pub struct TracedFigure {
    pub stated: Stated,
    pub state: FigureState,
}

/// A figure of a claim's texts.
#[derive(Debug, Clone)]
pub struct Stated {
    pub field: TextField,
    /// Bytes of the field's value, which may be Markdown.
    pub written: Range<usize>,
    /// The words, on one line.
    pub text: String,
    pub figure: Figure,
    /// Whether it is in a quotation that is looked up in the sources by itself.
    pub quoted: bool,
}

/// A text in which figures are traced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    Claim,
    Title,
    Summary,
    Analysis,
}

/// Where a figure stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureState {
    /// In a passage, by its position in the claim.
    Passage(usize),
    /// Not in a passage, but in what notes say of themselves: their dates, and the names and titles in them.
    Own,
    /// In no passage, but in a source that the claim cites: bytes of its reading text.
    Source(SourceIdx, Range<usize>),
    /// Perhaps in a passage whose language has number words that are not known.
    Unread,
    Nowhere,
}

impl FigureState {
    /// Its name in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            FigureState::Passage(_) => "passage",
            FigureState::Own => "own",
            FigureState::Source(..) => "source",
            FigureState::Unread => "unread",
            FigureState::Nowhere => "nowhere",
        }
    }
}

impl TextField {
    /// The name of the field in a note.
    pub fn name(self) -> &'static str {
        match self {
            TextField::Claim => "claim",
            TextField::Title => "title",
            TextField::Summary => "summary",
            TextField::Analysis => "analysis",
        }
    }
}

/// The figures that a claim's texts state, in the order of the texts. Small numbers, and figures in links to other notes, which are about
/// those, are left out. `language` is the brief's.
pub fn stated(claim: &ClaimNote, texts: &ClaimTexts<'_>, language: &str) -> Vec<Stated> {
    let mut found = vec![];
    let own = claim.language.as_ref().map_or(language, |language| language.tag());
    stated_in(TextField::Claim, &Plain::unmarked(&claim.claim), own, &mut found);
    if claim.title != claim.claim {
        stated_in(TextField::Title, &Plain::unmarked(&claim.title), language, &mut found);
    }
    found.extend(stated_in_summary(texts.summary.plain(), language));
    if let Some(analysis) = &texts.analysis {
        stated_in(TextField::Analysis, analysis.plain(), language, &mut found);
    }
    found
}

/// As [`stated`], for a summary alone.
pub fn stated_in_summary(summary: &Plain, language: &str) -> Vec<Stated> {
    let mut found = vec![];
    stated_in(TextField::Summary, summary, language, &mut found);
    found
}

fn stated_in(field: TextField, plain: &Plain, language: &str, found: &mut Vec<Stated>) {
    let within = |ranges: &[Range<usize>], figure: &Figure| {
        ranges.iter().any(|range| range.start < figure.range.end && figure.range.start < range.end)
    };
    let counts = |figure: &Figure| {
        figure.certain && !figure.is_small() && !within(&plain.code, figure) && !within(&plain.elsewhere, figure)
    };
    let looked_up = field != TextField::Claim && may_quote(&plain.text);
    let quoted = if looked_up { quotations_in(plain) } else { vec![] };
    for figure in figures(&plain.text, language).into_iter().filter(counts) {
        let is_quoted = within(&quoted, &figure);
        let text = single_spaced(&plain.text[figure.range.clone()]);
        found.push(Stated { field, written: plain.written(&figure.range), text, figure, quoted: is_quoted });
    }
}

/// The quotations that are long enough to be looked up: bytes of the text.
fn quotations_in(plain: &Plain) -> Vec<Range<usize>> {
    let all = quotations(&plain.text, &plain.code).into_iter();
    let inside = all.map(|quotation| quotation.inside());
    inside.filter(|inside| word_count(&plain.text[inside.clone()]) >= MIN_WORDS).collect()
}

/// The figures of a passage.
#[derive(Debug)]
pub struct PassageFigures {
    figures: Vec<Figure>,
    /// Whether its numbers in words are read.
    is_read: bool,
}

impl PassageFigures {
    /// Of texts, each in a language; `has_number_words` tells of a text in a language without a list whether it has number words.
    pub fn new<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut passage = PassageFigures { figures: vec![], is_read: true };
        for (text, language) in texts {
            passage.figures.extend(figures(text, language));
            passage.is_read &= knows_number_words(language) || !has_number_words(text, language);
        }
        passage
    }

    /// Whether a figure stands in the passage, or what it was rounded from. A whole percentage does only if the passage speaks of hundredths.
    fn has(&self, figure: &Figure) -> bool {
        let speaks_of_hundredths = || self.figures.iter().any(Figure::is_percent);
        let unit_fits = !figure.is_percent() || figure.is_fractional() || !self.is_read || speaks_of_hundredths();
        unit_fits && self.figures.iter().any(|other| agree(figure, other) || rounds(figure, other))
    }
}

/// The figures that stand in a passage, each with the position of the first that has it.
pub fn in_passages<'p>(
    stated: Vec<Stated>,
    passages: &'p [PassageFigures],
) -> impl Iterator<Item = (Stated, usize)> + use<'p> {
    stated.into_iter().filter_map(|stated| {
        let passage = passages.iter().position(|passage| passage.has(&stated.figure))?;
        Some((stated, passage))
    })
}

/// Where each figure stands. `is_own` tells whether a figure needs no passage, `in_source` gives the place of a figure in a source that the
/// claim cites; both are asked only when a figure is in no passage.
pub fn trace(
    stated: Vec<Stated>,
    passages: &[PassageFigures],
    is_own: impl Fn(&Figure) -> bool,
    in_source: impl Fn(&Figure) -> Option<(SourceIdx, Range<usize>)>,
) -> Vec<TracedFigure> {
    let state = |figure: &Figure| {
        if let Some(passage) = passages.iter().position(|passage| passage.has(figure)) {
            return FigureState::Passage(passage);
        }
        if is_own(figure) {
            return FigureState::Own;
        }
        if let Some((source, at)) = in_source(figure) {
            return FigureState::Source(source, at);
        }
        if passages.iter().all(|passage| passage.is_read) { FigureState::Nowhere } else { FigureState::Unread }
    };
    let traced = |stated: Stated| TracedFigure { state: state(&stated.figure), stated };
    stated.into_iter().map(traced).collect()
}

/// The figures that a note may state without a passage: its dates, and what is in the names and titles in it. So may it those of its
/// sources: [`own_of_source`].
pub fn own(claim: &ClaimNote, language: &str) -> Vec<Figure> {
    let mut dates = vec![claim.claimed_on, claim.published, claim.updated, claim.checked];
    let mut texts: Vec<&str> = vec![];
    texts.extend(claim.original.as_ref().map(|original| original.text.as_str()));
    for appearance in &claim.appearances {
        dates.push(appearance.published);
        texts.extend(appearance.title.as_deref());
    }
    for claimant in claim.claimants.iter().chain(&claim.reported_by) {
        dates.push(claimant.posted);
        texts.push(&claimant.name);
        texts.extend(claimant.role.as_deref());
    }
    dates.extend(claim.corrections.iter().map(|correction| Some(correction.date)));
    for reply in &claim.replies {
        dates.extend([reply.asked, reply.answered, reply.until]);
        texts.extend(reply.text.as_deref());
    }
    own_in(&texts, &dates, language)
}

/// The dates of a source, and the figures in its names.
pub fn own_of_source(source: &Source, language: &str) -> Vec<Figure> {
    let mut texts = vec![source.title.as_str()];
    texts.extend(source.publisher.as_deref().into_iter().chain(source.short.as_deref()));
    own_in(&texts, &[source.published, source.captured], language)
}

fn own_in(texts: &[&str], dates: &[Option<Date>], language: &str) -> Vec<Figure> {
    let mut own: Vec<Figure> = texts.iter().flat_map(|text| figures(text, language)).collect();
    own.extend(dates.iter().flatten().map(|date| dated(*date)));
    own
}

fn dated(date: Date) -> Figure {
    let (year, month, day) = date.ymd();
    let (year, month, day) = (u32::try_from(year).unwrap_or_default(), u32::from(month), u32::from(day));
    let reading = match date.grain() {
        Grain::Day => Reading::Day { year: Some(year), month, day },
        Grain::Month => Reading::Month { year, month },
        Grain::Year => Reading::of_year(year),
    };
    Figure::new(0..0, vec![reading], true, false)
}
