//! Changes in the site's folder: [`watch()`] notes them, and [`follow`] looks again whenever there are some.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::News;
use super::room::Room;
use crate::error::Error;

/// Editors save in several steps; when none has come for this long, the save is over.
const QUIET: Duration = Duration::from_millis(8);
/// The folders that make up a site.
const FOLDERS: [&str; 4] = ["content", "templates", "static", "locales"];

/// Changes as they come, for as long as the watcher lives.
pub(super) type Changes = Receiver<notify::Result<Event>>;

/// Begins to watch the site's folders, before they are first looked at: a change made meanwhile is not missed.
///
/// # Errors
/// When the system cannot watch the folder.
pub(super) fn watch(site: &Path) -> Result<(RecommendedWatcher, Changes), Error> {
    let (send, changes) = mpsc::channel();
    let failed = |error: notify::Error| Error::io("watch", site)(std::io::Error::other(error));
    let mut watcher = notify::recommended_watcher(send).map_err(failed)?;
    // Not all that lies in the site's folder: it may hold the published site, and much else.
    watcher.watch(site, RecursiveMode::NonRecursive).map_err(failed)?;
    for folder in FOLDERS.map(|folder| site.join(folder)).iter().filter(|folder| folder.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(failed)?;
    }
    Ok((watcher, changes))
}

/// Looks again after changes, in another thread, until their watcher is dropped.
pub(super) fn follow(changes: Changes, room: Arc<Room>, tell: impl Fn(News<'_>) + Send + 'static) {
    thread::spawn(move || {
        while let Some(changed) = next(&changes) {
            let changed = of_interest(changed, &room.site);
            if changed.is_empty() {
                continue;
            }
            match room.look_again(&changed) {
                Ok(()) => room.tell(&tell, changed.iter().map(|path| shown(path, &room.site)).collect()),
                Err(error) => tell(News::Failed(&error)),
            }
        }
    });
}

/// The paths of the next changes, once they have come to rest; an empty path when some may have been missed.
fn next(changes: &Changes) -> Option<BTreeSet<PathBuf>> {
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

/// What may change the site, relative to nothing; empty paths stand for the site as a whole.
fn of_interest(changed: BTreeSet<PathBuf>, site: &Path) -> Vec<PathBuf> {
    let missed = |path: &PathBuf| path.as_os_str().is_empty();
    if changed.iter().any(missed) {
        return vec![site.to_owned()];
    }
    let inside = |path: &PathBuf| {
        let first = path.strip_prefix(site).ok().and_then(|path| path.components().next());
        first.is_some_and(|first| FOLDERS.iter().any(|folder| first.as_os_str() == *folder))
    };
    changed.into_iter().filter(inside).collect()
}

fn shown(path: &Path, site: &Path) -> String {
    path.strip_prefix(site).unwrap_or(path).display().to_string()
}
