//! tags.html: the tags of all briefs; and for each tag a page of the claims that bear it, in whichever brief.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Value;

use super::overview::{ClaimAt, Overview};
use super::page::DeskPage;
use crate::base::slug::slug;
use crate::build::relate::Site;
use crate::build::render::listing;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::PageKind;
use crate::build::render::value::{TemplateContext, list, object, text};
use crate::routes;

const ALL: PageKind = PageKind { name: "desk-tags", template: "desk-tags.html" };
const ONE: PageKind = PageKind { name: "desk-tag", template: "desk-tag.html" };

/// A tag, as it is written first, and the claims that bear it.
struct Tag {
    slug: String,
    label: String,
    claims: Vec<ClaimAt>,
}

pub(super) fn files(site: &Site, overview: &Arc<Overview>) -> Vec<OutputFile<'static>> {
    let tags: Vec<Arc<Tag>> = tags(overview).into_iter().map(Arc::new).collect();
    if tags.is_empty() {
        return vec![];
    }
    let title = site.locale.wording("tags", None).to_owned();
    let mut files = vec![];
    for tag in &tags {
        for page in 0..listing::page_count(tag.claims.len()) {
            let title = listing::title(site, &tag.label, page);
            let path = routes::numbered(&routes::tag_file(&tag.slug), page);
            let tag = Arc::clone(tag);
            files.push(DeskPage::file(site, overview, (ONE, path, title), move |overview, shared| {
                one(overview, shared, (&tag, page))
            }));
        }
    }
    files.push(DeskPage::file(site, overview, (ALL, routes::TAGS.to_owned(), title), move |_, _| all(&tags)));
    files
}

/// All tags by their slugs; the claims of each are those of all lists, in their order.
fn tags(overview: &Overview) -> Vec<Tag> {
    let mut tags: BTreeMap<String, Tag> = BTreeMap::new();
    for at in overview.latest_at() {
        for label in &overview.claim(*at).1.tags {
            let slug = slug(label);
            let new = || Tag { slug: slug.clone(), label: label.clone(), claims: vec![] };
            tags.entry(slug.clone()).or_insert_with(new).claims.push(*at);
        }
    }
    tags.into_values().collect()
}

fn card(tag: &Tag) -> Value {
    object([
        ("id", text(&tag.slug)),
        ("label", text(&tag.label)),
        ("href", text(&routes::tag(&tag.slug))),
        ("count", Value::from(tag.claims.len())),
    ])
}

fn all(tags: &[Arc<Tag>]) -> TemplateContext {
    let mut context = TemplateContext::default();
    context.insert("tags", list(tags.iter().map(|tag| card(tag))));
    context
}

fn one(overview: &Overview, shared: &Shared, (tag, page): (&Tag, usize)) -> TemplateContext {
    let mut context = TemplateContext::default();
    context.insert("tag", card(tag));
    context.insert("claims", overview.claim_list(listing::slice(&tag.claims, page), &shared.site.locale));
    context.insert("total", Value::from(tag.claims.len()));
    context.insert("pages", listing::pages(&routes::tag(&tag.slug), page, tag.claims.len()));
    context
}
