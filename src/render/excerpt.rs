//! Quoted words among those around them, piece by piece, as cards show them: [`pieces`]. What an editor's mark left out is always shown,
//! or at least how much it is.

use std::ops::Range;

use tera::Value;

use super::shared::Shared;
use super::value::{list, object, text};
use crate::locale::Locale;
use crate::model::Show;
use crate::resolve::{Passage, ReadSource};
use crate::text::boundary::dictionary_word_count;
use crate::text::fold::without_directions;
use crate::text::reading_text::SEAM;
use crate::text::single_spaced;

/// What is left out is shown in its place up to this many code points; more of it is unfolded.
const LONG_GAP: usize = 240;

/// What a piece of an excerpt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words of the source.
    Words,
    /// Words of the source that an editor's mark leaves out of the quotation, where there are too many to show in their place.
    LeftOut,
    /// The editor's own words, in their brackets.
    Inserted,
    /// The alternative text of an image.
    Image,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Words => "words",
            Kind::LeftOut => "left-out",
            Kind::Inserted => "inserted",
            Kind::Image => "image",
        }
    }
}

/// The quoted words inside the stretch `around` of their text.
pub(super) fn pieces(shared: &Shared<'_>, read: &ReadSource, passage: &Passage, around: &Range<usize>) -> Value {
    let mut excerpt = Excerpt { shared, read, passage, pieces: vec![] };
    let mut at = around.start;
    for (i, part) in passage.parts.iter().enumerate() {
        if i == 0 {
            excerpt.words(at..part.start, false);
        } else {
            excerpt.gap(at..part.start);
        }
        excerpt.inserted(i);
        excerpt.words(part.clone(), true);
        at = part.end;
    }
    excerpt.inserted(passage.parts.len());
    excerpt.words(at..around.end.max(at), false);
    list(excerpt.pieces)
}

/// The quoted words on one line; where words are left out between them, how many.
pub(super) fn line(locale: &Locale, read: &ReadSource, passage: &Passage) -> String {
    let text = passage.text(read);
    let mut line = String::new();
    let mut end = None;
    for part in &passage.parts {
        if let Some(end) = end {
            line.push_str(&format!(" {} ", left_out(locale, &text[end..part.start])));
        }
        line.push_str(&single_spaced(&text[part.clone()]));
        end = Some(part.end);
    }
    without_directions(&line)
}

/// “[… 45 words left out …]”.
fn left_out(locale: &Locale, words: &str) -> String {
    match dictionary_word_count(words) {
        0 => "[…]".to_owned(),
        count => locale.filled("words_left_out", &[], Some(count)),
    }
}

struct Excerpt<'a> {
    shared: &'a Shared<'a>,
    read: &'a ReadSource,
    passage: &'a Passage,
    pieces: Vec<Value>,
}

impl Excerpt<'_> {
    fn push(&mut self, words: &str, kind: Kind, cited: bool, struck: bool) {
        self.pieces.push(object([
            ("text", text(&without_directions(words))),
            ("cited", Value::from(cited)),
            ("kind", text(kind.name())),
            ("struck", Value::from(struck)),
        ]));
    }

    /// Words of the source, with what is struck through, and with the labels of images.
    fn words(&mut self, range: Range<usize>, cited: bool) {
        let reading = self.read.field(self.passage.field).reading();
        for (piece, struck) in reading.cut_at_strikes(&range) {
            let mut at = piece.start;
            for words in reading.text[piece].split_inclusive(SEAM) {
                let plain = words.trim_end_matches(SEAM);
                if !plain.is_empty() {
                    self.push(plain, Kind::Words, cited, struck);
                }
                if plain.len() < words.len() {
                    let label = reading.label(at + plain.len());
                    self.push(if label.is_empty() { "[…]" } else { label }, Kind::Image, false, struck);
                }
                at += words.len();
            }
        }
    }

    /// What an editor's mark leaves out, or stands for.
    fn gap(&mut self, range: Range<usize>) {
        let words = &self.passage.text(self.read)[range.clone()];
        if words.trim().is_empty() {
            self.push(words, Kind::Words, false, false);
            return;
        }
        let hidden = self.read.source.show == Show::None && self.passage.field == crate::model::Field::Body;
        if !hidden && words.trim().chars().count() <= LONG_GAP {
            self.words(range, false);
            return;
        }
        let label = left_out(&self.shared.site.locale, words);
        let whole = if hidden { Value::none() } else { text(&without_directions(&single_spaced(words))) };
        self.pieces.push(object([
            ("text", text(&format!(" {label} "))),
            ("cited", Value::from(false)),
            ("kind", text(Kind::LeftOut.name())),
            ("struck", Value::from(false)),
            ("whole", whole),
        ]));
    }

    fn inserted(&mut self, before: usize) {
        let inserted = self.passage.inserted.iter().filter(|(part, _)| *part == before);
        let words: Vec<String> = inserted.map(|(_, words)| format!(" {words} ")).collect();
        for words in words {
            self.push(&words, Kind::Inserted, false, false);
        }
    }
}
