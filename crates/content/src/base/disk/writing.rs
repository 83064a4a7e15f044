//! Atomic writing: each file is written next to its destination and then renamed, so that no half-written file is ever visible.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::leftovers;
use crate::base::error::Error;
use crate::base::system;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A complete file next to its destination, not yet renamed.
#[derive(Debug)]
pub struct SiblingFile {
    file: NamedTempFile,
    path: PathBuf,
}

/// Writes `bytes` to a temporary file next to `path`, creating the folder if necessary.
///
/// # Errors
/// When they cannot be written; nothing is left behind then.
pub fn beside(path: &Path, bytes: &[u8]) -> Result<SiblingFile, Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let mut file = locked_in(folder)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(Error::io("write", path))?;
    Ok(SiblingFile { file, path: path.to_owned() })
}

/// Creates a temporary file in a folder, locked for as long as it is open.
fn locked_in(folder: &Path) -> Result<NamedTempFile, Error> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(leftovers::PREFIX).suffix(leftovers::SUFFIX).rand_bytes(leftovers::RANDOM);
    system::share(&mut builder);
    loop {
        let file = builder.tempfile_in(folder).map_err(Error::io("write to", folder))?;
        if system::lock_new(file.as_file(), file.path()).map_err(Error::io("lock a file in", folder))? {
            return Ok(file);
        }
    }
}

impl SiblingFile {
    /// Moves the file to its destination atomically, unless something is already there.
    ///
    /// # Errors
    /// When the destination exists or the folder is not writable; the folder stays as it was.
    pub fn place(self) -> Result<(), Error> {
        let SiblingFile { file, path } = self;
        file.persist_noclobber(&path).map_err(|error| Error::io("create", &path)(error.error)).map(drop)
    }

    /// Moves the file to its destination atomically, replacing what is there.
    ///
    /// # Errors
    /// When the folder is not writable; the old file stays then.
    pub fn take_place(self) -> Result<(), Error> {
        let SiblingFile { file, path } = self;
        file.persist(&path).map_err(|error| Error::io("replace", &path)(error.error)).map(drop)
    }
}

/// Writes a file, replacing what is there. Creates its folder if necessary.
///
/// # Errors
/// When it cannot be written; the old file stays then.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    beside(path, bytes)?.take_place()
}

/// Writes a file of the site that must not exist yet; `relative` is its path in the site. Creates its folder if necessary.
///
/// # Errors
/// When it exists, cannot be written, or a link leads out of the site.
pub fn create(site: &Path, relative: &str, bytes: &[u8]) -> Result<(), Error> {
    new_file(site, relative, bytes)?.place()
}

/// Like [`create`], but does not move the file to its destination yet.
///
/// # Errors
/// Same as [`create`].
pub fn new_file(site: &Path, relative: &str, bytes: &[u8]) -> Result<SiblingFile, Error> {
    let path = site.join(relative);
    let root = fs::canonicalize(site).map_err(Error::io("open", site))?;
    // If the folder does not exist yet, check its nearest existing ancestor.
    let there = path.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
    if !there.is_some_and(|there| there.starts_with(&root)) {
        return Err(leads_out(&path));
    }
    beside(&path, bytes)
}

fn leads_out(path: &Path) -> Error {
    let message = format!("{} leads out of the site, and was not written", path.display());
    Error::refused(message, "replace the symbolic link with the file or folder itself")
}

/// The outcome of replacing a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    Done,
    /// The file does not, or no longer does, have the expected text; nothing was written.
    Changed,
}

/// Replaces the text of a file of the site with `new` atomically, if it is still `expected`. The file keeps its permissions and its byte
/// order mark; both texts may be given with or without the mark. For a symbolic link, its target is changed.
///
/// # Errors
/// When the file cannot be read or written, or a link leads out of the site.
pub fn replace(site: &Path, relative: &str, expected: &[u8], new: &[u8]) -> Result<Replaced, Error> {
    let path = site.join(relative);
    let root = fs::canonicalize(site).map_err(Error::io("open", site))?;
    let target = fs::canonicalize(&path).map_err(Error::io("open", &path))?;
    if !target.starts_with(&root) {
        return Err(leads_out(&path));
    }
    let bare = |text| <[u8]>::strip_prefix(text, BYTE_ORDER_MARK).unwrap_or(text);
    let found = fs::read(&target).map_err(Error::io("read", &path))?;
    if bare(&found) != bare(expected) {
        return Ok(Replaced::Changed);
    }
    let permissions = fs::metadata(&target).map_err(Error::io("read", &path))?.permissions();
    if permissions.readonly() {
        let message = format!("{} is write-protected, and was not changed", path.display());
        return Err(Error::refused(message, "make it writable if you want citeback to change it"));
    }
    let mark = if found.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
    let beside = beside(&target, &[mark, bare(new)].concat())?;
    beside.file.as_file().set_permissions(permissions).map_err(Error::io("write", &path))?;
    // Writing takes a while; an editor may have saved in the meantime.
    if fs::read(&target).map_err(Error::io("read", &path))? != found {
        return Ok(Replaced::Changed);
    }
    beside.take_place()?;
    Ok(Replaced::Done)
}

/// Gives a file of the site another name in the same folder. Nothing is ever replaced.
///
/// # Errors
/// When the new name is taken, the file is a symbolic link, or the folder cannot be written to or is not in the site.
pub fn rename(site: &Path, relative: &str, new: &str) -> Result<(), Error> {
    let (from, to) = (site.join(relative), site.join(new));
    let root = fs::canonicalize(site).map_err(Error::io("open", site))?;
    let target = fs::canonicalize(&from).map_err(Error::io("open", &from))?;
    if !target.starts_with(&root) {
        return Err(leads_out(&from));
    }
    if from.is_symlink() {
        let message = format!("{} is a symbolic link", from.display());
        return Err(Error::refused(message, "replace it with the file itself"));
    }
    if to.symlink_metadata().is_ok() {
        return Err(Error::refused(format!("{} exists already", to.display()), "choose another name"));
    }
    fs::rename(&from, &to).map_err(Error::io("rename", &from))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Replaced, create, replace};

    #[test]
    fn a_file_is_replaced_only_if_it_has_the_expected_text() {
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
    fn new_files_stay_inside_the_site() {
        let site = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        create(site.path(), "content/claims/a.yaml", b"a").unwrap();
        assert!(create(site.path(), "content/claims/a.yaml", b"b").is_err());
        assert_eq!(fs::read(site.path().join("content/claims/a.yaml")).unwrap(), b"a");
        std::os::unix::fs::symlink(elsewhere.path(), site.path().join("out")).unwrap();
        assert!(create(site.path(), "out/b.yaml", b"b").is_err());
        assert!(create(site.path(), "out/deeper/b.yaml", b"b").is_err());
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay_and_links_out_of_the_site_are_refused() {
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
