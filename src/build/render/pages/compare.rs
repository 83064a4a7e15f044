//! compare/A--B.html: the wording that two sources share, side by side. It never says who copied from whom.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::side_by_side::{in_a_sentence, path, side_by_side, title};
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::TemplateContext;
use crate::routes;

const KIND: PageKind = PageKind { name: "compare", template: "compare.html" };

struct ComparePage {
    /// By position in the site's comparisons.
    comparison: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    (0..site.comparisons.len()).map(|comparison| OutputFile::page(site, ComparePage { comparison })).collect()
}

impl SitePage for ComparePage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        path(site, &site.comparisons[self.comparison])
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let comparison = &site.comparisons[self.comparison];
        let title = title(site, comparison);
        let sources = (site.locale.wording("sources", None), routes::SOURCES);
        PageHead {
            description: Some(in_a_sentence(site, comparison)),
            json_ld: json_ld::breadcrumbs(site, &[sources, (&title, path)]),
            title,
        }
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let mut context = TemplateContext::default();
        let comparison = &shared.site.comparisons[self.comparison];
        context.insert("comparison", Value::from(side_by_side(shared, comparison)));
        context
    }
}
