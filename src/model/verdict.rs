//! Verdicts and the scale they belong to.

use super::id::Id;
use super::index::VerdictIdx;
use crate::base::index::IndexVec;

named! {
    /// How a verdict rates the claim. Templates choose a colour by it, never without words.
    Tone {
        /// The evidence supports the claim.
        Positive = "positive",
        /// The evidence supports part of the claim.
        Mixed = "mixed",
        /// The evidence does not support the claim.
        Negative = "negative",
        /// The question is open.
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
    /// `ratingValue` of a ClaimReview; `None` for verdicts that are not a degree of truth.
    pub value: Option<f64>,
    /// Whether a claim with this verdict needs a passage. One without says that evidence is still missing.
    pub needs_evidence: bool,
}

/// The verdicts of a brief, in their listed order.
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

    /// The lowest and the highest value, for the `worstRating` and `bestRating` of a ClaimReview; `None` if there are not two different
    /// values.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        let values = || self.verdicts.iter().filter_map(|verdict| verdict.value);
        let worst = values().fold(f64::INFINITY, f64::min);
        let best = values().fold(f64::NEG_INFINITY, f64::max);
        (worst < best).then_some((worst, best))
    }
}

/// The built-in scale, for briefs without one. Values run from 1 (false) to 5 (true), as is usual for ClaimReview.
impl Default for Scale {
    fn default() -> Self {
        let verdict = |id: &str, label: &str, definition: &str, tone, value| Verdict {
            id: Id::new(id).expect("the built-in verdict ids are well-formed"),
            label: label.to_owned(),
            definition: definition.to_owned(),
            tone,
            value,
            needs_evidence: id != "unproven",
        };
        Scale::new(vec![
            verdict(
                "true",
                "True",
                "The evidence supports the claim, and nothing important is missing.",
                Tone::Positive,
                Some(5.0),
            ),
            verdict(
                "mostly-true",
                "Mostly true",
                "The claim is right in substance; a detail is inaccurate or missing.",
                Tone::Positive,
                Some(4.0),
            ),
            verdict("mixed", "Mixed", "Part of the claim is right and part of it is wrong.", Tone::Mixed, Some(3.0)),
            verdict(
                "mostly-false",
                "Mostly false",
                "Part of the claim is right, but its substance is wrong.",
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
                "The words or the finding are attributed to the wrong person or organisation.",
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
