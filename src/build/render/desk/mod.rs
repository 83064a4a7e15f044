//! The pages over all briefs of a desk: [`outputs`] lists them. They are made of what is kept of each brief ([`BriefSummary`]), not of the
//! briefs themselves.

mod claimants;
mod feeds;
mod front;
mod overview;
mod page;
mod people;
mod reviews;
mod sitemap;
mod sources;
mod summary;
mod tags;

use std::sync::Arc;

pub use overview::{Overview, OverviewBrief};
pub use summary::BriefSummary;

use super::assets::Assets;
use super::output_file::OutputFile;
use super::{pages, statics};
use crate::build::relate::Site;

/// Every file over all briefs but its pictures.
pub(super) fn outputs(site: &Site, overview: &Arc<Overview>, assets: &Assets) -> Vec<OutputFile<'static>> {
    let mut files = front::files(site, overview);
    files.extend(people::files(site, overview));
    files.extend(tags::files(site, overview));
    files.extend(claimants::files(site, overview));
    files.extend(sources::files(site, overview));
    files.extend(pages::not_found::files(site));
    files.extend(pages::robots::files(site));
    files.extend(pages::headers::files(site));
    files.extend(feeds::files(site, overview));
    files.extend(reviews::files(site, overview));
    files.extend(statics::files(site));
    files.extend(assets.files(site));
    files.extend(sitemap::files(site, overview, &files));
    files
}
