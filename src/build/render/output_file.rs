//! A file of the site, and how it is made: [`OutputFile`].

use std::borrow::Cow;
use std::sync::Arc;

use super::shared::Shared;
use super::site_page::SitePage;
use crate::base::error::Error;
use crate::build::relate::Site;

/// A file that the site publishes.
pub(super) struct OutputFile<'c> {
    /// Relative to the site's root.
    pub path: String,
    pub content: Content<'c>,
}

/// What makes a file.
pub(super) enum Content<'c> {
    /// A template.
    Page(Arc<dyn SitePage>),
    /// The program itself.
    Data(Box<MakeBytes<'c>>),
    /// A file of the theme or of the site, which is published as it is or nearly so.
    Static(Box<MakeBytes<'c>>),
}

/// Makes the bytes of a file.
pub(super) type MakeBytes<'c> = dyn for<'s> Fn(&'s Shared) -> Result<Cow<'s, [u8]>, Error> + Send + Sync + 'c;

impl<'c> OutputFile<'c> {
    pub fn page(site: &Site, page: impl SitePage + 'static) -> Self {
        OutputFile { path: page.path(site), content: Content::Page(Arc::new(page)) }
    }

    pub fn data(
        path: impl Into<String>,
        make: impl for<'s> Fn(&'s Shared) -> Result<Cow<'s, [u8]>, Error> + Send + Sync + 'c,
    ) -> Self {
        OutputFile { path: path.into(), content: Content::Data(Box::new(make)) }
    }

    pub fn of_static(
        path: impl Into<String>,
        make: impl for<'s> Fn(&'s Shared) -> Result<Cow<'s, [u8]>, Error> + Send + Sync + 'c,
    ) -> Self {
        OutputFile { path: path.into(), content: Content::Static(Box::new(make)) }
    }

    /// The page, of a file that a template makes.
    pub fn as_page(&self) -> Option<&dyn SitePage> {
        match &self.content {
            Content::Page(page) => Some(page.as_ref()),
            Content::Data(_) | Content::Static(_) => None,
        }
    }
}
