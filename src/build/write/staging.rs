//! The site under construction. Entry point: [`Staging::begin`].

use super::manifest::{Entries, Entry, Stamp};
use super::place;
use super::state::State;
use crate::base::error::Error;
use crate::base::exchange::exchange;
use crate::base::output::resolve;
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A site that replaces the published folder on [`commit`](Staging::commit). Dropped without it, it leaves no trace.
#[derive(Debug)]
pub struct Staging {
    /// The published folder, symbolic links resolved.
    out: PathBuf,
    /// The published folder as the user wrote it.
    as_given: PathBuf,
    tree: PathBuf,
    recorded: Entries,
    /// The files of the published folder, sorted.
    published: Vec<String>,
    /// Paths that were put, successfully or not.
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
    /// The published file has the same bytes. It is linked only on commit: when nothing has changed, which is common, no link is
    /// needed at all.
    reused: bool,
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
    /// Starts a build into the folder `out`, which need not exist. `inputs`: the folders that the site is built from.
    ///
    /// # Errors
    /// Refuses an `out` that equals, contains or is inside one of `inputs`, that is a file or a broken symbolic link, that contains
    /// files of other origin, or that another build is writing to. Fails when folders cannot be read or created.
    pub fn begin(out: &Path, inputs: &[PathBuf]) -> Result<Self, Error> {
        let as_given = out.to_owned();
        let out = resolve(out, inputs)?;
        let state = State::open(&out, &as_given)?;
        state.recover(&out)?;
        let recorded = state.recorded(&out)?;
        let published = place::published(&out, &as_given, &recorded)?;
        let tree = state.tree();
        fs::create_dir(&tree).map_err(Error::io("create", &tree))?;
        let (names, files, folders) = Default::default();
        Ok(Self { out, as_given, tree, recorded, published, names, files, folders, state })
    }

    /// Adds a file to the site. `path` is relative, with `/` between folders. Threads may call this concurrently.
    ///
    /// # Errors
    /// Refuses a path that leaves the site, that no web server could serve, or that was put before; fails when the file cannot be
    /// written. After a failure [`commit`](Staging::commit) refuses.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        check_path(path)?;
        if !lock(&self.names).insert(path.to_owned()) {
            return Err(Error::refused(format!("{path} would be written twice"), ""));
        }
        let hash = blake3::hash(bytes);
        let file = match self.recorded.get(path) {
            Some(&entry) if entry.hash == hash && stamp(&self.out.join(path)) == Some(entry.stamp) => {
                StagedFile { entry, reused: true }
            }
            _ => StagedFile { entry: self.write(path, bytes, hash)?, reused: false },
        };
        lock(&self.files).insert(path.to_owned(), file);
        Ok(())
    }

    /// Takes over all published files below a folder as they are. Returns `false` if there are none, or not all are as they were written;
    /// then nothing is taken over.
    pub fn keep(&self, folder: &str) -> bool {
        let below = format!("{folder}/");
        let recorded = self.recorded.range(below.clone()..).take_while(|(path, _)| path.starts_with(&below));
        let recorded: Vec<(&String, &Entry)> = recorded.collect();
        let is_same = |(path, entry): &(&String, &Entry)| stamp(&self.out.join(path)) == Some(entry.stamp);
        if recorded.is_empty() || !recorded.par_iter().all(is_same) {
            return false;
        }
        lock(&self.names).extend(recorded.iter().map(|(path, _)| (*path).clone()));
        let kept = recorded.into_iter().map(|(path, entry)| (path.clone(), StagedFile { entry: *entry, reused: true }));
        lock(&self.files).extend(kept);
        true
    }

    /// A folder for a cache that outlives the build, by name.
    pub fn kept(&self, kind: &str) -> PathBuf {
        self.state.kept(kind)
    }

    /// Publishes the site and returns what changed. A published folder that is up to date is not touched.
    ///
    /// # Errors
    /// Refuses when a [`put`](Staging::put) failed; fails when the folders cannot be exchanged. The published folder is then
    /// unchanged.
    pub fn commit(self) -> Result<WriteSummary, Error> {
        let files = std::mem::take(&mut *lock(&self.files));
        let written = self.count(&files)?;
        if written.changed == 0 && written.removed == 0 && self.out.exists() {
            return Ok(written);
        }
        let entries = self.complete(files)?;
        self.state.prepare(&entries)?;
        self.publish().inspect_err(|_| self.state.discard())?;
        self.state.finish();
        Ok(written)
    }

    fn count(&self, files: &StagedFiles) -> Result<WriteSummary, Error> {
        if let Some(path) = lock(&self.names).iter().filter(|path| !files.contains_key(*path)).min() {
            return Err(Error::refused(format!("{path} could not be written, so the site was not published"), ""));
        }
        let unchanged = files.values().filter(|file| file.reused).count();
        Ok(WriteSummary {
            files: files.len(),
            changed: files.len() - unchanged,
            unchanged,
            removed: self.published.iter().filter(|path| !files.contains_key(*path)).count(),
            bytes: files.values().map(|file| file.entry.stamp.size).sum(),
        })
    }

    /// Adds the reused files, which makes the tree the whole site.
    fn complete(&self, files: StagedFiles) -> Result<Entries, Error> {
        files
            .into_par_iter()
            .map(|(path, StagedFile { entry, reused })| {
                let entry = if reused { self.reuse(&path, entry)? } else { entry };
                Ok((path, entry))
            })
            .collect()
    }

    /// Links a published file into the tree, or copies it where links are impossible.
    fn reuse(&self, path: &str, entry: Entry) -> Result<Entry, Error> {
        self.create_folder(path)?;
        let (from, to) = (self.out.join(path), self.tree.join(path));
        if fs::hard_link(&from, &to).is_ok() {
            return if stamp(&to) == Some(entry.stamp) { Ok(entry) } else { Err(changed_meanwhile(&from)) };
        }
        let bytes = fs::read(&from).map_err(Error::io("read", &from))?;
        if blake3::hash(&bytes) != entry.hash {
            return Err(changed_meanwhile(&from));
        }
        self.write(path, &bytes, entry.hash)
    }

    fn write(&self, path: &str, bytes: &[u8], hash: blake3::Hash) -> Result<Entry, Error> {
        self.create_folder(path)?;
        let to = self.tree.join(path);
        let mut file = OpenOptions::new().write(true).create_new(true).open(&to).map_err(Error::io("create", &to))?;
        file.write_all(bytes).map_err(Error::io("write", &to))?;
        let meta = file.metadata().map_err(Error::io("inspect", &to))?;
        let stamp = Stamp::of(&meta).expect("what was just created is a regular file");
        Ok(Entry { hash, stamp })
    }

    /// Creates the folders above the file `path` in the tree, each once.
    fn create_folder(&self, path: &str) -> Result<(), Error> {
        let Some((parent, _)) = path.rsplit_once('/') else {
            return Ok(());
        };
        let mut folders = lock(&self.folders);
        if !folders.contains(parent) {
            let folder = self.tree.join(parent);
            fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
            folders.insert(parent.to_owned());
        }
        Ok(())
    }

    /// Exchanges the tree and the published folder; the old site is removed when `self` is dropped.
    fn publish(&self) -> Result<(), Error> {
        let result = match fs::metadata(&self.out) {
            Ok(old) => fs::set_permissions(&self.tree, old.permissions())
                .and_then(|()| exchange(&self.tree, &self.out, &self.state.aside())),
            // This loses nothing: the system does not rename a folder over a file or a folder with content.
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(&self.tree, &self.out),
            Err(error) => Err(error),
        };
        result.map_err(|error| match error.kind() {
            io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Error::refused(
                format!("the output folder {} cannot be replaced", self.as_given.display()),
                "Is something mounted there? If so, choose a folder inside it as --out.",
            ),
            _ => Error::io("publish the site to", &self.out)(error),
        })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Before the exchange this is the new site, after it the old one. If this fails, the next build removes it.
        let _ = fs::remove_dir_all(&self.tree);
    }
}

/// Each lock is held for a single call, so its data is consistent even if another thread panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stamp(path: &Path) -> Option<Stamp> {
    Stamp::of(&fs::symlink_metadata(path).ok()?)
}

fn changed_meanwhile(path: &Path) -> Error {
    Error::refused(format!("{} was changed while the site was being built", path.display()), "Run the build again.")
}

/// Accepts only paths inside the site, without characters that break a URL or the manifest.
fn check_path(path: &str) -> Result<(), Error> {
    let named = path.split('/').all(|name| !matches!(name, "" | "." | ".."));
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if named && inside && !path.contains(|c: char| c == '\\' || c.is_control()) {
        return Ok(());
    }
    Err(Error::refused(format!("{path:?} is not a valid path in a site"), ""))
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Staging, lock};
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;
    use std::process::{Command, exit};

    const STEPS: u32 = 6;
    /// The exit code of a victim that stopped where it should.
    const KILLED: i32 = 17;
    const OLD: [(&str, &str); 3] = [("index.html", "old"), ("claims/a.html", "same"), ("claims/b.html", "gone")];
    const NEW: [(&str, &str); 3] = [("index.html", "new"), ("claims/a.html", "same"), ("tags/c.html", "added")];

    fn stage(out: &Path, site: &[(&str, &str)]) -> Staging {
        let staging = Staging::begin(out, &[]).unwrap();
        for (path, text) in site {
            staging.put(path, text.as_bytes()).unwrap();
        }
        staging
    }

    fn has_site(out: &Path, site: &[(&str, &str)]) -> bool {
        let read = |path: &str| fs::read_to_string(out.join(path)).ok();
        let gone = OLD.iter().chain(&NEW).filter(|file| site.iter().all(|(path, _)| *path != file.0));
        site.iter().all(|(path, text)| read(path).as_deref() == Some(text))
            && gone.into_iter().all(|(path, _)| read(path).is_none())
    }

    /// Runs a build that exits after so many steps. Destructors do not run.
    fn build_and_die(out: &Path, after: u32) {
        let mut steps = 0;
        let mut step = || {
            steps += 1;
            if steps > after {
                exit(KILLED);
            }
        };
        step();
        let staging = stage(out, &NEW);
        step();
        let files = std::mem::take(&mut *lock(&staging.files));
        let entries = staging.complete(files).unwrap();
        step();
        staging.state.prepare(&entries).unwrap();
        step();
        staging.publish().unwrap();
        step();
        staging.state.finish();
        exit(KILLED);
    }

    /// Does nothing, except for [`kill`], which runs this test in a separate process.
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
        assert_eq!(run.status.code(), Some(KILLED));
    }

    /// The published site is complete, and the next build publishes the new one and leaves nothing else behind.
    fn assert_recovers(out: &Path, inode: u64) {
        assert!(has_site(out, &OLD) || has_site(out, &NEW));
        let written = stage(out, &NEW).commit().unwrap();
        assert!(has_site(out, &NEW));
        assert!(written.unchanged >= 1, "the unchanged file is reused: {written:?}");
        assert_eq!(fs::metadata(out.join("claims/a.html")).unwrap().ino(), inode);
        let mut left: Vec<_> = fs::read_dir(out.with_file_name(".public.citeback"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["lock", "manifest"]);
    }

    #[test]
    fn a_kill_at_any_step_leaves_a_complete_site_and_a_working_build() {
        for first in 0..STEPS {
            for second in 0..STEPS {
                let dir = tempfile::tempdir().unwrap();
                let out = dir.path().join("public");
                stage(&out, &OLD).commit().unwrap();
                let inode = fs::metadata(out.join("claims/a.html")).unwrap().ino();
                kill(&out, first);
                assert!(has_site(&out, &OLD) || has_site(&out, &NEW), "after {first}");
                kill(&out, second);
                assert_recovers(&out, inode);
            }
        }
    }

    #[test]
    fn files_are_copied_where_links_are_impossible() {
        let (dir, Ok(elsewhere)) = (tempfile::tempdir().unwrap(), tempfile::tempdir_in("/dev/shm")) else {
            return;
        };
        let out = dir.path().join("public");
        stage(&out, &OLD).commit().unwrap();
        let mut staging = stage(&out, &OLD);
        staging.tree = elsewhere.path().join("tree");
        fs::create_dir(&staging.tree).unwrap();
        let files = std::mem::take(&mut *lock(&staging.files));
        staging.complete(files).unwrap();
        assert!(has_site(&staging.tree, &OLD));
    }

    #[test]
    fn a_killed_first_build_can_be_repeated() {
        for after in 0..STEPS {
            let dir = tempfile::tempdir().unwrap();
            let out = dir.path().join("public");
            kill(&out, after);
            assert!(!out.exists() || has_site(&out, &NEW), "after {after}");
            stage(&out, &NEW).commit().unwrap();
            assert!(has_site(&out, &NEW));
        }
    }
}
