//! A site for commands that read it without building it. Entry point: [`Project::open`].

use std::path::Path;
use std::sync::Arc;

use super::load::{self, BRIEF, Content, SiteNames, find_brief};
use super::relate::{Site, relate};
use super::resolve::{Resolved, resolve};
use crate::base::error::Error;
use crate::base::files::Files;
use crate::findings::Findings;
use crate::model::Options;

/// A site that has been loaded.
#[derive(Debug)]
pub struct Project {
    pub files: Arc<Files>,
    pub content: Content,
    /// The findings so far. The valid part of the content can be used despite them.
    pub findings: Findings,
}

impl Project {
    /// Reads the site in `folder`.
    ///
    /// # Errors
    /// If a file cannot be read, or there is no usable brief.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        Project::read(folder)?.ok_or_else(|| {
            let brief = find_brief(folder).unwrap_or(BRIEF);
            Error::refused(format!("{brief} could not be read"), "“citeback check” says why")
        })
    }

    /// Like [`open`](Self::open), but returns `None` if the brief cannot be used.
    ///
    /// # Errors
    /// If a file cannot be read, or there is no brief.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let mut findings = Findings::default();
        let (files, content) = load::load(folder, &mut findings)?;
        Ok(content.map(|content| Project { files, content, findings }))
    }

    /// What its notes may refer to.
    pub fn names(&self) -> SiteNames {
        SiteNames::of(&self.content)
    }

    /// Every quote at its place, from the valid part of the content.
    pub fn resolved(mut self, options: &Options) -> Resolved {
        resolve(self.content, options, &mut self.findings)
    }

    /// The site that would be rendered, from the valid part of the content.
    pub fn site(mut self, options: &Options) -> Site {
        let resolved = resolve(self.content, options, &mut self.findings);
        relate(resolved, options, &mut self.findings)
    }
}
