//! A site that somebody is working on, looked at again after each change: [`LiveSite`].
//!
//! A look is the same four stages as a build, without the last: load, resolve, relate, and pages on demand. What the stages made before
//! is kept, so that a look costs little more than what changed.

pub mod lsp;
pub mod serve;
pub mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::load::{self, Note};
use crate::build::relate::relate;
use crate::build::render::PageRenderer;
use crate::build::resolve::{self, ReadSource, Sources};
use crate::findings::{Diagnostic, Findings};
use crate::model::{Brief, Claim, Options, Page, Quotation};

/// The desk on which a site lies.
pub struct LiveSite {
    site: PathBuf,
    options: Options,
    loaded: load::LoadCache,
    resolved: resolve::ResolveCache,
    /// The site as it was when nothing was wrong with it, or what of it was sound when something always was.
    renderer: Option<Arc<PageRenderer>>,
    /// Whether the press is of a site without errors.
    good: bool,
}

/// A site as it was found at one look.
pub struct View {
    /// The text files of the site, which findings refer to.
    pub files: Arc<Files>,
    /// Sorted by file, place and code.
    pub findings: Vec<Diagnostic>,
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
    /// How many more findings there are that their notes accept; `findings` has none of them.
    pub accepted: usize,
    /// The notes as they stand, drafts and faulty ones among them; none when brief.yaml cannot be read.
    pub claims: Vec<Arc<Note<Claim<Quotation>>>>,
    pub sources: Sources,
    /// What brief.yaml says; `None` when it cannot be read.
    pub brief: Option<Arc<Brief>>,
    /// The plain pages' notes.
    pub plain: Vec<Arc<Note<Page>>>,
    /// The pages: of this look when there are no errors, else of the last one that had none.
    pub renderer: Option<Arc<PageRenderer>>,
}

impl View {
    /// A source, by its id.
    pub fn source(&self, id: &str) -> Option<&ReadSource> {
        self.source_shared(id).map(Arc::as_ref)
    }

    /// As [`source`](Self::source), for those who keep it.
    pub fn source_shared(&self, id: &str) -> Option<&Arc<ReadSource>> {
        let position = self.sources.binary_search_by(|read| read.source.id.as_str().cmp(id)).ok()?;
        self.sources.get(position)
    }

    /// The note of a claim, by its id.
    pub fn claim(&self, id: &str) -> Option<&Note<Claim<Quotation>>> {
        self.claims.iter().find(|note| note.value.id.as_str() == id).map(Arc::as_ref)
    }

    /// The note of a plain page, by its id.
    pub fn page(&self, id: &str) -> Option<&Note<Page>> {
        self.plain.iter().find(|note| note.value.id.as_str() == id).map(Arc::as_ref)
    }
}

/// What a view has of the notes.
#[derive(Default)]
struct Notes {
    claims: Vec<Arc<Note<Claim<Quotation>>>>,
    sources: Sources,
    brief: Option<Arc<Brief>>,
    plain: Vec<Arc<Note<Page>>>,
}

impl LiveSite {
    /// Lays out the site in `site`; nothing is read yet.
    pub fn new(site: &Path, options: Options) -> Self {
        LiveSite {
            site: site.to_owned(),
            options,
            loaded: load::LoadCache::default(),
            resolved: resolve::ResolveCache::default(),
            renderer: None,
            good: false,
        }
    }

    pub fn site(&self) -> &Path {
        &self.site
    }

    /// Says that the file or folder at `path` may have changed. What lies outside the site is of no interest.
    pub fn changed(&mut self, path: &Path) {
        let Ok(inside) = path.strip_prefix(&self.site) else {
            return;
        };
        let parts = inside.components().map(|part| part.as_os_str().to_str());
        // A name that is not Unicode cannot be said, but its folder can.
        let relative: Vec<&str> = parts.map_while(|part| part).collect();
        self.loaded.changed(&self.site, &relative.join("/"));
    }

    /// Says that anything may have changed.
    pub fn all_changed(&mut self) {
        self.loaded.all_changed();
    }

    /// Takes a text in place of that of a file on the disk, by its path relative to the site; `None` gives the disk its say again.
    pub fn set_unsaved(&mut self, path: &str, text: Option<&str>) {
        self.loaded.set_unsaved(&self.site, path, text);
    }

    /// Looks at the site as it is now.
    ///
    /// # Errors
    /// When a file cannot be read, or the site has no brief.
    pub fn refresh(&mut self) -> Result<View, Error> {
        let mut findings = Findings::default();
        let content = load::load_again(&self.site, &mut self.loaded, &mut findings)?;
        let Some(content) = content else {
            let files = Arc::new(self.loaded.files().clone());
            return Ok(self.view(files, findings, Notes::default()));
        };
        let files = Arc::clone(&content.files);
        let mut notes = Notes {
            claims: content.claims.clone(),
            plain: content.pages.clone(),
            brief: Some(Arc::new(content.brief.clone())),
            sources: Sources::default(),
        };
        let resolved = resolve::resolve_again(content, &self.options, &mut self.resolved, &mut findings);
        notes.sources = resolved.sources.clone();
        let site = Arc::new(relate(resolved, &self.options, &mut findings));
        let renderer = PageRenderer::new(site, self.renderer.as_deref());
        renderer.check(&mut findings);
        let good = findings.errors() == 0;
        if good || !self.good {
            self.renderer = Some(Arc::new(renderer));
            self.good = good;
        }
        Ok(self.view(files, findings, notes))
    }

    fn view(&self, files: Arc<Files>, findings: Findings, notes: Notes) -> View {
        let (errors, warnings, advice) = (findings.errors(), findings.warnings(), findings.advice());
        let accepted = findings.accepted();
        let findings = findings.sorted(&files).into_iter().cloned().collect();
        let Notes { claims, sources, brief, plain } = notes;
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
            plain,
            renderer: self.renderer.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
