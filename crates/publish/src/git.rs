//! The target `git:`, a branch of a repository, from which a host such as GitHub Pages serves the site: [`Git`].
//!
//! A publication is one commit on top of the branch, pushed only if the branch is still where it was. The commit is made from a stream
//! (`git fast-import`), so neither the work tree nor the index of the site's own repository is touched. The tree holds
//! `.citeback/release.json`, the list of the very files beside it; earlier releases are in the history alone.

mod repository;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::context::Context;
use super::plan::{Found, There};
use super::release::{Current, Entry, Release, Sha256};
use super::target::{Contents, Job, Seen, Target, left_over};
use citeback_content::base::error::Error;
use repository::{Pushed, Repository};

/// The list of the files of the release, in the published tree.
const LIST: &str = ".citeback/release.json";

/// The line of a commit's message that names its release.
const TRAILER: &str = "Citeback-Release: ";

/// A branch that is served as a site.
pub struct Git {
    repository: Repository,
    domain: Option<String>,
    keep: usize,
    state: Mutex<State>,
}

/// What was read of the branch.
#[derive(Default)]
struct State {
    /// The commit at its tip.
    tip: Option<String>,
    /// The commit of each release, newest first.
    commits: Vec<(Sha256, String)>,
    releases: BTreeMap<Sha256, Release>,
}

impl Git {
    /// A branch of a remote of the repository that contains `site`, or of any repository by its address.
    ///
    /// # Errors
    /// When git is not installed, or the site is not in a repository that has this remote.
    pub fn open(site: &Path, remote: &str, branch: &str, domain: Option<String>, keep: usize) -> Result<Self, Error> {
        Ok(Git { repository: Repository::open(site, remote, branch)?, domain, keep, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The releases on the branch, newest first, each with its commit and time.
    fn commits(&self, tip: &str) -> Result<Vec<(Sha256, String, String)>, Error> {
        let log = self.repository.text(&["log", "--first-parent", "-z", "--format=%H%n%ct%n%B", tip])?;
        let mut found: Vec<(Sha256, String, String)> = vec![];
        for entry in log.split('\0') {
            let mut lines = entry.trim_start().lines();
            let (Some(commit), Some(time)) = (lines.next(), lines.next()) else { continue };
            let Some(name) = lines.find_map(|line| line.strip_prefix(TRAILER)) else { continue };
            let time = time.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            if let (Ok(name), Some(time)) = (Sha256::try_from(name.trim().to_owned()), time) {
                found.push((name, commit.to_owned(), time.to_string()));
            }
        }
        Ok(found)
    }

    /// The release that a commit published.
    fn release_of(&self, commit: &str, name: &Sha256) -> Result<Option<Release>, Error> {
        if let Some(known) = self.state().releases.get(name) {
            return Ok(Some(known.clone()));
        }
        let Some(bytes) = self.repository.file(commit, LIST)? else {
            return Ok(None);
        };
        let release = Release::from_json(&bytes)?;
        if release.name() != *name {
            return Ok(None);
        }
        self.state().releases.insert(*name, release.clone());
        Ok(Some(release))
    }

    /// Refuses to take over a site that is served at another domain.
    fn check_domain(&self, tip: &str) -> Result<(), Error> {
        let there = self.repository.file(tip, "CNAME")?;
        let there = there.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_lowercase());
        match (there, &self.domain) {
            (Some(there), Some(domain)) if there != *domain => {
                let plain: String = there.chars().filter(|c| !c.is_control()).take(100).collect();
                Err(Error::refused(
                    format!("{} is the site of {plain}, and brief.yaml has “domain: {domain}”", self.describe()),
                    "correct the domain in brief.yaml, or remove the file CNAME from the branch if the domain has changed",
                ))
            }
            _ => Ok(()),
        }
    }

    /// The commit, as a stream for `git fast-import`.
    fn commit(&self, job: &Job<'_>, tip: Option<&str>, context: &Context<'_>) -> Result<Vec<u8>, Error> {
        let Job { release, contents, plan, .. } = job;
        let name = release.name();
        let message = format!("Publish release {}\n\n{TRAILER}{name}\n", name.short());
        let mut stream = Stream::default();
        stream.line(&format!("commit {}", self.repository.next()));
        stream.line(&format!("committer {} {} +0000", self.repository.identity(), (context.now)().as_second()));
        stream.data(message.as_bytes());
        if let Some(tip) = tip {
            stream.line(&format!("from {tip}"));
        }
        for path in &plan.removed {
            stream.line(&format!("D {}", quoted(path)));
        }
        let written: Vec<&String> = plan.new.iter().chain(&plan.changed).collect();
        for (done, path) in written.iter().enumerate() {
            context.go_on()?;
            let bytes = contents.read(path, &release.files[*path])?;
            stream.line(&format!("M 100644 inline {}", quoted(path)));
            stream.data(&bytes);
            (context.progress)(done + 1, written.len(), bytes.len() as u64);
        }
        stream.line(&format!("M 100644 inline {LIST}"));
        stream.data(release.to_json().as_bytes());
        Ok(stream.0)
    }
}

/// A stream for `git fast-import`.
#[derive(Default)]
struct Stream(Vec<u8>);

impl Stream {
    fn line(&mut self, text: &str) {
        self.0.extend(text.as_bytes());
        self.0.push(b'\n');
    }

    fn data(&mut self, bytes: &[u8]) {
        self.line(&format!("data {}", bytes.len()));
        self.0.extend(bytes);
        self.0.push(b'\n');
    }
}

/// A path for `git fast-import`. Paths have no control characters.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

impl Target for Git {
    fn describe(&self) -> String {
        self.repository.describe()
    }

    fn additions(&self) -> Vec<(&'static str, Vec<u8>)> {
        let domain = self.domain.as_ref().map(|domain| ("CNAME", format!("{domain}\n").into_bytes()));
        // Without it, GitHub Pages leaves out files whose names begin with an underscore.
        domain.into_iter().chain([(".nojekyll", vec![])]).collect()
    }

    fn look(&self) -> Result<Seen, Error> {
        let tip = self.repository.fetch()?;
        *self.state() = State { tip: tip.clone(), ..State::default() };
        let Some(tip) = tip else {
            return Ok(Seen::default());
        };
        self.check_domain(&tip)?;
        let commits = self.commits(&tip)?;
        self.state().commits = commits.iter().map(|(name, commit, _)| (*name, commit.clone())).collect();
        let mut current = None;
        for (name, _, time) in commits.iter().rev() {
            current = Some(Current::after(current.as_ref(), *name, time.clone(), self.keep));
        }
        let (live, changed) = match commits.first() {
            Some((name, commit, _)) => (self.release_of(commit, name)?, self.repository.changed(commit, &tip)?),
            None => (None, BTreeSet::new()),
        };
        let before = current.as_ref().and_then(|current| current.before);
        let before = commits.iter().find(|(name, ..)| Some(*name) == before);
        let before = before.map(|(name, commit, _)| self.release_of(commit, name)).transpose()?.flatten();
        let found = |path: String| {
            let entry = live.as_ref().and_then(|live| live.files.get(&path));
            let found = match entry {
                Some(_) if changed.contains(&path) => Found::Uncertain,
                Some(entry) => Found::Ours(entry.clone()),
                None => left_over(&path, before.as_ref()).unwrap_or(Found::Foreign(None)),
            };
            (path, found)
        };
        let paths = self.repository.paths(&tip)?;
        let there: There = paths.into_iter().filter(|path| path != LIST).map(found).collect();
        let current = current.filter(|_| live.is_some());
        Ok(Seen { current, live, before, there, ..Seen::default() })
    }

    fn publish(&self, job: &Job<'_>, context: &Context<'_>) -> Result<Vec<String>, Error> {
        let tip = self.state().tip.clone();
        let stream = self.commit(job, tip.as_deref(), context)?;
        let commit = self.repository.import(&stream)?;
        context.go_on()?;
        match self.repository.push(&commit, tip.as_deref())? {
            Pushed::Done => {}
            Pushed::Stale => {
                return Err(Error::refused(
                    format!("somebody else has published to {} meanwhile", self.describe()),
                    "nothing was changed; look at what is there, and run the command again",
                ));
            }
            Pushed::Refused(reason) => {
                return Err(Error::refused(
                    format!("{} does not accept the publication: {reason}", self.describe()),
                    "nothing was changed; if the branch is protected, allow yourself or the workflow to push to it, or choose another branch",
                ));
            }
        }
        if self.repository.remote_tip()?.as_deref() == Some(&commit) {
            return Ok(vec![]);
        }
        Ok(vec!["somebody has pushed to the branch right after this publication".to_owned()])
    }

    fn release(&self, name: &Sha256) -> Result<Option<Release>, Error> {
        let commit = self.state().commits.iter().find(|(own, _)| own == name).map(|(_, commit)| commit.clone());
        commit.map_or(Ok(None), |commit| self.release_of(&commit, name))
    }

    fn kept(&self) -> &dyn Contents {
        self
    }

    fn missing(&self, _: &Release, _: &[String]) -> Result<Vec<String>, Error> {
        Ok(vec![])
    }

    fn purge(&self, path: &str, _: &Context<'_>) -> Result<usize, Error> {
        Err(Error::refused(
            format!("{path} cannot be removed from the history of a branch"),
            "delete the branch at the host and publish again: the new branch has no history; other copies of the repository still have it",
        ))
    }

    fn verify(&self, release: &Release) -> Result<Vec<String>, Error> {
        let Some(tip) = self.repository.fetch()? else {
            return Ok(release.files.keys().cloned().collect());
        };
        self.repository.differing(&tip, release)
    }
}

impl Contents for Git {
    fn read(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, Error> {
        let commits = self.state().commits.clone();
        for (name, commit) in commits {
            let release = self.release_of(&commit, &name)?;
            if release.is_some_and(|release| release.files.get(path).is_some_and(|own| own.sha256 == entry.sha256)) {
                let bytes = self.repository.file(&commit, path)?;
                if let Some(bytes) = bytes.filter(|bytes| Sha256::of(bytes) == entry.sha256) {
                    return Ok(bytes);
                }
            }
        }
        Err(Error::refused(format!("{path} of that release is not in the history of the branch"), ""))
    }
}
