//! Lists of claims, sources and corrections, cut into pages that stay light however large the brief is.

use tera::Value;

use super::routes;
use super::shared::Shared;
use super::value::{TemplateContext, list, maybe, object, text};
use crate::base::index::Idx as _;
use crate::build::relate::Site;
use crate::model::{PersonIdx, VerdictIdx};

/// Entries on a page.
pub(super) const PAGE: usize = 50;
/// The links to other pages show this many neighbours on each side.
const NEIGHBOURS: usize = 2;
/// At most this many tags and sources are offered for narrowing the list of all claims.
const MAX_FACETS: usize = 40;

/// What claims are listed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListingKind {
    All,
    Verdict(usize),
    Tag(usize),
    Person(usize),
}

/// Every list of claims, each with the path of its first page.
pub(super) fn gatherings(site: &Site) -> Vec<(ListingKind, String)> {
    let mut gatherings = vec![(ListingKind::All, routes::CLAIMS.to_owned())];
    let verdicts = site.brief.scale.verdicts().iter().enumerate();
    gatherings.extend(verdicts.map(|(i, verdict)| (ListingKind::Verdict(i), routes::verdict(&verdict.id))));
    let tags = site.tags.iter().enumerate();
    gatherings.extend(tags.map(|(i, tag)| (ListingKind::Tag(i), routes::tag_file(&tag.slug))));
    let people = site.brief.people.iter().enumerate();
    gatherings.extend(people.map(|(i, person)| (ListingKind::Person(i), routes::person(&person.id))));
    gatherings
}

/// The listed claims of a list, newest first.
pub(super) fn claims(site: &Site, gathering: ListingKind) -> &[usize] {
    match gathering {
        ListingKind::All => &site.listed,
        ListingKind::Verdict(i) => &site.by_verdict[i],
        ListingKind::Tag(i) => &site.tags[i].claims,
        ListingKind::Person(i) => &site.by_person[i],
    }
}

/// An empty list still has a page that says so.
pub(super) fn page_count(entries: usize) -> usize {
    entries.div_ceil(PAGE).max(1)
}

/// What the template of a list of claims sees beside what all pages see.
pub(super) fn context(shared: &Shared<'_>, gathering: ListingKind, page: usize) -> TemplateContext {
    let site = shared.site;
    let claims = claims(site, gathering);
    let mut context = TemplateContext::default();
    context.insert("claims", shared.claim_cards(slice(claims, page)));
    context.insert("total", Value::from(claims.len()));
    let first = match gathering {
        ListingKind::All => {
            context.insert("filters", filters(shared, page_count(claims.len()) > 1));
            routes::CLAIMS.to_owned()
        }
        ListingKind::Verdict(i) => {
            context.insert("verdict", shared.verdicts[i].clone());
            routes::verdict(&site.brief.scale.verdicts()[VerdictIdx::new(i)].id)
        }
        ListingKind::Tag(i) => {
            context.insert("tag", shared.tags[i].clone());
            routes::tag(&site.tags[i].slug)
        }
        ListingKind::Person(i) => {
            context.insert("person", shared.people[i].clone());
            let i = PersonIdx::new(i);
            let person = &site.brief.people[i];
            let wrote = claims.iter().filter(|claim| site.claims[**claim].authors.contains(&i)).count();
            let reviewed = claims.iter().filter(|claim| site.claims[**claim].reviewed_by.contains(&i)).count();
            context.insert("wrote", Value::from(wrote));
            context.insert("reviewed", Value::from(reviewed));
            routes::person(&person.id)
        }
    };
    context.insert("pages", pages(&first, page, page_count(claims.len())));
    context
}

/// By what the list of all claims can be narrowed: each entry leads to a page of its own, and a script may filter by its id.
fn filters(shared: &Shared<'_>, several_pages: bool) -> Value {
    let mut tags: Vec<usize> = (0..shared.site.tags.len()).collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(shared.site.tags[*tag].claims.len()));
    tags.truncate(MAX_FACETS);
    tags.sort_unstable();
    let index = several_pages.then_some(routes::CLAIMS_INDEX);
    object([
        ("verdicts", list(shared.verdicts.iter().cloned())),
        ("tags", list(tags.into_iter().map(|tag| shared.tags[tag].clone()))),
        ("sources", list(shared.sources().take(MAX_FACETS).cloned())),
        ("index", maybe(index)),
    ])
}

/// What the template of a list of sources sees.
pub(super) fn sources(shared: &Shared<'_>, page: usize) -> TemplateContext {
    let mut context = TemplateContext::default();
    let count = shared.site.sources.len();
    let listed = (page * PAGE).min(count)..((page + 1) * PAGE).min(count);
    context.insert("sources", list(listed.map(|source| shared.source(source).clone())));
    context.insert("total", Value::from(count));
    context.insert("pages", pages(routes::SOURCES, page, page_count(count)));
    context
}

/// What the template of the log of corrections sees.
pub(super) fn corrections(shared: &Shared<'_>, page: usize) -> TemplateContext {
    let corrections = &shared.site.corrections;
    let mut context = TemplateContext::default();
    context.insert("corrections", list(slice(corrections, page).iter().map(|given| shared.logged(*given, ""))));
    context.insert("total", Value::from(corrections.len()));
    context.insert("pages", pages(routes::CORRECTIONS, page, page_count(corrections.len())));
    context
}

/// What the template of the people sees.
pub(super) fn people(shared: &Shared<'_>) -> TemplateContext {
    let site = shared.site;
    let mut context = TemplateContext::default();
    let people = (0..site.brief.people.len()).map(|i| {
        let claims = &site.by_person[i];
        object([
            ("person", shared.people[i].clone()),
            ("total", Value::from(claims.len())),
            ("claims", shared.claim_cards(&claims[..claims.len().min(MAX_SHOWN)])),
        ])
    });
    context.insert("people", list(people));
    context
}

/// A page that gathers several lists shows the beginning of each.
const MAX_SHOWN: usize = 10;

fn slice<T>(entries: &[T], page: usize) -> &[T] {
    let start = (page * PAGE).min(entries.len());
    &entries[start..(start + PAGE).min(entries.len())]
}

/// The ways between the pages of a list: none when it has but one. A link without an href stands for pages left out.
fn pages(first: &str, page: usize, count: usize) -> Value {
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

/// The scale with its definitions.
pub(super) fn scale(shared: &Shared<'_>) -> TemplateContext {
    let mut context = TemplateContext::default();
    context.insert("verdicts", list(shared.verdicts.iter().cloned()));
    context
}
