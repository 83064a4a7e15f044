//! Quoted words among those around them, piece by piece, as cards show them: [`pieces`]. What an editor's mark left out is always shown,
//! or at least how much it is.

use std::ops::Range;

use tera::Value;

use super::shared::Shared;
use super::value::{html, list, maybe, object, text};
use crate::base::escaping::escape;
use crate::build::resolve::{Passage, ReadSource};
use crate::model::locale::Locale;
use crate::model::{Field, Show};
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::fold::without_directions;
use citeback_quote::text::reading_text::{ReadingText, SEAM};
use citeback_quote::text::single_spaced;

/// What is left out is shown in its place up to this many code points; more of it is unfolded.
const LONG_GAP: usize = 240;

/// What a piece of an excerpt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    /// Words of the source.
    Words,
    /// Words of the source that an editor's mark leaves out of the quotation, where there are too many to show in their place.
    LeftOut,
    /// The editor's own words, in their brackets.
    Inserted,
    /// The alternative text of an image.
    Image,
}

impl PieceKind {
    fn name(self) -> &'static str {
        match self {
            PieceKind::Words => "words",
            PieceKind::LeftOut => "left-out",
            PieceKind::Inserted => "inserted",
            PieceKind::Image => "image",
        }
    }
}

/// The quoted words inside the stretch `around` of their text.
pub(super) fn pieces(shared: &Shared, read: &ReadSource, passage: &Passage, around: &Range<usize>) -> Value {
    let mut excerpt = Excerpt { shared, read, passage, pieces: Pieces::default() };
    let insertions = insertions(read, passage);
    let of = |part: usize| insertions.iter().filter(move |words| words.part == part && words.shown);
    let mut at = around.start;
    for (i, part) in passage.parts.iter().enumerate() {
        if i == 0 {
            excerpt.words(at..part.start, Look::Plain);
        } else {
            excerpt.gap(at..part.start);
        }
        of(i).for_each(|words| excerpt.inserted(words));
        excerpt.words(part.clone(), Look::Marked);
        at = part.end;
    }
    of(passage.parts.len()).for_each(|words| excerpt.inserted(words));
    excerpt.words(at..around.end.max(at), Look::Plain);
    excerpt.pieces.finish()
}

/// The stretch `range` of the text that a passage is in, without marks.
pub(super) fn plain(read: &ReadSource, passage: &Passage, range: &Range<usize>) -> Value {
    let mut pieces = Pieces::default();
    pieces.source(read.field(passage.field).reading(), range.clone(), Look::Plain);
    pieces.finish()
}

/// The quoted words on one line, with what is left out between them or, where that is much or not shown, how much it is.
pub(super) fn line(locale: &Locale, read: &ReadSource, passage: &Passage) -> String {
    let text = passage.text(read);
    let mut line = String::new();
    let mut end = None;
    for part in &passage.parts {
        if let Some(end) = end {
            let gap = &text[end..part.start];
            if hidden(read, passage) || gap.trim().chars().count() > LONG_GAP {
                line.push_str(&format!(" {} ", left_out(locale, gap)))
            } else {
                line.push_str(gap)
            }
        }
        line.push_str(&text[part.clone()]);
        end = Some(part.end);
    }
    without_directions(&single_spaced(&line.replace(SEAM, " […] ")))
}

/// Whether of the text of a passage only the quoted words may be shown.
fn hidden(read: &ReadSource, passage: &Passage) -> bool {
    read.source.show == Show::None && passage.field == Field::Body
}

/// “[… 45 words left out …]”.
fn left_out(locale: &Locale, words: &str) -> String {
    match dictionary_word_count(words) {
        0 => "[…]".to_owned(),
        count => locale.filled("words_left_out", &[], Some(count)),
    }
}

/// Words of the editor's in their brackets.
pub(super) struct Insertion<'a> {
    pub text: &'a str,
    /// The number of the part that they precede.
    part: usize,
    /// Whether the word goes on directly after them: `[D]emocratic`.
    before_letter: bool,
    /// Whether it has also begun before them.
    inside_word: bool,
    /// Not where they say what the source has there, but for an initial in the other case: its own words are shown.
    pub shown: bool,
}

/// What the editor inserted, in order.
pub(super) fn insertions<'p>(read: &ReadSource, passage: &'p Passage) -> Vec<Insertion<'p>> {
    let (quote, text) = (passage.quotation.quote.as_str(), passage.text(read));
    let mut from = 0;
    let mut insertions = vec![];
    for (part, words) in &passage.inserted {
        let at = quote[from..].find(words.as_str()).map(|at| from + at);
        let (before, after) = at.map_or(("", ""), |at| (&quote[..at], &quote[at + words.len()..]));
        from = at.map_or(from, |at| at + words.len());
        let (after_letter, before_letter) =
            (before.ends_with(char::is_alphanumeric), after.starts_with(char::is_alphanumeric));
        let inner = words.trim_matches(['[', ']']).to_lowercase();
        let next = passage.parts.get(*part).map_or(text.len(), |part| part.start);
        let last = part.checked_sub(1).and_then(|last| passage.parts.get(last)).map_or(0, |part| part.end);
        let same = match (after_letter, before_letter) {
            (false, true) => text[last..next.max(last)].to_lowercase().ends_with(&inner),
            (true, _) => text[last..next.max(last)].trim().to_lowercase() == inner,
            (false, false) => false,
        };
        let inside_word = after_letter && before_letter;
        insertions.push(Insertion { text: words, part: *part, before_letter, inside_word, shown: !same });
    }
    insertions
}

struct Excerpt<'a> {
    shared: &'a Shared,
    read: &'a ReadSource,
    passage: &'a Passage,
    pieces: Pieces,
}

/// What words are to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Those around the others.
    Plain,
    /// Those that it is about.
    Marked,
    /// Those that one of two texts has and the other does not.
    Differing,
}

impl Look {
    fn element(self) -> Option<&'static str> {
        match self {
            Look::Plain => None,
            Look::Marked => Some("mark"),
            Look::Differing => Some("b"),
        }
    }
}

/// Pieces as templates see them: runs of words are one piece, which has its marks already.
#[derive(Default)]
pub(super) struct Pieces {
    done: Vec<Value>,
    /// The HTML of the words since the last piece of another kind.
    words: String,
}

impl Pieces {
    fn words(&mut self, words: &str, look: Look, struck: bool) {
        let html = &mut self.words;
        let elements = [struck.then_some("del"), look.element()];
        elements.iter().flatten().for_each(|element| html.push_str(&format!("<{element}>")));
        escape(&without_directions(words), html);
        elements.iter().rev().flatten().for_each(|element| html.push_str(&format!("</{element}>")));
    }

    /// Words of the interface, for those who do not see how the words after them look.
    pub fn unseen(&mut self, label: &str, language: &str) {
        self.words.push_str("<span class=\"unseen\" lang=\"");
        escape(language, &mut self.words);
        self.words.push_str("\">");
        escape(label, &mut self.words);
        self.words.push_str(" </span>");
    }

    /// How many words are left out.
    pub fn left_out(&mut self, locale: &Locale, words: &str) {
        self.other(PieceKind::LeftOut, &format!(" {} ", left_out(locale, words)), None);
    }

    /// A piece of another kind. `whole` is what its words are short for, where that may be unfolded.
    fn other(&mut self, kind: PieceKind, words: &str, whole: Option<&str>) {
        self.end_words();
        self.done.push(piece(kind, text(words), maybe(whole)));
    }

    fn end_words(&mut self) {
        if !self.words.is_empty() {
            let words = std::mem::take(&mut self.words);
            self.done.push(piece(PieceKind::Words, html(&words), Value::none()));
        }
    }

    pub fn finish(mut self) -> Value {
        self.end_words();
        list(self.done)
    }

    /// Words of the source, with what is struck through, and with the labels of images.
    pub fn source(&mut self, reading: &ReadingText, range: Range<usize>, look: Look) {
        for (piece, struck) in reading.cut_at_strikes(&range) {
            let mut at = piece.start;
            for words in reading.text()[piece].split_inclusive(SEAM) {
                let plain = words.trim_end_matches(SEAM);
                if !plain.is_empty() {
                    self.words(plain, look, struck);
                }
                if plain.len() < words.len() {
                    let label = reading.label(at + plain.len());
                    self.other(PieceKind::Image, if label.is_empty() { "[…]" } else { label }, None);
                }
                at += words.len();
            }
        }
    }
}

fn piece(kind: PieceKind, words: Value, whole: Value) -> Value {
    object([("text", words), ("kind", text(kind.name())), ("whole", whole)])
}

impl Excerpt<'_> {
    fn words(&mut self, range: Range<usize>, look: Look) {
        self.pieces.source(self.read.field(self.passage.field).reading(), range, look);
    }

    /// The words that an editor's mark omits or replaces.
    fn gap(&mut self, range: Range<usize>) {
        let words = &self.passage.text(self.read)[range.clone()];
        if words.trim().is_empty() {
            self.pieces.words(words, Look::Plain, false);
            return;
        }
        let hidden = hidden(self.read, self.passage);
        if !hidden && words.trim().chars().count() <= LONG_GAP {
            self.words(range, Look::Plain);
            return;
        }
        let label = format!(" {} ", left_out(&self.shared.site.locale, words));
        let whole = (!hidden).then(|| without_directions(&single_spaced(words)));
        self.pieces.other(PieceKind::LeftOut, &label, whole.as_deref());
    }

    fn inserted(&mut self, insertion: &Insertion<'_>) {
        let Insertion { inside_word, before_letter, .. } = *insertion;
        let (before, after) = (if inside_word { "" } else { " " }, if before_letter { "" } else { " " });
        self.pieces.other(PieceKind::Inserted, &format!("{before}{}{after}", insertion.text), None);
    }
}
