//! The fourth stage: the site becomes files. Entry point: [`render`], which hands each file to a sink as soon as it is made, so that the
//! site is never held in memory as a whole.
//!
//! `outputs` lists every file. A page is a type that says everything about it, in a file of its own in `pages/`; what is made without a
//! template is in `data/`.

mod assets;
mod atom;
mod cards;
mod conflicts;
mod corrected;
mod data;
mod desk;
mod desk_link;
mod directives;
mod engine_errors;
mod excerpt;
mod features;
mod figure_links;
mod filters;
mod inlining;
mod json_ld;
mod language_pages;
mod languages;
mod lead;
mod links;
mod listing;
mod located;
mod margin;
mod nav;
mod note;
mod note_lines;
mod origin;
mod output_file;
mod outputs;
mod page_renderer;
mod pages;
mod phrases;
mod proof;
mod renderer;
mod share_card;
mod shared;
mod shown;
mod side_by_side;
mod side_quote;
mod site_page;
mod speakers;
mod statics;
mod strip;
mod stylesheet;
mod template_check;
mod template_faults;
mod template_syntax;
mod templates;
mod theme_value;
mod timeline;
mod translated;
mod unlinked;
mod value;
mod verdict_bar;
mod verdict_value;
mod versions;

pub use desk::{BriefSummary, Overview, OverviewBrief};
pub use language_pages::languages as languages_of;
pub use languages::{SiteLanguages, folder as language_folder};
pub use note_lines::NoteFindings;
pub use page_renderer::{PageRenderer, PageResult};

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::aside::drop_aside;
use crate::base::cache::Cache;
use crate::base::error::Error;
use crate::build::card::CardPainter;
use crate::build::relate::Site;
use crate::findings::{Diagnostic, Findings};
use crate::markdown::highlight::Highlighter;
use assets::Assets;
use cards::PictureStore;
use features::has_cards;
use output_file::{Content, OutputFile};
use outputs::outputs;
use page_renderer::{TRIED_BUILT_IN, tried_pages};
use proof::{Proved, Prover};
use renderer::{Rendered, Renderer};
use shared::Shared;
use templates::Templates;

/// Where finished files go. Called from many threads.
pub type Sink<'a> = dyn Fn(&Finished<'_>) -> Result<(), Error> + Sync + 'a;

/// A finished file.
#[derive(Debug, Clone, Copy)]
pub struct Finished<'f> {
    /// Relative to the site's root.
    pub path: &'f str,
    pub bytes: &'f [u8],
    /// As what kind of page readers' search finds it, whatever its template says; none if it does not.
    pub searched_as: Option<&'static str>,
}

/// What a run makes.
pub struct RenderOptions<'a> {
    pub sink: &'a Sink<'a>,
    /// Where pictures are kept between builds; without it none are drawn.
    pub pictures: Option<&'a Cache>,
    /// The other languages of the site, if there are any.
    pub languages: Option<&'a Arc<SiteLanguages>>,
    /// The output is discarded: only findings matter. With built-in templates and phrases a sample of pages of each kind is enough.
    pub only_findings: bool,
}

/// Makes every file of the site and hands it to the sink. What is wrong with templates goes to `findings`.
///
/// # Errors
/// What the sink returns, or a static file that cannot be read.
pub fn render(site: &Arc<Site>, findings: &mut Findings, options: &RenderOptions<'_>) -> Result<(), Error> {
    let assets = Assets::of(site);
    let folders: Vec<String> = site.translations.iter().map(|other| languages::folder(other).to_owned()).collect();
    render_files(site, (outputs(site, &assets), &assets), &folders, findings, options)
}

/// Makes the pages over all briefs of a desk, and hands them to the sink. `site` is the desk: its title and theme, without notes.
///
/// # Errors
/// As [`render`].
pub fn render_desk(
    site: &Arc<Site>,
    overview: Overview,
    findings: &mut Findings,
    options: &RenderOptions<'_>,
) -> Result<(), Error> {
    let assets = Assets::of(site);
    let beyond: Vec<String> = overview.briefs.iter().map(|brief| brief.folder()).collect();
    let files = desk::outputs(site, &Arc::new(overview), &assets);
    render_files(site, (files, &assets), &beyond, findings, options)
}

/// Makes these files of a site. What is `beyond` are folders beside them whose files somebody else makes.
fn render_files(
    site: &Arc<Site>,
    (files, assets): (Vec<OutputFile<'static>>, &Assets),
    beyond: &[String],
    findings: &mut Findings,
    options: &RenderOptions<'_>,
) -> Result<(), Error> {
    let kept = options.pictures.filter(|_| has_cards(site));
    let pictures = kept.map(|kept| PictureStore { painter: CardPainter::new(), kept });
    let mut files: Vec<OutputFile<'_>> = files;
    let conflicts = conflicts::conflicts(site, &files);
    let sampled = options.only_findings && is_built_in(site);
    if sampled {
        let tried: BTreeSet<usize> = tried_pages(site, &files, TRIED_BUILT_IN).into_iter().collect();
        let mut at = 0..;
        files.retain(|file| {
            at.next().is_some_and(|at| tried.contains(&at)) || matches!(file.content, Content::Static(_))
        });
    }
    // Files that cannot be put side by side are put nowhere; what else is wrong is found all the same.
    let sink: &Sink<'_> = if conflicts.is_empty() { options.sink } else { &|_| Ok(()) };
    findings.extend(conflicts);
    if let Some(pictures) = &pictures {
        files.extend(cards::files(site, &files, pictures));
    }
    let templates = match Templates::new(&site.theme, &site.named_templates(), &site.files, &site.locale) {
        Ok(templates) => templates,
        Err(found) => {
            findings.extend(found);
            return Ok(());
        }
    };
    let mut shared = Shared::new(Arc::clone(site), assets.value(), Arc::new(Highlighter::new()), Arc::default());
    shared.languages = options.languages.cloned();
    // A few pages compute those that they show.
    if !sampled {
        shared.prepare_directives();
    }
    let renderer = Renderer { shared: &shared, templates: &templates };
    // The built-in templates are proved by the program's own tests.
    let prover = site.has_own_templates().then(|| Prover::new(site, &files, beyond));
    let made: Vec<(usize, Made)> = files
        .par_iter()
        .enumerate()
        .map_init(Vec::new, |buffer, (i, file)| {
            buffer.clear();
            Ok(match renderer.make(file, buffer)? {
                Rendered::Buffer(claim_review) => {
                    let searched_as = file.as_page().and_then(|page| page.searched_as(site));
                    sink(&Finished { path: &file.path, bytes: buffer, searched_as })?;
                    prover.as_ref().map(|prover| (i, Made::Proved(prover.prove(file, buffer, claim_review))))
                }
                Rendered::Bytes(bytes) => {
                    sink(&Finished { path: &file.path, bytes: bytes.as_ref(), searched_as: None })?;
                    None
                }
                Rendered::Failed(finding) => Some((i, Made::Failed(*finding))),
            })
        })
        .filter_map(Result::transpose)
        .collect::<Result<_, Error>>()?;
    drop_aside(shared);
    let (mut failed, mut pages) = (vec![], vec![]);
    for (file, made) in made {
        match made {
            Made::Failed(finding) => failed.push((files[file].path.as_str(), finding)),
            Made::Proved(proved) => pages.push((&files[file], proved)),
        }
    }
    // Where pages are missing, links to them say nothing.
    let is_whole = failed.is_empty();
    findings.extend(template_faults::gather(failed, true, templates.mistakes()));
    findings.extend(proof::findings(site, pages, is_whole));
    Ok(())
}

/// What came of a page, where that is known to matter.
enum Made {
    Failed(Diagnostic),
    Proved(Proved),
}

/// Whether no template and no phrase is the site's own: the program's own tests then cover them.
fn is_built_in(site: &Site) -> bool {
    !site.has_own_templates() && !site.files.paths().any(|path| path.trim_start_matches("../").starts_with("locales/"))
}

/// What the template of a page sees, by the page's path (`claims/ID`, `claims/ID.html`, `index`): JSON, in the order of the documentation.
pub fn context(site: &Arc<Site>, path: &str) -> Option<serde_json::Value> {
    let in_folder = |other: &&Arc<Site>| path.starts_with(languages::folder(other));
    match site.translations.iter().find(in_folder) {
        Some(other) => context_in(other, &path[languages::folder(other).len()..], languages_of(site)),
        None => context_in(site, path, None),
    }
}

fn context_in(site: &Arc<Site>, path: &str, languages: Option<Arc<SiteLanguages>>) -> Option<serde_json::Value> {
    let assets = Assets::of(site);
    let files = outputs(site, &assets);
    let languages = languages.or_else(|| languages_of(site));
    let file = files.iter().find(|file| file.path == path || file.path.strip_suffix(".html") == Some(path))?;
    let templates = Templates::new(&site.theme, &site.named_templates(), &site.files, &site.locale).ok()?;
    let mut shared =
        Shared::new(Arc::clone(site), assets.value(), Arc::new(Highlighter::new()), Arc::default()).completed();
    shared.languages = languages;
    let renderer = Renderer { shared: &shared, templates: &templates };
    let page = file.as_page()?;
    let claim_review = page.claim_review(site);
    serde_json::to_value(renderer.context(page, &file.path, claim_review.as_deref()).into_value()).ok()
}

/// The paths of all pages that templates make.
pub fn pages(site: &Site) -> Vec<String> {
    let pages = outputs(site, &Assets::default())
        .into_iter()
        .filter(|file| file.as_page().is_some() && file.path.ends_with(".html"));
    pages.map(|file| file.path).collect()
}
