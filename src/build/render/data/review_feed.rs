//! data/claimreview-feed.json: the ClaimReviews of all published claims as one schema.org DataFeed.

use std::sync::Arc;

use serde::Serialize;
use url::Url;

use super::json::{lines, open};
use crate::build::relate::Site;
use crate::build::render::json_ld::object::{Document, absolute};
use crate::build::render::json_ld::organisation::{self, Organisation};
use crate::build::render::json_ld::review::{ClaimReview, feed_item};
use crate::build::render::output_file::OutputFile;
use crate::build::render::routes;
use crate::build::render::shared::last_change;
use crate::build::resolve::Verified;
use crate::model::{Claim, Status};

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

/// The feed, sorted by the ids of the claims. Its publisher is described whole once; as the author of each review it goes by its name.
fn feed(site: &Site, base: &Url) -> Vec<u8> {
    let claims = site.claims.iter().map(Arc::as_ref);
    let published: Vec<&Claim<Verified>> = claims.filter(|claim| claim.status == Status::Published).collect();
    let latest = published.iter().filter_map(|claim| last_change(claim)).max();
    let feed = DataFeed {
        name: &site.brief.title,
        description: site.brief.description.as_deref(),
        url: absolute(base, routes::REVIEW_FEED),
        in_language: site.brief.language.tag(),
        date_modified: latest.map(|date| date.iso()),
        publisher: organisation::with_policies(site, base),
    };
    let count = published.len();
    let author = organisation::by_name(site, base);
    let items = published.into_iter().map(|claim| DataFeedItem {
        date_created: claim.published.map(|date| date.iso()),
        date_modified: last_change(claim).map(|date| date.iso()),
        item: feed_item(site, base, claim, &author),
    });
    let mut out = vec![];
    open(&Document::new(feed), "dataFeedElement", &mut out);
    lines(items, count, &mut out);
    out.extend_from_slice(b"}\n");
    out
}
