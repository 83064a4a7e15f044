//! 404.html: what web servers show for an address that leads nowhere.

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::TemplateContext;
use crate::routes;

const KIND: PageKind = PageKind { name: "not-found", template: "not-found.html" };

struct NotFoundPage;

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    vec![OutputFile::page(site, NotFoundPage)]
}

impl SitePage for NotFoundPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::NOT_FOUND.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        PageHead::titled(site.locale.wording("not_found", None).to_owned())
    }

    fn context(&self, _: &Shared) -> TemplateContext {
        TemplateContext::default()
    }

    /// It is shown at any address, so its links must not depend on it.
    fn root<'a>(&self, site: &'a Site, path: &str) -> &'a str {
        site.brief.base_url.as_ref().map_or_else(|| routes::root(path), |base| base.path())
    }
}
