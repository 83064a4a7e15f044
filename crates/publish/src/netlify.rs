//! The target `netlify:`, a site at Netlify: [`Netlify`].
//!
//! A publication is a deploy. It is made as a draft, which readers do not see, from a list of paths and SHA-1; only files that Netlify does
//! not have are uploaded. When it is ready, and readers still see the deploy that the plan was made from, it is published in one step.
//! Netlify keeps earlier deploys, so a rollback publishes one of them again. The title of a deploy names its release, and
//! `.citeback/release.json` in it is the list of its files.

mod api;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rayon::prelude::*;
use sha1::{Digest as _, Sha1};

use super::context::Context;
use super::http::{Environment, Http};
use super::parallel::{in_parallel, wrong_files};
use super::plan::{Found, There};
use super::release::{Current, Entry, Release, Sha256};
use super::target::{Contents, Job, Seen, Target};
use api::{Api, Deploy};
use citeback_content::base::error::Error;

/// The list of the files of the release, in the published site.
const LIST: &str = ".citeback/release.json";

/// How many files are uploaded at once.
const TRANSFERS: usize = 16;

/// The pause before Netlify is asked again whether it is done, and how often it is asked.
const PAUSE: Duration = Duration::from_secs(1);
const QUESTIONS: usize = 900;

/// A site at Netlify.
pub struct Netlify {
    api: Api,
    keep: usize,
    state: Mutex<State>,
}

/// What was read of the site.
#[derive(Default)]
struct State {
    /// The deploy that readers see.
    published: Option<Deploy>,
    deploys: Vec<Deploy>,
    /// Files of others in the published deploy, with their SHA-1.
    foreign: BTreeMap<String, String>,
    /// The lists that were read already.
    releases: BTreeMap<Sha256, Release>,
}

impl State {
    fn is_published(&self, deploy: &Deploy) -> bool {
        self.published.as_ref().is_some_and(|published| published.id == deploy.id)
    }
}

/// Deploys that hold a release and can be published.
fn ready(deploys: &[Deploy]) -> impl Iterator<Item = (Sha256, &Deploy)> {
    deploys.iter().filter(|deploy| deploy.is_ready()).filter_map(|deploy| Some((deploy.release()?, deploy)))
}

impl Netlify {
    /// # Errors
    /// When the site cannot be one, or the environment has no token. Nothing is asked of Netlify yet.
    pub fn open(site: &str, keep: usize, environment: Environment<'_>, http: Box<dyn Http>) -> Result<Self, Error> {
        Ok(Netlify { api: Api::new(site, environment, http)?, keep, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The list of the release in a deploy, if it can be read. It is the right one if its name is.
    fn list_of(&self, deploy: &Deploy, name: &Sha256) -> Result<Option<Release>, Error> {
        if let Some(known) = self.state().releases.get(name) {
            return Ok(Some(known.clone()));
        }
        let is_right = |bytes: Vec<u8>| Release::from_json(&bytes).ok().filter(|release| release.name() == *name);
        let mut found = None;
        if self.state().is_published(deploy) {
            found = self.api.published_file(LIST)?.and_then(is_right);
        }
        if found.is_none() {
            found = self.api.file_of(deploy, LIST)?.and_then(is_right);
        }
        if let Some(release) = &found {
            self.state().releases.insert(*name, release.clone());
        }
        Ok(found)
    }

    /// The releases that were live, in the order in which they were published.
    fn history(&self, live: &Deploy, deploys: &[Deploy]) -> Option<Current> {
        let mut published: Vec<(&String, Sha256)> = vec![];
        for deploy in deploys.iter().filter(|deploy| deploy.id != live.id && deploy.is_ready()) {
            published.extend(deploy.published_at.as_ref().zip(deploy.release()));
        }
        published.sort();
        let unknown = String::new();
        let last = live.published_at.as_ref().unwrap_or(&unknown);
        published.extend(live.release().map(|name| (last, name)));
        published
            .into_iter()
            .fold(None, |before, (time, name)| Some(Current::after(before.as_ref(), name, time.clone(), self.keep)))
    }

    /// # Errors
    /// When readers see another deploy than the one that was seen, or publishing is locked.
    fn refuse_if_changed(&self) -> Result<(), Error> {
        let now = self.api.published()?;
        if now.as_ref().is_some_and(|now| now.locked == Some(true)) {
            return Err(Error::refused(
                format!("publishing is locked for {}", self.describe()),
                "somebody has stopped auto publishing there; unlock it at Netlify, and run the command again",
            ));
        }
        if now.map(|deploy| deploy.id) == self.state().published.as_ref().map(|deploy| deploy.id.clone()) {
            return Ok(());
        }
        Err(Error::refused(
            format!("somebody else has published to {} meanwhile", self.describe()),
            "nothing was changed; look at what is there, and run the command again",
        ))
    }

    /// Makes a deploy of the release and of the files of others, which readers do not see yet.
    fn upload(&self, job: &Job<'_>, context: &Context<'_>) -> Result<Deploy, Error> {
        let Job { release, contents, .. } = job;
        if let Some(path) = release.files.keys().find(|path| path.contains(['#', '?'])) {
            return Err(Error::refused(
                format!("Netlify cannot publish {path}"),
                "rename it: a name has no # and no ?",
            ));
        }
        let list = release.to_json().into_bytes();
        let hashed = release.files.par_iter().map(|(path, entry)| {
            context.go_on()?;
            Ok((path.clone(), sha1(&contents.read(path, entry)?)))
        });
        let mut files = hashed.collect::<Result<BTreeMap<String, String>, Error>>()?;
        files.insert(LIST.to_owned(), sha1(&list));
        let foreign = self.state().foreign.clone();
        files.extend(foreign.into_iter().filter(|(path, _)| !release.files.contains_key(path)));
        let created = self.api.create(&release.name(), &files)?;
        let prepared = self.wait(created, context, Deploy::is_prepared)?;
        let required: BTreeSet<&String> = prepared.required.iter().flatten().collect();
        // Of several files with the same content, one is enough.
        let by_hash: BTreeMap<&String, &String> = files.iter().map(|(path, sha1)| (sha1, path)).collect();
        let needed: Vec<&String> = required.iter().filter_map(|sha1| by_hash.get(*sha1).copied()).collect();
        let done = AtomicUsize::new(0);
        in_parallel(TRANSFERS, &needed, |path| {
            context.go_on()?;
            let bytes = match release.files.get(*path) {
                Some(entry) => contents.read(path, entry)?,
                None if *path == LIST => list.clone(),
                None => self.foreign_file(path)?,
            };
            self.api.upload(&prepared.id, path, &bytes)?;
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            (context.progress)(done, needed.len(), bytes.len() as u64);
            Ok(())
        })?;
        self.wait(prepared, context, Deploy::is_ready)
    }

    /// A file of somebody else that Netlify wants to have again.
    fn foreign_file(&self, path: &str) -> Result<Vec<u8>, Error> {
        let expected = self.state().foreign.get(path).cloned();
        let found = self.api.published_file(path)?;
        found.filter(|bytes| Some(sha1(bytes)) == expected).ok_or_else(|| {
            Error::refused(
                format!("{path}, which is not from citeback, cannot be kept: Netlify does not give it back"),
                "put it into the folder static/ of your site, or remove it at Netlify",
            )
        })
    }

    /// Waits until Netlify is so far.
    fn wait(&self, mut deploy: Deploy, context: &Context<'_>, is_done: fn(&Deploy) -> bool) -> Result<Deploy, Error> {
        for _ in 0..QUESTIONS {
            if is_done(&deploy) {
                return Ok(deploy);
            }
            if matches!(deploy.state.as_str(), "error" | "rejected") {
                let reason = deploy.error_message.unwrap_or_else(|| "it gives no reason".to_owned());
                let reason: String = reason.chars().filter(|c| !c.is_control()).take(300).collect();
                return Err(Error::refused(
                    format!("{} cannot make the deploy: {reason}", self.describe()),
                    "nothing was published",
                ));
            }
            context.go_on()?;
            (context.sleep)(PAUSE);
            deploy = self.api.deploy(&deploy.id)?;
        }
        Err(Error::refused(
            format!("{} has not finished the deploy after a long time", self.describe()),
            "nothing was published; run the command again later",
        ))
    }

    /// What happened at the same time, for people. Netlify has no publication on a condition, so somebody may have published in the moment
    /// between the last question and ours.
    fn remarks(&self, own: &Deploy, seen: &[Deploy], context: &Context<'_>) -> Result<Vec<String>, Error> {
        let mut live = self.api.published()?;
        for _ in 0..10 {
            if live.as_ref().is_some_and(|live| live.id == own.id) {
                break;
            }
            (context.sleep)(PAUSE);
            live = self.api.published()?;
        }
        if live.is_none_or(|live| live.id != own.id) {
            return Ok(vec![
                "somebody else has published right after this publication, so readers see theirs".to_owned(),
            ]);
        }
        let known = |deploy: &Deploy| {
            let mut same = seen.iter().filter(|before| before.id == deploy.id);
            same.any(|before| before.published_at == deploy.published_at)
        };
        let deploys = self.api.deploys()?;
        let mut others = deploys.iter().filter(|deploy| deploy.id != own.id && deploy.published_at.is_some());
        Ok(match others.find(|deploy| !known(deploy)) {
            Some(other) => {
                let what =
                    other.release().map_or_else(|| "a deploy".to_owned(), |name| format!("release {}", name.short()));
                vec![format!(
                    "somebody else has published {what} at the same moment, and this publication has replaced it: compare the two"
                )]
            }
            None => vec![],
        })
    }
}

/// SHA-1, by which Netlify names the content of files. It protects against nothing here.
fn sha1(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Target for Netlify {
    fn describe(&self) -> String {
        self.api.describe()
    }

    fn look(&self) -> Result<Seen, Error> {
        let published = self.api.published()?;
        *self.state() = State { published: published.clone(), ..State::default() };
        let Some(published) = published else {
            return Ok(Seen::default());
        };
        let deploys = self.api.deploys()?;
        self.state().deploys = deploys.clone();
        let live = match published.release() {
            Some(name) => Some(self.list_of(&published, &name)?.ok_or_else(|| {
                Error::refused(
                    format!("the list of the live release {} cannot be read at Netlify", name.short()),
                    "if the site has a password, allow its deploys to be read; or publish another deploy there by hand, and then this one with --adopt",
                )
            })?),
            None => None,
        };
        let ours = live.as_ref().map(|live| &live.files);
        let mut foreign = self.api.files()?;
        foreign.retain(|path, _| path != LIST && !ours.is_some_and(|ours| ours.contains_key(path)));
        // A deploy never changes, so what our list has is there.
        let mut there: There = foreign.keys().map(|path| (path.clone(), Found::Foreign(None))).collect();
        there.extend(ours.into_iter().flatten().map(|(path, entry)| (path.clone(), Found::Ours(entry.clone()))));
        self.state().foreign = foreign;
        let current = if live.is_some() { self.history(&published, &deploys) } else { None };
        Ok(Seen { current, live, there, ..Seen::default() })
    }

    fn publish(&self, job: &Job<'_>, context: &Context<'_>) -> Result<Vec<String>, Error> {
        self.refuse_if_changed()?;
        let (seen, has_foreign) = {
            let state = self.state();
            (state.deploys.clone(), !state.foreign.is_empty())
        };
        let name = job.release.name();
        // An earlier deploy, or one of a run that was interrupted. It would lack the files that others have put there since.
        let made = ready(&seen).find(|(release, _)| *release == name && !has_foreign);
        let deploy = match made {
            Some((_, deploy)) => deploy.clone(),
            None => self.upload(job, context)?,
        };
        context.go_on()?;
        self.refuse_if_changed()?;
        self.api.publish(&deploy.id)?;
        self.remarks(&deploy, &seen, context)
    }

    fn release(&self, name: &Sha256) -> Result<Option<Release>, Error> {
        let deploys = self.state().deploys.clone();
        for (_, deploy) in ready(&deploys).filter(|(release, _)| release == name) {
            if let Some(release) = self.list_of(deploy, name)? {
                return Ok(Some(release));
            }
        }
        Ok(None)
    }

    fn kept(&self) -> &dyn Contents {
        self
    }

    fn missing(&self, release: &Release, paths: &[String]) -> Result<Vec<String>, Error> {
        let name = release.name();
        let is_kept = ready(&self.state().deploys).any(|(kept, _)| kept == name);
        Ok(if is_kept { vec![] } else { paths.to_vec() })
    }

    /// Deletes the deploys that have the path, and drafts that have it.
    fn purge(&self, path: &str, _: &Context<'_>) -> Result<usize, Error> {
        let seen = self.look()?;
        if seen.there.contains_key(path) {
            return Err(Error::refused(
                format!("{path} is in the live deploy"),
                "publish the site without it first; then the earlier deploys that have it can be deleted",
            ));
        }
        let deploys = self.state().deploys.clone();
        let (mut deleted, mut unread) = (0, 0);
        for deploy in &deploys {
            let Some(name) = deploy.release().filter(|_| !self.state().is_published(deploy)) else { continue };
            match self.list_of(deploy, &name)? {
                Some(release) if release.files.contains_key(path) => {
                    self.api.delete(&deploy.id)?;
                    deleted += 1;
                }
                Some(_) => {}
                None => unread += 1,
            }
        }
        if unread == 0 {
            return Ok(deleted);
        }
        Err(Error::refused(
            format!("{deleted} deploys with {path} were deleted, but it is not known whether {unread} others have it"),
            "their lists cannot be read; delete these deploys at Netlify",
        ))
    }

    fn verify(&self, release: &Release) -> Result<Vec<String>, Error> {
        let published = self.api.published()?;
        wrong_files(release, TRANSFERS, |path, entry| {
            let is_right = |bytes: &Vec<u8>| Sha256::of(bytes) == entry.sha256;
            if self.api.published_file(path)?.as_ref().is_some_and(is_right) {
                return Ok(true);
            }
            let at_its_address = match &published {
                Some(deploy) => self.api.file_of(deploy, path)?,
                None => None,
            };
            Ok(at_its_address.as_ref().is_some_and(is_right))
        })
    }
}

impl Contents for Netlify {
    fn read(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, Error> {
        let deploys = self.state().deploys.clone();
        for (name, deploy) in ready(&deploys) {
            let has_it = |release: Release| release.files.get(path).is_some_and(|own| own.sha256 == entry.sha256);
            if self.list_of(deploy, &name)?.is_some_and(has_it)
                && let Some(bytes) = self.api.file_of(deploy, path)?
                && Sha256::of(&bytes) == entry.sha256
            {
                return Ok(bytes);
            }
        }
        Err(Error::refused(format!("{path} of that release cannot be read at Netlify"), ""))
    }
}

#[cfg(test)]
mod tests;
