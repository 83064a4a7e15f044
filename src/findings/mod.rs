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

use crate::base::files::FileId;

/// The findings of a run, collected from all stages.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    all: Vec<Diagnostic>,
}

impl Findings {
    pub fn push(&mut self, finding: Diagnostic) {
        self.all.push(finding);
    }

    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.all.extend(findings);
    }

    /// Downgrades the errors in some files to warnings.
    pub fn downgrade(&mut self, files: &HashSet<FileId>) {
        self.all
            .iter_mut()
            .filter(|finding| files.contains(&finding.at.file))
            .for_each(|finding| finding.downgraded = true);
    }

    /// Accepts the findings for which `reason` returns a reason; errors are never accepted.
    pub fn accept(&mut self, mut reason: impl FnMut(&Diagnostic) -> Option<String>) {
        for finding in self.all.iter_mut().filter(|finding| finding.code.can_be_accepted()) {
            finding.accepted = reason(finding);
        }
    }

    /// All findings in the order in which they were found.
    pub fn into_all(self) -> Vec<Diagnostic> {
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
        accepted.map(Diagnostic::identity).collect::<HashSet<_>>().len()
    }

    pub fn has_error_in(&self, file: FileId) -> bool {
        self.all.iter().any(|finding| finding.at.file == file && finding.severity() == Severity::Error)
    }

    /// How many findings have a severity, without duplicates and accepted ones.
    fn count(&self, severity: Severity) -> usize {
        let open = self.all.iter().filter(|finding| finding.accepted.is_none());
        let of_severity = open.filter(|finding| finding.severity() == severity);
        of_severity.map(Diagnostic::identity).collect::<HashSet<_>>().len()
    }

    /// All findings except accepted ones, sorted by file, place and code, without duplicates; changed sources come first.
    pub fn sorted(&self, files: &crate::base::files::Files) -> Vec<&Diagnostic> {
        let mut sorted = self.sorted_with_accepted(files);
        sorted.retain(|finding| finding.accepted.is_none());
        sorted
    }

    /// Like [`sorted`](Self::sorted), but with accepted findings.
    pub fn sorted_with_accepted(&self, files: &crate::base::files::Files) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.all.iter().collect();
        sorted.sort_by_key(|finding| {
            // A changed source comes first: it explains why quotes are no longer found.
            let follows = finding.code != Code::SourceChanged;
            (follows, files.path(finding.at.file), finding.at.range.start, finding.code.name(), &finding.message)
        });
        sorted.dedup_by(|a, b| a.identity() == b.identity());
        sorted
    }
}
