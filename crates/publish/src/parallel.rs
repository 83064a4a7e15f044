//! Several transfers at once: [`in_parallel`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::release::{Entry, Release};
use citeback_content::base::error::Error;

/// The paths of the files of a release for which `is_right` does not hold, sorted; so many files are looked at at once.
pub(super) fn wrong_files(
    release: &Release,
    threads: usize,
    is_right: impl Fn(&str, &Entry) -> Result<bool, Error> + Sync,
) -> Result<Vec<String>, Error> {
    let wrong = Mutex::new(BTreeSet::new());
    let files: Vec<(&String, &Entry)> = release.files.iter().collect();
    in_parallel(threads, &files, |(path, entry)| {
        if !is_right(path, entry)? {
            wrong.lock().unwrap_or_else(PoisonError::into_inner).insert((*path).clone());
        }
        Ok(())
    })?;
    Ok(wrong.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect())
}

/// Does `work` for each item, on so many threads. After a failure no further item is begun; the failure of the first item, in order, is
/// returned.
pub(super) fn in_parallel<T: Sync>(
    threads: usize,
    items: &[T],
    work: impl Fn(&T) -> Result<(), Error> + Sync,
) -> Result<(), Error> {
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failures: Mutex<BTreeMap<usize, Error>> = Mutex::default();
    let run = || {
        while !failed.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return };
            if let Err(error) = work(item) {
                failed.store(true, Ordering::Relaxed);
                failures.lock().unwrap_or_else(PoisonError::into_inner).insert(at, error);
            }
        }
    };
    match threads.min(items.len()) {
        0 | 1 => run(),
        threads => thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(run)))),
    }
    let first = failures.into_inner().unwrap_or_else(PoisonError::into_inner).pop_first();
    first.map_or(Ok(()), |(_, error)| Err(error))
}
