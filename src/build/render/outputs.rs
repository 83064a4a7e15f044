//! Every file of the site: [`outputs`] lists them, kind by kind.

use super::data::{annotations, claims, claims_index, claims_table, passages, review_feed, source_text};
use super::output_file::OutputFile;
use super::pages::{
    all_claims, claim, corrections, corrections_feed, feed, front, headers, not_found, people, person, print, prose,
    robots, scale, sitemap, source, sources, tag, verdict,
};
use super::statics;
use crate::build::relate::Site;

/// All files of a kind, which may be none.
type Files = fn(&Site) -> Vec<OutputFile<'static>>;

/// Every kind of file but the sitemap, which lists the pages of the others, and pictures. Files are made in this order: what takes long
/// comes first, so that no thread is left with it at the end. Pages are in the same order in the sitemap.
const KINDS: [Files; 26] = [
    passages::files,
    claims::files,
    claims_table::files,
    print::files,
    front::files,
    all_claims::files,
    claims_index::files,
    verdict::files,
    tag::files,
    person::files,
    sources::files,
    corrections::files,
    scale::files,
    people::files,
    prose::files,
    not_found::files,
    robots::files,
    headers::files,
    feed::files,
    corrections_feed::files,
    review_feed::files,
    statics::files,
    source::files,
    annotations::files,
    source_text::files,
    claim::files,
];

/// Every file of the site but its pictures.
pub(super) fn outputs(site: &Site) -> Vec<OutputFile<'static>> {
    let mut files: Vec<OutputFile<'static>> = KINDS.iter().flat_map(|files| files(site)).collect();
    files.extend(sitemap::files(site, &files));
    files
}

/// The file at a path, where that can be told without the list of all files: pages of claims, which are asked for most.
pub(super) fn at(site: &Site, path: &str) -> Option<OutputFile<'static>> {
    claim::at(site, path)
}
