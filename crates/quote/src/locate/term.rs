//! Whether a text has a word, as its readers would see it: [`Term`] is what is sought, [`TermText`] where.
//!
//! Finding a quotation must not find too much; this must not find too little, because what is not found is called absent. So all that a
//! reader might take for the word counts: letters without their case, accents and typographic form, signs of other alphabets that look
//! the same, words divided at the end of a line or by an image, and words with a note number, a hyphen or an apostrophe beside them or
//! between them.

mod alike;
mod letters;

use std::ops::Range;

use super::searchable::Searchable;
use crate::text::boundary::is_unspaced;
use crate::text::fold::{Folded, is_mark};
use crate::text::reading_text::SEAM;
use alike::Key;
use letters::{Aside, Gap, Letter, Letters};

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
    letters: Vec<(Gap, Key)>,
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
        let letters = Letters::read(stem, &Folded::new(stem), &[], &[]).all;
        let letters: Vec<_> = letters.into_iter().map(|letter| (letter.gap, letter.key)).collect();
        if letters.is_empty() { Err(TermFault::NoLetter) } else { Ok(Term { letters, open }) }
    }

    /// The first place of the term, in bytes of the text; of an open one, without the ending.
    pub fn find(&self, text: &TermText<'_>) -> Option<Range<usize>> {
        let letters = &text.letters;
        let (_, first) = self.letters[0];
        let begins =
            |letter: &Letter| letter.key.is_like(first) && (letter.gap != Gap::None || is_unspaced(letter.key.letter));
        // The first and the last letter of what is found so far, at all places at once: asides may be read or passed over, so there may be
        // many ways to the same letter.
        let mut places: Vec<(usize, usize)> =
            (0..letters.all.len()).filter(|at| begins(&letters.all[*at])).map(|at| (at, at)).collect();
        for (gap, key) in &self.letters[1..] {
            let longer = places.iter().flat_map(|(first, last)| {
                let next = letters.following(*last).into_iter();
                next.filter(|(at, there)| there.passes_for(*gap) && letters.all[*at].key.is_like(*key))
                    .map(|(at, _)| (*first, at))
            });
            places = longer.collect();
            places.sort_unstable_by_key(|(first, last)| (*last, *first));
            places.dedup_by_key(|(_, last)| *last);
        }
        let (first, last) = places.into_iter().filter(|(_, last)| self.ends(letters, *last)).min()?;
        Some(text.in_source(letters.all[first].at.start..letters.all[last].at.end))
    }

    fn ends(&self, text: &Letters, last: usize) -> bool {
        let key = text.all[last].key.letter;
        self.open
            || text
                .all
                .get(last + 1)
                .is_none_or(|next| next.gap != Gap::None || (is_unspaced(key) && !is_mark(next.key.letter)))
    }
}

/// A text in which terms are sought.
#[derive(Debug, Clone)]
pub struct TermText<'t> {
    text: &'t Searchable,
    letters: Letters,
}

impl<'t> TermText<'t> {
    /// Prepares a text for any number of terms. `raised` are bytes of it that are set above or below the line, in order and apart: no part
    /// of the word before, and perhaps the mark of a note.
    pub fn new(text: &'t Searchable, raised: &[Range<usize>]) -> Self {
        let reading = text.reading();
        let folded = |at: &Range<usize>| text.folded.from_source(at);
        let blocks: Vec<usize> = reading.breaks().iter().map(|found| folded(&found.at).start).collect();
        let raised = raised.iter().map(|at| Aside { at: folded(at), label: None });
        let labels = reading.labels().iter().filter(|label| !label.text.is_empty());
        let labels = labels.map(|label| Aside {
            at: folded(&(label.at..label.at + SEAM.len_utf8())),
            label: Some(Folded::new(&label.text).text().to_owned()),
        });
        let mut asides: Vec<Aside> = raised.chain(labels).collect();
        asides.sort_by_key(|aside| aside.at.start);
        TermText { text, letters: Letters::read(reading.text(), &text.folded, &blocks, &asides) }
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

#[cfg(test)]
mod tests;
