//! What belongs where in a note: [`FieldCatalog`] has the fields of every kind of note, as the types that parse them say.

use serde_json::{Map, Value};

use crate::build::load::ValueKind;
use crate::editing::schema::{self, NoteKind};
use crate::notes::yaml::Step;

/// The fields of all kinds of notes.
pub(super) struct FieldCatalog {
    claim: Value,
    source: Value,
    brief: Value,
    page: Value,
}

/// One field, one entry of a list, or a note as a whole.
#[derive(Clone, Copy)]
pub(super) struct Field<'f> {
    said: &'f Map<String, Value>,
    /// What its value is, or each of its values.
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
        }
    }

    /// The field or entry at a path of a note; `None` when there is none.
    pub fn at<'f>(&'f self, kind: NoteKind, path: &[Step]) -> Option<Field<'f>> {
        let whole = match kind {
            NoteKind::Claim => &self.claim,
            NoteKind::Source => &self.source,
            NoteKind::Brief => &self.brief,
            NoteKind::Page => &self.page,
        };
        let whole = Field::new(whole, ValueKind::Text)?;
        path.iter().try_fold(whole, |field, step| match step {
            Step::Key(name, _) => field.field(name),
            Step::Index(_) => field.entry(),
        })
    }
}

impl<'f> Field<'f> {
    fn new(said: &'f Value, around: ValueKind) -> Option<Self> {
        let said = said.as_object()?;
        Some(Field { said, kind: ValueKind::of(said).unwrap_or(around) })
    }

    /// The fields of a group, in the order in which they are declared; none of what is no group.
    pub fn fields(self) -> impl Iterator<Item = (&'f str, Field<'f>)> {
        let fields = self.said.get("properties").and_then(Value::as_object).into_iter().flatten();
        fields.filter_map(|(name, field)| Some((name.as_str(), Field::new(field, ValueKind::Text)?)))
    }

    fn field(self, name: &str) -> Option<Self> {
        self.fields().find_map(|(known, field)| (known == name).then_some(field))
    }

    pub fn requires(self, name: &str) -> bool {
        let required = self.said.get("required").and_then(Value::as_array);
        required.is_some_and(|required| required.iter().any(|known| known == name))
    }

    /// What each entry of a list is; `None` of what is no list.
    pub fn entry(self) -> Option<Self> {
        Field::new(entries(self.said)?, self.kind)
    }

    pub fn is_group(self) -> bool {
        self.said.contains_key("properties")
    }

    pub fn is_switch(self) -> bool {
        match self.said.get("type") {
            Some(Value::Array(types)) => types.iter().any(|known| known == "boolean"),
            known => known.is_some_and(|known| known == "boolean"),
        }
    }

    /// The words of which the value is one, each with what it means; none where it may be anything.
    pub fn words(self) -> impl Iterator<Item = (&'f str, &'f str)> {
        let list = |name| self.said.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let meanings = list("enumDescriptions");
        list("enum").iter().enumerate().filter_map(move |(at, word)| {
            Some((word.as_str()?, meanings.get(at).and_then(Value::as_str).unwrap_or_default()))
        })
    }

    /// What it is for, in an editor's words; empty for a note as a whole.
    pub fn description(self) -> &'f str {
        self.said.get("description").and_then(Value::as_str).unwrap_or_default()
    }

    pub fn example(self) -> Option<String> {
        let first = self.said.get("examples")?.as_array()?.first()?;
        Some(match first {
            Value::String(text) => text.clone(),
            Value::Array(entries) => entries.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            other => other.to_string(),
        })
    }
}

/// The schema of a list's entries, be it alone or one of several ways to write the field.
fn entries(said: &Map<String, Value>) -> Option<&Value> {
    said.get("items").or_else(|| {
        let ways = said.get("anyOf")?.as_array()?;
        ways.iter().find_map(|way| entries(way.as_object()?))
    })
}

#[cfg(test)]
mod tests {
    use super::{FieldCatalog, ValueKind};
    use crate::editing::schema::NoteKind;
    use crate::notes::yaml::Path;

    #[test]
    fn knows_what_belongs_where() {
        let fields = FieldCatalog::new();
        let field = |name: &'static str| Path::top().key(name);
        let passages = field("passages");
        let passage = fields.at(NoteKind::Claim, &passages.clone().index(3)).unwrap();
        assert!(passage.is_group() && passage.requires("quote") && !passage.requires("note"));
        let stance = fields.at(NoteKind::Claim, &passages.index(0).key("stance")).unwrap();
        assert_eq!(stance.words().next().unwrap().0, "supports");
        assert_eq!(fields.at(NoteKind::Claim, &field("authors").index(0)).unwrap().kind, ValueKind::Person);
        assert!(fields.at(NoteKind::Source, &field("author")).unwrap().entry().is_some());
        assert!(fields.at(NoteKind::Source, &field("primary")).unwrap().is_switch());
        assert!(fields.at(NoteKind::Page, &field("nave")).is_none());
    }
}
