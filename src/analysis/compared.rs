//! What readers may see of the wording that two sources share. Entry point: [`compared`].
//!
//! Of a source that is not shown in full, words are published only where its page has them. A word that is the same in both is therefore
//! marked in neither unless both may show it: marked in the one, it would tell of the other.

use std::ops::Range;

use super::shared::SharedWording;
use citeback_quote::shared::{SharedPassage, SharedWord, Wording};

/// The part of a text that is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    All,
    /// Ranges of bytes, in order and apart.
    Parts(Vec<Range<usize>>),
}

/// The wording that two sources share, as readers may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub quoted: QuotedWords,
    pub passages: Vec<ComparedPassage>,
}

/// A stretch of shared wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedPassage {
    pub quoted: QuotedWords,
    /// The words that are the same and may be shown, in the order of both texts; none if no word may.
    pub runs: Vec<ComparedRun>,
    /// How many words are the same and may not be shown.
    pub hidden: usize,
}

/// Words that are the same in two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRun {
    /// Bytes of each text.
    pub places: [Range<usize>; 2],
    /// Whether only words that differ are between it and the run before.
    pub follows: bool,
}

/// How many words two texts share, by who has them in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuotedWords {
    /// In quarters of words: of both, of the first alone, of the second alone, of neither.
    quarters: [u32; 4],
}

impl Shown {
    /// Ranges in any order.
    pub fn parts(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut merged: Vec<Range<usize>> = vec![];
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Shown::Parts(merged)
    }

    /// What is shown of a range, in order.
    pub fn within(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        match self {
            Shown::All => vec![range.clone()],
            Shown::Parts(parts) => {
                let first = parts.partition_point(|part| part.end <= range.start);
                let touched = parts[first..].iter().take_while(|part| part.start < range.end);
                touched.map(|part| part.start.max(range.start)..part.end.min(range.end)).collect()
            }
        }
    }

    fn contains(&self, range: &Range<usize>) -> bool {
        match self {
            Shown::All => true,
            Shown::Parts(parts) => {
                let first = parts.partition_point(|part| part.end < range.end);
                parts.get(first).is_some_and(|part| part.start <= range.start)
            }
        }
    }
}

impl QuotedWords {
    fn add(&mut self, word: &SharedWord) {
        let kind = match word.is_quoted {
            [true, true] => 0,
            [true, false] => 1,
            [false, true] => 2,
            [false, false] => 3,
        };
        self.quarters[kind] = self.quarters[kind].saturating_add(word.quarters);
    }

    /// All words that are the same.
    pub fn all(self) -> usize {
        words(self.quarters.iter().sum())
    }

    /// Those that both quote.
    pub fn both(self) -> usize {
        words(self.quarters[0])
    }

    /// Those that one of the two quotes and the other does not.
    pub fn only(self, side: usize) -> usize {
        words(self.quarters[1 + side])
    }

    pub fn neither(self) -> usize {
        words(self.quarters[3])
    }
}

fn words(quarters: u32) -> usize {
    (quarters / 4) as usize
}

/// What two texts share, of which these parts are shown. `wordings` are theirs.
pub fn compared(shared: &SharedWording, wordings: [&Wording; 2], shown: [&Shown; 2]) -> Compared {
    let mut quoted = QuotedWords::default();
    let passages = shared.passages.iter().map(|passage| {
        passage.runs.iter().flat_map(|run| run.words(wordings)).for_each(|word| quoted.add(&word));
        compared_passage(passage, wordings, shown)
    });
    Compared { passages: passages.collect(), quoted }
}

/// Whether two texts share a word that both show.
pub fn is_any_shown(shared: &SharedWording, wordings: [&Wording; 2], shown: [&Shown; 2]) -> bool {
    let mut words = shared.passages.iter().flat_map(|passage| &passage.runs).flat_map(|run| run.words(wordings));
    words.any(|word| is_shown(&word, shown))
}

fn is_shown(word: &SharedWord, shown: [&Shown; 2]) -> bool {
    [0, 1].into_iter().all(|side| shown[side].contains(&word.places[side]))
}

fn compared_passage(passage: &SharedPassage, wordings: [&Wording; 2], shown: [&Shown; 2]) -> ComparedPassage {
    let mut quoted = QuotedWords::default();
    let mut runs: Vec<ComparedRun> = vec![];
    let mut hidden = 0;
    // Whether the word before is shown; none is before the first.
    let mut is_continued = false;
    for run in &passage.runs {
        for (nth, word) in run.words(wordings).enumerate() {
            quoted.add(&word);
            if !is_shown(&word, shown) {
                hidden += word.quarters;
                is_continued = false;
                continue;
            }
            match runs.last_mut() {
                Some(last) if nth > 0 && is_continued => {
                    [0, 1].into_iter().for_each(|side| last.places[side].end = word.places[side].end);
                }
                _ => runs.push(ComparedRun { places: word.places, follows: nth == 0 && is_continued }),
            }
            is_continued = true;
        }
    }
    ComparedPassage { quoted, runs, hidden: words(hidden) }
}

#[cfg(test)]
mod tests {
    use super::{Shown, compared, is_any_shown};
    use crate::analysis::shared::SharedWording;
    use crate::base::index::Idx as _;
    use crate::model::SourceIdx;
    use citeback_quote::shared::{Compared, Wording, compare};
    use citeback_quote::{ReadingText, Searchable};

    const A: &str = "She wrote: “We had warned the council three times before the old bridge was closed in May.”";
    const B: &str = "“We had warned the council three times before the very old bridge was closed in May”, it says";

    /// The marked words of either text where these words of each are shown; “|” where words differ, “/” where some are hidden.
    fn marked(shown: [&Shown; 2]) -> ([String; 2], usize) {
        let texts = [A, B].map(|text| Searchable::new(ReadingText::plain(text), "en"));
        let wordings = texts.each_ref().map(Wording::new);
        let input = [0, 1].map(|i| Compared {
            name: ["a", "b"][i],
            publisher: None,
            text: texts[i].text(),
            wording: &wordings[i],
        });
        let found = compare(&input).remove(0);
        let shared = SharedWording {
            sources: [SourceIdx::new(0), SourceIdx::new(1)],
            is_one_text: found.is_one_text,
            words: found.words,
            passages: found.passages,
        };
        let wordings = [&wordings[0], &wordings[1]];
        let compared = compared(&shared, wordings, shown);
        assert_eq!((compared.quoted.all(), compared.quoted.both()), (15, 15));
        let passage = &compared.passages[0];
        assert_eq!(is_any_shown(&shared, wordings, shown), !passage.runs.is_empty());
        let words = [0, 1].map(|side| {
            let runs = passage.runs.iter().map(|run| {
                format!("{}{}", if run.follows { "|" } else { "/" }, &[A, B][side][run.places[side].clone()])
            });
            runs.collect()
        });
        (words, passage.hidden)
    }

    fn of(text: &str, words: &[&str]) -> Shown {
        let range = |words: &&str| {
            let start = text.find(words).unwrap();
            start..start + words.len()
        };
        Shown::parts(words.iter().map(range).collect())
    }

    #[test]
    fn all_words_are_marked_where_both_are_shown() {
        let (words, hidden) = marked([&Shown::All, &Shown::All]);
        let expected = "/We had warned the council three times before the|old bridge was closed in May";
        assert_eq!((words, hidden), ([expected, expected].map(str::to_owned), 0));
    }

    #[test]
    fn no_word_is_marked_that_one_of_the_two_does_not_show() {
        let b = of(B, &["warned the council", "times before the very old bri"]);
        let expected = "/warned the council/times before the|old";
        assert_eq!(marked([&Shown::All, &b]), ([expected, expected].map(str::to_owned), 8));
        let a = of(A, &["had warned the", "bridge was"]);
        assert_eq!(marked([&a, &b]).0, ["/warned the"; 2].map(str::to_owned));
        // What hides the end of a run also hides that the next words are the next ones.
        let b = of(B, &["three times", "old bridge"]);
        assert_eq!(marked([&Shown::All, &b]).0, ["/three times/old bridge"; 2].map(str::to_owned));
        let none = Shown::parts(vec![]);
        assert_eq!(marked([&Shown::All, &none]), ([String::new(), String::new()], 15));
    }

    #[test]
    fn parts_are_put_together() {
        let shown = Shown::parts(vec![10..20, 1..5, 4..8, 20..22]);
        assert_eq!(shown, Shown::Parts(vec![1..8, 10..22]));
        assert_eq!(shown.within(&(6..15)), [6..8, 10..15]);
        assert_eq!(Shown::All.within(&(6..15)).first(), Some(&(6..15)));
        assert!(shown.contains(&(1..8)) && !shown.contains(&(1..9)) && shown.contains(&(12..22)));
        assert!(!shown.contains(&(8..10)));
    }
}
