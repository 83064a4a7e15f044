//! Resolves a quotation to its passage, or to a finding that helps to fix the quote.

use std::collections::HashMap;
use std::sync::Arc;

use super::corrected::{self, Correction};
use super::id_correction::IdCorrection;
use super::note_text::NoteText;
use super::passage::{Passage, ReadSource, Sources};
use super::quote_context::QuoteContext;
use super::rules;
use super::version_changed;
use super::versions::Versions;
use crate::base::files::Files;
use crate::build::load::Unread;
use crate::findings::{Code, Diagnostic, Findings, did_you_mean, question};
use crate::model::{Field, Quotation, SourceIdx};
use crate::notes::yaml::Path;
use crate::notes::yaml::write::write_scalar;
use citeback_quote::locate::nearest::{differences, nearest};
use citeback_quote::locate::selector::{Disambiguator, disambiguate};
use citeback_quote::locate::{self, Place, Quote, Searchable, Unlocated, locate};
use citeback_quote::text::{in_context, single_spaced};

/// Maximum number of occurrences of an ambiguous quote to list.
const MAX_OCCURRENCES: usize = 8;

/// Resolves quotations against the sources of a site.
///
/// It owns what it refers to, so that findings whose details are computed later can keep it.
pub(super) struct Resolver {
    pub files: Arc<Files>,
    pub sources: Sources,
    positions: HashMap<String, SourceIdx>,
    unread: Arc<Unread>,
    pub versions: Versions,
}

impl Resolver {
    pub fn new(files: &Arc<Files>, sources: &Sources, unread: &Arc<Unread>, versions: &Versions) -> Self {
        let positions =
            sources.enumerated().map(|(position, read)| (read.source.id.as_str().to_owned(), position)).collect();
        Resolver {
            files: Arc::clone(files),
            sources: sources.clone(),
            unread: Arc::clone(unread),
            positions,
            versions: versions.clone(),
        }
    }

    /// The position of a source.
    pub fn position(&self, id: &str) -> Option<SourceIdx> {
        self.positions.get(id).copied()
    }

    /// The passage that a quotation in the note `note` refers to; problems go to `found`.
    pub fn passage(&self, note: NoteText<'_>, quotation: &Quotation, found: &mut Findings) -> Option<Passage> {
        let written = QuoteContext { note, quotation };
        let position = self.source_of(note, (&quotation.source, quotation.index), found)?;
        let source = &self.sources[position];
        match source.locate(&written.quote(), quotation.field) {
            Ok((field, place)) => {
                rules::caution(&written, source, field, &place, found);
                let Place { level, parts, inserted } = place;
                let quotation = quotation.clone();
                let mut passage = Passage { source: position, field, level, parts, inserted, quotation, missing: None };
                if let Some(page) = self.versions.of(position) {
                    version_changed::check(&written, &mut passage, (source, page), found);
                }
                return Some(passage);
            }
            Err(Unlocated::Empty) => found.push(
                Diagnostic::new(Code::QuoteEmpty, written.field("quote"), "this quote is empty")
                    .label("expected the words of the source")
                    .hint(format!("copy the words from {}", self.files.path(source.source.file))),
            ),
            Err(Unlocated::NotFound) => found.push(self.not_found(&written, source)),
            Err(Unlocated::PartTooShort(part)) => found.push(rules::not_in(&written, source).hint(format!(
                "“{part}” is too short to be found between marks such as [...]: each part needs at least two words"
            ))),
            Err(Unlocated::Cuts(whole)) => found.push(rules::cuts(&written, source, &whole)),
            Err(Unlocated::Crosses(place, obstacle)) => found.push(rules::crosses(&written, source, &place, obstacle)),
            Err(Unlocated::TooWide(place, why)) => found.push(rules::too_wide(&written, source, &place, why)),
            Err(Unlocated::Misuse(misuse)) => found.push(rules::misused(&written, &misuse)),
            Err(Unlocated::OutOfContext(places)) => found.push(self.out_of_context(&written, source, &places)),
            Err(Unlocated::Ambiguous(places)) => found.push(self.ambiguous(&written, source, &places)),
        }
        None
    }

    /// The source that the passage at an index names.
    pub fn source_of(&self, note: NoteText<'_>, (id, index): (&str, usize), found: &mut Findings) -> Option<SourceIdx> {
        let position = self.position(id);
        // A source that could not be read has been reported; what is said of it cannot be checked.
        if position.is_none() && !self.unread.sources.contains_key(id) {
            found.push(self.unknown_source(note, id, index));
        }
        position
    }

    fn unknown_source(&self, note: NoteText<'_>, id: &str, index: usize) -> Diagnostic {
        let shared = &self.unread.shared_sources;
        let known =
            || self.sources.iter().map(|source| source.source.id.as_str()).chain(shared.iter().map(String::as_str));
        let path = Path::top().key("passages").index(index).key("source");
        let finding = Diagnostic::new(Code::UnknownSource, note.place(&path), format!("there is no source “{id}”"))
            .label("no file of this name in content/sources");
        let candidates: Vec<&str> = known().collect();
        let finding = IdCorrection::of_value(note.places, &path).offered(finding, id, &candidates);
        match did_you_mean(id, known()) {
            Some(meant) => finding.hint(question(meant)),
            None if known().count() <= 12 => {
                finding.hint(format!("sources are: {}", known().collect::<Vec<_>>().join(", ")))
            }
            None => finding,
        }
    }

    fn not_found(&self, written: &QuoteContext<'_>, source: &Arc<ReadSource>) -> Diagnostic {
        let quote = &written.quotation.quote;
        if written.quotation.field == Some(Field::Title) {
            let message = format!("these words were not found in the title of the source “{}”", source.source.id);
            return Diagnostic::new(Code::QuoteNotFound, written.field("quote"), message)
                .label("not found in the title")
                .hint(format!("the title is: {}", source.title.text()))
                .hint("to quote the text itself, remove “field: title”");
        }
        let elsewhere: Vec<String> = self
            .sources
            .iter()
            .filter(|other| other.source.id != source.source.id && is_in(&other.reading, quote))
            .map(|other| other.source.id.as_str().to_owned())
            .collect();
        let mut finding =
            rules::not_in(written, source).label(format!("not found in {}", self.files.path(source.source.file)));
        let correction = Correction::new(written, source);
        if let Some(correction) = correction.clone() {
            finding = finding.fixed_by(move || correction.own_words());
        }
        if corrected::is_found_without_marks(written, &source.reading) {
            if let Some(correction) = correction {
                finding = finding.chosen_by(move || correction.without_marks().into_iter().collect());
            }
            return finding.hint("the words are there, but not in quotation marks: remove the marks around them");
        }
        let hint = match elsewhere.as_slice() {
            [] => {
                let known =
                    rules::across_a_seam(source, quote).or_else(|| rules::in_the_file(&self.files, source, quote));
                return match known {
                    Some(hint) => finding.hint(hint),
                    None => self.with_closest(finding, written, source),
                };
            }
            [only] => format!("the words are in the source “{only}”: did you mean “source: {only}”?"),
            several => {
                format!("the words are in the sources {}: did you mean one of these?", several.join(", "))
            }
        };
        if let Some(correction) = correction {
            finding =
                finding.chosen_by(move || elsewhere.iter().filter_map(|id| correction.other_source(id)).collect());
        }
        finding.hint(hint)
    }

    /// Adds the closest wording of the source, compared word by word with the quote or with its missing part, and the choice to take it.
    fn with_closest(&self, finding: Diagnostic, written: &QuoteContext<'_>, source: &Arc<ReadSource>) -> Diagnostic {
        let quote = &written.quotation.quote;
        let missing = locate::has_marks(quote).then(|| locate::missing_part(&source.reading, quote));
        let (part, before) = match missing {
            None => (quote.clone(), String::new()),
            Some(Some(part)) => {
                let before = format!("this part was not found: {part}\n");
                (part, before)
            }
            Some(None) => {
                return finding.hint(
                    "every part between the marks is in the source, but not in this order; note that marks go between words",
                );
            }
        };
        let text = source.reading.text();
        if text.trim().is_empty() {
            return finding.hint(format!("{before}this source has no text"));
        }
        let Some(near) = nearest(text, &part) else {
            let hint = "there is no similar wording in the source; copy quotes word for word";
            return finding.hint(format!("{before}{hint}"));
        };
        let whole = source.reading.whole_words(&near.range);
        let place = source.place(&self.files, near.range.start);
        let hint = if near.only_case_differs {
            let words = single_spaced(&text[near.range.clone()]);
            format!("only the capitalisation differs from {place}\n  write it as the source does: {words}")
        } else {
            let (ours, theirs) = differences(&part, &text[whole.clone()]);
            format!("the closest wording is at {place}\n  your quote: {ours}\n  the source: {theirs}")
        };
        let finding =
            finding.elsewhere(source.span(&near.range), "the closest wording").hint(format!("{before}{hint}"));
        match Correction::new(written, source) {
            Some(correction) => finding.chosen_by(move || correction.closest(&part, &whole).into_iter().collect()),
            None => finding,
        }
    }

    fn out_of_context(&self, written: &QuoteContext<'_>, source: &Arc<ReadSource>, places: &[Place]) -> Diagnostic {
        let quotation = written.quotation;
        let quote = written.quote();
        let prefix_fits = places.iter().any(|place| locate::context_fits(&source.reading, place, &quote).0);
        let (field, side) =
            if quotation.prefix.is_some() && !prefix_fits { ("prefix", "after") } else { ("suffix", "before") };
        let finding = Diagnostic::new(
            Code::QuoteNotFound,
            written.field("quote"),
            format!("these words are in the source “{}”, but not next to the given {field}", source.source.id),
        )
        .label(format!("they are there, but not {side} this {field}"))
        .related(written.field(field), format!("the {field} is not next to them"));
        let mut finding = self.occurrences(finding, written, source, places);
        let is_alone = places.len() == 1;
        if is_alone {
            finding =
                finding.hint(format!("they occur only once: if you mean that place, correct or remove the {field}"));
        }
        let Some(correction) = Correction::new(written, source) else {
            return finding;
        };
        let fix = {
            let (correction, places) = (correction.clone(), places.to_vec());
            move || correction.context(&places, field)
        };
        if !is_alone {
            return finding.fixed_by(fix);
        }
        let place = places[0].clone();
        // Removing it is the editor's decision: the quote may be from another place.
        let choice = move || {
            let fixed = correction.context(&[place], field).is_some();
            correction.without(field).filter(|_| !fixed)
        };
        finding.fixed_by(fix).chosen_by(move || choice().into_iter().collect())
    }

    fn ambiguous(&self, written: &QuoteContext<'_>, source: &Arc<ReadSource>, places: &[Place]) -> Diagnostic {
        let quotation = written.quotation;
        let (id, count) = (&source.source.id, places.len());
        let context = quotation.prefix.as_ref().map(|_| "prefix").or(quotation.suffix.as_ref().map(|_| "suffix"));
        let (message, hint) = match context {
            Some(field) => (
                format!("even with this {field}, these words occur {count} times in the source “{id}”"),
                format!("extend the {field}, or quote more words"),
            ),
            None => (
                format!("these words occur {count} times in the source “{id}”"),
                "add the prefix or suffix of the one you mean, or quote more words".to_owned(),
            ),
        };
        let finding =
            Diagnostic::new(Code::QuoteAmbiguous, written.field("quote"), message).label("which of them is meant?");
        self.occurrences(finding, written, source, places).hint(hint)
    }

    /// Lists places in the source, each with its line, its context and the prefix or suffix that selects it; each is offered as a choice.
    fn occurrences(
        &self,
        mut finding: Diagnostic,
        written: &QuoteContext<'_>,
        source: &Arc<ReadSource>,
        places: &[Place],
    ) -> Diagnostic {
        let path = self.files.path(source.source.file);
        let mut lines = vec![];
        let mut choices = vec![];
        for (i, place) in places.iter().take(MAX_OCCURRENCES).enumerate() {
            let span = place.span();
            let line = source.line(&self.files, span.start);
            let shown = in_context(source.reading.text(), &span);
            lines.push(format!("{path}:{line}: {shown}"));
            finding = finding.elsewhere(source.span(&span), shown.clone());
            let Some(disambiguator) = disambiguate(&source.reading, places, i) else {
                continue;
            };
            lines.push(match &disambiguator {
                Disambiguator::Prefix(words) => format!("    prefix: {}", write_scalar(words)),
                Disambiguator::Suffix(words) => format!("    suffix: {}", write_scalar(words)),
            });
            choices.push((place.clone(), disambiguator, format!("the one in line {line}: {shown}")));
        }
        if places.len() > MAX_OCCURRENCES {
            lines.push(format!("and {} more", places.len() - MAX_OCCURRENCES));
        }
        let finding = finding.hint(lines.join("\n"));
        let Some(correction) = Correction::new(written, source) else {
            return finding;
        };
        finding.chosen_by(move || {
            let choices = choices.into_iter();
            choices.filter_map(|(place, selector, what)| correction.choice(&place, &selector, what)).collect()
        })
    }
}

fn is_in(reading: &Searchable, quote: &str) -> bool {
    matches!(locate(reading, &Quote { exact: quote, ..Quote::default() }), Ok(_) | Err(Unlocated::Ambiguous(_)))
}
