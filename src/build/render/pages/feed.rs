//! feed.xml: the latest claims as an Atom feed; tags/SLUG.xml: the latest with a tag. Claims without a date have no place in them.

use tera::Value;
use url::Url;

use crate::build::relate::Site;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::{Shared, last_change};
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::build::render::{atom, json_ld};
use crate::model::{ClaimIdx, Date};
use crate::routes;

const KIND: PageKind = PageKind { name: "feed", template: "feed.xml" };

struct FeedFile {
    /// The site's own address.
    base: Url,
    /// The tag that its claims bear, by position in the site's tags; all claims without.
    tag: Option<usize>,
}

pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let Some(base) = &site.brief.base_url else { return vec![] };
    let tags = std::iter::once(None).chain((0..site.tags.len()).map(Some));
    tags.map(|tag| OutputFile::page(site, FeedFile { base: base.clone(), tag })).collect()
}

impl SitePage for FeedFile {
    fn kind(&self) -> PageKind {
        KIND
    }

    fn path(&self, site: &Site) -> String {
        self.tag.map_or_else(|| routes::FEED.to_owned(), |tag| routes::tag_feed_file(&site.tags[tag].slug))
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn head(&self, site: &Site, _: &str) -> PageHead {
        PageHead::titled(match self.tag {
            None => site.brief.title.clone(),
            Some(tag) => format!("{} – {}", site.tags[tag].label, site.brief.title),
        })
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let (site, base) = (&shared.site, &self.base);
        let claims = self.tag.map_or(&site.listed, |tag| &site.tags[tag].claims);
        let mut dated: Vec<(Date, ClaimIdx)> =
            claims.iter().filter_map(|claim| last_change(&site.claims[*claim]).map(|date| (date, *claim))).collect();
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
                ("categories", list(claim.tags.iter().map(|tag| text(site.tag_label(tag))))),
                ("verdict", shared.verdicts[claim.verdict].clone()),
            ])
        });
        let entries: Vec<Value> = entries.collect();
        let updated = dated.first().map_or_else(|| atom::NEVER.to_owned(), |(date, _)| date.moment());
        let (path, home) = match self.tag {
            None => (routes::FEED.to_owned(), String::new()),
            Some(tag) => (routes::tag_feed(&site.tags[tag].slug), routes::tag(&site.tags[tag].slug)),
        };
        atom::context(base, &path, &home, &updated, entries)
    }
}
