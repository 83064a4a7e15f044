//! feed.xml and corrections.xml over all briefs: the latest claims and corrections. Those of a brief whose address is not known have no
//! place in them.

use std::sync::Arc;

use tera::Value;
use url::Url;

use super::overview::{Overview, day};
use super::page::DeskPage;
use crate::build::relate::Site;
use crate::build::render::atom;
use crate::build::render::output_file::OutputFile;
use crate::build::render::site_page::PageKind;
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::model::Date;
use crate::routes;

const KIND: PageKind = PageKind { name: "feed", template: "feed.xml" };

pub(super) fn files(site: &Site, overview: &Arc<Overview>) -> Vec<OutputFile<'static>> {
    let Some(base) = site.brief.base_url.clone() else {
        return vec![];
    };
    let of_claims = base.clone();
    let mut files = vec![DeskPage::data(site, overview, (KIND, routes::FEED, None), move |overview, _| {
        claims(overview, &of_claims)
    })];
    if overview.briefs.iter().any(|brief| !brief.summary.corrections.is_empty()) {
        let title = format!("{} – {}", site.locale.wording("corrections", None), site.brief.title);
        let file = (KIND, routes::CORRECTIONS_FEED, Some(title));
        files.push(DeskPage::data(site, overview, file, move |overview, _| corrections(overview, &base)));
    }
    files
}

fn moment(date: Option<Date>) -> Value {
    date.map_or_else(Value::none, |date| text(&date.moment()))
}

fn claims(overview: &Overview, base: &Url) -> TemplateContext {
    let dated = overview
        .latest()
        .filter_map(|(brief, claim)| Some((brief.summary.address.as_deref()?, day(claim.changed.as_deref())?, claim)));
    let dated: Vec<_> = dated.take(atom::MAX_ENTRIES).collect();
    let entries = dated.iter().map(|(address, changed, claim)| {
        let url = text(&format!("{address}claims/{}.html", claim.id));
        object([
            ("id", url.clone()),
            ("url", url),
            ("title", text(&claim.title)),
            ("published", moment(day(claim.published.as_deref()))),
            ("updated", moment(Some(*changed))),
            // Escaped by the template: an Atom summary carries HTML as text.
            ("summary", text(&claim.summary)),
            ("authors", list(claim.authors.iter().map(|name| text(name)))),
            ("categories", list(claim.tags.iter().map(|tag| text(tag)))),
        ])
    });
    let updated = dated.first().map_or_else(|| atom::NEVER.to_owned(), |(_, changed, _)| changed.moment());
    atom::context(base, routes::FEED, "", &updated, entries.collect())
}

fn corrections(overview: &Overview, base: &Url) -> TemplateContext {
    let all = overview.corrections();
    let dated = all.iter().filter_map(|(brief, correction)| {
        Some((brief.summary.address.as_deref()?, day(Some(&correction.date))?, correction))
    });
    let dated: Vec<_> = dated.take(atom::MAX_ENTRIES).collect();
    let entries = dated.iter().map(|(address, date, correction)| {
        let url = format!("{address}claims/{}.html", correction.claim);
        object([
            ("id", text(&format!("{url}#correction-{}", correction.number))),
            ("url", text(&url)),
            ("title", text(&correction.title)),
            ("published", moment(Some(*date))),
            ("updated", moment(Some(*date))),
            ("summary", text(&correction.text)),
            ("authors", list([])),
            ("categories", list([])),
        ])
    });
    let updated = dated.first().map_or_else(|| atom::NEVER.to_owned(), |(_, date, _)| date.moment());
    atom::context(base, routes::CORRECTIONS_FEED, routes::CORRECTIONS, &updated, entries.collect())
}
