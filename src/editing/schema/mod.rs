//! JSON Schemas (2020-12) of notes, with which editors complete and validate: [`of`] generates one, [`update`] writes all of them into a
//! site, [`update_desk`] that of desk.yaml into a desk.
//!
//! Fields, requirements and descriptions come from the types in `build::load` that parse the notes. There, each field has a [`ValueKind`];
//! `values.rs` translates it to JSON Schema, and [`SiteNames`] adds the site's own ids.
//!
//! A schema may accept what `citeback check` rejects. It rejects nothing that check accepts, with three exceptions that do not matter in
//! practice: an id in quotation marks with blanks around it, a text that is an unquoted `true` or `false`, and the empty passage with which a
//! new draft begins.

mod drafts;
mod values;

use std::path::Path;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::base::disk;
use crate::base::error::Error;
use crate::build::load::{
    BriefFile, BriefTextsFile, ClaimFile, ClaimTextsFile, DeskFile, PageFile, PageTextsFile, SiteNames, SourceFile,
    ValueKind,
};
use values::{Cardinality, Values};

/// The kinds of notes in content/.
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
    /// Translations of notes in content/claims
    ClaimTranslation,
    /// Translations of content/brief.yaml
    BriefTranslation,
    /// The fields at the head of translations in content/pages
    PageTranslation,
    /// The file desk.yaml, above several briefs
    Desk,
}

impl NoteKind {
    pub const ALL: [NoteKind; 8] = [
        NoteKind::Claim,
        NoteKind::Source,
        NoteKind::Brief,
        NoteKind::Page,
        NoteKind::ClaimTranslation,
        NoteKind::BriefTranslation,
        NoteKind::PageTranslation,
        NoteKind::Desk,
    ];

    /// Those of a brief.
    const OF_BRIEF: [NoteKind; 7] = [
        NoteKind::Claim,
        NoteKind::Source,
        NoteKind::Brief,
        NoteKind::Page,
        NoteKind::ClaimTranslation,
        NoteKind::BriefTranslation,
        NoteKind::PageTranslation,
    ];

    /// Whether the fields are the head of a Markdown file, and its text follows.
    pub fn is_front_matter(self) -> bool {
        matches!(self, NoteKind::Source | NoteKind::Page | NoteKind::PageTranslation)
    }

    /// Whether the text below the fields is the newsroom's own prose.
    pub fn has_prose(self) -> bool {
        matches!(self, NoteKind::Page | NoteKind::PageTranslation)
    }

    pub fn name(self) -> &'static str {
        match self {
            NoteKind::Claim => "claim",
            NoteKind::Source => "source",
            NoteKind::Brief => "brief",
            NoteKind::Page => "page",
            NoteKind::ClaimTranslation => "claim-translation",
            NoteKind::BriefTranslation => "brief-translation",
            NoteKind::PageTranslation => "page-translation",
            NoteKind::Desk => "desk",
        }
    }

    /// The title of the schema.
    fn title(self) -> &'static str {
        match self {
            NoteKind::Claim => "Claim note",
            NoteKind::Source => "Front matter of a source",
            NoteKind::Brief => "brief.yaml",
            NoteKind::Page => "Front matter of a page",
            NoteKind::ClaimTranslation => "Translation of a claim note",
            NoteKind::BriefTranslation => "Translation of brief.yaml",
            NoteKind::PageTranslation => "Front matter of a translated page",
            NoteKind::Desk => "desk.yaml",
        }
    }
}

/// What a type declares of fields that stand in for each other, and what that is in JSON Schema.
const ALTERNATIVES: [(&str, &str); 2] = [("x-one-of", "oneOf"), ("x-any-of", "anyOf")];

/// Ends the description of a field that must be there.
const REQUIRED: &str = " Required.";

/// The folder for schemas, relative to the site.
pub const FOLDER: &str = ".citeback/schema";

/// The schema of a kind of note. With `known`, a field that refers to an id accepts only the ids of the site; without, it accepts anything
/// that has the form of an id, and for verdicts the built-in scale.
pub fn of(kind: NoteKind, known: Option<&SiteNames>) -> Value {
    let built_in = SiteNames::default();
    let mut schema = with_examples(kind, known.unwrap_or(&built_in));
    move_examples_to_descriptions(&mut schema);
    settle_alternatives(&mut schema);
    if kind == NoteKind::Claim {
        drafts::settle(&mut schema);
    }
    schema
}

/// The schema with `examples`. Editors get it without: on completing a field, some would insert the example as its value, where it could be
/// mistaken for the writer's own.
pub fn with_examples(kind: NoteKind, known: &SiteNames) -> Value {
    let mut schema = derived_schema(kind);
    schema.insert("title".to_owned(), json!(kind.title()));
    complete_fields(&mut schema, &Values { known });
    Value::Object(schema)
}

/// The fields of a kind of note as declared by the types that parse it, each with its [`ValueKind`], for the language server.
pub fn fields(kind: NoteKind) -> Value {
    Value::Object(derived_schema(kind))
}

/// The group of fields that a field takes: by itself, as an entry of a list, or in place of a text.
pub fn group(field: &Value) -> Option<&Map<String, Value>> {
    group_among(field).or_else(|| group_among(&field["items"]))
}

/// The schema itself, or the first of its alternatives, that describes a group of fields.
pub fn group_among(schema: &Value) -> Option<&Map<String, Value>> {
    let own = schema.as_object().filter(|schema| schema.contains_key("properties"));
    own.or_else(|| schema["anyOf"].as_array()?.iter().find_map(group_among))
}

/// Writes the schemas of a site into [`FOLDER`], except those that are up to date.
///
/// # Errors
/// If the folder is a symbolic link, or cannot be written to.
pub fn update(site: &Path, known: &SiteNames) -> Result<(), Error> {
    write(site, &NoteKind::OF_BRIEF, Some(known))
}

/// Writes the schema of desk.yaml into [`FOLDER`] of a desk, unless it is up to date. What it names is free, so no ids are in it.
///
/// # Errors
/// As [`update`].
pub fn update_desk(desk: &Path) -> Result<(), Error> {
    write(desk, &[NoteKind::Desk], None)
}

fn write(site: &Path, kinds: &[NoteKind], known: Option<&SiteNames>) -> Result<(), Error> {
    let own = site.join(".citeback");
    let folder = site.join(FOLDER);
    if own.is_symlink() || folder.is_symlink() {
        return Err(Error::refused(format!("{} is a symbolic link", folder.display()), "schemas are kept in the site"));
    }
    // Generated files do not belong in version control, whatever the site's own .gitignore says.
    let mut files = vec![(own.join(".gitignore"), "*\n".to_owned())];
    let schema = |kind: &NoteKind| (folder.join(format!("{}.json", kind.name())), format!("{}\n", of(*kind, known)));
    files.extend(kinds.iter().map(schema));
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
fn move_examples_to_descriptions(schema: &mut Value) {
    if let Some(group) = schema.as_object_mut() {
        // A field can also be called “examples”; then this is an object.
        let example = match group.get("examples") {
            Some(Value::Array(examples)) => examples.first().map(example_text),
            _ => None,
        };
        if let Some(example) = example {
            group.remove("examples");
            if let Some(Value::String(description)) = group.get_mut("description") {
                description.push_str(&format!(" Example: {example}"));
            }
        }
    }
    match schema {
        Value::Object(fields) => fields.values_mut().for_each(move_examples_to_descriptions),
        Value::Array(entries) => entries.iter_mut().for_each(move_examples_to_descriptions),
        _ => {}
    }
}

/// Requires one of several fields, where a type declares that another will do. Until here the first of them counts as required: a new note
/// begins with it.
fn settle_alternatives(schema: &mut Value) {
    if let Some(group) = schema.as_object_mut() {
        for (declared, keyword) in ALTERNATIVES {
            let Some(Value::Array(fields)) = group.remove(declared) else {
                continue;
            };
            if let Some(Value::Array(required)) = group.get_mut("required") {
                required.retain(|field| !fields.contains(field));
            }
            let each = fields.iter().filter_map(Value::as_str).map(given).collect();
            group.insert(keyword.to_owned(), Value::Array(each));
        }
    }
    match schema {
        Value::Object(fields) => fields.values_mut().for_each(settle_alternatives),
        Value::Array(entries) => entries.iter_mut().for_each(settle_alternatives),
        _ => {}
    }
}

/// A group that has a field. What the field holds is said where it is declared: editors take anything said here for a second field.
fn given(field: &str) -> Value {
    json!({ "required": [field] })
}

fn example_text(example: &Value) -> String {
    match example {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(example_text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn derived_schema(kind: NoteKind) -> Map<String, Value> {
    match kind {
        NoteKind::Claim => derived::<ClaimFile>(),
        NoteKind::Source => derived::<SourceFile>(),
        NoteKind::Brief => derived::<BriefFile>(),
        NoteKind::Page => derived::<PageFile>(),
        NoteKind::ClaimTranslation => derived::<ClaimTextsFile>(),
        NoteKind::BriefTranslation => derived::<BriefTextsFile>(),
        NoteKind::PageTranslation => derived::<PageTextsFile>(),
        NoteKind::Desk => derived::<DeskFile>(),
    }
}

fn derived<T: JsonSchema>() -> Map<String, Value> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    std::mem::take(settings.into_generator().into_root_schema_for::<T>().ensure_object())
}

/// Completes the schemas of all fields of a group.
fn complete_fields(group: &mut Map<String, Value>, values: &Values<'_>) {
    let required: Vec<Value> = group.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let alternatives: Vec<Value> =
        ALTERNATIVES.iter().filter_map(|(declared, _)| group.get(*declared)?.as_array()).flatten().cloned().collect();
    let Some(fields) = group.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    for (name, field) in fields {
        let is_required = required.iter().any(|required| required == name);
        let others = alternatives.iter().filter(|other| *other != name).filter_map(Value::as_str);
        let others: Vec<&str> = others.filter(|_| alternatives.iter().any(|field| field == name)).collect();
        let cardinality = if is_required { Cardinality::Required } else { Cardinality::Optional };
        if let Some(field) = field.as_object_mut() {
            complete_field(field, cardinality, values);
            if let Some(Value::String(description)) = field.get_mut("description").filter(|_| is_required)
                && let [other] = others.as_slice()
                && let Some(alone) = description.strip_suffix(REQUIRED)
            {
                *description = format!("{alone} Required, unless there is a field “{other}”.");
            }
        }
    }
}

/// Completes the schema of a field and everything inside it.
fn complete_field(field: &mut Map<String, Value>, cardinality: Cardinality, values: &Values<'_>) {
    let kind = ValueKind::take(field).unwrap_or(ValueKind::Text);
    if cardinality == Cardinality::Required
        && let Some(Value::String(description)) = field.get_mut("description")
    {
        description.push_str(REQUIRED);
    }
    if kind == ValueKind::FreeForm {
        return set_title(field, "group of fields with names of your choice");
    }
    if field.contains_key("properties") {
        complete_fields(field, values);
        return set_title(field, "group of fields");
    }
    if let Some(entry) = field.get_mut("additionalProperties").and_then(Value::as_object_mut) {
        complete_fields(entry, values);
        set_title(entry, "group of fields");
        return set_title(field, "groups of fields, by name");
    }
    if let Some(entry) = field.get_mut("items").and_then(Value::as_object_mut) {
        if entry.contains_key("properties") {
            complete_fields(entry, values);
            set_title(entry, "group of fields");
            return set_title(field, "list of groups of fields");
        }
        values.fill(entry, kind, Cardinality::Entry);
        return set_title(field, values.many(kind));
    }
    if let Some(alternatives) = field.get_mut("anyOf").and_then(Value::as_array_mut) {
        if let Some(mut group) = alternatives.iter().find_map(group_among).cloned() {
            complete_fields(&mut group, values);
            set_title(&mut group, "group of fields");
            return complete_entries(field, &Value::Object(group), cardinality, values);
        }
        // One value, or a list of values.
        alternatives.clear();
        let mut one = Map::new();
        values.fill(&mut one, kind, cardinality);
        let mut entry = Map::new();
        values.fill(&mut entry, kind, Cardinality::Entry);
        alternatives.extend([Value::Object(one), json!({"type": "array", "items": entry})]);
        return set_title(field, &values.one_or_many(kind));
    }
    match field.get("enum").and_then(Value::as_array).cloned() {
        Some(words) => values.words(field, &words, cardinality),
        None if has_type(field, "boolean") => set_title(field, "true or false"),
        None if has_type(field, "number") || has_type(field, "integer") => {
            field.remove("format");
            set_title(field, "number");
        }
        None => values.fill(field, kind, cardinality),
    }
}

/// Completes the schema of a field that takes a text, a group of fields, or a list of these.
fn complete_entries(field: &mut Map<String, Value>, group: &Value, cardinality: Cardinality, values: &Values<'_>) {
    let text = |cardinality| {
        let mut text = Map::new();
        values.fill(&mut text, ValueKind::Text, cardinality);
        Value::Object(text)
    };
    let entry = json!({"anyOf": [text(Cardinality::Entry), group]});
    field.insert("anyOf".to_owned(), json!([text(cardinality), group, {"type": "array", "items": entry}]));
    set_title(field, "text, group of fields, or list of these");
}

fn has_type(field: &Map<String, Value>, name: &str) -> bool {
    match field.get("type") {
        Some(Value::Array(types)) => types.iter().any(|known| known == name),
        known => known.is_some_and(|known| known == name),
    }
}

fn set_title(field: &mut Map<String, Value>, title: &str) {
    field.insert("title".to_owned(), json!(title));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::{NoteKind, given, of};
    use crate::build::load::{NamedEntry, SiteNames};
    use crate::model::SOURCE_FIELDS;

    fn known(sources: &[&str]) -> SiteNames {
        let choices = sources.iter().map(|id| NamedEntry { id: (*id).to_owned(), description: format!("The {id}") });
        SiteNames { sources: choices.collect(), ..SiteNames::default() }
    }

    #[test]
    fn a_passage_accepts_only_sources_of_the_site() {
        let schema = of(NoteKind::Claim, Some(&known(&["report", "2019"])));
        let source = &schema["properties"]["passages"]["items"]["properties"]["source"];
        assert_eq!(source["enum"], json!(["report", "2019", 2019]), "a number is a text to those who write it");
        assert_eq!(source["enumDescriptions"][0], "The report");
    }

    #[test]
    fn without_sources_any_id_is_accepted() {
        let schema = of(NoteKind::Claim, Some(&known(&[])));
        let source = &schema["properties"]["passages"]["items"]["properties"]["source"];
        assert_eq!(source.get("enum"), None);
        assert!(source["pattern"].is_string());
    }

    /// `import` tells its own fields from those of another program by this list.
    #[test]
    fn an_import_knows_every_field_of_a_source() {
        let schema = of(NoteKind::Source, None);
        let documented: BTreeSet<_> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(BTreeSet::from(SOURCE_FIELDS), documented);
    }

    #[test]
    fn required_fields_are_marked() {
        let schema = of(NoteKind::Claim, None);
        assert_eq!(schema["required"], json!(["claim"]));
        assert_eq!(schema["else"]["required"], json!(["verdict", "summary"]));
        assert!(schema["properties"]["claim"]["description"].as_str().unwrap().contains(" Required. Example: "));
        assert_eq!(schema["else"]["anyOf"], json!([given("passages"), given("gaps")]));
        assert_eq!(schema["additionalProperties"], false);
    }

    #[test]
    fn no_internal_keyword_is_left() {
        for kind in NoteKind::ALL {
            assert!(!of(kind, None).to_string().contains("\"x-"), "{}", kind.name());
        }
    }

    #[test]
    fn a_passage_has_a_quote_or_absent_words() {
        let passage = &of(NoteKind::Claim, None)["properties"]["passages"]["items"];
        assert_eq!(passage["required"], json!(["id", "source", "stance"]));
        assert_eq!(passage["oneOf"], json!([given("quote"), given("absent")]));
        let description = passage["properties"]["quote"]["description"].as_str().unwrap();
        assert!(description.contains(" Required, unless there is a field “absent”. Example: "), "{description}");
    }
}
