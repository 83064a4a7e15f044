//! The words of one text, prepared for comparing it with any number of others: [`Wording`].

use std::ops::Range;

use super::tokens::{WORD, hash, tokens};
use crate::locate::searchable::Searchable;
use crate::text::quotation::quotations;

/// The words of a text, with their places and whether somebody is quoted with them.
///
/// It costs ten bytes for each word. A program that compares texts again and again keeps it, and makes it anew for a text that changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    hashes: Vec<u32>,
    /// Bytes of the text.
    starts: Vec<u32>,
    /// Length in bytes, weight and whether it is quoted, in bits.
    sizes: Vec<u16>,
    /// Of all words together.
    weight: u64,
    fingerprint: u64,
}

const LENGTH_BITS: u32 = 13;
const LENGTH_MASK: u16 = (1 << LENGTH_BITS) - 1;
const QUOTED: u16 = 1 << 15;
/// The shortest run of tokens of this weight is a shingle.
const SHINGLE: u32 = 6 * WORD as u32;

impl Wording {
    /// Prepares a text. Quoted is what is in quotation marks of any style, and what is in a block quote.
    pub fn new(text: &Searchable) -> Self {
        let mut quoted: Vec<Range<usize>> = quotations(text.text(), &[]).iter().map(|found| found.inside()).collect();
        quoted.extend_from_slice(text.reading().block_quotes());
        quoted.sort_by_key(|range| (range.start, range.end));
        Wording::with_quoted(text, &quoted)
    }

    /// Prepares a text of which these ranges are quoted: bytes of the text, sorted by where they begin.
    pub fn with_quoted(text: &Searchable, quoted: &[Range<usize>]) -> Self {
        let mut wording = Wording::default();
        let folded = text.folded();
        let mut quoted = quoted.iter().peekable();
        let mut quoted_to = 0;
        let mut fingerprint = Mixer::default();
        tokens(folded.text(), |token, weight| {
            // A word of such a length is none.
            let Some(place) = folded.to_source(&token).filter(|place| place.len() <= usize::from(LENGTH_MASK)) else {
                return;
            };
            while let Some(range) = quoted.next_if(|range| range.start <= place.start) {
                quoted_to = quoted_to.max(range.end);
            }
            let is_quoted = place.end <= quoted_to;
            let hash = hash(&folded.text()[token]);
            wording.hashes.push(hash);
            wording.starts.push(u32::try_from(place.start).expect("texts have less than 4 GiB"));
            let size = u16::try_from(place.len()).expect("it was compared with the mask");
            let flag = if is_quoted { QUOTED } else { 0 };
            // Weights are 1, 2 and 4: two bits hold their logarithm.
            wording.sizes.push(size | u16::from(weight.ilog2() as u8) << LENGTH_BITS | flag);
            wording.weight += u64::from(weight);
            fingerprint.add(hash ^ u32::from(is_quoted));
        });
        wording.fingerprint = fingerprint.finish();
        wording.hashes.shrink_to_fit();
        wording.starts.shrink_to_fit();
        wording.sizes.shrink_to_fit();
        wording
    }

    /// How many words the text has. Characters of scripts without spaces count as parts of a word.
    pub fn words(&self) -> usize {
        usize::try_from(self.weight / u64::from(WORD)).unwrap_or(usize::MAX)
    }

    /// How many tokens the text has: more than words in scripts without spaces.
    pub fn tokens(&self) -> usize {
        self.hashes.len()
    }

    /// The tokens that lie in a range of bytes of the text, wholly; end exclusive.
    pub(super) fn tokens_in(&self, range: &Range<usize>) -> Range<u32> {
        let first = self.starts.partition_point(|start| (*start as usize) < range.start);
        let end = self.starts.partition_point(|start| (*start as usize) < range.end);
        let cut = end > first && self.place(end - 1).end > range.end;
        index(first)..index(end - usize::from(cut))
    }

    pub(super) fn hash(&self, token: usize) -> u32 {
        self.hashes[token]
    }

    /// The bytes of a token in the text.
    pub(super) fn place(&self, token: usize) -> Range<usize> {
        let start = self.starts[token] as usize;
        start..start + usize::from(self.sizes[token] & LENGTH_MASK)
    }

    pub(super) fn is_quoted(&self, token: usize) -> bool {
        self.sizes[token] & QUOTED != 0
    }

    pub(super) fn weight(&self, token: usize) -> u32 {
        1 << ((self.sizes[token] >> LENGTH_BITS) & 3)
    }

    pub(super) fn weight_of(&self, tokens: Range<usize>) -> u32 {
        tokens.map(|token| self.weight(token)).sum()
    }

    pub(super) fn total_weight(&self) -> u64 {
        self.weight
    }

    /// Equal for equal words that are quoted alike.
    pub(super) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Calls `each` with every shingle: the token where it begins, the one after its last, and its hash.
    pub(super) fn shingles(&self, mut each: impl FnMut(usize, usize, u64)) {
        let (mut end, mut weight) = (0, 0);
        for start in 0..self.hashes.len() {
            while weight < SHINGLE && end < self.hashes.len() {
                weight += self.weight(end);
                end += 1;
            }
            if weight < SHINGLE {
                return;
            }
            let mut mixer = Mixer::default();
            self.hashes[start..end].iter().for_each(|hash| mixer.add(*hash));
            each(start, end, mixer.finish());
            weight -= self.weight(start);
        }
    }

    /// The end of the shingle that begins at a token.
    pub(super) fn shingle_end(&self, start: usize) -> usize {
        let (mut end, mut weight) = (start, 0);
        while weight < SHINGLE && end < self.hashes.len() {
            weight += self.weight(end);
            end += 1;
        }
        end
    }
}

/// Whether tokens of this weight are enough for a shingle.
pub(super) fn is_shingle(weight: u32) -> bool {
    weight >= SHINGLE
}

pub(super) fn index(token: usize) -> u32 {
    u32::try_from(token).expect("texts have less than 4 GiB, and so fewer words")
}

/// A hash of a sequence.
#[derive(Default)]
struct Mixer(u64);

impl Mixer {
    fn add(&mut self, value: u32) {
        self.0 = (self.0.rotate_left(23) ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed ^ (mixed >> 32)
    }
}
