//! A finding with the lines and columns of all its places: [`Located`]. All output formats are made from it.
//!
//! Each format destructures `Located` field by field, so a field that is added here does not compile until every format handles it.

use super::code::{Code, Severity};
use super::diagnostic::Diagnostic;
use super::fix::Fix;
use crate::base::files::{FileRange, Files, Span};

/// A finding, ready for output.
#[derive(Debug, Clone)]
pub struct Located<'a> {
    pub code: Code,
    /// The effective severity, see `downgraded`.
    pub severity: Severity,
    /// What is wrong, on one line.
    pub message: &'a str,
    pub at: FileRange<'a>,
    /// Text for the marked words; `None` if there is none.
    pub label: Option<&'a str>,
    /// Other places that belong to the finding, each with a description.
    pub related: Vec<(FileRange<'a>, &'a str)>,
    /// Places in sources, for programs: people find them in the hints.
    pub elsewhere: Vec<(FileRange<'a>, &'a str)>,
    /// How to fix it, and what else helps; each may have several lines.
    pub hints: &'a [String],
    /// The changes that fix it.
    pub fixes: LocatedFixes<'a>,
    /// The reason if its note accepts it.
    pub accepted: Option<&'a str>,
    /// Whether this error counts as a warning because its file is not published.
    pub downgraded: bool,
}

/// The changes that fix a finding. They are made when they are asked for.
#[derive(Debug, Clone, Copy)]
pub struct LocatedFixes<'a> {
    finding: &'a Diagnostic,
    files: &'a Files,
}

/// A change that fixes a finding.
#[derive(Debug, Clone)]
pub struct LocatedFix<'a> {
    pub title: &'a str,
    /// Each range to replace, with its new text.
    pub edits: Vec<(FileRange<'a>, &'a str)>,
}

impl<'a> Located<'a> {
    /// `files` must be those of the run that produced the finding.
    pub fn new(finding: &'a Diagnostic, files: &'a Files) -> Self {
        let Diagnostic { code, message, at, label, related, elsewhere, downgraded, accepted, hints, .. } = finding;
        Located {
            code: *code,
            severity: finding.severity(),
            message,
            at: files.range(at),
            label: Some(label.as_str()).filter(|label| !label.is_empty()),
            related: located(related, files),
            elsewhere: located(elsewhere, files),
            hints,
            fixes: LocatedFixes { finding, files },
            accepted: accepted.as_deref(),
            downgraded: *downgraded && code.severity() == Severity::Error,
        }
    }
}

fn located<'a>(places: &'a [(Span, String)], files: &'a Files) -> Vec<(FileRange<'a>, &'a str)> {
    places.iter().map(|(at, what)| (files.range(at), what.as_str())).collect()
}

impl<'a> LocatedFixes<'a> {
    /// The change that `check --fix` makes.
    pub fn automatic(&self) -> Option<LocatedFix<'a>> {
        self.finding.fix().map(|fix| LocatedFix::new(fix, self.files))
    }

    /// Possible changes from which the editor has to choose.
    pub fn choices(&self) -> Vec<LocatedFix<'a>> {
        self.finding.choices().iter().map(|fix| LocatedFix::new(fix, self.files)).collect()
    }
}

impl<'a> LocatedFix<'a> {
    pub fn new(fix: &'a Fix, files: &'a Files) -> Self {
        let Fix { title, edits } = fix;
        let edits = edits.iter().map(|edit| (files.range(&edit.at), edit.with.as_str()));
        LocatedFix { title, edits: edits.collect() }
    }
}
