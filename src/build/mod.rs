//! The whole build: [`build()`]. It is five stages, each a module with one function of its name; each takes what the one before
//! yields:
//!
//! 1. [`load`]: the site's folder becomes [`Content`](load::Content);
//! 2. [`resolve`]: each quote becomes a passage at an exact place of its source, [`Resolved`](resolve::Resolved);
//! 3. [`relate`]: claims, sources and listings become a [`Site`](relate::Site);
//! 4. [`render`]: the site becomes files, with [share cards](card) and an [index](search) for readers' search;
//! 5. [`mod@write`]: the files are put in place at once.
//!
//! [`check_theme`](theme_check::check_theme) tries the templates of a site with a built-in brief. What asks about a site and builds nothing begins with a [`Project`](project::Project).

pub mod card;
pub mod load;
pub mod project;
pub mod relate;
pub mod render;
pub mod resolve;
pub mod search;
pub(crate) mod theme_check;
pub mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::cache::Cache;
use crate::base::error::Error;
use crate::base::files::Files;
use crate::findings::Findings;
use crate::model;
use load::SiteNames;
use render::{Finished, RenderOptions};
use resolve::Embargoed;
use search::SearchIndex;
use write::{Staging, WriteSummary};

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

/// Builds or checks a site: load, resolve, relate, render, write.
///
/// # Errors
/// Failures of the outside world: a file that cannot be read, a full disk. Mistakes in the content are in the outcome's findings; if one
/// of them is an error, nothing was written.
pub fn build(request: &Request) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut clock = Clock::new();
    let findings = &mut outcome.findings;

    let (files, content) = load::load(&request.site, findings)?;
    outcome.files = files;
    outcome.timings.push(("load", clock.lap()));
    let Some(content) = content else {
        outcome.unread = true;
        return Ok(outcome);
    };
    outcome.known = request.out.is_none().then(|| SiteNames::of(&content));
    let resolved = resolve::resolve(content, &request.options, findings);
    outcome.timings.push(("resolve", clock.lap()));
    outcome.embargoed.clone_from(&resolved.held.listed);
    // All that were checked, including those that are not published.
    outcome.sources = resolved.sources.len();
    let site = Arc::new(relate::relate(resolved, &request.options, findings));
    outcome.timings.push(("relate", clock.lap()));
    outcome.claims = site.claims.len();
    outcome.passages = site.citations.iter().map(Vec::len).sum();
    outcome.absences = site.absences.iter().map(Vec::len).sum();

    let blocked = |findings: &Findings| findings.has_errors() || (request.deny_warnings && findings.warnings() > 0);
    match &request.out {
        Some(out) if !blocked(findings) => {
            let staging = Staging::begin(out, &inputs(&request.site))?;
            let pictures = Cache::at(staging.kept("cards"));
            let indexes = Cache::at(staging.kept("search"));
            let searched = SearchIndex::new(site.brief.search);
            let sink = |file: &Finished<'_>| {
                searched.see(file.path, file.bytes, file.searched_as);
                staging.put(file.path, file.bytes)
            };
            let options = RenderOptions { sink: &sink, pictures: Some(&pictures), only_findings: false };
            render::render(&site, findings, &options)?;
            outcome.timings.push(("render and stage", clock.lap()));
            let language = site.brief.language.clone();
            // The index needs as much memory as the site.
            drop_aside(site);
            if !blocked(findings) {
                for (path, bytes) in searched.index(language.tag(), &indexes)? {
                    staging.put(&path, &bytes)?;
                }
                outcome.timings.push(("index for search", clock.lap()));
            }
            if !blocked(findings) {
                outcome.written = Some(staging.commit()?);
                pictures.sweep();
                indexes.sweep();
            }
            outcome.timings.push(("put in place", clock.lap()));
        }
        // The templates are still checked, with the valid part of the content.
        _ => {
            let options = RenderOptions { sink: &|_| Ok(()), pictures: None, only_findings: true };
            render::render(&site, findings, &options)?;
            drop_aside(site);
            outcome.timings.push(("render", clock.lap()));
        }
    }
    Ok(outcome)
}

/// Drops a site, which takes as long as a hundred pages, while the build goes on; the end of the program does not wait for it.
fn drop_aside(site: Arc<relate::Site>) {
    rayon::spawn(move || drop(site));
}

/// The folder in a site's folder that a build goes to unless another is named.
pub(crate) const BUILT: &str = "public";

/// The folders that a build reads and must never overwrite.
pub(crate) fn inputs(site: &Path) -> Vec<PathBuf> {
    ["content", "templates", "static", "locales"].into_iter().map(|folder| site.join(folder)).collect()
}

/// Measures each stage in turn.
struct Clock(Instant);

impl Clock {
    fn new() -> Self {
        Clock(Instant::now())
    }

    fn lap(&mut self) -> Duration {
        let lap = self.0.elapsed();
        self.0 = Instant::now();
        lap
    }
}
