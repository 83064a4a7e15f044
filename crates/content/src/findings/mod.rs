//! Findings: problems in the content, for the editor who can fix them. [`Diagnostic`] is one, [`Findings`] all those of a run.
//!
//! Failures of the outside world (a disk, a permission) are [`Error`](crate::base::error::Error)s instead.

mod code;
mod compatible;
mod diagnostic;
mod digest;
mod finding;
mod fix;
mod kept;
mod located;
mod order;
mod spelling;

pub use code::{Code, Severity};
pub use compatible::compatible;
pub use diagnostic::Diagnostic;
pub use digest::{Digest, Folded};
pub use finding::{Deferred, Finding};
pub use fix::Fix;
pub use kept::{FindAgain, KeptFindings};
pub use located::{Located, LocatedFix, LocatedFixes};
pub use spelling::{did_you_mean, only_meant, question, similar};

/// The maximum number of names from which an editor chooses the one that is meant.
pub const MAX_MEANT: usize = 3;

use std::collections::HashSet;
use std::sync::Arc;

use crate::base::files::{FileId, Files};
use order::in_order;

/// The findings of a run, collected from all stages. They are shared with the caches of the stages.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    all: Vec<Finding>,
}

/// The findings of a run in their final order, and how many there are of each severity.
#[derive(Debug, Default)]
pub struct SortedFindings {
    /// As [`Findings::sorted`].
    pub open: Vec<Arc<Diagnostic>>,
    pub errors: usize,
    pub warnings: usize,
    pub advice: usize,
    /// As [`Findings::accepted`].
    pub accepted: usize,
}

impl Findings {
    pub fn push(&mut self, finding: impl Into<Finding>) {
        self.all.push(finding.into());
    }

    pub fn extend<F: Into<Finding>>(&mut self, findings: impl IntoIterator<Item = F>) {
        self.all.extend(findings.into_iter().map(Into::into));
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.all.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The findings whose details are known, among them all errors.
    pub fn completed(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter().filter_map(|finding| match finding {
            Finding::Complete(finding) => Some(&**finding),
            Finding::Deferred(_) => None,
        })
    }

    /// All findings with their details, without duplicates, in the order in which they were found.
    pub fn completed_all(&self) -> Vec<Arc<Diagnostic>> {
        finding::complete_all(&self.all);
        let completed: Vec<Finding> = self.all.iter().map(|finding| Finding::Complete(finding.shared())).collect();
        distinct(completed.iter()).map(Finding::shared).collect()
    }

    /// Removes findings for which `keep` does not hold.
    pub fn retain(&mut self, keep: impl FnMut(&Finding) -> bool) {
        self.all.retain(keep);
    }

    /// Removes completed findings for which `keep` does not hold.
    pub fn retain_completed(&mut self, mut keep: impl FnMut(&Diagnostic) -> bool) {
        self.all.retain(|finding| match finding {
            Finding::Complete(finding) => keep(finding),
            Finding::Deferred(_) => true,
        });
    }

    /// Downgrades the errors in some files to warnings.
    pub fn downgrade(&mut self, files: &HashSet<FileId>) {
        let errors = self.all.iter_mut().filter(|finding| finding.severity() == Severity::Error);
        errors
            .filter(|finding| files.contains(&finding.file()))
            .for_each(|finding| finding.complete_mut().downgraded = true);
    }

    /// Accepts the findings for which `reason` returns a reason; errors are never accepted. Only findings whose code and file are in
    /// `concerned` can have one.
    pub fn accept(
        &mut self,
        concerned: &HashSet<(Code, FileId)>,
        mut reason: impl FnMut(&Diagnostic) -> Option<String>,
    ) {
        let acceptable = self.all.iter_mut().filter(|finding| finding.code().can_be_accepted());
        for finding in acceptable.filter(|finding| concerned.contains(&(finding.code(), finding.file()))) {
            let finding = finding.complete_mut();
            if finding.accepted.is_none() {
                finding.accepted = reason(finding);
            }
        }
    }

    /// All findings in the order in which they were found.
    pub fn into_all(self) -> Vec<Finding> {
        self.all
    }

    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    pub fn advice(&self) -> usize {
        self.count(Severity::Advice)
    }

    /// How many findings the notes accept; the other counts leave these out.
    pub fn accepted(&self) -> usize {
        distinct(self.all.iter().filter(|finding| finding.is_accepted())).count()
    }

    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|finding| finding.severity() == Severity::Error)
    }

    pub fn has_error_in(&self, file: FileId) -> bool {
        self.all.iter().any(|finding| finding.file() == file && finding.severity() == Severity::Error)
    }

    /// How many findings have a severity, without duplicates and accepted ones.
    fn count(&self, severity: Severity) -> usize {
        distinct(self.open().filter(|finding| finding.severity() == severity)).count()
    }

    /// The findings that are not accepted.
    fn open(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter().filter(|finding| !finding.is_accepted())
    }

    /// All findings except accepted ones, sorted by file, place and code, without duplicates; changed sources come first.
    pub fn sorted(&self, files: &Files) -> Vec<&Diagnostic> {
        let mut sorted = self.sorted_with_accepted(files);
        sorted.retain(|finding| finding.accepted.is_none());
        sorted
    }

    /// Sorts and counts in one pass, and shares the findings.
    pub fn into_sorted(self, files: &Files) -> SortedFindings {
        finding::complete_all(&self.all);
        let mut sorted = SortedFindings::default();
        for finding in in_order(distinct(self.all.iter()).map(Finding::shared).collect(), files) {
            if finding.accepted.is_some() {
                sorted.accepted += 1;
                continue;
            }
            match finding.severity() {
                Severity::Error => sorted.errors += 1,
                Severity::Warning => sorted.warnings += 1,
                Severity::Advice => sorted.advice += 1,
            }
            sorted.open.push(finding);
        }
        sorted
    }

    /// Like [`sorted`](Self::sorted), but with accepted findings.
    pub fn sorted_with_accepted(&self, files: &Files) -> Vec<&Diagnostic> {
        finding::complete_all(&self.all);
        in_order(distinct(self.all.iter()).map(Finding::complete).collect(), files)
    }

    /// The findings whose severity is `in_full`, and of each other code with very many findings only the first.
    pub fn digest(&self, files: &Files, in_full: impl Fn(Severity) -> bool) -> Digest<'_> {
        Digest::new(distinct(self.open()), files, in_full)
    }
}

/// Without duplicates, of which the first is kept.
fn distinct<'f>(findings: impl Iterator<Item = &'f Finding>) -> impl Iterator<Item = &'f Finding> {
    let mut seen = HashSet::new();
    findings.filter(move |finding| finding.identity().is_none_or(|identity| seen.insert(identity)))
}
