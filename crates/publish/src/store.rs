//! A target that takes single files: [`Store`]. [`Stored`](super::stored::Stored) does the rest.

use std::collections::BTreeMap;

use super::release::{Entry, Sha256};
use citeback_content::base::error::Error;

/// A place that holds files by path, and what `publish` keeps, by name, where readers cannot fetch it. Names are like
/// `current.json`, `releases/NAME.json` and `kept/SHA-256`.
///
/// Every write of a single file is atomic: readers see the old file or the new one. Methods are called from
/// [`transfers`](Store::transfers) threads at once. Retries after a passing failure are the store's own business.
pub trait Store: Sync {
    /// What the target is, for people: “the folder /srv/www/brief”. Without secrets.
    fn describe(&self) -> String;

    /// How many files may be transferred at once.
    fn transfers(&self) -> usize {
        16
    }

    /// Whether readers see all changes at once, on [`commit`](Store::commit).
    fn is_atomic(&self) -> bool {
        false
    }

    /// Whether [`put_private`](Store::put_private) reliably refuses when its condition does not hold. It may find out by trying, which
    /// writes, so it is only called while publishing.
    ///
    /// # Errors
    /// When the target cannot be reached.
    fn honours_conditions(&self) -> Result<bool, Error>;

    /// A lock of the system, which ends with the process. Where there is none, a lock with an expiry is written with
    /// [`put_private`](Store::put_private).
    ///
    /// # Errors
    /// When the lock cannot be made.
    fn system_lock(&self) -> Result<SystemLock, Error> {
        Ok(SystemLock::None)
    }

    /// The public files. A target that does not exist yet is empty. Writes nothing.
    ///
    /// # Errors
    /// When the target cannot be reached.
    fn list(&self) -> Result<BTreeMap<String, Listed>, Error>;

    /// A public file; `None` if there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error>;

    /// Writes a public file, replacing what is there, with its content type and cache rule where the target stores them.
    ///
    /// # Errors
    /// When it cannot be written; what was there is unchanged then.
    fn write(&self, path: &str, bytes: &[u8], entry: &Entry) -> Result<(), Error>;

    /// Deletes a public file. It is no error if there is none.
    ///
    /// # Errors
    /// When it cannot be deleted.
    fn delete(&self, path: &str) -> Result<(), Error>;

    /// Copies a public file to a private name, replacing what is there.
    ///
    /// # Errors
    /// When it cannot be copied.
    fn copy_aside(&self, path: &str, name: &str) -> Result<(), Error> {
        match self.read(path)? {
            Some(bytes) => self.put_private(name, &bytes, When::Always).map(drop),
            None => Ok(()),
        }
    }

    /// Whether a public file is as it was written, by the target's own metadata where that is enough (such as the size and our hash).
    ///
    /// # Errors
    /// When the target cannot be reached.
    fn verify(&self, path: &str, entry: &Entry) -> Result<bool, Error> {
        Ok(self.read(path)?.is_some_and(|bytes| Sha256::of(&bytes) == entry.sha256))
    }

    /// A private file with its version; `None` if there is none.
    ///
    /// # Errors
    /// When it cannot be read.
    fn private(&self, name: &str) -> Result<Option<(Vec<u8>, Version)>, Error>;

    /// Whether there is a private file.
    ///
    /// # Errors
    /// When the target cannot be reached.
    fn has_private(&self, name: &str) -> Result<bool, Error> {
        Ok(self.private(name)?.is_some())
    }

    /// The names of the private files in a folder, such as `kept`, with the folder. Empty if there is no such folder.
    ///
    /// # Errors
    /// When the target cannot be reached.
    fn private_names(&self, folder: &str) -> Result<Vec<String>, Error>;

    /// Writes a private file if the condition holds, and returns its version; `None` if the condition does not hold.
    ///
    /// # Errors
    /// When it cannot be written.
    fn put_private(&self, name: &str, bytes: &[u8], when: When<'_>) -> Result<Option<Version>, Error>;

    /// Replaces a private file of another process, which may be replaced by a third one at the same moment: at most one of them succeeds
    /// where conditions are honoured.
    ///
    /// # Errors
    /// When it cannot be written.
    fn take_over(&self, name: &str, bytes: &[u8], from: &Version) -> Result<Option<Version>, Error> {
        self.put_private(name, bytes, When::Is(from))
    }

    /// Deletes a private file. It is no error if there is none.
    ///
    /// # Errors
    /// When it cannot be deleted.
    fn delete_private(&self, name: &str) -> Result<(), Error>;

    /// Where private files would be, relative to the site's address, if everything at the target could be fetched there. After a
    /// publication it is tried whether readers can fetch them.
    fn private_addresses(&self) -> Vec<String> {
        vec![]
    }

    /// Begins a set of changes, for an atomic store. What an earlier run left unfinished is discarded.
    ///
    /// # Errors
    /// When it cannot be begun.
    fn begin(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Brings all files written since [`begin`](Store::begin) to the target, for a store that collects them.
    ///
    /// # Errors
    /// When it fails.
    fn flush(&self) -> Result<(), Error> {
        Ok(())
    }

    /// What people should know of how the target was changed.
    fn remarks(&self) -> Vec<String> {
        vec![]
    }

    /// Discards all changes since [`begin`](Store::begin), after a failure, for an atomic store. What cannot be discarded now is by the
    /// next run.
    fn abandon(&self) {}

    /// Shows readers all changes since [`begin`](Store::begin), for an atomic store.
    ///
    /// # Errors
    /// When it fails; readers then still see what they saw.
    fn commit(&self) -> Result<(), Error> {
        Ok(())
    }
}

/// What a listing says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// In bytes.
    pub size: u64,
    /// Its hash, where the target has read the file itself. Never one that a server computed by a rule of its own.
    pub sha256: Option<Sha256>,
}

/// Which version of a file this is: it changes with every write. An ETag, or a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version(pub String);

/// When a private file is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When<'a> {
    Always,
    /// If there is no file of this name.
    Absent,
    /// If the file has this version.
    Is(&'a Version),
}

pub enum SystemLock {
    /// Held until it is dropped.
    Ours(#[expect(dead_code, reason = "dropping it releases the lock")] Box<dyn Send>),
    /// Another process holds it.
    Theirs,
    /// The target has no such lock.
    None,
}
