//! sources.html over all briefs: every published source, and the briefs that cite it. One of the desk is one source, however many do.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use super::overview::{Overview, OverviewBrief, day};
use super::page::DeskPage;
use super::summary::SourceSummary;
use crate::build::relate::Site;
use crate::build::render::listing;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::PageKind;
use crate::build::render::value::{TemplateContext, list, maybe, maybe_date, object, text};
use crate::routes;

const KIND: PageKind = PageKind { name: "desk-sources", template: "desk-sources.html" };

pub(super) fn files(site: &Site, overview: &Arc<Overview>) -> Vec<OutputFile<'static>> {
    let pages = 0..listing::page_count(sources(overview).len());
    let file = |page| {
        let title = listing::title(site, site.locale.wording("all_sources", None), page);
        let path = routes::numbered(routes::SOURCES, page);
        DeskPage::file(site, overview, (KIND, path, title), move |overview, shared| show(overview, shared, page))
    };
    pages.map(file).collect()
}

/// The sources with the briefs that have them: those of most briefs first, then by title.
fn sources(overview: &Overview) -> Vec<Vec<(&OverviewBrief, &SourceSummary)>> {
    let mut shared: BTreeMap<&str, Vec<(&OverviewBrief, &SourceSummary)>> = BTreeMap::new();
    let mut sources: Vec<Vec<(&OverviewBrief, &SourceSummary)>> = vec![];
    for brief in &overview.briefs {
        for source in &brief.summary.sources {
            if source.is_shared {
                shared.entry(&source.id).or_default().push((brief, source));
            } else {
                sources.push(vec![(brief, source)]);
            }
        }
    }
    sources.extend(shared.into_values());
    sources.sort_by_cached_key(|found| {
        let (brief, source) = found[0];
        (std::cmp::Reverse(found.len()), source.title.clone(), source.id.clone(), brief.name.clone())
    });
    sources
}

fn show(overview: &Overview, shared: &Shared, page: usize) -> TemplateContext {
    let (all, locale) = (sources(overview), &shared.site.locale);
    let entries = listing::slice(&all, page).iter().map(|found| {
        let source = found[0].1;
        let briefs = found.iter().map(|(brief, source)| {
            object([
                ("brief", brief.link()),
                ("href", text(&brief.href(&format!("sources/{}.html", source.id)))),
                ("count", Value::from(source.claims)),
            ])
        });
        object([
            ("id", text(&source.id)),
            ("title", text(&source.title)),
            ("publisher", maybe(source.publisher.as_deref())),
            ("language", text(&source.language)),
            ("dir", text(&source.dir)),
            ("published", maybe_date(day(source.published.as_deref()), locale)),
            ("claim_count", Value::from(found.iter().map(|(_, source)| source.claims).sum::<usize>())),
            ("briefs", list(briefs)),
        ])
    });
    let mut context = TemplateContext::default();
    context.insert("sources", list(entries));
    context.insert("total", Value::from(all.len()));
    context.insert("pages", listing::pages(routes::SOURCES, page, all.len()));
    context
}
