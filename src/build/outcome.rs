//! What a build is asked for and what came of it: [`Request`], [`Outcome`].

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::load::SiteNames;
use super::resolve::Embargoed;
use super::write::WriteSummary;
use crate::base::files::Files;
use crate::findings::Findings;
use crate::model;

/// What to build, and where.
#[derive(Debug, Clone)]
pub struct Request {
    /// The folder that holds content/, templates/ and static/.
    pub site: PathBuf,
    /// Where the site goes; `None` checks everything and writes nothing.
    pub out: Option<PathBuf>,
    pub options: model::Options,
    /// Whether warnings, too, keep the site from being written.
    pub deny_warnings: bool,
}

/// The result of a build.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The text files of the site, which findings refer to.
    pub files: Arc<Files>,
    pub findings: Findings,
    pub claims: usize,
    pub sources: usize,
    pub passages: usize,
    /// Passages that say what is absent from a source.
    pub absences: usize,
    /// brief.yaml could not be read, so only the form of the notes was checked.
    pub unread: bool,
    /// What embargoes kept out of the site.
    pub embargoed: Vec<Embargoed>,
    /// What notes may refer to; only a check collects it, for the schemas that editors use.
    pub known: Option<SiteNames>,
    /// `None` if nothing was to be written, or findings prevented it.
    pub written: Option<WriteSummary>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Outcome {
    /// Whether the findings keep the site from being written.
    pub(crate) fn is_blocked(&self, request: &Request) -> bool {
        self.findings.has_errors() || (request.deny_warnings && self.findings.warnings() > 0)
    }
}
