//! The fields of one file, checked one by one: [`Fields`] turns what was written into values of the model, and gathers what is wrong
//! with the place where it is written.

use std::ops::Range;

use serde::de::DeserializeOwned;
use url::Url;

use crate::diagnostic::{Code, Diagnostic, Severity, did_you_mean};
use crate::files::{FileId, Files, Span};
use crate::markdown::is_safe_link;
use crate::model::{Date, Id, Language};
use crate::place;
use crate::yaml::{self, Fault, FaultKind, Path, Skipped, Tree};

/// A file being checked.
pub(super) struct Fields<'a> {
    pub file: FileId,
    /// The whole file.
    text: &'a str,
    /// The part of it that is YAML.
    yaml: Range<usize>,
    skipped: Skipped,
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
        let at = self.in_file(fault.span);
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
                Diagnostic::new(Code::UnknownField, at, format!("there is no field “{field}” here"))
                    .label("not a known field")
                    .hint(match meant {
                        Some(meant) => format!("did you mean “{meant}”?"),
                        None => format!("known fields are: {}", expected.join(", ")),
                    })
            }
            FaultKind::DuplicateField { field, first } => {
                Diagnostic::new(Code::DuplicateField, at, format!("the field “{field}” is given twice"))
                    .label("given again here")
                    .related(self.in_file(first), "first given here")
                    .hint("keep one of the two")
            }
            FaultKind::WrongType { expected, found } => {
                Diagnostic::new(Code::WrongType, at, format!("expected {expected}, found {found}"))
                    .label(format!("this should be {expected}"))
            }
        }
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

    /// Reports that a field of `group` is missing or empty.
    pub fn missing(&mut self, group: &Path, field: &'static str) {
        let path = group.clone().key(field);
        let tree = Tree::new(&self.text[self.yaml.clone()]).map(|tree| tree.skipping(&self.skipped));
        let written = tree.as_ref().and_then(|tree| tree.key(&path)).map(|key| self.in_file(key));
        let finding = match written {
            Some(at) => {
                Diagnostic::new(Code::MissingField, at, format!("the field “{field}” is empty")).label("needs a value")
            }
            None => {
                let around = self.place(group);
                let end =
                    self.text[around.range.clone()].find('\n').map_or(around.range.end, |end| around.range.start + end);
                let at = Span { range: around.range.start..end, ..around };
                let owner = if group.is_empty() { "the file".to_owned() } else { group.to_string() };
                Diagnostic::new(Code::MissingField, at, format!("{owner} lacks the field “{field}”"))
            }
        };
        self.push(finding.hint(format!("add a line “{field}: …”")));
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
            let finding = Diagnostic::new(
                Code::UnknownValue,
                self.place(path),
                format!("“{value}” is not a value of this field"),
            )
            .label(format!("one of: {}", names.join(", ")))
            .maybe_hint(meant.map(|meant| format!("did you mean “{meant}”?")));
            self.push(finding);
        }
        parsed
    }

    pub fn date(&mut self, path: &Path, value: Option<String>) -> Option<Date> {
        let value = value.filter(|value| !value.trim().is_empty())?;
        let date = Date::parse(value.trim());
        if date.is_none() {
            let finding = Diagnostic::new(Code::BadDate, self.place(path), format!("“{value}” is not a date"))
                .label("expected a date like 2019-08-06")
                .hint("write year-month-day, or with a time and its offset: 2019-08-06T12:55:00Z");
            self.push(finding);
        }
        date
    }

    /// A link as it may be published: http, https or mailto.
    pub fn url(&mut self, path: &Path, value: Option<String>) -> Option<String> {
        let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())?;
        if is_safe_link(&value) && Url::parse(&value).is_ok() {
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
                .maybe_hint(Id::suggestion(value).map(|id| format!("for example “{id}”")));
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
                    .label("expected a BCP 47 tag such as en, pt-BR or zh-Hant");
            self.push(finding);
        }
        language
    }
}
