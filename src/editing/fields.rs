//! The fields of every kind of note, as declared by the types that parse them: [`FieldCatalog`].

use serde_json::{Map, Value};

use crate::build::load::ValueKind;
use crate::editing::schema::{self, NoteKind};
use crate::notes::yaml::Step;

/// The fields of all kinds of notes.
pub struct FieldCatalog {
    claim: Value,
    source: Value,
    brief: Value,
    page: Value,
    desk: Value,
}

/// One field, one entry of a list, or a note as a whole.
#[derive(Clone, Copy)]
pub struct Field<'f> {
    schema: &'f Map<String, Value>,
    /// What kind of value it takes, or each of its values is.
    pub kind: ValueKind,
}

impl FieldCatalog {
    pub fn new() -> Self {
        let fields = schema::fields;
        FieldCatalog {
            claim: fields(NoteKind::Claim),
            source: fields(NoteKind::Source),
            brief: fields(NoteKind::Brief),
            page: fields(NoteKind::Page),
            desk: fields(NoteKind::Desk),
        }
    }

    /// The field or entry at a path in a note; `None` if there is none.
    pub fn at<'f>(&'f self, kind: NoteKind, path: &[Step]) -> Option<Field<'f>> {
        let whole = match kind {
            NoteKind::Claim => &self.claim,
            NoteKind::Source => &self.source,
            NoteKind::Brief => &self.brief,
            NoteKind::Page => &self.page,
            NoteKind::Desk => &self.desk,
        };
        let whole = Field::new(whole, ValueKind::Text)?;
        path.iter().try_fold(whole, |field, step| match step {
            Step::Key(name, _) => field.field(name),
            Step::Index(_) => field.entry(),
        })
    }
}

impl<'f> Field<'f> {
    fn new(schema: &'f Value, around: ValueKind) -> Option<Self> {
        let schema = schema.as_object()?;
        Some(Field { schema, kind: ValueKind::of(schema).unwrap_or(around) })
    }

    /// The fields of a group in the order of declaration; none if it is not a group.
    pub fn fields(self) -> impl Iterator<Item = (&'f str, Field<'f>)> {
        let fields = self.group().and_then(|group| group.get("properties")).and_then(Value::as_object);
        let fields = fields.into_iter().flatten();
        fields.filter_map(|(name, field)| Some((name.as_str(), Field::new(field, ValueKind::Text)?)))
    }

    pub fn field(self, name: &str) -> Option<Self> {
        self.fields().find_map(|(known, field)| (known == name).then_some(field))
    }

    pub fn requires(self, name: &str) -> bool {
        let required = self.group().and_then(|group| group.get("required")).and_then(Value::as_array);
        required.is_some_and(|required| required.iter().any(|known| known == name))
    }

    /// Whether a field has no place beside one of these, which stand in for it.
    pub fn is_replaced(self, name: &str, given: &[&str]) -> bool {
        let exclusive = self.schema.get("x-one-of").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let is_one = |field: &str| exclusive.iter().any(|known| known == field);
        is_one(name) && given.iter().any(|other| *other != name && is_one(other))
    }

    /// What each entry of a list is; `None` if it is not a list.
    pub fn entry(self) -> Option<Self> {
        Field::new(entries(self.schema)?, self.kind)
    }

    /// Whether it can be a group of fields; it may take a list of groups as well.
    pub fn is_group(self) -> bool {
        self.group().is_some()
    }

    /// The schema of the group that it can be.
    fn group(self) -> Option<&'f Map<String, Value>> {
        let own = Some(self.schema).filter(|schema| schema.contains_key("properties"));
        own.or_else(|| self.schema.get("anyOf")?.as_array()?.iter().find_map(schema::group_among))
    }

    pub fn is_boolean(self) -> bool {
        match self.schema.get("type") {
            Some(Value::Array(types)) => types.iter().any(|known| known == "boolean"),
            known => known.is_some_and(|known| known == "boolean"),
        }
    }

    /// The words that it can take, each with its meaning; none if any value will do.
    pub fn words(self) -> impl Iterator<Item = (&'f str, &'f str)> {
        let list = |name| self.schema.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let meanings = list("enumDescriptions");
        list("enum").iter().enumerate().filter_map(move |(at, word)| {
            Some((word.as_str()?, meanings.get(at).and_then(Value::as_str).unwrap_or_default()))
        })
    }

    /// What it is for; empty for a note as a whole.
    pub fn description(self) -> &'f str {
        self.schema.get("description").and_then(Value::as_str).unwrap_or_default()
    }

    pub fn example(self) -> Option<String> {
        let first = self.schema.get("examples")?.as_array()?.first()?;
        Some(match first {
            Value::String(text) => text.clone(),
            Value::Array(entries) => entries.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            other => other.to_string(),
        })
    }
}

/// The schema of a list's entries, also if a list is only one of several ways to write the field.
fn entries(schema: &Map<String, Value>) -> Option<&Value> {
    schema.get("items").or_else(|| {
        let alternatives = schema.get("anyOf")?.as_array()?;
        alternatives.iter().find_map(|alternative| entries(alternative.as_object()?))
    })
}

#[cfg(test)]
mod tests {
    use super::{FieldCatalog, ValueKind};
    use crate::editing::schema::NoteKind;
    use crate::notes::yaml::Path;

    #[test]
    fn finds_fields_by_path() {
        let fields = FieldCatalog::new();
        let field = |name: &'static str| Path::top().key(name);
        let passages = field("passages");
        let passage = fields.at(NoteKind::Claim, &passages.clone().index(3)).unwrap();
        assert!(passage.is_group() && passage.requires("quote") && !passage.requires("note"));
        let stance = fields.at(NoteKind::Claim, &passages.index(0).key("stance")).unwrap();
        assert_eq!(stance.words().next().unwrap().0, "supports");
        assert_eq!(fields.at(NoteKind::Claim, &field("authors").index(0)).unwrap().kind, ValueKind::Person);
        assert!(fields.at(NoteKind::Source, &field("author")).unwrap().entry().is_some());
        assert!(fields.at(NoteKind::Source, &field("primary")).unwrap().is_boolean());
        assert!(fields.at(NoteKind::Page, &field("nave")).is_none());
        let (claimant, listed) = (field("claimant"), field("claimant").index(1));
        for path in [claimant, listed] {
            let claimant = fields.at(NoteKind::Claim, &path).unwrap();
            assert!(claimant.is_group() && claimant.requires("name"));
            let kind = fields.at(NoteKind::Claim, &path.key("kind")).unwrap();
            assert_eq!(kind.words().map(|(word, _)| word).collect::<Vec<_>>(), ["organisation", "person", "post"]);
        }
    }
}
