//! Writes the YAML of a new note, with an explanation of every field: [`note_template`].
//!
//! It is generated from the schema, so it always matches what is read. Optional fields without a value are commented out, each with an
//! example.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::build::load::SiteNames;
use crate::editing::schema::{NoteKind, group, with_examples};
use crate::notes::yaml::Path;
use crate::notes::yaml::write::{ScalarContext, scalar};

/// Lines are broken before this column, counted in code points.
const WIDTH: usize = 100;
/// Longer lists of words are not printed.
const MAX_LISTED: usize = 12;

/// The values and comments of a new note. Only the first entry of a list can have them.
#[derive(Debug, Default)]
pub(super) struct Prefilled {
    values: BTreeMap<Path, String>,
    comments: BTreeMap<Path, String>,
}

impl Prefilled {
    /// Sets the text of a field.
    pub fn value(&mut self, field: Path, text: impl Into<String>) {
        self.values.insert(field, text.into());
    }

    /// Adds a comment below the explanation of a field.
    pub fn comment(&mut self, field: Path, comment: impl Into<String>) {
        self.comments.insert(field, comment.into());
    }
}

/// The fields of a note, as YAML.
pub(super) fn note_template(kind: NoteKind, known: &SiteNames, filled: &Prefilled) -> String {
    let schema = with_examples(kind, known);
    let mut writer = TemplateWriter { filled, out: String::new() };
    writer.comment("", schema["description"].as_str().unwrap_or_default());
    writer.comment("", "Fill in the empty fields. To use a field that is commented out, remove the “# ” before it.");
    let fields = group(&schema).expect("a note is a group of fields");
    writer.fields(fields, &FieldPlace { lead: String::new(), path: Path::top(), comment: false });
    writer.out
}

struct TemplateWriter<'a> {
    filled: &'a Prefilled,
    out: String,
}

/// Where a group of fields is written.
struct FieldPlace {
    /// What comes before each line.
    lead: String,
    path: Path,
    /// Whether the lines are commented out as a whole.
    comment: bool,
}

impl TemplateWriter<'_> {
    fn fields(&mut self, group: &Map<String, Value>, at: &FieldPlace) {
        let list = |name| group.get(name).and_then(Value::as_array).into_iter().flatten();
        let required = |name: &str| list("required").any(|known| known == name);
        let fields = group.get("properties").and_then(Value::as_object).into_iter().flatten();
        for (i, (name, field)) in fields.enumerate() {
            if at.path.is_empty() {
                self.out.push('\n');
            }
            let path = at.path.clone().key(name.clone());
            let active = !at.comment && (required(name) || self.filled.values.contains_key(&path));
            let above = if i == 0 { at.lead.trim_end_matches("- ").to_owned() } else { continued(&at.lead) };
            self.explanation(&above, &path, field);
            let mut lead = if i == 0 { at.lead.clone() } else { continued(&at.lead) };
            if !active && !at.comment {
                lead.push_str("# ");
            }
            self.field(name, field, &FieldPlace { lead, path, comment: !active });
        }
    }

    /// What the field is for, which words it takes, and its comment.
    fn explanation(&mut self, lead: &str, path: &Path, field: &Value) {
        self.comment(lead, field["description"].as_str().unwrap_or_default());
        let choice = if field["items"]["enum"].is_array() { &field["items"] } else { field };
        let words: Vec<&str> = choice["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if words.len() <= MAX_LISTED {
            for (i, word) in words.iter().enumerate() {
                match choice["enumDescriptions"][i].as_str().filter(|meaning| !meaning.is_empty()) {
                    Some(meaning) => self.wrapped(&format!("{lead}#   "), &format!("{word} = {meaning}")),
                    None => self.wrapped(&format!("{lead}#   "), word),
                }
            }
        }
        if let Some(comment) = self.filled.comments.get(path) {
            self.comment(lead, comment);
        }
    }

    fn field(&mut self, name: &str, field: &Value, at: &FieldPlace) {
        let deeper = continued(&at.lead);
        let inside = |lead: String, path: Path| FieldPlace { lead, path, comment: at.comment };
        if let Some(group) = group(field) {
            self.line(&at.lead, &format!("{name}:"));
            let place = if field["items"].is_object() {
                inside(format!("{deeper}  - "), at.path.clone().index(0))
            } else {
                inside(format!("{deeper}  "), at.path.clone())
            };
            return self.fields(group, &place);
        }
        let value = match self.filled.values.get(&at.path) {
            Some(text) => scalar(text, &ScalarContext::LINE),
            None if at.comment => example(field),
            None => String::new(),
        };
        if at.comment && field["title"] == "Markdown" {
            self.line(&at.lead, &format!("{name}: |"));
            return self.line(&format!("{deeper}  "), field["examples"][0].as_str().unwrap_or_default());
        }
        self.line(&at.lead, format!("{name}: {value}").trim_end());
    }

    fn line(&mut self, lead: &str, text: &str) {
        self.out.push_str(lead);
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn comment(&mut self, lead: &str, text: &str) {
        self.wrapped(&format!("{lead}# "), text);
    }

    fn wrapped(&mut self, lead: &str, text: &str) {
        let width = WIDTH.saturating_sub(lead.chars().count()).max(WIDTH / 2);
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                self.line(lead, &std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(lead, &line);
    }
}

/// The indentation of the lines after one that begins with `lead`.
fn continued(lead: &str) -> String {
    lead.replace('-', " ")
}

/// An example of the field's value, as YAML on one line.
fn example(field: &Value) -> String {
    let first = |field: &Value| field["enum"].as_array().and_then(|all| all.first()).map(word);
    match (&field["examples"][0], &field["default"]) {
        (Value::Array(entries), _) => {
            let entries: Vec<String> = match first(&field["items"]) {
                Some(known) => vec![known],
                None => entries.iter().map(|entry| example_scalar(entry, &ScalarContext::FLOW)).collect(),
            };
            format!("[{}]", entries.join(", "))
        }
        (Value::Null, Value::Null) => first(field).unwrap_or_default(),
        (Value::Null, default) => word(default),
        (example, _) => first(field).unwrap_or_else(|| example_scalar(example, &ScalarContext::LINE)),
    }
}

/// A word from a field's list. It needs no quotation marks, not even `true` for a verdict: such a field reads it as text.
fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn example_scalar(value: &Value, at: &ScalarContext<'_>) -> String {
    value.as_str().map_or_else(|| value.to_string(), |text| scalar(text, at))
}
