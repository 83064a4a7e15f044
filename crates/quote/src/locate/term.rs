//! Whether a text has a word, as its readers would see it: [`Term`] is what is sought, [`TermText`] where.
//!
//! Finding a quotation must not find too much; this must not find too little, because what is not found is called absent. So all that a
//! reader might take for the word counts: letters without their case, accents and typographic form, signs of other alphabets that look
//! the same, words divided at the end of a line or by an image, and words with a note number, a hyphen or an apostrophe beside them.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::searchable::Searchable;
use crate::text::boundary::is_unspaced;
use crate::text::figures::{digit, is_raised, unraised};
use crate::text::fold::{Folded, is_mark};
use crate::text::reading_text::SEAM;

const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();

/// A word, or several words that follow each other, with `*` at the end for any ending.
///
/// ```
/// use citeback_quote::locate::term::{Term, TermFault, TermText};
/// use citeback_quote::{ReadingText, Searchable};
///
/// let text = Searchable::new(ReadingText::plain("He spoke of money-LAUN\u{AD}DERING."), "en");
/// let find = |written| Ok(Term::parse(written)?.find(&TermText::new(&text, &[])).map(|at| &text.text()[at]));
/// assert_eq!(find("laundering")?, Some("LAUN\u{AD}DERING"));
/// assert_eq!(find("money launder*")?, Some("money-LAUN\u{AD}DER"));
/// assert_eq!(find("launder")?, None);
/// assert_eq!(find("laund*ering"), Err(TermFault::Star));
/// # Ok::<(), TermFault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    letters: Vec<(Gap, char)>,
    /// Any ending will do.
    open: bool,
}

/// Why something written is no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermFault {
    /// There is no letter and no figure in it.
    NoLetter,
    /// A `*` is not at the end, or has no letter right before it.
    Star,
}

impl Term {
    /// Reads a term as it is written.
    ///
    /// # Errors
    /// [`TermFault`] if nothing, or nothing sensible, is sought.
    pub fn parse(written: &str) -> Result<Self, TermFault> {
        let written = written.trim();
        let stem = written.strip_suffix('*').unwrap_or(written);
        let open = stem.len() < written.len();
        if !stem.chars().any(char::is_alphanumeric) {
            return Err(TermFault::NoLetter);
        }
        if stem.contains('*') || (open && !stem.ends_with(|c: char| c.is_alphanumeric() || is_mark(c))) {
            return Err(TermFault::Star);
        }
        let folded = Folded::new(stem);
        let letters: Vec<_> =
            letters(stem, &folded, &[], &[]).into_iter().map(|letter| (letter.gap, letter.key)).collect();
        if letters.is_empty() { Err(TermFault::NoLetter) } else { Ok(Term { letters, open }) }
    }

    /// The first place of the term, in bytes of the text; of an open one, without the ending.
    pub fn find(&self, text: &TermText<'_>) -> Option<Range<usize>> {
        let starts = 0..(text.letters.len() + 1).saturating_sub(self.letters.len());
        let start = starts.into_iter().find(|start| self.is_at(&text.letters, *start))?;
        let found = &text.letters[start..start + self.letters.len()];
        Some(text.in_source(found[0].at.start..found[found.len() - 1].at.end))
    }

    fn is_at(&self, text: &[Letter], start: usize) -> bool {
        let found = &text[start..start + self.letters.len()];
        let begins = || found[0].gap != Gap::None || is_unspaced(found[0].key);
        let same = || {
            let mut pairs = found.iter().zip(&self.letters).enumerate();
            pairs.all(|(i, (there, (gap, key)))| there.key == *key && (i == 0 || there.gap.passes_for(*gap)))
        };
        let ends = || {
            let last = found[found.len() - 1].key;
            let next = text.get(start + found.len());
            self.open || next.is_none_or(|next| next.gap != Gap::None || (is_unspaced(last) && !is_mark(next.key)))
        };
        found[0].key == self.letters[0].1 && begins() && same() && ends()
    }
}

/// A text in which terms are sought.
#[derive(Debug, Clone)]
pub struct TermText<'t> {
    text: &'t Searchable,
    letters: Vec<Letter>,
}

impl<'t> TermText<'t> {
    /// Prepares a text for any number of terms. `cuts` are bytes of it where the look of the letters tells words apart: where raised ones
    /// begin and end.
    pub fn new(text: &'t Searchable, cuts: &[usize]) -> Self {
        let reading = text.reading();
        let folded = |at: &Range<usize>| text.folded.from_source(at).start;
        let blocks: Vec<usize> = reading.breaks().iter().map(|found| folded(&found.at)).collect();
        let cuts: Vec<usize> = cuts.iter().map(|at| folded(&(*at..*at))).collect();
        TermText { text, letters: letters(reading.text(), &text.folded, &blocks, &cuts) }
    }

    /// The bytes of the text for a range of the folded one, widened to whole characters.
    fn in_source(&self, folded: Range<usize>) -> Range<usize> {
        let text = self.text.folded.text();
        let Range { mut start, mut end } = folded;
        loop {
            if let Some(source) = self.text.folded.to_source(&(start..end)) {
                return source;
            }
            start -= text[..start].chars().next_back().map_or(0, char::len_utf8);
            end += text[end..].chars().next().map_or(0, char::len_utf8);
            if start == 0 && end == text.len() {
                return 0..self.text.text().len();
            }
        }
    }
}

/// A letter or a figure.
#[derive(Debug, Clone)]
struct Letter {
    /// What is before it.
    gap: Gap,
    /// What it has in common with all that look the same.
    key: char,
    /// Bytes of the folded text; of letters that were one character, all the same.
    at: Range<usize>,
}

/// What is between two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// What may be inside a word, or between two: a hyphen, an apostrophe, an image.
    Soft,
    /// What is between two words.
    Hard,
    /// Another block, or the beginning of the text.
    Block,
}

impl Gap {
    /// Whether a gap of a text may be where a term has this one.
    fn passes_for(self, sought: Gap) -> bool {
        match self {
            Gap::None => sought <= Gap::Soft,
            Gap::Soft => true,
            Gap::Hard => sought >= Gap::Soft,
            Gap::Block => false,
        }
    }
}

/// The letters of a text; `blocks` and `cuts` are places in the folded one.
fn letters(source: &str, folded: &Folded, blocks: &[usize], cuts: &[usize]) -> Vec<Letter> {
    let places = |wanted: char| {
        source.match_indices(wanted).map(|(at, found)| folded.from_source(&(at..at + found.len())).start)
    };
    // Both are dropped by folding. A soft hyphen at the end of a line divides a word; a zero-width space may stand between two.
    let divided: Vec<usize> = places('\u{AD}').collect();
    let mut soft: Vec<usize> = places('\u{200B}').chain(cuts.iter().copied()).collect();
    soft.sort_unstable();
    let mut reader = Reader { gap: Gap::Block, last: None, is_tag: false, dash: false, letters: vec![] };
    let mut blocks = blocks.iter().peekable();
    let mut soft = soft.iter().peekable();
    for (at, c) in folded.text().char_indices() {
        while blocks.next_if(|block| **block <= at).is_some() {
            reader.widen(Gap::Block);
        }
        while soft.next_if(|cut| **cut <= at).is_some() {
            reader.widen(Gap::Soft);
        }
        let range = at..at + c.len_utf8();
        if c.is_whitespace() {
            reader.space(divided.binary_search(&at).is_ok());
        } else {
            reader.character(c, range);
        }
    }
    reader.letters
}

/// The state while letters are read.
struct Reader {
    gap: Gap,
    /// The last letter, as it is written; `None` at the beginning of the text.
    last: Option<char>,
    /// Inside a word that begins with `#` or `@`, in which capitals begin words.
    is_tag: bool,
    /// Whether the gap ends with a hyphen or a dash.
    dash: bool,
    letters: Vec<Letter>,
}

impl Reader {
    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
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
        if c.is_ascii() {
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
            // Twice, for letters that have several forms in one case: ß and SS, ς and σ.
            for lower in part.to_uppercase().flat_map(char::to_lowercase).filter(|lower| !is_accent(*lower)) {
                if lower.is_alphanumeric() || is_mark(lower) {
                    self.letter(c, look(lower), at.clone());
                } else {
                    self.sign(lower);
                }
            }
        }
    }

    fn letter(&mut self, written: char, key: char, at: Range<usize>) {
        if let Some(last) = self.last.filter(|_| self.gap == Gap::None) {
            let figures = last.is_numeric() != written.is_numeric() && !is_mark(written);
            let raised = is_raised(last) != is_raised(written);
            let capital = self.is_tag && !last.is_uppercase() && written.is_uppercase();
            if figures || raised || capital {
                self.gap = Gap::Soft;
            }
        }
        self.letters.push(Letter { gap: std::mem::replace(&mut self.gap, Gap::None), key, at });
        self.last = Some(written);
        self.dash = false;
    }

    fn sign(&mut self, c: char) {
        self.is_tag = c == '#' || c == '@' || (self.is_tag && c == '_');
        self.dash = c == '-';
        self.widen(if c == SEAM || SOFT.contains(c) { Gap::Soft } else { Gap::Hard });
    }
}

/// Signs that may be inside a word.
const SOFT: &str = "-'`´′.·‧_";

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

/// Small letters that look like a Latin one, or whose capitals do, and small capitals.
const ALIKE: &[(&str, &str)] = &[
    ("авекмнорстухіјѕһԁԛԝ", "abekmhopctyxijshdqw"),
    ("αβεικνορτυχ", "abeikvoptyx"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢı", "abcdefghijklmnoprstuvwyzi"),
];

/// The letter that a lower-case one looks like.
fn look(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let found = ALIKE.iter().find_map(|(these, latin)| {
        let position = these.chars().position(|other| other == c)?;
        latin.chars().nth(position)
    });
    found.unwrap_or(c)
}

#[cfg(test)]
mod tests;
