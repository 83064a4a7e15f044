//! Corrections of claims as pages show them: [`Shared::correction`], [`Shared::logged`].

use tera::Value;

use super::shared::Shared;
use super::translated;
use super::value::{date, object};
use crate::model::{ClaimIdx, VerdictIdx};
use crate::notes::yaml::Path;

impl Shared {
    /// A correction of a claim as pages show it: what was put right, the verdict before it and the one after it where they differ.
    pub fn correction(&self, claim: ClaimIdx, index: usize, root: &'static str) -> [(&'static str, Value); 4] {
        let claim = &self.site.claims[claim];
        let correction = &claim.corrections[index];
        let texts = Path::top().key("corrections");
        // Notes need not list corrections in order; the verdict that followed is the one that the next one changed.
        let next = claim.corrections.iter().filter(|later| later.date > correction.date && later.was.is_some());
        let next = next.min_by_key(|later| later.date).and_then(|later| later.was).unwrap_or(claim.verdict);
        let verdict =
            |verdict: Option<VerdictIdx>| verdict.map_or_else(Value::none, |verdict| self.verdicts[verdict].clone());
        [
            ("date", date(correction.date, &self.site.locale)),
            (
                "html",
                translated::marked(&self.site, Some(&claim.id), &texts, "span", self.inline(&correction.text, root)),
            ),
            ("was", verdict(correction.was)),
            ("now", verdict(correction.was.map(|_| next))),
        ]
    }

    /// A correction in the log, with the claim it belongs to.
    pub fn logged(&self, (claim, index): (ClaimIdx, usize), root: &'static str) -> Value {
        let [date, html, was, now] = self.correction(claim, index, root);
        object([date, html, was, now, ("claim", self.claim(claim).clone())])
    }
}
