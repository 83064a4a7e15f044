//! cards/ID.png: the pictures that stand for pages where their links are shared. Each is drawn once, and kept between builds.

use crate::base::cache::Cache;
use crate::build::card::{Card, CardPainter, card_key};
use crate::build::relate::Site;
use crate::model::Colour;
use citeback_quote::text::fold::without_directions;

/// The accent of the default theme, by day.
const ACCENT: Colour = Colour([0x1f, 0x4e, 0x79]);

/// The picture of a claim.
pub(super) fn of_claim(site: &Site, position: usize, painter: &CardPainter, cache: &Cache) -> Vec<u8> {
    let claim = &site.claims[position];
    let verdict = &site.brief.scale.verdicts()[claim.verdict];
    let card = Card {
        brief: &site.brief.title,
        statement: &claim.claim,
        claimant: claim.claimant.as_ref().map(|claimant| claimant.name.as_str()),
        verdict: Some((&verdict.label, verdict.tone)),
        direction: claim.language.as_ref().unwrap_or(&site.brief.language).direction(),
        accent: site.brief.theme.accent.unwrap_or(ACCENT).0,
    };
    drawn(&card, painter, cache)
}

/// The picture of the brief as a whole.
pub(super) fn of_brief(site: &Site, painter: &CardPainter, cache: &Cache) -> Vec<u8> {
    let brief = &site.brief;
    let card = Card {
        brief: brief.organisation.as_ref().map_or("", |organisation| &organisation.name),
        statement: &brief.title,
        claimant: None,
        verdict: None,
        direction: brief.language.direction(),
        accent: brief.theme.accent.unwrap_or(ACCENT).0,
    };
    drawn(&card, painter, cache)
}

fn drawn(card: &Card<'_>, painter: &CardPainter, cache: &Cache) -> Vec<u8> {
    // A picture must not show words in another order than they are written.
    let statement = without_directions(card.statement);
    let card = &Card { statement: &statement, ..card.clone() };
    let layout = painter.layout(card);
    let key = card_key(&layout);
    cache.get(&key).unwrap_or_else(|| {
        let png = painter.png(&layout);
        cache.put(&key, &png);
        png
    })
}
