//! Verdicts and the scale they belong to.

use super::{Id, VerdictIdx};
use crate::base::index::IndexVec;

named! {
    /// How a verdict bears on the claim; templates colour by it, always beside the words.
    Tone {
        /// The claim is borne out.
        Positive = "positive",
        /// There is something in it, but not all of it.
        Mixed = "mixed",
        /// The claim is not borne out.
        Negative = "negative",
        /// Nothing is decided.
        Neutral = "neutral",
    }
}

/// One step of the scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub id: Id,
    pub label: String,
    pub definition: String,
    pub tone: Tone,
    /// `ratingValue` of a ClaimReview; verdicts that are no degree of truth have none.
    pub value: Option<f64>,
}

/// The verdicts of a brief, in the order in which they are listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    verdicts: IndexVec<VerdictIdx, Verdict>,
}

impl Scale {
    pub fn new(verdicts: Vec<Verdict>) -> Self {
        Scale { verdicts: verdicts.into() }
    }

    pub fn verdicts(&self) -> &IndexVec<VerdictIdx, Verdict> {
        &self.verdicts
    }

    /// The position of a verdict on the scale.
    pub fn position(&self, id: &str) -> Option<VerdictIdx> {
        self.verdicts.find(|verdict| verdict.id.as_str() == id)
    }

    /// The lowest and the highest value, `worstRating` and `bestRating` of a ClaimReview; `None` without two different values.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let values = || self.verdicts.iter().filter_map(|verdict| verdict.value);
        let worst = values().fold(f64::INFINITY, f64::min);
        let best = values().fold(f64::NEG_INFINITY, f64::max);
        (worst < best).then_some((worst, best))
    }
}

/// The scale of a brief that defines none. Values run from 1 (false) to 5 (true), as ClaimReview's usual scale does.
impl Default for Scale {
    fn default() -> Self {
        let verdict = |id: &str, label: &str, definition: &str, tone, value| Verdict {
            id: Id::new(id).expect("the built-in verdict ids are well-formed"),
            label: label.to_owned(),
            definition: definition.to_owned(),
            tone,
            value,
        };
        Scale::new(vec![
            verdict(
                "true",
                "True",
                "The evidence bears the claim out, with nothing important missing.",
                Tone::Positive,
                Some(5.0),
            ),
            verdict(
                "mostly-true",
                "Mostly true",
                "The claim holds in substance; a detail is inexact or missing.",
                Tone::Positive,
                Some(4.0),
            ),
            verdict("mixed", "Mixed", "Part of the claim holds and part of it does not.", Tone::Mixed, Some(3.0)),
            verdict(
                "mostly-false",
                "Mostly false",
                "A part of the claim holds, but its substance does not.",
                Tone::Negative,
                Some(2.0),
            ),
            verdict("false", "False", "The evidence contradicts the claim.", Tone::Negative, Some(1.0)),
            verdict("unproven", "Unproven", "The evidence does not settle the claim.", Tone::Neutral, None),
            verdict(
                "misleading",
                "Misleading",
                "The words may be accurate, but the impression they give is not.",
                Tone::Mixed,
                None,
            ),
            verdict(
                "misattributed",
                "Misattributed",
                "The words or the finding are credited to the wrong person or body.",
                Tone::Negative,
                None,
            ),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, VerdictIdx};
    use crate::base::index::Idx as _;

    #[test]
    fn the_default_scale_has_bounds() {
        assert_eq!(Scale::default().bounds(), Some((1.0, 5.0)));
        assert_eq!(Scale::default().position("false"), Some(VerdictIdx::new(4)));
    }

    #[test]
    fn a_scale_without_values_has_no_bounds() {
        assert_eq!(Scale::new(vec![]).bounds(), None);
    }
}
