//! The results of the stage for sources and quotations: [`ReadSource`] and [`Passage`].

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::analysis::figures::own_of_source;
use crate::base::files::{Files, Span};
use crate::base::index::IndexVec;
use crate::markdown::reading::{LeftOut, read};
use crate::markdown::source_map::SourceMap;
use crate::model::locator::{Locator, LocatorMark};
use crate::model::{Date, Field, Id, Language, Quotation, Source, SourceIdx, Stance};
use citeback_quote::locate::caution::runs_across_paragraphs;
use citeback_quote::locate::{Level, Place, Quote, Searchable, Unlocated, locate};
use citeback_quote::numbers::{Figure, FigureIndex, figures};
use citeback_quote::shared::Wording;
use citeback_quote::text::reading_text::ReadingText;
use citeback_quote::text::single_spaced;

/// A source with its reading text.
#[derive(Debug, Clone)]
pub struct ReadSource {
    pub source: Arc<Source>,
    /// Its own, or the brief's.
    pub language: Language,
    pub reading: Searchable,
    pub title: Searchable,
    /// Words in its file that no reader sees.
    pub left_out: Vec<LeftOut>,
    /// Where pages and times begin, each with the byte of the reading text up to which the text before it goes.
    pub locators: Vec<(usize, LocatorMark)>,
    /// Byte ranges in the body of comments that begin like a mark and are none.
    pub faulty_locators: Vec<Range<usize>>,
    /// Where its words are in its file, made on first use.
    map: OnceLock<SourceMap>,
    /// The figures of its text, read on first use.
    figures: OnceLock<FigureIndex>,
    /// The figures of its dates and names, read on first use.
    own_figures: OnceLock<Vec<Figure>>,
    /// Its words for comparing it with other sources, made on first use.
    wording: OnceLock<Wording>,
}

impl ReadSource {
    /// Reads a source; `language` is the brief's.
    pub fn new(source: Arc<Source>, language: &Language) -> Self {
        let article = read(&source.body);
        let language = source.language.as_ref().unwrap_or(language).clone();
        let reading = Searchable::new(article.text, language.tag());
        let title = Searchable::new(ReadingText::plain(single_spaced(&source.title)), language.tag());
        ReadSource {
            language,
            reading,
            title,
            left_out: article.left_out,
            locators: article.locators,
            faulty_locators: article.faulty_locators,
            map: OnceLock::new(),
            figures: OnceLock::new(),
            own_figures: OnceLock::new(),
            wording: OnceLock::new(),
            source,
        }
    }

    /// The same text as part of another description of the source.
    #[must_use]
    pub fn with_source(&self, source: Arc<Source>) -> Self {
        ReadSource { source, ..self.clone() }
    }

    /// Its words, prepared for comparing it with other sources.
    pub fn wording(&self) -> &Wording {
        self.wording.get_or_init(|| Wording::new(&self.reading))
    }

    /// The line in its file of a position in the reading text.
    pub fn line(&self, files: &Files, position: usize) -> usize {
        files.get(self.source.file).line(self.in_file(position))
    }

    /// The byte of its file at which a position in the reading text is.
    pub fn in_file(&self, position: usize) -> usize {
        let body = &self.source.body;
        self.source.body_start + self.map.get_or_init(|| SourceMap::new(body)).markdown_position(body, position)
    }

    /// The number of the paragraph of a position in the reading text, from 1, as pages count them.
    pub fn paragraph(&self, position: usize) -> usize {
        let before = &self.reading.text()[..position];
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        before[..line].lines().filter(|line| line.contains(char::is_alphanumeric)).count() + 1
    }

    /// The place in its file of a range of the reading text.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let last = self.reading.text()[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        let start = self.in_file(range.start);
        let end = self.in_file(range.end.saturating_sub(last).max(range.start)) + last;
        let limit = self.source.body_start + self.source.body.len();
        Span { file: self.source.file, range: start..end.clamp(start, limit) }
    }

    /// Like [`line`](Self::line), with the path of the file: `content/sources/report.md:6`.
    pub fn place(&self, files: &Files, position: usize) -> String {
        format!("{}:{}", files.path(self.source.file), self.line(files, position))
    }

    /// The figures of its text.
    pub fn figures(&self) -> &FigureIndex {
        self.figures.get_or_init(|| FigureIndex::new(figures(self.reading.text(), self.language.tag())))
    }

    /// The figures of its dates and names; `language` is the brief's.
    pub fn own_figures(&self, language: &str) -> &[Figure] {
        self.own_figures.get_or_init(|| own_of_source(&self.source, language))
    }

    /// The text of a field.
    pub fn field(&self, field: Field) -> &Searchable {
        match field {
            Field::Body => &self.reading,
            Field::Title => &self.title,
        }
    }

    /// Locates a quote in one field or, if none is given, in the body and then in the title.
    ///
    /// # Errors
    /// [`Unlocated`] if the quote has no place, or more than one; it refers to the body unless the title is given.
    pub fn locate(&self, quote: &Quote<'_>, field: Option<Field>) -> Result<(Field, Place), Unlocated> {
        let in_field = |field: Field| locate(self.field(field), quote).map(|place| (field, place));
        match field {
            Some(field) => in_field(field),
            None => in_field(Field::Body).or_else(|unlocated| match unlocated {
                Unlocated::Ambiguous(_) | Unlocated::OutOfContext(_) | Unlocated::Empty => Err(unlocated),
                _ => in_field(Field::Title).map_err(|_| unlocated),
            }),
        }
    }
}

/// The sources of a site, sorted by id.
pub type Sources = IndexVec<SourceIdx, Arc<ReadSource>>;

/// A located quotation.
#[derive(Debug, Clone)]
pub struct Passage {
    pub quotation: Quotation,
    pub source: SourceIdx,
    /// The part of the source that contains it.
    pub field: Field,
    pub level: Level,
    /// Byte ranges in the text of the field, ordered, not overlapping.
    pub parts: Vec<Range<usize>>,
    /// The editor's insertions in brackets, each with the index of the part that it precedes.
    pub inserted: Vec<(usize, String)>,
    /// Which other versions of the source do not have the words; `None` if all have them.
    pub missing: Option<Box<MissingIn>>,
}

/// Which other versions of a source do not have the words of a passage.
#[derive(Debug, Clone)]
pub struct MissingIn {
    /// When the first later one without them was captured.
    pub later: Option<Date>,
    /// When the last earlier one without them was captured.
    pub earlier: Option<Date>,
    /// Whether the last version of all is without them.
    pub last: bool,
}

impl Passage {
    /// Whether the last version of the source does not have the words any more: nor has its publisher's page.
    pub fn is_gone(&self) -> bool {
        self.missing.as_ref().is_some_and(|missing| missing.last)
    }

    pub fn id(&self) -> &Id {
        &self.quotation.id
    }

    pub fn stance(&self) -> Stance {
        self.quotation.stance
    }

    /// The text of its field, to which its parts refer.
    pub fn text<'s>(&self, read: &'s ReadSource) -> &'s str {
        read.field(self.field).text()
    }

    /// The quoted words of the source, on one line; `[…]` separates the parts of an elided quote.
    pub fn words(&self, read: &ReadSource) -> String {
        let text = self.text(read);
        let parts: Vec<String> = self.parts.iter().map(|part| single_spaced(&text[part.clone()])).collect();
        parts.join(" […] ")
    }

    /// The byte range from the first quoted character to the last, in the text of the field.
    pub fn span(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }

    /// The pages or the time at which it is, as far as the source tells.
    pub fn locator(&self, read: &ReadSource) -> Locator {
        let span = self.span();
        Locator::of(self.locators(read), span.start, span.end)
    }

    /// The marks in the text of its field; a title has none.
    pub fn locators<'s>(&self, read: &'s ReadSource) -> &'s [(usize, LocatorMark)] {
        if self.field == Field::Body { &read.locators } else { &[] }
    }

    /// Whether it crosses from one paragraph into the next.
    pub fn crosses_paragraphs(&self, read: &ReadSource) -> bool {
        runs_across_paragraphs(read.field(self.field), &self.span())
    }

    /// Whether any of its words are struck through in the source.
    pub fn is_struck(&self, read: &ReadSource) -> bool {
        self.parts.iter().any(|part| read.field(self.field).reading().is_struck(part))
    }
}

/// The day of a capture, for messages.
pub(super) fn iso(day: Option<Date>) -> String {
    day.map_or_else(|| "an unknown day".to_owned(), |day| day.iso())
}
