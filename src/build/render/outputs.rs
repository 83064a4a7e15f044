//! Every file of the site: [`outputs`] lists them, kind by kind.

use super::assets::Assets;
use super::output_file::OutputFile;
use super::{data, pages, statics};
use crate::build::relate::Site;

/// All files of a kind, which may be none.
type Files = fn(&Site) -> Vec<OutputFile<'static>>;

/// Every kind of file but the sitemap, which lists the pages of the others, and pictures. Files are made in this order: what takes long
/// comes first, so that no thread is left with it at the end. Pages are in the same order in the sitemap.
const KINDS: &[Files] = &[
    data::passages::files,
    data::claims::files,
    data::claims_table::files,
    data::sources::files,
    data::brief::files,
    data::analysis::files,
    pages::print::files,
    pages::front::files,
    pages::all_claims::files,
    data::list_index::files,
    pages::verdict::files,
    pages::tag::files,
    pages::person::files,
    pages::sources::files,
    pages::corrections::files,
    pages::scale::files,
    pages::people::files,
    pages::prose::files,
    pages::not_found::files,
    pages::robots::files,
    pages::headers::files,
    pages::redirect::files,
    pages::feed::files,
    pages::corrections_feed::files,
    data::review_feed::files,
    statics::files,
    pages::source::files,
    pages::compare::files,
    data::annotations::files,
    data::source_text::files,
    pages::claim::files,
    pages::unfinished::files,
    pages::embed::files,
];

/// Every file of the site but its pictures.
pub(super) fn outputs(site: &Site, assets: &Assets) -> Vec<OutputFile<'static>> {
    let mut files: Vec<OutputFile<'static>> = KINDS.iter().flat_map(|files| files(site)).collect();
    files.extend(assets.files(site));
    files.extend(pages::sitemap::files(site, &files));
    files
}

/// The file at a path, where that can be told without the list of all files: the pages of claims and sources, which are requested most, and
/// the static files that they use.
pub(super) fn at(site: &Site, path: &str) -> Option<OutputFile<'static>> {
    pages::claim::at(site, path).or_else(|| pages::source::at(site, path)).or_else(|| statics::at(site, path))
}
