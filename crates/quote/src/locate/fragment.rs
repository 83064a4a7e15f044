//! Links that open a page at the quoted words: [`FragmentText::directive`] writes text directives as the WICG draft
//! [URL Fragment Text Directives](https://wicg.github.io/scroll-to-text-fragment/) describes them
//! (`#:~:text=[prefix-,]start[,end][,-suffix]`).
//!
//! Browsers match without regard to case and accents, at word boundaries found by dictionary, and take the first match on the page. A
//! term cannot run over the end of a block, but a `start,end` range can, and highlights all the text between.

mod page;
mod term;

use std::borrow::Cow;
use std::ops::Range;

use page::Page;
pub use page::PageContext;
use term::Term;

use crate::text::boundary::{is_dictionary_boundary, is_unspaced};
use crate::text::display::single_spaced;
use crate::text::reading_text::ReadingText;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All that is encoded in a text directive: what is not unreserved (RFC 3986, section 2.3), and the hyphen and comma, which have a
/// meaning there.
const TERM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~');

/// A quote of at most this many code points is given whole, a longer one as a range.
const MAX_EXACT: usize = 300;
/// At each end of a range this many words are tried first.
const RANGE_WORDS: usize = 4;
/// The most words of context, or at the end of a range, that are tried.
const MAX_WORDS: usize = 12;

/// A text, prepared for finding out what a browser would match.
///
/// ```
/// use citeback_quote::FragmentText;
///
/// let text = FragmentText::new("The bank lost. The bank won.");
/// assert_eq!(text.directive(&[19..23]), "#:~:text=bank,-won");
/// assert_eq!(text.bare_directive(&[19..23]), "#:~:text=bank");
/// ```
#[derive(Debug, Clone)]
pub struct FragmentText<'t> {
    /// With newlines in place of what is no text of the page.
    text: Cow<'t, str>,
    /// Every page on which a directive is to find its words, the one that matters most first.
    pages: Vec<Page>,
    /// Bytes at which some page has other words between those of the text, in order.
    breaks: Vec<usize>,
}

/// A candidate and how many of the pages, the first ones, it finds its words on.
#[derive(Debug, Clone)]
struct Candidate {
    term: Term,
    pages: usize,
}

impl<'t> FragmentText<'t> {
    /// A text without tables and images.
    pub fn new(text: &'t str) -> Self {
        FragmentText { text: Cow::Borrowed(text), pages: vec![Page::new(text, &[])], breaks: vec![] }
    }

    /// A text with tables and images, whose separators and seams are no words of its page.
    pub fn of(reading: &'t ReadingText) -> Self {
        let text = reading.as_shown();
        FragmentText { pages: vec![Page::new(&text, &[])], text, breaks: vec![] }
    }

    /// The same with a text of its own, for those who keep it.
    pub fn into_owned(self) -> FragmentText<'static> {
        FragmentText { text: Cow::Owned(self.text.into_owned()), pages: self.pages, breaks: self.breaks }
    }

    /// Makes directives that find their words also on a page that has these other words (in the order of their places) before and between
    /// those of the text. No directive highlights the other words.
    pub fn beside(mut self, beside: &[PageContext]) -> Self {
        self.pages.push(Page::new(&self.text, beside));
        self.breaks.extend(beside.iter().map(|words| words.at));
        self
    }

    /// The fragment, with its `#`, that highlights these parts (byte ranges of the text).
    pub fn directive(&self, parts: &[Range<usize>]) -> String {
        let pieces = parts.iter().flat_map(|part| self.pieces(part));
        self.fragment(pieces.flat_map(|piece| self.terms(&piece)))
    }

    /// As [`directive`](Self::directive), with no word of the text but the parts' own; a browser may then stop at an earlier place.
    pub fn bare_directive(&self, parts: &[Range<usize>]) -> String {
        self.fragment(parts.iter().flat_map(|part| match self.bare(part) {
            Some(term) => vec![term],
            None => self.lines(part).map(Term::whole).collect(),
        }))
    }

    fn fragment(&self, terms: impl Iterator<Item = Term>) -> String {
        let mut out = String::from("#:~:");
        for (i, term) in terms.enumerate() {
            out.push_str(if i == 0 { "text=" } else { "&text=" });
            self.write(&term, &mut out);
        }
        out
    }

    /// The part, cut where a page has other words in between.
    fn pieces(&self, part: &Range<usize>) -> Vec<Range<usize>> {
        let inside = self.breaks.iter().copied().filter(|at| part.start < *at && *at < part.end);
        let mut from = part.start;
        let mut pieces = vec![];
        for end in inside.chain([part.end]) {
            pieces.extend(self.trimmed(from..end));
            from = end;
        }
        pieces
    }

    /// The lines of a part: a term in a single line runs over no block.
    fn lines(&self, part: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let mut at = part.start;
        self.text[part.clone()].split('\n').filter_map(move |line| {
            let range = at..at + line.len();
            at = range.end + 1;
            self.trimmed(range)
        })
    }

    /// A range without white space at its ends, if anything else is in it.
    fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let text = &self.text[range.clone()];
        let start = range.end - text.trim_start().len();
        let end = range.start + text.trim_end().len();
        (start < end).then_some(start..end)
    }

    /// The terms that together find a piece: one, or one for each of its lines where that finds it on more pages.
    fn terms(&self, piece: &Range<usize>) -> Vec<Term> {
        let whole = self.bare(piece).map(|bare| self.with_context(bare));
        if let Some(whole) = &whole
            && (whole.pages == self.pages.len() || !self.text[piece.clone()].contains('\n'))
        {
            return vec![whole.term.clone()];
        }
        let bare = self.lines(piece).map(|line| self.bare(&line).unwrap_or_else(|| Term::whole(line)));
        let lines: Vec<Candidate> = bare.map(|bare| self.with_context(bare)).collect();
        match whole {
            Some(whole) if lines.iter().any(|line| line.pages <= whole.pages) => vec![whole.term],
            _ => lines.into_iter().map(|line| line.term).collect(),
        }
    }

    /// The term with the least context that finds its words on every page, or at least on the pages that matter most. Where no term finds
    /// them anywhere, it is the last one tried.
    fn with_context(&self, bare: Term) -> Candidate {
        let part = bare.start.start..bare.end.as_ref().unwrap_or(&bare.start).end;
        let needs_prefix = !is_sure_boundary(&self.text, part.start);
        let needs_suffix = !is_sure_boundary(&self.text, part.end);
        let context =
            (1..=MAX_WORDS).flat_map(|words| [(words, true, false), (words, false, true), (words, true, true)]);
        let mut best = Candidate { term: bare.clone(), pages: 0 };
        for (words, before, after) in std::iter::once((0, false, false)).chain(context) {
            if (needs_prefix && !before) || (needs_suffix && !after) {
                continue;
            }
            let term = Term {
                prefix: before.then(|| self.words_before(part.start, words)).flatten(),
                suffix: after.then(|| self.words_after(part.end, words)).flatten(),
                ..bare.clone()
            };
            let pages = self.pages.iter().take_while(|page| page.finds(&term)).count();
            if pages > best.pages || best.pages == 0 {
                best = Candidate { term, pages };
            }
            if best.pages == self.pages.len() {
                break;
            }
        }
        best
    }

    /// The term without context: all the words, or the first and last few when they are many or run over blocks. `None` where the words
    /// run over blocks and no few of them tell the end.
    fn bare(&self, part: &Range<usize>) -> Option<Term> {
        let quoted = &self.text[part.clone()];
        let one_line = !quoted.contains('\n');
        if one_line && quoted.chars().nth(MAX_EXACT).is_none() {
            return Some(Term::whole(part.clone()));
        }
        for words in RANGE_WORDS..=MAX_WORDS {
            let start_limit = quoted.find('\n').map_or(part.end, |line| part.start + line);
            let end_limit = quoted.rfind('\n').map_or(part.start, |line| part.start + line + 1);
            let start = part.start..self.forth(part.start, start_limit, words);
            let end = self.back(part.end, end_limit.max(start.end), words)..part.end;
            if end.is_empty() {
                break;
            }
            let term = Term { end: Some(end), ..Term::whole(start) };
            if self.pages[0].ends_with(&term) {
                return Some(term);
            }
        }
        one_line.then(|| Term::whole(part.clone()))
    }

    /// The last `words` words before `at`, within their block.
    fn words_before(&self, at: usize, words: usize) -> Option<Range<usize>> {
        let end = self.text[..at].trim_end().len();
        let floor = self.text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let start = self.back(end, floor, words);
        (start < end).then_some(start..end)
    }

    fn words_after(&self, at: usize, words: usize) -> Option<Range<usize>> {
        let start = self.text.len() - self.text[at..].trim_start().len();
        let ceiling = self.text[start..].find('\n').map_or(self.text.len(), |line| start + line);
        let end = self.forth(start, ceiling, words);
        (start < end).then_some(start..end)
    }

    /// From `at` back over `words` words, not beyond `floor`.
    fn back(&self, at: usize, floor: usize, words: usize) -> usize {
        let mut left = words;
        let mut word = false;
        for (offset, c) in self.text[floor..at].char_indices().rev() {
            word |= c.is_alphanumeric();
            if word && is_sure_boundary(&self.text, floor + offset) {
                word = false;
                left -= 1;
                if left == 0 {
                    return floor + offset;
                }
            }
        }
        floor
    }

    fn forth(&self, at: usize, ceiling: usize, words: usize) -> usize {
        let mut left = words;
        let mut word = false;
        for (offset, c) in self.text[at..ceiling].char_indices() {
            word |= c.is_alphanumeric();
            let end = at + offset + c.len_utf8();
            if word && is_sure_boundary(&self.text, end) {
                word = false;
                left -= 1;
                if left == 0 {
                    return end;
                }
            }
        }
        ceiling
    }

    fn write(&self, term: &Term, out: &mut String) {
        if let Some(prefix) = &term.prefix {
            self.encode(prefix, out);
            out.push_str("-,");
        }
        self.encode(&term.start, out);
        if let Some(end) = &term.end {
            out.push(',');
            self.encode(end, out);
        }
        if let Some(suffix) = &term.suffix {
            out.push_str(",-");
            self.encode(suffix, out);
        }
    }

    /// Writes words as a part of a directive.
    fn encode(&self, range: &Range<usize>, out: &mut String) {
        out.extend(utf8_percent_encode(&single_spaced(&self.text[range.clone()]), TERM));
    }
}

/// Whether every browser sees a word boundary here: where a script writes no spaces, each has a dictionary of its own.
fn is_sure_boundary(text: &str, at: usize) -> bool {
    let unspaced = |c: Option<char>| c.is_some_and(is_unspaced);
    is_dictionary_boundary(text, at)
        && !(unspaced(text[..at].chars().next_back()) && unspaced(text[at..].chars().next()))
}

#[cfg(test)]
mod tests {
    use super::{FragmentText, PageContext};

    #[track_caller]
    fn check(marked: &str, expected: &str) {
        let start = marked.find('{').unwrap();
        let end = marked.find('}').unwrap() - 1;
        let text = marked.replace(['{', '}'], "");
        assert_eq!(
            FragmentText::new(&text).directive(std::slice::from_ref(&(start..end))),
            format!("#:~:text={expected}")
        );
    }

    #[test]
    fn words_that_occur_once_stand_alone() {
        check("One {two, three-four} & five", "two%2C%20three%2Dfour");
    }

    #[test]
    fn an_earlier_match_in_any_case_needs_context() {
        check("The bank lost. The {bank} won.", "bank,-won");
        check("A bank won. That {bank} won.", "That-,bank");
    }

    #[test]
    fn words_over_several_blocks_are_a_range() {
        check(
            "Start {with one two three\nmiddle\nand four five six} end",
            "with%20one%20two%20three,and%20four%20five%20six",
        );
    }

    #[test]
    fn lines_that_no_range_tells_apart_are_directives_of_their_own() {
        check("{x c\nm c n\nc} d", "x%20c&text=m%20c%20n&text=n-,c");
    }

    #[test]
    fn accents_and_ligatures_do_not_tell_words_apart() {
        check("a cafe. a {café} here", "caf%C3%A9,-here");
        check("ten fish, {ten ﬁsh} more", "fish%2C-,ten%20%EF%AC%81sh");
    }

    #[test]
    fn other_words_of_the_page_need_context_and_are_not_lit() {
        let text = "The bank won.\nIt paid. And more.";
        let beside = |at, words: &str| PageContext { at, words: words.to_owned() };
        let fragments = FragmentText::new(text).beside(&[beside(0, "Who won?"), beside(13, "It paid, they say")]);
        let directive = |words: &str| {
            let start = text.find(words).unwrap();
            fragments.directive(std::slice::from_ref(&(start..start + words.len())))
        };
        assert_eq!(directive("won"), "#:~:text=bank-,won");
        assert_eq!(directive("It paid"), "#:~:text=It%20paid,-.%20And");
        assert_eq!(directive("bank won.\nIt paid. And"), "#:~:text=bank%20won.&text=It%20paid.%20And");
    }

    #[test]
    fn several_parts_are_several_directives() {
        let text = FragmentText::new("one two three four");
        assert_eq!(text.directive(&[0..3, 8..13]), "#:~:text=one&text=three");
    }

    #[test]
    fn words_of_a_script_without_spaces_are_reached_from_where_every_browser_sees_a_boundary() {
        check("朝、私は{京都}へ行く。", "%E7%A7%81%E3%81%AF-,%E4%BA%AC%E9%83%BD,-%E3%81%B8%E8%A1%8C%E3%81%8F");
        check("朝、{私は}京都へ。", "%E7%A7%81%E3%81%AF,-%E4%BA%AC%E9%83%BD%E3%81%B8");
    }
}
