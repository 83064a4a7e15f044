//! Checks the fields of a file one by one: [`FieldReader`] knows the position of each and collects findings. How it reads values is in
//! `values.rs`.

use std::ops::Range;
use std::sync::Arc;

use crate::base::files::{FileId, Files, Span};
use crate::findings::{Code, Diagnostic};
use crate::findings::{Finding, Findings, Fix, MAX_MEANT, Severity, only_meant, similar};
use crate::notes::edit::{Edit, EditedNote};
use crate::notes::place::Places;
use crate::notes::yaml::{Path, Repair, Skipped, Tree};

/// A file being checked.
pub(super) struct FieldReader<'a> {
    pub file: FileId,
    /// The whole file.
    text: &'a Arc<str>,
    /// Where the values of its YAML part are.
    places: Arc<Places>,
    /// The possible verdicts of a claim, for hints.
    pub scale: Option<String>,
    /// Those of them that need no evidence, for hints.
    pub open_verdicts: String,
    pub(super) findings: Findings,
    /// Whether findings were withheld: the file is not sound then, though nothing is reported.
    withholds: bool,
}

impl<'a> FieldReader<'a> {
    pub fn of_file(files: &'a Files, file: FileId) -> Self {
        let text = &files.get(file).text;
        let places = Arc::new(Places::of_file(files, file, &Skipped::default()));
        FieldReader {
            file,
            text,
            places,
            scale: None,
            open_verdicts: String::new(),
            findings: Findings::default(),
            withholds: false,
        }
    }

    /// The whole text of the file.
    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn has_errors(&self) -> bool {
        self.findings.has_errors()
    }

    /// Whether an error was found that overlaps a place.
    pub fn has_error_at(&self, at: &Span) -> bool {
        let touches = |other: &Span| other.range.start <= at.range.end && at.range.start <= other.range.end;
        self.findings.completed().any(|finding| finding.severity() == Severity::Error && touches(&finding.at))
    }

    /// Removes findings that may be the fault of another file.
    pub fn withhold(&mut self, doubtful: &[Code]) {
        let before = self.findings.iter().count();
        self.findings.retain_completed(|finding| !doubtful.contains(&finding.code));
        self.withholds |= self.findings.iter().count() < before;
    }

    pub fn withholds(&self) -> bool {
        self.withholds
    }

    pub fn into_findings(self) -> Findings {
        self.findings
    }

    pub fn push(&mut self, finding: impl Into<Finding>) {
        self.findings.push(finding);
    }

    /// Adds the repair as a fix, and the corrected line as a hint.
    pub fn with_repair(&self, finding: Diagnostic, repair: Option<&Repair>) -> Diagnostic {
        let Some(repair) = repair else {
            return finding;
        };
        let fix = self.fix(repair);
        finding.hint(self.corrected(repair)).fixed_by(move || Some(fix))
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
        self.places.yaml.len() == self.text.len()
    }

    /// The YAML part of the file.
    pub fn yaml(&self) -> &'a str {
        &self.text[self.places.yaml.clone()]
    }

    /// From now on, paths and places refer to this part of the file, whose values lack the `skipped` list elements.
    pub(super) fn set_yaml(&mut self, yaml: Range<usize>, skipped: Skipped) {
        self.places = Arc::new(Places::new(self.file, Arc::clone(self.text), yaml, skipped));
    }

    /// The list elements that the parsed values lack.
    pub fn skipped(&self) -> &Skipped {
        &self.places.skipped
    }

    /// The parsed YAML, whose positions begin with 0; `None` if it has no tree.
    pub fn tree(&self) -> Option<&Tree<'static>> {
        self.places.tree()
    }

    /// For findings whose details are computed later.
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// Corrects the text at `path` to the only candidate that it can mean, or lets the editor choose between those that are close.
    pub fn respelt<'c>(
        &self,
        finding: Diagnostic,
        path: &Path,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Diagnostic {
        let Some(written) = self.tree().and_then(|tree| tree.text_at(path)) else {
            return finding;
        };
        let candidates: Vec<&str> = candidates.into_iter().collect();
        if let Some(meant) = only_meant(written, candidates.iter().copied()) {
            return self.rewritten(finding, path, meant);
        }
        let close = similar(written, candidates, MAX_MEANT).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let rewriter = self.rewriter(path);
        finding.chosen_by(move || close.iter().filter_map(|meant| rewriter(meant)).collect())
    }

    /// Replaces the text at `path` by `meant`.
    pub fn rewritten(&self, finding: Diagnostic, path: &Path, meant: &str) -> Diagnostic {
        let rewriter = self.rewriter(path);
        let meant = meant.to_owned();
        finding.fixed_by(move || rewriter(&meant))
    }

    /// Renames the field whose key is at the bytes `key` of the file.
    pub fn renamed(&self, finding: Diagnostic, key: &Range<usize>, meant: &str) -> Diagnostic {
        let (places, key, meant) = (Arc::clone(&self.places), key.clone(), meant.to_owned());
        finding.fixed_by(move || {
            let edit = EditedNote::at(&places).rename_field(&key, &meant).ok()?;
            Some(Fix::spelling(&meant, edit))
        })
    }

    /// Makes the fix that replaces the text at `path`.
    pub fn rewriter(&self, path: &Path) -> impl Fn(&str) -> Option<Fix> + Send + use<> {
        let (places, path) = (Arc::clone(&self.places), path.clone());
        move |meant| {
            let edit = EditedNote::at(&places).replace_scalar(&path, meant).ok()?;
            Some(Fix::spelling(meant, edit))
        }
    }

    /// Converts a range of the YAML to a span of the file.
    pub fn in_file(&self, range: Range<usize>) -> Span {
        self.places.in_file(range)
    }

    /// Whether a field is written, with or without a value.
    pub fn has(&self, path: &Path) -> bool {
        self.tree().is_some_and(|tree| tree.key(path).is_some())
    }

    /// The position of the value at `path`, or of the closest enclosing value if it is missing.
    pub fn place(&self, path: &Path) -> Span {
        self.places.place(path)
    }
}

/// A hint about typographic quotation marks around a value, which YAML treats as part of it.
pub(super) fn without_marks(inside: &str) -> String {
    format!("remove the quotation marks, which are part of the value here: {inside}")
}
