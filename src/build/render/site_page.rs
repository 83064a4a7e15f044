//! All there is to say about a page: each kind of page is a type that implements [`SitePage`], in a file of its own in `pages/`.

use super::routes;
use super::share_card::ShareCard;
use super::shared::Shared;
use super::value::TemplateContext;
use crate::build::relate::Site;
use crate::model::Date;

/// A page, or another file that a template makes.
pub(super) trait SitePage: Send + Sync {
    fn kind(&self) -> PageKind;

    /// Where it is published, relative to the site's root.
    fn path(&self, site: &Site) -> String;

    fn audience(&self, site: &Site) -> Audience;

    /// What the page says of itself to search engines, link previews and readers' search. `path` is its own.
    fn head(&self, site: &Site, path: &str) -> PageHead;

    /// The picture that is shown with a link to it: [`ShareCard::of_brief`] for a page that has none of its own.
    fn card<'s>(&self, site: &'s Site) -> ShareCard<'s>;

    /// What its template sees beside what all templates see.
    fn context(&self, shared: &Shared) -> TemplateContext;

    /// What leads from the page to the site's root. Only a page that is shown at other addresses than its own differs.
    fn root<'a>(&self, _site: &'a Site, path: &str) -> &'a str {
        routes::root(path)
    }
}

/// What all pages of a kind have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageKind {
    /// `page.kind`, by which templates and stylesheets tell the kinds apart.
    pub name: &'static str,
    /// The name of its template, a file in templates/.
    pub template: &'static str,
}

/// Who is sent to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Readers and search engines: it is in the sitemap, with the day of its last change where that is known.
    Everybody { changed: Option<Date> },
    /// Readers who have its address. It has a canonical address, and is not in the sitemap.
    Readers,
    /// Nobody in particular: it repeats what other pages say, or is for programs. It has no canonical address.
    Nobody,
}

/// What a page says of itself.
#[derive(Debug)]
pub(super) struct PageHead {
    pub title: String,
    /// One or two plain sentences.
    pub description: Option<String>,
    /// Whether readers' search finds it.
    pub searched: bool,
    /// The same in the words of schema.org: the text of a `script` element.
    pub json_ld: Option<String>,
}

impl PageHead {
    /// Of a file that has nothing to say but its title, which may be empty.
    pub fn titled(title: String) -> Self {
        PageHead { title, description: None, searched: false, json_ld: None }
    }
}
