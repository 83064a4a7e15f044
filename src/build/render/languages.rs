//! The pages of a site in other languages: which there are ([`SiteLanguages`]), and the links to them ([`SiteLanguages::switch`],
//! [`SiteLanguages::alternates`]).
//!
//! Each language is a whole site in a folder of the original, with the same paths below it, so a page and its translation differ only in
//! that folder.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use tera::Value;

use super::json_ld::object::absolute;
use super::value::{list, object, text};
use crate::build::relate::Site;
use crate::routes;

/// A site in all its languages.
pub struct SiteLanguages {
    /// The original first.
    sites: Vec<SiteLanguage>,
    /// Lists the paths of all pages of a site.
    pages: fn(&Site) -> HashSet<String>,
}

struct SiteLanguage {
    site: Arc<Site>,
    /// Below the original, ending in `/`; empty for the original.
    folder: String,
    /// The paths of its pages, listed when they are first asked for.
    paths: OnceLock<HashSet<String>>,
}

impl SiteLanguages {
    /// The languages of an original; `None` if it has only its own. `pages` lists the paths of all pages of a site.
    pub(super) fn new(original: &Arc<Site>, pages: fn(&Site) -> HashSet<String>) -> Option<Arc<Self>> {
        if original.translations.is_empty() {
            return None;
        }
        let sites = std::iter::once(original).chain(&original.translations);
        let language = |site: &Arc<Site>| SiteLanguage {
            site: Arc::clone(site),
            folder: folder(site).to_owned(),
            paths: OnceLock::new(),
        };
        Some(Arc::new(SiteLanguages { sites: sites.map(language).collect(), pages }))
    }

    fn has(&self, other: &SiteLanguage, path: &str) -> bool {
        other.paths.get_or_init(|| (self.pages)(&other.site)).contains(path)
    }

    /// Links to a page in all languages, as readers see them. A language that does not have the page is represented by its front page.
    pub fn switch(&self, own: &Site, path: &str, root: &str) -> Value {
        list(self.sites.iter().map(|other| {
            let language = &other.site.brief.language;
            let has = self.has(other, path);
            let path = if has { path } else { routes::FRONT };
            object([
                ("tag", text(language.tag())),
                ("name", text(&language.name())),
                ("dir", text(language.direction())),
                ("href", text(&format!("{root}{}{}{path}", own.up(), other.folder))),
                ("current", Value::from(other.folder == folder(own))),
                ("missing", Value::from(!has)),
            ])
        }))
    }

    /// The addresses of a page in the languages that have it, for search engines, with the one for all other readers; none if it is in one
    /// language only.
    pub fn alternates(&self, own: &Site, path: &str, root: &str) -> Vec<Value> {
        let having: Vec<&SiteLanguage> = self.sites.iter().filter(|other| self.has(other, path)).collect();
        if having.len() < 2 {
            return vec![];
        }
        let address = |other: &SiteLanguage| match &other.site.brief.base_url {
            Some(base) => absolute(base, routes::address(path)),
            None => format!("{root}{}{}{path}", own.up(), other.folder),
        };
        let link = |tag: &str, other: &SiteLanguage| object([("tag", text(tag)), ("href", text(&address(other)))]);
        let links = having.iter().map(|other| link(other.site.brief.language.tag(), other));
        // Readers of none of these languages get the original, or the first that there is.
        links.chain([link("x-default", having[0])]).collect()
    }
}

/// Where a site is below its original; empty for the original.
pub fn folder(site: &Site) -> &str {
    site.translation.as_ref().map_or("", |translation| &translation.folder)
}
