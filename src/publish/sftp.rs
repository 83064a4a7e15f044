//! The target `sftp:`, a folder on a server: [`Sftp`]. It speaks the protocol SFTP over the desk's own ssh.
//!
//! Every file is written under a temporary name and then renamed, so that readers see the old file or the new one. For `/srv/www/brief`,
//! what is kept is in `/srv/www/.brief.citeback/publish/`, as with [`Folder`](super::folder::Folder), which only the owner can read; where
//! nothing can be written beside the folder, it is in `.citeback/publish/` inside it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::parallel::in_parallel;
use super::release::{Entry, PRIVATE, Sha256};
use super::ssh::Ssh;
use super::store::{Listed, Store, Version, When};
use crate::base::error::Error;
use crate::base::escaping::percent_encoded;
use crate::model::ServerFolder;
use client::Client;
use packet::{Attributes, HARD_LINK, Name, POSIX_RENAME, Request};
use session::{Failure, Session};

mod client;
mod files;
pub mod packet;
pub mod session;

/// How many files are transferred at once, over one connection.
pub const TRANSFERS: usize = 16;

/// For Apache, in case it can read the folder in spite of its permissions. Others have a rule of their own in docs/publishing.md.
const DENIED: &[u8] = b"Require all denied\n";

/// What nobody but the owner may enter.
const OWNER_ONLY: u32 = 0o700;

/// The folder of files that are being written, among what is kept.
const INCOMING: &str = "incoming";

/// How the names of those files there begin that are written before the lock is held, and how many seconds they are left alone.
const FOR_LOCKS: &str = "lock-";
const STALE: u32 = 3600;

/// A folder on a server, changed file by file.
pub struct Sftp {
    pub place: ServerFolder,
    client: Client,
    /// The folder of the public files, without a slash at its end.
    root: Mutex<String>,
    /// The folder of what is kept, once it is known.
    private: Mutex<Option<String>>,
    /// Whether that folder has all that is needed.
    prepared: AtomicBool,
    /// Folders that exist.
    folders: Mutex<BTreeSet<String>>,
    /// Whether a file was missing for a moment while it was replaced.
    gap: AtomicBool,
}

impl Sftp {
    /// Nothing is asked of the server yet.
    pub fn open(place: &ServerFolder) -> Self {
        let server = place.clone();
        Sftp::over(place, Client::new(place.server(), Box::new(move || connect(&server))))
    }

    fn over(place: &ServerFolder, client: Client) -> Self {
        let root = Mutex::new(place.folder.clone());
        let (private, prepared, folders, gap) = Default::default();
        Sftp { place: place.clone(), client, root, private, prepared, folders, gap }
    }

    /// Does something over the connection; see [`Client::run`].
    pub fn run<T>(&self, action: &str, path: &str, work: impl Fn(&Session) -> Result<T, Failure>) -> Result<T, Error> {
        self.client.run(action, path, work)
    }

    pub fn root(&self) -> String {
        lock(&self.root).clone()
    }

    /// Makes another folder that of the public files.
    pub fn set_root(&self, root: String) {
        *lock(&self.root) = root;
    }

    fn public(&self, path: &str) -> String {
        format!("{}/{path}", lock(&self.root))
    }

    /// The folder that citeback has beside the published one.
    pub fn beside(&self) -> String {
        let (above, name) = above(&self.place.folder);
        format!("{above}.{name}.citeback")
    }

    /// Where files can be kept: beside the published folder, or inside.
    fn choices(&self) -> [String; 2] {
        [format!("{}/publish", self.beside()), format!("{}/{PRIVATE}/publish", self.place.folder)]
    }

    /// The folder of what is kept; `None` if nothing is kept yet.
    fn private_root(&self) -> Result<Option<String>, Error> {
        if let Some(known) = lock(&self.private).clone() {
            return Ok(Some(known));
        }
        for choice in self.choices() {
            let found = self.run("look for", &choice, |session| session.attributes(&choice))?;
            if found.is_some_and(|found| found.is_folder()) {
                return Ok(Some(lock(&self.private).insert(choice).clone()));
            }
        }
        Ok(None)
    }

    /// The folder of what is kept, which is made if there is none.
    fn made_private_root(&self) -> Result<String, Error> {
        let known = self.private_root()?;
        if let Some(known) = known.as_ref().filter(|_| self.prepared.load(Ordering::Relaxed)) {
            return Ok(known.clone());
        }
        let root = known.map_or_else(|| self.choose_private_root(), Ok)?;
        self.run("prepare", &root, |session| {
            session.create_folder(&format!("{root}/{INCOMING}"), None)?;
            let denied = format!("{root}/.htaccess");
            if session.attributes(&denied)?.is_none() { session.write(&denied, DENIED, false) } else { Ok(()) }
        })?;
        self.prepared.store(true, Ordering::Relaxed);
        Ok(lock(&self.private).insert(root).clone())
    }

    fn choose_private_root(&self) -> Result<String, Error> {
        let folder = &self.place.folder;
        let (above, _) = above(folder);
        let here = match above.trim_end_matches('/') {
            "" if above.is_empty() => ".",
            "" => "/",
            folder => folder,
        };
        if !self.run("look for", here, |session| Ok(session.attributes(here)?.is_some()))? {
            return Err(Error::refused(
                format!("there is no folder {here} on {}, in which the site could be made", self.place.server()),
                "create it first: a slip in the path would publish where nobody looks",
            ));
        }
        for choice in self.choices() {
            if self.run("create", &choice, |session| self.try_private_root(session, &choice))? {
                return Ok(choice);
            }
        }
        Err(Error::refused(
            format!("{} lets this user create no folder beside {folder}, nor inside it", self.place.server()),
            "give the user the permission to write there",
        ))
    }

    /// Makes a folder for what is kept. Returns false if that is not possible there, or if files cannot be renamed from it into the
    /// published folder, since that is on another disk.
    fn try_private_root(&self, session: &Session, root: &str) -> Result<bool, Failure> {
        let folder = &self.place.folder;
        let outer = root.rsplit_once('/').map_or(root, |(outer, _)| outer);
        let is_inside = root.starts_with(&format!("{folder}/"));
        let make = || {
            if is_inside {
                session.create_root(folder)?;
            }
            session.create_folder(outer, is_inside.then_some(OWNER_ONLY))?;
            session.create_folder(root, Some(OWNER_ONLY))?;
            session.ask(Request::SetMode { path: root, mode: OWNER_ONLY })?.done()?;
            session.write(&format!("{root}/probe"), b"", false)
        };
        match make() {
            Err(Failure::Refused(_)) => return Ok(false),
            done => done?,
        }
        let (probe, moved) = (format!("{root}/probe"), format!("{folder}/.citeback-{}", random_name()));
        let is_usable = match session.rename_over(&probe, &moved) {
            Ok(_) => session.remove(&moved).map(|()| true)?,
            // The folder will be created on the same disk.
            Err(failure) if failure.is_missing() => session.remove(&probe).map(|()| true)?,
            Err(Failure::Refused(_)) => false,
            Err(failure) => return Err(failure),
        };
        if !is_usable {
            session.remove(&probe)?;
            // What is left is empty, and does no harm.
            let _ = session.ask(Request::RemoveFolder { path: root })?.done();
        }
        Ok(is_usable)
    }

    /// Where a private file is, with its folder, which is made.
    fn place_private(&self, name: &str) -> Result<String, Error> {
        let root = self.made_private_root()?;
        self.place_in(&root, name)
    }

    /// Where a file is in a folder that exists. The folders between are made; none of them may lead elsewhere.
    pub fn place_in(&self, root: &str, path: &str) -> Result<String, Error> {
        let mut folder = root.to_owned();
        for part in path.rsplit_once('/').map(|(folders, _)| folders.split('/')).into_iter().flatten() {
            folder.push('/');
            folder.push_str(part);
            if lock(&self.folders).contains(&folder) {
                continue;
            }
            let found = self.run("create", &folder, |session| match session.attributes(&folder)? {
                Some(found) => Ok(found.is_folder()),
                None => session.create_folder(&folder, None).map(|()| true),
            })?;
            if !found {
                return Err(Error::refused(
                    format!("{folder} is not a folder, so the site cannot have files in it"),
                    "move it away: it is not from citeback",
                ));
            }
            lock(&self.folders).insert(folder.clone());
        }
        Ok(format!("{root}/{path}"))
    }

    /// Writes a file so that it is there as a whole or not at all.
    fn replace(&self, to: &str, bytes: &[u8]) -> Result<(), Error> {
        let incoming = format!("{}/{INCOMING}", self.made_private_root()?);
        self.run("write", to, |session| {
            let from = format!("{incoming}/{}", random_name());
            let done = session.write(&from, bytes, false).and_then(|()| session.rename_over(&from, to));
            match done {
                Ok(in_one_step) => self.gap.fetch_or(!in_one_step, Ordering::Relaxed),
                Err(failure) => {
                    let _ = session.remove(&from);
                    return Err(failure);
                }
            };
            Ok(())
        })
    }

    /// Creates a private file as a whole, unless it exists. If a connection was lost meanwhile, it may be there already.
    fn create(&self, at: &str, bytes: &[u8]) -> Result<bool, Error> {
        let incoming = format!("{}/{INCOMING}", self.made_private_root()?);
        self.run("create", at, |session| {
            let from = format!("{incoming}/{FOR_LOCKS}{}", random_name());
            if session.has(HARD_LINK) {
                session.write(&from, bytes, false)?;
                let linked = session.link(&from, at);
                session.remove(&from)?;
                if linked? {
                    return Ok(true);
                }
            }
            if let Some(found) = session.read(at)? {
                return Ok(found == bytes);
            }
            match session.write(at, bytes, true) {
                Err(Failure::Refused(_)) if session.attributes(at)?.is_some() => Ok(false),
                done => done.map(|()| true),
            }
        })
    }

    fn read_at(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.run("read", path, |session| session.read(path))
    }

    /// Everything in a folder and the folders in it, by path.
    pub fn tree(&self, root: &str) -> Result<BTreeMap<String, Attributes>, Error> {
        let mut found = BTreeMap::new();
        let mut folders = vec![String::new()];
        while !folders.is_empty() {
            let listed = Mutex::new(vec![]);
            in_parallel(TRANSFERS, &folders, |folder| {
                let at = format!("{root}/{folder}");
                let at = at.trim_end_matches('/');
                let names = self.run("list", at, |session| session.names(at))?.unwrap_or_default();
                for name in names {
                    let path = format!("{folder}{}", String::from_utf8_lossy(&name.name));
                    lock(&listed).push((path, name.attributes));
                }
                Ok(())
            })?;
            folders.clear();
            for (path, attributes) in listed.into_inner().unwrap_or_else(PoisonError::into_inner) {
                // What is kept is not public.
                if path == PRIVATE {
                    continue;
                }
                // A server that repeats itself, or has names with slashes, would be asked for ever.
                if attributes.is_folder() && path.len() < MAX_PATH {
                    folders.push(format!("{path}/"));
                }
                found.insert(path, attributes);
            }
        }
        Ok(found)
    }

    /// Removes a folder with everything in it.
    pub fn remove_tree(&self, root: &str) -> Result<(), Error> {
        let (folders, files): (Vec<_>, Vec<_>) =
            self.tree(root)?.into_iter().partition(|(_, attributes)| attributes.is_folder());
        in_parallel(TRANSFERS, &files, |(path, _)| {
            let at = format!("{root}/{path}");
            self.run("remove", &at, |session| session.remove(&at))
        })?;
        // What is inside a folder comes after it.
        let folders = folders.iter().rev().map(|(path, _)| format!("{root}/{path}"));
        for folder in folders.chain([root.to_owned()]) {
            self.run("remove", &folder, |session| {
                match session.ask(Request::RemoveFolder { path: &folder })?.done() {
                    Err(failure) if failure.is_missing() => Ok(()),
                    done => done,
                }
            })?;
        }
        Ok(())
    }

    /// Removes files that a killed run has not finished. The lock is held, so nobody else writes such files but those for locks, which
    /// others may do at this moment.
    pub fn clear_incoming(&self) -> Result<(), Error> {
        let Some(root) = self.private_root()? else { return Ok(()) };
        let folder = format!("{root}/{INCOMING}");
        let names = self.run("list", &folder, |session| session.names(&folder))?.unwrap_or_default();
        // By the clock of the server.
        let now = names.iter().filter_map(|name| name.attributes.modified).max();
        let is_left = |name: &Name| {
            let age = now.zip(name.attributes.modified).map(|(now, then)| now - then);
            !name.name.starts_with(FOR_LOCKS.as_bytes()) || age.is_some_and(|age| age > STALE)
        };
        let left: Vec<String> = names
            .iter()
            .filter(|name| is_left(name))
            .map(|name| String::from_utf8_lossy(&name.name).into_owned())
            .collect();
        in_parallel(TRANSFERS, &left, |name| {
            let at = format!("{folder}/{name}");
            self.run("remove", &at, |session| session.remove(&at))
        })
    }

    /// Whether the server has what a publication needs that readers see all at once.
    pub fn has_links(&self) -> Result<bool, Error> {
        self.run("connect to", "it", |session| Ok(session.has(HARD_LINK) && session.has(POSIX_RENAME)))
    }
}

/// The longest path that a system takes.
const MAX_PATH: usize = 4096;

/// What is before the name of a folder, with the slash at its end, and the name.
pub fn above(folder: &str) -> (String, &str) {
    let (above, name) = folder.rsplit_once('/').map_or(("", folder), |(above, name)| (&folder[..=above.len()], name));
    (above.to_owned(), name)
}

/// A name that no other run chooses.
pub fn random_name() -> String {
    let mut bytes = [0; 8];
    // Without randomness the process and the time are different enough.
    if getrandom::fill(&mut bytes).is_err() {
        return format!("{}-{}", std::process::id(), jiff::Timestamp::now().as_nanosecond());
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn connect(place: &ServerFolder) -> Result<Session, Failure> {
    let hopeless = |error: Error| match error {
        Error::Refused { message, hint } => Failure::Hopeless { message, hint },
        error => Failure::Hopeless { message: error.to_string(), hint: String::new() },
    };
    let (ssh, output, input) = Ssh::start(place).map_err(hopeless)?;
    let ssh = std::sync::Arc::new(Mutex::new(ssh));
    Session::start(output, input, Box::new(std::sync::Arc::clone(&ssh))).map_err(|failure| match failure {
        Failure::Lost(reason) => {
            let said = lock(&ssh).last_words();
            match said.lasting(place) {
                Some((message, hint)) => Failure::Hopeless { message, hint },
                None => Failure::Lost(said.line().unwrap_or(reason)),
            }
        }
        failure => failure,
    })
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn version(bytes: &[u8]) -> Version {
    Version(Sha256::of(bytes).to_string())
}

impl Store for Sftp {
    fn describe(&self) -> String {
        format!("the folder {} on {}", self.place.folder, self.place.server())
    }

    fn transfers(&self) -> usize {
        TRANSFERS
    }

    /// Tries whether a file that exists is not created again.
    fn honours_conditions(&self) -> Result<bool, Error> {
        let at = self.place_private(&format!("{INCOMING}/{FOR_LOCKS}{}", random_name()))?;
        let honoured = self.create(&at, b"first")? && !self.create(&at, b"second")?;
        self.run("remove", &at, |session| session.remove(&at))?;
        Ok(honoured)
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Error> {
        let files = self.tree(&self.root())?.into_iter().filter(|(_, found)| !found.is_folder());
        let listed =
            |found: Attributes| Listed { size: found.size.filter(|_| found.is_file()).unwrap_or(0), sha256: None };
        Ok(files.map(|(path, found)| (path, listed(found))).collect())
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.read_at(&self.public(path))
    }

    fn write(&self, path: &str, bytes: &[u8], _: &Entry) -> Result<(), Error> {
        let at = self.place_in(&self.root(), path)?;
        self.replace(&at, bytes)
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        let at = self.public(path);
        self.run("delete", &at, |session| session.remove(&at))?;
        // Folders that are empty now go as well.
        let mut folder = path;
        while let Some((next, _)) = folder.rsplit_once('/') {
            folder = next;
            let at = self.public(folder);
            lock(&self.folders).remove(&at);
            let removed =
                self.run("remove", &at, |session| match session.ask(Request::RemoveFolder { path: &at })?.done() {
                    Err(Failure::Refused(_)) => Ok(false),
                    done => done.map(|()| true),
                })?;
            if !removed {
                break;
            }
        }
        Ok(())
    }

    /// A second name for the same file is enough: files are replaced, never changed.
    fn copy_aside(&self, path: &str, name: &str) -> Result<(), Error> {
        let (from, to) = (self.public(path), self.place_private(name)?);
        let linked = self.run("keep", &from, |session| {
            session.remove(&to)?;
            match session.link(&from, &to) {
                Err(failure) if failure.is_missing() => Ok(true),
                linked => linked,
            }
        })?;
        if linked {
            return Ok(());
        }
        match self.read(path)? {
            Some(bytes) => self.replace(&to, &bytes),
            None => Ok(()),
        }
    }

    /// The connection is protected against damage, and the server has confirmed every piece, so the size is enough.
    fn verify(&self, path: &str, entry: &Entry) -> Result<bool, Error> {
        let at = self.public(path);
        let found = self.run("look at", &at, |session| session.attributes(&at))?;
        Ok(found.is_some_and(|found| found.is_file() && found.size.is_none_or(|size| size == entry.size)))
    }

    fn private(&self, name: &str) -> Result<Option<(Vec<u8>, Version)>, Error> {
        let Some(root) = self.private_root()? else { return Ok(None) };
        Ok(self.read_at(&format!("{root}/{name}"))?.map(|bytes| {
            let version = version(&bytes);
            (bytes, version)
        }))
    }

    fn has_private(&self, name: &str) -> Result<bool, Error> {
        let Some(root) = self.private_root()? else { return Ok(false) };
        let at = format!("{root}/{name}");
        self.run("look for", &at, |session| Ok(session.attributes(&at)?.is_some()))
    }

    fn private_names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let Some(root) = self.private_root()? else { return Ok(vec![]) };
        let at = format!("{root}/{folder}");
        let names = self.run("list", &at, |session| session.names(&at))?.unwrap_or_default();
        Ok(names.iter().map(|name| format!("{folder}/{}", String::from_utf8_lossy(&name.name))).collect())
    }

    /// Only [`When::Absent`] is certain. Files that are replaced are protected by the lock, and the lock by its owner's signs of life.
    fn put_private(&self, name: &str, bytes: &[u8], when: When<'_>) -> Result<Option<Version>, Error> {
        let at = self.place_private(name)?;
        let holds = match when {
            When::Always => true,
            When::Absent => return Ok(self.create(&at, bytes)?.then(|| version(bytes))),
            When::Is(expected) => {
                self.read_at(&at)?.is_some_and(|found| version(&found) == *expected || found == bytes)
            }
        };
        if holds {
            self.replace(&at, bytes)?;
        }
        Ok(holds.then(|| version(bytes)))
    }

    /// The old file is moved away, which only one of several can do, and then the new one is created, unless somebody else was faster.
    fn take_over(&self, name: &str, bytes: &[u8], from: &Version) -> Result<Option<Version>, Error> {
        let at = self.place_private(name)?;
        let old = self.place_private(&format!("{INCOMING}/{FOR_LOCKS}{}", random_name()))?;
        let moved =
            self.run("move", &at, |session| match session.ask(Request::Rename { from: &at, to: &old })?.done() {
                Err(failure) if failure.is_missing() => Ok(()),
                done => done,
            });
        moved?;
        if let Some(found) = self.read_at(&old)?
            && version(&found) != *from
        {
            // It is the one of somebody who was faster.
            self.run("move back", &at, |session| {
                if !session.link(&old, &at)? {
                    // Not over one that somebody else has created meanwhile.
                    let _ = session.ask(Request::Rename { from: &old, to: &at })?.done();
                }
                session.remove(&old)
            })?;
            return Ok(None);
        }
        self.run("remove", &old, |session| session.remove(&old))?;
        Ok(self.create(&at, bytes)?.then(|| version(bytes)))
    }

    fn delete_private(&self, name: &str) -> Result<(), Error> {
        let Some(root) = self.private_root()? else { return Ok(()) };
        let at = format!("{root}/{name}");
        self.run("remove", &at, |session| session.remove(&at))
    }

    fn private_addresses(&self) -> Vec<String> {
        let Ok(Some(root)) = self.private_root() else { return vec![] };
        let (above, _) = above(&self.place.folder);
        let inside = root.strip_prefix(&self.place.folder).map(|path| path.trim_start_matches('/').to_owned());
        let address = inside.unwrap_or_else(|| format!("../{}", &root[above.len()..]));
        vec![percent_encoded(&format!("{address}/current.json"))]
    }

    fn begin(&self) -> Result<(), Error> {
        self.clear_incoming()?;
        let root = self.root();
        self.run("create", &root, |session| session.create_root(&root))
    }

    fn remarks(&self) -> Vec<String> {
        let gap = "the server cannot replace a file in one step: each changed page was missing for a moment";
        if self.gap.load(Ordering::Relaxed) { vec![gap.to_owned()] } else { vec![] }
    }
}

#[cfg(test)]
mod tests;
