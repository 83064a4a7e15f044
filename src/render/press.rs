//! Single files of a site, made when they are asked for: [`Press`].

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::conflicts::conflicts;
use super::jobs::{self, Job, What};
use super::renderer::{Came, Renderer};
use super::shared::Shared;
use super::templates::Templates;
use crate::diagnostic::{Diagnostic, Findings};
use crate::error::Error;
use crate::highlight::Highlighter;
use crate::load::Bytes;
use crate::model::{Show, Source};
use crate::relate::Site;
use crate::resolve::ReadSource;

/// A site ready to be printed from, a file at a time. Pictures for sharing are not among its files.
pub struct Press {
    site: Arc<Site>,
    templates: Arc<Result<Templates, Vec<Diagnostic>>>,
    colours: Arc<Highlighter>,
    /// Every file that can be made.
    jobs: OnceLock<Vec<Job>>,
}

/// What came of asking for a file.
#[derive(Debug)]
pub enum Made {
    Bytes(Vec<u8>),
    /// Its template fails.
    Failed(Box<Diagnostic>),
    /// The site has no such file.
    Unknown,
}

impl Press {
    /// Sets up the templates, or takes those of an earlier press where they are the same.
    pub fn new(site: Arc<Site>, earlier: Option<&Press>) -> Self {
        let same = earlier.filter(|earlier| {
            Arc::ptr_eq(&earlier.site.theme, &site.theme) && Arc::ptr_eq(&earlier.site.locale, &site.locale)
        });
        let templates = match same {
            Some(earlier) => Arc::clone(&earlier.templates),
            None => Arc::new(Templates::new(&site.theme, &site.files, &site.locale)),
        };
        let colours = earlier.map_or_else(|| Arc::new(Highlighter::new()), |earlier| Arc::clone(&earlier.colours));
        Press { site, templates, colours, jobs: OnceLock::new() }
    }

    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// What is wrong with the templates and the names of files, without rendering anything.
    pub fn check(&self, findings: &mut Findings) {
        findings.extend(self.templates.as_ref().as_ref().err().into_iter().flatten().cloned());
        // Built-in files are in nobody's way: without others the jobs need not be listed.
        if self.site.theme.statics.iter().any(|file| matches!(file.bytes, Bytes::OnDisk(..))) {
            findings.extend(conflicts(&self.site, self.jobs()));
        }
    }

    /// The paths of all files, relative to the site's root.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.jobs().iter().map(|job| job.path.as_str())
    }

    /// Makes the file at a path relative to the site's root, such as `claims/ID.html`.
    ///
    /// # Errors
    /// When a static file cannot be read.
    pub fn make(&self, path: &str) -> Result<Made, Error> {
        let (Some(job), Ok(templates)) = (self.job(path), self.templates.as_ref()) else {
            return Ok(Made::Unknown);
        };
        let shared = Shared::new(&self.site, Arc::clone(&self.colours));
        // Only the sitemap names all pages.
        let jobs = if matches!(job.what, What::Sitemap | What::SitemapPart(_)) { self.jobs() } else { &[] };
        let renderer = Renderer { shared, templates, jobs, gallery: None };
        let mut buffer = vec![];
        Ok(match renderer.make(&job, &mut buffer)? {
            Came::Buffer => Made::Bytes(buffer),
            Came::Bytes(bytes) => Made::Bytes(Cow::into_owned(bytes)),
            Came::Failed(finding) => Made::Failed(finding),
        })
    }

    /// As [`make`](Self::make), of a source's page that shows all of the source whatever is published of it, and be it nothing, for those
    /// who work on the site.
    ///
    /// # Errors
    /// As [`make`](Self::make).
    pub fn make_whole(&self, path: &str, read: &Arc<ReadSource>) -> Result<Made, Error> {
        let mut site = Site::clone(&self.site);
        match self.site.source_position(read.source.id.as_str()) {
            Some(position) => site.sources[position] = whole(&site.sources[position]),
            // At the end, where it moves no other; nothing but this page is made of this site.
            None => {
                site.sources.push(whole(read));
                site.citations.push(vec![]);
            }
        }
        Press::new(Arc::new(site), Some(self)).make(path)
    }

    /// The job that makes a file. Pages of claims, which are asked for most, are found without making the list of everything.
    fn job(&self, path: &str) -> Option<Job> {
        let claim = path.strip_prefix("claims/").and_then(|name| name.strip_suffix(".html"));
        match claim.and_then(|id| self.site.claim_position(id)) {
            Some(position) => Some(Job { path: path.to_owned(), what: What::Claim(position) }),
            None => self.jobs().iter().find(|job| job.path == path).cloned(),
        }
    }

    fn jobs(&self) -> &[Job] {
        self.jobs.get_or_init(|| jobs::jobs(&self.site))
    }
}

/// The source as if all of it were shown.
fn whole(read: &ReadSource) -> Arc<ReadSource> {
    let source = Arc::new(Source { show: Show::Full, ..Source::clone(&read.source) });
    Arc::new(ReadSource { source, ..ReadSource::clone(read) })
}
