//! What is known of the briefs of a desk that is being edited: [`Summaries`]. A brief is read when it is first needed, and forgotten when it
//! changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::View;
use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::load::{DeskBrief, LoadCache, SharedSources, load_again};
use crate::build::relate::{Site, relate};
use crate::build::render::{BriefSummary, Overview, OverviewBrief};
use crate::build::resolve::resolve;
use crate::desk::Merged;
use crate::findings::Findings;
use crate::model::{Id, Options};

/// The briefs that a desk lists, by name.
#[derive(Default)]
pub struct Summaries(Mutex<BTreeMap<Id, Entry>>);

struct Entry {
    folder: PathBuf,
    /// Its folder relative to the desk, with `/` between folders.
    path: String,
    /// Counts what was learnt and forgotten, so that nothing is learnt from files that have changed since.
    version: u64,
    read: Option<ReadBrief>,
}

/// A brief to be read: its name, its folder and the version of what was known of it.
pub struct UnreadBrief {
    name: Id,
    folder: PathBuf,
    path: String,
    version: u64,
}

/// What is kept of a brief that was read.
pub struct ReadBrief {
    /// `None` if brief.yaml cannot be read.
    summary: Option<Arc<BriefSummary>>,
    /// Its findings, with paths from the desk.
    found: Merged,
    /// The number of findings that are accepted in its notes and are not among `found`.
    accepted: usize,
    /// The ids of the sources of the desk that it uses.
    sources: BTreeSet<String>,
    /// The names of the briefs that its notes link to.
    links: BTreeSet<String>,
}

impl Summaries {
    /// The briefs that the desk lists now.
    pub fn list(&self, root: &Path, briefs: &[DeskBrief]) {
        let mut known = self.known();
        known.retain(|name, entry| briefs.iter().any(|brief| brief.name == *name && brief.path == entry.path));
        for DeskBrief { name, path, .. } in briefs {
            let new = || Entry { folder: root.join(path), path: path.clone(), version: 0, read: None };
            known.entry(name.clone()).or_insert_with(new);
        }
    }

    /// The folder of a brief.
    pub fn folder(&self, name: &str) -> Option<PathBuf> {
        self.known().iter().find(|(known, _)| known.as_str() == name).map(|(_, entry)| entry.folder.clone())
    }

    /// The path of the folder of a brief, relative to the desk.
    pub fn path(&self, name: &Id) -> Option<String> {
        self.known().get(name).map(|entry| entry.path.clone())
    }

    /// The name of the brief in whose folder something is.
    pub fn around(&self, path: &Path) -> Option<Id> {
        self.known().iter().find(|(_, entry)| path.starts_with(&entry.folder)).map(|(name, _)| name.clone())
    }

    /// Whether the notes of a brief link to another one, as far as is known.
    pub fn links(&self, from: &Id, to: &Id) -> bool {
        let known = self.known();
        known.get(from).and_then(|entry| entry.read.as_ref()).is_some_and(|read| read.links.contains(to.as_str()))
    }

    /// Takes over what was read of a brief while it was shown.
    pub fn learn(&self, name: &Id, view: &View) {
        if let Some(entry) = self.known().get_mut(name) {
            entry.version += 1;
            entry.read = Some(ReadBrief::shown(view, &entry.path));
        }
    }

    /// Forgets the briefs for which `is_stale` holds.
    pub fn forget(&self, is_stale: impl Fn(&Id, &ReadBrief) -> bool) {
        for (name, entry) in self.known().iter_mut() {
            // One that is being read at this moment is read again.
            if entry.read.as_ref().is_none_or(|read| is_stale(name, read)) {
                entry.version += 1;
                entry.read = None;
            }
        }
    }

    /// The briefs of which nothing is known.
    pub fn unread(&self) -> Vec<UnreadBrief> {
        let known = self.known();
        let unread = known.iter().filter(|(_, entry)| entry.read.is_none());
        unread
            .map(|(name, Entry { folder, path, version, .. })| UnreadBrief {
                name: name.clone(),
                folder: folder.clone(),
                path: path.clone(),
                version: *version,
            })
            .collect()
    }

    /// Keeps what was read of a brief, unless it has changed in the meantime.
    pub fn keep(&self, unread: &UnreadBrief, read: ReadBrief) {
        if let Some(entry) = self.known().get_mut(&unread.name).filter(|entry| entry.version == unread.version) {
            entry.read = Some(read);
        }
    }

    /// All briefs as the pages over them show them, their findings, and the number of accepted ones.
    pub fn overview(&self) -> (Overview, Merged, usize) {
        let known = self.known();
        let (mut briefs, mut merged, mut accepted) = (vec![], Merged::default(), 0);
        for (name, read) in known.iter().filter_map(|(name, entry)| Some((name, entry.read.as_ref()?))) {
            merged.add("", &read.found.files, &read.found.findings, &[]);
            accepted += read.accepted;
            briefs.extend(
                read.summary.as_ref().map(|summary| OverviewBrief { name: name.clone(), summary: Arc::clone(summary) }),
            );
        }
        (Overview::new(briefs), merged, accepted)
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Id, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnreadBrief {
    /// Reads the brief, and keeps none of it but this.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn read(&self, sources: &Arc<SharedSources>, options: &Options) -> Result<ReadBrief, Error> {
        let mut cache = LoadCache::sharing(Arc::clone(sources));
        if options.sets_aside {
            cache.keep_brief();
        }
        let mut findings = Findings::default();
        let Some(content) = load_again(&self.folder, &mut cache, &mut findings)? else {
            return Ok(ReadBrief::of(None, (cache.files(), &findings), &self.path));
        };
        let site = relate(resolve(content, options, &mut findings), options, &mut findings);
        Ok(ReadBrief::of(Some(&site), (&site.files, &findings), &self.path))
    }
}

impl ReadBrief {
    fn of(site: Option<&Site>, (files, findings): (&Files, &Findings), path: &str) -> Self {
        let mut found = Merged::default();
        found.add(path, files, findings, &[]);
        let sources = site.into_iter().flat_map(|site| site.sources.iter()).filter(|read| read.source.is_shared);
        ReadBrief {
            summary: site.map(|site| Arc::new(BriefSummary::of(site))),
            found,
            accepted: 0,
            sources: sources.map(|read| read.source.id.to_string()).collect(),
            links: site.into_iter().flat_map(|site| site.across.briefs.keys().cloned()).collect(),
        }
    }

    fn shown(view: &View, path: &str) -> Self {
        let mut findings = Findings::default();
        findings.extend(view.findings.iter().cloned());
        let site = view.renderer.as_ref().map(|renderer| &**renderer.site());
        let mut read = ReadBrief::of(site, (&view.files, &findings), path);
        read.accepted = view.accepted;
        let shared = view.sources.iter().filter(|read| read.source.is_shared);
        read.sources.extend(shared.map(|read| read.source.id.to_string()));
        read
    }

    /// Whether a change of a source of the desk may change the brief: it uses it, or has errors, of which one may be that it is not there.
    pub fn may_use(&self, source: &str) -> bool {
        self.sources.contains(source) || self.found.findings.has_errors()
    }

    pub fn links_to(&self, brief: &Id) -> bool {
        self.links.contains(brief.as_str())
    }
}
