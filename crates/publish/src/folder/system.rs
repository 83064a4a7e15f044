//! What differs between systems: locks, links, permissions.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::store::SystemLock;

/// For Apache, in case it can read the folder in spite of its permissions.
const DENIED: &str = "Require all denied\n";

#[cfg(unix)]
pub fn protect(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    fs::write(folder.join(".htaccess"), DENIED)
}

#[cfg(not(unix))]
pub fn protect(folder: &Path) -> io::Result<()> {
    fs::write(folder.join(".htaccess"), DENIED)
}

#[cfg(unix)]
pub fn lock_file(file: File) -> io::Result<SystemLock> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(SystemLock::Ours(Box::new(file))),
        Err(Errno::WOULDBLOCK) => Ok(SystemLock::Theirs),
        // Some network file systems have no locks; the written one with an expiry is better than none.
        Err(Errno::NOSYS | Errno::NOTSUP | Errno::NOLCK) => Ok(SystemLock::None),
        Err(errno) => Err(errno.into()),
    }
}

#[cfg(not(unix))]
pub fn lock_file(_: File) -> io::Result<SystemLock> {
    Ok(SystemLock::None)
}

#[cfg(unix)]
pub fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
pub fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "symbolic links cannot be copied here"))
}

#[cfg(unix)]
pub fn is_same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let identity = |path: &Path| fs::symlink_metadata(path).ok().map(|found| (found.dev(), found.ino()));
    identity(a) == identity(b)
}

#[cfg(not(unix))]
pub fn is_same_file(_: &Path, b: &Path) -> bool {
    b.exists()
}
