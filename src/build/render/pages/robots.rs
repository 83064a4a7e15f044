//! robots.txt: what search engines may read.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, html, list};
use crate::routes;

const KIND: PageKind = PageKind { name: "robots", template: "robots.txt" };

struct RobotsFile;

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    // Search engines read it only at the root.
    if site.translation.is_some() {
        return vec![];
    }
    vec![OutputFile::page(site, RobotsFile)]
}

impl SitePage for RobotsFile {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::ROBOTS.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn head(&self, _: &Site, _: &str) -> PageHead {
        PageHead::titled(String::new())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let base = shared.site.brief.base_url.as_ref();
        let sitemap = base.map(|base| json_ld::absolute(base, routes::SITEMAP));
        let mut context = TemplateContext::default();
        context.insert("sitemap", sitemap.map_or_else(Value::none, |url| html(&url)));
        let others = shared.site.translations.iter().filter_map(|other| other.brief.base_url.as_ref());
        context.insert("sitemaps", list(others.map(|base| html(&json_ld::absolute(base, routes::SITEMAP)))));
        context
    }
}
