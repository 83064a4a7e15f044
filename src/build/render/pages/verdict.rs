//! verdicts/ID.html: the claims that got a verdict.

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::TemplateContext;
use crate::build::render::{json_ld, listing};
use crate::model::{Verdict, VerdictIdx};
use crate::routes;

const KIND: PageKind = PageKind { name: "verdict", template: "verdict.html" };

struct VerdictPage {
    verdict: VerdictIdx,
    /// From 0.
    page: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages = site.brief.scale.verdicts().indices().zip(&site.by_verdict).flat_map(|(verdict, claims)| {
        (0..listing::page_count(claims.len())).map(move |page| VerdictPage { verdict, page })
    });
    pages.map(|page| OutputFile::page(site, page)).collect()
}

impl VerdictPage {
    fn verdict<'s>(&self, site: &'s Site) -> &'s Verdict {
        &site.brief.scale.verdicts()[self.verdict]
    }
}

impl SitePage for VerdictPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        routes::numbered(&routes::verdict(&self.verdict(site).id), self.page)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = listing::title(site, &self.verdict(site).label, self.page);
        PageHead {
            description: Some(self.verdict(site).definition.clone()),
            json_ld: json_ld::breadcrumbs(
                site,
                &[(site.locale.wording("the_scale", None), routes::SCALE), (&title, path)],
            ),
            title,
        }
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let claims = &site.by_verdict[self.verdict];
        let mut context = listing::claims(shared, claims, self.page, ("verdict", self.verdict(site).id.as_str()));
        context.insert("verdict", shared.verdicts[self.verdict].clone());
        context.insert("pages", listing::pages(&routes::verdict(&self.verdict(site).id), self.page, claims.len()));
        context
    }
}
