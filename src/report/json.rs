//! Findings for programs: one JSON object per line. The format is a stable interface, described in docs/findings.md.

use serde::Serialize;

use crate::base::files::FileRange;
use crate::findings::{Located, LocatedFix};

/// The JSON form of a finding. Empty fields are omitted, except for the hints.
#[derive(Serialize)]
pub struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    #[serde(skip_serializing_if = "is_false")]
    downgraded: bool,
    #[serde(flatten)]
    at: RangeRecord<'a>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedRecord<'a>>,
    hints: &'a [String],
    /// The change that `check --fix` makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixRecord<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<FixRecord<'a>>,
    /// Why the note accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

/// Lines and columns count from 1, columns in code points; the end is exclusive.
#[derive(Serialize)]
struct RangeRecord<'a> {
    /// Path relative to the site.
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct RelatedRecord<'a> {
    #[serde(flatten)]
    at: RangeRecord<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct FixRecord<'a> {
    title: &'a str,
    edits: Vec<EditRecord<'a>>,
}

/// A range and the text to put there.
#[derive(Serialize)]
struct EditRecord<'a> {
    #[serde(flatten)]
    at: RangeRecord<'a>,
    text: &'a str,
}

/// One finding as a line of JSON, ending in a newline.
pub fn json(finding: &Located<'_>) -> String {
    let mut line = serde_json::to_string(&record(finding)).expect("a record of strings and numbers can be serialised");
    line.push('\n');
    line
}

/// The whole record.
fn record<'a>(finding: &'a Located<'_>) -> Record<'a> {
    let fixes = &finding.fixes;
    Record {
        fix: fixes.automatic().map(fix_record),
        choices: fixes.choices().into_iter().map(fix_record).collect(),
        ..record_without_fixes(finding)
    }
}

/// The record that [`json`] writes, for use inside a larger structure that offers no fixes: none are made.
pub fn record_without_fixes<'a>(finding: &'a Located<'_>) -> Record<'a> {
    let Located { code, severity, message, at, label, related, elsewhere, hints, fixes: _, accepted, downgraded } =
        finding;
    Record {
        code: code.name(),
        severity: severity.name(),
        downgraded: *downgraded,
        at: range_record(at),
        message,
        label: *label,
        related: related
            .iter()
            .chain(elsewhere)
            .map(|(at, message)| RelatedRecord { at: range_record(at), message })
            .collect(),
        hints,
        fix: None,
        choices: vec![],
        accepted: *accepted,
    }
}

fn range_record<'a>(FileRange { file, start, end, .. }: &FileRange<'a>) -> RangeRecord<'a> {
    RangeRecord { file: &file.path, line: start.line, column: start.column, end_line: end.line, end_column: end.column }
}

fn fix_record(LocatedFix { title, edits }: LocatedFix<'_>) -> FixRecord<'_> {
    FixRecord { title, edits: edits.iter().map(|(at, text)| EditRecord { at: range_record(at), text }).collect() }
}

fn is_false(value: &bool) -> bool {
    !value
}
