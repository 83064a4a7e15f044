//! data/claimreview-feed.json over all briefs: the ClaimReviews of all published claims as one schema.org DataFeed.

use std::sync::Arc;

use super::overview::Overview;
use crate::build::relate::Site;
use crate::build::render::data::review_feed;
use crate::build::render::output_file::OutputFile;
use crate::routes;

/// Only with the address of the desk. The entries are those of the briefs' own feeds.
pub(super) fn files(site: &Site, overview: &Arc<Overview>) -> Vec<OutputFile<'static>> {
    let Some(base) = site.brief.base_url.clone() else {
        return vec![];
    };
    let overview = Arc::clone(overview);
    vec![OutputFile::data(routes::REVIEW_FEED, move |shared| {
        let briefs = overview.briefs.iter();
        let latest = briefs.clone().filter_map(super::overview::OverviewBrief::changed).max();
        let items = briefs.flat_map(|brief| &brief.summary.reviews).map(String::as_str);
        Ok(review_feed::joined(&shared.site, &base, latest, items).into())
    })]
}
