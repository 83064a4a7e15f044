//! The texts that are compared with each other: [`Corpus`].

use std::collections::BTreeMap;

use super::wording::Wording;

/// A text that is compared with others.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// Decides the order of the results, and nothing else.
    pub name: &'a str,
    /// Who published it, if that is known: what the texts of one publisher have in common may be a line that it prints under all of them.
    pub publisher: Option<&'a str>,
    /// The text that `wording` was made of.
    pub text: &'a str,
    /// Its words.
    pub wording: &'a Wording,
}

/// Texts in an order that depends on what they say alone, so that neither names nor the order of the input change what is found.
pub(super) struct Corpus<'a> {
    pub texts: Vec<Compared<'a>>,
    /// For each text, its position in the input.
    pub inputs: Vec<usize>,
    /// For each text, the number of its publisher.
    pub publishers: Vec<Option<u32>>,
    /// For each text, how many tokens those before it have.
    bases: Vec<usize>,
    pub tokens: usize,
}

impl<'a> Corpus<'a> {
    pub fn new(texts: &[Compared<'a>]) -> Self {
        let mut inputs: Vec<usize> = (0..texts.len()).collect();
        inputs.sort_by_key(|input| (texts[*input].wording.fingerprint(), texts[*input].name, *input));
        let mut numbers = BTreeMap::new();
        let mut number = |publisher: &'a str| {
            let next = u32::try_from(numbers.len()).expect("there are fewer publishers than texts");
            *numbers.entry(publisher).or_insert(next)
        };
        let publishers = inputs.iter().map(|input| texts[*input].publisher.map(&mut number)).collect();
        let mut tokens = 0;
        let bases = inputs.iter().map(|input| {
            let base = tokens;
            tokens += texts[*input].wording.tokens();
            base
        });
        let bases = bases.collect();
        Corpus { texts: inputs.iter().map(|input| texts[*input]).collect(), inputs, publishers, bases, tokens }
    }

    pub fn wording(&self, text: u32) -> &'a Wording {
        self.texts[text as usize].wording
    }

    /// The number of a token among those of all texts.
    pub fn global(&self, text: u32, token: usize) -> usize {
        self.bases[text as usize] + token
    }
}
