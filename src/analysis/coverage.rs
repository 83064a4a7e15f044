//! What nobody examined: the sentences of a source that no passage touches. Entry point: [`coverage`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::worth::worth;
use citeback_quote::text::boundary::dictionary_word_count;
use citeback_quote::text::sentence::sentences;
use citeback_quote::text::single_spaced;

/// How much of a source its passages touch.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The words of the sentences that passages touch, and of all sentences.
    pub words: (usize, usize),
    /// The other sentences, those most worth checking first.
    pub unexamined: Vec<Unexamined>,
}

/// A sentence that no passage touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unexamined {
    /// Bytes of the reading text.
    pub at: Range<usize>,
    /// What makes it worth checking, in points; see [`worth`].
    pub score: i32,
}

impl Coverage {
    /// The share of the words that are in examined sentences; 1 of a text without words.
    pub fn share(&self) -> f64 {
        match self.words {
            (_, 0) => 1.0,
            #[expect(clippy::cast_precision_loss, reason = "no text has so many words")]
            (examined, all) => examined as f64 / all as f64,
        }
    }

    /// The share in whole hundredths, rounded down, so that 100 means all.
    pub fn percent(&self) -> usize {
        match self.words {
            (_, 0) => 100,
            (examined, all) => examined * 100 / all,
        }
    }
}

/// The sentences of a text that passages touch, on one line each.
pub fn examined(text: &str, passages: &[Range<usize>]) -> Vec<String> {
    let touches = touches(passages);
    sentences(text).filter(|sentence| touches(sentence)).map(|at| single_spaced(&text[at])).collect()
}

/// Which sentences of a text the passages touch. `passages` are ranges of its bytes, in any order; `elsewhere` are sentences that are
/// examined in another version of the text, on one line each.
pub fn coverage(text: &str, language: &str, passages: &[Range<usize>], elsewhere: &BTreeSet<String>) -> Coverage {
    let touches = touches(passages);
    let mut found = Coverage { words: (0, 0), unexamined: vec![] };
    for at in sentences(text) {
        let words = dictionary_word_count(&text[at.clone()]);
        if words == 0 {
            continue;
        }
        found.words.1 += words;
        if touches(&at) || (!elsewhere.is_empty() && elsewhere.contains(&single_spaced(&text[at.clone()]))) {
            found.words.0 += words;
        } else {
            found.unexamined.push(Unexamined { score: worth(&text[at.clone()], language), at });
        }
    }
    // Sentences of equal worth keep the order of the text.
    found.unexamined.sort_by_key(|sentence| std::cmp::Reverse(sentence.score));
    found
}

/// Tells of ranges whether a passage touches them.
fn touches(passages: &[Range<usize>]) -> impl Fn(&Range<usize>) -> bool {
    let mut touched: Vec<Range<usize>> = passages.to_vec();
    touched.sort_by_key(|range| range.start);
    // The furthest end of all ranges up to each.
    let ends: Vec<usize> = touched
        .iter()
        .scan(0, |furthest, range| {
            *furthest = range.end.max(*furthest);
            Some(*furthest)
        })
        .collect();
    move |sentence| {
        let before = touched.partition_point(|range| range.start < sentence.end);
        before > 0 && ends[before - 1] > sentence.start
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{coverage, examined};

    const TEXT: &str = "The U.S. bridge cost 12 million. It is wide.\nI like it. Mr. Smith opened it in 2019.";

    fn none() -> BTreeSet<String> {
        BTreeSet::new()
    }

    #[test]
    fn what_is_examined_in_another_version_is_examined() {
        let at = |words: &str| TEXT.find(words).map(|start| start..start + words.len()).unwrap();
        let elsewhere: BTreeSet<String> = examined(TEXT, &[at("Smith"), at("wide")]).into_iter().collect();
        let newer = TEXT.replace("It is wide.", "It is narrow.");
        let found = coverage(&newer, "en", &[], &elsewhere);
        let sentences: Vec<&str> = found.unexamined.iter().map(|sentence| &newer[sentence.at.clone()]).collect();
        assert_eq!(sentences, ["The U.S. bridge cost 12 million.", "It is narrow.", "I like it."]);
    }

    #[test]
    fn sentences_without_passages_come_in_the_order_of_their_worth() {
        let found = coverage(TEXT, "en", &[], &none());
        let sentences: Vec<&str> = found.unexamined.iter().map(|sentence| &TEXT[sentence.at.clone()]).collect();
        assert_eq!(
            sentences,
            ["Mr. Smith opened it in 2019.", "The U.S. bridge cost 12 million.", "It is wide.", "I like it."]
        );
        assert_eq!((found.words, found.percent()), ((0, 18), 0));
    }

    #[test]
    fn a_passage_examines_every_sentence_that_it_touches() {
        let at = |words: &str| TEXT.find(words).map(|start| start..start + words.len()).unwrap();
        let found = coverage(TEXT, "en", &[at("Smith"), at("million. It is")], &none());
        let sentences: Vec<&str> = found.unexamined.iter().map(|sentence| &TEXT[sentence.at.clone()]).collect();
        assert_eq!(sentences, ["I like it."]);
        assert_eq!(coverage(TEXT, "en", std::slice::from_ref(&(0..TEXT.len())), &none()).percent(), 100);
        assert_eq!(coverage("", "en", &[], &none()).percent(), 100);
    }
}
