//! Single files of a site, made when they are asked for: [`PageRenderer`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::assets::Assets;
use super::conflicts::conflicts;
use super::desk::{self, Overview, OverviewBrief};
use super::directives::TextCache;
use super::language_pages::languages as languages_of;
use super::languages::{SiteLanguages, folder as language_folder};
use super::note_lines::NoteFindings;
use super::output_file::OutputFile;
use super::proof::{Proved, Prover};
use super::renderer::{Rendered, Renderer};
use super::shared::Shared;
use super::templates::Templates;
use super::{outputs, pages, proof, template_faults};
use crate::base::error::Error;
use crate::base::files::FileId;
use crate::build::load::Bytes;
use crate::build::relate::Site;
use crate::build::resolve::ReadSource;
use crate::findings::{Diagnostic, Findings, Severity};
use crate::markdown::highlight::Highlighter;
use crate::model::{Show, Source};

/// At most this many pages of a kind are rendered to try templates of a site's own.
const TRIED: usize = 25;
/// And to try the built-in ones, which the program's own tests cover.
pub(super) const TRIED_BUILT_IN: usize = 4;

/// Makes single files of a site. Pictures for sharing are not among its files.
pub struct PageRenderer {
    site: Arc<Site>,
    templates: Arc<Result<Templates, Vec<Diagnostic>>>,
    /// Set once pages of each kind could be rendered with these templates and kept the promise; the warnings about them.
    proven: OnceLock<Vec<Diagnostic>>,
    colours: Arc<Highlighter>,
    texts: Arc<TextCache>,
    /// Its styles and scripts as they were when one of them was first asked for, or a page.
    assets: OnceLock<Arc<Assets>>,
    /// What its pages share; made with the first of them.
    shared: OnceLock<Shared>,
    /// The static files that get in the way of others; with the first check.
    conflicts: OnceLock<Vec<Diagnostic>>,
    /// Every file that can be made.
    files: OnceLock<Vec<OutputFile<'static>>>,
    /// The briefs, if the site is the desk itself.
    overview: Option<Arc<Overview>>,
    /// The site in all its languages, if there are several.
    languages: Option<Arc<SiteLanguages>>,
    /// Those of the other languages; only that of the original has any.
    others: Vec<PageRenderer>,
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
    /// Sets up the templates, or takes those of an earlier renderer where they are the same.
    pub fn new(site: Arc<Site>, earlier: Option<&PageRenderer>) -> Self {
        let languages = languages_of(&site);
        let others = site.translations.iter().map(|other| {
            let is_same = |renderer: &&PageRenderer| language_folder(&renderer.site) == language_folder(other);
            let earlier = earlier.and_then(|earlier| earlier.others.iter().find(is_same));
            PageRenderer::of_one(Arc::clone(other), languages.clone(), None, earlier)
        });
        let others = others.collect();
        PageRenderer { others, ..PageRenderer::of_one(site, languages, None, earlier) }
    }

    /// As [`new`](Self::new), of the pages over all briefs of a desk. `site` is the desk: its title and theme, without notes.
    pub fn of_desk(site: Arc<Site>, overview: Overview, earlier: Option<&PageRenderer>) -> Self {
        PageRenderer::of_one(site, None, Some(Arc::new(overview)), earlier)
    }

    /// Of a site in one language.
    fn of_one(
        site: Arc<Site>,
        languages: Option<Arc<SiteLanguages>>,
        overview: Option<Arc<Overview>>,
        earlier: Option<&PageRenderer>,
    ) -> Self {
        let same = earlier.filter(|earlier| {
            Arc::ptr_eq(&earlier.site.theme, &site.theme)
                && Arc::ptr_eq(&earlier.site.locale, &site.locale)
                && earlier.site.named_templates() == site.named_templates()
        });
        let proven = same
            .filter(|earlier| site.has_templates_and_data_of(&earlier.site))
            .map(|earlier| earlier.proven.clone())
            .unwrap_or_default();
        let templates = match same {
            Some(earlier) => Arc::clone(&earlier.templates),
            None => Arc::new(Templates::new(&site.theme, &site.named_templates(), &site.files, &site.locale)),
        };
        let same_files = same.filter(|earlier| site.has_files_of(&earlier.site));
        let conflicts = same_files.map(|earlier| earlier.conflicts.clone()).unwrap_or_default();
        let colours = earlier.map_or_else(|| Arc::new(Highlighter::new()), |earlier| Arc::clone(&earlier.colours));
        let texts = earlier.map_or_else(Arc::default, |earlier| Arc::clone(&earlier.texts));
        let (assets, shared, files) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        PageRenderer {
            site,
            templates,
            proven,
            colours,
            texts,
            assets,
            shared,
            conflicts,
            files,
            overview,
            languages,
            others: vec![],
        }
    }

    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// What is wrong with the templates and the names of files. With templates that are new and not the built-in ones some pages of each
    /// kind are rendered; what fails on other pages alone is seen when these are asked for.
    pub fn check(&self, findings: &mut Findings) {
        match self.templates.as_ref() {
            Ok(templates) if self.site.has_own_templates() => match self.proven.get() {
                Some(warnings) => findings.extend(warnings.iter().cloned()),
                None => {
                    let found = self.tried(templates);
                    if found.iter().all(|finding| finding.code.severity() != Severity::Error) {
                        self.proven.get_or_init(|| found.clone());
                    }
                    findings.extend(found);
                }
            },
            Ok(templates) => findings.extend(templates.mistakes().iter().cloned()),
            Err(found) => findings.extend(found.iter().cloned()),
        }
        // Built-in files give way to others, so without others the files need not be listed.
        if self.site.theme.statics.iter().any(|file| matches!(file.bytes, Bytes::OnDisk(..))) {
            let conflicts = self.conflicts.get_or_init(|| conflicts(&self.site, self.files()));
            findings.extend(conflicts.iter().cloned());
        }
        self.others.iter().for_each(|other| other.check(findings));
    }

    /// Renders and proves some pages of each kind, and gives each fault once.
    fn tried(&self, templates: &Templates) -> Vec<Diagnostic> {
        let renderer = Renderer { shared: self.shared(), templates };
        let files = self.files();
        let beyond = self.folders();
        let prover = Prover::new(&self.site, files, &beyond);
        let made: Vec<(&OutputFile<'_>, Result<Proved, Diagnostic>)> = tried_pages(&self.site, files, TRIED)
            .into_par_iter()
            .filter_map(|i| {
                let (page, path) = (files[i].as_page()?, &files[i].path);
                let mut bytes = vec![];
                let rendered = renderer.render(page, path, &mut bytes).map_err(|finding| *finding);
                Some((&files[i], rendered.map(|claim_review| prover.prove(&files[i], &bytes, claim_review))))
            })
            .collect();
        let mut failed: Vec<(&str, Diagnostic)> = vec![];
        let mut proved = vec![];
        for (file, made) in made {
            match made {
                Ok(page) => proved.push((file, page)),
                Err(finding) => failed.push((&file.path, finding)),
            }
        }
        let mut findings = template_faults::gather(failed, false, templates.mistakes());
        findings.extend(proof::findings(&self.site, proved, false));
        findings
    }

    /// The paths of all files, relative to the site's root.
    pub fn paths(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let own = self.files().iter().map(|file| Cow::Borrowed(file.path.as_str()));
        let others = self.others.iter().flat_map(|other| {
            let folder = language_folder(&other.site);
            other.files().iter().map(move |file| Cow::Owned(format!("{folder}{}", file.path)))
        });
        own.chain(others)
    }

    /// Makes the file at a path relative to the site's root, such as `claims/ID.html`.
    ///
    /// # Errors
    /// When a static file cannot be read.
    pub fn make(&self, path: &str) -> Result<PageResult, Error> {
        if let Some((other, path)) = self.in_other(path) {
            return other.make(path);
        }
        let direct = || self.overview.is_none().then(|| outputs::at(&self.site, path)).flatten();
        let found = direct().or_else(|| self.assets().at(path));
        match found.as_ref().or_else(|| self.files().iter().find(|file| file.path == path)) {
            Some(file) => self.rendered(file),
            None => Ok(PageResult::Unknown),
        }
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
                site.absences.push(vec![]);
            }
        }
        PageRenderer::new(Arc::new(site), Some(self)).make(path)
    }

    /// The file of the unfinished note whose page is at a path.
    pub fn unfinished_at(&self, path: &str) -> Option<FileId> {
        pages::unfinished::file_at(&self.site, path)
    }

    /// As [`make`](Self::make), of the page of an unfinished note, with the findings in it.
    ///
    /// # Errors
    /// As [`make`](Self::make).
    pub fn make_unfinished(&self, path: &str, findings: NoteFindings) -> Result<PageResult, Error> {
        match pages::unfinished::at(&self.site, path, Some(findings)) {
            Some(file) => self.rendered(&file),
            None => Ok(PageResult::Unknown),
        }
    }

    /// The renderer of the language in whose folder a path is, and the path below it.
    fn in_other<'p>(&self, path: &'p str) -> Option<(&PageRenderer, &'p str)> {
        self.others.iter().find_map(|other| Some((other, path.strip_prefix(language_folder(&other.site))?)))
    }

    fn rendered(&self, file: &OutputFile<'_>) -> Result<PageResult, Error> {
        let Ok(templates) = self.templates.as_ref() else {
            return Ok(PageResult::Unknown);
        };
        let renderer = Renderer { shared: self.shared(), templates };
        let mut buffer = vec![];
        Ok(match renderer.make(file, &mut buffer)? {
            Rendered::Buffer(_) => PageResult::Bytes(buffer),
            Rendered::Bytes(bytes) => PageResult::Bytes(Cow::into_owned(bytes)),
            Rendered::Failed(finding) => {
                PageResult::Failed(Box::new(template_faults::of_page(*finding, templates.mistakes())))
            }
        })
    }

    fn shared(&self) -> &Shared {
        let (colours, texts) = (Arc::clone(&self.colours), Arc::clone(&self.texts));
        self.shared.get_or_init(|| {
            let mut shared = Shared::new(Arc::clone(&self.site), self.assets().value(), colours, texts);
            shared.languages.clone_from(&self.languages);
            shared
        })
    }

    fn assets(&self) -> &Assets {
        self.assets.get_or_init(|| Assets::of(&self.site))
    }

    fn files(&self) -> &[OutputFile<'static>] {
        self.files.get_or_init(|| match &self.overview {
            Some(overview) => desk::outputs(&self.site, overview, self.assets()),
            None => outputs::outputs(&self.site, self.assets()),
        })
    }

    /// The folders beside its files whose files somebody else makes: those of the briefs of a desk, and of the other languages.
    fn folders(&self) -> Vec<String> {
        let briefs = self.overview.iter().flat_map(|overview| &overview.briefs).map(OverviewBrief::folder);
        let languages = self.others.iter().map(|other| language_folder(&other.site).to_owned());
        briefs.chain(languages).collect()
    }

    /// Whether a path leads to a file of the site, or into a brief of the desk.
    pub fn leads_somewhere(&self, path: &str) -> bool {
        self.paths().any(|known| known == path) || self.folders().iter().any(|folder| path.starts_with(folder))
    }
}

/// The source as if all of it were shown.
fn whole(read: &ReadSource) -> Arc<ReadSource> {
    let source = Arc::new(Source { show: Show::Full, ..Source::clone(&read.source) });
    Arc::new(read.with_source(source))
}

/// Where in `files` some pages of each kind and template are, at most `count` of each, spread evenly over all of the kind.
pub(super) fn tried_pages(site: &Site, files: &[OutputFile<'_>], count: usize) -> Vec<usize> {
    let mut kinds: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (i, page) in files.iter().enumerate().filter_map(|(i, file)| Some((i, file.as_page()?))) {
        kinds.entry((page.kind().name, page.template(site))).or_default().push(i);
    }
    let spread = |of_kind: Vec<usize>| {
        let step = of_kind.len().div_ceil(count);
        of_kind.into_iter().step_by(step)
    };
    let mut chosen: Vec<usize> = kinds.into_values().flat_map(spread).collect();
    chosen.sort_unstable();
    chosen
}
