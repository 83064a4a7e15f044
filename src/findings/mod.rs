//! Findings: what is wrong in the content, for the editor who can mend it. [`Diagnostic`] is one, [`Findings`] those of a run.
//!
//! What is wrong with the world outside (a disk, a permission) is an [`Error`](crate::base::error::Error) instead.

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
    /// Other places that belong to the finding, each with what it is; shown as frames of their own.
    pub related: Vec<(Span, String)>,
    /// Whether it is no error here, whatever its code says: it stands in something that is not published.
    pub downgraded: bool,
    /// Why the note that it is in accepts it, where it does: then it counts no longer, and is shown to programs only.
    pub accepted: Option<String>,
    /// How to mend it, and what else helps; each may run over several lines.
    pub hints: Vec<String>,
    /// The repair, where there is one that is surely meant.
    pub fix: Option<Fix>,
    /// Repairs of which somebody has to choose one; never made unasked.
    pub choices: Vec<Fix>,
}

/// A repair of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an editor would say it: “remove the prefix”.
    pub title: String,
    /// All of them or none are made; they do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    pub fn new(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Fix { title: title.into(), edits: edits.into_iter().collect() }
    }

    /// Another spelling.
    pub fn spelling(meant: &str, edit: Edit) -> Self {
        Fix::new(format!("spell it “{meant}”"), [edit])
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

    /// Adds a hint when there is one.
    #[must_use]
    pub fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Sets the repair, when there is one.
    #[must_use]
    pub fn maybe_fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// What makes two findings one.
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

/// The findings of a run, gathered from all stages.
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

    /// Makes warnings of the errors in some files.
    pub fn downgrade(&mut self, files: &HashSet<FileId>) {
        self.all
            .iter_mut()
            .filter(|finding| files.contains(&finding.at.file))
            .for_each(|finding| finding.downgraded = true);
    }

    /// Accepts findings for the reasons that `reason` gives; never an error.
    pub fn accept(&mut self, mut reason: impl FnMut(&Diagnostic) -> Option<String>) {
        for finding in self.all.iter_mut().filter(|finding| finding.code.can_be_accepted()) {
            finding.accepted = reason(finding);
        }
    }

    /// All findings as they were found.
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

    /// How many findings the notes accept; they are in none of the other counts.
    pub fn accepted(&self) -> usize {
        let accepted = self.all.iter().filter(|finding| finding.accepted.is_some());
        accepted.map(Diagnostic::identity).collect::<HashSet<_>>().len()
    }

    pub fn has_error_in(&self, file: FileId) -> bool {
        self.all.iter().any(|finding| finding.at.file == file && finding.severity() == Severity::Error)
    }

    /// How many there are of a severity; what was found twice counts once.
    fn count(&self, severity: Severity) -> usize {
        let open = self.all.iter().filter(|finding| finding.accepted.is_none());
        let of_severity = open.filter(|finding| finding.severity() == severity);
        of_severity.map(Diagnostic::identity).collect::<HashSet<_>>().len()
    }

    /// All findings but those that are accepted, sorted by file, place and code, each once; changed sources come first.
    pub fn sorted(&self, files: &crate::base::files::Files) -> Vec<&Diagnostic> {
        let mut sorted = self.sorted_with_accepted(files);
        sorted.retain(|finding| finding.accepted.is_none());
        sorted
    }

    /// As [`sorted`](Self::sorted), with those that are accepted.
    pub fn sorted_with_accepted(&self, files: &crate::base::files::Files) -> Vec<&Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.all.iter().collect();
        sorted.sort_by_key(|finding| {
            // A source that was changed comes first: quotes that are no longer found follow from it.
            let follows = finding.code != Code::SourceChanged;
            (follows, files.path(finding.at.file), finding.at.range.start, finding.code.name(), &finding.message)
        });
        sorted.dedup_by(|a, b| a.identity() == b.identity());
        sorted
    }
}
