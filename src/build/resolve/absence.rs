//! Words that are said to be absent from a source: [`Resolver::absence`] verifies that they are, or says where they stand.
//!
//! All that the source's page shows of it is searched: the fields of its front matter, its text with the numbers of its lists, and the
//! descriptions of its pictures. What cannot be searched is never called searched: the source must say that its file holds the whole
//! original, and every word of the file must be on the page.
//!
//! Other versions of the source are searched as well. What one of them has is absent from this one all the same, so it is a warning.

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::note_text::NoteText;
use super::passage::{ReadSource, iso};
use super::quote::Resolver;
use super::rules;
use super::verified::{Verified, VerifiedAbsence, WordElsewhere};
use super::versions::Other;
use crate::base::files::Span;
use crate::findings::{Code, Diagnostic, Findings};
use crate::markdown::reading::{ArticlePiece, read};
use crate::model::{Absence, AbsentWord, Evidence, Extent, MediaKind, SourceIdx};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Skipped};
use citeback_quote::locate::Searchable;
use citeback_quote::locate::term::TermText;
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::in_context;
use citeback_quote::text::reading_text::{ReadingText, SEAM};

impl Resolver {
    /// Verifies what a claim rests on.
    pub fn verified(&self, written: NoteText<'_>, evidence: &Evidence, found: &mut Findings) -> Option<Verified> {
        match evidence {
            Evidence::Quotation(quotation) => self.passage(written, quotation, found).map(Verified::Passage),
            Evidence::Absence(absence) => self.absence(written, absence, found).map(Verified::Absence),
        }
    }

    /// Verifies an absence of the note `note`; problems go to `found`.
    pub fn absence(&self, note: NoteText<'_>, absence: &Absence, found: &mut Findings) -> Option<VerifiedAbsence> {
        let position = self.source_of(note, (&absence.source, absence.index), found)?;
        let source = &self.sources[position];
        let at = Path::top().key("passages").index(absence.index).key("absent");
        let unsearched = self.unsearched(source).map(|mut finding| {
            finding.at = note.place(&at);
            finding
        });
        let searched = Searched::new(source);
        let mut whole = unsearched.is_none();
        found.extend(unsearched);
        for word in &absence.words {
            if let Some(place) = searched.find(word) {
                whole = false;
                found.push(self.present(note.place(&at.clone().index(word.index)), source, word, &place));
            }
        }
        whole.then(|| VerifiedAbsence {
            elsewhere: self.elsewhere(note, absence, position, found),
            absence: absence.clone(),
            source: position,
            searched: dictionary_word_count(source.reading.text()),
            pictures: source.reading.text().contains(SEAM)
                || source.source.media.as_ref().is_some_and(|media| media.kind == MediaKind::Image),
        })
    }

    /// The words that other versions of the source have, each with a warning.
    fn elsewhere(
        &self,
        note: NoteText<'_>,
        absence: &Absence,
        position: SourceIdx,
        found: &mut Findings,
    ) -> Vec<WordElsewhere> {
        let Some(page) = self.versions.of(position) else { return vec![] };
        let source = &self.sources[position];
        let others = page.with_excerpts(&source.source.id);
        let searched: Vec<(&Other<'_>, Searched<'_>)> =
            others.iter().map(|other| (other, Searched::new(other.read))).collect();
        let later = searched.iter().filter(|(other, _)| other.later);
        let earlier = searched.iter().rev().filter(|(other, _)| !other.later);
        let nearest: Vec<&(&Other<'_>, Searched<'_>)> = later.chain(earlier).collect();
        let at = Path::top().key("passages").index(absence.index).key("absent");
        let mut elsewhere = vec![];
        for (index, word) in absence.words.iter().enumerate() {
            let Some((other, place)) = nearest.iter().find_map(|(other, searched)| Some((other, searched.find(word)?)))
            else {
                continue;
            };
            let version = &other.read.source;
            let (id, day, shown) = (&version.id, iso(version.captured), word.shown());
            let message = if other.later {
                format!("the publisher changed this page: “{id}”, captured on {day}, has “{shown}”")
            } else {
                format!("the publisher changed this page: “{id}”, captured on {day}, had “{shown}”")
            };
            found.push(
                Diagnostic::new(Code::VersionChanged, note.place(&at.clone().index(word.index)), message)
                    .label(format!("absent as captured on {}", iso(source.source.captured)))
                    .hint(format!("{}: {}", self.where_it_is(other.read, &place), place.shown))
                    .hint("say in the note what changed, and accept this finding; or remove the word here"),
            );
            elsewhere.push(WordElsewhere { word: index, captured: version.captured });
        }
        elsewhere
    }

    /// Why a source cannot be searched as a whole.
    fn unsearched(&self, source: &ReadSource) -> Option<Diagnostic> {
        let (id, path) = (&source.source.id, self.files.path(source.source.file));
        let finding = |message| {
            Diagnostic::of_file(Code::AbsenceUnsearched, source.source.file, message).label("cannot be verified")
        };
        match source.source.extent {
            None => Some(
                finding(format!("the source “{id}” does not say whether it is the whole original"))
                    .hint(format!(
                        "if {path} holds all of the original’s text, add a line “extent: full” to its front matter"
                    ))
                    .hint("if it holds only a part, the words may be in the rest: capture the whole, or remove this passage"),
            ),
            Some(Extent::Excerpt) => Some(
                finding(format!("the source “{id}” is only an excerpt, and the words may be in the rest"))
                    .hint(format!("capture the whole original in {path} and write “extent: full”"))
                    .hint("or remove this passage: nobody can verify it"),
            ),
            Some(Extent::Full) if source.source.media.as_ref().is_some_and(|media| !media.transcript) => Some(
                finding(format!("the source “{id}” is a picture or a recording, and its file does not have the words of it"))
                    .hint(format!(
                        "write all of its words down in {path}, and remove “transcript: false”; or remove this passage"
                    )),
            ),
            Some(Extent::Full) if dictionary_word_count(source.reading.text()) == 0 => Some(
                finding(format!("the source “{id}” has no text that could be searched"))
                    .hint(format!("write all of the original’s text into {path}, below its front matter; or remove this passage")),
            ),
            Some(Extent::Full) => {
                let left_out = source.left_out.first()?;
                let place = &rules::left_out(source, left_out);
                let line = self.files.get(place.at.file).line(place.at.range.start);
                Some(
                    finding(format!("words of the source “{id}” are not on its page, so they were not searched"))
                        .hint(format!("{path}:{line}: {}", place.message))
                        .hint(format!(
                            "change the file so that its page shows these words: the warning {} says how",
                            place.code.name()
                        )),
                )
            }
        }
    }

    /// A word that is there after all.
    fn present(&self, at: Span, source: &ReadSource, word: &AbsentWord, place: &FoundWord) -> Diagnostic {
        let message = format!("“{}” is in the source “{}”", word.shown(), source.source.id);
        Diagnostic::new(Code::WordNotAbsent, at, message)
            .label("not absent")
            .hint(format!("{}: {}", self.where_it_is(source, place), place.shown))
            .hint("remove the word here, and check what the note says about it")
    }

    fn where_it_is(&self, source: &ReadSource, place: &FoundWord) -> String {
        match &place.part {
            Part::Text(start) => source.place(&self.files, *start),
            Part::Field(field) => {
                let file = source.source.file;
                let places = Places::of_front_matter(&self.files, file, &Skipped::default());
                let line = self.files.get(file).line(places.place(&field.path()).range.start);
                format!("{}:{line}, in {}", self.files.path(file), field.described())
            }
            Part::Picture(start) => format!("{}, in the description of a picture", source.place(&self.files, *start)),
            Part::Number(start) => format!("{}, in the number of a list item", source.place(&self.files, *start)),
        }
    }
}

/// All that the page of a source shows of it, ready to be searched.
struct Searched<'s> {
    source: &'s ReadSource,
    text: TermText<'s>,
    fields: Vec<(ShownField, Searchable)>,
    /// What is shown beside the text.
    labels: Vec<(Part, Searchable)>,
}

/// Where a word was found.
struct FoundWord {
    part: Part,
    /// The word with what is around it.
    shown: String,
}

#[derive(Clone, Copy)]
enum Part {
    Field(ShownField),
    /// At this byte of the reading text.
    Text(usize),
    Picture(usize),
    Number(usize),
}

/// A field of a source that its page shows.
#[derive(Clone, Copy)]
enum ShownField {
    Title,
    Author,
    Publisher,
    Short,
    Rights,
    Origin,
    MediaAlt,
    MediaCredit,
}

impl ShownField {
    fn path(self) -> Path {
        let top = Path::top();
        match self {
            ShownField::Title => top.key("title"),
            ShownField::Author => top.key("author"),
            ShownField::Publisher => top.key("publisher"),
            ShownField::Short => top.key("short"),
            ShownField::Rights => top.key("rights"),
            ShownField::Origin => top.key("origin"),
            ShownField::MediaAlt => top.key("media").key("alt"),
            ShownField::MediaCredit => top.key("media").key("credit"),
        }
    }

    fn described(self) -> &'static str {
        match self {
            ShownField::Title => "the title",
            ShownField::Author => "the name of an author",
            ShownField::Publisher => "the name of the publisher",
            ShownField::Short => "the short name",
            ShownField::Rights => "the rights",
            ShownField::Origin => "the origin",
            ShownField::MediaAlt => "the description of the picture or recording",
            ShownField::MediaCredit => "the credit of the picture or recording",
        }
    }
}

impl<'s> Searched<'s> {
    fn new(read: &'s ReadSource) -> Self {
        let plain = |text: &str| Searchable::new(ReadingText::plain(text), "");
        let source = &read.source;
        let media = source.media.as_ref();
        let field = |field: ShownField, text: Option<&String>| text.map(|text| (field, plain(text)));
        let mut fields = vec![(ShownField::Title, read.title.clone())];
        fields.extend(source.authors.iter().map(|name| (ShownField::Author, plain(name))));
        fields.extend(
            [
                field(ShownField::Publisher, source.publisher.as_ref()),
                field(ShownField::Short, source.short.as_ref()),
                field(ShownField::Rights, source.rights.as_ref()),
                field(ShownField::Origin, source.origin.as_ref()),
                field(ShownField::MediaAlt, media.and_then(|media| media.alt.as_ref())),
                field(ShownField::MediaCredit, media.and_then(|media| media.credit.as_ref())),
            ]
            .into_iter()
            .flatten(),
        );
        let pictures = read.reading.reading().labels().iter().filter(|label| !label.text.is_empty());
        let mut labels: Vec<_> = pictures.map(|label| (Part::Picture(label.at), plain(&label.text))).collect();
        let article = Beside::of(&source.body);
        labels.extend(article.numbers.iter().map(|(at, number)| (Part::Number(*at), plain(&number.to_string()))));
        Searched { text: TermText::new(&read.reading, &article.raised), fields, labels, source: read }
    }

    fn find(&self, word: &AbsentWord) -> Option<FoundWord> {
        let within = |part, text: &Searchable| {
            let at = word.term.find(&TermText::new(text, &[]))?;
            Some(FoundWord { part, shown: in_context(text.text(), &at) })
        };
        let in_field = || self.fields.iter().find_map(|(field, text)| within(Part::Field(*field), text));
        let in_label = || self.labels.iter().find_map(|(part, text)| within(*part, text));
        let in_text = || {
            let at = word.term.find(&self.text)?;
            let text = self.source.reading.text();
            // The description of a picture is shown better by itself.
            let in_picture = if text[at.clone()].contains(SEAM) { in_label() } else { None };
            Some(in_picture.unwrap_or_else(|| FoundWord { part: Part::Text(at.start), shown: in_context(text, &at) }))
        };
        in_field().or_else(in_text).or_else(in_label)
    }
}

/// What the page of an article shows otherwise than its reading text has it.
#[derive(Default)]
struct Beside {
    /// Words that are set above or below the line, such as the letter of a footnote: in the text they are like any other letters, on the
    /// page they are not part of the word before.
    raised: Vec<Range<usize>>,
    /// The numbers of list items, each with its place in the reading text.
    numbers: Vec<(usize, u64)>,
}

impl Beside {
    fn of(markdown: &str) -> Self {
        let mut beside = Beside::default();
        // For each open list, the number of its next item.
        let mut lists: Vec<Option<u64>> = vec![];
        let mut end = 0;
        // How many numbers have the place of the words after them.
        let mut placed = 0;
        for piece in read(markdown).pieces {
            match &piece {
                ArticlePiece::Text { at, style, .. } if style.raised.is_some() => beside.raised.push(at.clone()),
                ArticlePiece::Start(Tag::List(first)) => lists.push(*first),
                ArticlePiece::End(TagEnd::List(_)) => _ = lists.pop(),
                ArticlePiece::Start(Tag::Item) => {
                    if let Some(Some(number)) = lists.last_mut() {
                        beside.numbers.push((end, *number));
                        *number += 1;
                    }
                }
                _ => {}
            }
            if let Some((at, _)) = piece.text_range() {
                beside.numbers[placed..].iter_mut().for_each(|(place, _)| *place = at.start);
                placed = beside.numbers.len();
                end = at.end;
            }
        }
        beside
    }
}
