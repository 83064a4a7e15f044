//! The words of shared wording, one by one: [`SharedRun::words`].

use std::ops::Range;

use super::passages::SharedRun;
use super::wording::Wording;

/// A word that two texts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWord {
    /// Bytes of each text.
    pub places: [Range<usize>; 2],
    /// Whether each text has it in quotation marks or in a block quote.
    pub is_quoted: [bool; 2],
    /// How much of a word it is: four, but for the characters of scripts without spaces.
    pub quarters: u32,
}

impl SharedRun {
    /// Its words in order. `wordings` are those of the two texts that were compared.
    pub fn words<'a>(&self, wordings: [&'a Wording; 2]) -> impl Iterator<Item = SharedWord> + use<'a> {
        let starts = self.tokens;
        (0..self.length).map(move |offset| {
            let token = |side: usize| (starts[side] + offset) as usize;
            SharedWord {
                places: [0, 1].map(|side| wordings[side].place(token(side))),
                is_quoted: [0, 1].map(|side| wordings[side].is_quoted(token(side))),
                quarters: wordings[0].weight(token(0)),
            }
        })
    }
}
