//! The fourth stage: the site becomes files. [`render`] is the one way in; it hands each file to a sink as soon as it is made, so that
//! the site is never held in memory as a whole.

mod annotations;
mod claim;
mod claims_table;
mod conflicts;
mod data;
mod excerpt;
mod feeds;
mod fragments;
mod front;
mod jobs;
mod json_ld;
mod listing;
mod note;
mod page_renderer;
mod phrases;
mod picture;
mod print;
mod renderer;
mod routes;
mod shared;
mod source;
mod strip;
mod stylesheet;
mod templates;
mod timeline;
mod value;
mod verdict_bar;

pub use page_renderer::{PageRenderer, PageResult};

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::cache::Cache;
use crate::base::error::Error;
use crate::build::card::CardPainter;
use crate::build::relate::Site;
use crate::findings::{Diagnostic, Findings};
use crate::markdown::highlight::Highlighter;
use jobs::Job;
use renderer::{PictureStore, Rendered, Renderer};
use shared::Shared;
use templates::Templates;

/// Where finished files go: the path relative to the site's root, and the bytes. Called from many threads.
pub type Sink<'a> = dyn Fn(&str, &[u8]) -> Result<(), Error> + Sync + 'a;

/// What a run is to bring forth.
pub struct RenderOptions<'a> {
    pub sink: &'a Sink<'a>,
    /// Where pictures are kept between builds; without it none are made.
    pub pictures: Option<&'a Cache>,
}

/// Makes every file of the site and hands it to the sink. What is wrong with templates goes to `findings`.
///
/// # Errors
/// What the sink returns, or a static file that cannot be read.
pub fn render(site: &Arc<Site>, findings: &mut Findings, order: &RenderOptions<'_>) -> Result<(), Error> {
    let mut jobs = jobs::jobs(site);
    let conflicts = conflicts::conflicts(site, &jobs);
    // Files that cannot be put side by side are put nowhere; what else is wrong is found all the same.
    let sink: &Sink<'_> = if conflicts.is_empty() { order.sink } else { &|_, _| Ok(()) };
    findings.extend(conflicts);
    if jobs::has_cards(site) && order.pictures.is_some() {
        jobs.extend(jobs::cards(site));
    }
    let templates = match Templates::new(&site.theme, &site.files, &site.locale) {
        Ok(templates) => templates,
        Err(found) => {
            findings.extend(found);
            return Ok(());
        }
    };
    let pictures = order.pictures.map(|kept| PictureStore { painter: CardPainter::new(), kept });
    let shared = Shared::new(Arc::clone(site), Arc::new(Highlighter::new()));
    shared.prepare_directives();
    let renderer = Renderer { shared: &shared, templates: &templates, jobs: &jobs, pictures };
    // Large data files first, so that no thread is left with one at the end.
    let failed: Vec<(usize, Diagnostic)> = jobs
        .par_iter()
        .enumerate()
        .map_init(Vec::new, |buffer, (i, job)| {
            buffer.clear();
            Ok(match renderer.make(job, buffer)? {
                Rendered::Buffer => {
                    sink(&job.path, buffer)?;
                    None
                }
                Rendered::Bytes(bytes) => {
                    sink(&job.path, bytes.as_ref())?;
                    None
                }
                Rendered::Failed(finding) => Some((i, *finding)),
            })
        })
        .filter_map(Result::transpose)
        .collect::<Result<_, Error>>()?;
    findings.extend(gather(failed, &jobs));
    Ok(())
}

/// What the template of a page sees, by the page's path (`claims/ID`, `claims/ID.html`, `index`): JSON, in the order of the documentation.
pub fn context(site: &Arc<Site>, path: &str) -> Option<serde_json::Value> {
    let jobs = jobs::jobs(site);
    let job = jobs.iter().find(|job| job.path == path || job.path.strip_suffix(".html") == Some(path))?;
    let templates = Templates::new(&site.theme, &site.files, &site.locale).ok()?;
    let shared = Shared::new(Arc::clone(site), Arc::new(Highlighter::new()));
    let renderer = Renderer { shared: &shared, templates: &templates, jobs: &jobs, pictures: None };
    serde_json::to_value(renderer.page(job)?.fields.into_value()).ok()
}

/// The paths of all pages that templates make.
pub fn pages(site: &Site) -> Vec<String> {
    jobs::jobs(site).into_iter().filter(|job| job.path.ends_with(".html")).map(|job| job.path).collect()
}

/// One fault of a template is one finding, however many pages it hits.
fn gather(failed: Vec<(usize, Diagnostic)>, jobs: &[Job]) -> Vec<Diagnostic> {
    let mut gathered: Vec<(Diagnostic, usize, usize)> = vec![];
    for (job, finding) in failed {
        match gathered.iter_mut().find(|(known, ..)| *known == finding) {
            Some((_, _, others)) => *others += 1,
            None => gathered.push((finding, job, 0)),
        }
    }
    gathered
        .into_iter()
        .map(|(finding, job, others)| {
            let page = &jobs[job].path;
            finding.hint(match others {
                0 => format!("while rendering {page}"),
                1 => format!("while rendering {page}, and one more page"),
                _ => format!("while rendering {page}, and {others} more pages"),
            })
        })
        .collect()
}
