//! sitemap.xml: every page that search engines are sent to, with the day it last changed where that is known; of a site with more pages
//! than one file may list, the index of its parts, sitemap.1.xml and so on.

use std::sync::Arc;

use tera::Value;
use url::Url;

use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, maybe, object, text};
use crate::model::Date;
use crate::routes;

const KIND: PageKind = PageKind { name: "sitemap", template: "sitemap.xml" };

/// The most addresses that a sitemap may hold (sitemaps.org).
const MAX_ADDRESSES: usize = 50_000;

struct SitemapFile {
    /// The site's own address.
    base: Url,
    /// From 0; `None` for sitemap.xml.
    part: Option<usize>,
    entries: Arc<[Entry]>,
}

/// A page in the sitemap.
struct Entry {
    path: String,
    changed: Option<Date>,
}

/// The sitemap of the pages among `files`, which are all others of the site.
pub(in super::super) fn files(site: &Site, files: &[OutputFile<'_>]) -> Vec<OutputFile<'static>> {
    let Some(base) = &site.brief.base_url else {
        return vec![];
    };
    let entry = |file: &OutputFile<'_>| match file.as_page()?.audience(site) {
        Audience::Everybody { changed } => Some(Entry { path: file.path.clone(), changed }),
        Audience::Readers | Audience::Nobody => None,
    };
    let entries: Arc<[Entry]> = files.iter().filter_map(entry).collect();
    let parts = (0..part_count(entries.len())).map(Some);
    std::iter::once(None)
        .chain(parts)
        .map(|part| SitemapFile { base: base.clone(), part, entries: Arc::clone(&entries) })
        .map(|file| OutputFile::page(site, file))
        .collect()
}

/// In how many parts a sitemap of so many addresses is cut; none if it is whole.
fn part_count(addresses: usize) -> usize {
    if addresses > MAX_ADDRESSES { addresses.div_ceil(MAX_ADDRESSES) } else { 0 }
}

impl SitePage for SitemapFile {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        self.part.map_or_else(|| routes::SITEMAP.to_owned(), routes::sitemap_part)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn head(&self, _: &Site, _: &str) -> PageHead {
        PageHead::titled(String::new())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let alternates = |path: &str| {
            let all = shared.languages.iter();
            list(all.flat_map(|all| all.alternates(&shared.site, path, routes::root(path))))
        };
        let address = |path: &str| text(&json_ld::absolute(&self.base, routes::address(path)));
        let pages = |entries: &[Entry]| {
            list(entries.iter().map(|Entry { path, changed }| {
                object([
                    ("url", address(path)),
                    ("lastmod", maybe(changed.map(|date| date.iso()).as_deref())),
                    ("alternates", alternates(path)),
                ])
            }))
        };
        let (is_index, entries) = match (self.part, part_count(self.entries.len())) {
            (None, 0) => (false, pages(&self.entries)),
            (None, parts) => {
                let parts = (0..parts).map(|part| object([("url", address(&routes::sitemap_part(part)))]));
                (true, list(parts))
            }
            (Some(part), _) => (false, self.entries.chunks(MAX_ADDRESSES).nth(part).map_or_else(|| list([]), pages)),
        };
        let mut context = TemplateContext::default();
        context.insert("index", Value::from(is_index));
        context.insert("entries", entries);
        context.insert("languages", Value::from(shared.languages.is_some()));
        context
    }
}

#[cfg(test)]
mod tests {
    use super::part_count;

    #[test]
    fn a_sitemap_is_cut_where_search_engines_stop_reading() {
        assert_eq!([0, 1, 50_000, 50_001, 100_000, 100_001].map(part_count), [0, 0, 0, 2, 2, 3]);
    }
}
