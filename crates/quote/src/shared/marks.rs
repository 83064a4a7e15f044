//! What the places of a shingle in all texts say of its words: [`Marks`].

use super::corpus::Corpus;
use super::repeated::{Occurrence, by_text, groups};

/// As many texts of one publisher, and of no other, make a shingle its house text.
const HOUSE: usize = 3;
/// A shingle in more texts is chained: each text is compared with the next alone.
const MAX_PAIRED: usize = 64;
/// With more pairs of places in two texts, the first is paired with the first, the second with the second and so on.
const MAX_CROSSED: usize = 16;

/// A bit for each token of all texts.
pub(super) struct Marks {
    /// It is in text that one publisher prints under several of its articles.
    pub house: Bits,
    /// Some text has it in quotation marks.
    pub quoted: Bits,
    /// Not all pairs of places of the shingle that begins here are compared.
    pub partial: Bits,
}

impl Marks {
    pub fn new(corpus: &Corpus<'_>, occurrences: &[Occurrence]) -> Self {
        let mut marks = Marks {
            house: Bits::new(corpus.tokens),
            quoted: Bits::new(corpus.tokens),
            partial: Bits::new(corpus.tokens),
        };
        for group in groups(occurrences) {
            marks.see(corpus, group);
        }
        marks
    }

    fn see(&mut self, corpus: &Corpus<'_>, group: &[Occurrence]) {
        let first = &group[0];
        let length = corpus.wording(first.text).shingle_end(first.token as usize) - first.token as usize;
        let quoted = |occurrence: &Occurrence, offset: usize| {
            let token = occurrence.token as usize + offset;
            token < corpus.wording(occurrence.text).tokens() && corpus.wording(occurrence.text).is_quoted(token)
        };
        let mut all_quoted = true;
        for offset in 0..length {
            let somewhere = group.iter().any(|occurrence| quoted(occurrence, offset));
            all_quoted &= somewhere;
            if somewhere {
                group.iter().for_each(|occurrence| self.quoted.set(global(corpus, occurrence, offset)));
            }
        }
        // What somebody said is no house text, however often a publisher prints it.
        if !all_quoted && is_house(corpus, group) {
            for offset in 0..length {
                group.iter().for_each(|occurrence| self.house.set(global(corpus, occurrence, offset)));
            }
        }
        if is_partial(group) {
            group.iter().for_each(|occurrence| self.partial.set(global(corpus, occurrence, 0)));
        }
    }
}

fn global(corpus: &Corpus<'_>, occurrence: &Occurrence, offset: usize) -> usize {
    corpus.global(occurrence.text, occurrence.token as usize + offset)
}

fn is_house(corpus: &Corpus<'_>, group: &[Occurrence]) -> bool {
    let publisher = corpus.publishers[group[0].text as usize];
    publisher.is_some()
        && by_text(group).nth(HOUSE - 1).is_some()
        && group.iter().all(|occurrence| corpus.publishers[occurrence.text as usize] == publisher)
}

fn is_partial(group: &[Occurrence]) -> bool {
    let mut most = [0; 2];
    let mut texts = 0;
    for places in by_text(group) {
        texts += 1;
        most = if places.len() > most[0] { [places.len(), most[0]] } else { [most[0], most[1].max(places.len())] };
    }
    texts > MAX_PAIRED || most[0] * most[1] > MAX_CROSSED
}

/// The pairs of places of a shingle that are compared, in two different texts each, the text that comes first in the corpus first.
pub(super) fn pairs(group: &[Occurrence], mut each: impl FnMut(&Occurrence, &Occurrence)) {
    let chained = by_text(group).nth(MAX_PAIRED).is_some();
    let mut texts = by_text(group);
    while let Some(a_places) = texts.next() {
        let others = texts.clone().take(if chained { 1 } else { MAX_PAIRED });
        for b_places in others {
            if a_places.len() * b_places.len() <= MAX_CROSSED {
                a_places.iter().for_each(|a| b_places.iter().for_each(|b| each(a, b)));
            } else {
                a_places.iter().zip(b_places).for_each(|(a, b)| each(a, b));
            }
        }
    }
}

/// A list of bits.
pub(super) struct Bits(Vec<u64>);

impl Bits {
    fn new(length: usize) -> Self {
        Bits(vec![0; length.div_ceil(64)])
    }

    fn set(&mut self, at: usize) {
        // Two shingles of one hash may differ in length.
        if let Some(bits) = self.0.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    pub fn get(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }
}
