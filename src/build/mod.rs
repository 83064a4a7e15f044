//! The whole build: [`build()`]. It is five stages, each a module with one function of its name; each takes what the one before
//! yields:
//!
//! 1. [`load`]: the site's folder becomes [`Content`](load::Content);
//! 2. [`resolve`]: each quote becomes a passage at an exact place of its source, [`Resolved`](resolve::Resolved);
//! 3. [`relate`]: claims, sources and listings become a [`Site`](relate::Site);
//! 4. [`render`]: the site becomes files, with [share cards](card) and an [index](search) for readers' search;
//! 5. [`mod@write`]: the files are put in place at once.
//!
//! What asks about a site and builds nothing begins with a [`Project`](project::Project).

pub mod card;
pub mod load;
pub mod project;
pub mod relate;
pub mod render;
pub mod resolve;
pub mod search;
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
use render::RenderOptions;
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
    /// Whether a warning, too, keeps the site from being written.
    pub deny_warnings: bool,
}

/// What came of a build.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The text files of the site, which findings refer to.
    pub files: Arc<Files>,
    pub findings: Findings,
    pub claims: usize,
    pub sources: usize,
    pub passages: usize,
    /// What notes may name; `None` when brief.yaml could not be read, so that nothing was checked beyond the form of the notes.
    pub known: Option<SiteNames>,
    /// `None` when nothing was to be written, or findings forbade it.
    pub written: Option<WriteSummary>,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Builds or checks a site: load, resolve, relate, render, write.
///
/// # Errors
/// When the world outside is in the way: a file that cannot be read, a disk that is full. What is wrong with the content is in the
/// outcome's findings; with an error among them nothing was written.
pub fn build(request: &Request) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut clock = Clock::new();
    let findings = &mut outcome.findings;

    let (files, content) = load::load(&request.site, findings)?;
    outcome.files = files;
    outcome.timings.push(("load", clock.lap()));
    let Some(content) = content else {
        return Ok(outcome);
    };
    outcome.known = Some(SiteNames::of(&content));
    let resolved = resolve::resolve(content, &request.options, findings);
    outcome.timings.push(("resolve", clock.lap()));
    // All that were checked, published or not.
    outcome.sources = resolved.sources.len();
    let site = Arc::new(relate::relate(resolved, &request.options, findings));
    outcome.timings.push(("relate", clock.lap()));
    outcome.claims = site.claims.len();
    outcome.passages = site.claims.iter().map(|claim| claim.passages.len()).sum();

    let blocked = |findings: &Findings| findings.errors() > 0 || (request.deny_warnings && findings.warnings() > 0);
    match &request.out {
        Some(out) if !blocked(findings) => {
            let staging = Staging::begin(out, &inputs(&request.site))?;
            let pictures = Cache::at(staging.kept("cards"));
            let indexes = Cache::at(staging.kept("search"));
            let searched = SearchIndex::new(site.brief.search);
            let sink = |path: &str, bytes: &[u8]| {
                searched.see(path, bytes);
                staging.put(path, bytes)
            };
            render::render(&site, findings, &RenderOptions { sink: &sink, pictures: Some(&pictures) })?;
            outcome.timings.push(("render and stage", clock.lap()));
            if !blocked(findings) {
                for (path, bytes) in searched.index(site.brief.language.tag(), &indexes)? {
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
        // The templates are still checked, with whatever is sound.
        _ => {
            render::render(&site, findings, &RenderOptions { sink: &|_, _| Ok(()), pictures: None })?;
            outcome.timings.push(("render", clock.lap()));
        }
    }
    Ok(outcome)
}

/// The folders that a build reads, and may never overwrite.
fn inputs(site: &Path) -> Vec<PathBuf> {
    ["content", "templates", "static", "locales"].into_iter().map(|folder| site.join(folder)).collect()
}

/// Measures the stages, one after the other.
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
