//! The target `folder:`, a folder on this machine: [`Folder`]. Readers see a publication all at once: the new site is put together in a
//! folder beside the published one, and the two are exchanged in one step, as a build does it.
//!
//! For `/srv/www/brief`, what is kept is in `/srv/www/.brief.citeback/publish/`, which only the owner can read.

mod system;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::release::{Entry, Sha256};
use super::store::{Listed, Store, SystemLock, Version, When};
use citeback_content::base::disk;
use citeback_content::base::error::Error;
use citeback_content::base::exchange::exchange;
use citeback_content::base::output::{BUILT, inputs, resolve};
use system::{copy_link, is_same_file, lock_file, protect};

/// A folder that a web server serves.
#[derive(Debug)]
pub struct Folder {
    /// As brief.yaml has it.
    as_given: String,
    /// The published folder, symbolic links resolved. It need not exist.
    out: PathBuf,
    /// The folder of private files.
    private: PathBuf,
    /// Whether changes go to the tree under construction.
    begun: AtomicBool,
    /// Whether the tree has the same files as the published folder, not copies.
    linked: AtomicBool,
    /// The paths that were written or deleted since it was begun.
    touched: Mutex<BTreeSet<String>>,
}

impl Folder {
    /// The folder at `path`, which is relative to the folder of the site.
    ///
    /// # Errors
    /// When it is, contains or is inside what the site is built from or to, or the folder that should contain it does not exist.
    pub fn open(path: &str, site: &Path) -> Result<Self, Error> {
        let hint = "choose another folder in brief.yaml, under “publish”";
        let out = resolve(&site.join(path), &inputs(site)).map_err(|error| match error {
            Error::Refused { message, .. } => Error::refused(message, hint),
            error => error,
        })?;
        if out == resolve(&site.join(BUILT), &[])? {
            return Err(Error::refused(
                format!("{path} is the folder that the site is built to, so there is nothing to compare it with"),
                hint,
            ));
        }
        let name = out.file_name().unwrap_or_default();
        if !out.parent().is_some_and(Path::is_dir) {
            return Err(Error::refused(
                format!("there is no folder in which {path} could be made"),
                "create it first: a slip in the path would publish where nobody looks",
            ));
        }
        let beside = [OsString::from("."), name.to_owned(), OsString::from(".citeback")];
        let private = out.with_file_name(beside.into_iter().collect::<OsString>()).join("publish");
        let (begun, linked, touched) = Default::default();
        Ok(Folder { as_given: path.to_owned(), out, private, begun, linked, touched })
    }

    fn tree(&self) -> PathBuf {
        self.private.join("next")
    }

    fn aside(&self) -> PathBuf {
        self.private.join("aside")
    }

    /// The public files: of the tree under construction, once it is begun.
    fn root(&self) -> PathBuf {
        if self.begun.load(Ordering::Relaxed) {
            self.tree()
        } else if self.out.exists() {
            self.out.clone()
        } else {
            // A run was killed on a system that cannot exchange folders in one step.
            self.aside()
        }
    }

    fn touched(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes what a killed run has left, which may be much. The lock is held.
    fn clear_leftovers(&self) -> Result<(), Error> {
        let (tree, aside) = (self.tree(), self.aside());
        if aside.exists() && !self.out.exists() {
            fs::rename(&aside, &self.out).map_err(Error::io("move back the published folder", &aside))?;
        }
        for left in [&tree, &aside].into_iter().filter(|left| left.exists()) {
            fs::remove_dir_all(left).map_err(Error::io("remove", left))?;
        }
        Ok(())
    }

    /// Makes the tree a copy of the published folder, with the files of others.
    fn copy_published(&self) -> Result<(), Error> {
        let tree = self.tree();
        fs::create_dir(&tree).map_err(Error::io("create", &tree))?;
        if !self.out.exists() {
            return Ok(());
        }
        for entry in WalkDir::new(&self.out).min_depth(1) {
            let entry = entry.map_err(|error| Error::io("read", &self.out)(error.into()))?;
            let to = tree.join(entry.path().strip_prefix(&self.out).unwrap_or(entry.path()));
            let from = entry.path();
            if entry.file_type().is_dir() {
                let permissions = fs::metadata(from).map(|found| found.permissions());
                fs::create_dir(&to)
                    .and_then(|()| fs::set_permissions(&to, permissions?))
                    .map_err(Error::io("create", &to))?;
            } else if entry.file_type().is_symlink() {
                copy_link(from, &to).map_err(Error::io("copy", from))?;
            } else if fs::hard_link(from, &to).is_err() {
                self.linked.store(false, Ordering::Relaxed);
                fs::copy(from, &to).map_err(Error::io("copy", from))?;
            }
        }
        Ok(())
    }

    /// Moves files of others that were changed or added while the tree was made from the old folder to the new one.
    fn rescue(&self, old: &Path) -> Result<(), Error> {
        if !self.linked.load(Ordering::Relaxed) {
            return Ok(());
        }
        let touched = self.touched();
        for entry in WalkDir::new(old).min_depth(1) {
            let entry = entry.map_err(|error| Error::io("read", old)(error.into()))?;
            let relative = entry.path().strip_prefix(old).unwrap_or(entry.path());
            let ours = relative.to_str().is_some_and(|path| touched.contains(path));
            let to = self.out.join(relative);
            if entry.file_type().is_file() && !ours && !is_same_file(entry.path(), &to) {
                if let Some(folder) = to.parent() {
                    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
                }
                fs::rename(entry.path(), &to).map_err(Error::io("keep", &to))?;
            }
        }
        Ok(())
    }

    /// Keeps the folder that was published before, which still has files of others, where no later run removes it.
    fn set_aside(&self, old: &Path, error: &Error) -> Error {
        let name = |number: u32| self.private.join(format!("unmoved-{number}"));
        let kept = (1..).map(name).find(|kept| fs::symlink_metadata(kept).is_err()).unwrap_or_else(|| name(0));
        let place = if fs::rename(old, &kept).is_ok() { kept } else { old.to_owned() };
        Error::refused(
            format!("the site is published, but files of others could not be moved to it: {error}"),
            format!("they are in {}: move them yourself, and publish again", place.display()),
        )
    }

    /// The place of a path in the tree, with its folder, which must not lead out of the tree.
    fn place(&self, path: &str) -> Result<PathBuf, Error> {
        let to = self.tree().join(path);
        let mut folder = self.tree();
        for part in path.rsplit_once('/').map(|(folders, _)| folders.split('/')).into_iter().flatten() {
            folder.push(part);
            match fs::symlink_metadata(&folder) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => {
                    let shown = self.out.join(folder.strip_prefix(self.tree()).unwrap_or(&folder));
                    return Err(Error::refused(
                        format!("{} is not a folder, so the site cannot have files in it", shown.display()),
                        "move it away: it is not from citeback",
                    ));
                }
                Err(_) => match fs::create_dir(&folder) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(Error::io("create", &folder)(error));
                    }
                    _ => {}
                },
            }
        }
        Ok(to)
    }
}

impl Store for Folder {
    fn describe(&self) -> String {
        format!("the folder {}", self.as_given)
    }

    fn transfers(&self) -> usize {
        2
    }

    fn is_atomic(&self) -> bool {
        true
    }

    fn honours_conditions(&self) -> Result<bool, Error> {
        // All writing happens under the system's lock.
        Ok(true)
    }

    fn system_lock(&self) -> Result<SystemLock, Error> {
        fs::create_dir_all(&self.private).map_err(Error::io("create", &self.private))?;
        protect(&self.private).map_err(Error::io("protect", &self.private))?;
        let path = self.private.join("lock");
        let lock = File::options().write(true).create(true).truncate(false).open(&path);
        let lock = lock.map_err(Error::io("open", &path))?;
        let lock = lock_file(lock).map_err(Error::io("lock", &path))?;
        if matches!(lock, SystemLock::Ours(_)) {
            self.clear_leftovers()?;
        }
        Ok(lock)
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Error> {
        let root = self.root();
        if !root.exists() {
            return Ok(BTreeMap::new());
        }
        let mut files = vec![];
        for entry in WalkDir::new(&root).min_depth(1) {
            let entry = entry.map_err(|error| Error::io("read", &root)(error.into()))?;
            if !entry.file_type().is_dir() {
                let relative = entry.path().strip_prefix(&root).unwrap_or(entry.path());
                let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
                files.push((parts.join("/"), entry));
            }
        }
        let listed = files.into_par_iter().map(|(path, entry)| {
            if !entry.file_type().is_file() {
                return Ok((path, Listed { size: 0, sha256: None }));
            }
            let bytes = fs::read(entry.path()).map_err(Error::io("read", entry.path()))?;
            Ok((path, Listed { size: bytes.len() as u64, sha256: Some(Sha256::of(&bytes)) }))
        });
        listed.collect()
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        read(&self.root().join(path))
    }

    fn write(&self, path: &str, bytes: &[u8], _: &Entry) -> Result<(), Error> {
        let to = self.place(path)?;
        self.touched().insert(path.to_owned());
        // Never through the link that the tree shares with the published folder.
        remove(&to)?;
        let file = File::options().write(true).create_new(true).open(&to);
        file.and_then(|mut file| file.write_all(bytes)).map_err(Error::io("write", &to))
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        let at = self.place(path)?;
        self.touched().insert(path.to_owned());
        remove(&at)?;
        // Folders that are empty now go as well.
        let tree = self.tree();
        let folders = at.ancestors().skip(1).take_while(|folder| *folder != tree);
        let _ = folders.map(fs::remove_dir).find(Result::is_err);
        Ok(())
    }

    fn copy_aside(&self, path: &str, name: &str) -> Result<(), Error> {
        let (from, to) = (self.root().join(path), self.private.join(name));
        let folder = to.parent().unwrap_or(&self.private);
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        remove(&to)?;
        if fs::hard_link(&from, &to).is_ok() {
            return Ok(());
        }
        match self.read(path)? {
            Some(bytes) => disk::put(&to, &bytes),
            None => Ok(()),
        }
    }

    fn private(&self, name: &str) -> Result<Option<(Vec<u8>, Version)>, Error> {
        let found = read(&self.private.join(name))?;
        Ok(found.map(|bytes| {
            let version = version(&bytes);
            (bytes, version)
        }))
    }

    fn has_private(&self, name: &str) -> Result<bool, Error> {
        Ok(self.private.join(name).is_file())
    }

    fn private_names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let at = self.private.join(folder);
        let entries = match fs::read_dir(&at) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            entries => entries.map_err(Error::io("list", &at))?,
        };
        let names = entries.map(|entry| {
            let name = entry.map_err(Error::io("list", &at))?.file_name();
            Ok(format!("{folder}/{}", name.to_string_lossy()))
        });
        names.collect()
    }

    fn put_private(&self, name: &str, bytes: &[u8], when: When<'_>) -> Result<Option<Version>, Error> {
        let at = self.private.join(name);
        let found = || Ok::<_, Error>(read(&at)?.map(|bytes| version(&bytes)));
        let holds = match when {
            When::Always => true,
            When::Absent => found()?.is_none(),
            When::Is(expected) => found()?.as_ref() == Some(expected),
        };
        if holds {
            disk::put(&at, bytes)?;
        }
        Ok(holds.then(|| version(bytes)))
    }

    fn delete_private(&self, name: &str) -> Result<(), Error> {
        remove(&self.private.join(name))
    }

    fn begin(&self) -> Result<(), Error> {
        self.clear_leftovers()?;
        self.touched().clear();
        self.linked.store(true, Ordering::Relaxed);
        self.copy_published()?;
        self.begun.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn abandon(&self) {
        self.begun.store(false, Ordering::Relaxed);
        let _ = self.clear_leftovers();
    }

    fn commit(&self) -> Result<(), Error> {
        let tree = self.tree();
        self.begun.store(false, Ordering::Relaxed);
        match fs::metadata(&self.out) {
            Ok(old) => fs::set_permissions(&tree, old.permissions())
                .and_then(|()| exchange(&tree, &self.out, &self.aside()))
                .map_err(Error::io("publish to", &self.out))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return fs::rename(&tree, &self.out).map_err(Error::io("publish to", &self.out));
            }
            Err(error) => return Err(Error::io("inspect", &self.out)(error)),
        }
        if let Err(error) = self.rescue(&tree) {
            return Err(self.set_aside(&tree, &error));
        }
        // If this fails, the next run removes it.
        let _ = fs::remove_dir_all(&tree);
        Ok(())
    }
}

fn version(bytes: &[u8]) -> Version {
    Version(Sha256::of(bytes).to_string())
}

/// The bytes of a regular file; `None` if there is none.
fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => fs::read(path).map(Some).map_err(Error::io("read", path)),
        Ok(_) => Ok(None),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(Error::io("read", path)(error)),
    }
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io("remove", path)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;

    use super::{Folder, Store as _};
    use citeback_content::base::error::Error;

    #[test]
    fn files_of_others_that_cannot_be_moved_stay_on_the_disk() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open("www", dir.path()).unwrap();
        fs::create_dir_all(folder.tree()).unwrap();
        fs::write(folder.tree().join("theirs"), "words").unwrap();
        let error = Error::io("keep", "theirs")(io::ErrorKind::PermissionDenied.into());
        let said = folder.set_aside(&folder.tree(), &error).to_string();
        assert!(said.contains("files of others could not be moved"), "{said}");
        folder.abandon();
        assert_eq!(fs::read_to_string(folder.private.join("unmoved-1/theirs")).unwrap(), "words");
    }
}
