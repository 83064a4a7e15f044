//! What a schema can say of a single value: [`Values::fill`] by what it is, [`Values::words`] for a choice of words.
//!
//! `enumDescriptions` and `patternErrorMessage` are no part of the standard: editors show them, and validators pass them over.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::build::load::{NamedEntry, SiteNames, ValueKind};

/// How a value is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cardinality {
    /// A field that must be there and not be blank.
    Required,
    /// A field that may be left out, or empty.
    Optional,
    /// An entry of a list.
    Entry,
}

pub(super) struct Values<'a> {
    pub known: &'a SiteNames,
}

/// What is said of a value by its kind.
struct ValueForm<'a> {
    title: &'static str,
    /// The title of a list of such values.
    many: &'static str,
    /// A regular expression, and what to say of a text that does not match it.
    pattern: Option<(&'static str, &'static str)>,
    /// The site's own; none in a site that has none.
    choices: &'a [NamedEntry],
    /// Whether only the choices will do.
    closed: bool,
}

const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
const ID_SAID: &str = "An id is lower-case letters a to z, figures, and single hyphens between words.";
/// Months have their length; only leap years are left to check.
const DATE: &str = concat!(
    r"^\s*\d{4}(-(0[1-9]|1[0-2]))?\s*$|",
    r"^\s*\d{4}-((0[1-9]|1[0-2])-(0[1-9]|[12]\d)|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)",
    r"([Tt ]\d{2}.*([Zz]|[+-]\d{2}.*))?\s*$"
);
const DATE_SAID: &str = "Write year-month-day, such as 2024-03-12, a month or a year alone, or a time with its offset from UTC: 2024-03-12T09:30:00Z.";
const URL: &str = r"^\s*([Hh][Tt][Tt][Pp][Ss]?://\S+|[Mm][Aa][Ii][Ll][Tt][Oo]:\S+)\s*$";
const URL_SAID: &str = "Write a whole address that begins with https:// or http://.";
const WEB: &str = r"^(?!.*\.[Hh][Tt][Mm][Ll]?\s*$)\s*[Hh][Tt][Tt][Pp][Ss]?://[^?#]+\s*$";
const WEB_SAID: &str = "Write the address of a folder, like https://example.org/briefs/, without ? or #.";
const LANGUAGE: &str = "^\\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\\s*$";
const LANGUAGE_SAID: &str = "Write a language tag such as en, pt-BR or zh-Hant.";
const COLOUR: &str = "^\\s*#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\\s*$";
const COLOUR_SAID: &str = "Write # and six hexadecimal figures in quotation marks, such as \"#1f4e79\".";
const SEAL: &str = "^\\s*[0-9A-Fa-f]{64}\\s*$";
const SEAL_SAID: &str = "A seal is 64 hexadecimal figures.";
const SOMETHING: &str = r"\S";
const SOMETHING_SAID: &str = "Something must be written here.";

impl<'a> Values<'a> {
    /// The title of a list of such values.
    pub fn many(&self, is: ValueKind) -> &'static str {
        self.form(is).many
    }

    /// The title of a field that takes one such value or a list of them.
    pub fn one_or_many(&self, is: ValueKind) -> String {
        let form = self.form(is);
        format!("{}, or {}", form.title, form.many)
    }

    /// Adds to `field` all that can be said of a value.
    pub fn fill(&self, field: &mut Map<String, Value>, is: ValueKind, used: Cardinality) {
        let form = self.form(is);
        field.insert("title".to_owned(), json!(form.title));
        let mut text = Map::new();
        text.insert("type".to_owned(), types(is, used));
        if let Some((pattern, said)) =
            form.pattern.or((used == Cardinality::Required).then_some((SOMETHING, SOMETHING_SAID)))
        {
            let pattern = if used == Cardinality::Optional { format!(r"^\s*$|{pattern}") } else { pattern.to_owned() };
            text.insert("pattern".to_owned(), json!(pattern));
            text.insert("patternErrorMessage".to_owned(), json!(said));
        }
        if form.choices.is_empty() {
            field.extend(text);
            return;
        }
        let choices = choices(form.choices, used);
        if form.closed {
            field.extend(choices);
        } else {
            field.remove("type");
            field.insert("anyOf".to_owned(), json!([choices, text]));
        }
    }

    /// Completes a choice of words that the program knows.
    pub fn words(&self, field: &mut Map<String, Value>, words: &[Value], used: Cardinality) {
        field.insert("title".to_owned(), json!("one of a few words"));
        if used == Cardinality::Optional {
            let with_none: Vec<Value> = words.iter().cloned().chain([Value::Null]).collect();
            field.insert("enum".to_owned(), json!(with_none));
        }
    }

    fn form(&self, is: ValueKind) -> ValueForm<'a> {
        let plain = |title, many, pattern| ValueForm { title, many, pattern, choices: &[], closed: false };
        let one_of =
            |title, many, choices| ValueForm { title, many, pattern: Some((ID, ID_SAID)), choices, closed: true };
        let known = self.known;
        match is {
            ValueKind::Inline => plain("text with Markdown, in one paragraph", "list of texts with Markdown", None),
            ValueKind::Markdown => plain("Markdown", "list of texts with Markdown", None),
            ValueKind::Id => plain("id", "list of ids", Some((ID, ID_SAID))),
            ValueKind::Date => plain("date", "list of dates", Some((DATE, DATE_SAID))),
            ValueKind::Url => plain("address on the web", "list of addresses on the web", Some((URL, URL_SAID))),
            ValueKind::BaseUrl => plain("address on the web", "list of addresses on the web", Some((WEB, WEB_SAID))),
            ValueKind::Language => plain("language tag", "list of language tags", Some((LANGUAGE, LANGUAGE_SAID))),
            ValueKind::Colour => plain("colour", "list of colours", Some((COLOUR, COLOUR_SAID))),
            ValueKind::Seal => plain("hexadecimal figures", "list of hexadecimal figures", Some((SEAL, SEAL_SAID))),
            ValueKind::Verdict => one_of("id of a verdict", "list of ids of verdicts", &known.verdicts),
            ValueKind::Source => one_of("id of a source", "list of ids of sources", &known.sources),
            ValueKind::Person => one_of("id of a person", "list of ids of people", &known.people),
            ValueKind::Claim => one_of("id of a claim", "list of ids of claims", &known.claims),
            ValueKind::Page => one_of("id of a page", "list of ids of pages", &known.pages),
            ValueKind::SourceOrText => {
                ValueForm { choices: &known.sources, ..plain("id of a source, or text", "list of texts", None) }
            }
            ValueKind::Tag => ValueForm { choices: &known.tags, ..plain("text", "list of texts", None) },
            ValueKind::Text => plain("text", "list of texts", None),
        }
    }
}

/// Notes take unquoted figures as the texts that they are; a year is a date. Nothing else is an address or a colour but a text.
fn types(is: ValueKind, used: Cardinality) -> Value {
    let figures = !matches!(is, ValueKind::Url | ValueKind::BaseUrl | ValueKind::Language | ValueKind::Colour);
    let mut types = vec!["string"];
    types.extend(figures.then_some("number"));
    types.extend((used == Cardinality::Optional).then_some("null"));
    match types[..] {
        [one] => json!(one),
        _ => json!(types),
    }
}

/// The ids, each with what it stands for. YAML takes an unquoted `true` or `2019` for something else than a text, and notes do not.
fn choices(choices: &[NamedEntry], used: Cardinality) -> Map<String, Value> {
    let mut taken = BTreeSet::new();
    let choices: Vec<&NamedEntry> = choices.iter().filter(|choice| taken.insert(choice.id.as_str())).collect();
    let mut values: Vec<Value> = choices.iter().map(|choice| json!(choice.id)).collect();
    let mut said: Vec<&str> = choices.iter().map(|choice| choice.description.as_str()).collect();
    for choice in choices {
        if let Ok(other) = serde_json::from_str::<Value>(&choice.id)
            && !(other.is_null() && used == Cardinality::Optional)
        {
            values.push(other);
            said.push(&choice.description);
        }
    }
    if used == Cardinality::Optional {
        values.push(Value::Null);
        said.push("Left empty");
    }
    let types: BTreeSet<&str> = values.iter().map(type_of).collect();
    let mut both = Map::new();
    // Some editors insert only fields whose type they are told, the first of several; “string” is the last in the alphabet.
    both.insert("type".to_owned(), json!(types.into_iter().rev().collect::<Vec<_>>()));
    both.insert("enum".to_owned(), json!(values));
    both.insert("enumDescriptions".to_owned(), json!(said));
    both
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        _ => "string",
    }
}
