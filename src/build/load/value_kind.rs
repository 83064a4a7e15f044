//! What the value of a field is: [`ValueKind`]. It is written as `x-is` beside the field in the types that parse notes; schemas and the
//! language server read it from there.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a value is, or each value of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueKind {
    Text,
    /// Markdown in one paragraph.
    Inline,
    Markdown,
    /// An id that the note gives to something of its own.
    Id,
    Date,
    Url,
    /// The address of a folder on the web.
    BaseUrl,
    Language,
    Colour,
    /// The SHA-256 of a source.
    Seal,
    Tag,
    /// The id of a verdict, and so on.
    Verdict,
    Source,
    Person,
    Claim,
    Page,
    SourceOrText,
}

/// What has an id that others name it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    Verdict,
    Source,
    Person,
    Claim,
    Page,
}

impl ValueKind {
    /// What the schema of a field says of its value; `None` where it says nothing.
    pub fn of(schema: &Map<String, Value>) -> Option<Self> {
        ValueKind::deserialize(schema.get("x-is")?).ok()
    }

    /// As [`of`](Self::of), and takes the mark out of the schema.
    pub fn take(schema: &mut Map<String, Value>) -> Option<Self> {
        let kind = ValueKind::of(schema);
        schema.remove("x-is");
        kind
    }

    /// What the value refers to, where it is the id of something that is defined elsewhere.
    pub fn refers_to(self) -> Option<IdKind> {
        match self {
            ValueKind::Verdict => Some(IdKind::Verdict),
            ValueKind::Source | ValueKind::SourceOrText => Some(IdKind::Source),
            ValueKind::Person => Some(IdKind::Person),
            ValueKind::Claim => Some(IdKind::Claim),
            ValueKind::Page => Some(IdKind::Page),
            ValueKind::Text
            | ValueKind::Inline
            | ValueKind::Markdown
            | ValueKind::Id
            | ValueKind::Date
            | ValueKind::Url
            | ValueKind::BaseUrl
            | ValueKind::Language
            | ValueKind::Colour
            | ValueKind::Seal
            | ValueKind::Tag => None,
        }
    }
}
