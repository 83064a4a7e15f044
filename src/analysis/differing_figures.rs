//! Figures that differ between two sources although the words around them are the same. Entry point: [`differing_figures`].

use std::ops::Range;

use citeback_quote::numbers::{Figure, agree, rounds};
use citeback_quote::shared::{SharedPassage, SharedRun};
use citeback_quote::text::boundary::{dictionary_word_count, words};
use citeback_quote::text::fold::folded;

/// So many words around two figures are the same. Fewer are often about different things.
const MIN_WORDS: usize = 14;
/// More words before a figure need not be compared, nor more bytes looked at.
const REACH: usize = 400;

/// Two figures in the same place of the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferingFigures {
    /// Bytes of each text.
    pub figures: [Range<usize>; 2],
    /// How many words around them are the same.
    pub words: usize,
}

/// The figures of two texts that differ at the edges of the runs of a shared passage, by the place in the first text.
pub fn differing_figures(passage: &SharedPassage, texts: [&str; 2], figures: [&[Figure]; 2]) -> Vec<DifferingFigures> {
    let mut found: Vec<DifferingFigures> = vec![];
    for run in &passage.runs {
        for pair in [after(run, texts, figures), before(run, texts, figures)].into_iter().flatten() {
            if pair.words >= MIN_WORDS && found.iter().all(|other| other.figures != pair.figures) {
                found.push(pair);
            }
        }
    }
    found.sort_by_key(|pair| pair.figures[0].start);
    found
}

/// The figures right after a run.
fn after(run: &SharedRun, texts: [&str; 2], figures: [&[Figure]; 2]) -> Option<DifferingFigures> {
    let next = |side: usize| {
        let end = run.places[side].end;
        let at = texts[side][end..].find(char::is_alphanumeric)? + end;
        figure_at(figures[side], at)
    };
    let [a, b] = [next(0)?, next(1)?];
    let rest = [&texts[0][a.range.end..], &texts[1][b.range.end..]];
    let more = rest.map(|text| words(text).map(|word| &text[word]));
    let [ours, theirs] = more;
    differing(run, texts, [a, b], equal(ours, theirs))
}

/// The figures right before a run.
fn before(run: &SharedRun, texts: [&str; 2], figures: [&[Figure]; 2]) -> Option<DifferingFigures> {
    let last = |side: usize| {
        let text = &texts[side][..run.places[side].start];
        let at = text.rfind(char::is_alphanumeric)?;
        figure_at(figures[side], at)
    };
    let [a, b] = [last(0)?, last(1)?];
    let [ours, theirs] = [words_before(texts[0], a.range.start), words_before(texts[1], b.range.start)];
    differing(run, texts, [a, b], equal(ours.into_iter(), theirs.into_iter()))
}

/// The words before a place, the nearest first.
fn words_before(text: &str, at: usize) -> Vec<&str> {
    let from = (at.saturating_sub(REACH)..at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
    let text = &text[from..at];
    let mut before: Vec<&str> = words(text).map(|word| &text[word]).collect();
    before.reverse();
    before
}

fn figure_at(figures: &[Figure], at: usize) -> Option<&Figure> {
    let position = figures.partition_point(|figure| figure.range.end <= at);
    figures.get(position).filter(|figure| figure.range.contains(&at) && figure.certain)
}

/// How many words are equal from the beginning.
fn equal<'t>(ours: impl Iterator<Item = &'t str>, theirs: impl Iterator<Item = &'t str>) -> usize {
    let is_same = |(a, b): &(&str, &str)| a == b || folded(a).to_lowercase() == folded(b).to_lowercase();
    ours.zip(theirs).take(MIN_WORDS).take_while(is_same).count()
}

fn differing(run: &SharedRun, texts: [&str; 2], [a, b]: [&Figure; 2], beyond: usize) -> Option<DifferingFigures> {
    if agree(a, b) || rounds(a, b) || rounds(b, a) {
        return None;
    }
    let words = dictionary_word_count(&texts[0][run.places[0].clone()]) + beyond;
    Some(DifferingFigures { figures: [a.range.clone(), b.range.clone()], words })
}

#[cfg(test)]
mod tests {
    use citeback_quote::numbers::figures;
    use citeback_quote::shared::{Compared, Wording, compare};
    use citeback_quote::{ReadingText, Searchable};

    use super::differing_figures;

    /// The figures that differ between two texts, with the number of words around them.
    fn found(language: &str, texts: [&str; 2]) -> Vec<(String, String, usize)> {
        let texts = texts.map(|text| Searchable::new(ReadingText::plain(text), language));
        let wordings = texts.each_ref().map(Wording::new);
        let compared = [0, 1].map(|side| Compared {
            name: ["a", "b"][side],
            publisher: None,
            text: texts[side].text(),
            wording: &wordings[side],
        });
        let figures = texts.each_ref().map(|text| figures(text.text(), language));
        let mut all = vec![];
        for passage in compare(&compared).iter().flat_map(|shared| &shared.passages) {
            let words = [texts[0].text(), texts[1].text()];
            for pair in differing_figures(passage, words, [&figures[0], &figures[1]]) {
                let [a, b] = [0, 1].map(|side| words[side][pair.figures[side].clone()].to_owned());
                all.push((a, b, pair.words));
            }
        }
        all
    }

    const TEXT: &str = "The council said on Friday that the old harbour bridge had been closed to all lorries and buses after 35 \
                        warnings by its own engineers, and that nobody had been hurt.";

    #[test]
    fn a_figure_that_differs_in_equal_words_is_found_once() {
        let other = TEXT.replace("35", "37");
        assert_eq!(found("en", [TEXT, &other]), [("35".to_owned(), "37".to_owned(), 30)]);
        assert_eq!(found("en", [&other, TEXT]), [("37".to_owned(), "35".to_owned(), 30)]);
        // At the end, where too few words follow for a run of their own.
        let [a, b] = [TEXT, &other].map(|text| text.split(" by its").next().unwrap());
        assert_eq!(found("en", [a, b]), [("35".to_owned(), "37".to_owned(), 20)]);
        // And at the beginning.
        let [a, b] = ["Some 20 days ago t", "Some 30 days ago t"].map(|begin| TEXT.replacen('T', begin, 1));
        assert_eq!(found("en", [&a, &b]).len(), 1);
    }

    #[test]
    fn equal_and_rounded_figures_and_other_words_are_none() {
        for other in ["thirty-five", "several"] {
            assert_eq!(found("en", [TEXT, &TEXT.replace("35", other)]), [], "{other}");
        }
        let text = TEXT.replace("35", "4,213");
        assert_eq!(found("en", [&text, &text.replace("4,213", "about 4,200")]), []);
        // Too little around them is the same.
        let short = "It was closed after 35 warnings by its own engineers.";
        assert_eq!(found("en", [short, &short.replace("35", "37")]), []);
    }
}
