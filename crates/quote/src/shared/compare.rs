//! Compares all texts with each other: [`compare`].

use super::corpus::{Compared, Corpus};
use super::marks::Marks;
use super::passages::{SharedKind, SharedPassage, SharedWords, passages};
use super::repeated::repeated;
use super::runs::{runs, seeds};
use super::tokens::WORD;

/// Two texts are one with at least so much own wording in common,
const MIN_ONE_TEXT: u32 = 40 * WORD as u32;
/// and at least this part of the shorter one.
const ONE_TEXT_PART: u64 = 5;

/// Two texts that share wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Their positions in the input; the one whose name comes first is first here and in every pair of places.
    pub texts: [usize; 2],
    /// Whether they are one text, or one is made from the other: they share 40 words or more that nobody quotes, and a fifth of the shorter.
    pub is_one_text: bool,
    /// How many words all passages have in common.
    pub words: SharedWords,
    /// By the place in the first text; no word is in two of them.
    pub passages: Vec<SharedPassage>,
}

/// Finds the wording that any two of these texts share, sorted by their names.
///
/// The order of the input makes no difference. The cost grows with the length of all texts, and with what they share.
pub fn compare(texts: &[Compared<'_>]) -> Vec<Shared> {
    let corpus = Corpus::new(texts);
    let occurrences = repeated(&corpus);
    let marks = Marks::new(&corpus, &occurrences);
    let seeds = seeds(&corpus, &marks, &occurrences);
    drop(occurrences);
    let mut found = vec![];
    for seeds in seeds.chunk_by(|a, b| a.texts == b.texts) {
        let pair = seeds[0].texts;
        let passages = passages(&corpus, &marks, pair, &runs(&corpus, &marks, seeds));
        if !passages.is_empty() {
            found.push(shared(&corpus, pair, passages));
        }
    }
    let name = |input: usize| (texts[input].name, input);
    found.sort_by_key(|shared| shared.texts.map(name));
    found
}

fn shared(corpus: &Corpus<'_>, pair: [u32; 2], mut passages: Vec<SharedPassage>) -> Shared {
    let mut words = SharedWords::default();
    passages.iter().for_each(|passage| words.add_all(passage.words));
    let shorter = pair.map(|text| corpus.wording(text).total_weight()).into_iter().min().unwrap_or_default();
    let own = words.weight(SharedKind::Own);
    let is_one_text = own >= MIN_ONE_TEXT && u64::from(own) * ONE_TEXT_PART >= shorter;
    let mut texts = pair.map(|text| corpus.inputs[text as usize]);
    let [first, second] = pair.map(|text| (corpus.texts[text as usize].name, corpus.inputs[text as usize]));
    if second < first {
        texts.reverse();
        for passage in &mut passages {
            passage.places.reverse();
            for run in &mut passage.runs {
                run.places.reverse();
                run.tokens.reverse();
            }
        }
        passages.sort_by_key(|passage| passage.places[0].start);
    }
    Shared { texts, is_one_text, words, passages }
}
