//! Findings: problems in the content, for the editor who can fix them. [`Diagnostic`] is one, [`Findings`] all those of a run.
//!
//! Failures of the outside world (a disk, a permission) are [`Error`](crate::base::error::Error)s instead.

mod code;
mod diagnostic;
mod guide;
mod located;
pub mod report;
mod spelling;

pub use code::{Code, Severity};
pub use diagnostic::{Diagnostic, Fix};
pub use guide::{explain, index};
pub use located::{Located, LocatedFix};
pub use spelling::{did_you_mean, only_meant, question};

use std::collections::HashSet;
use std::sync::Arc;

use crate::base::files::{FileId, Files};

/// The findings of a run, collected from all stages. They are shared with the caches of the stages.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    all: Vec<Arc<Diagnostic>>,
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
    pub fn push(&mut self, finding: Diagnostic) {
        self.all.push(Arc::new(finding));
    }

    pub fn extend(&mut self, findings: impl IntoIterator<Item = impl Into<Arc<Diagnostic>>>) {
        self.all.extend(findings.into_iter().map(Into::into));
    }

    /// Downgrades the errors in some files to warnings.
    pub fn downgrade(&mut self, files: &HashSet<FileId>) {
        if !files.is_empty() {
            let inside = self.all.iter_mut().filter(|finding| files.contains(&finding.at.file));
            inside.for_each(|finding| Arc::make_mut(finding).downgraded = true);
        }
    }

    /// Accepts the findings for which `reason` returns a reason; errors are never accepted.
    pub fn accept(&mut self, mut reason: impl FnMut(&Diagnostic) -> Option<String>) {
        for finding in self.all.iter_mut().filter(|finding| finding.code.can_be_accepted()) {
            let reason = reason(finding);
            if finding.accepted != reason {
                Arc::make_mut(finding).accepted = reason;
            }
        }
    }

    /// All findings in the order in which they were found.
    pub fn into_all(self) -> Vec<Arc<Diagnostic>> {
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
        let accepted = self.all.iter().filter(|finding| finding.accepted.is_some());
        accepted.map(|finding| finding.identity()).collect::<HashSet<_>>().len()
    }

    pub fn has_error_in(&self, file: FileId) -> bool {
        self.all.iter().any(|finding| finding.at.file == file && finding.severity() == Severity::Error)
    }

    /// How many findings have a severity, without duplicates and accepted ones.
    fn count(&self, severity: Severity) -> usize {
        let open = self.all.iter().filter(|finding| finding.accepted.is_none());
        let of_severity = open.filter(|finding| finding.severity() == severity);
        of_severity.map(|finding| finding.identity()).collect::<HashSet<_>>().len()
    }

    /// All findings except accepted ones, sorted by file, place and code, without duplicates; changed sources come first.
    pub fn sorted(&self, files: &Files) -> Vec<&Diagnostic> {
        let mut sorted = self.sorted_with_accepted(files);
        sorted.retain(|finding| finding.accepted.is_none());
        sorted
    }

    /// Sorts and counts in one pass, and shares the findings.
    pub fn into_sorted(self, files: &Files) -> SortedFindings {
        let mut all = self.all;
        sort(&mut all, files, |finding| finding);
        let mut sorted = SortedFindings::default();
        for finding in all.chunk_by(|a, b| a.identity() == b.identity()).map(|same| &same[0]) {
            if finding.accepted.is_some() {
                sorted.accepted += 1;
                continue;
            }
            match finding.severity() {
                Severity::Error => sorted.errors += 1,
                Severity::Warning => sorted.warnings += 1,
                Severity::Advice => sorted.advice += 1,
            }
            sorted.open.push(Arc::clone(finding));
        }
        sorted
    }

    /// Like [`sorted`](Self::sorted), but with accepted findings.
    pub fn sorted_with_accepted(&self, files: &Files) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.all.iter().map(Arc::as_ref).collect();
        sort(&mut sorted, files, |finding| finding);
        sorted.dedup_by(|a, b| a.identity() == b.identity());
        sorted
    }
}

/// Sorts findings by file, place and code.
fn sort<T>(findings: &mut [T], files: &Files, finding: impl Fn(&T) -> &Diagnostic) {
    let key = |finding: &Diagnostic| {
        // A changed source comes first: it explains why quotes are no longer found.
        (finding.code != Code::SourceChanged, files.rank(finding.at.file), finding.at.range.start)
    };
    findings.sort_by(|a, b| {
        let (a, b) = (finding(a), finding(b));
        let words = |finding: &Diagnostic| finding.code.name();
        key(a).cmp(&key(b)).then_with(|| words(a).cmp(words(b))).then_with(|| a.message.cmp(&b.message))
    });
}
