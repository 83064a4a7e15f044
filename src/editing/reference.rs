//! What the fields of notes mean, for the command line: [`explain`]. Everything comes from the schemas, as docs/note-reference.md does.

use serde_json::{Map, Value};

use super::schema::{NoteKind, with_examples};
use crate::build::load::SiteNames;
use crate::notes::yaml::write::write_scalar;

/// A field, or a note as a whole.
struct Entry {
    /// Such as `claim.passages.quote`; of a note just its kind.
    path: String,
    schema: Map<String, Value>,
}

/// The explanations of all fields with this name or path, such as `quote`, `passages.quote` or `claim.passages.quote`; `None` if there
/// are none. Positions in lists, as in `passages[2].quote`, do not matter.
pub fn explain(name: &str) -> Option<String> {
    explained(&entries(), name)
}

fn explained(entries: &[Entry], name: &str) -> Option<String> {
    let name = without_positions(name);
    let texts = |is_meant: fn(&Entry, &str) -> bool| {
        entries.iter().filter(|entry| is_meant(entry, &name)).map(Entry::text).collect::<Vec<_>>()
    };
    let mut found = texts(Entry::is_called);
    if found.is_empty() {
        found = texts(Entry::ends_in);
    }
    (!found.is_empty()).then(|| found.join("\n"))
}

/// All names and paths that [`explain`] knows, each once.
pub fn names() -> Vec<String> {
    let mut names = vec![];
    for Entry { path, .. } in entries() {
        names.extend(path.match_indices('.').map(|(dot, _)| path[dot + 1..].to_owned()));
        names.push(path);
    }
    names.sort();
    names.dedup();
    names
}

fn entries() -> Vec<Entry> {
    let mut entries = vec![];
    for kind in NoteKind::ALL {
        let schema = with_examples(kind, &SiteNames::default());
        add(kind.name().to_owned(), &schema, &mut entries);
    }
    // People are notes to those who write them.
    let people: Vec<Entry> = entries.iter().filter_map(Entry::of_person).collect();
    entries.extend(people);
    entries
}

/// Adds a field and all fields in it.
fn add(path: String, schema: &Value, entries: &mut Vec<Entry>) {
    let Some(schema) = schema.as_object() else {
        return;
    };
    for (name, field) in fields(schema) {
        add(format!("{path}.{name}"), field, entries);
    }
    entries.push(Entry { path, schema: schema.clone() });
}

/// The fields of a group, of the groups in a list, or of groups under names of the editor's choice.
fn fields(schema: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    let inside = [
        Some(schema),
        schema.get("items").and_then(Value::as_object),
        schema.get("additionalProperties").and_then(Value::as_object),
    ];
    inside.into_iter().flatten().filter_map(|group| group.get("properties")?.as_object()).flatten()
}

fn without_positions(name: &str) -> String {
    let mut depth = 0;
    let kept = |c: &char| match c {
        '[' => {
            depth += 1;
            false
        }
        ']' => {
            depth -= 1;
            false
        }
        _ => depth == 0,
    };
    name.trim().chars().filter(kept).collect()
}

impl Entry {
    /// The same field under `person`, if it is one of a person.
    fn of_person(&self) -> Option<Entry> {
        let path = self.path.strip_prefix("brief.people")?;
        Some(Entry { path: format!("person{path}"), schema: self.schema.clone() })
    }

    fn is_called(&self, name: &str) -> bool {
        // Without its kind, a field of a person is already found under `brief`, and one of a translation under what it translates.
        let is_repeated = self.path.starts_with("person") || self.path.contains("-translation");
        self.ends_in(name) && (self.path == name || !is_repeated)
    }

    fn ends_in(&self, name: &str) -> bool {
        self.path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    }

    fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    fn text(&self) -> String {
        let text = |key: &str| self.schema.get(key).and_then(Value::as_str).unwrap_or_default();
        let description = text("description");
        let (description, required) = match description.strip_suffix(" Required.") {
            Some(description) => (description, ", required"),
            None => (description, ""),
        };
        let default = match self.schema.get("default") {
            None | Some(Value::Null) => String::new(),
            Some(default) => format!("; without it: {}", plain(default)),
        };
        let mut out = format!("{} ({}{required}{default})\n\n{description}\n", self.path, text("title"));
        let words = self.schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        let meanings = self.schema.get("enumDescriptions").and_then(Value::as_array).into_iter().flatten();
        let words: Vec<String> = words
            .zip(meanings)
            .filter_map(|(word, meaning)| Some(format!("  {}: {}\n", word.as_str()?, meaning.as_str()?)))
            .collect();
        if !words.is_empty() {
            out.push_str(&format!("\nOne of:\n{}", words.concat()));
        }
        let inside: Vec<&str> = fields(&self.schema).map(|(name, _)| name.as_str()).collect();
        if !inside.is_empty() {
            out.push_str(&format!("\nIts fields: {}\n", inside.join(", ")));
        }
        let first = |list: &str| self.schema.get(list).and_then(|list| list.get(0));
        if let Some(example) = first("examples").or_else(|| first("enum")) {
            out.push_str(&format!("\nExample:\n{}", self.example(example)));
        }
        out
    }

    fn example(&self, example: &Value) -> String {
        let name = self.name();
        match example {
            Value::Array(entries) => {
                let entries = entries.iter().map(|entry| format!("    - {}\n", plain(entry)));
                format!("  {name}:\n{}", entries.collect::<String>())
            }
            example => format!("  {name}: {}\n", plain(example)),
        }
    }
}

/// A value as it is written in YAML.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => write_scalar(text),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{entries, explained};

    #[test]
    fn every_field_is_explained_under_its_name_and_its_path() {
        let entries = entries();
        for entry in &entries {
            for name in [entry.name(), &entry.path] {
                let text = explained(&entries, name).unwrap_or_else(|| panic!("{name}"));
                let is_repeated = entry.path.starts_with("person") || entry.path.contains("-translation");
                assert!(text.contains(&entry.text()) || (is_repeated && name != entry.path), "{name}");
            }
        }
    }
}
