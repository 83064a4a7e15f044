//! The target `sftp:`, a folder on a server: [`Sftp`]. It speaks the protocol SFTP over the desk's own ssh.
//!
//! Every file is written under a temporary name and then renamed, so that readers see the old file or the new one. For `/srv/www/brief`,
//! what is kept is in `/srv/www/.brief.citeback/publish/`, as with [`Folder`](super::folder::Folder), which only the owner can read; where
//! nothing can be written beside the folder, it is in `.citeback/publish/` inside it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::release::{Entry, PRIVATE, Sha256};
use super::store::{Listed, Store, Version, When};
use citeback_content::base::error::Error;
use citeback_content::base::escaping::percent_encoded;
use citeback_content::model::ServerFolder;
use kept::Kept;
use packet::{Attributes, Request};
use server::{Server, TRANSFERS, above, lock};

mod client;
mod files;
mod kept;
pub mod packet;
pub mod server;
pub mod session;

/// A folder on a server, changed file by file.
pub struct Sftp {
    pub server: Server,
    kept: Kept,
    /// The folder of the public files, without a slash at its end.
    root: Mutex<String>,
}

impl Sftp {
    /// Nothing is asked of the server yet.
    pub fn open(place: &ServerFolder) -> Self {
        Sftp::on(Server::new(place))
    }

    fn on(server: Server) -> Self {
        let root = Mutex::new(server.place.folder.clone());
        Sftp { server, kept: Kept::default(), root }
    }

    fn root(&self) -> String {
        lock(&self.root).clone()
    }

    /// Makes another folder that of the public files.
    pub fn set_root(&self, root: String) {
        *lock(&self.root) = root;
    }

    fn public(&self, path: &str) -> String {
        format!("{}/{path}", lock(&self.root))
    }

    /// Removes files that a killed run has not finished. The lock is held.
    pub fn clear_incoming(&self) -> Result<(), Error> {
        self.kept.clear_incoming(&self.server)
    }
}

fn version(bytes: &[u8]) -> Version {
    Version(Sha256::of(bytes).to_string())
}

impl Store for Sftp {
    fn describe(&self) -> String {
        format!("the folder {} on {}", self.server.place.folder, self.server.place.server())
    }

    fn transfers(&self) -> usize {
        TRANSFERS
    }

    /// Tries whether a file that exists is not created again.
    fn honours_conditions(&self) -> Result<bool, Error> {
        let at = self.kept.place_for_lock(&self.server)?;
        let honoured =
            self.kept.create(&self.server, &at, b"first")? && !self.kept.create(&self.server, &at, b"second")?;
        self.server.remove(&at)?;
        Ok(honoured)
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Error> {
        // What is kept is not public, even if it is inside.
        let is_public = |path: &str| path.split('/').next() != Some(PRIVATE);
        let files = self.server.tree(&self.root())?.into_iter();
        let files = files.filter(|(path, found)| !found.is_folder() && is_public(path));
        let listed =
            |found: Attributes| Listed { size: found.size.filter(|_| found.is_file()).unwrap_or(0), sha256: None };
        Ok(files.map(|(path, found)| (path, listed(found))).collect())
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.server.read(&self.public(path))
    }

    fn write(&self, path: &str, bytes: &[u8], _: &Entry) -> Result<(), Error> {
        let at = self.server.place_in(&self.root(), path)?;
        self.kept.replace(&self.server, &at, bytes)
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        let at = self.public(path);
        self.server.run("delete", &at, |session| session.remove(&at))?;
        // Folders that are empty now go as well.
        let mut folder = path;
        while let Some((next, _)) = folder.rsplit_once('/') {
            folder = next;
            if !self.server.remove_if_empty(&self.public(folder))? {
                break;
            }
        }
        Ok(())
    }

    /// A second name for the same file is enough: files are replaced, never changed.
    fn copy_aside(&self, path: &str, name: &str) -> Result<(), Error> {
        let (from, to) = (self.public(path), self.kept.place(&self.server, name)?);
        let linked = self.server.run("keep", &from, |session| {
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
            Some(bytes) => self.kept.replace(&self.server, &to, &bytes),
            None => Ok(()),
        }
    }

    /// The connection is protected against damage, and the server has confirmed every piece, so the size is enough.
    fn verify(&self, path: &str, entry: &Entry) -> Result<bool, Error> {
        let at = self.public(path);
        let found = self.server.run("look at", &at, |session| session.attributes(&at))?;
        Ok(found.is_some_and(|found| found.is_file() && found.size.is_none_or(|size| size == entry.size)))
    }

    fn private(&self, name: &str) -> Result<Option<(Vec<u8>, Version)>, Error> {
        let Some(root) = self.kept.root(&self.server)? else { return Ok(None) };
        Ok(self.server.read(&format!("{root}/{name}"))?.map(|bytes| {
            let version = version(&bytes);
            (bytes, version)
        }))
    }

    fn has_private(&self, name: &str) -> Result<bool, Error> {
        let Some(root) = self.kept.root(&self.server)? else { return Ok(false) };
        let at = format!("{root}/{name}");
        self.server.run("look for", &at, |session| Ok(session.attributes(&at)?.is_some()))
    }

    fn private_names(&self, folder: &str) -> Result<Vec<String>, Error> {
        let Some(root) = self.kept.root(&self.server)? else { return Ok(vec![]) };
        let at = format!("{root}/{folder}");
        let names = self.server.run("list", &at, |session| session.names(&at))?.unwrap_or_default();
        Ok(names.iter().map(|name| format!("{folder}/{}", String::from_utf8_lossy(&name.name))).collect())
    }

    /// Only [`When::Absent`] is certain. Files that are replaced are protected by the lock, and the lock by its owner's signs of life.
    fn put_private(&self, name: &str, bytes: &[u8], when: When<'_>) -> Result<Option<Version>, Error> {
        let at = self.kept.place(&self.server, name)?;
        let holds = match when {
            When::Always => true,
            When::Absent => return Ok(self.kept.create(&self.server, &at, bytes)?.then(|| version(bytes))),
            When::Is(expected) => {
                self.server.read(&at)?.is_some_and(|found| version(&found) == *expected || found == bytes)
            }
        };
        if holds {
            self.kept.replace(&self.server, &at, bytes)?;
        }
        Ok(holds.then(|| version(bytes)))
    }

    /// The old file is moved away, which only one of several can do, and then the new one is created, unless somebody else was faster.
    fn take_over(&self, name: &str, bytes: &[u8], from: &Version) -> Result<Option<Version>, Error> {
        let at = self.kept.place(&self.server, name)?;
        let old = self.kept.place_for_lock(&self.server)?;
        let moved = self.server.run("move", &at, |session| {
            match session.ask(Request::Rename { from: &at, to: &old })?.done() {
                Err(failure) if failure.is_missing() => Ok(()),
                done => done,
            }
        });
        moved?;
        if let Some(found) = self.server.read(&old)?
            && version(&found) != *from
        {
            // It is the one of somebody who was faster.
            self.server.run("move back", &at, |session| {
                if !session.link(&old, &at)? {
                    // Not over one that somebody else has created meanwhile.
                    let _ = session.ask(Request::Rename { from: &old, to: &at })?.done();
                }
                session.remove(&old)
            })?;
            return Ok(None);
        }
        self.server.remove(&old)?;
        Ok(self.kept.create(&self.server, &at, bytes)?.then(|| version(bytes)))
    }

    fn delete_private(&self, name: &str) -> Result<(), Error> {
        let Some(root) = self.kept.root(&self.server)? else { return Ok(()) };
        let at = format!("{root}/{name}");
        self.server.remove(&at)
    }

    fn private_addresses(&self) -> Vec<String> {
        let Ok(Some(root)) = self.kept.root(&self.server) else { return vec![] };
        let (above, _) = above(&self.server.place.folder);
        let inside = root.strip_prefix(&self.server.place.folder).map(|path| path.trim_start_matches('/').to_owned());
        let address = inside.unwrap_or_else(|| format!("../{}", &root[above.len()..]));
        vec![percent_encoded(&format!("{address}/current.json"))]
    }

    fn begin(&self) -> Result<(), Error> {
        self.clear_incoming()?;
        let root = self.root();
        self.server.run("create", &root, |session| session.create_root(&root))
    }

    fn remarks(&self) -> Vec<String> {
        let gap = "the server cannot replace a file in one step: each changed page was missing for a moment";
        if self.kept.is_without_gap() { vec![] } else { vec![gap.to_owned()] }
    }
}

#[cfg(test)]
mod tests;
