//! The target `rsync:`, a folder on a server of which readers see each publication all at once: [`Rsync`].
//!
//! `/srv/www/brief` is a symbolic link to a folder in `/srv/www/.brief.citeback/sites/`. A publication makes a new folder there, with the
//! files of the old one under second names, to which the desk's own rsync brings what has changed; then the link is replaced in one step.
//! All else is as with [`Sftp`], and so are the files themselves where links are not to be had.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

use super::parallel::in_parallel;
use super::release::Entry;
use super::sftp::Sftp;
use super::sftp::packet::{Attributes, Request};
use super::sftp::server::{Server, TRANSFERS, above, random_name};
use super::store::{Listed, Store, Version, When};
use citeback_content::base::error::Error;
use citeback_content::model::ServerFolder;

mod program;

/// A folder on a server that is exchanged as a whole.
pub struct Rsync {
    sftp: Sftp,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The folder that is being made, if readers are to see all changes at once.
    next: Option<Next>,
    /// Why they are not, or what else people should know.
    remarks: Vec<String>,
}

/// How the name of a folder begins that is being made. Only such a folder never was the published one.
const UNFINISHED: &str = "next-";

/// A site that is being put together.
struct Next {
    /// Its name among the published folders, when it is finished.
    name: String,
    /// Where it is until then.
    folder: String,
    /// The folder that the link leads to, and what was in it.
    live: Option<String>,
    before: BTreeMap<String, Attributes>,
    /// On this machine: the files that are to be sent.
    collected: TempDir,
    /// The paths that were written or deleted.
    touched: BTreeSet<String>,
}

/// What is at the published path.
enum Published {
    Nothing,
    /// A link to a folder that an earlier publication has made.
    Ours(String),
    Other,
}

impl Rsync {
    /// Nothing is asked of the server yet.
    pub fn open(place: &ServerFolder) -> Self {
        Rsync { sftp: Sftp::open(place), state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn server(&self) -> &Server {
        &self.sftp.server
    }

    fn place(&self) -> &ServerFolder {
        &self.server().place
    }

    /// The folder of the published folders.
    fn sites(&self) -> String {
        format!("{}/sites", self.server().beside())
    }

    /// Where the link leads to, as it is written in it: relative to the folder that it is in.
    fn written(&self, folder: &str) -> String {
        let (above, _) = above(&self.place().folder);
        folder.strip_prefix(&above).unwrap_or(folder).to_owned()
    }

    fn published(&self) -> Result<Published, Error> {
        let path = &self.place().folder;
        let target = self.server().run("look at", path, |session| match session.attributes(path)? {
            None => Ok(None),
            Some(found) if found.is_link() => session.read_link(path).map(Some),
            Some(_) => Ok(Some(String::new())),
        })?;
        let sites = self.sites();
        let prefix = format!("{}/", self.written(&sites));
        Ok(match target {
            None => Published::Nothing,
            Some(target) => match target.strip_prefix(&prefix) {
                Some(name) if !name.contains('/') && !name.starts_with('.') => {
                    Published::Ours(format!("{sites}/{name}"))
                }
                _ => Published::Other,
            },
        })
    }

    /// Begins a new folder, with the files of the old one; or says why that cannot be.
    fn begin_folder(&self) -> Result<Result<Next, String>, Error> {
        let path = &self.place().folder;
        let one_by_one = "so pages were replaced one by one, as with “sftp”";
        let live = match self.published()? {
            Published::Nothing => None,
            Published::Ours(live) => Some(live),
            Published::Other => {
                return Ok(Err(format!("{path} on the server is not a link that citeback has made, {one_by_one}")));
            }
        };
        program::check()?;
        let sites = self.sites();
        self.server().run("create", &sites, |session| session.create_folder(&sites, None))?;
        self.clear_leftovers(live.as_deref())?;
        if !self.server().has_links()? || !self.can_make_links()? {
            return Ok(Err(format!("the server has no links for this user, {one_by_one}")));
        }
        let name = random_name();
        let folder = format!("{sites}/{UNFINISHED}{name}");
        self.server().run("create", &folder, |session| session.create_folder(&folder, None))?;
        let before = match &live {
            Some(live) => self.copy(live, &folder)?,
            None => BTreeMap::new(),
        };
        let collected = tempfile::tempdir().map_err(Error::io("create a folder in", std::env::temp_dir()))?;
        Ok(Ok(Next { name, folder, live, before, collected, touched: BTreeSet::new() }))
    }

    fn can_make_links(&self) -> Result<bool, Error> {
        let path = format!("{}/link-{}", self.sites(), random_name());
        self.server().run("create", &path, |session| {
            session.remove(&path)?;
            let made = session.ask(Request::SymbolicLink { target: "sites", path: &path })?.done();
            // Servers disagree about which of the two comes first.
            let is_right = made.is_ok() && session.read_link(&path).is_ok_and(|target| target == "sites");
            session.remove(&path)?;
            Ok(is_right)
        })
    }

    /// Removes what a killed run has left: all but the folder that the link leads to. If somebody has removed the link, the folders that
    /// it may have led to are moved away, since they may have files of others. The lock is held.
    fn clear_leftovers(&self, live: Option<&str>) -> Result<(), Error> {
        let sites = self.sites();
        let names = self.server().run("list", &sites, |session| session.names(&sites))?.unwrap_or_default();
        for found in names {
            let name = String::from_utf8_lossy(&found.name);
            let path = format!("{sites}/{name}");
            if !found.attributes.is_folder() {
                self.server().remove(&path)?;
            } else if live.is_none() && !name.starts_with(UNFINISHED) {
                let kept = self.move_away(&path)?;
                let was = format!(
                    "the link {} was missing; a folder that it may have led to is now {kept}",
                    self.place().folder
                );
                self.state().remarks.push(was);
            } else if live != Some(path.as_str()) {
                self.server().remove_tree(&path)?;
            }
        }
        Ok(())
    }

    /// Moves a folder to where no later run removes it. Returns where that is.
    fn move_away(&self, folder: &str) -> Result<String, Error> {
        let kept = format!("{}/unmoved-{}", self.server().beside(), random_name());
        self.server()
            .run("move", folder, |session| session.ask(Request::Rename { from: folder, to: &kept })?.done())?;
        Ok(kept)
    }

    /// Gives all files of a folder, with those of others, second names in a new one. Returns what they are.
    fn copy(&self, from: &str, to: &str) -> Result<BTreeMap<String, Attributes>, Error> {
        let found = self.server().tree(from)?;
        // A folder comes before what is in it.
        for (path, attributes) in found.iter().filter(|(_, found)| found.is_folder()) {
            let at = format!("{to}/{path}");
            self.server().run("create", &at, |session| {
                session.create_folder(&at, None)?;
                let mode = attributes.mode.map(|mode| mode & 0o7777);
                mode.map_or(Ok(()), |mode| session.ask(Request::SetMode { path: &at, mode })?.done())
            })?;
        }
        let files: Vec<&String> = found.iter().filter(|(_, found)| !found.is_folder()).map(|(path, _)| path).collect();
        in_parallel(TRANSFERS, &files, |path| self.link(from, to, path))?;
        Ok(found)
    }

    /// Gives a file in one folder a second name in another one, where it replaces what is there.
    fn link(&self, from: &str, to: &str, path: &str) -> Result<(), Error> {
        let (from, to) = (format!("{from}/{path}"), format!("{to}/{path}"));
        let linked = self.server().run("copy", &from, |session| {
            session.remove(&to)?;
            session.link(&from, &to)
        })?;
        if linked {
            return Ok(());
        }
        Err(Error::refused(
            format!("{} refused to copy {from}", self.place().server()),
            "if it is of another user, move it away, or make this user its owner",
        ))
    }

    /// Takes over files of others that were changed or added while the new folder was made, from the folder `live` to `now`.
    fn rescue(&self, next: &Next, live: &str, now: &str) -> Result<(), Error> {
        let found = self.server().tree(live)?;
        let is_new = |path: &String, found: &Attributes| {
            !found.is_folder() && !next.touched.contains(path) && next.before.get(path) != Some(found)
        };
        for path in found.iter().filter(|(path, found)| is_new(path, found)).map(|(path, _)| path) {
            for (at, _) in path.match_indices('/') {
                let folder = format!("{now}/{}", &path[..at]);
                self.server().run("create", &folder, |session| session.create_folder(&folder, None))?;
            }
            self.link(live, now, path)?;
        }
        Ok(())
    }

    /// The failure to take over files of others. The folder that was published before, which still has them, is moved away.
    fn not_rescued(&self, live: &str, error: &Error) -> Error {
        let kept = self.move_away(live).unwrap_or_else(|_| live.to_owned());
        Error::refused(
            format!("the site is published, but files of others could not be taken over: {error}"),
            format!("they are in {kept}: move them yourself, and publish again"),
        )
    }
}

impl Store for Rsync {
    fn describe(&self) -> String {
        self.sftp.describe()
    }

    fn transfers(&self) -> usize {
        self.sftp.transfers()
    }

    fn is_atomic(&self) -> bool {
        self.state().next.is_some()
    }

    fn honours_conditions(&self) -> Result<bool, Error> {
        self.sftp.honours_conditions()
    }

    fn list(&self) -> Result<BTreeMap<String, Listed>, Error> {
        self.sftp.list()
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        self.sftp.read(path)
    }

    /// Collects the file for [`flush`](Store::flush).
    fn write(&self, path: &str, bytes: &[u8], entry: &Entry) -> Result<(), Error> {
        let mut state = self.state();
        let Some(next) = &mut state.next else {
            drop(state);
            return self.sftp.write(path, bytes, entry);
        };
        next.touched.insert(path.to_owned());
        let at = next.collected.path().join(path);
        let there = next.folder.clone();
        drop(state);
        // rsync would replace a file or a link of others that is where the site has a folder.
        self.server().place_in(&there, path)?;
        let folder = at.parent().unwrap_or(&at);
        fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        fs::write(&at, bytes).map_err(Error::io("write", &at))
    }

    fn delete(&self, path: &str) -> Result<(), Error> {
        if let Some(next) = &mut self.state().next {
            next.touched.insert(path.to_owned());
        }
        self.sftp.delete(path)
    }

    fn copy_aside(&self, path: &str, name: &str) -> Result<(), Error> {
        self.sftp.copy_aside(path, name)
    }

    fn verify(&self, path: &str, entry: &Entry) -> Result<bool, Error> {
        self.sftp.verify(path, entry)
    }

    fn private(&self, name: &str) -> Result<Option<(Vec<u8>, Version)>, Error> {
        self.sftp.private(name)
    }

    fn has_private(&self, name: &str) -> Result<bool, Error> {
        self.sftp.has_private(name)
    }

    fn private_names(&self, folder: &str) -> Result<Vec<String>, Error> {
        self.sftp.private_names(folder)
    }

    fn put_private(&self, name: &str, bytes: &[u8], when: When<'_>) -> Result<Option<Version>, Error> {
        self.sftp.put_private(name, bytes, when)
    }

    fn take_over(&self, name: &str, bytes: &[u8], from: &Version) -> Result<Option<Version>, Error> {
        self.sftp.take_over(name, bytes, from)
    }

    fn delete_private(&self, name: &str) -> Result<(), Error> {
        self.sftp.delete_private(name)
    }

    fn private_addresses(&self) -> Vec<String> {
        self.sftp.private_addresses()
    }

    fn begin(&self) -> Result<(), Error> {
        match self.begin_folder()? {
            Ok(next) => {
                self.sftp.clear_incoming()?;
                self.sftp.set_root(next.folder.clone());
                self.state().next = Some(next);
            }
            Err(remark) => {
                self.state().remarks.push(remark);
                self.sftp.begin()?;
            }
        }
        Ok(())
    }

    fn flush(&self) -> Result<(), Error> {
        let state = self.state();
        let Some(next) = &state.next else { return Ok(()) };
        let is_empty = fs::read_dir(next.collected.path()).is_ok_and(|mut files| files.next().is_none());
        if is_empty { Ok(()) } else { program::send(next.collected.path(), self.place(), &next.folder) }
    }

    fn remarks(&self) -> Vec<String> {
        self.state().remarks.iter().cloned().chain(self.sftp.remarks()).collect()
    }

    fn abandon(&self) {
        let next = self.state().next.take();
        self.sftp.set_root(self.place().folder.clone());
        if let Some(next) = next {
            // If this fails, the next run removes it.
            let _ = self.server().remove_tree(&next.folder);
        }
    }

    fn commit(&self) -> Result<(), Error> {
        let next = self.state().next.take();
        let Some(next) = next else { return Ok(()) };
        let path = &self.place().folder;
        self.sftp.set_root(path.clone());
        let link = format!("{}/link-{}", self.sites(), random_name());
        let folder = format!("{}/{}", self.sites(), next.name);
        let target = self.written(&folder);
        // If this fails, it is not known whether readers see the new folder, so both stay until the next run.
        self.server().run("switch", path, |session| {
            // If a connection was lost, it may have happened.
            if session.attributes(path)?.is_some_and(|found| found.is_link()) && session.read_link(path)? == target {
                return Ok(());
            }
            match session.ask(Request::Rename { from: &next.folder, to: &folder })?.done() {
                Err(failure) if failure.is_missing() => {}
                done => done?,
            }
            session.remove(&link)?;
            session.ask(Request::SymbolicLink { target: &target, path: &link })?.done()?;
            session.rename_over(&link, path).map(drop)
        })?;
        let Some(live) = &next.live else { return Ok(()) };
        self.rescue(&next, live, &folder).map_err(|error| self.not_rescued(live, &error))?;
        // If this fails, the next run removes it.
        let _ = self.server().remove_tree(live);
        Ok(())
    }
}
