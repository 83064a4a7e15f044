//! The fields of one file, checked one by one: [`Fields`] turns what was written into values of the model, and gathers what is wrong
//! with the place where it is written.

use std::ops::Range;

use serde::de::DeserializeOwned;
use url::Url;

use crate::diagnostic::{Code, Diagnostic, Fix, Severity, did_you_mean, only_meant, question};
use crate::edit::Note;
use crate::files::{FileId, Files, Span};
use crate::markdown::is_safe_link;
use crate::model::{Date, Id, Language};
use crate::place;
use crate::text::in_marks;
use crate::yaml::{self, Fault, FaultKind, Path, Skipped, Step, Tree};

/// A file being checked.
pub(super) struct Fields<'a> {
    pub file: FileId,
    /// The whole file.
    text: &'a str,
    /// The part of it that is YAML.
    yaml: Range<usize>,
    pub skipped: Skipped,
    findings: Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    pub fn of_file(files: &'a Files, file: FileId) -> Self {
        let text = files.text(file);
        Fields { file, text, yaml: 0..text.len(), skipped: Skipped::default(), findings: vec![] }
    }

    /// The whole text of the file.
    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }

    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Parses the YAML in `part` of the file; paths and places mean this part from now on.
    pub fn parse<T: DeserializeOwned>(&mut self, part: Range<usize>) -> Option<T> {
        let parsed = yaml::parse(&self.text[part.clone()]);
        self.yaml = part;
        for fault in parsed.faults {
            let finding = self.fault(fault);
            self.push(finding);
        }
        self.skipped = parsed.skipped;
        parsed.value
    }

    fn fault(&self, fault: Fault) -> Diagnostic {
        let mut at = self.in_file(fault.span);
        if fault.kind == FaultKind::TooDeep {
            // One bracket of thousands shows the place.
            at.range.end = at.range.end.min(at.range.start + 1);
        }
        match fault.kind {
            FaultKind::Syntax { message, hint } => Diagnostic::new(Code::InvalidYaml, at, message).maybe_hint(hint),
            FaultKind::TooDeep => Diagnostic::new(Code::InvalidYaml, at, "lists and groups are nested too deeply here")
                .hint("no note needs more than a few levels: look for brackets that are not closed"),
            FaultKind::TooMuchExpansion => {
                Diagnostic::new(Code::InvalidYaml, at, "the aliases (*name) of this file unfold into too much text")
                    .hint("write the text out where it is needed")
            }
            FaultKind::UnknownField { field, expected } => {
                let meant = did_you_mean(&field, expected.iter().copied());
                let fix = only_meant(&field, expected.iter().copied()).and_then(|meant| {
                    let edit = self.note().rename_field(&at.range, meant).ok()?;
                    Some(Fix::spelling(meant, edit))
                });
                Diagnostic::new(Code::UnknownField, at, format!("there is no field “{field}” here"))
                    .label("not a known field")
                    .hint(match meant {
                        Some(meant) => question(meant),
                        None => format!("known fields are: {}", expected.join(", ")),
                    })
                    .maybe_fix(fix)
            }
            FaultKind::DuplicateField { field, first } => {
                Diagnostic::new(Code::DuplicateField, at, format!("the field “{field}” is given twice"))
                    .label("given again here")
                    .related(self.in_file(first), "first given here")
                    .hint("keep one of the two")
            }
            FaultKind::WrongType { expected, found } => {
                let written = &self.text[at.range.clone()];
                let dash = expected.contains("list") && written.starts_with('-') && !written.starts_with("- ");
                let hint = match dash {
                    true => Some("write a space after the dash: “- id: …”".to_owned()),
                    false => mended(&expected),
                };
                Diagnostic::new(Code::WrongType, at, format!("expected {expected}, found {found}"))
                    .label(format!("this should be {expected}"))
                    .maybe_hint(hint)
            }
        }
    }

    /// Spells the text at `path` as the one candidate that it can mean.
    pub fn respelt<'c>(&self, path: &Path, candidates: impl IntoIterator<Item = &'c str>) -> Option<Fix> {
        let place = self.place(path).range;
        let written = self.text.get(place)?.trim_matches(['"', '\'']);
        self.rewritten(path, only_meant(written, candidates)?)
    }

    /// Writes `meant` in place of the text at `path`.
    pub fn rewritten(&self, path: &Path, meant: &str) -> Option<Fix> {
        Some(Fix::spelling(meant, self.note().replace_scalar(path, meant).ok()?))
    }

    /// Adds a field to the group at `group`, after its field `after`.
    pub fn added(&self, group: &Path, field: &str, value: &str, after: &str) -> Option<Fix> {
        let edit = self.note().insert_field(group, field, value, after).ok()?;
        Some(Fix::new(format!("add “{field}: {value}”"), [edit]))
    }

    fn note(&self) -> Note<'_> {
        Note { file: self.file, text: self.text, yaml: self.yaml.clone(), skipped: &self.skipped }
    }

    fn in_file(&self, range: Range<usize>) -> Span {
        let start = self.yaml.start;
        Span { file: self.file, range: start + range.start..start + range.end }
    }

    /// Where the value at `path` is written; the nearest thing around it when it is not there.
    pub fn place(&self, path: &Path) -> Span {
        self.in_file(place::in_text(&self.text[self.yaml.clone()], path, &self.skipped))
    }

    /// A text that must be there and not be blank.
    pub fn required(&mut self, group: &Path, field: &'static str, value: Option<String>) -> Option<String> {
        let value = value.filter(|value| !value.trim().is_empty());
        if value.is_none() {
            self.missing(group, field);
        }
        value
    }

    /// Reports that a field of `group` is missing or empty, unless what stands there was found wrong already.
    pub fn missing(&mut self, group: &Path, field: &'static str) {
        let path = group.clone().key(field);
        let tree = Tree::new(&self.text[self.yaml.clone()]).map(|tree| tree.skipping(&self.skipped));
        let Some(key) = tree.as_ref().and_then(|tree| tree.key(&path)) else {
            return self.absent(group, field);
        };
        let value = tree.as_ref().and_then(|tree| tree.value(&path)).unwrap_or(key.clone());
        let written = self.in_file(key.start..value.end.max(key.end)).range;
        if self
            .findings
            .iter()
            .any(|finding| written.start <= finding.at.range.start && finding.at.range.end <= written.end)
        {
            return;
        }
        let hint = match field {
            "passages" => "add at least one passage below it".to_owned(),
            _ => format!("write it after “{field}:”"),
        };
        self.push(
            Diagnostic::new(Code::MissingField, self.in_file(key), format!("the field “{field}” is empty"))
                .label("needs a value")
                .hint(hint),
        );
    }

    fn absent(&mut self, group: &Path, field: &'static str) {
        // A misspelt field is one mistake, not two.
        let misspelt = question(field);
        let around = self.place(group);
        let inside = |at: &Span| around.range.start <= at.range.start && at.range.end <= around.range.end;
        if self
            .findings
            .iter()
            .any(|finding| finding.hints.contains(&misspelt) && (group.is_empty() || inside(&finding.at)))
        {
            return;
        }
        let end = self.text[around.range.clone()].find('\n').map_or(around.range.end, |end| around.range.start + end);
        let at = Span { range: around.range.start..end, ..around };
        self.push(
            Diagnostic::new(Code::MissingField, at, format!("{} lacks the field “{field}”", called(group)))
                .hint(format!("add a line “{field}: …”")),
        );
    }

    /// One of a few words, such as a stance.
    pub fn word<T>(
        &mut self,
        path: &Path,
        value: Option<String>,
        names: &[&'static str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = value?;
        let parsed = parse(&value);
        if parsed.is_none() {
            let meant = did_you_mean(&value, names.iter().copied());
            let finding =
                Diagnostic::new(Code::UnknownValue, self.place(path), format!("“{value}” is not {}", of_field(path)))
                    .label(format!("one of: {}", names.join(", ")))
                    .maybe_hint(in_marks(&value).map(without_marks).or(meant.map(question)))
                    .maybe_fix(self.respelt(path, names.iter().copied()));
            self.push(finding);
        }
        parsed
    }

    pub fn date(&mut self, path: &Path, value: Option<String>) -> Option<Date> {
        let value = value.filter(|value| !value.trim().is_empty())?;
        let date = Date::parse(value.trim());
        if date.is_none() {
            let finding = Diagnostic::new(Code::BadDate, self.place(path), format!("“{value}” is not a date"))
                .label(Date::complaint(value.trim()))
                .maybe_hint(in_marks(&value).map(without_marks))
                .hint("write year-month-day, or with a time and its offset from UTC: 2019-08-06T12:55:00Z");
            self.push(finding);
        }
        date
    }

    /// A link as it may be published: http, https or mailto.
    pub fn url(&mut self, path: &Path, value: Option<String>) -> Option<String> {
        let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())?;
        if is_safe_link(&value) && Url::parse(&value).is_ok() && !value.contains(char::is_whitespace) {
            return Some(value);
        }
        let finding =
            Diagnostic::new(Code::BadUrl, self.place(path), format!("“{value}” is not a link that can be published"))
                .label("expected an address that begins with https:// or http://")
                .maybe_hint(value.starts_with("www.").then(|| format!("did you mean “https://{value}”?")));
        self.push(finding);
        None
    }

    pub fn id(&mut self, path: &Path, value: &str) -> Option<Id> {
        let id = Id::new(value);
        if id.is_none() {
            let finding = Diagnostic::new(Code::BadId, self.place(path), format!("“{value}” cannot be an id"))
                .label("not an id")
                .hint("an id is lower-case letters a to z, figures, and single hyphens between words")
                .maybe_hint(Id::suggestion(value).map(question));
            self.push(finding);
        }
        id
    }

    pub fn language(&mut self, path: &Path, value: Option<String>) -> Option<Language> {
        let value = value?;
        let language = Language::new(value.trim());
        if language.is_none() {
            let finding =
                Diagnostic::new(Code::BadLanguage, self.place(path), format!("“{value}” is not a language tag"))
                    .label("expected a language tag such as en, pt-BR or zh-Hant");
            let meant = value.trim().replace('_', "-");
            let meant = Language::new(&meant).map(|_| question(&meant));
            self.push(finding.maybe_hint(meant));
        }
        language
    }
}

/// What to do about typographic quotation marks around a value, which YAML takes for a part of it.
pub(super) fn without_marks(inside: &str) -> String {
    format!("take away the quotation marks, which are a part of the value here: {inside}")
}

/// What a group of fields is called in a sentence.
fn called(group: &Path) -> String {
    let name = group.iter().rev().find_map(|step| match step {
        Step::Key(name, _) => Some(name.as_ref()),
        Step::Index(_) => None,
    });
    match name {
        None => "the file".to_owned(),
        Some("passages") => "this passage".to_owned(),
        Some("people") => "this person".to_owned(),
        Some("verdicts") => "this verdict".to_owned(),
        Some("corrections") => "this correction".to_owned(),
        Some("appearances") => "this appearance".to_owned(),
        Some("accepted") => "this entry".to_owned(),
        Some(name) => format!("“{name}”"),
    }
}

fn of_field(path: &Path) -> String {
    match path.last() {
        Some(Step::Key(name, _)) => format!("a value of “{name}”"),
        _ => "a value of this field".to_owned(),
    }
}

/// How to write what was expected.
fn mended(expected: &str) -> Option<String> {
    let hint = match expected {
        _ if expected.contains("list") => "write each entry on a line of its own, after “- ”",
        _ if expected.contains("group") => "write its fields on the lines below, indented by two spaces",
        _ if expected.contains("text") => "if the text begins with a bracket, put it in quotation marks",
        _ => return None,
    };
    Some(hint.to_owned())
}
