//! Reads the values of fields: a [`FieldReader`] parses them, converts them to values of the model, and reports what is invalid.

use std::ops::Range;

use serde::de::DeserializeOwned;
use url::Url;

use super::claimant::CLAIMANTS;
use super::fields::{FieldReader, without_marks};
use super::shape;
use crate::base::files::Span;
use crate::findings::{Code, Diagnostic, Severity, did_you_mean, only_meant, question};
use crate::markdown::is_safe_link;
use crate::model::{Date, FormerId, Id, Language, meant_dates};
use crate::notes::yaml::{self, Fault, FaultKind, OneOrMany, Path, Step};
use citeback_quote::text::{in_marks, single_spaced};

/// What other programs call the field for earlier ids or addresses.
const MOVED: [&str; 12] = [
    "alias",
    "aliases",
    "former_id",
    "former_ids",
    "former",
    "moved_from",
    "old_id",
    "old_ids",
    "previous_ids",
    "redirect_from",
    "redirects",
    "renamed_from",
];

impl FieldReader<'_> {
    /// Parses the YAML in `part` of the file; paths and places refer to this part from now on.
    pub fn parse<T: DeserializeOwned>(&mut self, part: Range<usize>) -> Option<T> {
        let parsed = yaml::parse(&self.text()[part.clone()]);
        self.set_yaml(part, parsed.skipped);
        for fault in parsed.faults {
            let finding = self.fault(fault);
            self.push(finding);
        }
        parsed.value
    }

    /// Like [`FieldReader::parse`], for a whole file whose fields may have any name.
    pub fn parse_open<T: DeserializeOwned + Default>(&mut self) -> T {
        let parsed = self.parse(0..self.text().len());
        if !self.has_errors() {
            let twice = yaml::repeated(self.text()).into_iter().map(|fault| self.fault(fault)).collect::<Vec<_>>();
            self.findings.extend(twice);
        }
        parsed.unwrap_or_default()
    }

    fn fault(&self, fault: Fault) -> Diagnostic {
        let mut at = self.in_file(fault.span);
        if fault.kind == FaultKind::TooDeep {
            // One of thousands of brackets is enough to show the place.
            at.range.end = at.range.end.min(at.range.start + 1);
        }
        let repair = fault.repair.as_deref();
        match fault.kind {
            FaultKind::Syntax { message, hint } => {
                let finding = Diagnostic::new(Code::InvalidYaml, at, message).maybe_hint(hint);
                self.with_repair(finding, repair)
            }
            FaultKind::Dropped { written, text } => {
                let hint = match (&repair, text) {
                    (Some(_), _) => "if it is not part of the text, delete it",
                    (None, true) => "delete it; if it is part of the text, move it inside the quotation marks",
                    (None, false) => "delete it",
                };
                self.with_repair(dropped_indicator(at, &written, text), repair).hint(hint)
            }
            FaultKind::TooDeep => Diagnostic::new(Code::InvalidYaml, at, "lists and groups are nested too deeply here")
                .hint("no note needs more than a few levels: look for unclosed brackets"),
            FaultKind::TooMuchExpansion => {
                Diagnostic::new(Code::InvalidYaml, at, "the aliases (*name) in this file expand to too much text")
                    .hint("write out the text in each place")
            }
            FaultKind::UnknownField { field, expected } => self.unknown_field(at, &field, expected),
            FaultKind::DuplicateField { field, first } => {
                Diagnostic::new(Code::DuplicateField, at, format!("the field “{field}” occurs twice"))
                    .label("second occurrence")
                    .related(self.in_file(first), "first occurrence")
                    .hint("keep one of the two")
            }
            FaultKind::WrongType { expected, found } => shape::wrong_type(self, at, &expected, &found),
        }
    }

    fn unknown_field(&self, at: Span, field: &str, expected: &[&'static str]) -> Diagnostic {
        let expected: Vec<&str> = expected.iter().copied().filter(|known| *known != CLAIMANTS).collect();
        let meant = did_you_mean(field, expected.iter().copied());
        let finding = Diagnostic::new(Code::UnknownField, at.clone(), format!("there is no field “{field}” here"))
            .label("not a known field");
        if !field.is_ascii()
            && let Some((name, repair)) = yaml::look_alike(self.yaml(), at.range.start - self.in_file(0..0).range.start)
        {
            let finding = self.with_repair(finding.label(format!("contains a {name}")), Some(&repair));
            return finding.maybe_hint(meant.map(question));
        }
        let only = only_meant(field, expected.iter().copied()).map(str::to_owned);
        let hint = match meant {
            None if MOVED.contains(&field) && expected.contains(&"formerly") => {
                "the ids that it had before go into “formerly”, without folder and extension: formerly: [old-id]"
                    .to_owned()
            }
            Some(meant) => question(meant),
            None => format!("known fields are: {}", expected.join(", ")),
        };
        match only {
            Some(meant) => self.renamed(finding.hint(hint), &at.range, &meant),
            None => finding.hint(hint),
        }
    }

    /// A required text, which must not be blank.
    pub fn required(&mut self, group: &Path, field: &'static str, value: Option<String>) -> Option<String> {
        let value = value.filter(|value| !value.trim().is_empty());
        if value.is_none() {
            self.missing(group, field);
        }
        value
    }

    /// Reports that a field of `group` is missing or empty, unless an error was already found there.
    pub fn missing(&mut self, group: &Path, field: &'static str) {
        let path = group.clone().key(field);
        let Some(key) = self.tree().and_then(|tree| tree.key(&path)) else {
            return self.absent(group, field);
        };
        let value = self.tree().and_then(|tree| tree.value(&path)).unwrap_or(key.clone());
        let written = self.in_file(key.start..value.end.max(key.end)).range;
        let inside = |at: &Span| written.start <= at.range.start && at.range.end <= written.end;
        if self.findings.completed().any(|finding| finding.severity() == Severity::Error && inside(&finding.at)) {
            return;
        }
        let hint = match field {
            "passages" => "add at least one passage below it".to_owned(),
            "embargo" => {
                "write its end after “embargo:”, such as 2024-03-14T06:00:00+01:00; if there is no embargo, delete the line"
                    .to_owned()
            }
            "absent" => "write the words that are not in the source after “absent:”".to_owned(),
            _ => format!("write it after “{field}:”"),
        };
        let allowed = shape::allowed(self, field, !group.is_empty());
        self.push(
            Diagnostic::new(Code::MissingField, self.in_file(key), format!("the field “{field}” is empty"))
                .label("needs a value")
                .hint(hint)
                .maybe_hint(self.instead(group, field))
                .maybe_hint(allowed),
        );
    }

    /// What a note can have instead of a field.
    fn instead(&self, group: &Path, field: &str) -> Option<String> {
        match field {
            "file" if *group == Path::top().key("media") => {
                Some("or, if it is on another site, a line “url: …”".to_owned())
            }
            "quote" => Some("or, for words that are not in the source, a line “absent: …”".to_owned()),
            "passages" if !self.open_verdicts.is_empty() => Some(format!(
                "or, as long as there is no evidence, say under “gaps” what is missing, with a verdict that needs none: {}",
                self.open_verdicts
            )),
            "passages" => Some(
                "or, as long as there is no evidence, say under “gaps” what is missing, with a verdict that has “needs_evidence: false” in brief.yaml"
                    .to_owned(),
            ),
            _ => None,
        }
    }

    fn absent(&mut self, group: &Path, field: &'static str) {
        // A misspelt field name is one mistake, not two.
        let misspelt = question(field);
        let around = self.place(group);
        let inside = |at: &Span| around.range.start <= at.range.start && at.range.end <= around.range.end;
        if self
            .findings
            .completed()
            .any(|finding| finding.hints.contains(&misspelt) && (group.is_empty() || inside(&finding.at)))
        {
            return;
        }
        let end = self.text()[around.range.clone()].find('\n').map_or(around.range.end, |end| around.range.start + end);
        let at = Span { range: around.range.start..end, ..around };
        self.push(
            Diagnostic::new(Code::MissingField, at, format!("{} has no field “{field}”", description(group)))
                .hint(format!("add a line “{field}: …”"))
                .maybe_hint(self.instead(group, field))
                .maybe_hint(shape::allowed(self, field, !group.is_empty())),
        );
    }

    /// One of a fixed set of words, such as a stance.
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
                    .maybe_hint(in_marks(&value).map(without_marks).or(meant.map(question)));
            self.push(self.respelt(finding, path, names.iter().copied()));
        }
        parsed
    }

    pub fn date(&mut self, path: &Path, value: Option<String>) -> Option<Date> {
        let value = value.filter(|value| !value.trim().is_empty())?;
        let date = Date::parse(value.trim());
        if date.is_none() {
            let meant = meant_dates(value.trim());
            let mut finding = Diagnostic::new(Code::BadDate, self.place(path), format!("“{value}” is not a date"))
                .label(Date::complaint(value.trim()))
                .maybe_hint(in_marks(&value).map(without_marks));
            finding = match meant.as_slice() {
                [] => finding.hint("write year-month-day (2019-08-06), a month or a year alone (2019-08, 2019), or a time with its offset from UTC (2019-08-06T12:55:00Z)"),
                [one] => self.rewritten(finding.hint(question(one)), path, one),
                several => {
                    let (rewriter, dates) = (self.rewriter(path), meant.clone());
                    let finding = finding.chosen_by(move || dates.iter().filter_map(|date| rewriter(date)).collect());
                    finding.hint(format!("did you mean {}?", several.iter().map(|date| format!("“{date}”")).collect::<Vec<_>>().join(" or ")))
                }
            };
            self.push(finding);
        }
        date
    }

    /// The end of the embargo on `group`: a day and time with its offset from UTC. A blank one is reported, because without an end the
    /// group would be published at once.
    pub fn embargo(&mut self, group: &Path, value: Option<String>) -> Option<Date> {
        let path = &group.clone().key("embargo");
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
            // Most notes have none, so they need no tree.
            if self.yaml().contains("embargo") && self.has(path) {
                self.missing(group, "embargo");
            }
            return None;
        };
        let date = Date::parse(value.trim());
        if let Some(moment) = date.filter(|date| date.clock().is_some()) {
            if let Some(complaint) = Date::not_a_moment(value.trim()) {
                self.push(
                    Diagnostic::new(
                        Code::BadDate,
                        self.place(path),
                        format!("“{value}” cannot be the end of an embargo"),
                    )
                    .label(complaint.expected)
                    .hint(complaint.hint),
                );
                return None;
            }
            return Some(moment);
        }
        let day_is_wrong =
            || Some(Date::complaint(value.trim())).filter(|complaint| !complaint.starts_with("expected"));
        let label = match date {
            Some(_) => "needs a time with its offset from UTC",
            None => day_is_wrong().unwrap_or("expected a date and time, such as 2024-03-14T06:00:00+01:00"),
        };
        let message = format!("“{value}” is not a date and time");
        let day = date.map_or_else(|| "2024-03-14".to_owned(), |date| date.first_day());
        let finding = Diagnostic::new(Code::BadDate, self.place(path), message)
            .label(label)
            .maybe_hint(in_marks(&value).map(without_marks))
            .hint(format!(
                "write the day, the time and its offset from UTC, such as {day}T06:00:00+01:00: +01:00 is the difference from UTC, here that of Central Europe in winter; Z is UTC itself"
            ));
        self.push(finding);
        None
    }

    /// A short form of a name, without line breaks; `None` if it is blank or the name itself.
    pub fn short(&self, value: Option<String>, name: Option<&str>) -> Option<String> {
        let value = single_spaced(&value?);
        (!value.is_empty() && name != Some(value.as_str())).then_some(value)
    }

    /// A link that may be published: http, https or mailto.
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

    /// Reports an id that an earlier entry of the same list has.
    pub fn duplicate_id(&mut self, path: &Path, id: &Id) {
        let finding = Diagnostic::new(Code::DuplicateId, self.place(path), format!("the id “{id}” is used twice"));
        self.push(finding.label("already used above").hint("each entry needs its own id"));
    }

    pub fn id(&mut self, path: &Path, value: &str) -> Option<Id> {
        let id = Id::new(value);
        if id.is_none() {
            let finding = Diagnostic::new(Code::BadId, self.place(path), format!("“{value}” cannot be an id"))
                .label("not an id")
                .hint("an id consists of lower-case letters a to z, digits, and single hyphens between words")
                .maybe_hint(Id::suggestion(value).map(question));
            self.push(finding);
        }
        id
    }

    /// The earlier ids of what has the id `own` now.
    pub fn former_ids(&mut self, group: &Path, given: Option<OneOrMany>, own: &Id) -> Vec<FormerId> {
        let mut ids: Vec<FormerId> = vec![];
        for (index, text) in given.unwrap_or_default().0.into_iter().enumerate() {
            let path = group.clone().key("formerly").index(index);
            let Some(id) = self.id(&path, text.trim()) else { continue };
            let message = if id == *own {
                format!("“{id}” is the present id, not an earlier one")
            } else if ids.iter().any(|known| known.id == id) {
                format!("the earlier id “{id}” is listed twice")
            } else {
                ids.push(FormerId { id, index });
                continue;
            };
            let finding = Diagnostic::new(Code::FormerlyTaken, self.place(&path), message);
            self.push(finding.label("has no effect").hint("remove it from “formerly”"));
        }
        ids
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

/// A useless tag or anchor, as `written`.
fn dropped_indicator(at: Span, written: &str, text: bool) -> Diagnostic {
    let what = match (written.starts_with('&'), text) {
        (true, true) => "is an anchor in YAML, not part of the text",
        (true, false) => "is an anchor that no alias uses",
        (false, true) => "is a tag in YAML, not part of the text",
        (false, false) => "is a tag, which has no effect here",
    };
    let finding = Diagnostic::new(Code::WordDropped, at, format!("“{written}” {what}"));
    finding.label(if text { "would be lost" } else { "has no effect here" })
}

/// How a message refers to a group of fields.
fn description(group: &Path) -> String {
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
        Some("replies") => "this reply".to_owned(),
        Some("appearances") => "this appearance".to_owned(),
        Some("accepted") => "this entry".to_owned(),
        Some("nav") => "this link".to_owned(),
        Some(name) => format!("“{name}”"),
    }
}

fn of_field(path: &Path) -> String {
    match path.last() {
        Some(Step::Key(name, _)) => format!("a value of “{name}”"),
        _ => "a value of this field".to_owned(),
    }
}
