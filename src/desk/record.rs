//! What is kept of a brief between two builds of its desk: [`Record`].

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::base::disk;
use crate::build::Outcome;
use crate::build::render::BriefSummary;
use crate::findings::KeptFindings;

/// A brief as it was built last.
#[derive(Serialize, Deserialize)]
pub(super) struct Record {
    /// A digest of all that its pages are made of.
    pub made_of: String,
    /// What was found in it.
    pub found: FoundBefore,
    /// What was found in its pages, which are the same as long as `made_of` is.
    pub in_pages: KeptFindings,
    pub claims: usize,
    pub sources: usize,
    pub passages: usize,
    pub absences: usize,
    pub summary: BriefSummary,
}

/// The findings of a brief as it was built last.
#[derive(Serialize, Deserialize)]
pub(super) struct FoundBefore {
    /// A digest of all that they depend on.
    pub depends_on: String,
    /// `None` if more is to be reported than findings: then the brief is read for it.
    pub findings: Option<KeptFindings>,
}

/// The folder of the records, beside the published folder.
pub(super) struct Records(PathBuf);

impl Records {
    pub fn at(folder: PathBuf) -> Self {
        Records(folder)
    }

    /// The record of a brief; `None` if there is none that can be read.
    pub fn read(&self, name: &str) -> Option<Record> {
        serde_json::from_slice(&fs::read(self.path(name)).ok()?).ok()
    }

    /// Keeps a record. A failure only makes the next build longer.
    pub fn keep(&self, name: &str, record: &Record) {
        let written = serde_json::to_vec(record).map(|bytes| disk::put(&self.path(name), &bytes));
        if !matches!(written, Ok(Ok(()))) {
            let _ = fs::remove_file(self.path(name));
        }
    }

    /// Removes the records of briefs that are gone.
    pub fn retain(&self, is_there: impl Fn(&str) -> bool) {
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.file_stem().and_then(|stem| stem.to_str());
            if name.is_none_or(|name| !is_there(name)) {
                let _ = fs::remove_file(&path);
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        Path::new(&self.0).join(format!("{name}.json"))
    }
}

impl Record {
    /// The counts of what was verified.
    pub fn counts_into(&self, outcome: &mut Outcome) {
        (outcome.claims, outcome.sources) = (self.claims, self.sources);
        (outcome.passages, outcome.absences) = (self.passages, self.absences);
    }
}
