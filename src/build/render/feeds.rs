//! feed.xml, sitemap.xml and robots.txt: for feed readers and search engines. The first two need the brief's base URL.

use tera::Value;
use url::Url;

use super::jobs::{Job, PageKind};
use super::json_ld::absolute;
use super::routes;
use super::shared::Shared;
use super::value::{TemplateContext, html, list, maybe, object, text};
use crate::build::relate::Site;
use crate::build::resolve::Passage;
use crate::model::{Claim, Date, Status};

/// The feed holds this many claims, the latest.
const FEED_ENTRIES: usize = 50;

/// Without any date a feed is empty; Atom wants a date all the same, and the clock would break reproducible builds.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// The date under which a claim is news: when it was last changed.
pub(super) fn changed(claim: &Claim<Passage>) -> Option<Date> {
    claim.updated.or(claim.published).max(claim.corrections.iter().map(|correction| correction.date).max())
}

/// The Atom feed (RFC 4287). Claims without a date have no place in it.
pub(super) fn feed(shared: &Shared, base: &Url) -> TemplateContext {
    let site = &shared.site;
    let mut dated: Vec<(Date, usize)> =
        site.listed.iter().filter_map(|claim| changed(&site.claims[*claim]).map(|date| (date, *claim))).collect();
    dated.sort_by(|a, b| b.cmp(a));
    dated.truncate(FEED_ENTRIES);
    let entries = dated.iter().map(|(date, position)| {
        let claim = &site.claims[*position];
        let url = absolute(base, &routes::claim(&claim.id));
        let card = shared.claim(*position).as_map();
        let summary = card.and_then(|card| card.get(&tera::value::Key::from("summary"))).and_then(Value::as_str);
        object([
            ("id", text(&url)),
            ("url", text(&url)),
            ("title", text(&claim.title)),
            ("published", claim.published.map_or_else(Value::none, |date| text(&date.moment()))),
            ("updated", text(&date.moment())),
            // Escaped by the template: an Atom summary carries HTML as text.
            ("summary", text(summary.unwrap_or_default())),
            ("authors", list(claim.authors.iter().map(|person| text(&site.brief.people[*person].name)))),
            ("categories", list(claim.tags.iter().map(|tag| text(tag)))),
        ])
    });
    let entries: Vec<Value> = entries.collect();
    let updated = dated.first().map_or_else(|| NEVER.to_owned(), |(date, _)| date.moment());
    context(base, routes::FEED, "", &updated, entries)
}

/// The feed of corrections: an entry for each, under an id of its own that stays as long as the note keeps its corrections in order.
pub(super) fn corrections(shared: &Shared, base: &Url) -> TemplateContext {
    let site = &shared.site;
    let latest = site.corrections.iter().take(FEED_ENTRIES);
    let entries: Vec<Value> = latest
        .map(|(position, index)| {
            let claim = &site.claims[*position];
            let correction = &claim.corrections[*index];
            let url = absolute(base, &routes::claim(&claim.id));
            let moment = correction.date.moment();
            object([
                ("id", text(&format!("{url}#correction-{}", index + 1))),
                ("url", text(&url)),
                ("title", text(&claim.title)),
                ("published", text(&moment)),
                ("updated", text(&moment)),
                ("summary", text(&shared.unlinked(&correction.text))),
                ("authors", list([])),
                ("categories", list([])),
            ])
        })
        .collect();
    let newest = site.corrections.first().map(|(claim, index)| site.claims[*claim].corrections[*index].date.moment());
    let updated = newest.unwrap_or_else(|| NEVER.to_owned());
    context(base, routes::CORRECTIONS_FEED, routes::CORRECTIONS, &updated, entries)
}

/// What the template of a feed sees: `path` is its own, `home` that of the page it goes with.
fn context(base: &Url, path: &str, home: &str, updated: &str, entries: Vec<Value>) -> TemplateContext {
    let mut context = TemplateContext::default();
    context.insert(
        "feed",
        object([
            ("id", text(&absolute(base, home))),
            ("self", text(&absolute(base, path))),
            ("home", text(&absolute(base, home))),
            ("updated", text(updated)),
            ("entries", list(entries)),
        ]),
    );
    context
}

/// The most addresses that a sitemap may hold (sitemaps.org).
const MAX_ADDRESSES: usize = 50_000;

/// In how many parts a sitemap of so many addresses is cut; none if it is whole.
pub(super) fn sitemap_parts(addresses: usize) -> usize {
    if addresses > MAX_ADDRESSES { addresses.div_ceil(MAX_ADDRESSES) } else { 0 }
}

/// The paths of the pages that search engines are sent to.
pub(super) fn addresses<'j>(site: &Site, jobs: &'j [Job]) -> impl Iterator<Item = &'j str> {
    // What is retired stays at its address, but nobody is sent there.
    let retired = |what: PageKind| matches!(what, PageKind::Claim(i) if site.claims[i].status == Status::Retired);
    jobs.iter().filter(move |job| job.is_page() && !retired(job.what)).map(|job| job.path.as_str())
}

/// The sitemap: every page for readers, with the day it last changed where that is known; of a site with more pages than one file may
/// list, the index of its parts.
pub(super) fn sitemap(shared: &Shared, base: &Url, jobs: &[Job]) -> TemplateContext {
    match sitemap_parts(addresses(&shared.site, jobs).count()) {
        0 => listed(shared, base, addresses(&shared.site, jobs)),
        parts => {
            let parts = (0..parts).map(|part| object([("url", address(base, &routes::sitemap_part(part)))]));
            let mut context = TemplateContext::default();
            context.insert("index", Value::from(true));
            context.insert("entries", list(parts));
            context
        }
    }
}

/// A part of the sitemap, from 0.
pub(super) fn sitemap_part(shared: &Shared, base: &Url, jobs: &[Job], part: usize) -> TemplateContext {
    listed(shared, base, addresses(&shared.site, jobs).skip(part * MAX_ADDRESSES).take(MAX_ADDRESSES))
}

fn listed<'p>(shared: &Shared, base: &Url, paths: impl Iterator<Item = &'p str>) -> TemplateContext {
    let lastmod = |path: &str| {
        let id = path.strip_prefix("claims/")?.strip_suffix(".html")?;
        let claim = &shared.site.claims[shared.site.claim_position(id)?];
        changed(claim).map(|date| date.iso())
    };
    let entries =
        paths.map(|path| object([("url", address(base, path)), ("lastmod", maybe(lastmod(path).as_deref()))]));
    let mut context = TemplateContext::default();
    context.insert("index", Value::from(false));
    context.insert("entries", list(entries));
    context
}

/// The address of a page; the front page has the site's own.
fn address(base: &Url, path: &str) -> Value {
    text(&absolute(base, if path == routes::FRONT { "" } else { path }))
}

pub(super) fn robots(base: Option<&Url>) -> TemplateContext {
    let mut context = TemplateContext::default();
    let sitemap = base.map(|base| absolute(base, routes::SITEMAP));
    context.insert("sitemap", sitemap.map_or_else(Value::none, |url| html(&url)));
    context
}

#[cfg(test)]
mod tests {
    use super::sitemap_parts;

    #[test]
    fn a_sitemap_is_cut_where_search_engines_stop_reading() {
        assert_eq!([0, 1, 50_000, 50_001, 100_000, 100_001].map(sitemap_parts), [0, 0, 0, 2, 2, 3]);
    }
}
