//! What a browser finds on a page: [`Page::finds`] follows a text directive as the WICG draft URL Fragment Text Directives, section 3.6,
//! prescribes, but takes more words for equal and does not ask for word boundaries. So a browser finds the words that are found here.

use std::ops::Range;

use memchr::memmem;

use super::term::Term;
use crate::text::loose::LooselyFolded;

/// At most this many bytes of a term are searched before the rest is compared: few other places begin alike, and a short key is
/// searched faster.
const KEY: usize = 16;

/// Words of a page that are not its article's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageContext {
    /// They are before this byte of the article's text.
    pub at: usize,
    /// The words.
    pub words: String,
}

/// The text of a page as browsers compare it, with the article's reading text in it.
#[derive(Debug, Clone)]
pub struct Page {
    loose: LooselyFolded,
    /// Where other words are put into the reading text, in order, and how many bytes have been put in up to there.
    shifts: Vec<(usize, usize)>,
}

impl Page {
    /// The page of a reading text, with other words in between; `beside` is in the order of its places.
    pub fn new(text: &str, beside: &[PageContext]) -> Self {
        let mut page = String::with_capacity(text.len());
        let mut shifts: Vec<(usize, usize)> = vec![];
        let mut from = 0;
        for PageContext { at, words } in beside {
            page.push_str(&text[from..*at]);
            // So that no word of the article joins one of these.
            page.push_str("\n\u{FFFC}\n");
            page.push_str(words);
            page.push_str("\n\u{FFFC}\n");
            from = *at;
            shifts.push((from, page.len() - from));
        }
        page.push_str(&text[from..]);
        Page { loose: LooselyFolded::new(&page), shifts }
    }

    /// Whether a browser finds exactly the words that `term` is meant for.
    pub fn finds(&self, term: &Term) -> bool {
        let needle = self.words(&term.start);
        let meant = self.start(term.start.start);
        let key = &needle[..(0..=KEY.min(needle.len())).rev().find(|at| needle.is_char_boundary(*at)).unwrap_or(0)];
        let finder = memmem::Finder::new(key);
        let text = self.loose.text();
        let mut from = 0;
        while let Some(offset) = finder.find(&text.as_bytes()[from..]) {
            let at = from + offset;
            if at > meant || key.is_empty() {
                return false;
            }
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
            if !text[at..].starts_with(needle) || !self.preceded(term, at) {
                continue;
            }
            let found = self.ending(term, at + needle.len());
            if found.is_some() || at == meant {
                let end = term.end.as_ref().unwrap_or(&term.start).end;
                return at == meant && found == Some(self.end(end));
            }
        }
        false
    }

    /// Whether the end of a range is found where it is meant, once its start is.
    pub fn ends_with(&self, term: &Term) -> bool {
        let end = term.end.as_ref().unwrap_or(&term.start).end;
        self.ending(term, self.end(term.start.end)) == Some(self.end(end))
    }

    /// Where the words end that a browser takes `term` for when its start ends at `after`.
    fn ending(&self, term: &Term, after: usize) -> Option<usize> {
        let Some(end) = &term.end else {
            return self.followed(term, after).then_some(after);
        };
        let needle = self.words(end);
        let text = &self.loose.text()[after..];
        let mut ends = memmem::find_iter(text.as_bytes(), needle).map(|at| after + at + needle.len());
        ends.find(|end| self.followed(term, *end))
    }

    fn preceded(&self, term: &Term, at: usize) -> bool {
        let before = self.loose.text()[..at].trim_end();
        term.prefix.as_ref().is_none_or(|prefix| before.ends_with(self.words(prefix)))
    }

    fn followed(&self, term: &Term, at: usize) -> bool {
        let after = self.loose.text()[at..].trim_start();
        term.suffix.as_ref().is_none_or(|suffix| after.starts_with(self.words(suffix)))
    }

    /// The words of a range of the reading text, as they are compared.
    fn words(&self, range: &Range<usize>) -> &str {
        &self.loose.text()[self.start(range.start)..self.end(range.end)]
    }

    /// A byte of the reading text at which words begin: other words there come before them.
    fn start(&self, at: usize) -> usize {
        self.loose.at(at + self.shift(self.shifts.partition_point(|(place, _)| *place <= at)))
    }

    /// A byte of the reading text at which words end: other words there come after them.
    fn end(&self, at: usize) -> usize {
        self.loose.at(at + self.shift(self.shifts.partition_point(|(place, _)| *place < at)))
    }

    fn shift(&self, places: usize) -> usize {
        places.checked_sub(1).map_or(0, |last| self.shifts[last].1)
    }
}
