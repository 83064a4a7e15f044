//! Findings: problems in the content, for the editor who can fix them. [`Diagnostic`] is one, [`Findings`] all those of a run.
//!
//! Failures of the outside world (a disk, a permission) are [`Error`](crate::base::error::Error)s instead.

mod code;
mod guide;
mod located;
pub mod report;
mod spelling;

pub use code::{Code, Severity};
pub use guide::{explain, index};
pub use located::{Located, LocatedFix};
pub use spelling::{did_you_mean, only_meant, question};

use std::collections::HashSet;

use crate::base::files::{FileId, Span};
use crate::notes::edit::Edit;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    /// What is wrong, on one line.
    pub message: String,
    pub at: Span,
    /// Written under the marked words; may be empty.
    pub label: String,
    /// Other places that belong to the finding, each with a description; shown in frames of their own.
    pub related: Vec<(Span, String)>,
    /// Whether this error counts as a warning because it is in a file that is not published.
    pub downgraded: bool,
    /// The reason if its note accepts it: it is no longer counted then, and only reported to programs.
    pub accepted: Option<String>,
    /// How to fix it, and what else helps; each may have several lines.
    pub hints: Vec<String>,
    /// The fix, if there is one that is safe to make automatically.
    pub fix: Option<Fix>,
    /// Possible fixes from which the editor has to choose; never made automatically.
    pub choices: Vec<Fix>,
}

/// A change that fixes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an instruction: “remove the prefix”.
    pub title: String,
    /// Made all together or not at all; they do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    pub fn new(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Fix { title: title.into(), edits: edits.into_iter().collect() }
    }

    /// Replaces a misspelling.
    pub fn spelling(meant: &str, edit: Edit) -> Self {
        Fix::new(format!("change it to “{meant}”"), [edit])
    }
}

impl Diagnostic {
    pub fn new(code: Code, at: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            at,
            label: String::new(),
            related: vec![],
            downgraded: false,
            accepted: None,
            hints: vec![],
            fix: None,
            choices: vec![],
        }
    }

    /// A finding about a file as a whole.
    pub fn of_file(code: Code, file: FileId, message: impl Into<String>) -> Self {
        Diagnostic::new(code, Span { file, range: 0..0 }, message)
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    #[must_use]
    pub fn related(mut self, at: Span, what: impl Into<String>) -> Self {
        self.related.push((at, what.into()));
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Sets the fix if there is one.
    #[must_use]
    pub fn maybe_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Findings with the same identity are duplicates.
    fn identity(&self) -> (Code, FileId, usize, &str) {
        (self.code, self.at.file, self.at.range.start, &self.message)
    }

    pub fn severity(&self) -> Severity {
        match self.code.severity() {
            Severity::Error if self.downgraded => Severity::Warning,
            severity => severity,
        }
    }
}

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
