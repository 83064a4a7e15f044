//! Links that open a page at the quoted words: [`FragmentText::directive`] writes text directives as the WICG's
//! URL Fragment Text Directives describe them (`#:~:text=[prefix-,]start[,end][,-suffix]`).
//!
//! Browsers match without regard to case, at word boundaries found by dictionary, and take the first match on the page; a term
//! cannot run over the end of a block, though a `start,end` range can.

use std::fmt::Write as _;
use std::ops::Range;

use memchr::memmem;

use crate::text::boundary::is_dictionary_boundary;
use crate::text::single_spaced;

/// A quote of at most this many code points is given whole, a longer one as a range.
const MAX_EXACT: usize = 300;
/// At each end of a range this many words are tried first.
const RANGE_WORDS: usize = 4;
/// The most words of context, or at the end of a range, that are tried.
const MAX_WORDS: usize = 12;

/// At most this many bytes of a term are searched before the rest is compared.
const KEY: usize = 16;

/// The reading text of a source, prepared for finding out what a browser would match.
#[derive(Debug, Clone)]
pub struct FragmentText<'t> {
    text: &'t str,
    /// The same length byte for byte, without case, newlines as spaces.
    lower: String,
}

/// One candidate for a text directive, as byte ranges of the text.
#[derive(Debug, Clone)]
struct Term {
    prefix: Option<Range<usize>>,
    start: Range<usize>,
    end: Option<Range<usize>>,
    suffix: Option<Range<usize>>,
}

impl<'t> FragmentText<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut lower = String::with_capacity(text.len());
        for c in text.chars() {
            let mut folded = c.to_lowercase();
            match (folded.next(), folded.next()) {
                _ if c == '\n' => lower.push(' '),
                (Some(small), None) if small.len_utf8() == c.len_utf8() => lower.push(small),
                _ => lower.push(c),
            }
        }
        FragmentText { text, lower }
    }

    /// The fragment, with its `#`, that highlights these parts (byte ranges of the text).
    pub fn directive(&self, parts: &[Range<usize>]) -> String {
        self.fragment(parts, Self::term)
    }

    /// As [`directive`](Self::directive), with no word of the text but the parts' own; a browser may then stop at an earlier place.
    pub fn bare_directive(&self, parts: &[Range<usize>]) -> String {
        self.fragment(parts, Self::bare)
    }

    fn fragment(&self, parts: &[Range<usize>], term: impl Fn(&Self, &Range<usize>) -> Term) -> String {
        let mut out = String::from("#:~:");
        for (i, part) in parts.iter().enumerate() {
            out.push_str(if i == 0 { "text=" } else { "&text=" });
            self.write(&term(self, part), &mut out);
        }
        out
    }

    /// The shortest term whose first match is `part`; the last one tried where none is.
    fn term(&self, part: &Range<usize>) -> Term {
        let bare = self.bare(part);
        let needs_prefix = !is_dictionary_boundary(self.text, part.start);
        let needs_suffix = !is_dictionary_boundary(self.text, part.end);
        if !needs_prefix && !needs_suffix && self.is_first(&bare) {
            return bare;
        }
        let mut tried = bare;
        for words in 1..=MAX_WORDS {
            let prefix = self.words_before(part.start, words);
            let suffix = self.words_after(part.end, words);
            for (before, after) in [(true, false), (false, true), (true, true)] {
                if (needs_prefix && !before) || (needs_suffix && !after) {
                    continue;
                }
                tried = Term {
                    prefix: prefix.clone().filter(|_| before),
                    suffix: suffix.clone().filter(|_| after),
                    ..tried
                };
                if self.is_first(&tried) {
                    return tried;
                }
            }
        }
        tried
    }

    /// The term without context: all the words, or the first and last few when they are many or run over blocks.
    fn bare(&self, part: &Range<usize>) -> Term {
        let quoted = &self.text[part.clone()];
        let whole = Term { prefix: None, start: part.clone(), end: None, suffix: None };
        if !quoted.contains('\n') && quoted.chars().nth(MAX_EXACT).is_none() {
            return whole;
        }
        for words in RANGE_WORDS..=MAX_WORDS {
            let start_limit = quoted.find('\n').map_or(part.end, |line| part.start + line);
            let end_limit = quoted.rfind('\n').map_or(part.start, |line| part.start + line + 1);
            let start = part.start..self.forth(part.start, start_limit, words);
            let end = self.back(part.end, end_limit.max(start.end), words)..part.end;
            if end.is_empty() {
                return whole;
            }
            let between = &self.lower[start.end..part.end];
            let first_end = memmem::find(between.as_bytes(), &self.lower.as_bytes()[end.clone()]);
            if first_end == Some(end.start - start.end) {
                return Term { start, end: Some(end), ..whole };
            }
        }
        whole
    }

    /// Whether no earlier place of the text matches the term.
    fn is_first(&self, term: &Term) -> bool {
        let needle = &self.lower[term.start.clone()];
        // Few other places begin like this one, and a short key is searched faster.
        let key = &needle[..(0..=KEY.min(needle.len())).rev().find(|at| needle.is_char_boundary(*at)).unwrap_or(0)];
        let finder = memmem::Finder::new(key);
        let mut from = 0;
        while let Some(offset) = finder.find(&self.lower.as_bytes()[from..]) {
            let at = from + offset;
            from = at + self.lower[at..].chars().next().map_or(1, char::len_utf8);
            if at >= term.start.start {
                return true;
            }
            if !self.lower[at..].starts_with(needle) {
                continue;
            }

            let end = at + needle.len();
            let fits = |context: &Option<Range<usize>>, fits: &dyn Fn(&str) -> bool| {
                context.as_ref().is_none_or(|range| fits(&self.lower[range.clone()]))
            };
            let preceded = fits(&term.prefix, &|prefix| self.lower[..at].trim_end().ends_with(prefix));
            // Where the range ends depends on what follows: a start that matches earlier is taken to be one too many.
            let followed =
                term.end.is_some() || fits(&term.suffix, &|suffix| self.lower[end..].trim_start().starts_with(suffix));
            if preceded && followed {
                return false;
            }
        }
        true
    }

    /// The last `words` words before `at`, within the block they stand in.
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
            if word && is_dictionary_boundary(self.text, floor + offset) {
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
            if word && is_dictionary_boundary(self.text, end) {
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

    /// Percent-encodes all that is not unreserved (RFC 3986), and the hyphen and comma, which have a meaning in text directives.
    fn encode(&self, range: &Range<usize>, out: &mut String) {
        for byte in single_spaced(&self.text[range.clone()]).bytes() {
            if byte.is_ascii_alphanumeric() || b"._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FragmentText;

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
    fn several_parts_are_several_directives() {
        let text = FragmentText::new("one two three four");
        assert_eq!(text.directive(&[0..3, 8..13]), "#:~:text=one&text=three");
    }

    #[test]
    fn the_middle_of_a_dictionary_word_is_reached_by_context() {
        check("私は{京都}へ行く", "%E4%BA%AC%E9%83%BD");
    }
}
