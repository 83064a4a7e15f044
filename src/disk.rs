//! The door to the site's folder: [`walk`] lists its files, [`read`] reads one, [`replace`] changes one, [`put`] and [`create`] write
//! one. Only the write stage has another, to the output.

use std::fs;
use std::io::{ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::error::Error;

/// A file below a folder of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    /// Relative to the site, with `/` between folders.
    pub relative: String,
}

/// What a folder holds, sorted by path.
#[derive(Debug, Default)]
pub struct Listing {
    pub files: Vec<Found>,
    /// What was passed over: symbolic links that lead out of the folder or in a circle, and names that are not Unicode.
    pub passed_over: Vec<(String, &'static str)>,
}

/// What to list of a folder.
#[derive(Debug, Clone, Copy)]
pub struct Walk<'a> {
    /// The folder, relative to the site.
    pub folder: &'a str,
    /// Symbolic links are followed as long as they stay inside this folder, relative to the site.
    pub fence: &'a str,
    /// Whether names that begin with a dot count (`.nojekyll` does, among files to be published).
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
    let mut entries = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&root).to_owned();
                if let Some(circle) = error.loop_ancestor() {
                    debug_assert!(path.starts_with(circle));
                    listing.passed_over.push((relative(site, &path), "a symbolic link that leads in a circle"));
                    continue;
                }
                if path.is_symlink() {
                    listing.passed_over.push((relative(site, &path), "a symbolic link that leads nowhere"));
                    continue;
                }
                return Err(Error::io("read", path)(error.into()));
            }
        };
        let hidden = entry.depth() > 0 && !walk.hidden && entry.file_name().as_encoded_bytes().starts_with(b".");
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
        } else if entry.file_type().is_file() {
            let relative = relative(site, entry.path());
            if entry.path().to_str().is_some() {
                listing.files.push(Found { path: entry.into_path(), relative });
            } else {
                listing.passed_over.push((relative, "a file whose name is not Unicode"));
            }
        }
    }
    listing.files.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(listing)
}

/// What stands directly in a folder of `site`, hidden names aside, sorted; folders end in `/`.
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
/// When the file cannot be read.
pub fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
    let file = fs::File::open(path).map_err(Error::io("open", path))?;
    let length = file.metadata().map_err(Error::io("read", path))?.len();
    if length > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(Error::io("read", path))?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// What came of replacing a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    Done,
    /// The file is not, or no longer, what was expected; nothing was written.
    Changed,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Puts `new` in place of the text of a file of the site, in one step, if it is still `expected`. The file keeps its permissions and its
/// byte order mark; the two texts may come with it or without. Through a symbolic link the file that it leads to is changed.
///
/// # Errors
/// When the file cannot be read or written, or a link leads out of the site.
pub fn replace(site: &Path, relative: &str, expected: &[u8], new: &[u8]) -> Result<Replaced, Error> {
    let path = site.join(relative);
    let fence = fs::canonicalize(site).map_err(Error::io("open", site))?;
    let target = fs::canonicalize(&path).map_err(Error::io("open", &path))?;
    if !target.starts_with(&fence) {
        let message = format!("{} leads out of the site, and was not changed", path.display());
        return Err(Error::refused(message, "put the file itself into the folder, or change it by hand"));
    }
    let bare = |text| <[u8]>::strip_prefix(text, BYTE_ORDER_MARK).unwrap_or(text);
    let found = fs::read(&target).map_err(Error::io("read", &path))?;
    if bare(&found) != bare(expected) {
        return Ok(Replaced::Changed);
    }
    let folder = target.parent().unwrap_or(&fence);
    // A name that begins with a dot is no note, should somebody look at the folder just now.
    let beside = tempfile::Builder::new().prefix(".citeback-").tempfile_in(folder);
    let mut beside = beside.map_err(Error::io("write to", folder))?;
    let mark = if found.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
    let permissions = fs::metadata(&target).map_err(Error::io("read", &path))?.permissions();
    let file = beside.as_file_mut();
    file.write_all(mark)
        .and_then(|()| file.write_all(bare(new)))
        .and_then(|()| file.set_permissions(permissions))
        .and_then(|()| file.sync_all())
        .map_err(Error::io("write", &path))?;
    // Writing takes a while; an editor may have saved meanwhile.
    if fs::read(&target).map_err(Error::io("read", &path))? != found {
        return Ok(Replaced::Changed);
    }
    beside.persist(&target).map_err(|error| Error::io("write", &path)(error.error))?;
    Ok(Replaced::Done)
}

/// Writes a file, over what stood there: beside it, and then in its place in one step. Its folder is made where it is missing.
///
/// # Errors
/// When it cannot be written; what stood there stands there still.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = write_beside(path, bytes)?;
    fs::rename(&beside, path).map_err(|error| {
        // What is left over harms nobody.
        let _ = fs::remove_file(&beside);
        Error::io("replace", path)(error)
    })
}

/// Writes a file that must not be there yet, in one step. Its folder is made where it is missing.
///
/// # Errors
/// When it is there, or cannot be written.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let beside = write_beside(path, bytes)?;
    // A second name for the whole file: unlike renaming, this never puts it over another.
    let linked = fs::hard_link(&beside, path).or_else(|error| match error.kind() {
        ErrorKind::AlreadyExists => Err(error),
        // Some file systems know one name for a file only.
        _ if path.symlink_metadata().is_err() => fs::rename(&beside, path),
        _ => Err(ErrorKind::AlreadyExists.into()),
    });
    let _ = fs::remove_file(&beside);
    linked.map_err(Error::io("create", path))
}

fn write_beside(path: &Path, bytes: &[u8]) -> Result<PathBuf, Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}", std::process::id()));
    fs::write(&beside, bytes).map_err(|error| {
        let _ = fs::remove_file(&beside);
        Error::io("write", &beside)(error)
    })?;
    Ok(beside)
}

fn relative(site: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(site).unwrap_or(path);
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Replaced, replace};

    #[test]
    fn a_file_is_replaced_only_when_it_is_what_was_expected() {
        let site = tempfile::tempdir().unwrap();
        let path = site.path().join("note");
        fs::write(&path, "\u{FEFF}old").unwrap();
        assert_eq!(replace(site.path(), "note", b"older", b"new").unwrap(), Replaced::Changed);
        assert_eq!(replace(site.path(), "note", b"old", b"new").unwrap(), Replaced::Done);
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{FEFF}new");
        assert_eq!(fs::read_dir(site.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_and_links_lead_nowhere_else() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let site = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let at = |name| site.path().join(name);
        fs::write(at("note"), "old").unwrap();
        fs::set_permissions(at("note"), fs::Permissions::from_mode(0o640)).unwrap();
        symlink("note", at("link")).unwrap();
        assert_eq!(replace(site.path(), "link", b"old", b"new").unwrap(), Replaced::Done);
        assert!(at("link").is_symlink());
        assert_eq!(fs::read_to_string(at("note")).unwrap(), "new");
        assert_eq!(fs::metadata(at("note")).unwrap().permissions().mode() & 0o777, 0o640);

        fs::write(elsewhere.path().join("note"), "old").unwrap();
        symlink(elsewhere.path().join("note"), at("out")).unwrap();
        assert!(replace(site.path(), "out", b"old", b"new").is_err());
        assert_eq!(fs::read_to_string(elsewhere.path().join("note")).unwrap(), "old");
    }
}
