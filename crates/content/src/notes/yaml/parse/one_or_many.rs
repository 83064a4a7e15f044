//! A field that takes a text or a list of texts: [`OneOrMany`].

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// A text or a list of texts, in the exact wording of the note: `1.50` is not a number here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(ONE_OR_MANY, Texts)
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> Cow<'static, str> {
        "OneOrMany".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({"anyOf": [generator.subschema_for::<String>(), generator.subschema_for::<Vec<String>>()]})
    }
}

/// The type name by which the positional reader recognises this type.
pub(super) const ONE_OR_MANY: &str = "OneOrMany";
/// The error for a word that the fast parser has converted to a number, losing its wording.
pub(super) const GUESSED: &str = "a text whose wording the fast parser does not keep";

struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
        Ok(OneOrMany(vec![text.to_owned()]))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<OneOrMany, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<OneOrMany, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<OneOrMany, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<OneOrMany, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<OneOrMany, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<OneOrMany, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<OneOrMany, E> {
        Err(E::custom(GUESSED))
    }

    fn visit_unit<E>(self) -> Result<OneOrMany, E> {
        Ok(OneOrMany::default())
    }

    fn visit_none<E>(self) -> Result<OneOrMany, E> {
        Ok(OneOrMany::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<OneOrMany, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = elements.next_element()? {
            texts.push(text);
        }
        Ok(OneOrMany(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::OneOrMany;
    use crate::notes::yaml::parse;

    #[test]
    fn takes_a_text_or_a_list_in_its_wording() {
        let read = |text| {
            let parsed = parse::<OneOrMany>(text);
            assert_eq!(parsed.faults, []);
            parsed.value.unwrap().0
        };
        assert_eq!(read("Reuters"), ["Reuters"]);
        assert_eq!(read("[Reuters, 2019, false, 1.50, 0x1F]"), ["Reuters", "2019", "false", "1.50", "0x1F"]);
        for word in ["false", "1.50", "0x1F", "-7", "1e3", "007", "True", ".inf", "99999999999999999999"] {
            assert_eq!(read(word), [word]);
        }
        assert!(read("~").is_empty());
        assert!(!parse::<OneOrMany>("{a: b}").faults.is_empty());
    }
}
