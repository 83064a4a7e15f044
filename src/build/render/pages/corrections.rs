//! corrections.html: the log of all corrections.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list};
use crate::build::render::{json_ld, listing, routes};
use crate::build::resolve::UnfinishedNote;

const KIND: PageKind = PageKind { name: "corrections", template: "corrections.html" };

struct CorrectionsPage {
    /// From 0.
    page: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages = 0..listing::page_count(site.corrections.len());
    pages.map(|page| OutputFile::page(site, CorrectionsPage { page })).collect()
}

impl SitePage for CorrectionsPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::numbered(routes::CORRECTIONS, self.page)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = listing::title(site, site.locale.wording("corrections", None), self.page);
        PageHead { description: None, searched: false, json_ld: json_ld::breadcrumbs(site, &[(&title, path)]), title }
    }

    fn names(&self, _: &Site, _: &str, note: &UnfinishedNote) -> bool {
        note.corrected
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let corrections = &shared.site.corrections;
        let shown = listing::slice(corrections, self.page);
        let mut context = TemplateContext::default();
        context.insert("corrections", list(shown.iter().map(|given| shared.logged(*given, ""))));
        context.insert("total", Value::from(corrections.len()));
        context.insert("pages", listing::pages(routes::CORRECTIONS, self.page, corrections.len()));
        context
    }
}
