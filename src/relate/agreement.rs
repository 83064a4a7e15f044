//! Where the sources of a brief agree, where they differ, and what rests on one of them alone: [`Agreement`].

use std::sync::Arc;

use crate::model::{Claim, Stance};
use crate::resolve::Passage;

/// Listed claims by what the sources say of them together, each in the order of the listing. A claim is in one list at most.
#[derive(Debug, Clone, Default)]
pub struct Agreement {
    /// Two sources or more bear the claim out and none contradicts it, or the other way round.
    pub agreed: Vec<usize>,
    /// Some passages support the claim, others contradict it.
    pub disputed: Vec<usize>,
    /// All passages come from one source, of a brief that has several.
    pub single: Vec<usize>,
}

impl Agreement {
    pub(super) fn new(claims: &[Arc<Claim<Passage>>], listed: &[usize], sources: usize) -> Self {
        let mut agreement = Agreement::default();
        for position in listed {
            let passages = &claims[*position].passages;
            let with = |stance| several(passages.iter().filter(move |passage| passage.stance() == stance));
            match (with(Stance::Supports), with(Stance::Contradicts)) {
                (1.., 1..) => agreement.disputed.push(*position),
                (2.., 0) | (0, 2..) => agreement.agreed.push(*position),
                _ if sources > 1 && several(passages.iter()) == 1 => agreement.single.push(*position),
                _ => {}
            }
        }
        agreement
    }
}

/// How many sources passages come from, counted up to two.
fn several<'p>(mut passages: impl Iterator<Item = &'p Passage>) -> usize {
    match passages.next() {
        None => 0,
        Some(first) if passages.all(|passage| passage.source == first.source) => 1,
        Some(_) => 2,
    }
}
