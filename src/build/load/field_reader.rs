//! A file whose fields are being checked: [`FieldReader`], its text and what was found so far.

use std::ops::Range;

use crate::base::files::{FileId, Files, Span};
use crate::findings::{Diagnostic, Fix, Severity};
use crate::notes::edit::Edit;
use crate::notes::yaml::{Repair, Skipped};

/// A file being checked.
pub(super) struct FieldReader<'a> {
    pub file: FileId,
    /// The whole file.
    pub(super) text: &'a str,
    /// The part of it that is YAML.
    pub(super) yaml: Range<usize>,
    pub skipped: Skipped,
    /// The verdicts that a claim may have, for hints.
    pub scale: Option<String>,
    pub(super) findings: Vec<Diagnostic>,
}

impl<'a> FieldReader<'a> {
    pub fn of_file(files: &'a Files, file: FileId) -> Self {
        let text = files.text(file);
        FieldReader { file, text, yaml: 0..text.len(), skipped: Skipped::default(), scale: None, findings: vec![] }
    }

    /// The whole text of the file.
    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// Whether an error was found that touches a place.
    pub fn has_error_at(&self, at: &Span) -> bool {
        let touches = |other: &Span| other.range.start <= at.range.end && at.range.start <= other.range.end;
        self.findings.iter().any(|finding| finding.severity() == Severity::Error && touches(&finding.at))
    }

    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }

    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Adds the corrected line and the repair that writes it.
    pub fn with_repair(&self, finding: Diagnostic, repair: Option<&Repair>) -> Diagnostic {
        let Some(repair) = repair else {
            return finding;
        };
        finding.hint(self.corrected(repair)).maybe_fix(Some(self.fix(repair)))
    }

    /// A repair of the YAML as one of the file.
    pub fn fix(&self, repair: &Repair) -> Fix {
        Fix::new(repair.title, [Edit { at: self.in_file(repair.at.clone()), with: repair.with.clone() }])
    }

    /// The lines that a repair writes, as a hint.
    pub fn corrected(&self, repair: &Repair) -> String {
        let lines = repair.lines(self.yaml());
        format!("the corrected {}:\n{lines}", if lines.contains('\n') { "lines" } else { "line" })
    }

    /// Whether the file is YAML from beginning to end, and no front matter.
    pub fn is_whole(&self) -> bool {
        self.yaml.len() == self.text.len()
    }

    /// The part of the file that is YAML.
    pub fn yaml(&self) -> &'a str {
        &self.text[self.yaml.clone()]
    }

    /// A place of the YAML as one of the file.
    pub fn in_file(&self, range: Range<usize>) -> Span {
        let start = self.yaml.start;
        Span { file: self.file, range: start + range.start..start + range.end }
    }
}
