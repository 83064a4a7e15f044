//! Values by words, for looking up every word of a text: [`WordMap`] and [`WordSet`].

use std::collections::HashMap;

/// Values by words. Few words of a text are in such a list, so most are ruled out by their two ends and their length, without a hash of
/// all of them.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    values: HashMap<&'static str, V>,
    /// For each word the bit that [`bit`] gives.
    bits: [u32; BITS / 32],
}

impl<V: Copy> WordMap<V> {
    pub fn get(&self, word: &str) -> Option<V> {
        let bit = bit(word);
        if self.bits[bit / 32] & (1 << (bit % 32)) == 0 {
            return None;
        }
        self.values.get(word).copied()
    }
}

/// The words of a list.
#[derive(Debug)]
pub(super) struct WordSet(WordMap<()>);

impl WordSet {
    pub fn of(list: &'static str) -> Self {
        WordSet(list.split_whitespace().map(|word| (word, ())).collect())
    }

    pub fn has(&self, word: &str) -> bool {
        self.0.get(word).is_some()
    }
}

const BITS: usize = 1024;

/// A number below [`BITS`] of the ends of a word and its length.
fn bit(word: &str) -> usize {
    let [first, last] = [word.as_bytes().first(), word.as_bytes().last()].map(|byte| u32::from(*byte.unwrap_or(&0)));
    let length = u32::try_from(word.len()).unwrap_or(u32::MAX);
    let mixed = (first | last << 8).wrapping_add(length << 16).wrapping_mul(0x9E37_79B1);
    (mixed >> 22) as usize
}

impl<V> FromIterator<(&'static str, V)> for WordMap<V> {
    /// Of two values of a word the last counts.
    fn from_iter<I: IntoIterator<Item = (&'static str, V)>>(words: I) -> Self {
        let values: HashMap<&'static str, V> = words.into_iter().collect();
        let mut bits = [0; BITS / 32];
        for word in values.keys() {
            let bit = bit(word);
            bits[bit / 32] |= 1 << (bit % 32);
        }
        WordMap { values, bits }
    }
}

#[cfg(test)]
mod tests {
    use super::WordMap;

    #[test]
    fn only_listed_words_have_a_value() {
        let long = "donaudampfschifffahrtsgesellschaftskapitän";
        let map: WordMap<u8> = [("two", 2), ("ten", 10), ("ألف", 3), (long, 4), ("two", 22)].into_iter().collect();
        assert_eq!(map.get("two"), Some(22));
        assert_eq!(map.get("ألف"), Some(3));
        assert_eq!(map.get(long), Some(4));
        for other in ["", "t", "the", "twos", "on", "donaudampfschifffahrtsgesellschaftskapitäne"] {
            assert_eq!(map.get(other), None, "{other}");
        }
    }
}
