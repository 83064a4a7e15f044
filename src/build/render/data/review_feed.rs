//! data/claimreview-feed.json: the ClaimReviews of all published claims as one schema.org DataFeed.

use std::sync::Arc;

use serde::Serialize;
use url::Url;

use super::json::{lines, open, write};
use crate::build::relate::Site;
use crate::build::render::json_ld::object::{Document, absolute};
use crate::build::render::json_ld::organisation::{self, Organisation};
use crate::build::render::json_ld::review::{ClaimReview, feed_item};
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::last_change;
use crate::build::resolve::Verified;
use crate::model::{Claim, Date, Status};
use crate::routes;

/// The feed without its elements.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct DataFeed<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    url: String,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    publisher: Organisation<'a>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct DataFeedItem<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    date_created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    item: ClaimReview<'a>,
}

/// Only with the address of the site, which the reviews are known by.
pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let base = site.brief.base_url.clone();
    base.map(|base| OutputFile::data(routes::REVIEW_FEED, move |shared| Ok(feed(&shared.site, &base).into())))
        .into_iter()
        .collect()
}

/// The entries of the feed, each as JSON.
pub(in super::super) fn items(site: &Site, base: &Url) -> Vec<String> {
    let author = organisation::by_name(site, base);
    let published = site.claims.iter().filter(|claim| claim.status == Status::Published);
    let items = published.map(|claim| {
        let mut out = vec![];
        write(&item(site, base, claim, &author), &mut out);
        String::from_utf8(out).expect("JSON is written as UTF-8")
    });
    items.collect()
}

fn item<'a>(site: &'a Site, base: &Url, claim: &'a Claim<Verified>, author: &'a Organisation<'a>) -> DataFeedItem<'a> {
    DataFeedItem {
        date_created: claim.published.map(|date| date.iso()),
        date_modified: last_change(claim).map(|date| date.iso()),
        item: feed_item(site, base, claim, author),
    }
}

/// A feed over several briefs, of entries that are JSON.
pub(in super::super) fn joined<'i>(
    site: &Site,
    base: &Url,
    latest: Option<Date>,
    items: impl Iterator<Item = &'i str>,
) -> Vec<u8> {
    let mut out = vec![];
    open(&Document::new(about(site, base, latest)), "dataFeedElement", &mut out);
    let items: Vec<&str> = items.collect();
    out.extend_from_slice(b"[\n");
    out.extend_from_slice(items.join(",\n").as_bytes());
    out.extend_from_slice(b"\n]}\n");
    out
}

/// The feed without its entries; `latest` is the day of the last change of one.
fn about<'a>(site: &'a Site, base: &'a Url, latest: Option<Date>) -> DataFeed<'a> {
    DataFeed {
        name: &site.brief.title,
        description: site.brief.description.as_deref(),
        url: absolute(base, routes::REVIEW_FEED),
        in_language: site.brief.language.tag(),
        date_modified: latest.map(|date| date.iso()),
        publisher: organisation::with_policies(site, base),
    }
}

/// The feed, sorted by the ids of the claims. Its publisher is described whole once; as the author of each review it goes by its name.
fn feed(site: &Site, base: &Url) -> Vec<u8> {
    let claims = site.claims.iter().map(Arc::as_ref);
    let published: Vec<&Claim<Verified>> = claims.filter(|claim| claim.status == Status::Published).collect();
    let latest = published.iter().filter_map(|claim| last_change(claim)).max();
    let feed = about(site, base, latest);
    let count = published.len();
    let author = organisation::by_name(site, base);
    let items = published.into_iter().map(|claim| item(site, base, claim, &author));
    let mut out = vec![];
    open(&Document::new(feed), "dataFeedElement", &mut out);
    lines(items, count, &mut out);
    out.extend_from_slice(b"}\n");
    out
}
