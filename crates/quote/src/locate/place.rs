//! What to look for and what was found: [`Quote`] and [`Place`].

use std::ops::Range;

/// What an editor wrote to say which words of a text are meant: the `TextQuoteSelector` of the W3C Web Annotation Data Model, section
/// 4.2.4.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quote<'a> {
    /// The words themselves, as the text has them, or with an editor's marks for what was left out or inserted.
    pub exact: &'a str,
    /// Words that must be directly before.
    pub prefix: Option<&'a str>,
    /// Words that must be directly after.
    pub suffix: Option<&'a str>,
}

/// How closely the quote follows the words of the text, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Equal after normalisation to NFC (Unicode Standard Annex #15), with every run of white space taken as one space.
    Verbatim,
    /// Equal after folding of typography ([`crate::text::fold`]).
    Folded,
    /// Equal but for the words that the editor marked as left out or inserted.
    Elided,
}

impl Level {
    /// The name in data: `verbatim`, `folded` or `elided`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Verbatim => "verbatim",
            Level::Folded => "folded",
            Level::Elided => "elided",
        }
    }
}

/// Where a quote is in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// How closely the quote follows the text.
    pub level: Level,
    /// Ranges of the searched text in bytes of UTF-8, end exclusive, in order and apart. Only an elided quote has more than one.
    pub parts: Vec<Range<usize>>,
    /// What the editor inserted, in its brackets, each with the index of the part that follows it.
    pub inserted: Vec<(usize, String)>,
}

impl Place {
    pub(super) fn of(level: Level, part: Range<usize>) -> Self {
        Place { level, parts: vec![part], inserted: vec![] }
    }

    /// From the first quoted byte to the last, with whatever was left out between; end exclusive.
    pub fn span(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }
}
