//! The pages over all briefs of a desk while it is edited: [`LiveDesk`]. They are made of summaries of the briefs, none of which is held as a
//! whole. An editor needs none of the briefs: [`LiveDeskFile`].

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::summaries::{ReadBrief, Summaries, UnreadBrief};
use super::{LastGood, Live, Notes, View};
use crate::base::error::Error;
use crate::base::files::Files;
use crate::base::parallel::each;
use crate::build::load::{LoadCache, SharedSources, load_desk_again};
use crate::build::relate::relate;
use crate::build::render::PageRenderer;
use crate::build::resolve::resolve;
use crate::desk::{MAX_AT_ONCE, conflicts};
use crate::findings::{Diagnostic, Findings};
use crate::model::{Brief, Options};

/// Briefs that change while they are read are read again, but not for ever.
const MAX_ROUNDS: usize = 3;

/// A desk with what is known of its briefs.
pub struct LiveDesk {
    root: PathBuf,
    options: Options,
    cache: LoadCache,
    summaries: Arc<Summaries>,
    own: Arc<OwnFindings>,
    last_good: LastGood,
    /// Whether a refresh reads the briefs of which nothing is known. The first one does not: it only finds out which there are.
    reads: bool,
}

/// What was last found in the files of the desk itself, for the pages of its briefs.
#[derive(Default)]
pub struct OwnFindings(RwLock<(Arc<Files>, Vec<Arc<Diagnostic>>)>);

impl OwnFindings {
    /// The findings, and the files that they refer to, with paths from the desk.
    pub fn get(&self) -> (Arc<Files>, Vec<Arc<Diagnostic>>) {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, files: &Arc<Files>, findings: &Findings) {
        let sorted = findings.clone().into_sorted(files).open;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = (Arc::clone(files), sorted);
    }
}

impl LiveDesk {
    /// Reads nothing yet. `root` is an absolute path without symbolic links.
    pub fn new(root: &Path, options: Options, summaries: &Arc<Summaries>, own: &Arc<OwnFindings>) -> Self {
        LiveDesk {
            root: root.to_owned(),
            options,
            cache: LoadCache::default(),
            summaries: Arc::clone(summaries),
            own: Arc::clone(own),
            last_good: LastGood::default(),
            reads: false,
        }
    }

    /// Reads the briefs of which nothing is known.
    fn read_briefs(&self, sources: &Arc<SharedSources>) -> Result<(), Error> {
        for _ in 0..MAX_ROUNDS {
            let unread = self.summaries.unread();
            if unread.is_empty() {
                break;
            }
            let read = each(&unread, MAX_AT_ONCE, |brief| brief.read(sources, &self.options));
            for (brief, read) in unread.iter().zip(read) {
                let (brief, read): (&UnreadBrief, ReadBrief) = (brief, read?);
                self.summaries.keep(brief, read);
            }
        }
        Ok(())
    }
}

/// Marks a file or folder of a desk as possibly changed.
fn changed(cache: &mut LoadCache, root: &Path, path: &Path) {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    // As for a site: a name that is not Unicode marks its folder as changed.
    let relative: Vec<&str> = parts.map_while(|part| part.as_os_str().to_str()).collect();
    cache.changed(root, &relative.join("/"));
}

impl Live for LiveDesk {
    fn changed(&mut self, path: &Path) {
        changed(&mut self.cache, &self.root, path);
    }

    fn set_unsaved(&mut self, path: &str, text: Option<&str>) {
        self.cache.set_unsaved(&self.root, path, text);
    }

    fn all_changed(&mut self) {
        self.cache.all_changed();
        self.summaries.forget(|_, _| true);
    }

    fn refresh(&mut self) -> Result<View, Error> {
        let mut findings = Findings::default();
        let content = load_desk_again(&self.root, &mut self.cache, &mut findings)?;
        let Some(mut desk) = content else {
            let files = Arc::new(self.cache.files().clone());
            self.own.set(&files, &findings);
            return Ok(View::new(files, findings, Notes::default(), self.last_good.renderer.clone()));
        };
        findings.extend(conflicts(&desk.content.theme, &desk.briefs));
        self.summaries.list(&self.root, &desk.briefs);
        if std::mem::replace(&mut self.reads, true) {
            self.read_briefs(&desk.sources)?;
        }
        let (overview, mut merged, accepted) = self.summaries.overview();
        desk.content.desk = Some(overview.desk());
        let files = Arc::clone(&desk.content.files);
        let resolved = resolve(desk.content, &self.options, &mut findings);
        let site = Arc::new(relate(resolved, &self.options, &mut findings));
        let renderer = PageRenderer::of_desk(site, overview, self.last_good.renderer.as_deref());
        let mut of_templates = Findings::default();
        renderer.check(&mut of_templates);
        self.last_good.offer(renderer, !of_templates.has_errors());
        findings.extend(of_templates.into_all());
        self.own.set(&files, &findings);
        merged.add("", &files, &findings, &[]);
        let mut view =
            View::new(Arc::new(merged.files), merged.findings, Notes::default(), self.last_good.renderer.clone());
        view.accepted += accepted;
        Ok(view)
    }
}

/// The files of a desk itself, for an editor in which its briefs are sites of their own.
pub struct LiveDeskFile {
    root: PathBuf,
    options: Options,
    cache: LoadCache,
}

impl LiveDeskFile {
    /// Reads nothing yet.
    pub fn new(root: &Path, options: Options) -> Self {
        LiveDeskFile { root: root.to_owned(), options, cache: LoadCache::default() }
    }
}

impl Live for LiveDeskFile {
    fn changed(&mut self, path: &Path) {
        changed(&mut self.cache, &self.root, path);
    }

    fn all_changed(&mut self) {
        self.cache.all_changed();
    }

    fn set_unsaved(&mut self, path: &str, text: Option<&str>) {
        self.cache.set_unsaved(&self.root, path, text);
    }

    fn refresh(&mut self) -> Result<View, Error> {
        let mut findings = Findings::default();
        let content = load_desk_again(&self.root, &mut self.cache, &mut findings)?;
        let mut notes = Notes::default();
        if let Some(desk) = content {
            findings.extend(conflicts(&desk.content.theme, &desk.briefs));
            // Its people and verdicts are named like those of a brief.
            let scale = desk.desk.scale.clone().unwrap_or_default();
            let people = desk.desk.people.clone().into();
            notes.brief = Some(Arc::new(Brief { people, scale, ..desk.content.brief.clone() }));
            let resolved = resolve(desk.content, &self.options, &mut findings);
            relate(resolved, &self.options, &mut findings);
        }
        Ok(View::new(Arc::new(self.cache.files().clone()), findings, notes, None))
    }
}
