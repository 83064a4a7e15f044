//! print.html: the whole brief on one page, for paper and PDF.

use tera::Value;

use super::claim::{ClaimSetting, whole};
use super::front;
use crate::build::relate::Site;
use crate::build::render::features::has_print_edition;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::routes;

const KIND: PageKind = PageKind { name: "print", template: "print.html" };

/// On the print edition a claim is a section of level 3, and its analysis is under a heading of level 4.
const PRINTED: ClaimSetting = ClaimSetting { root: "", heading: 5, shared: true };

struct PrintPage;

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    has_print_edition(site).then(|| OutputFile::page(site, PrintPage)).into_iter().collect()
}

impl SitePage for PrintPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::PRINT.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        // It repeats what other pages say.
        Audience::Nobody
    }

    fn is_unlisted(&self, _: &Site) -> bool {
        true
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        PageHead::titled(site.brief.title.clone())
    }

    /// All of the front page, and every listed claim in full.
    fn context(&self, shared: &Shared) -> TemplateContext {
        shared.prepare_directives();
        let site = &shared.site;
        let mut context = front::context(shared);
        context.insert("claims", list(site.listed.iter().map(|claim| Value::from(whole(shared, *claim, PRINTED)))));
        context.insert("sources", list(shared.sources().cloned()));
        let corrections = site.corrections.iter().map(|given| shared.logged(*given, ""));
        context.insert("corrections", list(corrections));
        let pages = site
            .pages
            .iter()
            .map(|page| object([("title", text(&page.title)), ("content", shared.blocks(&page.body, "", 3))]));
        context.insert("chapters", list(pages));
        context
    }
}
