//! Values by words, for looking up every word of a text: [`WordMap`] and [`WordSet`].

use std::collections::HashMap;

/// Values by words. Few words of a text are in such a list, so most are ruled out by their first byte and their length, without a hash.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    values: HashMap<&'static str, V>,
    /// For each first byte, the lengths of the words that begin with it, as bits.
    lengths: [u32; 256],
}

impl<V: Copy> WordMap<V> {
    pub fn get(&self, word: &str) -> Option<V> {
        let first = *word.as_bytes().first()?;
        if self.lengths[usize::from(first)] & length_bit(word) == 0 {
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

/// All lengths from 31 on share a bit.
fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
}

impl<V> FromIterator<(&'static str, V)> for WordMap<V> {
    /// Of two values of a word the last counts.
    fn from_iter<I: IntoIterator<Item = (&'static str, V)>>(words: I) -> Self {
        let values: HashMap<&'static str, V> = words.into_iter().collect();
        let mut lengths = [0; 256];
        for word in values.keys() {
            if let Some(first) = word.as_bytes().first() {
                lengths[usize::from(*first)] |= length_bit(word);
            }
        }
        WordMap { values, lengths }
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
