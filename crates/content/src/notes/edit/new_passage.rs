//! A passage that is written into a note: [`NewPassage`], and how its fields are written.

use crate::notes::yaml::Value;
use crate::notes::yaml::write::{Layout, ScalarContext, scalar, write_scalar};

/// Further indentation of the fields of a group.
const INDENT: usize = 2;

/// A passage to be added to a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPassage {
    /// If `None`, it is generated from the first words of the quote.
    pub id: Option<String>,
    pub source: String,
    pub quote: String,
    /// The part of the source that is quoted: `title` or `body`. If `None`, the body is searched first.
    pub field: Option<String>,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    pub stance: String,
    pub speaker: Option<String>,
    pub translation: Option<NewTranslation>,
    pub note: Option<String>,
}

/// A translation of a passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewTranslation {
    pub text: String,
    /// If `None`, it is that of the brief.
    pub language: Option<String>,
    /// `None` only if a program made the translation and its name is not known.
    pub by: Option<String>,
    /// Whether a program made it.
    pub machine: bool,
}

/// What a field contains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content<'a> {
    Text(&'a str),
    True,
    Group(Vec<(&'static str, Content<'a>)>),
}

impl NewPassage {
    /// The passage as a list item to paste, with id and stance to be filled in, and the comment `remark` before the stance.
    pub fn draft(&self, remark: Option<&str>) -> String {
        let mut out = String::from("  - id: \n");
        for (key, content) in self.fields("").into_iter().filter(|(key, _)| !matches!(*key, "id" | "stance")) {
            if let Content::Text(text) = content {
                out.push_str(&format!("    {key}: {}\n", write_scalar(text)));
            }
        }
        out.extend(remark.map(|remark| format!("    # {remark}\n")));
        out + "    stance: # supports, contradicts, attributes or context\n"
    }

    /// The fields that are set, in their usual order.
    pub(super) fn fields<'a>(&'a self, id: &'a str) -> Vec<(&'static str, Content<'a>)> {
        let text = |text: &'a Option<String>| text.as_deref().map(Content::Text);
        [
            ("id", Some(Content::Text(id))),
            ("source", Some(Content::Text(&self.source))),
            ("quote", Some(Content::Text(&self.quote))),
            ("prefix", text(&self.prefix)),
            ("suffix", text(&self.suffix)),
            ("field", text(&self.field)),
            ("stance", Some(Content::Text(&self.stance))),
            ("speaker", text(&self.speaker)),
            ("translation", self.translation.as_ref().map(|translation| Content::Group(translation.fields()))),
            ("note", text(&self.note)),
        ]
        .into_iter()
        .filter_map(|(key, content)| Some((key, content?)))
        .collect()
    }
}

impl NewTranslation {
    /// The fields that are set, in their usual order.
    pub(super) fn fields(&self) -> Vec<(&'static str, Content<'_>)> {
        [
            ("text", Some(Content::Text(&self.text))),
            ("language", self.language.as_deref().map(Content::Text)),
            ("by", self.by.as_deref().map(Content::Text)),
            ("machine", self.machine.then_some(Content::True)),
        ]
        .into_iter()
        .filter_map(|(key, content)| Some((key, content?)))
        .collect()
    }
}

impl Content<'_> {
    pub fn value(&self) -> Value {
        match self {
            Content::Text(text) => (*text).into(),
            Content::True => Value::Bool(true),
            Content::Group(fields) => {
                Value::Mapping(fields.iter().map(|(key, content)| ((*key).into(), content.value())).collect())
            }
        }
    }

    /// As YAML in brackets.
    pub fn in_brackets(&self) -> String {
        match self {
            Content::Text(text) => scalar(text, &ScalarContext::FLOW),
            Content::True => "true".to_owned(),
            Content::Group(fields) => group_in_brackets(fields),
        }
    }

    /// As what follows `key:`, which is at column `indent`: a space and a text, or further lines. Without the last line ending.
    pub fn after_key(&self, key: &str, indent: usize, ending: &str) -> String {
        match self {
            Content::Text(text) => {
                let layout = Layout { column: indent + key.len() + 2, indent: indent + INDENT, ending };
                format!(" {}", scalar(text, &ScalarContext { flow: false, layout: Some(layout) }))
            }
            Content::True => " true".to_owned(),
            Content::Group(fields) => {
                let indent = indent + INDENT;
                let line = |(key, content): &(&str, Content<'_>)| {
                    format!("{ending}{}{key}:{}", " ".repeat(indent), content.after_key(key, indent, ending))
                };
                fields.iter().map(line).collect()
            }
        }
    }
}

/// Fields as a group in brackets.
pub(super) fn group_in_brackets(fields: &[(&'static str, Content<'_>)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(key, content)| format!("{key}: {}", content.in_brackets())).collect();
    format!("{{{}}}", fields.join(", "))
}
