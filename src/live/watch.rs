//! Watches a site's folder for changes: [`watch()`]. Of a desk, folders that become briefs are watched from then on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::base::error::Error;
use crate::base::output::BUILT;
use crate::build::load::{BriefPlaces, DESK, DeskFolder, brief_places};

/// Editors save in several steps. After this long without an event, a save counts as complete.
const DEBOUNCE: Duration = Duration::from_millis(4);
/// The folders that make up a site.
const FOLDERS: &[&str] = &["content", "templates", "static", "locales"];
/// What the briefs of a desk share.
const SHARED: &[&str] = &[DESK, "sources", "captures", "templates", "static", "locales"];

/// A folder, and the entries in it that are watched.
#[derive(PartialEq, Eq)]
struct Root {
    folder: PathBuf,
    entries: &'static [&'static str],
}

/// What is watched for a site.
struct Watched {
    roots: Vec<Root>,
    /// The folders in which a new folder may become a brief of the desk.
    parents: BTreeSet<PathBuf>,
}

/// The changes in a watched folder. Dropping it stops watching.
pub struct Changes {
    site: PathBuf,
    watched: Watched,
    changes: Receiver<notify::Result<Event>>,
    watcher: RecommendedWatcher,
}

/// Starts watching the folders of the site at `site`, an absolute path; of a brief on a desk, also what it shares, and of a desk all briefs.
///
/// # Errors
/// If the system cannot watch the folder.
pub fn watch(site: &Path) -> Result<Changes, Error> {
    let (send, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(send).map_err(|error| failed(site, error))?;
    let watched = watched(site)?;
    for root in &watched.roots {
        root.watch(&mut watcher)?;
    }
    for folder in &watched.parents {
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(|error| failed(folder, error))?;
    }
    Ok(Changes { site: site.to_owned(), watched, changes, watcher })
}

/// The folders that a site is made of.
fn watched(site: &Path) -> Result<Watched, Error> {
    let of_site = |folder| Root { folder, entries: FOLDERS };
    let of_desk = |folder| Root { folder, entries: SHARED };
    if site.join(DESK).is_file() {
        let BriefPlaces { briefs, parents } = brief_places(site)?;
        let briefs = briefs.into_iter().map(of_site);
        return Ok(Watched { roots: std::iter::once(of_desk(site.to_owned())).chain(briefs).collect(), parents });
    }
    let desk = DeskFolder::above(site).map(|desk| of_desk(desk.root));
    let roots = std::iter::once(of_site(site.to_owned())).chain(desk).collect();
    Ok(Watched { roots, parents: BTreeSet::new() })
}

impl Root {
    fn watch(&self, watcher: &mut RecommendedWatcher) -> Result<(), Error> {
        let Root { folder, entries } = self;
        // Not recursively: the site's folder may contain the published site and much else.
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(|error| failed(folder, error))?;
        for folder in entries.iter().map(|entry| folder.join(entry)).filter(|folder| folder.is_dir()) {
            watcher.watch(&folder, RecursiveMode::Recursive).map_err(|error| failed(&folder, error))?;
        }
        Ok(())
    }
}

fn failed(path: &Path, error: notify::Error) -> Error {
    Error::io("watch", path)(std::io::Error::other(error))
}

impl Changes {
    /// Waits for the next changes. Returns the paths below the site that may have changed, or the site itself if events may have been
    /// missed; `None` once watching has ended.
    pub fn wait(&mut self) -> Option<Vec<PathBuf>> {
        loop {
            let changed = next(&self.changes)?;
            for Root { folder, entries } in &self.watched.roots {
                for folder in entries.iter().map(|entry| folder.join(entry)) {
                    // A new folder is not watched yet.
                    if changed.contains(&folder) && folder.is_dir() {
                        let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
                    }
                }
            }
            let new = self.watch_new_briefs(&changed);
            let mut changed = self.relevant(changed);
            changed.extend(new);
            if !changed.is_empty() {
                return Some(changed);
            }
        }
    }

    /// Watches what has become a brief of the desk; returns the folders of new briefs.
    fn watch_new_briefs(&mut self, changed: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let roots = &self.watched.roots;
        let is_below = |path: &PathBuf| {
            self.watched.parents.iter().any(|parent| {
                let first = path.strip_prefix(parent).ok().and_then(|path| path.components().next());
                let name = first.map(|first| first.as_os_str().to_string_lossy());
                // What the desk itself is made of, and published.
                name.is_some_and(|name| !name.starts_with('.') && name != BUILT && !SHARED.contains(&&*name))
            })
        };
        let is_known = |path: &PathBuf| roots.iter().skip(1).any(|root| path.starts_with(&root.folder));
        let unknown: Vec<&PathBuf> = changed.iter().filter(|path| is_below(path) && !is_known(path)).collect();
        // A folder is made before what is in it.
        for folder in unknown.iter().filter(|path| path.is_dir()) {
            let _ = self.watcher.watch(folder, RecursiveMode::Recursive);
        }
        let desk = self.site.join(DESK);
        if unknown.is_empty() && !(changed.contains(&desk) && desk.is_file()) {
            return vec![];
        }
        let Ok(now) = watched(&self.site) else { return vec![] };
        let new: Vec<&Root> = now.roots.iter().filter(|root| !self.watched.roots.contains(root)).collect();
        let folders = new.iter().map(|root| root.folder.clone()).collect();
        for root in new {
            let _ = root.watch(&mut self.watcher);
        }
        for folder in &now.parents {
            let _ = self.watcher.watch(folder, RecursiveMode::NonRecursive);
        }
        // What is gone is still watched; nobody minds.
        self.watched = now;
        folders
    }
}

/// The paths of the next changes, once no more follow; an empty path if events may have been missed.
fn next(changes: &Receiver<notify::Result<Event>>) -> Option<BTreeSet<PathBuf>> {
    let mut paths = BTreeSet::new();
    let mut event = changes.recv().ok()?;
    loop {
        match event {
            Ok(event) if event.need_rescan() => {
                paths.insert(PathBuf::new());
            }
            // Reading is not a change, and each refresh reads.
            Ok(event) if is_change(&event.kind) => paths.extend(event.paths),
            Ok(_) => {}
            Err(_) => {
                paths.insert(PathBuf::new());
            }
        }
        match changes.recv_timeout(DEBOUNCE) {
            Ok(more) => event = more,
            Err(_) => return Some(paths),
        }
    }
}

fn is_change(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if *access != AccessKind::Close(AccessMode::Write))
}

impl Changes {
    /// The paths that may affect the site; the site itself if one is empty.
    fn relevant(&self, changed: BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let missed = |path: &PathBuf| path.as_os_str().is_empty();
        if changed.iter().any(missed) {
            return vec![self.site.clone()];
        }
        let inside = |path: &PathBuf| {
            self.watched.roots.iter().any(|root| {
                let first = path.strip_prefix(&root.folder).ok().and_then(|path| path.components().next());
                first.is_some_and(|first| root.entries.iter().any(|entry| first.as_os_str() == *entry))
            })
        };
        // Programs save through hidden temporary files. Only in static are hidden files part of the site.
        let hidden = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
                && !self.watched.roots.iter().any(|root| path.starts_with(root.folder.join("static")))
        };
        changed.into_iter().filter(|path| inside(path) && !hidden(path)).collect()
    }
}
