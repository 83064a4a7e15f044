//! Verdicts and the scale they belong to.

use super::colour::Colour;
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
    /// Its own colour, in place of its tone's.
    pub colour: Option<Colour>,
    /// Its own symbol, in place of the shape that its look has.
    pub icon: Option<Icon>,
}

/// The symbol of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Icon {
    /// In the notation of SVG, in a square of 16 by 16.
    pub path: String,
    /// Whether it is filled by the even-odd rule.
    pub even_odd: bool,
}

impl Icon {
    /// As SVG and CSS name the rule by which it is filled.
    pub fn fill_rule(&self) -> &'static str {
        if self.even_odd { "evenodd" } else { "nonzero" }
    }
}

/// What a verdict looks like beside its words: no two of a scale with up to three verdicts of a tone look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub tone: Tone,
    /// Which of the shapes of its tone it has, from 1 to [`SHAPES`].
    pub shape: usize,
}

/// So many shapes each tone has.
pub const SHAPES: usize = 3;

impl Look {
    /// The classes that the theme knows it by.
    fn classes(self) -> String {
        match self.shape {
            1 => format!("tone-{}", self.tone.name()),
            shape => format!("tone-{} shape-{shape}", self.tone.name()),
        }
    }
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

    /// The same scale in other words: `words` gives the label and the definition of a verdict, if it has them.
    #[must_use]
    pub fn in_words(&self, words: impl Fn(&Id) -> (Option<String>, Option<String>)) -> Self {
        let verdict = |verdict: &Verdict| {
            let (label, definition) = words(&verdict.id);
            let mut verdict = verdict.clone();
            verdict.label = label.unwrap_or(verdict.label);
            verdict.definition = definition.unwrap_or(verdict.definition);
            verdict
        };
        Scale::new(self.verdicts.iter().map(verdict).collect())
    }

    /// The position of a verdict on the scale.
    pub fn position(&self, id: &str) -> Option<VerdictIdx> {
        self.verdicts.find(|verdict| verdict.id.as_str() == id)
    }

    /// The look of a verdict. The verdicts of a tone get its shapes in turn: first those with a value, the one furthest from the middle of
    /// the scale before the others, then those without one, each time in their listed order. The last shape serves all that remain.
    pub fn look(&self, verdict: VerdictIdx) -> Look {
        let tone = self.verdicts[verdict].tone;
        let middle = self.bounds().map_or(0.0, |(worst, best)| f64::midpoint(worst, best));
        let mut alike: Vec<VerdictIdx> =
            self.verdicts.indices().filter(|other| self.verdicts[*other].tone == tone).collect();
        let distance =
            |verdict: &VerdictIdx| self.verdicts[*verdict].value.map_or(-1.0, |value| (value - middle).abs());
        alike.sort_by(|a, b| distance(b).total_cmp(&distance(a)));
        let place = alike.iter().take_while(|other| **other != verdict).count();
        Look { tone, shape: (place + 1).min(SHAPES) }
    }

    /// The classes that templates give to what shows a verdict: those of its look, and one of its own.
    pub fn classes(&self, verdict: VerdictIdx) -> String {
        format!("{} verdict-{}", self.look(verdict).classes(), self.verdicts[verdict].id)
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
            colour: None,
            icon: None,
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
    use super::{Id, Scale, Tone, Verdict, VerdictIdx};
    use crate::base::index::Idx as _;

    fn looks(scale: &Scale) -> Vec<String> {
        scale.verdicts().indices().map(|verdict| scale.look(verdict).classes()).collect()
    }

    #[test]
    fn verdicts_of_a_tone_differ_in_shape() {
        let expected = [
            "tone-positive",
            "tone-positive shape-2",
            "tone-mixed",
            "tone-negative shape-2",
            "tone-negative",
            "tone-neutral",
            "tone-mixed shape-2",
            "tone-negative shape-3",
        ];
        assert_eq!(looks(&Scale::default()), expected);
    }

    #[test]
    fn without_values_shapes_go_by_the_order_of_the_list() {
        let verdict = |id: &str| Verdict {
            id: Id::new(id).unwrap(),
            label: String::new(),
            definition: String::new(),
            tone: Tone::Negative,
            value: None,
            needs_evidence: true,
            colour: None,
            icon: None,
        };
        let scale = Scale::new(["wrong", "invented", "old", "satire"].map(verdict).into());
        let expected = ["tone-negative", "tone-negative shape-2", "tone-negative shape-3", "tone-negative shape-3"];
        assert_eq!(looks(&scale), expected);
    }

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
