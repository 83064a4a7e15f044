//! Which words of two texts are the same ones: [`aligned`].

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::compared_words::ComparedWords;

/// A stretch of two texts between sentences that they share: words that correspond, as pairs of positions in the words of both, ascending.
pub(super) struct Stretch {
    /// Positions of sentences.
    pub old: Range<usize>,
    pub new: Range<usize>,
    /// Positions of words; each is in one pair at most.
    pub pairs: Vec<(usize, usize)>,
}

/// A pair of sentences corresponds if at least one of this many words of the shorter one is the same.
const SHARED: usize = 3;

/// What two texts do not share sentence by sentence, in order. Compared with each other in the opposite order, they give the same.
pub(super) fn aligned(old: &ComparedWords, new: &ComparedWords) -> Vec<Stretch> {
    let mut stretches = vec![];
    let (mut from_old, mut from_new) = (0, 0);
    let equal = equal_runs(&old.sentence_keys, &new.sentence_keys);
    for (old_run, new_run) in
        equal.into_iter().chain([(old.sentences.len()..old.sentences.len(), new.sentences.len()..new.sentences.len())])
    {
        if from_old < old_run.start || from_new < new_run.start {
            let (old_gap, new_gap) = (from_old..old_run.start, from_new..new_run.start);
            let pairs = pairs(old, &old_gap, new, &new_gap);
            stretches.push(Stretch { old: old_gap, new: new_gap, pairs });
        }
        (from_old, from_new) = (old_run.end, new_run.end);
    }
    stretches
}

/// The words that correspond in some sentences of both.
fn pairs(
    old: &ComparedWords,
    old_sentences: &Range<usize>,
    new: &ComparedWords,
    new_sentences: &Range<usize>,
) -> Vec<(usize, usize)> {
    let (in_old, in_new) = (old.words_of(old_sentences), new.words_of(new_sentences));
    let runs = equal_runs(&old.keys[in_old.clone()], &new.keys[in_new.clone()]);
    let pair = |(a, b): (usize, usize)| (in_old.start + a, in_new.start + b);
    runs.into_iter().flat_map(|(a, b)| a.zip(b)).map(pair).collect()
}

impl ComparedWords {
    /// The words of some sentences.
    pub fn words_of(&self, sentences: &Range<usize>) -> Range<usize> {
        match self.sentences.get(sentences.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.clone(),
            _ => {
                let at = self.sentences.get(sentences.start).map_or(self.words.len(), |next| next.start);
                at..at
            }
        }
    }
}

/// The runs of two lists that are the same. The work grows little faster than the lists: similar's Myers gives up the shortest result where
/// it is hard to find.
fn equal_runs(old: &[u32], new: &[u32]) -> Vec<(Range<usize>, Range<usize>)> {
    // Which of two equally good results is found depends on the order of the texts.
    let swapped = new < old;
    let (first, second) = if swapped { (new, old) } else { (old, new) };
    let runs =
        capture_diff_slices(Algorithm::Myers, first, second).into_iter().filter_map(|operation| match operation {
            DiffOp::Equal { old_index, new_index, len } => {
                Some((old_index..old_index + len, new_index..new_index + len))
            }
            _ => None,
        });
    runs.map(|(a, b)| if swapped { (b, a) } else { (a, b) }).collect()
}

/// The sentences of a stretch that correspond, each with one or more of the other text: positions in the old and in the new one, in order.
/// Sentences that correspond to none are in no pair.
pub(super) fn corresponding(
    old: &ComparedWords,
    new: &ComparedWords,
    stretch: &Stretch,
) -> Vec<(Range<usize>, Range<usize>)> {
    let mut shared: Vec<((usize, usize), usize)> = vec![];
    for (a, b) in stretch.pairs.iter().filter(|(a, _)| old.words[*a].is_spoken) {
        let pair = (old.sentence_of[*a], new.sentence_of[*b]);
        match shared.last_mut() {
            Some((last, count)) if *last == pair => *count += 1,
            _ => shared.push((pair, 1)),
        }
    }
    let spoken = |text: &ComparedWords, sentence: usize| {
        text.words[text.sentences[sentence].clone()].iter().filter(|word| word.is_spoken).count()
    };
    let mut groups: Vec<(Range<usize>, Range<usize>)> = vec![];
    for ((a, b), count) in shared {
        if count * SHARED < spoken(old, a).min(spoken(new, b)) {
            continue;
        }
        match groups.last_mut() {
            Some((in_old, in_new)) if a < in_old.end || b < in_new.end => {
                in_old.end = in_old.end.max(a + 1);
                in_new.end = in_new.end.max(b + 1);
            }
            _ => groups.push((a..a + 1, b..b + 1)),
        }
    }
    groups
}
