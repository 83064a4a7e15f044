//! Watches a site's folder for changes: [`watch()`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::base::error::Error;

/// Editors save in several steps. After this long without an event, a save counts as complete.
const DEBOUNCE: Duration = Duration::from_millis(4);
/// The folders that make up a site.
const FOLDERS: [&str; 4] = ["content", "templates", "static", "locales"];

/// The changes in a watched folder. Dropping it stops watching.
pub struct Changes {
    site: PathBuf,
    changes: Receiver<notify::Result<Event>>,
    watcher: RecommendedWatcher,
}

/// Starts watching the folders of the site at `site`, an absolute path.
///
/// # Errors
/// If the system cannot watch the folder.
pub fn watch(site: &Path) -> Result<Changes, Error> {
    let (send, changes) = mpsc::channel();
    let watcher = notify::recommended_watcher(send).map_err(|error| failed(site, error))?;
    let mut changes = Changes { site: site.to_owned(), changes, watcher };
    // Not recursively: the site's folder may contain the published site and much else.
    changes.watcher.watch(site, RecursiveMode::NonRecursive).map_err(|error| failed(site, error))?;
    for folder in FOLDERS.map(|folder| site.join(folder)).iter().filter(|folder| folder.is_dir()) {
        changes.watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| failed(folder, error))?;
    }
    Ok(changes)
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
            for folder in FOLDERS.map(|folder| self.site.join(folder)) {
                // A new folder is not watched yet.
                if changed.contains(&folder) && folder.is_dir() {
                    let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
                }
            }
            let changed = relevant(changed, &self.site);
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

/// The paths that may affect the site; the site itself if one is empty.
fn relevant(changed: BTreeSet<PathBuf>, site: &Path) -> Vec<PathBuf> {
    let missed = |path: &PathBuf| path.as_os_str().is_empty();
    if changed.iter().any(missed) {
        return vec![site.to_owned()];
    }
    let inside = |path: &PathBuf| {
        let first = path.strip_prefix(site).ok().and_then(|path| path.components().next());
        first.is_some_and(|first| FOLDERS.iter().any(|folder| first.as_os_str() == *folder))
    };
    // Programs save through hidden temporary files. Only in static are hidden files part of the site.
    let hidden = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
            && !path.starts_with(site.join("static"))
    };
    changed.into_iter().filter(|path| inside(path) && !hidden(path)).collect()
}
