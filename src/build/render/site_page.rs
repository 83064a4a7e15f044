//! Everything about a kind of page in one place: a type that implements [`SitePage`], in a file of its own in `pages/`.

use super::share_card::ShareCard;
use super::shared::Shared;
use super::value::TemplateContext;
use crate::build::relate::Site;
use crate::build::resolve::UnfinishedNote;
use crate::model::{Date, Extra};
use crate::routes;

/// A page, or another file that a template makes.
pub(super) trait SitePage: Send + Sync {
    fn kind(&self) -> PageKind;

    /// Its path below the site's root.
    fn path(&self, site: &Site) -> String;

    fn audience(&self, site: &Site) -> Audience;

    /// Metadata for search engines, link previews and the readers' search. `path` is the page's own.
    fn head(&self, site: &Site, path: &str) -> PageHead;

    /// The name of its template. Only a page of the newsroom's own overrides it.
    fn template<'s>(&self, _site: &'s Site) -> &'s str {
        self.kind().template
    }

    /// The picture for link previews. Only a page with one of its own overrides it.
    fn card<'s>(&self, site: &'s Site) -> ShareCard<'s> {
        ShareCard::of_brief(site)
    }

    /// As what kind of page readers' search finds it; none if it does not.
    fn searched_as(&self, _site: &Site) -> Option<&'static str> {
        None
    }

    /// Whether it plays a recording of the site's own.
    fn plays_media(&self, _site: &Site) -> bool {
        false
    }

    /// Whether search engines are told not to list it.
    fn is_unlisted(&self, _site: &Site) -> bool {
        false
    }

    /// The ClaimReview of the page of a claim: the text of a `script` element.
    fn claim_review(&self, _site: &Site) -> Option<String> {
        None
    }

    /// Whether it names an unfinished note, which has this id. Only pages that list or refer to such notes override it.
    fn names(&self, _site: &Site, _id: &str, _note: &UnfinishedNote) -> bool {
        false
    }

    /// Data of the newsroom's own that belong to it; only its own pages have any.
    fn extra<'s>(&self, _site: &'s Site) -> Option<&'s Extra> {
        None
    }

    /// What its template gets in addition to what all templates get.
    fn context(&self, shared: &Shared) -> TemplateContext;

    /// The relative path from the page to the site's root. Only a page that is served at other addresses overrides it.
    fn root<'a>(&self, _site: &'a Site, path: &str) -> &'a str {
        routes::root(path)
    }
}

/// What all pages of a kind have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageKind {
    /// `page.kind`, which templates and stylesheets can test.
    pub name: &'static str,
    /// The name of its template, a file in templates/.
    pub template: &'static str,
}

/// Who finds a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Readers and search engines: it is in the sitemap, with the day of its last change where that is known.
    Everybody { changed: Option<Date> },
    /// Readers who have its address. It has a canonical address, and is not in the sitemap.
    Readers,
    /// Nobody in particular: it repeats what other pages say, or is for programs. It has no canonical address.
    Nobody,
}

/// The metadata of a page.
#[derive(Debug)]
pub(super) struct PageHead {
    pub title: String,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Structured data (schema.org): the text of a `script` element.
    pub json_ld: Option<String>,
}

impl PageHead {
    /// For a file that has only a title, which may be empty.
    pub fn titled(title: String) -> Self {
        PageHead { title, description: None, json_ld: None }
    }
}
