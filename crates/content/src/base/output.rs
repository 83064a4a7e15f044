//! The folder that a build goes to: where it is, what is kept beside it, and whether it may be written at all ([`resolve`]).

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::Error;

/// The folder in a site's folder that a build goes to unless another is named.
pub const BUILT: &str = "public";

/// The folders that a build reads and must never overwrite.
pub fn inputs(site: &Path) -> Vec<PathBuf> {
    ["content", "templates", "static", "locales"].into_iter().map(|folder| site.join(folder)).collect()
}

/// Files that operating systems create unasked. They are ignored.
pub const SYSTEM_FILES: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// The folder of what is kept beside a published folder.
pub fn beside(place: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".citeback");
    place.with_file_name(name)
}

/// The real path of `out`, with symbolic links resolved, whether or not it exists yet.
///
/// # Errors
/// Refuses a file, a broken link, and a folder that equals, contains or is inside one of `inputs`.
pub fn resolve(out: &Path, inputs: &[PathBuf]) -> Result<PathBuf, Error> {
    let place = real(out)?;
    let as_given = out.display();
    for input in inputs {
        let folder = real(input)?;
        let relation = if place == folder {
            "is"
        } else if folder.starts_with(&place) {
            "contains"
        } else if place.starts_with(&folder) {
            "is inside"
        } else {
            continue;
        };
        return Err(Error::refused(
            format!("the output folder {as_given} {relation} {}, which the site is built from", input.display()),
            "Choose another --out: publishing replaces the whole folder.",
        ));
    }
    if place.file_name().is_none() {
        return Err(Error::refused(
            format!("cannot publish to {as_given}: this folder cannot be replaced"),
            "Choose another --out.",
        ));
    }
    match fs::metadata(&place) {
        Ok(meta) if !meta.is_dir() => Err(Error::refused(
            format!("the output folder {as_given} is a file"),
            "Choose another --out, or remove the file.",
        )),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("inspect", out)(error)),
        _ => Ok(place),
    }
}

fn real(path: &Path) -> Result<PathBuf, Error> {
    let path = std::path::absolute(path).map_err(Error::io("resolve", path))?;
    match fs::canonicalize(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        found => return found.map_err(Error::io("resolve", &path)),
    }
    if fs::symlink_metadata(&path).is_ok() {
        return Err(Error::refused(
            format!("{} is a broken symbolic link", path.display()),
            "Remove the link, or create the folder that it points to.",
        ));
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(real(parent)?.join(name)),
        _ => Err(Error::refused(
            format!("{} goes through a folder that does not exist", path.display()),
            "Write the path without `..`.",
        )),
    }
}
