//! The pages at old addresses, each of which leads to the new one, and _redirects, for hosts that read a file of this name.

use crate::build::relate::{Comparison, Site};
use crate::build::render::features::has_embed;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::{TemplateContext, html, list, maybe, object, text};
use crate::build::render::{json_ld, languages, side_by_side};
use crate::model::{FormerId, Id};
use crate::routes;

const PAGE: PageKind = PageKind { name: "redirect", template: "redirect.html" };
const LIST: PageKind = PageKind { name: "redirects", template: "redirects.txt" };

/// An old address. Paths are relative to the site's root.
struct Redirect {
    from: String,
    to: String,
    /// The title of the page that it leads to.
    title: String,
}

struct RedirectList;

/// A page for each old address, and the list of all; nothing if there are none.
pub(in super::super) fn files(site: &Site) -> Vec<OutputFile<'static>> {
    let pages: Vec<_> = redirects(site).into_iter().map(|redirect| OutputFile::page(site, redirect)).collect();
    let is_any = !pages.is_empty() || site.translations.iter().any(|other| !redirects(other).is_empty());
    // Hosts read it only at the root.
    let list = (is_any && site.translation.is_none()).then(|| OutputFile::page(site, RedirectList));
    pages.into_iter().chain(list).collect()
}

fn redirects(site: &Site) -> Vec<Redirect> {
    let mut found = vec![];
    // The policy of corrections is on the page of their log, and had one of its own before.
    let policy = site.brief.policies.corrections.as_ref().and_then(|id| site.page(id.as_str()));
    found.extend(policy.map(|page| Redirect {
        from: routes::page(&page.id),
        to: routes::CORRECTIONS.to_owned(),
        title: page.title.clone(),
    }));
    let mut add = |route: fn(&Id) -> String, to: String, formerly: &[FormerId], title: &str| {
        let redirect =
            |former: &FormerId| Redirect { from: route(&former.id), to: to.clone(), title: title.to_owned() };
        found.extend(formerly.iter().map(redirect));
    };
    site.claims.iter().for_each(|claim| add(routes::claim, routes::claim(&claim.id), &claim.formerly, &claim.title));
    let embeds = site.claims.enumerated().filter(|(position, _)| has_embed(site, *position));
    embeds.for_each(|(_, claim)| add(routes::embed, routes::embed(&claim.id), &claim.formerly, &claim.title));
    let sources = site.sources.iter().map(|read| &read.source);
    sources.for_each(|source| add(routes::source, routes::source(&source.id), &source.formerly, &source.title));
    site.brief
        .people
        .iter()
        .for_each(|person| add(routes::person, routes::person(&person.id), &person.formerly, &person.name));
    site.pages
        .iter()
        .for_each(|page| add(routes::page, routes::page_of(&site.brief, &page.id), &page.formerly, &page.title));
    found.extend(site.comparisons.iter().flat_map(|comparison| of_comparison(site, comparison)));
    found
}

/// From the page of two sources under every other pair of names that they had.
fn of_comparison(site: &Site, comparison: &Comparison) -> Vec<Redirect> {
    let to = side_by_side::path(site, comparison);
    let title = side_by_side::title(site, comparison);
    let [a, b] = comparison.sources.map(|source| {
        let source = &site.sources[source].source;
        std::iter::once(&source.id).chain(source.formerly.iter().map(|former| &former.id)).collect::<Vec<_>>()
    });
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| routes::comparison(a, b)));
    pairs.filter(|from| *from != to).map(|from| Redirect { from, to: to.clone(), title: title.clone() }).collect()
}

impl SitePage for Redirect {
    fn kind(&self) -> PageKind {
        PAGE
    }

    fn path(&self, _: &Site) -> String {
        self.from.clone()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn is_unlisted(&self, _: &Site) -> bool {
        true
    }

    fn head(&self, _: &Site, _: &str) -> PageHead {
        PageHead::titled(self.title.clone())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let base = shared.site.brief.base_url.as_ref();
        let canonical = base.map(|base| json_ld::absolute(base, &self.to));
        let mut context = TemplateContext::default();
        let target = [("href", text(&self.to)), ("canonical", maybe(canonical.as_deref()))];
        context.insert("target", object(target));
        context
    }
}

impl SitePage for RedirectList {
    fn kind(&self) -> PageKind {
        LIST
    }

    fn path(&self, _: &Site) -> String {
        routes::REDIRECTS.to_owned()
    }

    fn audience(&self, _: &Site) -> Audience {
        Audience::Nobody
    }

    fn head(&self, _: &Site, _: &str) -> PageHead {
        PageHead::titled(String::new())
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        let site = &shared.site;
        let root = site.brief.base_url.as_ref().map_or("/", |base| base.path());
        let address = |path: &str| html(&format!("{root}{path}"));
        let of_others = site.translations.iter().flat_map(|other| {
            let in_folder = |path: &str| format!("{}{path}", languages::folder(other));
            let moved = |redirect: Redirect| Redirect {
                from: in_folder(&redirect.from),
                to: in_folder(&redirect.to),
                ..redirect
            };
            redirects(other).into_iter().map(moved).collect::<Vec<_>>()
        });
        let redirects: Vec<Redirect> = redirects(site).into_iter().chain(of_others).collect();
        let line = |redirect: &Redirect| object([("from", address(&redirect.from)), ("to", address(&redirect.to))]);
        let mut context = TemplateContext::default();
        context.insert("redirects", list(redirects.iter().map(line)));
        context
    }
}
