//! The closest wording to a quote that is not in its source: [`nearest`], and how the two differ: [`differences`].
//!
//! Hints only. Words are aligned by edit distance over the whole source (Sellers' algorithm on words), so that one wrong word,
//! a dropped clause or a changed order still leads to the passage that was meant.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::text::boundary::words;
use crate::text::fold::folded;

/// The most word comparisons one search may cost; a longer quote is sought by its beginning.
const MAX_WORK: usize = 20_000_000;
/// Below this similarity a wording is no help.
const MIN_SIMILARITY: f64 = 0.45;

/// Edit costs: a near word (one changed ending, a typo) is half as far as another word.
const NEAR: u32 = 1;
const FAR: u32 = 2;

/// A stretch of a text that is worded like the quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// From 0 (nothing in common) to 1 (every word is the same).
    pub similarity: f64,
    /// The two are equal but for upper and lower case.
    pub only_case_differs: bool,
}

/// The stretch of `text` whose words are closest to those of `quote`, if any is close.
pub fn nearest(text: &str, quote: &str) -> Option<Nearest> {
    let source = keyed_words(text);
    let mut wanted = keyed_words(quote);
    wanted.truncate((MAX_WORK / source.len().max(1)).max(8));
    if wanted.is_empty() || source.is_empty() {
        return None;
    }
    let (from, to, cost) = align(&wanted, &source);
    if from >= to {
        return None;
    }
    let range = with_punctuation(text, source[from].0.start..source[to - 1].0.end, quote.trim());
    let similarity = 1.0 - f64::from(cost) / f64::from(FAR * u32::try_from(wanted.len()).ok()?);
    (similarity >= MIN_SIMILARITY).then(|| Nearest {
        only_case_differs: folded(&text[range.clone()]).to_lowercase() == folded(quote).to_lowercase(),
        range,
        similarity,
    })
}

/// How `quote` and `source` differ, word by word: the quote with `[-its own words-]` marked, and the source with `{+its own words+}`.
/// Words that fold alike are no difference.
pub fn differences(quote: &str, source: &str) -> (String, String) {
    let (ours, theirs) = (split(quote), split(source));
    let (our_keys, their_keys): (Vec<String>, Vec<String>) =
        (ours.iter().map(|word| folded(word)).collect(), theirs.iter().map(|word| folded(word)).collect());
    let mut shown = (Marked::new("[-", "-]"), Marked::new("{+", "+}"));
    for operation in capture_diff_slices(Algorithm::Myers, &our_keys, &their_keys) {
        let equal = operation.tag() == DiffTag::Equal;
        for word in &ours[operation.old_range()] {
            shown.0.push(word, !equal);
        }
        for word in &theirs[operation.new_range()] {
            shown.1.push(word, !equal);
        }
    }
    (shown.0.finish(), shown.1.finish())
}

fn split(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Text under construction in which runs of words are set in marks.
struct Marked {
    text: String,
    open: bool,
    marks: (&'static str, &'static str),
}

impl Marked {
    fn new(before: &'static str, after: &'static str) -> Self {
        Marked { text: String::new(), open: false, marks: (before, after) }
    }

    fn push(&mut self, word: &str, marked: bool) {
        if !marked && std::mem::take(&mut self.open) {
            self.text.push_str(self.marks.1);
        }
        self.space();
        if marked && !std::mem::replace(&mut self.open, true) {
            self.text.push_str(self.marks.0);
        }
        self.text.push_str(word);
    }

    fn space(&mut self) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    fn finish(mut self) -> String {
        if self.open {
            self.text.push_str(self.marks.1);
        }
        self.text
    }
}

/// Takes in the punctuation beside a stretch of words where the quote has some at that end.
fn with_punctuation(text: &str, words: Range<usize>, quote: &str) -> Range<usize> {
    let punctuation = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
    let mut range = words;
    if quote.chars().next().is_some_and(|c| punctuation(&c)) {
        range.start -= text[..range.start].chars().rev().take_while(punctuation).map(char::len_utf8).sum::<usize>();
    }
    if quote.chars().next_back().is_some_and(|c| punctuation(&c)) {
        range.end += text[range.end..].chars().take_while(punctuation).map(char::len_utf8).sum::<usize>();
    }
    range
}

/// The words of a text with the keys they are compared by.
fn keyed_words(text: &str) -> Vec<(Range<usize>, String)> {
    words(text).map(|word| (word.clone(), folded(&text[word]).to_lowercase())).collect()
}

/// Aligns all of `wanted` with some stretch of `source`; returns the stretch (word indices, end exclusive) and its cost.
fn align(wanted: &[(Range<usize>, String)], source: &[(Range<usize>, String)]) -> (usize, usize, u32) {
    // Per column: the cost of the cheapest alignment that ends there, and where it began.
    let mut row: Vec<(u32, usize)> = (0..=source.len()).map(|start| (0, start)).collect();
    for (_, word) in wanted {
        let mut diagonal = row[0];
        row[0].0 += FAR;
        for (column, (_, other)) in source.iter().enumerate() {
            let replace = (diagonal.0 + distance(word, other), diagonal.1);
            let leave_out = (row[column + 1].0 + FAR, row[column + 1].1);
            let insert = (row[column].0 + FAR, row[column].1);
            diagonal = row[column + 1];
            row[column + 1] =
                [leave_out, insert].into_iter().fold(replace, |best, next| if next.0 < best.0 { next } else { best });
        }
    }
    row.iter()
        .enumerate()
        .min_by_key(|(_, (cost, _))| *cost)
        .map_or((0, 0, 0), |(end, (cost, start))| (*start, end, *cost))
}

fn distance(a: &str, b: &str) -> u32 {
    if a == b {
        return 0;
    }
    let longest = a.len().max(b.len());
    let prefix = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - prefix;
    let suffix = a.bytes().rev().zip(b.bytes().rev()).take(rest).take_while(|(a, b)| a == b).count();
    if longest > 3 && (prefix + suffix) * 5 >= longest * 3 { NEAR } else { FAR }
}

#[cfg(test)]
mod tests {
    use super::{differences, nearest};

    const TEXT: &str =
        "The report was sent last week. Proceeds are estimated at up to two billion dollars. No reply came.";

    #[test]
    fn finds_the_passage_that_was_meant() {
        let found = nearest(TEXT, "estimated at up to three billion dollars").unwrap();
        assert_eq!(&TEXT[found.range], "estimated at up to two billion dollars");
        assert!(!found.only_case_differs);
    }

    #[test]
    fn says_when_only_case_differs() {
        assert!(nearest(TEXT, "no Reply came").unwrap().only_case_differs);
    }

    #[test]
    fn offers_nothing_for_words_from_elsewhere() {
        assert_eq!(nearest(TEXT, "entirely unrelated wording about gardens"), None);
    }

    #[test]
    fn marks_the_words_that_differ() {
        let (ours, theirs) = differences("up to three big billion", "up to two billion dollars");
        assert_eq!(ours, "up to [-three big-] billion");
        assert_eq!(theirs, "up to {+two+} billion {+dollars+}");
    }
}
