//! Words that are said to be absent from a source: [`Resolver::absence`] verifies that they are, or says where they stand.
//!
//! All that the source's page shows of it is searched: its title, its authors, its text, and the descriptions of its pictures. What cannot
//! be searched is never called searched: the source must say that its file holds the whole original, and every word of the file must be on
//! the page.

use std::ops::Range;

use super::note_text::NoteText;
use super::passage::ReadSource;
use super::quote::Resolver;
use super::rules;
use super::verified::VerifiedAbsence;
use crate::base::files::Span;
use crate::findings::{Code, Diagnostic, Findings};
use crate::markdown::reading::{ArticlePiece, read};
use crate::model::{Absence, AbsentWord, Extent};
use crate::notes::yaml::Path;
use citeback_quote::locate::Searchable;
use citeback_quote::locate::term::TermText;
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::in_context;
use citeback_quote::text::reading_text::{ReadingText, SEAM};

impl Resolver {
    /// Verifies an absence of the note `note`; problems go to `found`.
    pub fn absence(&self, note: NoteText<'_>, absence: &Absence, found: &mut Findings) -> Option<VerifiedAbsence> {
        let position = self.source_of(note, (&absence.source, absence.index), found)?;
        let source = &self.sources[position];
        let at = Path::top().key("passages").index(absence.index).key("absent");
        let unsearched = self.unsearched(source).map(|finding| Diagnostic { at: note.place(&at), ..finding });
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
            absence: absence.clone(),
            source: position,
            searched: dictionary_word_count(source.reading.text()),
            pictures: source.reading.text().contains(SEAM),
        })
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
            Some(Extent::Full) => {
                let left_out = source.left_out.first()?;
                let place = &rules::left_out(source, left_out);
                let line = self.files.get(place.at.file).line(place.at.range.start);
                Some(
                    finding(format!("words of the source “{id}” are not on its page, so they were not searched"))
                        .hint(format!("{path}:{line}: {}", place.message))
                        .hint("change the file so that its page shows these words: the warning text-left-out says how"),
                )
            }
        }
    }

    /// A word that is there after all.
    fn present(&self, at: Span, source: &ReadSource, word: &AbsentWord, place: &FoundWord) -> Diagnostic {
        let message = format!("“{}” is in the source “{}”", word.shown(), source.source.id);
        let where_it_is = match place.part {
            Part::Text(start) => source.place(&self.files, start),
            Part::Title => format!("{}, in the title", self.files.path(source.source.file)),
            Part::Author => format!("{}, in the name of an author", self.files.path(source.source.file)),
            Part::Picture(start) => format!("{}, in the description of a picture", source.place(&self.files, start)),
        };
        Diagnostic::new(Code::WordNotAbsent, at, message)
            .label("not absent")
            .hint(format!("{where_it_is}: {}", place.shown))
            .hint("remove the word here, and check what the note says about it")
    }
}

/// All that the page of a source shows of it, ready to be searched.
struct Searched<'s> {
    source: &'s ReadSource,
    text: TermText<'s>,
    title: TermText<'s>,
    authors: Vec<Searchable>,
    /// Each with its place in the text.
    pictures: Vec<(usize, Searchable)>,
}

/// Where a word was found.
struct FoundWord {
    part: Part,
    /// The word with what is around it.
    shown: String,
}

enum Part {
    Title,
    Author,
    /// At this byte of the reading text.
    Text(usize),
    Picture(usize),
}

impl<'s> Searched<'s> {
    fn new(source: &'s ReadSource) -> Self {
        let plain = |text: &str| Searchable::new(ReadingText::plain(text), "");
        let labels = source.reading.reading().labels().iter().filter(|label| !label.text.is_empty());
        Searched {
            text: TermText::new(&source.reading, &raised(&source.source.body)),
            title: TermText::new(&source.title, &[]),
            authors: source.source.authors.iter().map(|name| plain(name)).collect(),
            pictures: labels.map(|label| (label.at, plain(&label.text))).collect(),
            source,
        }
    }

    fn find(&self, word: &AbsentWord) -> Option<FoundWord> {
        let place = |part, text: &Searchable, at| FoundWord { part, shown: in_context(text.text(), &at) };
        let within = |text: &Searchable| word.term.find(&TermText::new(text, &[]));
        if let Some(at) = word.term.find(&self.title) {
            return Some(place(Part::Title, &self.source.title, at));
        }
        if let Some(at) = word.term.find(&self.text) {
            return Some(place(Part::Text(at.start), &self.source.reading, at));
        }
        let author = self.authors.iter().find_map(|name| Some(place(Part::Author, name, within(name)?)));
        author.or_else(|| {
            let mut pictures = self.pictures.iter();
            pictures.find_map(|(start, label)| Some(place(Part::Picture(*start), label, within(label)?)))
        })
    }
}

/// Words of an article that are set above or below the line, such as the letter of a footnote: in the text they are like any other letters,
/// on the page they are not part of the word before.
fn raised(markdown: &str) -> Vec<Range<usize>> {
    let mut raised = vec![];
    for piece in read(markdown).pieces {
        if let ArticlePiece::Text { at, style, .. } = piece
            && style.raised.is_some()
        {
            raised.push(at);
        }
    }
    raised
}
