//! The sitemap over all briefs: sitemap.xml is an index of that of each brief and of sitemap.desk.xml, which has the desk's own pages.

use std::sync::Arc;

use tera::Value;

use super::overview::Overview;
use super::page::DeskPage;
use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::site_page::{Audience, PageKind};
use crate::build::render::value::{TemplateContext, list, maybe, object, text};
use crate::model::Date;
use crate::routes;

const KIND: PageKind = PageKind { name: "sitemap", template: "sitemap.xml" };

/// The index, and the list of the pages among `files`.
pub(super) fn files(site: &Site, overview: &Arc<Overview>, files: &[OutputFile<'_>]) -> Vec<OutputFile<'static>> {
    let Some(base) = site.brief.base_url.clone() else {
        return vec![];
    };
    let address = base.clone();
    let index = move |overview: &Overview| {
        let own = json_ld::absolute(&address, routes::DESK_SITEMAP);
        let addresses = overview.briefs.iter().filter_map(|brief| brief.summary.address.as_deref());
        let of_briefs = addresses.map(|address| format!("{address}{}", routes::SITEMAP));
        let of_languages = overview.briefs.iter().flat_map(|brief| &brief.summary.translations);
        let of_briefs = of_briefs.chain(of_languages.map(|address| format!("{address}{}", routes::SITEMAP)));
        let maps = std::iter::once(own).chain(of_briefs);
        context(true, maps.map(|url| object([("url", text(&url))])).collect())
    };
    let pages: Vec<(String, Option<Date>)> = files
        .iter()
        .filter_map(|file| match file.as_page()?.audience(site) {
            Audience::Everybody { changed } => Some((file.path.clone(), changed)),
            Audience::Readers | Audience::Nobody => None,
        })
        .collect();
    let list_of_pages = move || {
        let entry = |(path, changed): &(String, Option<Date>)| {
            let url = json_ld::absolute(&base, routes::address(path));
            object([
                ("url", text(&url)),
                ("lastmod", maybe(changed.map(|date| date.iso()).as_deref())),
                ("alternates", list([])),
            ])
        };
        context(false, pages.iter().map(entry).collect())
    };
    vec![
        DeskPage::data(site, overview, (KIND, routes::SITEMAP, None), move |overview, _| index(overview)),
        DeskPage::data(site, overview, (KIND, routes::DESK_SITEMAP, None), move |_, _| list_of_pages()),
    ]
}

fn context(is_index: bool, entries: Vec<Value>) -> TemplateContext {
    let mut context = TemplateContext::default();
    context.insert("index", Value::from(is_index));
    context.insert("entries", list(entries));
    context.insert("languages", Value::from(false));
    context
}
