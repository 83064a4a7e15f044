//! pages/ID.html: a page of the newsroom's own prose.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, text};
use crate::build::render::{json_ld, translated};
use crate::model::Extra;
use crate::routes;

const KIND: PageKind = PageKind { name: "page", template: "page.html" };

struct ProsePage {
    /// By position in the site's pages.
    position: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    // The policy of corrections is on the page of their log.
    let own = |position: &usize| site.brief.policies.corrections.as_ref() != Some(&site.pages[*position].id);
    (0..site.pages.len()).filter(own).map(|position| OutputFile::page(site, ProsePage { position })).collect()
}

impl SitePage for ProsePage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn template<'s>(&self, site: &'s Site) -> &'s str {
        site.pages[self.position].template.as_deref().unwrap_or(KIND.template)
    }

    fn path(&self, site: &Site) -> String {
        routes::page(&site.pages[self.position].id)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn searched_as(&self, _: &Site) -> Option<&'static str> {
        Some("page")
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = site.pages[self.position].title.clone();
        PageHead {
            description: site.pages[self.position].description.clone(),
            json_ld: json_ld::breadcrumbs(site, &[(&title, path)]),
            title,
        }
    }

    fn extra<'s>(&self, site: &'s Site) -> Option<&'s Extra> {
        Some(&site.pages[self.position].extra)
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let page = &site.pages[self.position];
        let mut context = TemplateContext::default();
        context.insert("title", text(&page.title));
        context.insert("translation", translated::of_page(site, &page.id));
        context.insert("content", shared.blocks(&page.body, "../", 2));
        // The page on how the newsroom works ends with what its verdicts mean.
        let scale = site.brief.policies.methodology.as_ref() == Some(&page.id);
        let verdicts = scale.then(|| list(shared.verdicts.iter().cloned()));
        context.insert("verdicts", verdicts.unwrap_or_else(Value::none));
        let listed = page.list.as_ref().map(|list| shared.claim_cards(&site.listed_by(list)));
        context.insert("list", listed.unwrap_or_else(|| list([])));
        context
    }
}
