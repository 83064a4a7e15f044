//! All access to the site's folder: [`walk`] lists its files, [`read`] reads one, [`replace`] changes one, [`create`] creates one,
//! [`clear`] removes the leftovers of killed runs. Only the write stage bypasses it, for the output folder.

mod containment;
mod leftovers;
mod writing;

pub use containment::is_inside;
pub use leftovers::clear;
pub use writing::{Replaced, create, new_file, put, rename, replace};

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::base::error::Error;
use crate::base::seal;

/// A file below a folder of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    /// Relative to the site, with `/` between folders.
    pub relative: String,
    /// Whether it is reached through a symbolic link: then it may change without any event at its path.
    pub linked: bool,
}

/// The contents of a folder, sorted by path.
#[derive(Debug, Default)]
pub struct Listing {
    pub files: Vec<Found>,
    /// What was skipped, and why: symbolic links that lead out of the folder or form a loop, and names that are not Unicode.
    pub passed_over: Vec<(String, &'static str)>,
}

/// What to list of a folder.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    /// The folder, relative to the site.
    pub folder: &'a str,
    /// Symbolic links are followed only inside this folder, relative to the site.
    pub fence: &'a str,
    /// Whether to include names that begin with a dot (such as `.nojekyll` among published files).
    pub hidden: bool,
}

/// Lists all files below a folder of `site`. A folder that does not exist is empty.
///
/// # Errors
/// When a folder cannot be read.
pub fn walk(site: &Path, walk: Walk<'_>) -> Result<Listing, Error> {
    let root = site.join(walk.folder);
    let mut listing = Listing::default();
    if !root.is_dir() {
        return Ok(listing);
    }
    let fence = site.join(walk.fence);
    let fence = fs::canonicalize(&fence).map_err(Error::io("open", &fence))?;
    if !is_inside(&root, site)? {
        listing.passed_over.push((walk.folder.to_owned(), "a symbolic link that leads out of the site"));
        return Ok(listing);
    }
    let mut links: Vec<PathBuf> = vec![];
    let mut entries = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&root).to_owned();
                if let Some(circle) = error.loop_ancestor() {
                    debug_assert!(path.starts_with(circle));
                    listing.passed_over.push((relative(site, &path), "a symbolic link that forms a loop"));
                    continue;
                }
                // Emacs marks an open file with a dangling link such as `.#note.yaml`.
                let is_lock = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".#"));
                if path.is_symlink() && (is_lock || is_hidden(&path, walk)) {
                    continue;
                }
                if path.is_symlink() {
                    listing.passed_over.push((relative(site, &path), "a broken symbolic link"));
                    continue;
                }
                return Err(Error::io("read", path)(error.into()));
            }
        };
        let hidden = entry.depth() > 0 && is_hidden(entry.path(), walk);
        let outside =
            entry.path_is_symlink() && !fs::canonicalize(entry.path()).is_ok_and(|target| target.starts_with(&fence));
        if hidden || outside {
            if outside && !hidden {
                listing
                    .passed_over
                    .push((relative(site, entry.path()), "a symbolic link that leads out of the folder"));
            }
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_dir() {
            if entry.path_is_symlink() {
                links.push(entry.into_path());
            }
        } else if entry.file_type().is_file() {
            let relative = relative(site, entry.path());
            if entry.path().to_str().is_some() {
                let linked = entry.path_is_symlink() || links.iter().any(|link| entry.path().starts_with(link));
                listing.files.push(Found { path: entry.into_path(), relative, linked });
            } else {
                listing.passed_over.push((relative, "a file whose name is not Unicode"));
            }
        }
    }
    listing.files.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(listing)
}

/// Whether a file or folder is skipped because its name begins with a dot.
fn is_hidden(path: &Path, walk: Walk<'_>) -> bool {
    !walk.hidden && path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The names directly in a folder of `site`, without hidden ones, sorted; folders end in `/`.
///
/// # Errors
/// When the folder cannot be read.
pub fn names(site: &Path, folder: &str) -> Result<Vec<String>, Error> {
    let root = site.join(folder);
    let mut names = vec![];
    for entry in fs::read_dir(&root).map_err(Error::io("list", &root))? {
        let entry = entry.map_err(Error::io("list", &root))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(if entry.path().is_dir() { name + "/" } else { name });
        }
    }
    names.sort();
    Ok(names)
}

/// Reads a file's bytes, or `None` when it is longer than `limit` bytes.
///
/// # Errors
/// When the file cannot be read, or is no regular file.
pub fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
    // Nothing may ever be written into a pipe, and a device may have no end: to open it can be to wait for ever.
    let found = fs::metadata(path).map_err(Error::io("open", path))?;
    if !found.is_file() {
        let what = if found.is_dir() { "it is a folder" } else { "it is no regular file, but a pipe or a device" };
        return Err(Error::io("read", path)(io::Error::new(io::ErrorKind::InvalidInput, what)));
    }
    let file = fs::File::open(path).map_err(Error::io("open", path))?;
    let length = file.metadata().map_err(Error::io("read", path))?.len();
    if length > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// The SHA-256 checksum of a file, in lower-case hexadecimal. It is never in memory as a whole.
///
/// # Errors
/// When the file cannot be read.
pub fn sha256(path: &Path) -> Result<String, Error> {
    let file = fs::File::open(path).map_err(Error::io("open", path))?;
    seal::sha256_of_reader(file).map_err(Error::io("read", path))
}

fn relative(site: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(site).unwrap_or(path);
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
