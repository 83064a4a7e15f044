//! A finding with the lines and columns of all that it speaks of: [`Located`]. Every report is made from one.
//!
//! Reports take a `Located` apart field by field, so that a field which is added here does not compile until each of them says what it
//! does with it.

use super::{Code, Diagnostic, Fix, Severity};
use crate::base::files::{FileRange, Files};

/// A finding, ready to be shown.
#[derive(Debug, Clone)]
pub struct Located<'a> {
    pub code: Code,
    /// As it counts here, see `downgraded`.
    pub severity: Severity,
    /// What is wrong, on one line.
    pub message: &'a str,
    pub at: FileRange<'a>,
    /// What belongs beside the marked words; `None` when there is nothing to say.
    pub label: Option<&'a str>,
    /// Other places that belong to the finding, each with what it is.
    pub related: Vec<(FileRange<'a>, &'a str)>,
    /// How to fix it, and what else helps; each may run over several lines.
    pub hints: &'a [String],
    /// The change that `check --fix` makes.
    pub fix: Option<LocatedFix<'a>>,
    /// Changes of which somebody has to choose one.
    pub choices: Vec<LocatedFix<'a>>,
    /// Why its note accepts it, where it does.
    pub accepted: Option<&'a str>,
    /// Whether it is an error elsewhere, and a warning here because its file is not published.
    pub downgraded: bool,
}

/// A change that fixes a finding.
#[derive(Debug, Clone)]
pub struct LocatedFix<'a> {
    pub title: &'a str,
    /// What makes way, and what is written there.
    pub edits: Vec<(FileRange<'a>, &'a str)>,
}

impl<'a> Located<'a> {
    /// `files` are those of the run that made the finding.
    pub fn new(finding: &'a Diagnostic, files: &'a Files) -> Self {
        let Diagnostic { code, message, at, label, related, downgraded, accepted, hints, fix, choices } = finding;
        Located {
            code: *code,
            severity: finding.severity(),
            message,
            at: files.range(at),
            label: Some(label.as_str()).filter(|label| !label.is_empty()),
            related: related.iter().map(|(at, what)| (files.range(at), what.as_str())).collect(),
            hints,
            fix: fix.as_ref().map(|fix| LocatedFix::new(fix, files)),
            choices: choices.iter().map(|fix| LocatedFix::new(fix, files)).collect(),
            accepted: accepted.as_deref(),
            downgraded: *downgraded && code.severity() == Severity::Error,
        }
    }
}

impl<'a> LocatedFix<'a> {
    pub fn new(fix: &'a Fix, files: &'a Files) -> Self {
        let Fix { title, edits } = fix;
        let edits = edits.iter().map(|edit| (files.range(&edit.at), edit.with.as_str()));
        LocatedFix { title, edits: edits.collect() }
    }
}
