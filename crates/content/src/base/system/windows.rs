//! Windows, which does not let another process open a file exclusively while it is open.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::Path;

use super::Lock;

pub fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub fn lock_new(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

pub fn remove_unlocked(path: &Path) -> io::Result<()> {
    drop(OpenOptions::new().read(true).share_mode(0).open(path)?);
    fs::remove_file(path)
}

pub fn lock(path: &Path) -> io::Result<Lock> {
    const SHARING_VIOLATION: i32 = 32;

    match OpenOptions::new().write(true).create(true).truncate(false).share_mode(0).open(path) {
        Ok(file) => Ok(Lock::Ours(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(Lock::Theirs),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Lock::Gone),
        Err(error) => Err(error),
    }
}

pub fn number(_meta: &Metadata) -> u64 {
    0
}

pub fn share(_builder: &mut tempfile::Builder<'_, '_>) {}
