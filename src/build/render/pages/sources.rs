//! sources.html: all sources.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::build::render::{json_ld, listing};
use crate::build::resolve::UnfinishedNote;
use crate::markdown::prose::Destination;
use crate::model::Kind;
use crate::routes;

const KIND: PageKind = PageKind { name: "sources", template: "sources.html" };

struct SourcesPage {
    /// From 0.
    page: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages = 0..listing::page_count(site.sources.len());
    pages.map(|page| OutputFile::page(site, SourcesPage { page })).collect()
}

impl SitePage for SourcesPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::numbered(routes::SOURCES, self.page)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = listing::title(site, site.locale.wording("all_sources", None), self.page);
        PageHead { description: None, json_ld: json_ld::breadcrumbs(site, &[(&title, path)]), title }
    }

    fn names(&self, _: &Site, _: &str, note: &UnfinishedNote) -> bool {
        self.page == 0 && note.kind == Destination::Source
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let sources = shared.site.sources_by_page();
        let shown = listing::slice(&sources, self.page);
        let mut context = TemplateContext::default();
        context.insert("sources", list(shown.iter().map(|source| shared.source(*source).clone())));
        context.insert("total", Value::from(shared.site.page_count()));
        context.insert("filters", filters(shared));
        context.insert("pages", listing::pages(routes::SOURCES, self.page, sources.len()));
        context
    }
}

/// By what the list of all sources can be narrowed; none where nothing differs.
fn filters(shared: &Shared) -> Value {
    let sources = &shared.site.sources;
    let kinds = Kind::NAMES.iter().filter(|name| sources.iter().any(|read| read.source.kind.name() == **name));
    object([
        ("kinds", list(kinds.map(|name| text(name)))),
        ("index", listing::index(routes::SOURCES_INDEX, sources.len())),
        ("only", text("")),
    ])
}
