//! A site for those who ask about it and build nothing: [`Project::open`].

use std::path::Path;
use std::sync::Arc;

use super::load::{self, BRIEF, Content, SiteNames, find_brief};
use super::relate::{Site, relate};
use super::resolve::resolve;
use crate::base::error::Error;
use crate::base::files::Files;
use crate::findings::Findings;
use crate::model::Options;

/// A site as it was read.
#[derive(Debug)]
pub struct Project {
    pub files: Arc<Files>,
    pub content: Content,
    /// What is wrong with it so far; it is of use all the same.
    pub findings: Findings,
}

impl Project {
    /// Reads the site in `folder`.
    ///
    /// # Errors
    /// When a file cannot be read, when there is no brief, or when it is too broken to go on.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Project::read(folder)?.ok_or_else(|| {
            let brief = find_brief(folder).unwrap_or(BRIEF);
            Error::refused(format!("{brief} could not be read"), "“citeback check” says why")
        })
    }

    /// As [`open`](Self::open), but `None` when the brief is too broken to go on.
    ///
    /// # Errors
    /// When a file cannot be read, or there is no brief.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let mut findings = Findings::default();
        let (files, content) = load::load(folder, &mut findings)?;
        Ok(content.map(|content| Project { files, content, findings }))
    }

    /// What its notes may name.
    pub fn names(&self) -> SiteNames {
        SiteNames::of(&self.content)
    }

    /// The site that would be rendered, of all that is sound.
    pub fn site(mut self, options: &Options) -> Site {
        let resolved = resolve(self.content, options, &mut self.findings);
        relate(resolved, options, &mut self.findings)
    }
}
