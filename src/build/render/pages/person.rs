//! people/ID.html: the claims that a person wrote or reviewed.

use tera::Value;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::TemplateContext;
use crate::build::render::{json_ld, listing};
use crate::build::resolve::UnfinishedNote;
use crate::model::PersonIdx;
use crate::routes;

const KIND: PageKind = PageKind { name: "person", template: "person.html" };

struct PersonPage {
    person: PersonIdx,
    /// From 0.
    page: usize,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages = site.brief.people.indices().zip(&site.by_person).flat_map(|(person, claims)| {
        (0..listing::page_count(claims.len())).map(move |page| PersonPage { person, page })
    });
    pages.map(|page| OutputFile::page(site, page)).collect()
}

impl SitePage for PersonPage {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        routes::numbered(&routes::person(&site.brief.people[self.person].id), self.page)
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Everybody { changed: None }
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        let title = listing::title(site, &site.brief.people[self.person].name, self.page);
        PageHead {
            description: None,
            json_ld: json_ld::breadcrumbs(
                site,
                &[(site.locale.wording("people", None), routes::PEOPLE), (&title, path)],
            ),
            title,
        }
    }

    fn names(&self, _: &Site, _: &str, note: &UnfinishedNote) -> bool {
        self.page == 0 && note.people.contains(&self.person)
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let claims = &site.by_person[self.person];
        let mut context =
            listing::claims(shared, claims, self.page, ("people", site.brief.people[self.person].id.as_str()));
        let wrote = claims.iter().filter(|claim| site.claims[**claim].authors.contains(&self.person)).count();
        let reviewed = claims.iter().filter(|claim| site.claims[**claim].reviewed_by.contains(&self.person)).count();
        context.insert("person", shared.people[self.person].clone());
        context.insert("wrote", Value::from(wrote));
        context.insert("reviewed", Value::from(reviewed));
        context.insert(
            "pages",
            listing::pages(&routes::person(&site.brief.people[self.person].id), self.page, claims.len()),
        );
        context
    }
}
