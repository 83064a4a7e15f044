//! The site while it is being made. The one way in is [`Staging::begin`].

use super::exchange::exchange;
use super::manifest::{Entries, Entry, Stamp};
use super::place;
use super::state::State;
use crate::base::error::Error;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A site on its way to the published folder, which stays as it is until [`commit`](Staging::commit).
/// Dropped without, it leaves no trace.
#[derive(Debug)]
pub struct Staging {
    /// The published folder, symbolic links resolved.
    out: PathBuf,
    /// The published folder as the user calls it.
    shown: PathBuf,
    tree: PathBuf,
    recorded: Entries,
    /// The files of the published folder, sorted.
    published: Vec<String>,
    /// Paths that were put, whether or not all went well.
    names: Mutex<HashSet<String>>,
    files: Mutex<StagedFiles>,
    /// Folders that exist in the tree.
    folders: Mutex<HashSet<String>>,
    state: State,
}

/// Files of the site by path.
type StagedFiles = BTreeMap<String, StagedFile>;

#[derive(Debug, Clone, Copy)]
struct StagedFile {
    entry: Entry,
    /// The published file has these very bytes. It is brought over only when the site is put in place, for
    /// mostly nothing has changed at all, and then not one link need be made and removed again.
    kept: bool,
}

/// What a build did to the published folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteSummary {
    /// Files in the site.
    pub files: usize,
    /// Files that are new, or whose bytes differ from what was published.
    pub changed: usize,
    /// Files taken over from the last build as they were.
    pub unchanged: usize,
    /// Files that were published and are gone.
    pub removed: usize,
    /// Size of the whole site in bytes, files taken over included.
    pub bytes: u64,
}

impl Staging {
    /// Begins a build into the folder `out`, which need not exist. `inputs` are the folders that the site
    /// is made from.
    ///
    /// # Errors
    /// Refuses an `out` that equals, contains or lies in one of `inputs`, that is a file or a symbolic link
    /// to nowhere, that holds files of somebody else, or that another build is writing to. Fails when
    /// folders cannot be read or made.
    pub fn begin(out: &Path, inputs: &[PathBuf]) -> Result<Self, Error> {
        let shown = out.to_owned();
        let out = place::resolve(out, inputs)?;
        let state = State::open(&out, &shown)?;
        state.recover(&out)?;
        let recorded = state.recorded(&out)?;
        let published = place::published(&out, &shown, &recorded)?;
        let tree = state.tree();
        fs::create_dir(&tree).map_err(Error::io("create", &tree))?;
        let (names, files, folders) = Default::default();
        Ok(Self { out, shown, tree, recorded, published, names, files, folders, state })
    }

    /// Adds a file of the site: `path` is relative, with `/` between folders. Many threads may call this.
    ///
    /// # Errors
    /// Refuses a path that leads out of the site, that no web server could serve, or that was put before;
    /// fails when the file cannot be written. After a failure there is no [`commit`](Staging::commit).
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        check(path)?;
        if !held(&self.names).insert(path.to_owned()) {
            return Err(Error::refused(format!("{path} was to be written twice"), ""));
        }
        let hash = blake3::hash(bytes);
        let file = match self.recorded.get(path) {
            Some(&entry) if entry.hash == hash && stamp(&self.out.join(path)) == Some(entry.stamp) => {
                StagedFile { entry, kept: true }
            }
            _ => StagedFile { entry: self.write(path, bytes, hash)?, kept: false },
        };
        held(&self.files).insert(path.to_owned(), file);
        Ok(())
    }

    /// A folder in which things of a kind are kept from this build to the next.
    pub fn kept(&self, kind: &str) -> PathBuf {
        self.state.kept(kind)
    }

    /// Puts the site in place and says what changed. A published folder that is already as it should be is
    /// not touched.
    ///
    /// # Errors
    /// Refuses when a [`put`](Staging::put) failed, fails when the folders cannot change places. The
    /// published folder is then as it was.
    pub fn commit(self) -> Result<WriteSummary, Error> {
        let files = std::mem::take(&mut *held(&self.files));
        let written = self.count(&files)?;
        if written.changed == 0 && written.removed == 0 && self.out.exists() {
            return Ok(written);
        }
        let entries = self.complete(files)?;
        self.state.announce(&entries)?;
        self.put_in_place().inspect_err(|_| self.state.withdraw())?;
        self.state.settle();
        Ok(written)
    }

    fn count(&self, files: &StagedFiles) -> Result<WriteSummary, Error> {
        if let Some(path) = held(&self.names).iter().filter(|path| !files.contains_key(*path)).min() {
            return Err(Error::refused(format!("{path} could not be written, so there is no site"), ""));
        }
        let unchanged = files.values().filter(|file| file.kept).count();
        Ok(WriteSummary {
            files: files.len(),
            changed: files.len() - unchanged,
            unchanged,
            removed: self.published.iter().filter(|path| !files.contains_key(*path)).count(),
            bytes: files.values().map(|file| file.entry.stamp.size).sum(),
        })
    }

    /// Brings over what is kept, so that the tree is the whole site.
    fn complete(&self, files: StagedFiles) -> Result<Entries, Error> {
        files
            .into_par_iter()
            .map(|(path, StagedFile { entry, kept })| {
                let entry = if kept { self.bring_over(&path, entry)? } else { entry };
                Ok((path, entry))
            })
            .collect()
    }

    /// Links a published file into the tree, or copies it where that cannot be done.
    fn bring_over(&self, path: &str, entry: Entry) -> Result<Entry, Error> {
        self.make_folder(path)?;
        let (from, to) = (self.out.join(path), self.tree.join(path));
        if fs::hard_link(&from, &to).is_ok() {
            return match stamp(&to) == Some(entry.stamp) {
                true => Ok(entry),
                false => Err(meddled(&from)),
            };
        }
        let bytes = fs::read(&from).map_err(Error::io("read", &from))?;
        match blake3::hash(&bytes) == entry.hash {
            true => self.write(path, &bytes, entry.hash),
            false => Err(meddled(&from)),
        }
    }

    fn write(&self, path: &str, bytes: &[u8], hash: blake3::Hash) -> Result<Entry, Error> {
        self.make_folder(path)?;
        let to = self.tree.join(path);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&to).map_err(Error::io("create", &to))?;
        file.write_all(bytes).map_err(Error::io("write", &to))?;
        let meta = file.metadata().map_err(Error::io("look at", &to))?;
        let stamp = Stamp::of(&meta).expect("what was just created is a regular file");
        Ok(Entry { hash, stamp })
    }

    /// Makes the folders around the file `path` in the tree, each once.
    fn make_folder(&self, path: &str) -> Result<(), Error> {
        let Some((parent, _)) = path.rsplit_once('/') else {
            return Ok(());
        };
        let mut folders = held(&self.folders);
        if !folders.contains(parent) {
            let folder = self.tree.join(parent);
            fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
            folders.insert(parent.to_owned());
        }
        Ok(())
    }

    /// Lets the tree and the published folder change places; the old site goes when `self` is dropped.
    fn put_in_place(&self) -> Result<(), Error> {
        let done = match fs::metadata(&self.out) {
            Ok(old) => fs::set_permissions(&self.tree, old.permissions())
                .and_then(|()| exchange(&self.tree, &self.out, &self.state.aside())),
            // No file and no folder with anything in it can be lost: the system would not rename over it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(&self.tree, &self.out),
            Err(error) => Err(error),
        };
        done.map_err(|error| match error.kind() {
            io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Error::refused(
                format!("the output folder {} cannot be exchanged for the new one", self.shown.display()),
                "Is something mounted there? Then choose a folder inside it as --out.",
            ),
            _ => Error::io("put the new site in place at", &self.out)(error),
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Before the exchange this is the new site, after it the old one; the next build tries again.
        let _ = fs::remove_dir_all(&self.tree);
    }
}

/// Every lock is held for one call only, so what it guards is sound even if another thread panicked.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stamp(path: &Path) -> Option<Stamp> {
    Stamp::of(&fs::symlink_metadata(path).ok()?)
}

fn meddled(path: &Path) -> Error {
    Error::refused(format!("{} was changed while the site was being built", path.display()), "Run the build again.")
}

/// Names inside the site only, and none with characters that a URL or the manifest could trip over.
fn check(path: &str) -> Result<(), Error> {
    let named = path.split('/').all(|name| !matches!(name, "" | "." | ".."));
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if named && inside && !path.contains(|c: char| c == '\\' || c.is_control()) {
        return Ok(());
    }
    Err(Error::refused(format!("{path:?} cannot be the path of a file of the site"), ""))
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Staging, held};
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;
    use std::process::{Command, exit};

    const STEPS: u32 = 6;
    /// The exit code that shows that the victim got as far as it should.
    const DIED: i32 = 17;
    const OLD: [(&str, &str); 3] = [("index.html", "old"), ("claims/a.html", "same"), ("claims/b.html", "gone")];
    const NEW: [(&str, &str); 3] = [("index.html", "new"), ("claims/a.html", "same"), ("tags/c.html", "added")];

    fn put(out: &Path, site: &[(&str, &str)]) -> Staging {
        let staging = Staging::begin(out, &[]).unwrap();
        for (path, text) in site {
            staging.put(path, text.as_bytes()).unwrap();
        }
        staging
    }

    fn holds(out: &Path, site: &[(&str, &str)]) -> bool {
        let read = |path: &str| fs::read_to_string(out.join(path)).ok();
        let gone = OLD.iter().chain(&NEW).filter(|file| site.iter().all(|(path, _)| *path != file.0));
        site.iter().all(|(path, text)| read(path).as_deref() == Some(text))
            && gone.into_iter().all(|(path, _)| read(path).is_none())
    }

    /// The steps of a build, and the end of the process in the midst of them: nothing is dropped.
    fn build_and_die(out: &Path, after: u32) {
        let mut steps = 0;
        let mut done = || {
            steps += 1;
            if steps > after {
                exit(DIED);
            }
        };
        done();
        let staging = put(out, &NEW);
        done();
        let files = std::mem::take(&mut *held(&staging.files));
        let entries = staging.complete(files).unwrap();
        done();
        staging.state.announce(&entries).unwrap();
        done();
        staging.put_in_place().unwrap();
        done();
        staging.state.settle();
        exit(DIED);
    }

    /// Does nothing but for [`kill`], which runs this test in a process of its own.
    #[test]
    fn victim() {
        if let (Some(out), Ok(after)) = (std::env::var_os("CITEBACK_OUT"), std::env::var("CITEBACK_DIE")) {
            build_and_die(Path::new(&out), after.parse().unwrap());
        }
    }

    fn kill(out: &Path, after: u32) {
        let module = module_path!().split_once("::").unwrap().1;
        let run = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("{module}::victim")])
            .env("CITEBACK_OUT", out)
            .env("CITEBACK_DIE", after.to_string())
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(DIED));
    }

    /// What a kill left is whole, and the next build comes to the new site and leaves nothing lying about.
    fn assert_sound(out: &Path, before: u64) {
        assert!(holds(out, &OLD) || holds(out, &NEW));
        let written = put(out, &NEW).commit().unwrap();
        assert!(holds(out, &NEW));
        assert!(written.unchanged >= 1, "the file that never changed is taken over: {written:?}");
        assert_eq!(fs::metadata(out.join("claims/a.html")).unwrap().ino(), before);
        let mut left: Vec<_> = fs::read_dir(out.with_file_name(".public.citeback"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["lock", "manifest"]);
    }

    #[test]
    fn a_kill_at_any_step_leaves_a_whole_site_and_a_working_build() {
        for first in 0..STEPS {
            for second in 0..STEPS {
                let dir = tempfile::tempdir().unwrap();
                let out = dir.path().join("public");
                put(&out, &OLD).commit().unwrap();
                let inode = fs::metadata(out.join("claims/a.html")).unwrap().ino();
                kill(&out, first);
                assert!(holds(&out, &OLD) || holds(&out, &NEW), "after {first}");
                kill(&out, second);
                assert_sound(&out, inode);
            }
        }
    }

    #[test]
    fn what_cannot_be_linked_is_copied() {
        let (dir, Ok(elsewhere)) = (tempfile::tempdir().unwrap(), tempfile::tempdir_in("/dev/shm")) else {
            return;
        };
        let out = dir.path().join("public");
        put(&out, &OLD).commit().unwrap();
        let mut staging = put(&out, &OLD);
        staging.tree = elsewhere.path().join("tree");
        fs::create_dir(&staging.tree).unwrap();
        let files = std::mem::take(&mut *held(&staging.files));
        staging.complete(files).unwrap();
        assert!(holds(&staging.tree, &OLD));
    }

    #[test]
    fn a_killed_first_build_is_begun_anew() {
        for after in 0..STEPS {
            let dir = tempfile::tempdir().unwrap();
            let out = dir.path().join("public");
            kill(&out, after);
            assert!(!out.exists() || holds(&out, &NEW), "after {after}");
            put(&out, &NEW).commit().unwrap();
            assert!(holds(&out, &NEW));
        }
    }
}
