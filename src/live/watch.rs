//! Watches a site's folder for changes: [`watch()`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::base::error::Error;
use crate::build::load::{DESK, DeskFolder, brief_folders};

/// Editors save in several steps. After this long without an event, a save counts as complete.
const DEBOUNCE: Duration = Duration::from_millis(4);
/// The folders that make up a site.
const FOLDERS: &[&str] = &["content", "templates", "static", "locales"];
/// What the briefs of a desk share.
const SHARED: &[&str] = &[DESK, "sources", "captures", "templates", "static", "locales"];

/// A folder, and the entries in it that are watched.
struct Root {
    folder: PathBuf,
    entries: &'static [&'static str],
}

/// The changes in a watched folder. Dropping it stops watching.
pub struct Changes {
    site: PathBuf,
    roots: Vec<Root>,
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
    let roots = roots(site)?;
    for Root { folder, entries } in &roots {
        // Not recursively: the site's folder may contain the published site and much else.
        watcher.watch(folder, RecursiveMode::NonRecursive).map_err(|error| failed(folder, error))?;
        for folder in entries.iter().map(|entry| folder.join(entry)).filter(|folder| folder.is_dir()) {
            watcher.watch(&folder, RecursiveMode::Recursive).map_err(|error| failed(&folder, error))?;
        }
    }
    Ok(Changes { site: site.to_owned(), roots, changes, watcher })
}

/// The folders that a site is made of.
fn roots(site: &Path) -> Result<Vec<Root>, Error> {
    let of_site = |folder| Root { folder, entries: FOLDERS };
    let of_desk = |folder| Root { folder, entries: SHARED };
    if site.join(DESK).is_file() {
        let briefs = brief_folders(site)?.into_iter().map(of_site);
        return Ok(std::iter::once(of_desk(site.to_owned())).chain(briefs).collect());
    }
    let desk = DeskFolder::above(site).map(|desk| of_desk(desk.root));
    Ok(std::iter::once(of_site(site.to_owned())).chain(desk).collect())
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
            for Root { folder, entries } in &self.roots {
                for folder in entries.iter().map(|entry| folder.join(entry)) {
                    // A new folder is not watched yet.
                    if changed.contains(&folder) && folder.is_dir() {
                        let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
                    }
                }
            }
            let changed = self.relevant(changed);
            if !changed.is_empty() {
                return Some(changed);
            }
        }
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
            self.roots.iter().any(|root| {
                let first = path.strip_prefix(&root.folder).ok().and_then(|path| path.components().next());
                first.is_some_and(|first| root.entries.iter().any(|entry| first.as_os_str() == *entry))
            })
        };
        // Programs save through hidden temporary files. Only in static are hidden files part of the site.
        let hidden = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
                && !self.roots.iter().any(|root| path.starts_with(root.folder.join("static")))
        };
        changed.into_iter().filter(|path| inside(path) && !hidden(path)).collect()
    }
}
