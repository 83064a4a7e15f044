//! Runs that belong together, and what their words are: [`passages`].

use std::collections::VecDeque;
use std::ops::Range;

use super::corpus::{Compared, Corpus};
use super::marks::Marks;
use super::runs::Run;
use super::tokens::WORD;

/// Runs with at most this weight between them, in both texts, are one passage: eight words.
const MAX_BETWEEN: u32 = 8 * WORD as u32;
/// As many runs as may end where the next one may still follow.
const MAX_RECENT: usize = 8;
/// Shared words of somebody who is quoted are shown from here on.
const MIN_STATEMENT: u32 = 8 * WORD as u32;
/// Fewer words that are not quoted are the same in two texts by chance.
const MIN_OWN: u32 = 16 * WORD as u32;

/// Whose words two texts share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SharedKind {
    /// Both quote them: they are the words of somebody else.
    Statement,
    /// Neither quotes them, and nor does any other text: one of the two, or a third, wrote them first.
    Own,
    /// One quotes them and the other does not, or a third text quotes them.
    Mixed,
}

/// How many words are shared, by whose they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SharedWords {
    weights: [u32; 3],
}

impl SharedWords {
    /// How many words of one kind.
    pub fn of(self, kind: SharedKind) -> usize {
        (self.weight(kind) / u32::from(WORD)) as usize
    }

    /// How many words of all kinds.
    pub fn all(self) -> usize {
        (self.weights.iter().sum::<u32>() / u32::from(WORD)) as usize
    }

    pub(super) fn weight(self, kind: SharedKind) -> u32 {
        self.weights[kind as usize]
    }

    fn add(&mut self, kind: SharedKind, weight: u32) {
        self.weights[kind as usize] = self.weights[kind as usize].saturating_add(weight);
    }

    pub(super) fn add_all(&mut self, other: SharedWords) {
        for (sum, weight) in self.weights.iter_mut().zip(other.weights) {
            *sum = sum.saturating_add(weight);
        }
    }

    /// What these words are shown as; `None` if they may be the same by chance.
    fn shown_as(self) -> Option<SharedKind> {
        let [statement, own, mixed] = self.weights;
        let enough = [
            (statement >= MIN_STATEMENT).then_some((statement, SharedKind::Statement)),
            (own >= MIN_OWN).then_some((own, SharedKind::Own)),
        ];
        let most = enough.into_iter().flatten().max_by_key(|(weight, _)| *weight).map(|(_, kind)| kind);
        most.or((statement + own + mixed >= MIN_OWN).then_some(SharedKind::Mixed))
    }
}

/// A stretch of wording that two texts share. Between its runs a few words may differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedPassage {
    /// From the first shared word to the last, in bytes of each text.
    pub places: [Range<usize>; 2],
    /// Whose words most of them are.
    pub kind: SharedKind,
    /// How many words are the same.
    pub words: SharedWords,
    /// The words that are the same, in order.
    pub runs: Vec<SharedRun>,
}

/// Words that are the same in two texts, one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedRun {
    /// Bytes of each text.
    pub places: [Range<usize>; 2],
    /// The first token of each text.
    pub(super) tokens: [u32; 2],
    /// How many tokens.
    pub(super) length: u32,
}

/// The passages of two texts, given their positions in the corpus and their runs by the place in the first text.
pub(super) fn passages(corpus: &Corpus<'_>, marks: &Marks, texts: [u32; 2], runs: &[Run]) -> Vec<SharedPassage> {
    let compared = texts.map(|text| corpus.texts[text as usize]);
    let mut found: Vec<SharedPassage> = vec![];
    for runs in joined(&compared, runs) {
        let mut words = SharedWords::default();
        for run in &runs {
            for (a, b) in run.tokens(0).zip(run.tokens(1)) {
                let kind = match (compared[0].wording.is_quoted(a), compared[1].wording.is_quoted(b)) {
                    (true, true) => SharedKind::Statement,
                    (false, false) if !marks.quoted.get(corpus.global(texts[0], a)) => SharedKind::Own,
                    _ => SharedKind::Mixed,
                };
                words.add(kind, compared[0].wording.weight(a));
            }
        }
        if let (Some(kind), Some(first), Some(last)) = (words.shown_as(), runs.first(), runs.last()) {
            let places = [0, 1].map(|side| place(&compared[side], first, last, side));
            let runs = runs.iter().map(|run| SharedRun {
                places: [0, 1].map(|side| place(&compared[side], run, run, side)),
                tokens: run.starts,
                length: run.length,
            });
            found.push(SharedPassage { places, kind, words, runs: runs.collect() });
        }
    }
    found
}

/// The bytes from the first token of a run to the last of another.
fn place(compared: &Compared<'_>, first: &Run, last: &Run, side: usize) -> Range<usize> {
    let start = compared.wording.place(first.tokens(side).start).start;
    start..compared.wording.place(last.tokens(side).end - 1).end
}

/// Puts together the runs that have the same order in both texts and little between them.
fn joined(compared: &[Compared<'_>; 2], runs: &[Run]) -> Vec<Vec<Run>> {
    let follows = |a: &Run, b: &Run| {
        [0, 1].into_iter().all(|side| {
            let (end, start) = (a.tokens(side).end, b.tokens(side).start);
            end <= start && is_little(&compared[side], end..start)
        })
    };
    let mut groups: Vec<Vec<Run>> = vec![];
    // The groups that were added to last, the latest at the end. Runs have six words, so few lie where the next one may follow.
    let mut recent: VecDeque<usize> = VecDeque::new();
    for run in runs {
        let found = recent.iter().rposition(|group| groups[*group].last().is_some_and(|last| follows(last, run)));
        let group = found.and_then(|at| recent.remove(at)).unwrap_or(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(*run),
            None => groups.push(vec![*run]),
        }
        recent.push_back(group);
        if recent.len() > MAX_RECENT {
            recent.pop_front();
        }
    }
    groups
}

fn is_little(compared: &Compared<'_>, between: Range<usize>) -> bool {
    // Each token weighs something, so a few of them decide.
    between.len() <= MAX_BETWEEN as usize && compared.wording.weight_of(between) <= MAX_BETWEEN
}
