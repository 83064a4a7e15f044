//! The front page over all briefs, and the lists of all claims and corrections.

use std::sync::Arc;

use tera::Value;

use super::overview::Overview;
use super::page::DeskPage;
use crate::build::relate::Site;
use crate::build::render::listing;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::PageKind;
use crate::build::render::value::{TemplateContext, list};
use crate::routes;

const FRONT: PageKind = PageKind { name: "desk", template: "desk.html" };
const CLAIMS: PageKind = PageKind { name: "desk-claims", template: "desk-claims.html" };
const CORRECTIONS: PageKind = PageKind { name: "desk-corrections", template: "desk-corrections.html" };

/// How many of the latest claims and corrections the front page shows.
const MAX_SHOWN: usize = 10;

pub(super) fn files(site: &Site, overview: &Arc<Overview>) -> Vec<OutputFile<'static>> {
    let changed = overview.briefs.iter().filter_map(super::overview::OverviewBrief::changed).max();
    let mut files = vec![DeskPage::front(site, overview, (FRONT, routes::FRONT, changed), front)];
    let claims = overview.briefs.iter().map(|brief| brief.summary.claims.len()).sum();
    for page in 0..listing::page_count(claims) {
        let title = listing::title(site, site.locale.wording("all_claims", None), page);
        let path = routes::numbered(routes::CLAIMS, page);
        files.push(DeskPage::file(site, overview, (CLAIMS, path, title), move |overview, shared| {
            all_claims(overview, shared, page)
        }));
    }
    let corrections: usize = overview.briefs.iter().map(|brief| brief.summary.corrections.len()).sum();
    for page in (0..listing::page_count(corrections)).filter(|_| corrections > 0) {
        let title = listing::title(site, site.locale.wording("corrections", None), page);
        let path = routes::numbered(routes::CORRECTIONS, page);
        files.push(DeskPage::file(site, overview, (CORRECTIONS, path, title), move |overview, shared| {
            all_corrections(overview, shared, page)
        }));
    }
    files
}

fn front(overview: &Overview, shared: &Shared) -> TemplateContext {
    let locale = &shared.site.locale;
    let mut briefs: Vec<_> = overview.briefs.iter().collect();
    briefs.sort_by_cached_key(|brief| std::cmp::Reverse(brief.changed()));
    let (latest, corrections) = (overview.latest_at(), overview.corrections());
    let mut context = TemplateContext::default();
    context.insert("briefs", list(briefs.into_iter().map(|brief| brief.card(locale))));
    context.insert("total", Value::from(latest.len()));
    context.insert("claims", overview.claim_list(&latest[..latest.len().min(MAX_SHOWN)], locale));
    let shown = corrections.iter().take(MAX_SHOWN).map(|(brief, correction)| brief.correction(correction, locale));
    context.insert("corrections", list(shown));
    context.insert("correction_count", Value::from(corrections.len()));
    context
}

fn all_claims(overview: &Overview, shared: &Shared, page: usize) -> TemplateContext {
    let latest = overview.latest_at();
    let mut context = TemplateContext::default();
    context.insert("claims", overview.claim_list(listing::slice(latest, page), &shared.site.locale));
    context.insert("total", Value::from(latest.len()));
    context.insert("pages", listing::pages(routes::CLAIMS, page, latest.len()));
    context
}

fn all_corrections(overview: &Overview, shared: &Shared, page: usize) -> TemplateContext {
    let (corrections, locale) = (overview.corrections(), &shared.site.locale);
    let shown = listing::slice(&corrections, page).iter();
    let mut context = TemplateContext::default();
    context.insert("corrections", list(shown.map(|(brief, correction)| brief.correction(correction, locale))));
    context.insert("total", Value::from(corrections.len()));
    context.insert("pages", listing::pages(routes::CORRECTIONS, page, corrections.len()));
    context
}
