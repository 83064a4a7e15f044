//! The folder beside the published one where builds keep what they must remember. The one way in is
//! [`State::open`], which holds the lock until the value is dropped.

use super::manifest::{self, Entries, Stamp};
use crate::base::error::Error;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How often to try again when a build that ends takes the folder away just as this one begins.
const ATTEMPTS: usize = 100;

/// How long to wait for another build that may be about to end.
const PATIENCE: Duration = Duration::from_millis(400);

/// The state of one published folder, held by this build alone.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    /// Folders that were made to hold the state, outermost first.
    made: Vec<PathBuf>,
    _lock: File,
}

impl State {
    /// Takes the state of the published folder `place`, which need not exist. `shown` is what the user
    /// calls it.
    ///
    /// # Errors
    /// Refuses when another build holds it; fails when the folder cannot be made.
    pub fn open(place: &Path, shown: &Path) -> Result<Self, Error> {
        let folder = beside(place);
        // Whoever could plant a link here could have files elsewhere overwritten and folders removed.
        if fs::symlink_metadata(&folder).is_ok_and(|found| !found.is_dir()) {
            return Err(Error::refused(
                format!("{} is not a folder of its own", folder.display()),
                "Builds keep their records there: remove what stands in its place.",
            ));
        }
        let mut made = Vec::new();
        let begun = Instant::now();
        for _ in 0..ATTEMPTS {
            let opened = make(&folder, &mut made)
                .and_then(|()| lock(&folder.join("lock")).map_err(Error::io("lock", folder.join("lock"))));
            match opened {
                Ok(Lock::Ours(lock)) => {
                    return Ok(Self { folder, made, _lock: lock });
                }
                Ok(Lock::Theirs) if begun.elapsed() > PATIENCE => break,
                Ok(Lock::Theirs) => thread::sleep(PATIENCE / 20),
                Ok(Lock::Gone) => {}
                Err(error) => {
                    unmake(&made);
                    return Err(error);
                }
            }
        }
        Err(Error::refused(
            format!("another build is writing to {}", shown.display()),
            "Wait until it has ended, or choose another --out.",
        ))
    }

    /// Where the site is made. It lies beside `place`, so that it can be moved there in one step.
    pub fn tree(&self) -> PathBuf {
        self.folder.join(format!("next-{}", std::process::id()))
    }

    /// Where the published site waits while folders change places in steps.
    pub fn aside(&self) -> PathBuf {
        self.folder.join("aside")
    }

    /// Where things of a kind are kept between builds.
    pub fn kept(&self, kind: &str) -> PathBuf {
        self.folder.join(kind)
    }

    fn manifest(&self) -> PathBuf {
        self.folder.join("manifest")
    }

    fn next_manifest(&self) -> PathBuf {
        self.folder.join("manifest.next")
    }

    /// Mends what dead builds left behind. Whoever made it is dead, for this build holds the lock.
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
                fs::remove_dir_all(&path).map_err(Error::io("clear", &path))?;
            }
        }
        Ok(())
    }

    /// What the last build wrote to `place`. When a build died between its two last steps, of each file the
    /// record that fits is taken, and both manifests become one, so that this build may die likewise.
    pub fn recorded(&self, place: &Path) -> Result<Entries, Error> {
        let mut entries = manifest::read(&self.manifest())?;
        let next = self.next_manifest();
        if !next.exists() {
            return Ok(entries);
        }
        for (path, entry) in manifest::read(&next)? {
            let found = fs::symlink_metadata(place.join(&path)).ok();
            let fits = found.as_ref().and_then(Stamp::of) == Some(entry.stamp);
            if fits || !entries.contains_key(&path) {
                entries.insert(path, entry);
            }
        }
        let merged = self.folder.join("manifest.merged");
        manifest::write(&merged, &entries)?;
        fs::rename(&merged, self.manifest()).map_err(Error::io("replace", self.manifest()))?;
        fs::remove_file(&next).map_err(Error::io("remove", &next))?;
        Ok(entries)
    }

    /// Announces what is about to be published.
    pub fn announce(&self, entries: &Entries) -> Result<(), Error> {
        manifest::write(&self.next_manifest(), entries).inspect_err(|_| self.withdraw())
    }

    /// Takes back the announcement; one that stays is believed only where files fit it.
    pub fn withdraw(&self) {
        let _ = fs::remove_file(self.next_manifest());
    }

    /// Makes the announcement the record. If that fails the next build does it, and the new site is in
    /// place, so there is nothing to complain of.
    pub fn settle(&self) {
        let _ = fs::rename(self.next_manifest(), self.manifest());
    }
}

impl Drop for State {
    /// A first build that came to nothing leaves nothing.
    fn drop(&mut self) {
        if !self.manifest().exists() && !self.next_manifest().exists() {
            let _ = fs::remove_file(self.folder.join("lock"));
            let _ = fs::remove_dir(&self.folder);
            unmake(&self.made);
        }
    }
}

/// Whether a folder itself stands here, and no link to one.
fn is_real_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn beside(place: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".citeback");
    place.with_file_name(name)
}

/// Makes `folder` and those around it where they are missing, and notes them in `made`.
fn make(folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), Error> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        match fs::create_dir(folder) {
            Ok(()) => made.push(folder.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::io("create", folder)(error)),
        }
    }
    Ok(())
}

/// Removes folders that were made, innermost first, as far as they are empty.
fn unmake(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

enum Lock {
    Ours(File),
    /// Another build has it.
    Theirs,
    /// The build that had it has removed it.
    Gone,
}

#[cfg(unix)]
fn lock(path: &Path) -> io::Result<Lock> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    use std::os::unix::fs::MetadataExt;

    let gone = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file of its own"));
    }
    let file = match OpenOptions::new().write(true).create(true).truncate(false).open(path) {
        Err(error) if gone(&error) => return Ok(Lock::Gone),
        opened => opened?,
    };
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK) => return Ok(Lock::Theirs),
        // Some network file systems have no locks; better to build unguarded there than not at all.
        Err(Errno::NOSYS | Errno::NOTSUP | Errno::NOLCK) | Ok(()) => {}
        Err(errno) => return Err(errno.into()),
    }
    match fs::metadata(path) {
        Err(error) if gone(&error) => Ok(Lock::Gone),
        Err(error) => Err(error),
        Ok(there) if there.ino() == file.metadata()?.ino() => Ok(Lock::Ours(file)),
        Ok(_) => Ok(Lock::Gone),
    }
}

#[cfg(windows)]
fn lock(path: &Path) -> io::Result<Lock> {
    use std::os::windows::fs::OpenOptionsExt;

    const SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    match options.write(true).create(true).truncate(false).share_mode(0).open(path) {
        Ok(file) => Ok(Lock::Ours(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(Lock::Theirs),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Lock::Gone),
        Err(error) => Err(error),
    }
}
