//! A field that takes one group of fields or a list of them, where a text stands for a group: [`Entries`].

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::one_or_many::GUESSED;
use crate::notes::yaml::path::Path;

/// Groups of fields of type `T`. A text, in the exact wording of the note, becomes a `T` by its [`From<String>`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries<T> {
    entries: Vec<T>,
    /// Whether they are written as a list, even if it has only one entry.
    is_list: bool,
}

impl<T> Entries<T> {
    /// The entries of the field at `field`, each with its path.
    pub fn at(self, field: Path) -> impl Iterator<Item = (Path, T)> {
        let path = move |index| if self.is_list { field.clone().index(index) } else { field.clone() };
        self.entries.into_iter().enumerate().map(move |(index, entry)| (path(index), entry))
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Entries { entries: vec![], is_list: false }
    }
}

/// What an [`Entries`] can consist of.
pub trait Entry: DeserializeOwned + Default + From<String> {}

impl<T: DeserializeOwned + Default + From<String>> Entry for T {}

impl<'de, T: Entry> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = Groups { list: true, entry: PhantomData };
        let (entries, is_list) = deserializer.deserialize_newtype_struct(TEXT_OR_GROUP, visitor)?;
        Ok(Entries { entries, is_list })
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn schema_name() -> Cow<'static, str> {
        "Entries".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (text, group) = (generator.subschema_for::<String>(), generator.subschema_for::<T>());
        json_schema!({"anyOf": [text, group, {"type": "array", "items": {"anyOf": [text, group]}}]})
    }
}

/// The type name by which the positional reader recognises this type.
pub(super) const TEXT_OR_GROUP: &str = "TextOrGroup";

/// Reads one entry or, where that is allowed, a list.
struct Groups<T> {
    list: bool,
    entry: PhantomData<T>,
}

/// An entry of a list.
struct Element<T>(T);

impl<'de, T: Entry> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = Groups { list: false, entry: PhantomData };
        let (mut entries, _) = deserializer.deserialize_newtype_struct(TEXT_OR_GROUP, visitor)?;
        Ok(Element(entries.pop().unwrap_or_default()))
    }
}

impl<'de, T: Entry> Visitor<'de> for Groups<T> {
    type Value = (Vec<T>, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.list {
            "a text, a group of fields, or a list of these"
        } else {
            "a text or a group of fields"
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((vec![T::from(text.to_owned())], false))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok((vec![T::deserialize(MapAccessDeserializer::new(map))?], false))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        if !self.list {
            return Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self));
        }
        let mut entries = vec![];
        while let Some(Element(entry)) = elements.next_element()? {
            entries.push(entry);
        }
        Ok((entries, true))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Self::Value, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Self::Value, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok((vec![], false))
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok((vec![], false))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::Entries;
    use crate::notes::yaml::{FaultKind, Path, parse};

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Person {
        name: Option<String>,
        age: Option<String>,
    }

    impl From<String> for Person {
        fn from(name: String) -> Self {
            Person { name: Some(name), age: None }
        }
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Note {
        by: Option<Entries<Person>>,
        title: Option<String>,
    }

    /// The entries as path, name and age.
    fn read(text: &str) -> Vec<String> {
        let parsed = parse::<Note>(text);
        assert_eq!(parsed.faults, [], "{text}");
        let shown = |(path, person): (Path, Person)| {
            format!("{path}={},{}", person.name.unwrap_or_default(), person.age.unwrap_or_default())
        };
        let by = parsed.value.unwrap().by;
        by.into_iter().flat_map(|entries| entries.at(Path::top().key("by"))).map(shown).collect()
    }

    #[test]
    fn takes_a_text_a_group_or_a_list_of_both() {
        assert_eq!(read("by: Ana"), ["by=Ana,"]);
        assert_eq!(read("by:\n  name: Ana\n  age: 7.50"), ["by=Ana,7.50"]);
        assert_eq!(read("by: [Ana, {name: Tom, age: 0x1F}]"), ["by[0]=Ana,", "by[1]=Tom,0x1F"]);
        assert_eq!(read("by:\n- Ana"), ["by[0]=Ana,"]);
        assert!(read("by:").is_empty() && read("by: ~").is_empty() && read("title: x").is_empty());
    }

    #[test]
    fn a_text_keeps_its_wording() {
        for word in ["false", "1.50", "0x1F", "007", "True", ".inf", "99999999999999999999"] {
            assert_eq!(read(&format!("by: {word}")), [format!("by={word},")]);
            assert_eq!(
                read(&format!("by:\n- {word}\n- name: {word}")),
                [format!("by[0]={word},"), format!("by[1]={word},")]
            );
        }
    }

    #[test]
    fn a_fault_costs_only_the_field_that_has_it() {
        let text = "by:\n- name: Ana\n  colour: red\n- [Tom]\n- {name: [x], age: y}\ntitle: z";
        let parsed = parse::<Note>(text);
        let at: Vec<&str> = parsed.faults.iter().map(|fault| &text[fault.span.clone()]).collect();
        assert_eq!(at, ["colour", "[Tom]", "[x]"]);
        assert!(
            matches!(&parsed.faults[1].kind, FaultKind::WrongType { expected, .. } if expected == "a text or a group of fields")
        );
        let note = parsed.value.unwrap();
        assert_eq!(note.title.as_deref(), Some("z"));
        assert_eq!(note.by.unwrap().entries.len(), 2);
    }
}
