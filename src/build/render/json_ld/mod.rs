//! What pages say to machines in the words of schema.org, as JSON-LD: [`of_claim`], [`of_front`] and [`breadcrumbs`] each give the text
//! of one `script` element.
//!
//! All of it needs the brief's base URL, for everything in it is known by its full address. The objects borrow from the site and are
//! written at once; the order of their fields is that of their types.

pub(super) mod object;
pub(super) mod organisation;
pub(super) mod review;
mod script;

use serde::Serialize;

use crate::build::relate::Site;
use crate::model::{ClaimIdx, Status};
use object::Document;
use organisation::Organisation;
use script::script;

pub(super) use object::absolute;

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct WebSite<'a> {
    #[serde(rename = "@id")]
    id: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    url: &'a str,
    in_language: &'a str,
    publisher: Organisation<'a>,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
struct BreadcrumbList<'a> {
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
struct ListItem<'a> {
    position: usize,
    name: &'a str,
    item: String,
}

/// The ClaimReview of a published claim, by position. `card` is the path of its picture for those who share its link, if one is made.
/// `None` without a base URL, and for drafts and retired claims, which are not to be found as reviews.
pub(super) fn of_claim(site: &Site, position: ClaimIdx, card: Option<&str>) -> Option<String> {
    let claim = &site.claims[position];
    let base = site.brief.base_url.as_ref().filter(|_| claim.status == Status::Published)?;
    let author = organisation::with_policies(site, base);
    Some(script(&Document::new(review::claim_review(site, base, claim, &author, card))))
}

/// The site as a whole and who publishes it, for the front page. `None` without a base URL.
pub(super) fn of_front(site: &Site) -> Option<String> {
    let base = site.brief.base_url.as_ref()?;
    let brief = &site.brief;
    Some(script(&Document::new(WebSite {
        id: format!("{base}#website"),
        name: &brief.title,
        description: brief.description.as_deref(),
        url: base.as_str(),
        in_language: brief.language.tag(),
        publisher: organisation::with_policies(site, base),
    })))
}

/// Where a page is in the site: the path to it from the front page, which is added. `steps` are titles and paths, the page itself last.
/// `None` without a base URL.
pub(super) fn breadcrumbs(site: &Site, steps: &[(&str, &str)]) -> Option<String> {
    let base = site.brief.base_url.as_ref()?;
    let path = std::iter::once((site.brief.title.as_str(), "")).chain(steps.iter().copied());
    let items =
        path.enumerate().map(|(i, (name, path))| ListItem { position: i + 1, name, item: absolute(base, path) });
    Some(script(&Document::new(BreadcrumbList { item_list_element: items.collect() })))
}
