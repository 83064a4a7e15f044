//! tags/SLUG.html: the claims that bear a tag.

use crate::base::slug::slug;
use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, maybe};
use crate::build::render::{json_ld, listing};
use crate::build::resolve::UnfinishedNote;
use crate::routes;

const KIND: PageKind = PageKind { name: "tag", template: "tag.html" };

struct TagPage {
    /// By position in the site's tags.
    tag: usize,
    /// From 0.
    page: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages = site
        .tags
        .iter()
        .enumerate()
        .flat_map(|(i, tag)| (0..listing::page_count(tag.claims.len())).map(move |page| TagPage { tag: i, page }));
    pages.map(|page| OutputFile::page(site, page)).collect()
}

impl SitePage for TagPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        routes::numbered(&routes::tag_file(&site.tags[self.tag].slug), self.page)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = listing::title(site, &site.tags[self.tag].label, self.page);
        PageHead { description: None, json_ld: json_ld::breadcrumbs(site, &[(&title, path)]), title }
    }

    fn names(&self, site: &Site, _: &str, note: &UnfinishedNote) -> bool {
        self.page == 0 && note.tags.iter().any(|label| slug(label) == site.tags[self.tag].slug)
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let claims = &site.tags[self.tag].claims;
        let mut context = listing::claims(shared, claims, self.page, ("tags", &site.tags[self.tag].slug));
        context.insert("tag", shared.tags[self.tag].clone());
        let feed = site.brief.base_url.is_some().then(|| routes::tag_feed(&site.tags[self.tag].slug));
        context.insert("feed", maybe(feed.as_deref()));
        context.insert("pages", listing::pages(&routes::tag(&site.tags[self.tag].slug), self.page, claims.len()));
        context
    }
}
