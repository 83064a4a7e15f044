//! Whether two quotations are of the same place in wording that two texts share: [`SharedPassage::aligns`].

use std::ops::Range;

use super::passages::SharedPassage;
use super::wording::Wording;

impl SharedPassage {
    /// Whether two quotations, one of each text, have the same words at the same place of this passage: at least half of the words of each
    /// are in it, and half of the shorter one's are the words of the other. `parts` are bytes of each text, in order and apart.
    pub fn aligns(&self, wordings: [&Wording; 2], parts: [&[Range<usize>]; 2]) -> bool {
        let tokens = [0, 1].map(|side| tokens(wordings[side], parts[side]));
        let quoted = |side: usize, token: u32| tokens[side].iter().any(|part| part.contains(&token));
        let weigh = |side: usize, token: u32| wordings[side].weight(token as usize);
        let total =
            [0, 1].map(|side| tokens[side].iter().cloned().flatten().map(|token| weigh(side, token)).sum::<u32>());
        let (mut inside, mut common) = ([0, 0], 0);
        for run in &self.runs {
            for offset in 0..run.length {
                let at = run.tokens.map(|start| start + offset);
                let is_quoted = [quoted(0, at[0]), quoted(1, at[1])];
                for side in [0, 1] {
                    inside[side] += if is_quoted[side] { weigh(side, at[side]) } else { 0 };
                }
                common += if is_quoted == [true, true] { weigh(0, at[0]) } else { 0 };
            }
        }
        let shorter = total[0].min(total[1]);
        shorter > 0 && [0, 1].iter().all(|side| inside[*side] * 2 >= total[*side]) && common * 2 >= shorter
    }
}

fn tokens(wording: &Wording, parts: &[Range<usize>]) -> Vec<Range<u32>> {
    parts.iter().map(|part| wording.tokens_in(part)).collect()
}
