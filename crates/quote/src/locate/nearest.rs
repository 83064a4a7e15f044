//! The closest wording to a quote that is not in its source: [`nearest`], and how the two differ: [`differences`].
//!
//! Hints only. Words are aligned by edit distance over the whole source (Sellers' algorithm on words), so that one wrong word,
//! a dropped clause or a changed order still leads to the passage that was meant.

use std::cmp::Ordering;
use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use icu_segmenter::GraphemeClusterSegmenter;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::text::boundary::{is_unspaced, words};
use crate::text::fold::folded;

/// The most word comparisons that one step of a search may cost. Of a longer quote only the beginning is compared.
const MAX_WORK: usize = 20_000_000;
/// Below this similarity a wording is no help.
const MIN_SIMILARITY: f64 = 0.45;

/// Edit costs: a near word (one changed ending, a typo) is half as far as another word.
const NEAR: u32 = 1;
const FAR: u32 = 2;

/// A range of a text that is worded like the quote.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Bytes of the text, end exclusive.
    pub range: Range<usize>,
    /// From 0 (nothing in common) to 1 (every word is the same).
    pub similarity: f64,
    /// The two are equal but for upper and lower case.
    pub only_case_differs: bool,
}

/// The range of `text` whose words are closest to those of `quote`, if any is close. Where the first or the last words of the quote differ
/// from the text, the words in their place belong to the range, unless another sentence begins between them.
///
/// A hint for the writer of a quote, never a place: what is near may say the opposite.
///
/// ```
/// use citeback_quote::{differences, nearest};
///
/// let text = "It rained. The bridge opened in May. Nobody came.";
/// let near = nearest(text, "The bridge opened in June.").expect("most words are equal");
/// assert_eq!(&text[near.range.clone()], "The bridge opened in May.");
///
/// let (quote, source) = differences("The bridge opened in June.", &text[near.range]);
/// assert_eq!(quote, "The bridge opened in [-June.-]");
/// assert_eq!(source, "The bridge opened in {+May.+}");
/// ```
pub fn nearest(text: &str, quote: &str) -> Option<Nearest> {
    nearest_within(MAX_WORK, text, quote)
}

fn nearest_within(work: usize, text: &str, quote: &str) -> Option<Nearest> {
    let source = keyed_words(text);
    let mut source = source.as_slice();
    let wanted = keyed_words(quote);
    if wanted.is_empty() || source.is_empty() {
        return None;
    }
    let mut wanted = wanted.as_slice();
    let beginning = &wanted[..wanted.len().min((work / source.len()).max(8))];
    let mut aligned = align(beginning, source);
    if beginning.len() < wanted.len() {
        // Once it is known where it begins, there is less to compare.
        let there = &source[aligned.starts.0.min(source.len() - 1)..];
        let there = &there[..there.len().min(2 * wanted.len())];
        if there.len() * wanted.len() <= work {
            source = there;
            aligned = align(wanted, source);
        } else {
            wanted = beginning;
        }
    }
    let (from, to) = extended(&aligned, (text, source), (quote, wanted));
    if from >= to {
        return None;
    }
    let range = with_punctuation(text, source[from].0.start..source[to - 1].0.end, quote.trim());
    let similarity = 1.0 - f64::from(aligned.cost) / f64::from(FAR * u32::try_from(wanted.len()).ok()?);
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
    let mut shown = (MarkedText::new("[-", "-]"), MarkedText::new("{+", "+}"));
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
struct MarkedText {
    text: String,
    open: bool,
    marks: (&'static str, &'static str),
}

impl MarkedText {
    fn new(before: &'static str, after: &'static str) -> Self {
        MarkedText { text: String::new(), open: false, marks: (before, after) }
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

/// A word of a text, in bytes, with the key it is compared by.
type Word = (Range<usize>, String);

/// The words of a text with the keys they are compared by. Where a script puts no spaces between words, each character counts as one.
fn keyed_words(text: &str) -> Vec<Word> {
    let mut keyed = vec![];
    for word in words(text) {
        let mut push = |part: Range<usize>| keyed.push((part.clone(), folded(&text[part]).to_lowercase()));
        if !text[word.clone()].contains(is_run_together) {
            push(word);
            continue;
        }
        let mut from = word.start;
        for to in GraphemeClusterSegmenter::new().segment_str(&text[word.clone()]).skip(1) {
            let to = word.start + to;
            // A word of another script inside the run stays whole.
            let inside = text[..to].chars().next_back().into_iter().chain(text[to..].chars().next());
            if to == word.end || inside.clone().any(is_run_together) {
                push(from..to);
                from = to;
            }
        }
    }
    keyed
}

/// Whether a character is of a script that writes words without spaces between them.
fn is_run_together(c: char) -> bool {
    // Quotes may begin and end inside words of these, but spaces tell their words apart.
    let spaced =
        || matches!(CodePointMapData::<Script>::new().get(c), Script::Arabic | Script::Hebrew | Script::Hangul);
    is_unspaced(c) && !spaced()
}

/// The ranges of the source, in word indices, end exclusive, at the least edit distance from the quote. They differ in how many of the
/// quote's outer words are left out, and how many are replaced.
struct Aligned {
    /// The first and the last word that such a stretch begins with.
    starts: (usize, usize),
    /// The first and the last end of such a stretch.
    ends: (usize, usize),
    cost: u32,
}

/// The cheapest alignment that ends in a column, and the first and the last place where one at this cost begins.
#[derive(Clone, Copy)]
struct Path {
    cost: u32,
    first: usize,
    last: usize,
}

impl Path {
    fn dearer(self, cost: u32) -> Self {
        Path { cost: self.cost + cost, ..self }
    }

    fn or(self, other: Path) -> Self {
        match self.cost.cmp(&other.cost) {
            Ordering::Less => self,
            Ordering::Greater => other,
            Ordering::Equal => Path { first: self.first.min(other.first), last: self.last.max(other.last), ..self },
        }
    }
}

/// Aligns all of `wanted` with some stretch of `source`, which is not empty.
fn align(wanted: &[Word], source: &[Word]) -> Aligned {
    let mut row: Vec<Path> = (0..=source.len()).map(|start| Path { cost: 0, first: start, last: start }).collect();
    for (_, word) in wanted {
        let mut diagonal = row[0];
        row[0].cost += FAR;
        for (column, (_, other)) in source.iter().enumerate() {
            let replace = diagonal.dearer(distance(word, other));
            let leave_out = row[column + 1].dearer(FAR);
            let insert = row[column].dearer(FAR);
            diagonal = row[column + 1];
            row[column + 1] = replace.or(leave_out).or(insert);
        }
    }
    let (end, best) = row.iter().enumerate().min_by_key(|(_, path)| path.cost).expect("a row is never empty");
    // Ends that follow one another belong to the same place, as long as what leads to them begins there.
    let more = row[end + 1..].iter().take_while(|path| path.cost == best.cost && path.first <= best.last).count();
    Aligned { starts: (best.first, best.last), ends: (end, end + more), cost: best.cost }
}

/// The longest of the stretches whose outer words are of the same sentence as those inside, or that is cut where the quote, too, goes on
/// into another sentence.
fn extended(aligned: &Aligned, (text, source): (&str, &[Word]), (quote, wanted): (&str, &[Word])) -> (usize, usize) {
    let (mut from, mut to) = (aligned.starts.1, aligned.ends.0);
    if from >= to {
        (from, to) = (aligned.starts.0, aligned.ends.1);
    }
    let breaks = |text: &str, words: &[Word]| {
        words.windows(2).any(|pair| begins_sentence(text, pair[0].0.clone(), pair[1].0.clone()))
    };
    // As many words of the quote as are replaced at an end may be of another sentence there.
    let before = (from - aligned.starts.0.min(from) + 1).min(wanted.len());
    let crosses = breaks(quote, &wanted[..before]);
    while from > aligned.starts.0 && (crosses || !breaks(text, &source[from - 1..=from])) {
        from -= 1;
    }
    let after = (aligned.ends.1.max(to) - to + 1).min(wanted.len());
    let crosses = breaks(quote, &wanted[wanted.len() - after..]);
    while to < aligned.ends.1 && (crosses || !breaks(text, &source[to - 1..=to])) {
        to += 1;
    }
    (from, to)
}

/// Whether a sentence or a line begins between two words that follow one another.
fn begins_sentence(text: &str, word: Range<usize>, next: Range<usize>) -> bool {
    let between = &text[word.end..next.start];
    // An initial ("U.S.", "J. Smith") ends no sentence, and none begins with a small letter.
    let initial = text[word].chars().rev().take_while(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let initial = matches!(initial[..], [only] if only.is_uppercase());
    let small = text[next].starts_with(char::is_lowercase);
    let ends = |c: char| matches!(c, '!' | '?' | '…') || (c == '.' && !initial);
    between.contains(['\n', '。', '！', '？', '．', '।', '؟', '۔']) || (between.contains(ends) && !small)
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
    use super::{differences, nearest, nearest_within};

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

    #[track_caller]
    fn check(text: &str, quote: &str, expected: Option<&str>) {
        assert_eq!(nearest(text, quote).map(|found| &text[found.range]), expected, "{quote}");
    }

    #[test]
    fn wrong_words_at_the_ends_are_answered_by_those_in_their_place() {
        const BRIDGE: &str = "It rained. The bridge opened in May. Nobody came to the old harbour.";
        check(BRIDGE, "The bridge opened in June.", Some("The bridge opened in May."));
        check(BRIDGE, "The bridge opened in June", Some("The bridge opened in May"));
        check(BRIDGE, "A bridge opened in May", Some("The bridge opened in May"));
        check(BRIDGE, "“A bridge opened in June.”", Some("The bridge opened in May."));
        check(BRIDGE, "Somebody went to the old town", Some("Nobody came to the old harbour"));
        check("We met Dr. J. Smith, of the U.S. Senate.", "met Dr. J. Miller", Some("met Dr. J. Smith"));
        check("We met Dr. J. Smith, of the U.S. Senate.", "of the U.S. House", Some("of the U.S. Senate"));
        check(
            "rained all day long in May",
            "rained all day long in cold June 2024",
            Some("rained all day long in May"),
        );
        check("all day long in May", "It rained all day long in May", Some("all day long in May"));
    }

    #[test]
    fn words_of_another_sentence_are_no_answer_to_words_too_many() {
        const BRIDGE: &str = "It rained. The bridge opened in May. Nobody came.\nThe ferry stopped\nNo reply";
        check(BRIDGE, "The bridge opened in May today", Some("The bridge opened in May"));
        check(BRIDGE, "Yesterday the bridge opened in May", Some("The bridge opened in May"));
        check(BRIDGE, "The ferry stopped then", Some("The ferry stopped"));
        // Here the quote goes on into another sentence itself.
        check(BRIDGE, "The bridge opened in May. Everybody came.", Some("The bridge opened in May. Nobody came."));
        check(BRIDGE, "It snowed. The bridge opened in May.", Some("It rained. The bridge opened in May."));
        check(BRIDGE, "The bridge opened in May. Everybody", Some("The bridge opened in May. Nobody"));
    }

    #[test]
    fn a_quote_too_long_for_one_search_is_not_cut() {
        let text: String = (0..500).map(|i| format!("word{} and ", i * 7919)).collect();
        let from = text.len() / 2 + text[text.len() / 2..].find("word").unwrap();
        let words: Vec<&str> = text[from..].split(' ').take(100).collect();
        let quote = format!("{} elsewhere", words[..99].join(" "));
        let found = |work| nearest_within(work, &text, &quote).map(|found| text[found.range].to_owned());
        assert_eq!(found(30_000), Some(words.join(" ")));
        assert_eq!(found(15_000).unwrap().split(' ').count(), 15, "the beginning, if all would be too much work");
    }

    #[test]
    fn wrong_words_at_the_ends_of_scripts_without_spaces() {
        check("昨日は雨。橋は五月に開通した。", "橋は五月に開通する", Some("橋は五月に開通した"));
        check("昨日は雨。橋は五月に開通した。", "道は五月に開通した", Some("橋は五月に開通した"));
        check("昨日は雨。橋は五月に開通した。", "道は五月に開通する。", Some("橋は五月に開通した。"));
        check("昨日は雨。橋は五月に開通した。", "新橋は五月に開通した。", Some("橋は五月に開通した。"));
        check("สะพานเปิดในเดือนพฤษภาคม", "สะพานเปิดในเดือนมิถุนายน", Some("สะพานเปิดในเดือนพฤษภาคม"));
        check("橋はＪＲ東日本が建てた。", "橋はＪＲ西日本が建てた", Some("橋はＪＲ東日本が建てた"));
        assert_eq!(nearest("昨日は雨。橋は五月に開通した。", "我々は庭園の話をしていない"), None);
        check("다리는 오월에 개통했다", "다리는 오월에 닫혔다", Some("다리는 오월에 개통했다"));
        check("افتتح الجسر في مايو", "افتتح الجسر في يونيو", Some("افتتح الجسر في مايو"));
    }

    #[test]
    fn marks_the_words_that_differ() {
        let (ours, theirs) = differences("up to three big billion", "up to two billion dollars");
        assert_eq!(ours, "up to [-three big-] billion");
        assert_eq!(theirs, "up to {+two+} billion {+dollars+}");
    }
}
