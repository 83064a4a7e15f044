//! verdicts.html: the scale of verdicts with its definitions.

use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list};
use crate::routes;

const KIND: PageKind = PageKind { name: "verdicts", template: "verdicts.html" };

struct ScalePage;

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::page(site, ScalePage)]
}

impl SitePage for ScalePage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::SCALE.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = site.locale.wording("the_scale", None).to_owned();
        PageHead { description: None, json_ld: json_ld::breadcrumbs(site, &[(&title, path)]), title }
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let mut context = TemplateContext::default();
        context.insert("verdicts", list(shared.verdicts.iter().cloned()));
        context
    }
}
