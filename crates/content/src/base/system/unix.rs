//! Linux, macOS and other Unix systems.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::Lock;

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};

    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|errno| match errno {
        // Kernels and file systems report in three ways that they do not support the flag.
        Errno::INVAL | Errno::NOSYS | Errno::NOTSUP => io::ErrorKind::Unsupported.into(),
        errno => errno.into(),
    })
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Where the file system has no locks, the file stays unlocked and nothing is ever removed.
pub fn lock_new(file: &File, path: &Path) -> io::Result<bool> {
    Ok(try_lock(file)? != Attempt::Theirs && is_at(file, path)?)
}

pub fn remove_unlocked(path: &Path) -> io::Result<()> {
    let file = File::open(path)?;
    // If its owner renamed it in the meantime, the lock is free and the name is gone.
    if try_lock(&file)? == Attempt::Ours && is_at(&file, path)? {
        fs::remove_file(path)?;
    }
    Ok(())
}

/// Where the file system has no locks, every run gets the file: an unguarded build is better than none.
pub fn lock(path: &Path) -> io::Result<Lock> {
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let file = match OpenOptions::new().write(true).create(true).truncate(false).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Lock::Gone),
        opened => opened?,
    };
    if try_lock(&file)? == Attempt::Theirs {
        return Ok(Lock::Theirs);
    }
    Ok(if is_at(&file, path)? { Lock::Ours(file) } else { Lock::Gone })
}

pub fn number(meta: &Metadata) -> u64 {
    meta.ino()
}

pub fn share(builder: &mut tempfile::Builder<'_, '_>) {
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[derive(PartialEq, Eq)]
enum Attempt {
    Ours,
    Theirs,
    /// The file system has no locks.
    Unknown,
}

fn try_lock(file: &File) -> io::Result<Attempt> {
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Attempt::Ours),
        Err(Errno::WOULDBLOCK) => Ok(Attempt::Theirs),
        Err(Errno::NOSYS | Errno::NOTSUP | Errno::NOLCK | Errno::INVAL | Errno::BADF) => Ok(Attempt::Unknown),
        Err(errno) => Err(errno.into()),
    }
}

/// Whether the path still leads to this file.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let own = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (own.dev(), own.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
