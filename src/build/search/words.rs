//! The words that can be found, for a reader who mistypes one: [`words`]. static/search.js compares queries with them.

use std::collections::HashMap;

use rayon::prelude::*;

use super::pagefind::IndexedPage;
use super::spacing::{SEPARATOR, is_mark, is_word, stands_alone};

/// Readers get at most so many, those that occur most often.
const MOST: usize = 20_000;
/// What ends a list that was cut.
const CUT: &str = "…";
/// In a shorter word one letter is too much to be wrong, in code points.
const SHORTEST: usize = 4;

type Counts = HashMap<String, usize>;

/// The words of all pages in lower case, one a line, most frequent first. Of scripts without spaces between words, the pairs of letters.
pub(super) fn words(pages: &[IndexedPage]) -> String {
    let counts = pages.par_iter().fold(Counts::new, |mut counts, page| {
        count(&page.html, &mut counts);
        counts
    });
    let counts = counts.reduce(Counts::new, |mut all, some| {
        for (word, count) in some {
            *all.entry(word).or_default() += count;
        }
        all
    });
    let mut words: Vec<(String, usize)> = counts.into_iter().collect();
    words.sort_unstable_by(|(word, count), (other, others)| others.cmp(count).then_with(|| word.cmp(other)));
    let is_cut = words.len() > MOST;
    words.truncate(MOST);
    let mut lines: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    lines.extend(is_cut.then_some(CUT));
    lines.join("\n")
}

/// Counts the words between the tags of a page.
fn count(html: &str, counts: &mut Counts) {
    for text in html.split('<').filter_map(|piece| piece.split_once('>').map(|(_, text)| text)) {
        let text = text.replace(SEPARATOR, "");
        for run in text.split(|c| !is_word(c)) {
            let mut letters: Vec<&str> = vec![];
            let mut rest = run;
            while let Some(first) = rest.chars().next() {
                let alone = stands_alone(first);
                let mut end = first.len_utf8();
                let after = |c: &char| if alone { is_mark(*c) } else { !stands_alone(*c) };
                end += rest[end..].chars().take_while(after).map(char::len_utf8).sum::<usize>();
                let (piece, after) = rest.split_at(end);
                rest = after;
                if alone {
                    letters.push(piece);
                } else {
                    pairs(&letters, counts);
                    letters.clear();
                    word(piece, counts);
                }
            }
            pairs(&letters, counts);
        }
    }
}

fn word(word: &str, counts: &mut Counts) {
    let is_figure = word.contains(|c: char| c.is_numeric());
    if !is_figure && word.chars().count() >= SHORTEST {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
}

fn pairs(letters: &[&str], counts: &mut Counts) {
    for pair in letters.windows(2) {
        *counts.entry(pair.concat()).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{IndexedPage, MOST, words};

    fn of(text: &str) -> String {
        words(&[IndexedPage { path: String::new(), html: format!("<html><p>{text}</p></html>") }])
    }

    #[test]
    fn words_are_listed_by_how_often_they_occur() {
        assert_eq!(of("Bridge, <b>ferry</b> &amp; bridge: the 12th ferry’s bridge2 cost"), "bridge\nferry\ncost");
        assert_eq!(of("पानी पानी вода"), "पानी\nвода");
    }

    #[test]
    fn of_scripts_without_spaces_pairs_are_listed() {
        assert_eq!(of("日\u{2060} 本\u{2060} 橋 GDP成\u{2060} 長"), "成長\n日本\n本橋");
        assert_eq!(of("ที่\u{2060} นี่"), "ที่นี่");
    }

    #[test]
    fn a_long_list_is_cut_and_says_so() {
        let text: Vec<String> =
            (0..=MOST).map(|n| format!("{n:06}").bytes().map(|digit| char::from(digit + 49)).collect()).collect();
        let list = of(&format!("often often {}", text.join(" ")));
        assert!(list.starts_with("often\naaaaaa\n") && list.ends_with("\n…"), "{}", &list[..40]);
        assert_eq!(list.lines().count(), MOST + 1);
    }
}
