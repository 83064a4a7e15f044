//! The claims of other briefs of a desk that the notes of a brief link to: [`Across`].

use std::collections::BTreeMap;

use url::Url;

use super::date::Date;

/// What is known of the other briefs of a desk, as far as notes link to them.
#[derive(Debug, Default, Clone)]
pub struct Across {
    /// The names of all briefs of the desk, sorted; empty if nothing links to one.
    pub names: Vec<String>,
    /// The briefs that are linked to, by name.
    pub briefs: BTreeMap<String, OtherBrief>,
}

/// A brief that notes of another one link to.
#[derive(Debug, Clone)]
pub struct OtherBrief {
    /// Where it is published, if that is known.
    pub base_url: Option<Url>,
    /// The ids of all its claims, sorted.
    pub ids: Vec<String>,
    /// The claims that are linked to, by id.
    pub claims: BTreeMap<String, OtherClaim>,
}

/// A claim that another brief links to.
#[derive(Debug, Clone, Copy)]
pub struct OtherClaim {
    pub is_draft: bool,
    /// The end of the last embargo that keeps it out: its own, or that of something it names.
    pub embargo: Option<Date>,
}

impl Across {
    /// The claim that a link such as `bridge/bridge-cost` leads to.
    pub fn claim(&self, link: &str) -> Option<&OtherClaim> {
        let (brief, id) = link.split_once('/')?;
        self.briefs.get(brief)?.claims.get(id)
    }

    /// The address of the brief that a link leads into, if it is known.
    pub fn base_url(&self, link: &str) -> Option<&Url> {
        self.briefs.get(link.split_once('/')?.0)?.base_url.as_ref()
    }

    /// Without the drafts, which have no page.
    #[must_use]
    pub fn published(mut self) -> Self {
        self.briefs.values_mut().for_each(|brief| brief.claims.retain(|_, claim| !claim.is_draft));
        self
    }
}
