//! Lists that are cut into pages, which stay light however large the brief is.

use tera::Value;

use super::shared::Shared;
use super::value::{TemplateContext, list, maybe, object, text};
use crate::build::relate::Site;
use crate::model::ClaimIdx;
use crate::routes;

/// Entries on a page.
const PAGE: usize = 50;
/// The links to other pages show this many neighbours on each side.
const NEIGHBOURS: usize = 2;

/// An empty list still has a page that says so.
pub(super) fn page_count(entries: usize) -> usize {
    entries.div_ceil(PAGE).max(1)
}

/// The title of a page of a list, from 0.
pub(super) fn title(site: &Site, title: &str, page: usize) -> String {
    match page {
        0 => title.to_owned(),
        _ => site.locale.filled("title_of_page", &[("title", title), ("number", &site.locale.number(page + 1))], None),
    }
}

/// What the template of a list of claims sees first. The list has only claims of which a facet of the index has one value, such as
/// `tags:water`.
pub(super) fn claims(
    shared: &Shared,
    claims: &[ClaimIdx],
    page: usize,
    (facet, value): (&str, &str),
) -> TemplateContext {
    let mut context = TemplateContext::default();
    context.insert("claims", shared.claim_cards(slice(claims, page)));
    context.insert("total", Value::from(claims.len()));
    // On one page the eye is as quick.
    let several = page_count(claims.len()) > 1;
    let only = || object([("index", text(routes::CLAIMS_INDEX)), ("only", text(&format!("{facet}:{value}")))]);
    context.insert("filters", if several { only() } else { Value::none() });
    context
}

/// The index that the filters of a list of so many entries need: a script has all of a single page before it.
pub(super) fn index(path: &str, entries: usize) -> Value {
    maybe(Some(path).filter(|_| page_count(entries) > 1))
}

/// The entries of a page, from 0.
pub(super) fn slice<T>(entries: &[T], page: usize) -> &[T] {
    let start = (page * PAGE).min(entries.len());
    &entries[start..(start + PAGE).min(entries.len())]
}

/// The links between the pages of a list with so many entries: none when it has only one. `first` is the address of the first page. A link without an href stands for pages left out.
pub(super) fn pages(first: &str, page: usize, entries: usize) -> Value {
    let count = page_count(entries);
    if count < 2 {
        return Value::none();
    }
    let href = |page: usize| text(&routes::numbered(first, page));
    let near = |other: usize| other.abs_diff(page) <= NEIGHBOURS || other == 0 || other + 1 == count;
    let mut links = vec![];
    for other in 0..count {
        if near(other) {
            links.push(object([
                ("number", Value::from(other + 1)),
                ("href", href(other)),
                ("current", Value::from(other == page)),
            ]));
        } else if near(other - 1) {
            links.push(object([("number", Value::none()), ("href", Value::none()), ("current", Value::from(false))]));
        }
    }
    object([
        ("number", Value::from(page + 1)),
        ("count", Value::from(count)),
        ("previous", page.checked_sub(1).map_or_else(Value::none, href)),
        ("next", if page + 1 < count { href(page + 1) } else { Value::none() }),
        ("links", list(links)),
    ])
}
