//! The folder beside the published one that keeps state between builds. Entry point: [`State::open`], which locks it until the value is
//! dropped.

use super::manifest::{self, Entries, Stamp};
use crate::base::error::Error;
use crate::base::output::beside;
use crate::base::system::{self, Lock};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How often to retry when another build removes the folder, as it ends, while this one starts.
const ATTEMPTS: usize = 100;

/// How long to wait for another build that may be about to end.
const LOCK_TIMEOUT: Duration = Duration::from_millis(400);

/// The state of one published folder, locked by this build.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    /// Folders that were created for the state, outermost first.
    created: Vec<PathBuf>,
    _lock: File,
}

impl State {
    /// Opens the state of the published folder `place`, which need not exist. `as_given`: the folder as the user wrote it.
    ///
    /// # Errors
    /// Refuses when another build has locked it; fails when the folder cannot be created.
    pub fn open(place: &Path, as_given: &Path) -> Result<Self, Error> {
        let folder = beside(place);
        // Through a link planted here, a build would overwrite files and remove folders elsewhere.
        if fs::symlink_metadata(&folder).is_ok_and(|found| !found.is_dir()) {
            return Err(Error::refused(
                format!("{} is a file or a symbolic link, not a folder", folder.display()),
                "Builds keep their records in it: remove the file or link.",
            ));
        }
        let mut created = Vec::new();
        let started = Instant::now();
        for _ in 0..ATTEMPTS {
            let opened = create_folders(&folder, &mut created)
                .and_then(|()| system::lock(&folder.join("lock")).map_err(Error::io("lock", folder.join("lock"))));
            match opened {
                Ok(Lock::Ours(lock)) => {
                    return Ok(Self { folder, created, _lock: lock });
                }
                Ok(Lock::Theirs) if started.elapsed() > LOCK_TIMEOUT => break,
                Ok(Lock::Theirs) => thread::sleep(LOCK_TIMEOUT / 20),
                Ok(Lock::Gone) => {}
                Err(error) => {
                    remove_folders(&created);
                    return Err(error);
                }
            }
        }
        Err(Error::refused(
            format!("another build is writing to {}", as_given.display()),
            "Wait until it has finished, or choose another --out.",
        ))
    }

    /// Where the site is built: on the file system of the published folder, so that it can be moved there in one step.
    pub fn tree(&self) -> PathBuf {
        self.folder.join(format!("next-{}", std::process::id()))
    }

    /// Where the published site is during an exchange in steps.
    pub fn aside(&self) -> PathBuf {
        self.folder.join("aside")
    }

    /// The folder of a cache, by name.
    pub fn kept(&self, kind: &str) -> PathBuf {
        self.folder.join(kind)
    }

    fn manifest(&self) -> PathBuf {
        self.folder.join("manifest")
    }

    fn next_manifest(&self) -> PathBuf {
        self.folder.join("manifest.next")
    }

    /// Cleans up after killed builds. No other build is running, as this one holds the lock.
    pub fn recover(&self, place: &Path) -> Result<(), Error> {
        let aside = self.aside();
        if is_real_folder(&aside) && !place.exists() {
            fs::rename(&aside, place).map_err(Error::io("move back the published folder", &aside))?;
        }
        for entry in fs::read_dir(&self.folder).map_err(Error::io("list", &self.folder))? {
            let entry = entry.map_err(Error::io("list", &self.folder))?;
            let name = entry.file_name();
            let path = entry.path();
            let staged =
                name.as_encoded_bytes().strip_prefix(b"next-").is_some_and(|id| id.iter().all(u8::is_ascii_digit));
            if (name == "aside" || staged) && is_real_folder(&path) {
                fs::remove_dir_all(&path).map_err(Error::io("remove", &path))?;
            }
        }
        Ok(())
    }

    /// What the last build wrote to `place`. If a build was killed between its two last steps, this takes the record that matches each
    /// file and merges both manifests, so that this build may be killed there too.
    pub fn recorded(&self, place: &Path) -> Result<Entries, Error> {
        let mut entries = manifest::read(&self.manifest())?;
        let next = self.next_manifest();
        if !next.exists() {
            return Ok(entries);
        }
        for (path, entry) in manifest::read(&next)? {
            let found = fs::symlink_metadata(place.join(&path)).ok();
            let matches = found.as_ref().and_then(Stamp::of) == Some(entry.stamp);
            if matches || !entries.contains_key(&path) {
                entries.insert(path, entry);
            }
        }
        let merged = self.folder.join("manifest.merged");
        manifest::write(&merged, &entries)?;
        fs::rename(&merged, self.manifest()).map_err(Error::io("replace", self.manifest()))?;
        fs::remove_file(&next).map_err(Error::io("remove", &next))?;
        Ok(entries)
    }

    /// Records what is about to be published.
    pub fn prepare(&self, entries: &Entries) -> Result<(), Error> {
        manifest::write(&self.next_manifest(), entries).inspect_err(|_| self.discard())
    }

    /// Discards that record. If this fails, the record still counts only for files that match it.
    pub fn discard(&self) {
        let _ = fs::remove_file(self.next_manifest());
    }

    /// Makes that record the manifest. A failure needs no report: the new site is published, and the next build merges the record.
    pub fn finish(&self) {
        let _ = fs::rename(self.next_manifest(), self.manifest());
    }
}

impl Drop for State {
    /// A failed first build leaves nothing behind.
    fn drop(&mut self) {
        if !self.manifest().exists() && !self.next_manifest().exists() {
            let _ = fs::remove_file(self.folder.join("lock"));
            let _ = fs::remove_dir(&self.folder);
            remove_folders(&self.created);
        }
    }
}

/// Whether this is a folder and not a link to one.
fn is_real_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Creates `folder` and its missing parents, and adds them to `created`.
fn create_folders(folder: &Path, created: &mut Vec<PathBuf>) -> Result<(), Error> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => created.push(folder.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::io("create", folder)(error)),
        }
    }
    Ok(())
}

/// Removes folders, innermost first, if they are empty.
fn remove_folders(created: &[PathBuf]) {
    for folder in created.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}
