//! Which folder is to be published, and whether that may be done. The ways in are [`resolve`], before
//! anything is touched, and [`published`], once it is known what the last build wrote.

use super::manifest::Entries;
use crate::base::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files that systems drop into folders unasked; they do not make a folder somebody's own.
const DROPPINGS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// How many foreign files a refusal names.
const NAMED: usize = 3;

/// The real place of `out`, symbolic links followed, whether or not it exists yet.
///
/// # Errors
/// Refuses a file, a link to nowhere, and a folder that equals, contains or lies in one of `inputs`.
pub fn resolve(out: &Path, inputs: &[PathBuf]) -> Result<PathBuf, Error> {
    let place = real(out)?;
    let shown = out.display();
    for input in inputs {
        let folder = real(input)?;
        let relation = if place == folder {
            "is"
        } else if folder.starts_with(&place) {
            "contains"
        } else if place.starts_with(&folder) {
            "lies in"
        } else {
            continue;
        };
        return Err(Error::refused(
            format!("the output folder {shown} {relation} {}, which the site is made from", input.display()),
            "Choose another --out: publishing replaces the whole folder.",
        ));
    }
    if place.file_name().is_none() {
        return Err(Error::refused(
            format!("{shown} cannot be published to: no folder can be put in its place"),
            "Choose another --out.",
        ));
    }
    match fs::metadata(&place) {
        Ok(meta) if !meta.is_dir() => Err(Error::refused(
            format!("the output folder {shown} is a file"),
            "Choose another --out, or remove the file.",
        )),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("look at", out)(error)),
        _ => Ok(place),
    }
}

fn real(path: &Path) -> Result<PathBuf, Error> {
    let path = std::path::absolute(path).map_err(Error::io("find", path))?;
    match fs::canonicalize(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        found => return found.map_err(Error::io("find", &path)),
    }
    if fs::symlink_metadata(&path).is_ok() {
        return Err(Error::refused(
            format!("{} is a symbolic link to nowhere", path.display()),
            "Remove the link, or make the folder that it points to.",
        ));
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(real(parent)?.join(name)),
        _ => Err(Error::refused(
            format!("{} leads through a folder that does not exist", path.display()),
            "Name the folder without `..`.",
        )),
    }
}

/// The files that stand in the published folder `place`, sorted, droppings left out; none if it does not
/// exist. Paths are relative, with `/` between folders.
///
/// # Errors
/// Refuses a folder with a file whose path is not in `recorded`: it is not ours to replace. `shown` is what
/// the user calls the folder.
pub fn published(place: &Path, shown: &Path, recorded: &Entries) -> Result<Vec<String>, Error> {
    let mut walk = LinkWalk { recorded, ours: Vec::new(), foreign: Vec::new() };
    match fs::read_dir(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        entries => walk.folder(place, "", entries)?,
    }
    walk.ours.sort_unstable();
    if walk.foreign.is_empty() {
        return Ok(walk.ours);
    }
    walk.foreign.sort_unstable();
    let mut names = walk.foreign.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if walk.foreign.len() > NAMED {
        names.push_str(&format!(" and {} more", walk.foreign.len() - NAMED));
    }
    Err(Error::refused(
        format!("the output folder {} has files that citeback did not make: {names}", shown.display()),
        "Choose another --out, or empty the folder first: publishing replaces the whole of it.",
    ))
}

struct LinkWalk<'a> {
    recorded: &'a Entries,
    ours: Vec<String>,
    foreign: Vec<String>,
}

impl LinkWalk<'_> {
    /// `prefix`: the path of `folder` in the site, ending in `/` unless empty.
    fn folder(&mut self, folder: &Path, prefix: &str, entries: io::Result<fs::ReadDir>) -> Result<(), Error> {
        for entry in entries.map_err(Error::io("list", folder))? {
            let entry = entry.map_err(Error::io("list", folder))?;
            let name = entry.file_name();
            let path = format!("{prefix}{}", name.to_string_lossy());
            if entry.file_type().map_err(Error::io("look at", entry.path()))?.is_dir() {
                let inner = entry.path();
                self.folder(&inner, &format!("{path}/"), fs::read_dir(&inner))?;
            } else if name.to_str().is_some() && self.recorded.contains_key(&path) {
                self.ours.push(path);
            } else if !DROPPINGS.iter().any(|dropping| name == *dropping) {
                self.foreign.push(path);
            }
        }
        Ok(())
    }
}
