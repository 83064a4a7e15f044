//! A site that is being edited, refreshed after each change: [`LiveSite`].
//!
//! A refresh runs the stages of a build except the last: load, resolve, relate, and pages on demand. Each stage caches its results, so a
//! refresh costs little more than what changed.

mod desk;
pub mod lsp;
pub mod serve;
mod summaries;
pub mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::build::load::{self, Note, TranslatedContent, Unread};
use crate::build::relate::{RelateCache, relate_again};
use crate::build::render::{NoteFindings, PageRenderer};
use crate::build::resolve::{self, ReadSource, Sources, Verified};
use crate::findings::{Diagnostic, Findings, SortedFindings};
use crate::model::texts::NoteTexts;
use crate::model::{Brief, Claim, Evidence, Options, Page};

/// What can be refreshed after changes: a site, or the pages over all briefs of a desk.
pub trait Live: Send {
    /// Marks the file or folder at `path` as possibly changed.
    fn changed(&mut self, path: &Path);

    /// Marks everything as possibly changed.
    fn all_changed(&mut self);

    /// Uses `text` instead of the file at `path`, which is relative to the folder; `None` returns to the file on disk.
    fn set_unsaved(&mut self, path: &str, text: Option<&str>);

    /// Reads what has changed.
    ///
    /// # Errors
    /// If a file cannot be read.
    fn refresh(&mut self) -> Result<View, Error>;
}

/// A site with the caches of its stages.
pub struct LiveSite {
    site: PathBuf,
    /// The folder of the desk that it shares files with.
    desk: Option<PathBuf>,
    options: Options,
    load_cache: load::LoadCache,
    resolve_cache: resolve::ResolveCache,
    relate_cache: RelateCache,
    last_good: LastGood,
}

/// What renders pages: of the last version that may be shown; if there was none, of the valid parts of the latest version.
#[derive(Default)]
struct LastGood {
    renderer: Option<Arc<PageRenderer>>,
    /// Whether `renderer` is of a version that may be shown.
    is_clean: bool,
}

impl LastGood {
    fn offer(&mut self, renderer: PageRenderer, is_clean: bool) {
        if is_clean || !self.is_clean {
            self.renderer = Some(Arc::new(renderer));
            self.is_clean = is_clean;
        }
    }
}

/// The state of a site at one refresh.
pub struct View {
    /// The text files of the site, which findings refer to.
    pub files: Arc<Files>,
    /// Sorted by file, place and code.
    pub findings: Vec<Arc<Diagnostic>>,
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
    /// The number of findings that are accepted in their notes; they are not in `findings`.
    pub accepted: usize,
    /// All claim notes, including drafts and invalid ones; empty if brief.yaml cannot be read.
    pub claims: Vec<Arc<Note<Claim<Evidence>>>>,
    pub sources: Sources,
    /// `None` if brief.yaml cannot be read.
    pub brief: Option<Arc<Brief>>,
    /// The notes of plain pages.
    pub plain: Vec<Arc<Note<Page>>>,
    /// The texts in other languages.
    pub translations: Vec<Arc<Note<NoteTexts>>>,
    /// Whether `brief` is an earlier version, because brief.yaml has errors.
    pub brief_is_kept: bool,
    /// What could not be read.
    pub unread: Unread,
    /// The claims without errors, with the places of their passages, sorted by id.
    pub verified: Vec<Arc<Claim<Verified>>>,
    /// Renders the pages: of this refresh, or the last one whose templates were sound.
    pub renderer: Option<Arc<PageRenderer>>,
}

impl View {
    fn new(files: Arc<Files>, findings: Findings, notes: Notes, renderer: Option<Arc<PageRenderer>>) -> Self {
        let SortedFindings { open: findings, errors, warnings, advice, accepted } = findings.into_sorted(&files);
        let Notes { claims, sources, brief, brief_is_kept, plain, translations, unread, verified } = notes;
        View {
            files,
            findings,
            errors,
            warnings,
            advice,
            accepted,
            claims,
            sources,
            brief,
            brief_is_kept,
            plain,
            translations,
            unread,
            verified,
            renderer,
        }
    }

    /// Whether notes may refer to the same names as at an earlier refresh, with the same descriptions.
    pub fn has_names_of(&self, earlier: &View) -> bool {
        let (Some(brief), Some(before)) = (&self.brief, &earlier.brief) else {
            return false;
        };
        let claim = |note: &Note<Claim<Evidence>>| {
            let claim = &note.value;
            (claim.file, claim.id.clone(), claim.title.clone(), claim.status, claim.tags.clone())
        };
        let source = |read: &ReadSource| {
            let source = &read.source;
            (source.file, source.id.clone(), source.title.clone(), source.publisher.clone())
        };
        let page = |note: &Note<Page>| (note.value.file, note.value.id.clone(), note.value.title.clone());
        brief.scale == before.scale
            && brief.people == before.people
            && are_alike(&self.claims, &earlier.claims, claim)
            && are_alike(&self.sources, &earlier.sources, source)
            && are_alike(&self.plain, &earlier.plain, page)
    }

    /// The findings in a file.
    pub fn findings_in(&self, file: FileId) -> NoteFindings {
        let findings = self.findings.iter().filter(|finding| finding.at.file == file).cloned();
        NoteFindings { text: Arc::clone(&self.files.get(file).text), findings: findings.collect() }
    }

    /// Finds a source by its id.
    pub fn source(&self, id: &str) -> Option<&ReadSource> {
        self.source_shared(id).map(Arc::as_ref)
    }

    /// Like [`source`](Self::source), but shared.
    pub fn source_shared(&self, id: &str) -> Option<&Arc<ReadSource>> {
        let position = self.sources.binary_search_by(|read| read.source.id.as_str().cmp(id)).ok()?;
        self.sources.get(position)
    }

    /// Finds the note of a claim by its id.
    pub fn claim(&self, id: &str) -> Option<&Note<Claim<Evidence>>> {
        self.claims.iter().find(|note| note.value.id.as_str() == id).map(Arc::as_ref)
    }

    /// Finds the note of a plain page by its id.
    pub fn page(&self, id: &str) -> Option<&Note<Page>> {
        self.plain.iter().find(|note| note.value.id.as_str() == id).map(Arc::as_ref)
    }
}

/// Whether two lists are the same but for what is not in the key.
fn are_alike<T, K: PartialEq>(now: &[Arc<T>], before: &[Arc<T>], key: impl Fn(&T) -> K) -> bool {
    let same = |(now, before): (&Arc<T>, &Arc<T>)| Arc::ptr_eq(now, before) || key(now) == key(before);
    now.len() == before.len() && now.iter().zip(before).all(same)
}

/// The notes that go into a [`View`].
#[derive(Default)]
struct Notes {
    claims: Vec<Arc<Note<Claim<Evidence>>>>,
    sources: Sources,
    brief: Option<Arc<Brief>>,
    brief_is_kept: bool,
    plain: Vec<Arc<Note<Page>>>,
    translations: Vec<Arc<Note<NoteTexts>>>,
    unread: Unread,
    verified: Vec<Arc<Claim<Verified>>>,
}

impl LiveSite {
    /// Reads nothing yet.
    pub fn new(site: &Path, options: Options) -> Self {
        let mut load_cache = load::LoadCache::default();
        if options.sets_aside {
            load_cache.keep_brief();
        }
        LiveSite {
            site: site.to_owned(),
            desk: load::DeskFolder::above(site).map(|desk| desk.root),
            options,
            load_cache,
            resolve_cache: resolve::ResolveCache::default(),
            relate_cache: RelateCache::default(),
            last_good: LastGood::default(),
        }
    }

    pub fn site(&self) -> &Path {
        &self.site
    }

    /// Marks the file or folder at `path` as possibly changed. Paths outside the site and its desk are ignored.
    pub fn changed(&mut self, path: &Path) {
        let Ok(inside) = path.strip_prefix(&self.site) else {
            // Much of the brief may depend on what it shares.
            if self.desk.as_ref().is_some_and(|desk| path.starts_with(desk)) {
                self.load_cache.all_changed();
            }
            return;
        };
        let parts = inside.components().map(|part| part.as_os_str().to_str());
        // A name that is not Unicode is cut off, which marks its folder as changed.
        let relative: Vec<&str> = parts.map_while(|part| part).collect();
        self.load_cache.changed(&self.site, &relative.join("/"));
    }

    /// Marks everything as possibly changed.
    pub fn all_changed(&mut self) {
        self.load_cache.all_changed();
    }

    /// Uses `text` instead of the file at `path`, which is relative to the site; `None` returns to the file on disk.
    pub fn set_unsaved(&mut self, path: &str, text: Option<&str>) {
        self.load_cache.set_unsaved(&self.site, path, text);
    }

    /// Runs the stages on what has changed.
    ///
    /// # Errors
    /// If a file cannot be read, or the site has no brief.
    pub fn refresh(&mut self) -> Result<View, Error> {
        let mut findings = Findings::default();
        let content = load::load_again(&self.site, &mut self.load_cache, &mut findings)?;
        let Some(content) = content else {
            let files = Arc::new(self.load_cache.files().clone());
            return Ok(View::new(files, findings, Notes::default(), self.last_good.renderer.clone()));
        };
        let files = Arc::clone(&content.files);
        let mut notes = Notes {
            claims: content.claims.clone(),
            plain: content.pages.clone(),
            translations: content.translations.iter().flat_map(TranslatedContent::notes).cloned().collect(),
            brief: Some(Arc::new(content.brief.clone())),
            brief_is_kept: content.brief_is_kept,
            unread: content.unread.clone(),
            ..Notes::default()
        };
        let resolved = resolve::resolve_again(content, &self.options, &mut self.resolve_cache, &mut findings);
        notes.sources.clone_from(&resolved.sources);
        notes.verified.clone_from(&resolved.claims);
        let site = Arc::new(relate_again(resolved, &self.options, &mut self.relate_cache, &mut findings));
        let renderer = PageRenderer::new(site, self.last_good.renderer.as_deref());
        let mut of_templates = Findings::default();
        renderer.check(&mut of_templates);
        // What has errors is set aside, so errors in templates are all that can keep pages from being shown.
        let is_clean = !of_templates.has_errors() && (self.options.sets_aside || !findings.has_errors());
        findings.extend(of_templates.into_all());
        self.last_good.offer(renderer, is_clean);
        Ok(View::new(files, findings, notes, self.last_good.renderer.clone()))
    }
}

impl Live for LiveSite {
    fn changed(&mut self, path: &Path) {
        LiveSite::changed(self, path);
    }

    fn all_changed(&mut self) {
        LiveSite::all_changed(self);
    }

    fn set_unsaved(&mut self, path: &str, text: Option<&str>) {
        LiveSite::set_unsaved(self, path, text);
    }

    fn refresh(&mut self) -> Result<View, Error> {
        LiveSite::refresh(self)
    }
}

#[cfg(test)]
mod tests;
