//! Quotations in prose: any three or more words in quotation marks are looked up in the sources. [`check_claim`] checks the texts of a
//! claim; `site_prose.rs` those of the brief and its pages.
//!
//! A quotation in prose is not linked to a place, so it is not verified like a passage, and a missing one is only reported as advice. If a
//! reference to a passage follows, readers expect the words in that passage, so it is a warning.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::note_text::{NoteText, Part};
use super::passage::{Passage, Sources};
use super::quote::Resolver;
use super::quoted::Lookup;
use super::translation::Translated;
use super::verified::Verified;
use crate::analysis::claim_texts::ClaimTexts;
use crate::analysis::figures::MIN_WORDS;
use crate::base::files::Span;
use crate::build::load::Note;
use crate::findings::{Code, Deferred, Diagnostic, Findings};
use crate::markdown::prose::{Plain, Prose};
use crate::model::{Absence, Claim, Evidence, SourceIdx};
use crate::notes::place::Places;
use crate::notes::yaml::Path;
use citeback_quote::locate::Searchable;
use citeback_quote::locate::term::Term;
use citeback_quote::locate::wording::locate_prose_quote;
use citeback_quote::text::quotation::{self, may_quote, quotations, word_count};
use citeback_quote::text::reading_text::ReadingText;
use citeback_quote::text::single_spaced;

/// The markup of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ProseForm {
    Unmarked,
    Markdown,
}

impl ProseForm {
    /// The words of a text.
    fn plain(self, text: &str) -> Plain {
        match self {
            ProseForm::Unmarked => Plain::unmarked(text),
            ProseForm::Markdown => Prose::parse(text).plain(),
        }
    }
}

/// A quotation in prose.
pub(super) struct ProseQuotation<'t> {
    /// Possible words between the quotation marks, most likely first.
    pub words: Vec<&'t str>,
    /// Byte range of the most likely words, in the original text.
    pub written: Range<usize>,
    /// The ids of the passages that it refers to.
    references: Vec<&'t str>,
}

/// Checks the texts of a claim; `passages` are its resolved quotations, or `None` if they could not be located.
pub(super) fn check_claim(
    (note, prose): (&Note<Claim<Evidence>>, &ClaimTexts<'_>),
    passages: &[Option<Verified>],
    quotes: &Arc<Resolver>,
    written: NoteText<'_>,
    found: &mut Findings,
) {
    let claim = &note.value;
    let texts = texts_of_claim(claim);
    if texts.is_empty() || !note.sound {
        return;
    }
    // Passages with an unknown source have been reported; the words may be in that source.
    let positions = claim.passages.iter().map(|evidence| quotes.position(evidence.source()));
    let Some(mut positions) = positions.collect::<Option<Vec<SourceIdx>>>() else {
        return;
    };
    positions.sort_unstable();
    positions.dedup();
    let translated = Translated::of_claim(claim);
    let own = ClaimProse { claim, passages, translated, positions: positions.into(), places: written.places, quotes };
    let cited = own.cited();
    let lookup = cited.lookup();
    for (path, text, form) in texts {
        // What other checks have parsed is not parsed again.
        let mut parsed = std::iter::once(&prose.summary).chain(&prose.analysis);
        let parsed = parsed.find(|parsed| std::ptr::eq(parsed.markdown, text));
        let plain = parsed.map_or_else(|| Cow::Owned(form.plain(text)), |parsed| Cow::Borrowed(parsed.plain()));
        quotations_of(&plain, |quoted| {
            let at = || (path.clone(), Part::of(text, &quoted.written));
            found.extend(own.check(quoted, &lookup, at));
        });
    }
}

/// The texts of a claim that may contain quotations.
fn texts_of_claim(claim: &Claim<Evidence>) -> Vec<(Path, &str, ProseForm)> {
    let mut texts = vec![];
    let mut push = |path: &dyn Fn() -> Path, text, form| texts.extend(may_quote(text).then(|| (path(), text, form)));
    let top = Path::top;
    if claim.title != claim.claim {
        push(&|| top().key("title"), claim.title.as_str(), ProseForm::Unmarked);
    }
    for (field, people) in [("claimant", &claim.claimants), ("reported_by", &claim.reported_by)] {
        for (i, role) in people.iter().enumerate().filter_map(|(i, person)| Some((i, person.role.as_deref()?))) {
            // Of a field without a list this is the field itself.
            push(&|| top().key(field).index(i).key("role"), role, ProseForm::Unmarked);
        }
    }
    if let Some(image) = &claim.image {
        push(&|| top().key("image").key("alt"), &image.alt, ProseForm::Unmarked);
    }
    push(&|| top().key("summary"), &claim.summary, ProseForm::Markdown);
    if let Some(analysis) = &claim.analysis {
        push(&|| top().key("analysis"), analysis, ProseForm::Markdown);
    }
    for evidence in &claim.passages {
        if let Some(note) = evidence.note() {
            push(&|| top().key("passages").index(evidence.index()).key("note"), note, ProseForm::Markdown);
        }
    }
    for (i, gap) in claim.gaps.iter().enumerate() {
        push(&|| top().key("gaps").index(i), gap, ProseForm::Markdown);
    }
    for (i, correction) in claim.corrections.iter().enumerate() {
        push(&|| top().key("corrections").index(i).key("text"), &correction.text, ProseForm::Markdown);
    }
    texts
}

/// Calls `give` with every quotation of a text that is long enough to look up.
pub(super) fn each_quotation(text: &str, form: ProseForm, give: impl FnMut(&ProseQuotation<'_>)) {
    quotations_of(&form.plain(text), give);
}

fn quotations_of(plain: &Plain, mut give: impl FnMut(&ProseQuotation<'_>)) {
    for quotation in quotations(&plain.text, &plain.code) {
        let words: Vec<&str> = quotation.readings().map(|range| plain.text[range].trim()).collect();
        if words.iter().all(|words| word_count(words) < MIN_WORDS) {
            continue;
        }
        let inside = trimmed(&plain.text, quotation.inside());
        let references = references(plain, &quotation);
        give(&ProseQuotation { words, written: plain.written(&inside), references });
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + inside.len() - inside.trim_start().len();
    start..start + inside.trim().len()
}

/// The passages that a quotation refers to, inside its quotation marks or after them, with only punctuation in between.
fn references<'p>(plain: &'p Plain, quotation: &quotation::Quotation) -> Vec<&'p str> {
    let mut end = quotation.close.end;
    let from = plain.references.iter().filter(|(at, _)| *at >= quotation.open.end);
    from.map_while(|(at, id)| {
        if *at > end {
            let between = &plain.text[end..*at];
            if between.contains(|c: char| c.is_alphanumeric() || c == '\n') {
                return None;
            }
            end = *at;
        }
        Some(id.as_str())
    })
    .collect()
}

/// A claim whose prose is checked.
struct ClaimProse<'a> {
    claim: &'a Claim<Evidence>,
    passages: &'a [Option<Verified>],
    /// Its translations and its original.
    translated: Vec<Translated>,
    /// The sources that it cites.
    positions: Arc<[SourceIdx]>,
    places: &'a Arc<Places>,
    quotes: &'a Arc<Resolver>,
}

/// The sources that a claim cites.
struct Cited {
    quotes: Arc<Resolver>,
    positions: Arc<[SourceIdx]>,
}

impl Cited {
    fn lookup(&self) -> Lookup<'_> {
        let sources = self.positions.iter().map(|position| &self.quotes.sources[*position]).collect();
        Lookup { quotes: &self.quotes, sources }
    }
}

impl ClaimProse<'_> {
    fn cited(&self) -> Cited {
        Cited { quotes: Arc::clone(self.quotes), positions: Arc::clone(&self.positions) }
    }

    fn check(
        &self,
        quoted: &ProseQuotation<'_>,
        lookup: &Lookup<'_>,
        at: impl FnOnce() -> (Path, Part),
    ) -> Option<Deferred> {
        let named = |id: &&str| self.claim.passages.iter().position(|evidence| evidence.id().as_str() == *id);
        let referred: Vec<usize> = quoted.references.iter().filter_map(named).collect();
        if !referred.is_empty() {
            // The words of a passage that was not located are unknown.
            let contains = |position: &usize| match &self.passages[*position] {
                Some(Verified::Passage(passage)) => {
                    let translated = Translated::of_passage(&passage.quotation);
                    let has = |words: &&str| {
                        contains(passage, &lookup.quotes.sources, words)
                            || translated.as_ref().is_some_and(|text| text.contains(words))
                    };
                    quoted.words.iter().any(has)
                }
                Some(Verified::Absence(absence)) => quoted.words.iter().any(|words| is_absent(&absence.absence, words)),
                None => true,
            };
            return (!referred.iter().any(contains)).then(|| self.not_in_passage(quoted.words[0], &referred, at()));
        }
        if quoted.words.iter().any(|words| lookup.finds(words) || self.says(words)) {
            return None;
        }
        Some(self.not_cited(quoted.words[0], at()))
    }

    /// Whether the claim itself, or the title of one of its appearances, contains these words, or they are said to be absent.
    fn says(&self, words: &str) -> bool {
        let titles = self.claim.appearances.iter().filter_map(|appearance| appearance.title.as_deref());
        let mut absences = self.claim.passages.iter().filter_map(Evidence::absence);
        self.translated.iter().any(|text| text.contains(words))
            || std::iter::once(self.claim.claim.as_str()).chain(titles).any(|text| has(text, words))
            || absences.any(|absence| is_absent(absence, words))
    }

    /// The finding that no source which the claim cites contains these words.
    fn not_cited(&self, words: &str, (path, part): (Path, Part)) -> Deferred {
        let (cited, places, words) = (self.cited(), Arc::clone(self.places), words.to_owned());
        let translated = self.translated.clone();
        Deferred::new(Code::ProseQuoteNotFound, places.file, move || {
            let message = "these words were not found in any source that this claim cites";
            let finding = not_found(part.place(&places, &path), message);
            let lookup = cited.lookup();
            match lookup.elsewhere(&words) {
                Some(source) => finding.hint(format!(
                    "they are in the source “{0}”: cite a passage from it in this claim, so that readers can find them",
                    source.source.id
                )),
                None => finding.hint(instead(&lookup, &translated, &words)).hint(ADVICE),
            }
        })
    }

    /// The finding that none of the passages to which a quotation refers contains these words.
    fn not_in_passage(&self, words: &str, referred: &[usize], (path, part): (Path, Part)) -> Deferred {
        let all = self.translated.clone();
        let translated: Vec<Translated> = referred
            .iter()
            .filter_map(|position| self.claim.passages[*position].quotation())
            .filter_map(Translated::of_passage)
            .collect();
        let referred: Vec<(String, Path)> = referred
            .iter()
            .map(|position| &self.claim.passages[*position])
            .map(|evidence| {
                let path = Path::top().key("passages").index(evidence.index()).key(evidence.words_field());
                (format!("“{}”", evidence.id()), path)
            })
            .collect();
        let (cited, places, words) = (self.cited(), Arc::clone(self.places), words.to_owned());
        Deferred::new(Code::ProseQuoteNotInPassage, places.file, move || {
            let message = match referred.as_slice() {
                [(one, _)] => format!("the passage {one} does not contain these words"),
                several => {
                    let ids: Vec<&str> = several.iter().map(|(id, _)| id.as_str()).collect();
                    format!("none of the passages {} contains these words", ids.join(", "))
                }
            };
            let at = part.place(&places, &path);
            let mut finding = Diagnostic::new(Code::ProseQuoteNotInPassage, at, message)
                .label("readers will expect them in that passage");
            for (_, path) in &referred {
                finding = finding.related(places.place(path), "the passage");
            }
            let lookup = cited.lookup();
            if let Some(other) = all.iter().find(|text| text.contains(&words)) {
                return finding.hint(format!("they are in {}: refer to that instead", other.name()));
            }
            match lookup.place(&words) {
                Some(place) => finding
                    .hint(format!("they are at {place}: refer to a passage that contains them, or extend this one")),
                None => finding.hint(instead(&lookup, &translated, &words)).hint(ADVICE),
            }
        })
    }
}

/// What the translations or the sources say instead of these words, as a hint.
fn instead(lookup: &Lookup<'_>, translated: &[Translated], words: &str) -> String {
    translated.iter().find_map(|text| text.instead(words)).unwrap_or_else(|| lookup.instead(words))
}

pub(super) const ADVICE: &str =
    "quote the exact words of the source, or remove the quotation marks if the words are your own";

pub(super) fn not_found(at: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::ProseQuoteNotFound, at, message).label("quoted, but not found")
}

/// Whether the parts of a passage contain these words.
fn contains(passage: &Passage, sources: &Sources, words: &str) -> bool {
    let inside =
        |range: &Range<usize>| passage.parts.iter().any(|part| part.start <= range.start && range.end <= part.end);
    locate_prose_quote(sources[passage.source].field(passage.field), words)
        .is_ok_and(|places| places.iter().any(|place| place.parts.iter().all(inside)))
}

/// Whether these are words that an absence names.
fn is_absent(absence: &Absence, words: &str) -> bool {
    Term::parse(words).is_ok_and(|term| absence.words.iter().any(|word| word.term == term))
}

/// Whether a short text, such as a title, contains these words.
pub(super) fn has(text: &str, words: &str) -> bool {
    locate_prose_quote(&Searchable::new(ReadingText::plain(single_spaced(text)), ""), words).is_ok()
}
