//! Changes in a site's folder, as they happen: [`watch()`] tells of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::base::error::Error;

/// Editors save in several steps; when none has come for this long, the save is over.
const QUIET: Duration = Duration::from_millis(4);
/// The folders that make up a site.
const FOLDERS: [&str; 4] = ["content", "templates", "static", "locales"];

/// The changes of a folder that is being watched, for as long as this is held.
pub struct Changes {
    site: PathBuf,
    changes: Receiver<notify::Result<Event>>,
    watcher: RecommendedWatcher,
}

/// Begins to watch the folders of the site at `site`, an absolute path.
///
/// # Errors
/// When the system cannot watch the folder.
pub fn watch(site: &Path) -> Result<Changes, Error> {
    let (send, changes) = mpsc::channel();
    let watcher = notify::recommended_watcher(send).map_err(|error| failed(site, error))?;
    let mut changes = Changes { site: site.to_owned(), changes, watcher };
    // Not all that lies in the site's folder: it may hold the published site, and much else.
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
    /// Waits for the next changes: the paths below the site that may have changed, the site itself when some changes may have been missed.
    pub fn wait(&mut self) -> Option<Vec<PathBuf>> {
        loop {
            let changed = next(&self.changes)?;
            for folder in FOLDERS.map(|folder| self.site.join(folder)) {
                // A folder that was made just now may hold files already.
                if changed.contains(&folder) && folder.is_dir() {
                    let _ = self.watcher.watch(&folder, RecursiveMode::Recursive);
                }
            }
            let changed = of_interest(changed, &self.site);
            if !changed.is_empty() {
                return Some(changed);
            }
        }
    }
}

/// The paths of the next changes, once they have come to rest; an empty path when some may have been missed.
fn next(changes: &Receiver<notify::Result<Event>>) -> Option<BTreeSet<PathBuf>> {
    let mut paths = BTreeSet::new();
    let mut event = changes.recv().ok()?;
    loop {
        match event {
            Ok(event) if event.need_rescan() => {
                paths.insert(PathBuf::new());
            }
            // Reading is no change; we do it ourselves after each.
            Ok(event) if is_change(&event.kind) => paths.extend(event.paths),
            Ok(_) => {}
            Err(_) => {
                paths.insert(PathBuf::new());
            }
        }
        match changes.recv_timeout(QUIET) {
            Ok(more) => event = more,
            Err(_) => return Some(paths),
        }
    }
}

fn is_change(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if *access != AccessKind::Close(AccessMode::Write))
}

/// What may change the site; an empty path stands for the site as a whole.
fn of_interest(changed: BTreeSet<PathBuf>, site: &Path) -> Vec<PathBuf> {
    let missed = |path: &PathBuf| path.as_os_str().is_empty();
    if changed.iter().any(missed) {
        return vec![site.to_owned()];
    }
    let inside = |path: &PathBuf| {
        let first = path.strip_prefix(site).ok().and_then(|path| path.components().next());
        first.is_some_and(|first| FOLDERS.iter().any(|folder| first.as_os_str() == *folder))
    };
    // What programs write beside a file on the way to it; only among files to be published does a name that begins with a dot count.
    let hidden = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
            && !path.starts_with(site.join("static"))
    };
    changed.into_iter().filter(|path| inside(path) && !hidden(path)).collect()
}
