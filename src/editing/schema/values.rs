//! Schemas of single values: [`Values::fill`] for a [`ValueKind`], [`Values::words`] for a fixed list of words.
//!
//! `enumDescriptions` and `patternErrorMessage` are not part of the standard: editors show them, and validators ignore them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::build::load::{NamedEntry, SiteNames, ValueKind};

/// Whether a value is required, and whether it is an entry of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cardinality {
    /// A field that must be present and not blank.
    Required,
    /// A field that may be left out, or empty.
    Optional,
    /// An entry of a list.
    Entry,
}

pub(super) struct Values<'a> {
    pub known: &'a SiteNames,
}

/// How a kind of value is described.
struct ValueForm<'a> {
    title: &'static str,
    /// The title of a list of such values.
    many: &'static str,
    /// A regular expression, and the message for a text that does not match it.
    pattern: Option<(&'static str, &'static str)>,
    /// The site's own values.
    choices: &'a [NamedEntry],
    /// Whether other values are rejected.
    closed: bool,
}

const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
const ID_MESSAGE: &str = "An id consists of lower-case letters a to z, digits, and single hyphens between words.";
/// Checks the length of months, but not leap years.
const DATE: &str = concat!(
    r"^\s*\d{4}(-(0[1-9]|1[0-2]))?\s*$|",
    r"^\s*\d{4}-((0[1-9]|1[0-2])-(0[1-9]|[12]\d)|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)",
    r"([Tt ]\d{2}.*([Zz]|[+-]\d{2}.*))?\s*$"
);
const DATE_MESSAGE: &str = "Write year-month-day, such as 2024-03-12, just a year or a month, or a time with its offset from UTC, such as 2024-03-12T09:30:00Z.";
const MOMENT: &str = concat!(
    r"^\s*\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt ]\d{2}(:?[0-5]\d(:?[0-5]\d)?)?",
    r"([Zz]|[+-](0\d|1[0-4])(:?[0-5]\d)?)\s*$"
);
const MOMENT_MESSAGE: &str = "Write a day and time with its offset from UTC, such as 2024-03-12T06:00:00+01:00.";
const URL: &str = r"^\s*([Hh][Tt][Tt][Pp][Ss]?://\S+|[Mm][Aa][Ii][Ll][Tt][Oo]:\S+)\s*$";
const URL_MESSAGE: &str = "Write a complete address that begins with https:// or http://.";
const WEB: &str = r"^(?!.*\.[Hh][Tt][Mm][Ll]?\s*$)\s*[Hh][Tt][Tt][Pp][Ss]?://[^?#]+\s*$";
const WEB_MESSAGE: &str = "Write the address of a folder, such as https://example.org/briefs/, without ? or #.";
const LANGUAGE: &str = "^\\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\\s*$";
const LANGUAGE_MESSAGE: &str = "Write a language tag such as en, pt-BR or zh-Hant.";
const COLOUR: &str = "^\\s*#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\\s*$";
const COLOUR_MESSAGE: &str = "Write # and six hexadecimal digits in quotation marks, such as \"#1f4e79\".";
const SEAL: &str = "^\\s*[0-9A-Fa-f]{64}\\s*$";
const SEAL_MESSAGE: &str = "A seal has 64 hexadecimal digits.";
const NOT_BLANK: &str = r"\S";
const NOT_BLANK_MESSAGE: &str = "This field must not be empty.";

impl<'a> Values<'a> {
    /// The title of a list of such values.
    pub fn many(&self, kind: ValueKind) -> &'static str {
        self.form(kind).many
    }

    /// The title of a field that takes one such value or a list of them.
    pub fn one_or_many(&self, kind: ValueKind) -> String {
        let form = self.form(kind);
        format!("{}, or {}", form.title, form.many)
    }

    /// Adds everything that a schema can express about a value to `field`.
    pub fn fill(&self, field: &mut Map<String, Value>, kind: ValueKind, cardinality: Cardinality) {
        let form = self.form(kind);
        field.insert("title".to_owned(), json!(form.title));
        let mut text = Map::new();
        text.insert("type".to_owned(), types(kind, cardinality));
        if let Some((pattern, message)) =
            form.pattern.or((cardinality == Cardinality::Required).then_some((NOT_BLANK, NOT_BLANK_MESSAGE)))
        {
            let pattern =
                if may_be_blank(kind, cardinality) { format!(r"^\s*$|{pattern}") } else { pattern.to_owned() };
            text.insert("pattern".to_owned(), json!(pattern));
            text.insert("patternErrorMessage".to_owned(), json!(message));
        }
        if form.choices.is_empty() {
            field.extend(text);
            return;
        }
        let choices = choices(form.choices, cardinality);
        if form.closed {
            field.extend(choices);
        } else {
            field.remove("type");
            field.insert("anyOf".to_owned(), json!([choices, text]));
        }
    }

    /// Completes the schema of a fixed list of words.
    pub fn words(&self, field: &mut Map<String, Value>, words: &[Value], cardinality: Cardinality) {
        field.insert("title".to_owned(), json!("one of a few words"));
        if cardinality == Cardinality::Optional {
            let with_none: Vec<Value> = words.iter().cloned().chain([Value::Null]).collect();
            field.insert("enum".to_owned(), json!(with_none));
        }
    }

    fn form(&self, kind: ValueKind) -> ValueForm<'a> {
        let plain = |title, many, pattern| ValueForm { title, many, pattern, choices: &[], closed: false };
        let one_of =
            |title, many, choices| ValueForm { title, many, pattern: Some((ID, ID_MESSAGE)), choices, closed: true };
        let known = self.known;
        match kind {
            ValueKind::Inline => plain("text with Markdown, in one paragraph", "list of texts with Markdown", None),
            ValueKind::Markdown => plain("Markdown", "list of texts with Markdown", None),
            ValueKind::Id => plain("id", "list of ids", Some((ID, ID_MESSAGE))),
            ValueKind::Date => plain("date", "list of dates", Some((DATE, DATE_MESSAGE))),
            ValueKind::Moment => plain("date and time", "list of dates and times", Some((MOMENT, MOMENT_MESSAGE))),
            ValueKind::Url => plain("address on the web", "list of addresses on the web", Some((URL, URL_MESSAGE))),
            ValueKind::BaseUrl => plain("address on the web", "list of addresses on the web", Some((WEB, WEB_MESSAGE))),
            ValueKind::Language => plain("language tag", "list of language tags", Some((LANGUAGE, LANGUAGE_MESSAGE))),
            ValueKind::Colour => plain("colour", "list of colours", Some((COLOUR, COLOUR_MESSAGE))),
            ValueKind::Seal => plain("hexadecimal digits", "list of hexadecimal digits", Some((SEAL, SEAL_MESSAGE))),
            ValueKind::Verdict => one_of("id of a verdict", "list of ids of verdicts", &known.verdicts),
            ValueKind::Source => one_of("id of a source", "list of ids of sources", &known.sources),
            ValueKind::Person => one_of("id of a person", "list of ids of people", &known.people),
            ValueKind::Claim => one_of("id of a claim", "list of ids of claims", &known.claims),
            ValueKind::Page => one_of("id of a page", "list of ids of pages", &known.pages),
            ValueKind::SourceOrText => {
                ValueForm { choices: &known.sources, ..plain("id of a source, or text", "list of texts", None) }
            }
            ValueKind::Tag => ValueForm { choices: &known.tags, ..plain("text", "list of texts", None) },
            ValueKind::Text | ValueKind::Picture | ValueKind::MediaFile | ValueKind::Speaker | ValueKind::FreeForm => {
                plain("text", "list of texts", None)
            }
        }
    }
}

/// Notes read unquoted numbers as text, and a year as a date. Addresses, languages and colours cannot be numbers.
fn types(kind: ValueKind, cardinality: Cardinality) -> Value {
    let may_be_number = !matches!(
        kind,
        ValueKind::Url | ValueKind::BaseUrl | ValueKind::Language | ValueKind::Colour | ValueKind::Moment
    );
    let mut types = vec!["string"];
    types.extend(may_be_number.then_some("number"));
    types.extend(may_be_blank(kind, cardinality).then_some("null"));
    match types[..] {
        [one] => json!(one),
        _ => json!(types),
    }
}

/// Whether a field may be there without a value. A blank embargo is an error.
fn may_be_blank(kind: ValueKind, cardinality: Cardinality) -> bool {
    cardinality == Cardinality::Optional && kind != ValueKind::Moment
}

/// The ids, each with its description. YAML reads an unquoted `true` or `2019` as a boolean or a number, but notes read it as an id, so both
/// forms are listed.
fn choices(choices: &[NamedEntry], cardinality: Cardinality) -> Map<String, Value> {
    let mut seen = BTreeSet::new();
    let choices: Vec<&NamedEntry> = choices.iter().filter(|choice| seen.insert(choice.id.as_str())).collect();
    let mut values: Vec<Value> = choices.iter().map(|choice| json!(choice.id)).collect();
    let mut descriptions: Vec<&str> = choices.iter().map(|choice| choice.description.as_str()).collect();
    for choice in choices {
        if let Ok(other) = serde_json::from_str::<Value>(&choice.id)
            && !(other.is_null() && cardinality == Cardinality::Optional)
        {
            values.push(other);
            descriptions.push(&choice.description);
        }
    }
    if cardinality == Cardinality::Optional {
        values.push(Value::Null);
        descriptions.push("Left empty");
    }
    let types: BTreeSet<&str> = values.iter().map(type_of).collect();
    let mut schema = Map::new();
    // Some editors insert only fields that have a type, and use the first of several; “string” is the last in the alphabet.
    schema.insert("type".to_owned(), json!(types.into_iter().rev().collect::<Vec<_>>()));
    schema.insert("enum".to_owned(), json!(values));
    schema.insert("enumDescriptions".to_owned(), json!(descriptions));
    schema
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        _ => "string",
    }
}
