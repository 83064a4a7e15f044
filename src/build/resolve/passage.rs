//! What the stage yields of sources and quotations: [`ReadSource`] and [`Passage`].

use std::ops::Range;
use std::sync::Arc;

use crate::base::files::Files;
use crate::base::index::IndexVec;
use crate::markdown::reading::{LeftOut, read};
use crate::markdown::source_map::markdown_position;
use crate::model::{Field, Id, Language, Quotation, Source, SourceIdx, Stance};
use citeback_quote::locate::caution::runs_across_paragraphs;
use citeback_quote::locate::{Level, Place, Quote, Searchable, Unlocated, locate};
use citeback_quote::text::reading_text::ReadingText;
use citeback_quote::text::single_spaced;

/// A source with its reading text.
#[derive(Debug, Clone)]
pub struct ReadSource {
    pub source: Arc<Source>,
    pub reading: Searchable,
    pub title: Searchable,
    /// Words of its file that no reader sees.
    pub left_out: Vec<LeftOut>,
}

impl ReadSource {
    /// Reads a source; `language` is that of the brief.
    pub fn new(source: Arc<Source>, language: &Language) -> Self {
        let article = read(&source.body);
        let tag = source.language.as_ref().unwrap_or(language).tag();
        let reading = Searchable::new(article.text, tag);
        let title = Searchable::new(ReadingText::plain(single_spaced(&source.title)), tag);
        ReadSource { reading, title, left_out: article.left_out, source }
    }

    /// The line of its file in which a position of the reading text is written.
    pub fn line(&self, files: &Files, position: usize) -> usize {
        let in_body = markdown_position(&self.source.body, position);
        files.get(self.source.file).line(self.source.body_start + in_body)
    }

    /// As [`line`](Self::line), with the path of the file: `content/sources/report.md:6`.
    pub fn place(&self, files: &Files, position: usize) -> String {
        format!("{}:{}", files.path(self.source.file), self.line(files, position))
    }

    /// The text of a field.
    pub fn field(&self, field: Field) -> &Searchable {
        match field {
            Field::Body => &self.reading,
            Field::Title => &self.title,
        }
    }

    /// Finds a quote in one field or, where none is named, in the body and then, if it is not there, in the title.
    ///
    /// # Errors
    /// [`Unlocated`] when the quote has no place, or more than one; it is about the body unless the title is named.
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

/// A quotation at its place.
#[derive(Debug, Clone)]
pub struct Passage {
    pub quotation: Quotation,
    pub source: SourceIdx,
    /// Where in the source it stands.
    pub field: Field,
    pub level: Level,
    /// Bytes of the text of the field, in order and apart.
    pub parts: Vec<Range<usize>>,
    /// What the editor inserted, in brackets, and the number of the part that it stands before.
    pub inserted: Vec<(usize, String)>,
}

impl Passage {
    pub fn id(&self) -> &Id {
        &self.quotation.id
    }

    pub fn stance(&self) -> Stance {
        self.quotation.stance
    }

    /// The text that its parts are bytes of.
    pub fn text<'s>(&self, read: &'s ReadSource) -> &'s str {
        read.field(self.field).text()
    }

    /// The quoted words as the source has them, on one line; `[…]` stands between the parts of an elided quote.
    pub fn words(&self, read: &ReadSource) -> String {
        let text = self.text(read);
        let parts: Vec<String> = self.parts.iter().map(|part| single_spaced(&text[part.clone()])).collect();
        parts.join(" […] ")
    }

    /// From the first quoted character to the last, in bytes of the text of the field.
    pub fn span(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }

    /// Whether it runs from one paragraph into the next.
    pub fn crosses_paragraphs(&self, read: &ReadSource) -> bool {
        runs_across_paragraphs(read.field(self.field), &self.span())
    }

    /// Whether words of it are struck through in the source.
    pub fn is_struck(&self, read: &ReadSource) -> bool {
        self.parts.iter().any(|part| read.field(self.field).reading().is_struck(part))
    }
}
