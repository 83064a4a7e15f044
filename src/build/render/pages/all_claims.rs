//! claims.html: all claims.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::build::render::{json_ld, listing, translated};
use crate::build::resolve::UnfinishedNote;
use crate::markdown::prose::Destination;
use crate::routes;

const KIND: PageKind = PageKind { name: "claims", template: "claims.html" };

/// At most this many tags and sources are offered for narrowing the list.
const MAX_FACETS: usize = 40;

struct AllClaimsPage {
    /// From 0.
    page: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages = 0..listing::page_count(site.listed.len());
    pages.map(|page| OutputFile::page(site, AllClaimsPage { page })).collect()
}

impl SitePage for AllClaimsPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::numbered(routes::CLAIMS, self.page)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = listing::title(site, site.locale.wording("all_claims", None), self.page);
        PageHead { description: None, json_ld: json_ld::breadcrumbs(site, &[(&title, path)]), title }
    }

    fn names(&self, _: &Site, _: &str, note: &UnfinishedNote) -> bool {
        self.page == 0 && note.kind == Destination::Claim
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let claims = &site.listed;
        let mut context = listing::claims(shared, claims, self.page, ("", ""));
        context.insert("filters", filters(shared));
        let is_last = self.page + 1 == listing::page_count(claims.len());
        context.insert("missing", if is_last { translated::missing_claims(shared) } else { list([]) });
        context.insert("pages", listing::pages(routes::CLAIMS, self.page, claims.len()));
        context
    }
}

/// By what the list of all claims can be narrowed: each entry leads to a page of its own, and a script may filter by its id.
fn filters(shared: &Shared) -> Value {
    let mut tags: Vec<usize> = (0..shared.site.tags.len()).collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(shared.site.tags[*tag].claims.len()));
    tags.truncate(MAX_FACETS);
    tags.sort_unstable();
    object([
        ("verdicts", list(shared.verdicts.iter().cloned())),
        ("tags", list(tags.into_iter().map(|tag| shared.tags[tag].clone()))),
        ("sources", list(shared.sources().take(MAX_FACETS).cloned())),
        ("index", listing::index(routes::CLAIMS_INDEX, shared.site.listed.len())),
        ("only", text("")),
    ])
}
