//! The navigation: [`menu`], as brief.yaml asks for it or as it is without; [`pages`] are those of the newsroom's own in it.

use tera::Value;

use super::features::has_print_edition;
use super::value::{maybe, object, text};
use crate::base::escaping::percent_encoded;
use crate::build::relate::Site;
use crate::build::resolve::UnfinishedNote;
use crate::model::{Id, Language, NavEntry, NavList, NavTarget, Page};
use crate::routes;

/// A link of the navigation.
struct Link {
    title: String,
    /// Below the site's root.
    href: Option<String>,
    /// Elsewhere on the web.
    url: Option<String>,
    /// Of the list that it leads to, whose later pages have other addresses.
    kind: Option<&'static str>,
    /// The language of what is not in that of the site.
    language: Option<Language>,
}

/// All links, in their order.
pub(super) fn menu(site: &Site) -> Vec<Value> {
    let links: Vec<Link> = match &site.brief.nav {
        Some(entries) => entries.iter().filter_map(|entry| link(site, entry)).collect(),
        None => {
            let lists = [NavList::Claims, NavList::Sources].into_iter().filter_map(|list| of_list(site, list));
            lists.chain(marked(site).map(|page| Link::inside(site, page))).collect()
        }
    };
    links.into_iter().map(Link::value).collect()
}

/// The pages of the newsroom's own in the navigation, in its order.
pub(super) fn pages(site: &Site) -> Vec<Value> {
    let value = |(title, href): (String, String)| object([("title", text(&title)), ("href", text(&href))]);
    match &site.brief.nav {
        Some(entries) => entries.iter().filter_map(|entry| of_page(site, page_of(entry)?)).map(value).collect(),
        None => marked(site).map(value).collect(),
    }
}

/// A link to a page of the newsroom's own.
pub(super) fn page_link(site: &Site, page: &Page) -> Value {
    object([("title", text(&page.title)), ("href", text(&routes::page_of(&site.brief, &page.id)))])
}

/// A link to the page of a note that is unfinished.
pub(super) fn unfinished_link(site: &Site, id: &str, note: &UnfinishedNote) -> Value {
    let (title, href) = unfinished(site, id, note);
    object([("title", text(&title)), ("href", text(&href))])
}

fn unfinished(site: &Site, id: &str, note: &UnfinishedNote) -> (String, String) {
    let title = note.title.as_deref().unwrap_or(id);
    let title = site.locale.filled("unfinished_title", &[("title", title)], None);
    (title, percent_encoded(&routes::unfinished(note.kind, id)))
}

/// A page of the newsroom's own that is only in the language of the notes: its title and where it is.
fn in_original(site: &Site, id: &str) -> Option<(String, String)> {
    let original = &site.translation.as_ref()?.original;
    let page = original.page(id)?;
    Some((page.title.clone(), format!("{}{}", site.up(), routes::page_of(&original.brief, &page.id))))
}

/// The link to such a page; none if there is no such page.
pub(super) fn link_to_original(site: &Site, id: &str) -> Option<Value> {
    let (title, href) = in_original(site, id)?;
    Some(object([("title", text(&title)), ("href", text(&href))]))
}

/// The title and address of each page that says itself that it belongs into the navigation.
fn marked(site: &Site) -> impl Iterator<Item = (String, String)> {
    let finished = site.pages.iter().filter(|page| page.nav);
    let finished = finished.map(|page| (page.title.clone(), routes::page_of(&site.brief, &page.id)));
    let originals = site.translation.iter().flat_map(|translation| &translation.original.pages);
    let missing = originals.filter(|page| page.nav && site.page(page.id.as_str()).is_none());
    let finished = finished.chain(missing.filter_map(|page| in_original(site, page.id.as_str())));
    let others = site.unfinished.pages.iter().filter(|(_, note)| note.nav);
    finished.chain(others.map(|(id, note)| unfinished(site, id, note)))
}

fn page_of(entry: &NavEntry) -> Option<&Id> {
    match &entry.target {
        NavTarget::Page(id) => Some(id),
        NavTarget::List(_) | NavTarget::Url(_) => None,
    }
}

/// The title and address of a page.
fn of_page(site: &Site, id: &Id) -> Option<(String, String)> {
    let finished = site.page(id.as_str()).map(|page| (page.title.clone(), routes::page_of(&site.brief, &page.id)));
    let finished = finished.or_else(|| in_original(site, id.as_str()));
    finished.or_else(|| Some(unfinished(site, id.as_str(), site.unfinished.pages.get(id.as_str())?)))
}

/// The link of an entry; none if it leads to nothing that this site has.
fn link(site: &Site, entry: &NavEntry) -> Option<Link> {
    let link = match &entry.target {
        NavTarget::Page(id) => of_page(site, id).map(|page| Link::inside(site, page))?,
        NavTarget::List(list) => of_list(site, *list)?,
        NavTarget::Url(url) => {
            Link { title: url.clone(), href: None, url: Some(url.clone()), kind: None, language: None }
        }
    };
    Some(match &entry.words {
        Some(words) => Link { title: words.clone(), ..link },
        None => link,
    })
}

/// The link to a list; none if there is nothing to list.
fn of_list(site: &Site, list: NavList) -> Option<Link> {
    let (phrase, href, kind, exists) = match list {
        NavList::Claims => ("claims", routes::CLAIMS, "claims", true),
        NavList::Sources => ("sources", routes::SOURCES, "sources", true),
        NavList::People => ("people", routes::PEOPLE, "people", !site.brief.people.is_empty()),
        NavList::Verdicts => ("the_scale", routes::SCALE, "verdicts", true),
        NavList::Corrections => ("corrections_log", routes::CORRECTIONS, "corrections", true),
        NavList::Print => ("print_edition", routes::PRINT, "print", has_print_edition(site)),
    };
    let title = site.locale.wording(phrase, None).to_owned();
    exists.then(|| Link { title, href: Some(href.to_owned()), url: None, kind: Some(kind), language: None })
}

impl Link {
    fn inside(site: &Site, (title, href): (String, String)) -> Self {
        let translation = site.translation.as_ref();
        // Only a page of the original is above the site.
        let language = translation
            .filter(|_| href.starts_with("../"))
            .map(|translation| translation.original.brief.language.clone());
        Link { title, href: Some(href), url: None, kind: None, language }
    }

    fn value(self) -> Value {
        object([
            ("title", text(&self.title)),
            ("href", maybe(self.href.as_deref())),
            ("url", maybe(self.url.as_deref())),
            ("kind", maybe(self.kind)),
            ("language", maybe(self.language.as_ref().map(Language::tag))),
            ("dir", maybe(self.language.as_ref().map(Language::direction))),
        ])
    }
}
