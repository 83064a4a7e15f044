//! Findings for programs: one JSON object a line. The shape is a stable interface, described in docs/findings.md.

use serde::Serialize;

use crate::base::files::{FileRange, Files};
use crate::findings::{Diagnostic, Fix};

#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    /// Relative to the site.
    file: &'a str,
    /// Lines and columns count from 1, columns in code points; the end is exclusive.
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    hints: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Repair<'a>>,
    /// Why the note accepts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

/// The repair that `check --fix` makes.
#[derive(Serialize)]
struct Repair<'a> {
    title: &'a str,
    edits: Vec<Replacement<'a>>,
}

/// A place, counted as in a [`Record`], and the text to put there.
#[derive(Serialize)]
struct Replacement<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

/// One finding as a line of JSON, with a newline at its end.
pub fn json(finding: &Diagnostic, files: &Files) -> String {
    let FileRange { start, end, .. } = files.range(&finding.at);
    let record = Record {
        code: finding.code.name(),
        severity: finding.severity().name(),
        file: files.path(finding.at.file),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        message: &finding.message,
        hints: &finding.hints,
        fix: finding.fix.as_ref().map(|fix| repair(fix, files)),
        accepted: finding.accepted.as_deref(),
    };
    let mut line = serde_json::to_string(&record).expect("a record of texts and numbers is JSON");
    line.push('\n');
    line
}

fn repair<'a>(fix: &'a Fix, files: &'a Files) -> Repair<'a> {
    let replacements = fix.edits.iter().map(|edit| {
        let FileRange { file, start, end, .. } = files.range(&edit.at);
        Replacement {
            file: &file.path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            text: &edit.with,
        }
    });
    Repair { title: &fix.title, edits: replacements.collect() }
}
