//! Decides whether a folder may be published to. Entry points: [`resolve`], before anything is touched, and [`published`], once the
//! manifest of the last build is known.

use super::manifest::Entries;
use crate::base::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files that operating systems create unasked. They are ignored.
pub const SYSTEM_FILES: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// How many foreign files a refusal names.
const MAX_NAMED: usize = 3;

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

/// The files in the published folder `place`, sorted, without those of the operating system; none if it does not exist. Paths are
/// relative, with `/` between folders.
///
/// # Errors
/// Refuses a folder with a file that is not in `recorded`: it is not ours to replace. `as_given`: the folder as the user wrote it.
pub fn published(place: &Path, as_given: &Path, recorded: &Entries) -> Result<Vec<String>, Error> {
    let mut walk = PublishedFiles { recorded, ours: Vec::new(), foreign: Vec::new() };
    match fs::read_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        entries => walk.folder(place, "", entries)?,
    }
    walk.ours.sort_unstable();
    if walk.foreign.is_empty() {
        return Ok(walk.ours);
    }
    walk.foreign.sort_unstable();
    let mut names = walk.foreign.iter().take(MAX_NAMED).cloned().collect::<Vec<_>>().join(", ");
    if walk.foreign.len() > MAX_NAMED {
        names.push_str(&format!(" and {} more", walk.foreign.len() - MAX_NAMED));
    }
    Err(Error::refused(
        format!("the output folder {} has files that citeback did not make: {names}", as_given.display()),
        "Choose another --out, or empty the folder first: publishing replaces the whole of it.",
    ))
}

struct PublishedFiles<'a> {
    recorded: &'a Entries,
    ours: Vec<String>,
    foreign: Vec<String>,
}

impl PublishedFiles<'_> {
    /// `prefix`: the path of `folder` within the site, ending in `/` unless empty.
    fn folder(&mut self, folder: &Path, prefix: &str, entries: io::Result<fs::ReadDir>) -> Result<(), Error> {
        for entry in entries.map_err(Error::io("list", folder))? {
            let entry = entry.map_err(Error::io("list", folder))?;
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if entry.file_type().map_err(Error::io("inspect", entry.path()))?.is_dir() {
                let inner = entry.path();
                self.folder(&inner, &format!("{path}/"), fs::read_dir(&inner))?;
            } else if name.to_str().is_some() && self.recorded.contains_key(&path) {
                self.ours.push(path);
            } else if !SYSTEM_FILES.iter().any(|file| name == *file) {
                self.foreign.push(path);
            }
        }
        Ok(())
    }
}
