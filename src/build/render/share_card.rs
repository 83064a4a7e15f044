//! The picture that is shown with a link to a page: [`ShareCard`] says what is in it.

use super::shared::names;
use crate::build::card::{Card, Seal};
use crate::build::relate::Site;
use crate::build::resolve::Verified;
use crate::model::{Claim, Colour, Drawing};
use crate::routes;

/// The accent of the default theme, by day.
const ACCENT: Colour = Colour([0x1f, 0x4e, 0x79]);

/// What cards are drawn on.
const PAPER: Colour = Colour([0xfc, 0xfb, 0xf8]);

/// A picture, where it is published, and what is on it.
#[derive(Debug)]
pub(super) struct ShareCard<'s> {
    /// Relative to the site's root.
    pub path: String,
    /// What it shows, in words.
    pub alt: String,
    pub card: Card<'s>,
}

impl<'s> ShareCard<'s> {
    /// The picture of the brief as a whole.
    pub fn of_brief(site: &'s Site) -> Self {
        let brief = &site.brief;
        let card = Card {
            label: "",
            desk: brief.organisation.as_ref().map_or("", |organisation| &organisation.name),
            statement: &brief.title,
            claimant: None,
            verdict: None,
            direction: brief.language.direction(),
            accent: accent(site),
            logo: logo(site),
        };
        ShareCard { path: routes::BRIEF_CARD.to_owned(), alt: brief.title.clone(), card }
    }

    /// The picture of a claim.
    pub fn of_claim(site: &'s Site, claim: &'s Claim<Verified>) -> Self {
        let verdict = &site.brief.scale.verdicts()[claim.verdict];
        let names = names(&site.locale, &claim.claimants);
        let card = Card {
            label: site.locale.wording("fact_check", None),
            desk: site.brief.publisher_name(),
            statement: &claim.claim,
            claimant: names.map(|names| site.locale.filled("claim_by", &[("name", &names)], None).into()),
            verdict: Some(Seal {
                label: &verdict.label,
                look: site.brief.scale.look(claim.verdict),
                colour: verdict.colour.map(|colour| colour.readable_on(PAPER).0),
                icon: verdict.icon.as_ref(),
            }),
            direction: claim.language.as_ref().unwrap_or(&site.brief.language).direction(),
            accent: accent(site),
            logo: logo(site),
        };
        ShareCard { path: routes::card(&claim.id), alt: format!("{}: {}", claim.claim, verdict.label), card }
    }
}

fn logo(site: &Site) -> Option<&Drawing> {
    site.brief.theme.logo.as_ref()?.drawing.as_ref()
}

fn accent(site: &Site) -> [u8; 3] {
    site.brief.theme.accent.unwrap_or(ACCENT).0
}
