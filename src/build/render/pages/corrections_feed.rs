//! corrections.xml: the latest corrections as an Atom feed: an entry for each, under an id of its own that stays as long as the note keeps
//! its corrections in order.

use tera::Value;
use url::Url;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::build::render::{atom, json_ld};
use crate::routes;

const KIND: PageKind = PageKind { name: "feed", template: "feed.xml" };

struct CorrectionsFeedFile {
    /// The site's own address.
    base: Url,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let base = site.brief.base_url.clone();
    base.map(|base| OutputFile::page(site, CorrectionsFeedFile { base })).into_iter().collect()
}

impl SitePage for CorrectionsFeedFile {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, _: &Site) -> String {
        routes::CORRECTIONS_FEED.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        let corrections = site.locale.wording("corrections", None);
        PageHead::titled(format!("{corrections} – {}", site.brief.title))
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let (site, base) = (&shared.site, &self.base);
        let latest = site.corrections.iter().take(atom::MAX_ENTRIES);
        let entries: Vec<Value> = latest
            .map(|(position, index)| {
                let claim = &site.claims[*position];
                let correction = &claim.corrections[*index];
                let url = json_ld::absolute(base, &routes::claim(&claim.id));
                let moment = correction.date.moment();
                object([
                    ("id", text(&format!("{url}#correction-{}", index + 1))),
                    ("url", text(&url)),
                    ("title", text(&claim.title)),
                    ("published", text(&moment)),
                    ("updated", text(&moment)),
                    ("summary", text(&shared.unlinked(&correction.text))),
                    ("authors", list([])),
                    ("categories", list([])),
                    ("verdict", Value::none()),
                ])
            })
            .collect();
        let newest =
            site.corrections.first().map(|(claim, index)| site.claims[*claim].corrections[*index].date.moment());
        let updated = newest.unwrap_or_else(|| atom::NEVER.to_owned());
        atom::context(base, routes::CORRECTIONS_FEED, routes::CORRECTIONS, &updated, entries)
    }
}
