//! card.png and cards/ID.png: the pictures that are shown with links to pages. Each is drawn once, and kept between builds.

use super::output_file::OutputFile;
use super::routes;
use crate::base::cache::Cache;
use crate::build::card::{Card, CardPainter, card_key};
use crate::build::relate::Site;
use crate::model::Colour;
use citeback_quote::text::fold::without_directions;

/// The accent of the default theme, by day.
const ACCENT: Colour = Colour([0x1f, 0x4e, 0x79]);

/// What pictures are made with, and where they are kept.
pub(super) struct PictureStore<'c> {
    pub painter: CardPainter,
    pub kept: &'c Cache,
}

/// The paths of all pictures: first that of the brief, then those of the claims.
pub(super) fn paths(site: &Site) -> impl Iterator<Item = String> {
    let claims = site.claims.iter().map(|claim| routes::card(&claim.id));
    std::iter::once(routes::BRIEF_CARD.to_owned()).chain(claims)
}

/// The pictures, for a site that has some.
pub(super) fn files<'c>(site: &Site, pictures: &'c PictureStore<'c>) -> Vec<OutputFile<'c>> {
    let cards = paths(site).enumerate();
    cards
        .map(|(i, path)| {
            OutputFile::data(path, move |shared| {
                let claim = i.checked_sub(1);
                Ok(claim
                    .map_or_else(|| of_brief(&shared.site, pictures), |i| of_claim(&shared.site, i, pictures))
                    .into())
            })
        })
        .collect()
}

/// The picture of a claim.
fn of_claim(site: &Site, position: usize, pictures: &PictureStore<'_>) -> Vec<u8> {
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
    drawn(&card, pictures)
}

/// The picture of the brief as a whole.
fn of_brief(site: &Site, pictures: &PictureStore<'_>) -> Vec<u8> {
    let brief = &site.brief;
    let card = Card {
        brief: brief.organisation.as_ref().map_or("", |organisation| &organisation.name),
        statement: &brief.title,
        claimant: None,
        verdict: None,
        direction: brief.language.direction(),
        accent: brief.theme.accent.unwrap_or(ACCENT).0,
    };
    drawn(&card, pictures)
}

fn drawn(card: &Card<'_>, PictureStore { painter, kept }: &PictureStore<'_>) -> Vec<u8> {
    // A picture must not show words in another order than they are written.
    let statement = without_directions(card.statement);
    let card = &Card { statement: &statement, ..card.clone() };
    let svg = painter.svg(card);
    let key = card_key(&svg);
    kept.get(&key).unwrap_or_else(|| {
        let png = painter.png(&svg);
        kept.put(&key, &png);
        png
    })
}
