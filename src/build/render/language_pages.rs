//! The languages of a site with the pages that it has in each: [`languages`].

use std::collections::HashSet;
use std::sync::Arc;

use super::assets::Assets;
use super::languages::SiteLanguages;
use super::outputs::outputs;
use crate::build::relate::Site;
use crate::routes;

/// The languages of an original; `None` if it has only its own.
pub fn languages(original: &Arc<Site>) -> Option<Arc<SiteLanguages>> {
    SiteLanguages::new(original, pages)
}

fn pages(site: &Site) -> HashSet<String> {
    let files = outputs(site, &Assets::default());
    let pages = files.into_iter().filter(|file| file.as_page().is_some()).map(|file| file.path);
    // A reader of a page that is missing has no use for the same page in other languages.
    pages.filter(|path| path != routes::NOT_FOUND).collect()
}
