//! Passages with the same words and different speakers, as pages show them: [`of_claim`] and [`of_listed`].

use tera::Value;

use super::shared::Shared;
use super::value::{list, maybe, object, text};
use crate::analysis::DifferingSpeakers;
use crate::build::relate::{Citation, Site};
use crate::model::{ClaimIdx, Id, Status};
use crate::routes;
use citeback_quote::text::{shortened, single_spaced};

/// The quoted words that are shown of each passage, in code points.
const MAX_SHOWN: usize = 240;

/// Those that a claim has a passage of.
pub(super) fn of_claim(shared: &Shared, claim: ClaimIdx) -> Value {
    entries(shared, found(&shared.site).filter(|(_, pair)| pair.iter().any(|at| at.claim == claim)))
}

/// Those of listed claims.
pub(super) fn of_listed(shared: &Shared) -> Value {
    let is_listed = |at: &Citation| shared.site.claims[at.claim].status != Status::Retired;
    entries(shared, found(&shared.site).filter(|(_, pair)| pair.iter().all(is_listed)))
}

/// A passage with the same words as several others is shown once with all of them.
fn entries<'s>(shared: &Shared, pairs: impl Iterator<Item = (&'s DifferingSpeakers, [Citation; 2])>) -> Value {
    let mut entries: Vec<(Option<&str>, Vec<Citation>)> = vec![];
    for (pair, [first, second]) in pairs {
        let reason = pair.accepted.as_deref();
        match entries.last_mut() {
            Some((known, passages)) if *known == reason && passages[0] == first => passages.push(second),
            _ => entries.push((reason, vec![first, second])),
        }
    }
    list(entries.into_iter().map(|(reason, passages)| {
        let passages = passages.into_iter().map(|at| passage(shared, at));
        object([("passages", list(passages)), ("reason", maybe(reason))])
    }))
}

/// All pairs of claims that have a page, each with where its passages are.
pub(super) fn found(site: &Site) -> impl Iterator<Item = (&DifferingSpeakers, [Citation; 2])> {
    let place = |(claim, passage): &(Id, Id)| {
        let claim = site.claim_position(claim.as_str())?;
        let passages = &site.claims[claim].passages;
        let passage = passages.iter().position(|verified| verified.passage().is_some() && verified.id() == passage)?;
        Some(Citation { claim, passage })
    };
    site.analysis.speakers.iter().filter_map(move |pair| {
        let [first, second] = &pair.passages;
        Some((pair, [place(first)?, place(second)?]))
    })
}

fn passage(shared: &Shared, at: Citation) -> Value {
    let site = &shared.site;
    let (claim, passage) = (&site.claims[at.claim], site.passage(at));
    let href = format!("{}#{}", routes::claim(&claim.id), routes::card_anchor(passage.id()));
    let words = shortened(&passage.words(&site.sources[passage.source]), MAX_SHOWN);
    object([
        ("speaker", text(&single_spaced(passage.quotation.speaker.as_deref().unwrap_or_default()))),
        ("href", text(&href)),
        ("source", shared.source(passage.source).clone()),
        ("words", text(&words)),
    ])
}
