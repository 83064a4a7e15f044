//! people.html: who wrote and reviewed the claims.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object};
use crate::routes;

const KIND: PageKind = PageKind { name: "people", template: "people.html" };
/// Of each person the latest claims, at most this many.
const MAX_SHOWN: usize = 10;

struct PeoplePage;

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let wanted = !site.brief.people.is_empty();
    wanted.then(|| OutputFile::page(site, PeoplePage)).into_iter().collect()
}

impl SitePage for PeoplePage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::PEOPLE.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = site.locale.wording("people", None).to_owned();
        PageHead { description: None, json_ld: json_ld::breadcrumbs(site, &[(&title, path)]), title }
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let people = site.by_person.enumerated().map(|(person, claims)| {
            object([
                ("person", shared.people[person].clone()),
                ("total", Value::from(claims.len())),
                ("claims", shared.claim_cards(&claims[..claims.len().min(MAX_SHOWN)])),
            ])
        });
        let mut context = TemplateContext::default();
        context.insert("people", list(people));
        context
    }
}
