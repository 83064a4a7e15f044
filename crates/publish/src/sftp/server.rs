//! A server, and what is done with whole paths and folders there: [`Server`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::client::Client;
use super::packet::{Attributes, HARD_LINK, POSIX_RENAME, Request};
use super::session::{Failure, Session};
use crate::parallel::in_parallel;
use crate::ssh::Ssh;
use citeback_content::base::error::Error;
use citeback_content::model::ServerFolder;

/// How many files are transferred at once, over one connection.
pub const TRANSFERS: usize = 16;

/// The longest path that a system takes.
const MAX_PATH: usize = 4096;

/// A server on which a folder is published.
pub struct Server {
    pub place: ServerFolder,
    client: Client,
    /// Folders that exist.
    folders: Mutex<BTreeSet<String>>,
}

impl Server {
    /// Nothing is asked of the server yet.
    pub fn new(place: &ServerFolder) -> Self {
        let server = place.clone();
        Server::over(place, Client::new(place.server(), Box::new(move || connect(&server))))
    }

    pub fn over(place: &ServerFolder, client: Client) -> Self {
        Server { place: place.clone(), client, folders: Mutex::default() }
    }

    /// Does something over the connection; see [`Client::run`].
    pub fn run<T>(&self, action: &str, path: &str, work: impl Fn(&Session) -> Result<T, Failure>) -> Result<T, Error> {
        self.client.run(action, path, work)
    }

    /// Whether the server has what a publication needs that readers see all at once.
    pub fn has_links(&self) -> Result<bool, Error> {
        self.run("connect to", "it", |session| Ok(session.has(HARD_LINK) && session.has(POSIX_RENAME)))
    }

    /// The folder that citeback has beside the published one.
    pub fn beside(&self) -> String {
        let (above, name) = above(&self.place.folder);
        format!("{above}.{name}.citeback")
    }

    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.run("read", path, |session| session.read(path))
    }

    pub fn remove(&self, path: &str) -> Result<(), Error> {
        self.run("remove", path, |session| session.remove(path))
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

    /// Removes a folder if it is empty. Returns whether it was.
    pub fn remove_if_empty(&self, folder: &str) -> Result<bool, Error> {
        lock(&self.folders).remove(folder);
        self.run("remove", folder, |session| match session.ask(Request::RemoveFolder { path: folder })?.done() {
            Err(Failure::Refused(_)) => Ok(false),
            done => done.map(|()| true),
        })
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
        in_parallel(TRANSFERS, &files, |(path, _)| self.remove(&format!("{root}/{path}")))?;
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
}

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
    let ssh = Arc::new(Mutex::new(ssh));
    Session::start(output, input, Box::new(Arc::clone(&ssh))).map_err(|failure| match failure {
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

pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
