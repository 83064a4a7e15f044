//! feed.xml: the latest claims as an Atom feed. Claims without a date have no place in it.

use tera::Value;
use url::Url;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::{Shared, last_change};
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::build::render::{atom, json_ld, routes};
use crate::model::{ClaimIdx, Date};

const KIND: PageKind = PageKind { name: "feed", template: "feed.xml" };

struct FeedFile {
    /// The site's own address.
    base: Url,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let base = site.brief.base_url.clone();
    base.map(|base| OutputFile::page(site, FeedFile { base })).into_iter().collect()
}

impl SitePage for FeedFile {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::FEED.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        PageHead::titled(site.brief.title.clone())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let (site, base) = (&shared.site, &self.base);
        let mut dated: Vec<(Date, ClaimIdx)> = site
            .listed
            .iter()
            .filter_map(|claim| last_change(&site.claims[*claim]).map(|date| (date, *claim)))
            .collect();
        dated.sort_by(|a, b| b.cmp(a));
        dated.truncate(atom::MAX_ENTRIES);
        let entries = dated.iter().map(|(date, position)| {
            let claim = &site.claims[*position];
            let url = json_ld::absolute(base, &routes::claim(&claim.id));
            let card = shared.claim(*position).as_map();
            let summary = card.and_then(|card| card.get(&tera::value::Key::from("summary"))).and_then(Value::as_str);
            object([
                ("id", text(&url)),
                ("url", text(&url)),
                ("title", text(&claim.title)),
                ("published", claim.published.map_or_else(Value::none, |date| text(&date.moment()))),
                ("updated", text(&date.moment())),
                // Escaped by the template: an Atom summary carries HTML as text.
                ("summary", text(summary.unwrap_or_default())),
                ("authors", list(claim.authors.iter().map(|person| text(&site.brief.people[*person].name)))),
                ("categories", list(claim.tags.iter().map(|tag| text(tag)))),
            ])
        });
        let entries: Vec<Value> = entries.collect();
        let updated = dated.first().map_or_else(|| atom::NEVER.to_owned(), |(date, _)| date.moment());
        atom::context(base, routes::FEED, "", &updated, entries)
    }
}
