//! What was published last from this machine, and what has changed since: [`remember`], [`unpublished`]. Nothing is asked of a network.
//!
//! The record of a target is kept beside the built site and may be lost at any time; then nothing is said.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::release::{Release, Sha256};
use citeback_content::base::disk;
use citeback_content::base::output::{BUILT, beside, inputs};

const FORMAT: u32 = 1;

/// The files that a site is built from, by path.
pub type Notes = BTreeMap<String, Sha256>;

/// The file `published/TARGET.json`.
#[derive(Serialize, Deserialize)]
struct Record {
    format: u32,
    /// The release that was published.
    release: Sha256,
    /// The ids of the claims that have a page in it.
    claims: BTreeSet<String>,
    files: Notes,
}

/// What has been written and is not published yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Unpublished {
    /// The name of the target.
    pub target: String,
    /// Ids of claims that are new, changed or removed.
    pub claims: Vec<String>,
    /// Ids of such sources.
    pub sources: Vec<String>,
    /// How many other files have changed.
    pub others: usize,
}

/// How many claims are named.
const MAX_NAMED: usize = 8;

impl fmt::Display for Unpublished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unpublished { target, claims, sources, others } = self;
        let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let mut parts = vec![];
        if !claims.is_empty() {
            let named = claims.iter().take(MAX_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
            let more = if claims.len() > MAX_NAMED { ", …" } else { "" };
            parts.push(format!("{} ({named}{more})", count(claims.len(), "claim")));
        }
        if !sources.is_empty() {
            parts.push(count(sources.len(), "source"));
        }
        if *others > 0 {
            parts.push(count(*others, "other file"));
        }
        match parts.as_slice() {
            [] => write!(f, "{target}: everything is published"),
            parts => write!(f, "{target}: unpublished changes: {}", parts.join(", ")),
        }
    }
}

/// Hashes the files that a site is built from. One that cannot be read is left out: the build reports it.
pub fn notes(site: &Path) -> Notes {
    let entries = inputs(site).into_iter().flat_map(WalkDir::new).filter_map(Result::ok);
    let files: Vec<PathBuf> = entries.filter(|entry| entry.file_type().is_file()).map(|e| e.into_path()).collect();
    let hashed = files.par_iter().filter_map(|file| {
        let parts: Option<Vec<&str>> = file.strip_prefix(site).ok()?.iter().map(|part| part.to_str()).collect();
        Some((parts?.join("/"), Sha256::of(&fs::read(file).ok()?)))
    });
    // Files that are being written.
    hashed.filter(|(path, _)| !path.rsplit('/').next().is_some_and(|name| name.starts_with('.'))).collect()
}

/// Keeps what was published to a target. `notes` is what the site was built from, read before the build began: what is saved during the
/// build counts as unpublished then. A failure needs no report.
pub fn remember(site: &Path, target: &str, release: &Release, notes: Notes) {
    let claims = release.files.keys().filter_map(|path| path.strip_prefix("claims/")?.strip_suffix(".html"));
    let claims = claims.map(str::to_owned).collect();
    let record = Record { format: FORMAT, release: release.name(), claims, files: notes };
    let path = folder(site).join(format!("{target}.json"));
    if let (Ok(text), Ok(())) = (serde_json::to_vec(&record), fs::create_dir_all(folder(site))) {
        let _ = disk::put(&path, &text);
    }
}

/// Forgets it, when it is not known from which notes the published release was made.
pub fn forget(site: &Path, target: &str) {
    let _ = fs::remove_file(folder(site).join(format!("{target}.json")));
}

/// What has changed since the last publication, for each target that something was published to from here, by name. `is_draft` says
/// whether the claim with an id is a draft.
pub fn unpublished(site: &Path, is_draft: &dyn Fn(&str) -> bool) -> Vec<Unpublished> {
    let mut records: Vec<(String, Record)> = vec![];
    for entry in fs::read_dir(folder(site)).into_iter().flatten().flatten() {
        let name = entry.file_name().to_str().and_then(|name| name.strip_suffix(".json")).map(str::to_owned);
        let record = fs::read(entry.path()).ok().and_then(|bytes| serde_json::from_slice::<Record>(&bytes).ok());
        records.extend(name.zip(record.filter(|record| record.format == FORMAT)));
    }
    if records.is_empty() {
        return vec![];
    }
    records.sort_by(|(one, _), (other, _)| one.cmp(other));
    let now = notes(site);
    records.into_iter().map(|(target, record)| compare(target, &record, &now, is_draft)).collect()
}

fn compare(target: String, record: &Record, now: &Notes, is_draft: &dyn Fn(&str) -> bool) -> Unpublished {
    let paths: BTreeSet<&String> = record.files.keys().chain(now.keys()).collect();
    let changed = paths.into_iter().filter(|path| record.files.get(*path) != now.get(*path));
    let mut found = Unpublished { target, claims: vec![], sources: vec![], others: 0 };
    for path in changed {
        let id = |folder: &str, ending: &str| path.strip_prefix(folder)?.strip_suffix(ending).map(str::to_owned);
        if let Some(id) = id("content/claims/", ".yaml") {
            // A draft that readers do not see is nothing to publish.
            if record.claims.contains(&id) || (now.contains_key(path) && !is_draft(&id)) {
                found.claims.push(id);
            }
        } else if let Some(id) = id("content/sources/", ".md") {
            found.sources.push(id);
        } else {
            found.others += 1;
        }
    }
    found
}

fn folder(site: &Path) -> PathBuf {
    beside(&site.join(BUILT)).join("published")
}
