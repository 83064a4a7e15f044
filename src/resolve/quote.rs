//! From a quotation to its passage, and, where there is none, to a finding that helps to mend the quote.

use std::collections::HashMap;

use super::{Passage, ReadSource, positions};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::files::{FileId, Files, Span, line_and_column};
use crate::locate::nearest::{differences, nearest};
use crate::locate::selector::{Deciding, decide};
use crate::locate::{Place, Quote, Searchable, Unlocated, locate};
use crate::markdown::source_map::markdown_position;
use crate::model::Quotation;
use crate::place;
use crate::text::{in_context, single_spaced, yaml_text};
use crate::yaml::Path;

/// At most this many occurrences of an ambiguous quote are shown.
const SHOWN_OCCURRENCES: usize = 8;

/// Resolves quotations against the sources of a site.
pub(super) struct Resolver<'a> {
    files: &'a Files,
    sources: &'a [ReadSource],
    positions: HashMap<&'a str, usize>,
}

/// The quotation at hand: where its fields are written.
struct Written<'a> {
    files: &'a Files,
    note: FileId,
    quotation: &'a Quotation,
}

impl Written<'_> {
    fn field(&self, name: &'static str) -> Span {
        let path = Path::top().key("passages").index(self.quotation.index).key(name);
        place::in_file(self.files, self.note, &path)
    }
}

impl<'a> Resolver<'a> {
    pub fn new(files: &'a Files, sources: &'a [ReadSource]) -> Self {
        Resolver { files, sources, positions: positions(sources.iter().map(|source| &source.source.id)) }
    }

    /// The passage that a quotation of the note `note` means; what is wrong with it goes to `found`.
    pub fn passage(&self, note: FileId, quotation: Quotation, found: &mut Vec<Diagnostic>) -> Option<Passage> {
        let written = Written { files: self.files, note, quotation: &quotation };
        let Some(position) = self.positions.get(quotation.source.as_str()).copied() else {
            found.push(self.unknown_source(&written));
            return None;
        };
        let source = &self.sources[position];
        let quote =
            Quote { exact: &quotation.quote, prefix: quotation.prefix.as_deref(), suffix: quotation.suffix.as_deref() };
        match locate(&source.reading, &quote) {
            Ok(Place { level, parts }) => {
                return Some(Passage { source: position, level, parts, quotation });
            }
            Err(Unlocated::Empty) => found.push(
                Diagnostic::new(Code::QuoteEmpty, written.field("quote"), "this quote has no words")
                    .label("expected the words of the source")
                    .hint(format!("copy the words from {}", self.files.path(source.source.file))),
            ),
            Err(Unlocated::NotFound) => found.push(self.not_found(&written, source)),
            Err(Unlocated::PartTooShort(part)) => found.push(self.not_found(&written, source).hint(format!(
                "“{}” is too short to be found between marks such as [...]: each part needs at least two words",
                part
            ))),
            Err(Unlocated::OutOfContext(places)) => found.push(self.out_of_context(&written, source, &places)),
            Err(Unlocated::Ambiguous(places)) => found.push(self.ambiguous(&written, source, &places)),
        }
        None
    }

    fn unknown_source(&self, written: &Written<'_>) -> Diagnostic {
        let id = &written.quotation.source;
        let known = || self.sources.iter().map(|source| source.source.id.as_str());
        let finding =
            Diagnostic::new(Code::UnknownSource, written.field("source"), format!("there is no source “{id}”"))
                .label("no file of this name in content/sources");
        match did_you_mean(id, known()) {
            Some(meant) => finding.hint(format!("did you mean “{meant}”?")),
            None if known().count() <= 12 => {
                finding.hint(format!("sources are: {}", known().collect::<Vec<_>>().join(", ")))
            }
            None => finding,
        }
    }

    fn not_found(&self, written: &Written<'_>, source: &ReadSource) -> Diagnostic {
        let Quotation { quote, source: id, .. } = written.quotation;
        let path = self.files.path(source.source.file);
        let finding = Diagnostic::new(
            Code::QuoteNotFound,
            written.field("quote"),
            format!("these words are not in the source “{id}”"),
        )
        .label(format!("not found in {path}"))
        .maybe_hint(self.closest(source, quote));
        let elsewhere: Vec<&str> = self
            .sources
            .iter()
            .filter(|other| other.source.id != source.source.id && stands_in(&other.reading, quote))
            .map(|other| other.source.id.as_str())
            .collect();
        match elsewhere.as_slice() {
            [] => finding,
            [only] => finding.hint(format!("the words do stand in the source “{only}”: is “source: {only}” meant?")),
            several => finding.hint(format!("the words do stand in the sources {}", several.join(", "))),
        }
    }

    /// The closest wording of the source, word by word against the quote.
    fn closest(&self, source: &ReadSource, quote: &str) -> Option<String> {
        let text = source.reading.text();
        let Some(near) = nearest(text, quote) else {
            return Some(
                "nothing in the source is worded like this; quotes are copied from the source, word for word"
                    .to_owned(),
            );
        };
        let line = self.line(source, near.range.start);
        let path = self.files.path(source.source.file);
        if near.only_case_differs {
            return Some(format!(
                "only upper and lower case differ from {path}:{line}\n  the source: {}",
                single_spaced(&text[near.range])
            ));
        }
        let (ours, theirs) = differences(quote, &text[near.range]);
        Some(format!("the closest wording is at {path}:{line}\n  your quote: {ours}\n  the source: {theirs}"))
    }

    fn out_of_context(&self, written: &Written<'_>, source: &ReadSource, places: &[Place]) -> Diagnostic {
        let field = if written.quotation.prefix.is_some() { "prefix" } else { "suffix" };
        let finding = Diagnostic::new(
            Code::QuoteNotFound,
            written.field("quote"),
            format!("these words are in the source “{}”, but not next to the {field} given", source.source.id),
        )
        .label("found, but not here");
        let finding = finding.related(written.field(field), format!("the {field} does not stand beside them"));
        self.occurrences(finding, source, places)
    }

    fn ambiguous(&self, written: &Written<'_>, source: &ReadSource, places: &[Place]) -> Diagnostic {
        let count = places.len();
        let finding = Diagnostic::new(
            Code::QuoteAmbiguous,
            written.field("quote"),
            format!("these words stand {count} times in the source “{}”", source.source.id),
        )
        .label("which of them is meant?");
        let finding = self.occurrences(finding, source, places);
        finding.hint("add the prefix or suffix of the one you mean, or quote more words")
    }

    /// Lists places in the source, each with its line, its context and what would decide for it.
    fn occurrences(&self, finding: Diagnostic, source: &ReadSource, places: &[Place]) -> Diagnostic {
        let path = self.files.path(source.source.file);
        let mut hint = String::new();
        for (i, place) in places.iter().take(SHOWN_OCCURRENCES).enumerate() {
            let span = place.span();
            let line = self.line(source, span.start);
            if i > 0 {
                hint.push('\n');
            }
            hint.push_str(&format!("{path}:{line}: {}", in_context(source.reading.text(), &span)));
            match decide(&source.reading, places, i) {
                Some(Deciding::Prefix(words)) => hint.push_str(&format!("\n    prefix: {}", yaml_text(&words))),
                Some(Deciding::Suffix(words)) => hint.push_str(&format!("\n    suffix: {}", yaml_text(&words))),
                None => {}
            }
        }
        if places.len() > SHOWN_OCCURRENCES {
            hint.push_str(&format!("\nand {} more", places.len() - SHOWN_OCCURRENCES));
        }
        finding.hint(hint)
    }

    /// The line in the source's file where a position of its reading text is written.
    fn line(&self, source: &ReadSource, position: usize) -> usize {
        let in_body = markdown_position(&source.source.body, position);
        line_and_column(self.files.text(source.source.file), source.source.body_start + in_body).0
    }
}

fn stands_in(reading: &Searchable, quote: &str) -> bool {
    matches!(locate(reading, &Quote { exact: quote, ..Quote::default() }), Ok(_) | Err(Unlocated::Ambiguous(_)))
}
