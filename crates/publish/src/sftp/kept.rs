//! The folder of what is kept on a server, which only the owner can read: [`Kept`].

use std::cell::RefCell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::packet::{HARD_LINK, Name, Request};
use super::server::{Server, TRANSFERS, above, lock, random_name};
use super::session::{Failure, Session};
use crate::parallel::in_parallel;
use crate::release::PRIVATE;
use citeback_content::base::error::Error;

/// For Apache, in case it can read the folder in spite of its permissions. Others have a rule of their own in docs/publishing.md.
const DENIED: &[u8] = b"Require all denied\n";

/// What nobody but the owner may enter.
const OWNER_ONLY: u32 = 0o700;

/// The folder of files that are being written, among what is kept.
const INCOMING: &str = "incoming";

/// How the names of those files there begin that are written before the lock is held, and how many seconds they are left alone.
const FOR_LOCKS: &str = "lock-";
const STALE: u32 = 3600;

/// Where files are kept, and how files are written as a whole.
#[derive(Default)]
pub struct Kept {
    /// The folder, once it is known.
    root: Mutex<Option<String>>,
    /// Whether it has all that is needed.
    prepared: AtomicBool,
    /// Whether a file was missing for a moment while it was replaced.
    gap: AtomicBool,
}

impl Kept {
    /// The folder of what is kept; `None` if nothing is kept yet.
    pub fn root(&self, server: &Server) -> Result<Option<String>, Error> {
        if let Some(known) = lock(&self.root).clone() {
            return Ok(Some(known));
        }
        for choice in choices(server) {
            let found = server.run("look for", &choice, |session| session.attributes(&choice))?;
            if found.is_some_and(|found| found.is_folder()) {
                return Ok(Some(lock(&self.root).insert(choice).clone()));
            }
        }
        Ok(None)
    }

    /// The folder of what is kept, which is made if there is none.
    fn made_root(&self, server: &Server) -> Result<String, Error> {
        let known = self.root(server)?;
        if let Some(known) = known.as_ref().filter(|_| self.prepared.load(Ordering::Relaxed)) {
            return Ok(known.clone());
        }
        let root = known.map_or_else(|| choose(server), Ok)?;
        server.run("prepare", &root, |session| {
            session.create_folder(&format!("{root}/{INCOMING}"), None)?;
            let denied = format!("{root}/.htaccess");
            if session.attributes(&denied)?.is_none() { session.write(&denied, DENIED, false) } else { Ok(()) }
        })?;
        self.prepared.store(true, Ordering::Relaxed);
        Ok(lock(&self.root).insert(root).clone())
    }

    /// Where a private file is, with its folder, which is made.
    pub fn place(&self, server: &Server, name: &str) -> Result<String, Error> {
        server.place_in(&self.made_root(server)?, name)
    }

    /// Where a file is written that the lock does not protect yet.
    pub fn place_for_lock(&self, server: &Server) -> Result<String, Error> {
        self.place(server, &format!("{INCOMING}/{FOR_LOCKS}{}", random_name()))
    }

    /// Whether every file was replaced in one step.
    pub fn is_without_gap(&self) -> bool {
        !self.gap.load(Ordering::Relaxed)
    }

    /// Writes a file so that it is there as a whole or not at all.
    ///
    /// Each attempt has a name of its own: a server may still carry out the last requests of a connection that was lost, and must not move
    /// what the next attempt has written in part.
    pub fn replace(&self, server: &Server, to: &str, bytes: &[u8]) -> Result<(), Error> {
        let incoming = format!("{}/{INCOMING}", self.made_root(server)?);
        let interrupted = RefCell::new(vec![]);
        server.run("write", to, |session| {
            let from = format!("{incoming}/{}", random_name());
            interrupted.borrow().iter().try_for_each(|left: &String| session.remove(left))?;
            interrupted.borrow_mut().push(from.clone());
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
    pub fn create(&self, server: &Server, at: &str, bytes: &[u8]) -> Result<bool, Error> {
        let incoming = format!("{}/{INCOMING}", self.made_root(server)?);
        server.run("create", at, |session| {
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

    /// Removes files that a killed run has not finished. The lock is held, so nobody else writes such files but those for locks, which
    /// others may do at this moment.
    pub fn clear_incoming(&self, server: &Server) -> Result<(), Error> {
        let Some(root) = self.root(server)? else { return Ok(()) };
        let folder = format!("{root}/{INCOMING}");
        let names = server.run("list", &folder, |session| session.names(&folder))?.unwrap_or_default();
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
            server.remove(&at)
        })
    }
}

/// Where files can be kept: beside the published folder, or inside.
fn choices(server: &Server) -> [String; 2] {
    [format!("{}/publish", server.beside()), format!("{}/{PRIVATE}/publish", server.place.folder)]
}

/// Chooses one of them, and makes it.
fn choose(server: &Server) -> Result<String, Error> {
    let folder = &server.place.folder;
    let (above, _) = above(folder);
    let here = match above.trim_end_matches('/') {
        "" if above.is_empty() => ".",
        "" => "/",
        folder => folder,
    };
    if !server.run("look for", here, |session| Ok(session.attributes(here)?.is_some()))? {
        return Err(Error::refused(
            format!("there is no folder {here} on {}, in which the site could be made", server.place.server()),
            "create it first: a slip in the path would publish where nobody looks",
        ));
    }
    let moved = format!("{folder}/.citeback-{}", random_name());
    for choice in choices(server) {
        if server.run("create", &choice, |session| try_root(server, session, &choice, &moved))? {
            return Ok(choice);
        }
    }
    Err(Error::refused(
        format!("{} lets this user create no folder beside {folder}, nor inside it", server.place.server()),
        "give the user the permission to write there",
    ))
}

/// Makes a folder for what is kept. Returns false if that is not possible there, or if files cannot be renamed from it into the
/// published folder, since that is on another disk. `moved` is a name there that nobody else uses.
fn try_root(server: &Server, session: &Session, root: &str, moved: &str) -> Result<bool, Failure> {
    let folder = &server.place.folder;
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
    // A connection that was lost may have left it.
    session.remove(moved)?;
    let probe = format!("{root}/probe");
    let is_usable = match session.rename_over(&probe, moved) {
        Ok(_) => session.remove(moved).map(|()| true)?,
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
