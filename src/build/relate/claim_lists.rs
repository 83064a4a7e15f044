//! The claims that pages of the newsroom's own list: [`Site::listed_by`].

use super::site::Site;
use crate::base::slug::slug;
use crate::build::resolve::Verified;
use crate::model::{Claim, ClaimIdx, ClaimList, same_name};

impl Site {
    /// The claims of a list, in the order of all lists: newest first, and of one day by id. Retired claims are in none.
    pub fn listed_by(&self, list: &ClaimList) -> Vec<ClaimIdx> {
        self.listed.iter().copied().filter(|claim| self.has(&self.claims[*claim], list)).collect()
    }

    /// Whether a claim has one of each that is asked for.
    fn has(&self, claim: &Claim<Verified>, list: &ClaimList) -> bool {
        let verdict = &self.brief.scale.verdicts()[claim.verdict].id;
        let has_source =
            |id: &String| claim.passages.iter().any(|passage| self.sources[passage.source()].source.id.as_str() == id);
        one_of(&list.tags, |tag| claim.tags.iter().any(|own| slug(own) == slug(tag)))
            && one_of(&list.verdicts, |id| verdict.as_str() == id)
            && one_of(&list.claimants, |name| claim.claimants.iter().any(|own| same_name(&own.name, name)))
            && one_of(&list.sources, has_source)
    }
}

/// Whether one of these will do; if nothing is asked for, anything will.
fn one_of(asked: &[String], fits: impl Fn(&String) -> bool) -> bool {
    asked.is_empty() || asked.iter().any(fits)
}
