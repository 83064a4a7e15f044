//! JSON Schema (2020-12) of notes, with which editors complete and check while somebody writes: [`of`] makes one, [`keep`] keeps all of
//! them below a site.
//!
//! Fields, what is required, and descriptions come from the types in `build::load` that parse the notes. A [`ValueKind`] beside a field
//! there names what its value is; `values.rs` turns it into what a schema can say of it, and [`SiteNames`] adds the site's own ids.
//!
//! A schema may let pass what `citeback check` refuses. It refuses nothing that check lets pass, with two exceptions that no editor
//! would miss: an id in quotation marks with blanks around it, and a text that is `true` or `false` and not in quotation marks.

mod values;

use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::base::disk;
use crate::base::error::Error;
use crate::build::load::{BriefFile, ClaimFile, PageFile, SiteNames, SourceFile, ValueKind};
use values::{Cardinality, Values};

/// What can be written in content/.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum NoteKind {
    /// Notes in content/claims
    Claim,
    /// The fields at the head of files in content/sources
    Source,
    /// The file content/brief.yaml
    Brief,
    /// The fields at the head of files in content/pages
    Page,
}

impl NoteKind {
    pub const ALL: [NoteKind; 4] = [NoteKind::Claim, NoteKind::Source, NoteKind::Brief, NoteKind::Page];

    pub fn name(self) -> &'static str {
        match self {
            NoteKind::Claim => "claim",
            NoteKind::Source => "source",
            NoteKind::Brief => "brief",
            NoteKind::Page => "page",
        }
    }

    /// What the schema is of, in words.
    fn title(self) -> &'static str {
        match self {
            NoteKind::Claim => "Claim note",
            NoteKind::Source => "Front matter of a source",
            NoteKind::Brief => "brief.yaml",
            NoteKind::Page => "Front matter of a page",
        }
    }
}

/// The folder of a site in which its schemas are kept, relative to the site.
pub const FOLDER: &str = ".citeback/schema";

/// The schema of a kind of note. With the ids of a site, fields that name one of them take no other; without, any of an id's form, and
/// the verdicts of the built-in scale.
pub fn of(kind: NoteKind, known: Option<&SiteNames>) -> Value {
    let built_in = SiteNames::default();
    let mut schema = with_examples(kind, known.unwrap_or(&built_in));
    tell_examples(&mut schema);
    schema
}

/// The schema with its `examples`. Editors are not given them: an editor that completes a field writes the example as its value, where
/// it can be taken for somebody's own.
pub fn with_examples(kind: NoteKind, known: &SiteNames) -> Value {
    let mut schema = derived_of(kind);
    schema.insert("title".to_owned(), json!(kind.title()));
    shape_fields(&mut schema, &Values { known });
    Value::Object(schema)
}

/// What the types that parse a kind of note say of its fields, and nothing of the site. Each field has its [`ValueKind`], by which a language
/// server knows what belongs where.
pub fn fields(kind: NoteKind) -> Value {
    Value::Object(derived_of(kind))
}

/// Writes the schemas of a site below [`FOLDER`], those that are not there already as they should be.
///
/// # Errors
/// When the folder leads out of the site, or cannot be written to.
pub fn keep(site: &Path, known: &SiteNames) -> Result<(), Error> {
    let own = site.join(".citeback");
    let folder = site.join(FOLDER);
    if own.is_symlink() || folder.is_symlink() {
        return Err(Error::refused(format!("{} is a symbolic link", folder.display()), "schemas are kept in the site"));
    }
    // Files that are made anew belong in nobody's history, whatever else a site's .gitignore says.
    let mut files = vec![(own.join(".gitignore"), "*\n".to_owned())];
    files.extend(
        NoteKind::ALL
            .map(|kind| (folder.join(format!("{}.json", kind.name())), format!("{}\n", of(kind, Some(known))))),
    );
    for (path, text) in files {
        let limit = text.len() as u64;
        let same = path.is_file() && disk::read(&path, limit)?.is_some_and(|bytes| bytes == text.as_bytes());
        if !same {
            disk::put(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

/// Moves examples into descriptions.
fn tell_examples(schema: &mut Value) {
    if let Some(group) = schema.as_object_mut() {
        // A field may be called “examples”, too, and is a group then.
        let example = match group.get("examples") {
            Some(Value::Array(examples)) => examples.first().map(in_words),
            _ => None,
        };
        if let Some(example) = example {
            group.remove("examples");
            if let Some(Value::String(said)) = group.get_mut("description") {
                said.push_str(&format!(" Example: {example}"));
            }
        }
    }
    match schema {
        Value::Object(fields) => fields.values_mut().for_each(tell_examples),
        Value::Array(entries) => entries.iter_mut().for_each(tell_examples),
        _ => {}
    }
}

fn in_words(example: &Value) -> String {
    match example {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(in_words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn derived_of(kind: NoteKind) -> Map<String, Value> {
    match kind {
        NoteKind::Claim => derived::<ClaimFile>(),
        NoteKind::Source => derived::<SourceFile>(),
        NoteKind::Brief => derived::<BriefFile>(),
        NoteKind::Page => derived::<PageFile>(),
    }
}

fn derived<T: JsonSchema>() -> Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    std::mem::take(settings.into_generator().into_root_schema_for::<T>().ensure_object())
}

/// Shapes every field of a group.
fn shape_fields(group: &mut Map<String, Value>, values: &Values<'_>) {
    let required: Vec<Value> = group.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(fields) = group.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, field) in fields {
        let needed = if required.iter().any(|required| required == name) {
            Cardinality::Required
        } else {
            Cardinality::Optional
        };
        if let Some(field) = field.as_object_mut() {
            shape(field, needed, values);
        }
    }
}

/// Shapes one field, and what is inside it.
fn shape(field: &mut Map<String, Value>, needed: Cardinality, values: &Values<'_>) {
    let is = ValueKind::take(field).unwrap_or(ValueKind::Text);
    if needed == Cardinality::Required
        && let Some(Value::String(said)) = field.get_mut("description")
    {
        said.push_str(" Required.");
    }
    if field.contains_key("properties") {
        shape_fields(field, values);
        return title(field, "group of fields");
    }
    if let Some(entry) = field.get_mut("items").and_then(Value::as_object_mut) {
        if entry.contains_key("properties") {
            shape_fields(entry, values);
            title(entry, "group of fields");
            return title(field, "list of groups of fields");
        }
        values.fill(entry, is, Cardinality::Entry);
        return title(field, values.many(is));
    }
    if let Some(alternatives) = field.get_mut("anyOf").and_then(Value::as_array_mut) {
        // A text, or a list of such texts.
        alternatives.clear();
        let mut one = Map::new();
        values.fill(&mut one, is, needed);
        let mut entry = Map::new();
        values.fill(&mut entry, is, Cardinality::Entry);
        alternatives.extend([Value::Object(one), json!({"type": "array", "items": entry})]);
        return title(field, &values.one_or_many(is));
    }
    match field.get("enum").and_then(Value::as_array).cloned() {
        Some(words) => values.words(field, &words, needed),
        None if has_type(field, "boolean") => title(field, "true or false"),
        None if has_type(field, "number") => {
            field.remove("format");
            title(field, "number");
        }
        None => values.fill(field, is, needed),
    }
}

fn has_type(field: &Map<String, Value>, name: &str) -> bool {
    match field.get("type") {
        Some(Value::Array(types)) => types.iter().any(|known| known == name),
        known => known.is_some_and(|known| known == name),
    }
}

fn title(field: &mut Map<String, Value>, title: &str) {
    field.insert("title".to_owned(), json!(title));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{NoteKind, of};
    use crate::build::load::{NamedEntry, SiteNames};

    fn known(sources: &[&str]) -> SiteNames {
        let choices = sources.iter().map(|id| NamedEntry { id: (*id).to_owned(), description: format!("The {id}") });
        SiteNames { sources: choices.collect(), ..SiteNames::default() }
    }

    #[test]
    fn the_ids_of_the_site_are_what_a_passage_may_name() {
        let schema = of(NoteKind::Claim, Some(&known(&["report", "2019"])));
        let source = &schema["properties"]["passages"]["items"]["properties"]["source"];
        assert_eq!(source["enum"], json!(["report", "2019", 2019]), "a figure is a text to those who write it");
        assert_eq!(source["enumDescriptions"][0], "The report");
    }

    #[test]
    fn a_site_without_sources_makes_no_impossible_choice() {
        let schema = of(NoteKind::Claim, Some(&known(&[])));
        let source = &schema["properties"]["passages"]["items"]["properties"]["source"];
        assert_eq!(source.get("enum"), None);
        assert!(source["pattern"].is_string());
    }

    #[test]
    fn what_is_required_says_so() {
        let schema = of(NoteKind::Claim, None);
        assert_eq!(schema["required"], json!(["claim", "verdict", "summary", "passages"]));
        assert!(schema["properties"]["claim"]["description"].as_str().unwrap().contains(" Required. Example: "));
        assert_eq!(schema["additionalProperties"], false);
    }

    #[test]
    fn no_mark_of_our_own_is_left() {
        for kind in NoteKind::ALL {
            assert!(!of(kind, None).to_string().contains("x-is"), "{}", kind.name());
        }
    }
}
