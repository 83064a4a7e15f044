//! A phrase of the interface: one wording, or one per plural form. [`filled`] fills in its placeholders.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// The wording of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    Text(String),
    /// By plural category (`one`, `few`, `other` …).
    Forms(BTreeMap<String, String>),
}

impl Phrase {
    /// The wording for a plural category, falling back to `other`.
    pub fn form(&self, category: &str) -> &str {
        match self {
            Phrase::Text(text) => text,
            Phrase::Forms(forms) => forms.get(category).or_else(|| forms.get("other")).map_or("", String::as_str),
        }
    }

    /// Whether it has no wording yet.
    pub fn is_empty(&self) -> bool {
        matches!(self, Phrase::Forms(forms) if forms.is_empty())
    }

    /// All wordings.
    pub fn wordings(&self) -> Vec<&str> {
        match self {
            Phrase::Text(text) => vec![text],
            Phrase::Forms(forms) => forms.values().map(String::as_str).collect(),
        }
    }
}

/// The placeholder names (in braces) of a wording, in order.
pub fn placeholders(wording: &str) -> Vec<&str> {
    wording.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// Fills in the placeholders of a wording; those without a value stay as they are.
pub fn filled(wording: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(wording.len() + 16);
    let mut rest = wording;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, after)) => {
                out.push_str(&value(name).unwrap_or_else(|| format!("{{{name}}}")));
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Wording)
    }
}

struct Wording;

impl<'de> Visitor<'de> for Wording {
    type Value = Phrase;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a text for each of one, other and the like")
    }

    fn visit_str<E>(self, text: &str) -> Result<Phrase, E> {
        Ok(Phrase::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Phrase, E> {
        Ok(Phrase::Forms(BTreeMap::new()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Phrase, A::Error> {
        let mut forms = BTreeMap::new();
        while let Some((category, wording)) = map.next_entry::<String, Option<String>>()? {
            forms.extend(wording.map(|wording| (category, wording)));
        }
        Ok(Phrase::Forms(forms))
    }
}

#[cfg(test)]
mod tests {
    use super::{filled, placeholders};

    #[test]
    fn fills_what_it_has_a_value_for() {
        let value = |name: &str| (name == "count").then(|| "3".to_owned());
        assert_eq!(filled("{count} of {total}, {", value), "3 of {total}, {");
        assert_eq!(placeholders("{count} of {total}, {"), ["count", "total"]);
    }
}
