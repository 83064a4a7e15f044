//! Publishing to a [`Store`], file by file: [`Stored`] carries out a plan so that it can be interrupted after any step.
//!
//! The store's private files are `current.json`, `releases/NAME.json`, `kept/SHA-256` (what was overwritten or removed),
//! `replaced/PATH` (files of others that were overwritten on request), `unfinished/NAME` and `lock.json`. The list of a release and its
//! mark in `unfinished` are written before its first file. A mark that is found later is of a publication that did not end: until the next
//! one ends, what it would have changed counts as uncertain.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::context::Context;
use super::lease::{Lease, busy};
use super::parallel::{in_parallel, wrong_files};
use super::plan::{Found, PLACEHOLDER, Past, RETIRE, Stage, Step};
use super::release::{Current, Entry, Release, Sha256};
use super::site_folder::entry;
use super::store::{Listed, Store, SystemLock, Version, When};
use super::target::{Contents, Job, Seen, Target, found};
use citeback_content::base::error::Error;

const CURRENT: &str = "current.json";

/// A target that takes single files.
pub struct Stored<S> {
    store: S,
    /// How many earlier releases can be published again.
    keep: usize,
}

impl<S: Store> Stored<S> {
    pub fn new(store: S, keep: usize) -> Self {
        Stored { store, keep }
    }

    fn current(&self) -> Result<Option<(Current, Version)>, Error> {
        let found = self.store.private(CURRENT)?;
        found.map(|(bytes, version)| Ok((Current::from_json(&bytes)?, version))).transpose()
    }

    /// The releases that have a file in a folder of private files.
    fn releases_in(&self, folder: &str) -> Result<BTreeSet<Sha256>, Error> {
        let names = self.store.private_names(folder)?;
        let name = |name: String| {
            let name = name.rsplit('/').next().unwrap_or(&name);
            Sha256::try_from(name.strip_suffix(".json").unwrap_or(name).to_owned()).ok()
        };
        Ok(names.into_iter().filter_map(name).collect())
    }

    fn unfinished(&self) -> Result<Vec<Sha256>, Error> {
        Ok(self.releases_in("unfinished")?.into_iter().collect())
    }

    /// Takes the lock for as long as `work` takes.
    fn locked<T>(&self, context: &Context<'_>, work: impl FnOnce(&Lease) -> Result<T, Error>) -> Result<T, Error> {
        let system = self.store.system_lock()?;
        let lone = match &system {
            SystemLock::Theirs => return Err(busy(&self.store)),
            SystemLock::Ours(_) => true,
            SystemLock::None => false,
        };
        let lease = Lease::take(&self.store, lone, context)?;
        let done = lease.keep_during(&self.store, context, || work(&lease));
        lease.release(&self.store);
        done
    }

    /// Carries out a plan under the lock.
    fn carry_out(&self, job: &Job<'_>, lease: &Lease, context: &Context<'_>) -> Result<(), Error> {
        let (current, version) = self.current()?.unzip();
        if current != job.seen.current || self.unfinished()? != job.seen.unfinished {
            return Err(Error::refused(
                format!("somebody else has published to {} meanwhile", self.store.describe()),
                "look at what is there, and run the command again",
            ));
        }
        let name = job.release.name();
        self.store.begin()?;
        self.change(job, lease, context).inspect_err(|_| self.store.abandon())?;
        let next = Current::after(current.as_ref(), name, context.time(), self.keep);
        let when = version.as_ref().map_or(When::Absent, When::Is);
        if self.store.put_private(CURRENT, next.to_json().as_bytes(), when)?.is_none() {
            return Err(busy(&self.store));
        }
        // Whatever was uncertain is certain now.
        self.unfinished()?.iter().try_for_each(|name| self.store.delete_private(&mark_of(name)))?;
        self.prune(&next)
    }

    /// Makes all changes that readers see.
    fn change(&self, job: &Job<'_>, lease: &Lease, context: &Context<'_>) -> Result<(), Error> {
        let name = job.release.name();
        self.store.put_private(&list_of(&name), job.release.to_json().as_bytes(), When::Always)?;
        self.store.put_private(&mark_of(&name), context.time().as_bytes(), When::Always)?;
        let run = Run { store: &self.store, job, lease, context, done: AtomicUsize::new(0) };
        let (removals, others): (Vec<&Stage>, Vec<&Stage>) =
            job.plan.stages.iter().partition(|stage| stage.name == RETIRE);
        others.iter().try_for_each(|stage| run.stage(stage))?;
        self.store.flush()?;
        run.verify()?;
        removals.iter().try_for_each(|stage| run.stage(stage))?;
        lease.check(&self.store, context)?;
        self.store.commit()
    }

    /// Deletes what no release of the history needs.
    fn prune(&self, current: &Current) -> Result<(), Error> {
        let mut superfluous = self.releases_in("releases")?;
        superfluous.retain(|name| current.history.iter().all(|kept| kept.release != *name));
        if superfluous.is_empty() {
            return Ok(());
        }
        let mut needed = BTreeSet::new();
        for publication in &current.history {
            // If a list is missing, it is not known what it needs.
            let Some(release) = self.release(&publication.release)? else {
                return Ok(());
            };
            needed.extend(release.files.values().map(|entry| kept_name(&entry.sha256)));
        }
        for name in self.store.private_names("kept")?.iter().filter(|name| !needed.contains(*name)) {
            self.store.delete_private(name)?;
        }
        superfluous.iter().try_for_each(|name| self.store.delete_private(&list_of(name)))
    }
}

fn list_of(release: &Sha256) -> String {
    format!("releases/{release}.json")
}

fn mark_of(release: &Sha256) -> String {
    format!("unfinished/{release}")
}

fn kept_name(sha256: &Sha256) -> String {
    format!("kept/{sha256}")
}

impl<S: Store> Target for Stored<S> {
    fn describe(&self) -> String {
        self.store.describe()
    }

    fn look(&self) -> Result<Seen, Error> {
        let current = self.current()?.map(|(current, _)| current);
        let live = match &current {
            Some(current) => Some(self.release(&current.live)?.ok_or_else(|| {
                Error::refused(
                    format!("the list of the live release {} is missing at the target", current.live.short()),
                    "if nothing can be restored, delete what citeback keeps there, and publish with --adopt",
                )
            })?),
            None => None,
        };
        let before = current.as_ref().and_then(|current| current.before);
        let before = before.map(|before| self.release(&before)).transpose()?.flatten();
        let unfinished = self.unfinished()?;
        let attempts = unfinished.iter().map(|name| self.release(name));
        let attempts: Vec<Release> = attempts.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        let listed = self.store.list()?;
        let past = Past { live: live.as_ref(), before: before.as_ref() };
        let known = |(path, listed)| (String::clone(&path), what_is_there(&path, listed, past, &attempts));
        let there = listed.into_iter().map(known).collect();
        Ok(Seen { there, current, live, before, unfinished, attempts })
    }

    fn publish(&self, job: &Job<'_>, context: &Context<'_>) -> Result<Vec<String>, Error> {
        self.locked(context, |lease| {
            self.carry_out(job, lease, context)?;
            let weak = "this target cannot tell two publishers at once apart for certain: let only one person or workflow publish";
            let mut remarks = self.store.remarks();
            remarks.extend((!lease.is_strong()).then(|| weak.to_owned()));
            Ok(remarks)
        })
    }

    fn release(&self, name: &Sha256) -> Result<Option<Release>, Error> {
        let Some((bytes, _)) = self.store.private(&list_of(name))? else {
            return Ok(None);
        };
        let release = Release::from_json(&bytes)?;
        if release.name() == *name {
            return Ok(Some(release));
        }
        Err(Error::refused(format!("the list of the release {} is of another one", name.short()), ""))
    }

    fn kept(&self) -> &dyn Contents {
        self
    }

    fn missing(&self, release: &Release, paths: &[String]) -> Result<Vec<String>, Error> {
        let kept: BTreeSet<String> = self.store.private_names("kept")?.into_iter().collect();
        let is_missing =
            |path: &&String| release.files.get(*path).is_some_and(|e| !kept.contains(&kept_name(&e.sha256)));
        Ok(paths.iter().filter(is_missing).cloned().collect())
    }

    fn purge(&self, path: &str, context: &Context<'_>) -> Result<usize, Error> {
        self.locked(context, |_| {
            let Some((mut current, version)) = self.current()? else {
                return Ok(0);
            };
            let live = self.release(&current.live)?.unwrap_or_default();
            if live.files.contains_key(path) {
                return Err(Error::refused(
                    format!("{path} is in the live release"),
                    "publish the site without it first; then its earlier versions can be removed",
                ));
            }
            let public: BTreeSet<Sha256> = live.files.values().map(|entry| entry.sha256).collect();
            let mut purged = BTreeSet::new();
            for name in self.releases_in("releases")? {
                let entry = self.release(&name)?.and_then(|release| release.files.get(path).cloned());
                purged.extend(entry.map(|entry| entry.sha256));
            }
            current.purged.extend(purged.difference(&public));
            self.store
                .put_private(CURRENT, current.to_json().as_bytes(), When::Is(&version))?
                .ok_or_else(|| busy(&self.store))?;
            let kept: BTreeSet<String> = self.store.private_names("kept")?.into_iter().collect();
            let names: Vec<String> = purged.iter().map(kept_name).filter(|name| kept.contains(name)).collect();
            names.iter().try_for_each(|name| self.store.delete_private(name))?;
            Ok(names.len())
        })
    }

    fn private_addresses(&self) -> Vec<String> {
        self.store.private_addresses()
    }

    fn verify(&self, release: &Release) -> Result<Vec<String>, Error> {
        wrong_files(release, self.store.transfers(), |path, entry| {
            Ok(self.store.read(path)?.is_some_and(|bytes| Sha256::of(&bytes) == entry.sha256))
        })
    }
}

impl<S: Store> Contents for Stored<S> {
    fn read(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, Error> {
        let kept = self.store.private(&kept_name(&entry.sha256))?;
        kept.map(|(bytes, _)| bytes).filter(|bytes| Sha256::of(bytes) == entry.sha256).ok_or_else(|| {
            Error::refused(format!("{path} of that release is not kept any more"), "publish the site from its notes")
        })
    }
}

/// What is known of a listed file.
fn what_is_there(path: &str, listed: Listed, past: Past<'_>, attempts: &[Release]) -> Found {
    let Some(found) = found(path, past, attempts) else {
        return Found::Foreign(listed.sha256);
    };
    match listed.sha256 {
        // The target has read it, so this is certain.
        Some(sha256) => {
            let releases = past.live.into_iter().chain(past.before).chain(attempts);
            let mut entries = releases.filter_map(|release| release.files.get(path));
            let own = entries.find(|entry| entry.sha256 == sha256);
            own.map_or(Found::Uncertain, |entry| Found::Ours(entry.clone()))
        }
        None => match found {
            // Somebody has changed it.
            Found::Ours(entry) if entry.size != listed.size => Found::Uncertain,
            found => found,
        },
    }
}

/// A plan that is being carried out.
struct Run<'a> {
    store: &'a dyn Store,
    job: &'a Job<'a>,
    lease: &'a Lease,
    context: &'a Context<'a>,
    done: AtomicUsize,
}

impl Run<'_> {
    fn stage(&self, stage: &Stage) -> Result<(), Error> {
        let total = self.job.plan.stages.iter().map(|stage| stage.steps.len()).sum();
        in_parallel(self.store.transfers(), &stage.steps, |step| {
            self.context.go_on()?;
            self.lease.check(self.store, self.context)?;
            let bytes = self.step(step)?;
            (self.context.progress)(self.done.fetch_add(1, Ordering::Relaxed) + 1, total, bytes);
            Ok(())
        })
    }

    /// Carries out a step, and returns how many bytes of the site it wrote.
    fn step(&self, step: &Step) -> Result<u64, Error> {
        let Job { release, contents, .. } = self.job;
        match step {
            Step::Keep { path, sha256 } => self.keep(path, sha256)?,
            Step::SetAside { path } => self.set_aside(path)?,
            // Readers see none of the states between.
            Step::Placeholder { .. } if self.store.is_atomic() => {}
            Step::Placeholder { path } => {
                let bytes = PLACEHOLDER.as_bytes();
                self.store.write(path, bytes, &entry(path, bytes))?;
            }
            Step::Write { path } => {
                let entry = &release.files[path];
                self.store.write(path, &contents.read(path, entry)?, entry)?;
                return Ok(entry.size);
            }
            Step::Delete { path } => self.store.delete(path)?,
        }
        Ok(0)
    }

    /// Copies a file of the live release aside, unless that has happened. Files are copied before any is changed, so one that an
    /// interrupted run has changed was copied by it.
    fn keep(&self, path: &str, sha256: &Sha256) -> Result<(), Error> {
        let name = kept_name(sha256);
        let purged = self.job.seen.current.as_ref().is_some_and(|current| current.purged.contains(sha256));
        if purged || self.store.has_private(&name)? {
            return Ok(());
        }
        if matches!(self.job.seen.there.get(path), Some(Found::Ours(entry)) if entry.sha256 == *sha256) {
            return self.store.copy_aside(path, &name);
        }
        match self.store.read(path)?.filter(|bytes| Sha256::of(bytes) == *sha256) {
            Some(bytes) => self.store.put_private(&name, &bytes, When::Always).map(drop),
            None => Ok(()),
        }
    }

    /// Copies a file of somebody else aside. If an interrupted run has done so, the copy stays.
    fn set_aside(&self, path: &str) -> Result<(), Error> {
        let Seen { there, attempts, .. } = self.job.seen;
        let name = format!("replaced/{path}");
        if there.get(path) != Some(&Found::Uncertain) {
            return self.store.copy_aside(path, &name);
        }
        let Some(sha256) = self.store.read(path)?.map(|bytes| Sha256::of(&bytes)) else {
            return Ok(());
        };
        let is_placeholder = sha256 == Sha256::of(PLACEHOLDER.as_bytes());
        let mut entries = attempts.iter().filter_map(|attempt| attempt.files.get(path));
        if is_placeholder || entries.any(|entry| entry.sha256 == sha256) {
            return Ok(());
        }
        self.store.copy_aside(path, &name)
    }

    /// Checks what was written, before anything is removed.
    fn verify(&self) -> Result<(), Error> {
        let Job { plan, release, .. } = self.job;
        let written: Vec<&String> = plan.new.iter().chain(&plan.changed).collect();
        in_parallel(self.store.transfers(), &written, |path| {
            self.context.go_on()?;
            self.lease.check(self.store, self.context)?;
            if self.store.verify(path, &release.files[*path])? {
                return Ok(());
            }
            Err(Error::refused(
                format!("{path} is not at the target as it was written"),
                "nothing was removed; run the command again",
            ))
        })
    }
}

#[cfg(test)]
pub(super) mod tests;
