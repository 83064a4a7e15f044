//! A page over all briefs: [`DeskPage`]. Each kind says in its own file what its template sees.

use std::sync::Arc;

use super::overview::Overview;
use crate::build::relate::Site;
use crate::build::render::json_ld;
use crate::build::render::output_file::OutputFile;
use crate::build::render::shared::Shared;
use crate::build::render::site_page::{Audience, PageHead, PageKind, SitePage};
use crate::build::render::value::TemplateContext;
use crate::model::Date;

/// What the template of a page sees beside what all templates see.
type Show = Box<dyn Fn(&Overview, &Shared) -> TemplateContext + Send + Sync>;

/// A page over all briefs.
pub(super) struct DeskPage {
    pub kind: PageKind,
    pub path: String,
    /// What it is called; the front page and files for programs have the title of the desk.
    pub title: Option<String>,
    pub audience: Audience,
    pub overview: Arc<Overview>,
    pub show: Show,
}

impl DeskPage {
    /// A page for readers.
    pub fn file(
        site: &Site,
        overview: &Arc<Overview>,
        (kind, path, title): (PageKind, String, String),
        show: impl Fn(&Overview, &Shared) -> TemplateContext + Send + Sync + 'static,
    ) -> OutputFile<'static> {
        let page = DeskPage {
            kind,
            path,
            title: Some(title),
            audience: Audience::Everybody { changed: None },
            overview: Arc::clone(overview),
            show: Box::new(show),
        };
        OutputFile::page(site, page)
    }

    /// The front page, with the day on which it last changed.
    pub fn front(
        site: &Site,
        overview: &Arc<Overview>,
        (kind, path, changed): (PageKind, &str, Option<Date>),
        show: impl Fn(&Overview, &Shared) -> TemplateContext + Send + Sync + 'static,
    ) -> OutputFile<'static> {
        let page = DeskPage {
            kind,
            path: path.to_owned(),
            title: None,
            audience: Audience::Everybody { changed },
            overview: Arc::clone(overview),
            show: Box::new(show),
        };
        OutputFile::page(site, page)
    }

    /// A file for programs.
    pub fn data(
        site: &Site,
        overview: &Arc<Overview>,
        (kind, path, title): (PageKind, &str, Option<String>),
        show: impl Fn(&Overview, &Shared) -> TemplateContext + Send + Sync + 'static,
    ) -> OutputFile<'static> {
        let page = DeskPage {
            kind,
            path: path.to_owned(),
            title,
            audience: Audience::Nobody,
            overview: Arc::clone(overview),
            show: Box::new(show),
        };
        OutputFile::page(site, page)
    }
}

impl SitePage for DeskPage {
    fn kind(&self) -> PageKind {
        self.kind
    }

    fn path(&self, _: &Site) -> String {
        self.path.clone()
    }

    fn audience(&self, _: &Site) -> Audience {
        self.audience
    }

    fn head(&self, site: &Site, path: &str) -> PageHead {
        match &self.title {
            Some(title) if self.audience != Audience::Nobody => PageHead {
                title: title.clone(),
                description: None,
                json_ld: json_ld::breadcrumbs(site, &[(title, path)]),
            },
            Some(title) => PageHead::titled(title.clone()),
            None if self.audience == Audience::Nobody => PageHead::titled(site.brief.title.clone()),
            None => PageHead {
                title: site.brief.title.clone(),
                description: site.brief.description.clone(),
                json_ld: json_ld::of_front(site),
            },
        }
    }

    fn context(&self, shared: &Shared) -> TemplateContext {
        (self.show)(&self.overview, shared)
    }
}
