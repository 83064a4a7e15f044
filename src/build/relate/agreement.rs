//! Where the sources of a brief agree, where they differ, and what rests on one of them alone: [`Agreement`].

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::base::index::IndexVec;
use crate::build::resolve::Verified;
use crate::model::{Claim, ClaimIdx, Id, SourceIdx, Stance};

/// Listed claims by what the sources say of them together, each in the order of the listing. A claim is in one list at most. What is
/// absent from a source is nothing that it says.
#[derive(Debug, Clone, Default)]
pub struct Agreement {
    /// Two origins or more support the claim and none contradicts it.
    pub supported: Vec<ClaimIdx>,
    /// Two origins or more contradict the claim and none supports it, nor leaves it at attributing it.
    pub contradicted: Vec<ClaimIdx>,
    /// As the two above, but what the sources say is from one origin.
    pub repeated: Vec<ClaimIdx>,
    /// One source supports the claim or attributes it to somebody, another contradicts it.
    pub disputed: Vec<ClaimIdx>,
    /// Only one source says something for or against the claim, or who made it, in a brief that has several.
    pub single: Vec<ClaimIdx>,
}

impl Agreement {
    pub(super) fn new(
        claims: &IndexVec<ClaimIdx, Arc<Claim<Verified>>>,
        listed: &[ClaimIdx],
        sources: usize,
        analysis: &Analysis,
    ) -> Self {
        let mut agreement = Agreement::default();
        let is_repeated =
            |claim: &Id, stance| analysis.origins(claim, stance).is_some_and(|origins| origins.is_repeated());
        for position in listed {
            // A source that is silent says nothing for or against the claim.
            let passages = claims[*position].passages.iter().filter_map(Verified::passage);
            let said = passages.map(|passage| (passage.source, passage.stance()));
            let repeated = |stance| is_repeated(&claims[*position].id, stance);
            match (kind(said), sources) {
                (Some(StanceGroup::Supported), _) if repeated(Stance::Supports) => agreement.repeated.push(*position),
                (Some(StanceGroup::Contradicted), _) if repeated(Stance::Contradicts) => {
                    agreement.repeated.push(*position);
                }
                (Some(StanceGroup::Supported), _) => agreement.supported.push(*position),
                (Some(StanceGroup::Contradicted), _) => agreement.contradicted.push(*position),
                (Some(StanceGroup::Disputed), _) => agreement.disputed.push(*position),
                (Some(StanceGroup::Single), 2..) => agreement.single.push(*position),
                _ => {}
            }
        }
        agreement
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StanceGroup {
    Supported,
    Contradicted,
    Disputed,
    Single,
}

/// Which list a claim belongs to by its passages, each with its source and its stance; `None` for none of them. A passage that gives
/// context counts for nothing: it says nothing of whether the claim holds.
fn kind(passages: impl Iterator<Item = (SourceIdx, Stance)>) -> Option<StanceGroup> {
    let mut sources: [BTreeSet<SourceIdx>; 3] = Default::default();
    for (source, stance) in passages {
        match stance {
            Stance::Supports => sources[0].insert(source),
            Stance::Contradicts => sources[1].insert(source),
            Stance::Attributes => sources[2].insert(source),
            Stance::Context => continue,
        };
    }
    let [supporting, contradicting, attributing] = sources;
    let mut speaking = &(&supporting | &contradicting) | &attributing;
    let others_speak = !contradicting.is_empty() && speaking.len() > 1;
    match (supporting.len(), contradicting.len()) {
        (2.., 0) => Some(StanceGroup::Supported),
        (0, 2..) if attributing.is_subset(&contradicting) => Some(StanceGroup::Contradicted),
        // With one source that contradicts and another that does not, or one that supports among several that contradict, two sources
        // are at odds. What only contradicts and attributes by itself was dealt with above.
        _ if others_speak => Some(StanceGroup::Disputed),
        _ => speaking.pop_first().filter(|_| speaking.is_empty()).map(|_| StanceGroup::Single),
    }
}

#[cfg(test)]
mod tests {
    use super::Stance::{Attributes, Context, Contradicts, Supports};
    use super::{SourceIdx, StanceGroup, kind};
    use crate::base::index::Idx as _;

    #[test]
    fn lists_go_by_what_different_sources_say() {
        for (passages, expected) in [
            (&[(0, Supports), (1, Supports)][..], Some(StanceGroup::Supported)),
            (&[(0, Contradicts), (1, Contradicts)], Some(StanceGroup::Contradicted)),
            (&[(0, Attributes), (0, Contradicts), (1, Contradicts)], Some(StanceGroup::Contradicted)),
            (&[(0, Attributes), (1, Contradicts), (2, Contradicts)], Some(StanceGroup::Disputed)),
            (&[(0, Supports), (1, Contradicts)], Some(StanceGroup::Disputed)),
            (&[(0, Attributes), (1, Contradicts)], Some(StanceGroup::Disputed)),
            (&[(0, Supports), (0, Contradicts), (1, Contradicts)], Some(StanceGroup::Disputed)),
            (&[(0, Supports), (0, Contradicts), (1, Supports)], Some(StanceGroup::Disputed)),
            // By itself a source is at odds with no other.
            (&[(0, Supports), (0, Contradicts)], Some(StanceGroup::Single)),
            (&[(0, Supports), (0, Contradicts), (1, Context)], Some(StanceGroup::Single)),
            (&[(0, Attributes), (0, Contradicts)], Some(StanceGroup::Single)),
            // Context lifts no claim out of its one source, and is none by itself.
            (&[(0, Supports), (1, Context)], Some(StanceGroup::Single)),
            (&[(0, Context)], None),
            (&[(0, Context), (1, Context)], None),
            // One source supports, another says who made the claim: neither agreement nor difference.
            (&[(0, Supports), (1, Attributes)], None),
            (&[], None),
        ] {
            assert_eq!(
                kind(passages.iter().map(|(source, stance)| (SourceIdx::new(*source), *stance))),
                expected,
                "{passages:?}"
            );
        }
    }
}
