//! Findings for programs: one JSON object a line. The shape is a stable interface, described in docs/findings.md.

use serde::Serialize;

use crate::base::files::FileRange;
use crate::findings::{Located, LocatedFix};

/// A finding as programs get it. What is empty is left out, but for the hints.
#[derive(Serialize)]
pub struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    downgraded: bool,
    #[serde(flatten)]
    at: Place<'a>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
    hints: &'a [String],
    /// What `check --fix` does.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Repair<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Repair<'a>>,
    /// Why the note accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

/// Lines and columns count from 1, columns in code points; the end is exclusive.
#[derive(Serialize)]
struct Place<'a> {
    /// Relative to the site.
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    at: Place<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct Repair<'a> {
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

/// A place and the text to put there.
#[derive(Serialize)]
struct Replacement<'a> {
    #[serde(flatten)]
    at: Place<'a>,
    text: &'a str,
}

/// One finding as a line of JSON, with a newline at its end.
pub fn json(finding: &Located<'_>) -> String {
    let mut line = serde_json::to_string(&record(finding)).expect("a record of texts and numbers is JSON");
    line.push('\n');
    line
}

/// What [`json`] writes, as part of something larger.
pub fn record<'a>(finding: &'a Located<'_>) -> Record<'a> {
    let Located { code, severity, message, at, label, related, hints, fix, choices, accepted, downgraded } = finding;
    Record {
        code: code.name(),
        severity: severity.name(),
        downgraded: *downgraded,
        at: place(at),
        message,
        label: *label,
        related: related.iter().map(|(at, message)| Related { at: place(at), message }).collect(),
        hints,
        fix: fix.as_ref().map(repair),
        choices: choices.iter().map(repair).collect(),
        accepted: *accepted,
    }
}

fn place<'a>(at: &'a FileRange<'_>) -> Place<'a> {
    let FileRange { file, start, end, .. } = at;
    Place { file: &file.path, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
}

fn repair<'a>(fix: &'a LocatedFix<'_>) -> Repair<'a> {
    let LocatedFix { title, edits } = fix;
    Repair { title, edits: edits.iter().map(|(at, text)| Replacement { at: place(at), text }).collect() }
}

fn is_false(value: &bool) -> bool {
    !value
}
