//! The letters of a text and what is between them: [`Letters`].

use std::ops::Range;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::alike::{Key, is_apostrophe, is_set_off, spelt};
use crate::text::boundary::is_unspaced;
use crate::text::figures::{digit, unraised};
use crate::text::fold::{Folded, is_mark};

const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();

/// The letters and figures of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Letters {
    pub all: Vec<Letter>,
    /// Letters that may be passed over, such as the mark of a note; sorted.
    asides: Vec<Range<usize>>,
}

/// A letter or a figure.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    /// What is before it.
    pub gap: Gap,
    pub key: Key,
    /// Bytes of the folded text; of letters that were one character, all the same.
    pub at: Range<usize>,
}

/// What is between two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    None,
    /// What may be inside a word, or between two: a hyphen, an apostrophe, a bracket, an image.
    Soft,
    /// What is between two words.
    Hard,
    /// Another block, or the beginning of the text.
    Block,
}

impl Gap {
    /// Whether a gap of a text may be where a term has this one.
    pub fn passes_for(self, sought: Gap) -> bool {
        match self {
            Gap::None => sought <= Gap::Soft,
            Gap::Soft => true,
            Gap::Hard => sought >= Gap::Soft,
            Gap::Block => false,
        }
    }
}

/// What is set apart from the words around it: bytes of the folded text, and what is shown in their place if that is not they.
pub(super) struct Aside {
    pub at: Range<usize>,
    pub label: Option<String>,
}

/// After this many asides in a row a term is not sought further.
const MAX_ASIDES: usize = 16;
/// With more letters than this, words in square brackets are more than a remark.
const MAX_REMARK: usize = 40;
/// The same for words in round brackets, which may be the mark of a note.
const MAX_NOTE: usize = 3;
/// Brackets that are open at the same time; more are not brackets.
const MAX_OPEN: usize = 8;

impl Letters {
    /// `blocks` and `asides` are places in the folded text, in order.
    pub fn read(source: &str, folded: &Folded, blocks: &[usize], asides: &[Aside]) -> Self {
        let places = |wanted: char| {
            source.match_indices(wanted).map(|(at, found)| folded.from_source(&(at..at + found.len())).start)
        };
        // Both are dropped by folding. A soft hyphen at the end of a line divides a word; a zero-width space may stand between two.
        let divided: Vec<usize> = places('\u{AD}').collect();
        let mut reader = Reader::default();
        let mut blocks = blocks.iter().peekable();
        let mut soft = places('\u{200B}').peekable();
        let mut asides = asides.iter().peekable();
        let mut aside: Option<(usize, Mark)> = None;
        let text = folded.text();
        for (at, c) in text.char_indices() {
            while blocks.next_if(|block| **block <= at).is_some() {
                reader.widen(Gap::Block);
                reader.brackets.clear();
            }
            while soft.next_if(|place| *place <= at).is_some() {
                reader.widen(Gap::Soft);
            }
            if let Some((_, mark)) = aside.take_if(|(end, _)| *end <= at) {
                reader.end(mark);
            }
            let range = at..at + c.len_utf8();
            while let Some(begun) = asides.next_if(|aside| aside.at.start <= at) {
                if let Some((_, mark)) = aside.take() {
                    reader.end(mark);
                }
                let mark = reader.begin();
                for c in begun.label.iter().flat_map(|label| label.chars()) {
                    if c.is_whitespace() { reader.space(false) } else { reader.character(c, range.clone()) }
                }
                aside = Some((begun.at.end, mark));
            }
            match (is_set_off(c), reader.set_off.take()) {
                (true, None) => reader.set_off = Some(reader.begin()),
                (true, begun) => reader.set_off = begun,
                (false, Some(mark)) => reader.end(mark),
                (false, None) => {}
            }
            if reader.gap == Gap::None
                && reader.last.is_some_and(char::is_numeric)
                && joins_figures(c, &text[range.end..])
            {
                reader.widen(Gap::Soft);
            } else if c.is_whitespace() {
                reader.space(divided.binary_search(&at).is_ok());
            } else {
                reader.character(c, range);
            }
        }
        reader.letters.asides.sort_by_key(|aside| aside.start);
        reader.letters
    }

    /// The letters that may follow this one, each with what is before it.
    pub fn following(&self, letter: usize) -> Vec<(usize, Gap)> {
        let mut found = vec![(letter + 1, self.all.get(letter + 1).map_or(Gap::Block, |next| next.gap))];
        let mut looked_at = 0;
        while let Some((at, gap)) = found.get(looked_at).copied()
            && looked_at < MAX_ASIDES
        {
            looked_at += 1;
            let first = self.asides.partition_point(|aside| aside.start < at);
            for aside in self.asides[first..].iter().take_while(|aside| aside.start == at) {
                if let Some(next) = self.all.get(aside.end)
                    && found.len() <= MAX_ASIDES
                {
                    found.push((aside.end, gap.max(next.gap)));
                }
            }
        }
        found.retain(|(at, _)| *at < self.all.len());
        found
    }
}

/// The state while letters are read.
struct Reader {
    gap: Gap,
    /// The last letter, without its accents and its form; `None` at the beginning of the text.
    last: Option<char>,
    /// Inside a word that begins with `#` or `@`, in which capitals begin words.
    is_tag: bool,
    /// Whether the gap ends with a hyphen or a dash.
    dash: bool,
    /// The state before the brackets that are open.
    brackets: Vec<(char, Mark)>,
    /// The state before characters that are themselves above or below the line, or in a circle.
    set_off: Option<Mark>,
    letters: Letters,
}

/// The state at the beginning of an aside.
struct Mark {
    first: usize,
    last: Option<char>,
    dash: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Reader {
            gap: Gap::Block,
            last: None,
            is_tag: false,
            dash: false,
            brackets: vec![],
            set_off: None,
            letters: Letters::default(),
        }
    }
}

impl Reader {
    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Begins an aside.
    fn begin(&mut self) -> Mark {
        self.widen(Gap::Soft);
        Mark { first: self.letters.all.len(), last: self.last, dash: self.dash }
    }

    /// Ends an aside. What follows continues what was before it.
    fn end(&mut self, mark: Mark) {
        self.widen(Gap::Soft);
        let end = self.letters.all.len();
        if mark.first < end {
            self.letters.asides.push(mark.first..end);
            self.last = mark.last;
            self.dash = mark.dash;
        }
    }

    fn space(&mut self, divides: bool) {
        self.is_tag = false;
        // Where words have no spaces, one is from the end of a line in the file.
        let unspaced = self.last.is_some_and(is_written_together);
        self.widen(if divides || self.dash || unspaced { Gap::Soft } else { Gap::Hard });
    }

    fn character(&mut self, c: char, at: Range<usize>) {
        if c.is_ascii_alphanumeric() {
            return self.letter(c, c.to_ascii_lowercase(), at);
        }
        if c.is_ascii() || is_apostrophe(c) {
            return self.sign(c);
        }
        let mut utf8 = [0; 4];
        let plain = unraised(c);
        let decomposed = match digit(plain).and_then(|value| char::from_digit(value, 10)) {
            Some(figure) => figure.to_string(),
            // A Korean syllable is one sign, whatever it is made of.
            None if ('\u{AC00}'..='\u{D7A3}').contains(&plain) => plain.to_string(),
            None => NFKD.normalize(plain.encode_utf8(&mut utf8)).into_owned(),
        };
        for part in decomposed.chars() {
            if is_invisible(part) || is_accent(part) {
                continue;
            }
            // Back and forth, for letters that have several forms in one case: ß, ẞ and SS, ς and σ.
            let lower = part.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
            for lower in lower.filter(|lower| !is_accent(*lower)) {
                match spelt(lower) {
                    Some(letters) => letters.chars().for_each(|lower| self.letter(part, lower, at.clone())),
                    None if lower.is_alphanumeric() || is_mark(lower) => self.letter(part, lower, at.clone()),
                    None => self.sign(lower),
                }
            }
        }
    }

    /// Adds a letter: as it is written, and in lower case.
    fn letter(&mut self, written: char, lower: char, at: Range<usize>) {
        if let Some(last) = self.last.filter(|_| self.gap == Gap::None && !is_mark(written)) {
            let figures = last.is_numeric() != written.is_numeric();
            let capital = self.is_tag && !last.is_uppercase() && written.is_uppercase();
            if figures || capital || is_other_script(last, written) {
                self.gap = Gap::Soft;
            }
        }
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        self.letters.all.push(Letter { gap, key: Key::new(lower, written.is_uppercase()), at });
        self.last = Some(written);
        self.dash = false;
        self.order_marks(gap);
    }

    /// Thai and Lao write the sign of a vowel before or after that of the tone, and show both alike.
    fn order_marks(&mut self, gap: Gap) {
        if let [.., tone, vowel] = &mut self.letters.all[..]
            && gap == Gap::None
            && matches!(tone.key.letter, '\u{E48}'..='\u{E4B}' | '\u{EC8}'..='\u{ECB}')
            && matches!(vowel.key.letter, '\u{E4D}' | '\u{ECD}')
        {
            std::mem::swap(&mut tone.key, &mut vowel.key);
        }
    }

    fn sign(&mut self, c: char) {
        self.is_tag = c == '#' || c == '@' || (self.is_tag && c == '_');
        match c {
            '[' | '(' | '【' | '〔' => {
                if self.brackets.len() == MAX_OPEN {
                    self.brackets.remove(0);
                }
                let mark = self.begin();
                self.brackets.push((c, mark));
            }
            ']' | ')' | '】' | '〕' => self.close(c),
            _ => self.dash = c == '-',
        }
        self.widen(Gap::Soft);
    }

    fn close(&mut self, c: char) {
        let opens = ['[', '(', '【', '〔'][[']', ')', '】', '〕'].iter().position(|end| *end == c).unwrap_or(0)];
        if let Some(open) = self.brackets.iter().rposition(|(open, _)| *open == opens) {
            let mark = self.brackets.drain(open..).next();
            let letters = |mark: &Mark| self.letters.all.len() - mark.first;
            let most = if c == ')' { MAX_NOTE } else { MAX_REMARK };
            if let Some((_, mark)) = mark.filter(|(_, mark)| letters(mark) <= most) {
                self.end(mark);
            }
        }
    }
}

/// Whether a sign after a figure only groups those of one number: `2,000`, `2 000`. `rest` is what follows.
fn joins_figures(c: char, rest: &str) -> bool {
    matches!(c, ',' | ' ' | '٬' | '،') && (2..=4).contains(&rest.chars().take_while(|c| digit(*c).is_some()).count())
}

/// Whether letters of different scripts meet.
fn is_other_script(a: char, b: char) -> bool {
    if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() {
        return false;
    }
    let (before, after) = (script(a), script(b));
    let common = |script| matches!(script, Script::Common | Script::Inherited);
    is_unspaced(a) != is_unspaced(b) || (before != after && !common(before) && !common(after))
}

/// Whether words of this character's script have no spaces between them.
fn is_written_together(c: char) -> bool {
    is_unspaced(c) && !matches!(script(c), Script::Arabic | Script::Hebrew | Script::Hangul)
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

fn is_invisible(c: char) -> bool {
    // The tatweel only makes an Arabic word longer.
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) || c == 'ـ'
}

/// Whether a mark is a matter of spelling or emphasis. In other scripts marks are vowels, without which a word is another.
fn is_accent(c: char) -> bool {
    c >= '\u{300}'
        && !matches!(c, '\u{3099}' | '\u{309A}')
        && matches!(
            CodePointMapData::<GeneralCategory>::new().get(c),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
        )
        && matches!(script(c), Script::Inherited | Script::Arabic | Script::Hebrew | Script::Cyrillic)
}
