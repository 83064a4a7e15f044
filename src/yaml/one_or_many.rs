//! A field that takes a text or a list of texts: [`OneOrMany`].

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

/// A text or a list of texts. Elements of a list keep their wording exactly; a single value that
/// looks like a number is kept as the number it is (`1.0` becomes "1").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Texts)
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

struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E>(self, text: &str) -> Result<OneOrMany, E> {
        Ok(one(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<OneOrMany, E> {
        Ok(one(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<OneOrMany, E> {
        Ok(one(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<OneOrMany, E> {
        Ok(one(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<OneOrMany, E> {
        Ok(one(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<OneOrMany, E> {
        Ok(one(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<OneOrMany, E> {
        Ok(one(value))
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

fn one(value: impl ToString) -> OneOrMany {
    OneOrMany(vec![value.to_string()])
}

#[cfg(test)]
mod tests {
    use super::OneOrMany;

    #[test]
    fn takes_a_text_or_a_list() {
        let read = |text| serde_yaml::from_str::<OneOrMany>(text).unwrap().0;
        assert_eq!(read("Reuters"), ["Reuters"]);
        assert_eq!(read("[Reuters, 2019, false]"), ["Reuters", "2019", "false"]);
        assert_eq!(read("false"), ["false"]);
        assert!(read("~").is_empty());
    }
}
