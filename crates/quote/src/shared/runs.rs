//! Runs of tokens that two texts share, word by word: [`runs`].

use std::collections::BTreeMap;
use std::ops::Range;

use super::corpus::{Compared, Corpus};
use super::marks::{Marks, pairs};
use super::repeated::{Occurrence, groups};
use super::tokens::same_word;
use super::wording::{index, is_shingle};
use crate::text::fold::folded;

/// Two texts and where a shingle that they share begins in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seed {
    /// Positions in the corpus, in order.
    pub texts: [u32; 2],
    tokens: [u32; 2],
}

impl Seed {
    /// Seeds of one run have the same texts and the same distance.
    fn order(&self) -> ([u32; 2], i64, u32) {
        (self.texts, i64::from(self.tokens[1]) - i64::from(self.tokens[0]), self.tokens[0])
    }
}

/// A run of tokens of two texts that are the same, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The first token in each text.
    pub starts: [u32; 2],
    pub length: u32,
}

impl Run {
    /// The tokens of one of the texts.
    pub fn tokens(&self, side: usize) -> Range<usize> {
        self.starts[side] as usize..(self.starts[side] + self.length) as usize
    }

    /// The part of it from one token to another, counted from its first.
    fn part(&self, part: Range<u32>) -> Run {
        Run { starts: self.starts.map(|start| start + part.start), length: part.end - part.start }
    }
}

/// The places where runs may begin, sorted by the two texts.
pub(super) fn seeds(corpus: &Corpus<'_>, marks: &Marks, occurrences: &[Occurrence]) -> Vec<Seed> {
    let mut seeds = vec![];
    for group in groups(occurrences) {
        pairs(group, |a, b| {
            if !continues(corpus, marks, a, b) {
                seeds.push(Seed { texts: [a.text, b.text], tokens: [a.token, b.token] });
            }
        });
    }
    seeds.sort_unstable_by_key(Seed::order);
    seeds
}

/// Whether two places are of house text, or lie inside a run that another seed begins.
fn continues(corpus: &Corpus<'_>, marks: &Marks, a: &Occurrence, b: &Occurrence) -> bool {
    let at = |occurrence: &Occurrence, back: usize| {
        let token = (occurrence.token as usize).checked_sub(back)?;
        Some((corpus.wording(occurrence.text).hash(token), corpus.global(occurrence.text, token)))
    };
    if [a, b].into_iter().filter_map(|place| at(place, 0)).any(|(_, global)| marks.house.get(global)) {
        return true;
    }
    match (at(a, 1), at(b, 1)) {
        (Some((a_hash, a)), Some((b_hash, b))) => {
            a_hash == b_hash && [a, b].iter().all(|token| !marks.house.get(*token) && !marks.partial.get(*token))
        }
        _ => false,
    }
}

/// The runs of two texts, of which these are the seeds. No token is in two of them; where runs compete for one, the longer has it.
pub(super) fn runs(corpus: &Corpus<'_>, marks: &Marks, seeds: &[Seed]) -> Vec<Run> {
    let Some(texts) = seeds.first().map(|seed| seed.texts) else {
        return vec![];
    };
    let [a, b] = texts.map(|text| corpus.texts[text as usize]);
    let same = |a_token: usize, b_token: usize| {
        a.wording.hash(a_token) == b.wording.hash(b_token)
            && !marks.house.get(corpus.global(texts[0], a_token))
            && !marks.house.get(corpus.global(texts[1], b_token))
    };
    let mut found = vec![];
    let mut last: Option<(i64, u32)> = None;
    for seed in seeds {
        let (_, distance, first) = seed.order();
        if last.is_some_and(|(along, end)| along == distance && first < end) {
            continue;
        }
        let run = extended(seed, [a.wording.tokens(), b.wording.tokens()], &same);
        last = Some((distance, run.starts[0] + run.length));
        verified(&a, &b, run, &mut found);
    }
    apart(&a, found)
}

/// The longest run around a seed.
fn extended(seed: &Seed, lengths: [usize; 2], same: &impl Fn(usize, usize) -> bool) -> Run {
    let [mut a, mut b] = seed.tokens.map(|token| token as usize);
    while a > 0 && b > 0 && same(a - 1, b - 1) {
        (a, b) = (a - 1, b - 1);
    }
    let starts = [index(a), index(b)];
    let mut length = 0;
    while a < lengths[0] && b < lengths[1] && same(a, b) {
        (a, b, length) = (a + 1, b + 1, length + 1);
    }
    Run { starts, length }
}

/// Adds the parts of a run whose words are the same, not their hashes alone: somebody may make words of equal hashes.
fn verified(a: &Compared<'_>, b: &Compared<'_>, run: Run, found: &mut Vec<Run>) {
    let is_same = |offset: u32| {
        let [a, b] = [(a, 0), (b, 1)].map(|(compared, side)| {
            let token: u32 = run.starts[side] + offset;
            &compared.text[compared.wording.place(token as usize)]
        });
        a == b || same_word(&folded(a), &folded(b))
    };
    let mut from = 0;
    for offset in 0..=run.length {
        if offset == run.length || !is_same(offset) {
            keep(a, run.part(from..offset), found);
            from = offset + 1;
        }
    }
}

/// Adds a run if it is long enough.
fn keep(a: &Compared<'_>, run: Run, found: &mut Vec<Run>) {
    if is_shingle(a.wording.weight_of(run.tokens(0))) {
        found.push(run);
    }
}

/// Gives each token to one run at most, the longest first, and sorts what is left by the place in the first text.
fn apart(a: &Compared<'_>, mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_by_cached_key(|run| (std::cmp::Reverse(a.wording.weight_of(run.tokens(0))), run.starts));
    let mut taken = [BTreeMap::new(), BTreeMap::new()];
    let mut kept = vec![];
    for run in runs {
        for free in free(&run, &taken) {
            let before = kept.len();
            keep(a, free, &mut kept);
            for run in &kept[before..] {
                for (taken, start) in taken.iter_mut().zip(run.starts) {
                    taken.insert(start, start + run.length);
                }
            }
        }
    }
    kept.sort_by_key(|run| run.starts);
    kept
}

/// The parts of a run of which neither text has given a token to another.
fn free(run: &Run, taken: &[BTreeMap<u32, u32>; 2]) -> Vec<Run> {
    let mut blocked: Vec<Range<u32>> = vec![];
    for (taken, start) in taken.iter().zip(run.starts) {
        let before = taken.range(..start + run.length).rev();
        let inside = before.take_while(|(_, end)| **end > start);
        blocked.extend(inside.map(|(from, to)| from.saturating_sub(start)..(to - start).min(run.length)));
    }
    blocked.sort_by_key(|range| range.start);
    let mut parts = vec![];
    let mut from = 0;
    blocked.push(run.length..run.length);
    for range in blocked {
        if from < range.start {
            parts.push(run.part(from..range.start));
        }
        from = from.max(range.end);
    }
    parts
}
