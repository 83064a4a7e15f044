//! What differs between operating systems: exchanging folders, locks, numbers and permissions of files. Each system's file has the
//! same functions; `other.rs` does without what a system may lack. Watching folders and opening the browser are left to crates that
//! know the systems themselves (`notify`, `opener`).
//!
//! - `exchange`: exchanges two files or folders in one step; an error of the kind `Unsupported` where that cannot be done.
//! - `lock_new`: locks a file that was just created at a path, for as long as it is open. Returns false if the file is gone because
//!   another run took it for a leftover just before.
//! - `remove_unlocked`: removes a file unless a run that is still alive locked it with `lock_new`.
//! - `lock`: opens a file, creates it if necessary, and locks it for as long as it is open: [`Lock`].
//! - `number`: the number that tells a file from another one of the same name; 0 where files have none.
//! - `share`: gives a temporary file the permissions of an ordinary new file.

use std::fs::File;

// In tests also compiled where it is not used, so that it stays sound.
#[cfg(any(test, not(any(unix, windows))))]
mod other;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(not(any(unix, windows)))]
use other as native;
#[cfg(unix)]
use unix as native;
#[cfg(windows)]
use windows as native;

pub use native::{exchange, lock, lock_new, number, remove_unlocked, share};

/// The outcome of locking a file that runs exclude each other with.
#[derive(Debug)]
pub enum Lock {
    Ours(File),
    /// Another run holds it.
    Theirs,
    /// The run that held it has removed the file.
    Gone,
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::io;
    use std::path::Path;

    use super::{Lock, native, other};

    #[test]
    fn the_systems_own_locks_exclude_another_run() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = native::lock(&path).unwrap();
        assert!(matches!(first, Lock::Ours(_)));
        assert!(matches!(native::lock(&path).unwrap(), Lock::Theirs));
        drop(first);
        assert!(matches!(native::lock(&path).unwrap(), Lock::Ours(_)));
        assert!(matches!(native::lock(&dir.path().join("missing/lock")).unwrap(), Lock::Gone));
    }

    #[test]
    fn without_locks_and_exchange_the_fallback_lets_every_run_work() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        for _ in 0..2 {
            assert!(matches!(other::lock(&path).unwrap(), Lock::Ours(_)));
        }
        assert!(matches!(other::lock(&dir.path().join("missing/lock")).unwrap(), Lock::Gone));
        assert!(other::lock_new(&File::open(&path).unwrap(), &path).unwrap());
        // Whether its owner is still at work is unknown.
        other::remove_unlocked(&path).unwrap();
        assert!(path.exists());
        let error = other::exchange(Path::new("a"), Path::new("b")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::Unsupported);
        assert_eq!(other::number(&fs::metadata(&path).unwrap()), 0);
        other::share(&mut tempfile::Builder::new());
    }
}
