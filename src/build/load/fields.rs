//! Checks the fields of a file one by one: [`FieldReader`] knows the position of each and collects findings. How it reads values is in
//! `values.rs`.

use std::ops::Range;

use crate::base::files::{FileId, Files, Span};
use crate::findings::{Diagnostic, Fix, Severity, only_meant};
use crate::notes::edit::{Edit, EditedNote};
use crate::notes::place;
use crate::notes::yaml::{Path, Repair, Skipped, Tree};

/// A file being checked.
pub(super) struct FieldReader<'a> {
    pub file: FileId,
    /// The whole file.
    pub(super) text: &'a str,
    /// The YAML part of the file.
    pub(super) yaml: Range<usize>,
    pub skipped: Skipped,
    /// The possible verdicts of a claim, for hints.
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

    /// Whether an error was found that overlaps a place.
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

    /// Adds the repair as a fix, and the corrected line as a hint.
    pub fn with_repair(&self, finding: Diagnostic, repair: Option<&Repair>) -> Diagnostic {
        let Some(repair) = repair else {
            return finding;
        };
        finding.hint(self.corrected(repair)).maybe_fix(Some(self.fix(repair)))
    }

    /// Converts a repair of the YAML to a fix of the file.
    pub fn fix(&self, repair: &Repair) -> Fix {
        Fix::new(repair.title, [Edit { at: self.in_file(repair.at.clone()), with: repair.with.clone() }])
    }

    /// A hint with the lines that a repair writes.
    pub fn corrected(&self, repair: &Repair) -> String {
        let lines = repair.lines(self.yaml());
        format!("the corrected {}:\n{lines}", if lines.contains('\n') { "lines" } else { "line" })
    }

    /// Whether the whole file is YAML, rather than front matter.
    pub fn is_whole(&self) -> bool {
        self.yaml.len() == self.text.len()
    }

    /// The YAML part of the file.
    pub fn yaml(&self) -> &'a str {
        &self.text[self.yaml.clone()]
    }

    /// Corrects the text at `path` to the only candidate that it can mean.
    pub fn respelt<'c>(&self, path: &Path, candidates: impl IntoIterator<Item = &'c str>) -> Option<Fix> {
        let tree = Tree::new(self.yaml())?.skipping(&self.skipped);
        self.rewritten(path, only_meant(tree.text_at(path)?, candidates)?)
    }

    /// Replaces the text at `path` by `meant`.
    pub fn rewritten(&self, path: &Path, meant: &str) -> Option<Fix> {
        Some(Fix::spelling(meant, self.note().replace_scalar(path, meant).ok()?))
    }

    /// Adds a field to the group at `group`, after its field `after`.
    pub fn added(&self, group: &Path, field: &str, value: &str, after: &str) -> Option<Fix> {
        let edit = self.note().insert_field(group, field, value, after).ok()?;
        Some(Fix::new(format!("add “{field}: {value}”"), [edit]))
    }

    pub(super) fn note(&self) -> EditedNote<'_> {
        EditedNote { file: self.file, text: self.text, yaml: self.yaml.clone(), skipped: &self.skipped }
    }

    /// Converts a range of the YAML to a span of the file.
    pub fn in_file(&self, range: Range<usize>) -> Span {
        let start = self.yaml.start;
        Span { file: self.file, range: start + range.start..start + range.end }
    }

    /// The position of the value at `path`, or of the closest enclosing value if it is missing.
    pub fn place(&self, path: &Path) -> Span {
        self.in_file(place::in_text(&self.text[self.yaml.clone()], path, &self.skipped))
    }
}

/// A hint about typographic quotation marks around a value, which YAML treats as part of it.
pub(super) fn without_marks(inside: &str) -> String {
    format!("remove the quotation marks, which are part of the value here: {inside}")
}
