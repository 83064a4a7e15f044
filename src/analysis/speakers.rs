//! The same words, said by different speakers. Entry point: [`differing`].
//!
//! Nobody's name is taken from a text: only what notes say in `speaker` is compared.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use citeback_quote::text::boundary::dictionary_words_of;
use citeback_quote::text::fold::folded;

/// Two quotations of which so many words in a row are equal have the same words. Fewer are often chance.
const RUN: usize = 8;
/// A whole quotation of at least so many words is the same as an equal one.
const WHOLE: usize = 4;
/// Words that so many passages have are no sign of one statement.
const MAX_ALIKE: usize = 64;
/// Shorter words, such as “the” and “of”, do not tell names apart.
const LONG: usize = 4;

/// The words of a passage that has a speaker.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// Its position in the claim.
    pub passage: usize,
    pub speaker: String,
    /// Of each run of words, and of all words.
    runs: Vec<u64>,
}

/// A passage whose note names a speaker, and whose source does.
#[derive(Debug, Clone)]
pub struct Voice {
    /// Its position in the claim.
    pub passage: usize,
    pub speaker: String,
    /// By the marks in the source; not empty.
    pub named: Vec<String>,
    /// Where the words are, for a message.
    pub place: String,
}

/// A passage by the position of its claim, and its own in that.
pub type Place = (usize, usize);

/// Two passages with the same words and different speakers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Differing {
    pub first: Place,
    pub second: Place,
}

impl Spoken {
    /// `None` if there are too few words.
    pub fn new(passage: usize, words: &str, speaker: &str) -> Option<Self> {
        let lower = folded(words).to_lowercase();
        let words: Vec<&str> = dictionary_words_of(&lower).collect();
        if words.len() < WHOLE {
            return None;
        }
        let runs = words.windows(RUN).map(hash).chain([hash(&words)]);
        Some(Spoken { passage, speaker: speaker.to_owned(), runs: runs.collect() })
    }
}

/// With fixed keys, so that each run of the program gives the same.
fn hash(words: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// The names that mean the same person or organisation, one list for each.
#[derive(Debug, Default)]
pub struct Names<'a> {
    pub known: Vec<Vec<&'a str>>,
}

impl Names<'_> {
    /// Whether two names may be of one speaker: the long words of one are among those of the other, or the notes know both as one.
    pub fn are_one(&self, a: &str, b: &str) -> bool {
        let is_one_of = |names: &Vec<&str>, name: &str| names.iter().any(|known| is_contained(known, name));
        is_contained(a, b) || self.known.iter().any(|names| is_one_of(names, a) && is_one_of(names, b))
    }
}

/// Whether the long words of one name are a subset of the other's.
fn is_contained(a: &str, b: &str) -> bool {
    let (a, b) = (long_words(a), long_words(b));
    !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

/// The long words of a name; all of them if none is long, and in scripts other than Latin.
fn long_words(name: &str) -> BTreeSet<String> {
    let lower = folded(name).to_lowercase();
    let all: BTreeSet<String> = dictionary_words_of(&lower).map(str::to_owned).collect();
    let is_long = |word: &&String| word.chars().count() >= LONG || word.chars().any(|c| c > '\u{24F}');
    let long: BTreeSet<String> = all.iter().filter(is_long).cloned().collect();
    if long.is_empty() { all } else { long }
}

/// The pairs of passages with the same words and different speakers, in the order of the claims; of passages with the same two speakers and
/// overlapping words the first pair. `claims` are the passages of each claim that have speakers.
pub fn differing(claims: &[&[Spoken]], names: &Names<'_>) -> Vec<Differing> {
    let mut alike: BTreeMap<u64, Vec<(usize, &Spoken)>> = BTreeMap::new();
    for (claim, passages) in claims.iter().enumerate() {
        for spoken in *passages {
            for run in &spoken.runs {
                alike.entry(*run).or_default().push((claim, spoken));
            }
        }
    }
    let mut pairs: BTreeMap<(Place, Place), [&str; 2]> = BTreeMap::new();
    for passages in alike.values().filter(|passages| (2..=MAX_ALIKE).contains(&passages.len())) {
        for (i, (claim, a)) in passages.iter().enumerate() {
            for (other, b) in &passages[i + 1..] {
                if !names.are_one(&a.speaker, &b.speaker) {
                    let (first, second) = ((*claim, a.passage), (*other, b.passage));
                    pairs.entry((first.min(second), first.max(second))).or_insert([&a.speaker, &b.speaker]);
                }
            }
        }
    }
    let mut seen: BTreeSet<(BTreeSet<&str>, u64)> = BTreeSet::new();
    let spoken = |(claim, passage): (usize, usize)| claims[claim].iter().find(|spoken| spoken.passage == passage);
    let mut found = vec![];
    for ((first, second), speakers) in pairs {
        let key: BTreeSet<&str> = speakers.into_iter().collect();
        let (Some(a), Some(b)) = (spoken(first), spoken(second)) else {
            continue;
        };
        let common: Vec<u64> = a.runs.iter().filter(|run| b.runs.contains(run)).copied().collect();
        if common.iter().all(|run| !seen.contains(&(key.clone(), *run))) {
            found.push(Differing { first, second });
        }
        seen.extend(common.into_iter().map(|run| (key.clone(), run)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Differing, Names, Spoken, differing};

    const WORDS: &str = "We call upon all responsible states to take action now";

    fn spoken(words: &str, speaker: &str) -> Vec<Spoken> {
        Spoken::new(0, words, speaker).into_iter().collect()
    }

    #[track_caller]
    fn check(passages: &[(&str, &str)], expected: &[(usize, usize)]) {
        let claims: Vec<Vec<Spoken>> = passages.iter().map(|(words, speaker)| spoken(words, speaker)).collect();
        let claims: Vec<&[Spoken]> = claims.iter().map(Vec::as_slice).collect();
        let found = differing(&claims, &Names { known: vec![vec!["Ana Ruiz", "The mayor"]] });
        let expected: Vec<Differing> =
            expected.iter().map(|(a, b)| Differing { first: (*a, 0), second: (*b, 0) }).collect();
        assert_eq!(found, expected, "{passages:?}");
    }

    #[test]
    fn the_same_words_with_other_speakers_are_found() {
        let within = format!("a spokeswoman said: “{WORDS}, please”");
        check(&[(WORDS, "The Bureau"), (&within, "A State Department spokeswoman")], &[(0, 1)]);
        check(&[("It was a mistake", "Tom Lee"), ("It was a mistake.", "Ana Ruiz")], &[(0, 1)]);
        // Once for two speakers.
        check(&[(WORDS, "Tom Lee"), (WORDS, "Ana Ruiz"), (WORDS, "Tom Lee")], &[(0, 1)]);
    }

    #[test]
    fn one_speaker_may_have_several_names() {
        check(&[(WORDS, "Ugoretz"), (WORDS, "Tonya Ugoretz of the FBI")], &[]);
        check(&[(WORDS, "The mayor of Harbour City"), (WORDS, "Ms Ruiz")], &[]);
        check(&[(WORDS, "习近平"), (WORDS, "习近平主席")], &[]);
    }

    #[test]
    fn other_words_and_few_words_are_no_sign() {
        check(&[("It was us", "Tom Lee"), ("It was us", "Ana Ruiz")], &[]);
        check(&[(WORDS, "Tom Lee"), ("We call upon all responsible people to go home", "Ana Ruiz")], &[]);
    }
}
