//! Single files of a site, made when they are asked for: [`PageRenderer`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::conflicts::conflicts;
use super::jobs::{self, Job, PageKind};
use super::renderer::{Rendered, Renderer};
use super::shared::Shared;
use super::templates::Templates;
use crate::base::error::Error;
use crate::build::load::Bytes;
use crate::build::relate::Site;
use crate::build::resolve::ReadSource;
use crate::findings::{Diagnostic, Findings};
use crate::markdown::highlight::Highlighter;
use crate::model::{Show, Source};

/// At most this many pages of a kind are rendered to try templates.
const TRIED: usize = 25;

/// A site ready to be printed from, a file at a time. Pictures for sharing are not among its files.
pub struct PageRenderer {
    site: Arc<Site>,
    templates: Arc<Result<Templates, Vec<Diagnostic>>>,
    /// Set once pages of each kind could be rendered with these templates.
    proven: OnceLock<()>,
    colours: Arc<Highlighter>,
    /// What its pages share, once one of them was made.
    shared: OnceLock<Shared>,
    /// Every file that can be made.
    jobs: OnceLock<Vec<Job>>,
}

/// What came of asking for a file.
#[derive(Debug)]
pub enum PageResult {
    Bytes(Vec<u8>),
    /// Its template fails.
    Failed(Box<Diagnostic>),
    /// The site has no such file.
    Unknown,
}

impl PageRenderer {
    /// Sets up the templates, or takes those of an earlier press where they are the same.
    pub fn new(site: Arc<Site>, earlier: Option<&PageRenderer>) -> Self {
        let same = earlier.filter(|earlier| {
            Arc::ptr_eq(&earlier.site.theme, &site.theme) && Arc::ptr_eq(&earlier.site.locale, &site.locale)
        });
        let proven = same.map(|earlier| earlier.proven.clone()).unwrap_or_default();
        let templates = match same {
            Some(earlier) => Arc::clone(&earlier.templates),
            None => Arc::new(Templates::new(&site.theme, &site.files, &site.locale)),
        };
        let colours = earlier.map_or_else(|| Arc::new(Highlighter::new()), |earlier| Arc::clone(&earlier.colours));
        PageRenderer { site, templates, proven, colours, shared: OnceLock::new(), jobs: OnceLock::new() }
    }

    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// What is wrong with the templates and the names of files. With templates that are new and not the built-in ones some pages of each
    /// kind are rendered; what fails on other pages alone is seen when these are asked for.
    pub fn check(&self, findings: &mut Findings) {
        match self.templates.as_ref() {
            Ok(templates) if self.proven.get().is_none() && self.site.theme.has_own_templates() => {
                let found = self.tried(templates);
                if found.is_empty() {
                    self.proven.get_or_init(|| ());
                }
                findings.extend(found);
            }
            Ok(_) => {}
            Err(found) => findings.extend(found.iter().cloned()),
        }
        // Built-in files are in nobody's way: without others the jobs need not be listed.
        if self.site.theme.statics.iter().any(|file| matches!(file.bytes, Bytes::OnDisk(..))) {
            findings.extend(conflicts(&self.site, self.jobs()));
        }
    }

    /// Renders some pages of each kind, and gives each fault once.
    fn tried(&self, templates: &Templates) -> Vec<Diagnostic> {
        let renderer = Renderer { shared: self.shared(), templates, jobs: self.jobs(), pictures: None };
        let failed: Vec<(&str, Diagnostic)> = some_of_each_kind(self.jobs())
            .into_par_iter()
            .filter_map(|job| Some((job.path.as_str(), *renderer.render(job, &mut vec![]).err()?)))
            .collect();
        let mut findings: Vec<(&str, Diagnostic)> = vec![];
        for (path, finding) in failed {
            if !findings.iter().any(|(_, known)| *known == finding) {
                findings.push((path, finding));
            }
        }
        findings.into_iter().map(|(path, finding)| finding.hint(format!("while rendering {path}"))).collect()
    }

    /// The paths of all files, relative to the site's root.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.jobs().iter().map(|job| job.path.as_str())
    }

    /// Makes the file at a path relative to the site's root, such as `claims/ID.html`.
    ///
    /// # Errors
    /// When a static file cannot be read.
    pub fn make(&self, path: &str) -> Result<PageResult, Error> {
        let (Some(job), Ok(templates)) = (self.job(path), self.templates.as_ref()) else {
            return Ok(PageResult::Unknown);
        };
        // Only the sitemap names all pages.
        let jobs = if matches!(job.what, PageKind::Sitemap | PageKind::SitemapPart(_)) { self.jobs() } else { &[] };
        let renderer = Renderer { shared: self.shared(), templates, jobs, pictures: None };
        let mut buffer = vec![];
        Ok(match renderer.make(&job, &mut buffer)? {
            Rendered::Buffer => PageResult::Bytes(buffer),
            Rendered::Bytes(bytes) => PageResult::Bytes(Cow::into_owned(bytes)),
            Rendered::Failed(finding) => PageResult::Failed(finding),
        })
    }

    /// As [`make`](Self::make), of a source's page that shows all of the source whatever is published of it, and be it nothing, for those
    /// who work on the site.
    ///
    /// # Errors
    /// As [`make`](Self::make).
    pub fn make_whole(&self, path: &str, read: &Arc<ReadSource>) -> Result<PageResult, Error> {
        let mut site = Site::clone(&self.site);
        match self.site.source_position(read.source.id.as_str()) {
            Some(position) => site.sources[position] = whole(&site.sources[position]),
            // At the end, where it moves no other; nothing but this page is made of this site.
            None => {
                site.sources.push(whole(read));
                site.citations.push(vec![]);
            }
        }
        PageRenderer::new(Arc::new(site), Some(self)).make(path)
    }

    /// The job that makes a file. Pages of claims, which are asked for most, are found without making the list of everything.
    fn job(&self, path: &str) -> Option<Job> {
        let claim = path.strip_prefix("claims/").and_then(|name| name.strip_suffix(".html"));
        match claim.and_then(|id| self.site.claim_position(id)) {
            Some(position) => Some(Job { path: path.to_owned(), what: PageKind::Claim(position) }),
            None => self.jobs().iter().find(|job| job.path == path).cloned(),
        }
    }

    fn shared(&self) -> &Shared {
        self.shared.get_or_init(|| Shared::new(Arc::clone(&self.site), Arc::clone(&self.colours)))
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

/// Some jobs of each kind, spread evenly over all of the kind, in their order.
fn some_of_each_kind(jobs: &[Job]) -> Vec<&Job> {
    let mut kinds: HashMap<_, Vec<usize>> = HashMap::new();
    for (i, job) in jobs.iter().enumerate() {
        kinds.entry(job.what.kind()).or_default().push(i);
    }
    let spread = |of_kind: Vec<usize>| {
        let step = of_kind.len().div_ceil(TRIED);
        of_kind.into_iter().step_by(step)
    };
    let mut chosen: Vec<usize> = kinds.into_values().flat_map(spread).collect();
    chosen.sort_unstable();
    chosen.into_iter().map(|i| &jobs[i]).collect()
}
