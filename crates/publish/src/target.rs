//! Where a site is published: [`Target`].

use super::caching::is_immutable;
use super::context::Context;
use super::plan::{Found, Past, Plan, There};
use super::release::{Current, Entry, Release, Sha256};
use citeback_content::base::error::Error;

/// A place where a site can be published, read back and rolled back.
pub trait Target {
    /// What the target is, for people: “the folder /srv/www/brief”. Without secrets.
    fn describe(&self) -> String;

    /// Files that the target needs beside those of the site.
    fn additions(&self) -> Vec<(&'static str, Vec<u8>)> {
        vec![]
    }

    /// Reads what is at the target. Writes nothing.
    ///
    /// # Errors
    /// When the target cannot be reached, or has something that this version does not understand.
    fn look(&self) -> Result<Seen, Error>;

    /// Carries out a plan, and returns remarks for people. `seen` is what the plan was made from: if somebody else has published since, nothing is done.
    ///
    /// # Errors
    /// When something fails, or somebody else publishes at the same time. Readers then still find every page, old or new, and the
    /// next run goes on from there.
    fn publish(&self, job: &Job<'_>, context: &Context<'_>) -> Result<Vec<String>, Error>;

    /// A release that can be published again.
    ///
    /// # Errors
    /// When it cannot be read.
    fn release(&self, name: &Sha256) -> Result<Option<Release>, Error>;

    /// The files of releases that can be published again.
    fn kept(&self) -> &dyn Contents;

    /// Which of these files of a release are not kept, so that they cannot be published again.
    ///
    /// # Errors
    /// When the target cannot be reached.
    fn missing(&self, release: &Release, paths: &[String]) -> Result<Vec<String>, Error>;

    /// Removes what is kept of a path from all releases but the live one, and returns how many files that were.
    ///
    /// # Errors
    /// When the target cannot do that, or the file is in the live release.
    fn purge(&self, path: &str, context: &Context<'_>) -> Result<usize, Error>;

    /// Addresses relative to the site's at which readers must not find anything.
    #[cfg_attr(not(feature = "network"), expect(dead_code, reason = "without a network they are not fetched"))]
    fn private_addresses(&self) -> Vec<String> {
        vec![]
    }

    /// Reads every file of a release back, and returns the paths of those that are not as published.
    ///
    /// # Errors
    /// When the target cannot be reached.
    fn verify(&self, release: &Release) -> Result<Vec<String>, Error>;
}

/// The bytes of files.
pub trait Contents: Sync {
    /// # Errors
    /// When the file cannot be read, or is not the one that the entry describes.
    fn read(&self, path: &str, entry: &Entry) -> Result<Vec<u8>, Error>;
}

/// What was at a target.
#[derive(Debug, Default)]
pub struct Seen {
    pub current: Option<Current>,
    /// The live release.
    pub live: Option<Release>,
    /// The release that was live before.
    pub before: Option<Release>,
    /// Releases whose publication was interrupted.
    pub unfinished: Vec<Sha256>,
    /// The same releases, as far as they can be read.
    pub attempts: Vec<Release>,
    pub there: There,
}

impl Seen {
    pub fn past(&self) -> Past<'_> {
        Past { live: self.live.as_ref(), before: self.before.as_ref() }
    }
}

/// What to publish.
pub struct Job<'a> {
    pub release: &'a Release,
    pub contents: &'a dyn Contents,
    pub plan: &'a Plan,
    pub seen: &'a Seen,
}

/// What is known of a file that only the release before the live one has: a publication leaves the styles and scripts of that release
/// where they are.
pub fn left_over(path: &str, before: Option<&Release>) -> Option<Found> {
    let entry = before?.files.get(path).filter(|entry| is_immutable(entry))?;
    Some(Found::Ours(entry.clone()))
}

/// What is known of a file that is at the target, if these publications were interrupted since the live release was published. `None` if
/// none of these releases has the path.
pub fn found(path: &str, past: Past<'_>, unfinished: &[Release]) -> Option<Found> {
    let live = past.live.and_then(|live| live.files.get(path));
    let mut attempts = unfinished.iter().map(|attempt| attempt.files.get(path));
    if live.is_none() && attempts.clone().all(|entry| entry.is_none()) {
        return left_over(path, past.before);
    }
    match live {
        Some(entry) if attempts.all(|attempt| attempt == Some(entry)) => Some(Found::Ours(entry.clone())),
        _ => Some(Found::Uncertain),
    }
}
