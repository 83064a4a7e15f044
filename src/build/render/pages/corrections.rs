//! corrections.html: how the newsroom corrects, and the log of all corrections.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::build::render::{json_ld, listing};
use crate::build::resolve::UnfinishedNote;
use crate::model::Page;
use crate::routes;

const KIND: PageKind = PageKind { name: "corrections", template: "corrections.html" };

struct CorrectionsPage {
    /// From 0.
    page: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages = 0..listing::page_count(site.corrections.len());
    pages.map(|page| OutputFile::page(site, CorrectionsPage { page })).collect()
}

impl CorrectionsPage {
    /// What the newsroom says of corrections; on the first page of the log.
    fn policy<'s>(&self, site: &'s Site) -> Option<&'s Page> {
        let id = site.brief.policies.corrections.as_ref().filter(|_| self.page == 0)?;
        site.page(id.as_str())
    }
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

    fn searched_as(&self, site: &Site) -> Option<&'static str> {
        self.policy(site).map(|_| "page")
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let policy = self.policy(site);
        let title = policy.map_or(site.locale.wording("corrections", None), |page| &page.title);
        let title = listing::title(site, title, self.page);
        PageHead {
            description: policy.and_then(|page| page.description.clone()),
            json_ld: json_ld::breadcrumbs(site, &[(&title, path)]),
            title,
        }
    }

    fn names(&self, _: &Site, _: &str, note: &UnfinishedNote) -> bool {
        note.corrected
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let corrections = &shared.site.corrections;
        let shown = listing::slice(corrections, self.page);
        let mut context = TemplateContext::default();
        let policy = self
            .policy(&shared.site)
            .map(|page| object([("title", text(&page.title)), ("content", shared.blocks(&page.body, "", 2))]));
        context.insert("policy", policy.unwrap_or_else(Value::none));
        context.insert("corrections", list(shown.iter().map(|given| shared.logged(*given, ""))));
        context.insert("total", Value::from(corrections.len()));
        context.insert("pages", listing::pages(routes::CORRECTIONS, self.page, corrections.len()));
        context
    }
}
