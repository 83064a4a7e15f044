//! claimants.html: who was checked how often, in all briefs, and with which verdicts.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use super::overview::{ClaimAt, Overview, verdict};
use super::page::DeskPage;
use super::summary::VerdictSummary;
use crate::build::relate::Site;
use crate::build::render::listing;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::PageKind;
use crate::build::render::value::{TemplateContext, list, maybe, object, text};
use crate::routes;

const KIND: PageKind = PageKind { name: "desk-claimants", template: "desk-claimants.html" };

/// Of each claimant the latest claims, at most this many.
const MAX_CLAIMS: usize = 5;

/// Somebody, and the claims that they made, latest first.
struct Claimant<'o> {
    name: &'o str,
    url: Option<&'o str>,
    claims: Vec<ClaimAt>,
}

pub(super) fn files(site: &Site, overview: &Arc<Overview>) -> Vec<OutputFile<'static>> {
    let count = claimants(overview).len();
    let pages = (0..listing::page_count(count)).filter(|_| count > 0);
    let file = |page| {
        let title = listing::title(site, site.locale.wording("claimants", None), page);
        let path = routes::numbered(routes::CLAIMANTS, page);
        DeskPage::file(site, overview, (KIND, path, title), move |overview, shared| show(overview, shared, page))
    };
    pages.map(file).collect()
}

/// Those who made most claims first. The same name is the same claimant.
fn claimants(overview: &Overview) -> Vec<Claimant<'_>> {
    let mut by_name: BTreeMap<&str, Claimant<'_>> = BTreeMap::new();
    for at in overview.latest_at() {
        for (name, url) in &overview.claim(*at).1.claimed_by {
            let claimant = by_name.entry(name).or_insert_with(|| Claimant { name, url: None, claims: vec![] });
            claimant.url = claimant.url.or(url.as_deref());
            // A note may name somebody twice.
            if claimant.claims.last() != Some(at) {
                claimant.claims.push(*at);
            }
        }
    }
    let mut ranked: Vec<Claimant<'_>> = by_name.into_values().collect();
    ranked.sort_by_key(|claimant| std::cmp::Reverse(claimant.claims.len()));
    ranked
}

fn show(overview: &Overview, shared: &Shared, page: usize) -> TemplateContext {
    let (all, locale) = (claimants(overview), &shared.site.locale);
    let entries = listing::slice(&all, page).iter().map(|claimant| {
        let mut verdicts: BTreeMap<&VerdictSummary, usize> = BTreeMap::new();
        for at in &claimant.claims {
            *verdicts.entry(&overview.claim(*at).1.verdict).or_default() += 1;
        }
        let mut verdicts: Vec<_> = verdicts.into_iter().collect();
        verdicts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let counts =
            verdicts.into_iter().map(|(of, count)| object([("verdict", verdict(of)), ("count", Value::from(count))]));
        let latest = &claimant.claims[..claimant.claims.len().min(MAX_CLAIMS)];
        object([
            ("name", text(claimant.name)),
            ("url", maybe(claimant.url)),
            ("total", Value::from(claimant.claims.len())),
            ("verdicts", list(counts)),
            ("claims", overview.claim_list(latest, locale)),
        ])
    });
    let mut context = TemplateContext::default();
    context.insert("claimants", list(entries));
    context.insert("total", Value::from(all.len()));
    context.insert("pages", listing::pages(routes::CLAIMANTS, page, all.len()));
    context
}
