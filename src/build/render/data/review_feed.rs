//! data/claimreview-feed.json: the ClaimReviews of all published claims as one schema.org DataFeed.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use url::Url;

use super::json::{array, with_last};
use crate::build::relate::Site;
use crate::build::render::json_ld::object::{absolute, document, text, typed};
use crate::build::render::json_ld::{organisation, review};
use crate::build::render::output_file::OutputFile;
use crate::build::render::routes;
use crate::build::render::shared::last_change;
use crate::build::resolve::Passage;
use crate::model::{Claim, Status};

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
    let published: Vec<&Claim<Passage>> = claims.filter(|claim| claim.status == Status::Published).collect();
    let latest = published.iter().filter_map(|claim| last_change(claim)).max();
    let mut feed = typed("DataFeed");
    feed.insert("name".to_owned(), json!(site.brief.title));
    feed.extend(text("description", site.brief.description.as_deref()));
    feed.insert("url".to_owned(), json!(absolute(base, routes::REVIEW_FEED)));
    feed.insert("inLanguage".to_owned(), json!(site.brief.language.tag()));
    feed.extend(text("dateModified", latest.map(|date| date.iso()).as_deref()));
    feed.insert("publisher".to_owned(), Value::Object(organisation::with_policies(site, base)));
    let count = published.len();
    let items = published.into_iter().map(|claim| item(site, base, claim));
    with_last(document(feed), "dataFeedElement", &array(items, count))
}

fn item(site: &Site, base: &Url, claim: &Claim<Passage>) -> Map<String, Value> {
    let mut item = typed("DataFeedItem");
    item.extend(text("dateCreated", claim.published.map(|date| date.iso()).as_deref()));
    item.extend(text("dateModified", last_change(claim).map(|date| date.iso()).as_deref()));
    let review = review::claim_review(site, base, claim, organisation::by_name(site, base), None);
    item.insert("item".to_owned(), Value::Object(review));
    item
}
