//! people.html over all briefs: who writes and reviews, and for which briefs.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use super::overview::{Overview, OverviewBrief};
use super::page::DeskPage;
use super::summary::PersonSummary;
use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::PageKind;
use crate::build::render::value::{TemplateContext, list, maybe, object, text};
use crate::routes;

const KIND: PageKind = PageKind { name: "desk-people", template: "desk-people.html" };

pub(super) fn files(site: &Site, overview: &Arc<Overview>) -> Vec<OutputFile<'static>> {
    if overview.briefs.iter().all(|brief| brief.summary.people.is_empty()) {
        return vec![];
    }
    let title = site.locale.wording("people", None).to_owned();
    vec![DeskPage::file(site, overview, (KIND, routes::PEOPLE.to_owned(), title), people)]
}

/// People of the same id and name are one person, whichever brief lists them.
fn people(overview: &Overview, _: &Shared) -> TemplateContext {
    let mut people: BTreeMap<(&str, &str), Vec<(&OverviewBrief, &PersonSummary)>> = BTreeMap::new();
    for brief in &overview.briefs {
        for person in &brief.summary.people {
            people.entry((&person.name, &person.id)).or_default().push((brief, person));
        }
    }
    let entries = people.into_iter().map(|((name, id), work)| {
        let briefs = work.iter().map(|(brief, person)| {
            object([
                ("brief", brief.link()),
                ("href", text(&brief.href(&format!("people/{}.html", person.id)))),
                ("count", Value::from(person.claims)),
            ])
        });
        object([
            ("id", text(id)),
            ("name", text(name)),
            ("role", maybe(work.iter().find_map(|(_, person)| person.role.as_deref()))),
            ("total", Value::from(work.iter().map(|(_, person)| person.claims).sum::<usize>())),
            ("briefs", list(briefs)),
        ])
    });
    let mut context = TemplateContext::default();
    context.insert("people", list(entries));
    context
}
