//! Shingles that stand in more than one place: [`repeated`]. A shingle is the shortest run of tokens that weighs six words.

use super::corpus::Corpus;
use super::wording::index;

/// Where a repeated shingle begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    /// Of the shingle.
    pub hash: u64,
    pub text: u32,
    pub token: u32,
}

/// The shingles that more than one text has, sorted by hash, text and token. Two passes count hashes in few bits each, the second only those
/// that the first saw twice; what is not repeated and is left by chance, one in a hundred, is removed when the rest is sorted.
pub(super) fn repeated(corpus: &Corpus<'_>) -> Vec<Occurrence> {
    let mut seen = Seen::new(corpus.tokens);
    for text in &corpus.texts {
        text.wording.shingles(|_, _, hash| seen.add(hash));
    }
    let mut again = Seen::new(corpus.tokens / FEWER);
    for text in &corpus.texts {
        text.wording.shingles(|_, _, hash| {
            if seen.is_repeated(hash) {
                again.add(other_bits(hash));
            }
        });
    }
    let mut found = vec![];
    for (text, compared) in corpus.texts.iter().enumerate() {
        let text = index(text);
        compared.wording.shingles(|start, _, hash| {
            if seen.is_repeated(hash) && again.is_repeated(other_bits(hash)) {
                found.push(Occurrence { hash, text, token: index(start) });
            }
        });
    }
    drop((seen, again));
    found.sort_unstable();
    // Whole groups are moved to the front, without room for a second list.
    let (mut kept, mut from) = (0, 0);
    while from < found.len() {
        let hash = found[from].hash;
        let end = from + found[from..].iter().take_while(|occurrence| occurrence.hash == hash).count();
        if found[end - 1].text != found[from].text {
            found.copy_within(from..end, kept);
            kept += end - from;
        }
        from = end;
    }
    found.truncate(kept);
    found
}

/// The occurrences of each shingle.
pub(super) fn groups(occurrences: &[Occurrence]) -> impl Iterator<Item = &[Occurrence]> {
    occurrences.chunk_by(|a, b| a.hash == b.hash)
}

/// The occurrences of one shingle in each text.
pub(super) fn by_text(group: &[Occurrence]) -> impl Iterator<Item = &[Occurrence]> + Clone {
    group.chunk_by(|a, b| a.text == b.text)
}

/// The bits of a hash that the first pass does not use.
fn other_bits(hash: u64) -> u64 {
    hash.rotate_left(32)
}

/// How often each hash was seen: never, once, or more often, in two bits. Other hashes may share the bits.
struct Seen {
    cells: Vec<u64>,
    mask: u64,
}

const CELLS_PER_TOKEN: usize = 4;
/// The second pass counts fewer shingles than the first, and takes less room.
const FEWER: usize = 4;
const MIN_CELLS: usize = 1 << 10;
/// Two bits each in a number of 64 bits.
const CELLS_IN_ONE: usize = 32;

impl Seen {
    fn new(tokens: usize) -> Self {
        let cells = (tokens * CELLS_PER_TOKEN).max(MIN_CELLS).next_power_of_two();
        Seen { cells: vec![0; cells / CELLS_IN_ONE], mask: cells as u64 - 1 }
    }

    /// Where the two bits of a hash are.
    fn cell(&self, hash: u64) -> (usize, u32) {
        let cell = (hash & self.mask) as usize;
        (cell / CELLS_IN_ONE, (cell % CELLS_IN_ONE) as u32 * 2)
    }

    fn add(&mut self, hash: u64) {
        let (at, shift) = self.cell(hash);
        if (self.cells[at] >> shift) & 3 < 2 {
            self.cells[at] += 1 << shift;
        }
    }

    fn is_repeated(&self, hash: u64) -> bool {
        let (at, shift) = self.cell(hash);
        (self.cells[at] >> shift) & 3 > 1
    }
}
