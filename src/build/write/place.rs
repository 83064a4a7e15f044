//! Decides whether a folder may be replaced: [`published`], once the manifest of the last build is known.

use super::manifest::Entries;
use crate::base::error::Error;
use crate::base::output::SYSTEM_FILES;
use std::fs;
use std::io;
use std::path::Path;

/// How many foreign files a refusal names.
const MAX_NAMED: usize = 3;

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
