//! The kind of value of a field: [`ValueKind`]. The types that parse notes declare it as `x-is`; schemas and the language server read it
//! from there.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The kind of a value, or of each value of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueKind {
    Text,
    /// Markdown of a single paragraph.
    Inline,
    Markdown,
    /// An id that the note defines.
    Id,
    Date,
    /// A day and time with its offset from UTC.
    Moment,
    Url,
    /// The URL of a folder on the web.
    BaseUrl,
    Language,
    Colour,
    /// The SHA-256 checksum of a source.
    Seal,
    Tag,
    /// The path of a picture in static/.
    Picture,
    /// The path of a picture or recording in static/.
    MediaFile,
    /// Somebody whose words are quoted.
    Speaker,
    /// The id of a verdict, and so on.
    Verdict,
    Source,
    Person,
    Claim,
    Page,
    SourceOrText,
    /// Named values of any shape.
    FreeForm,
}

/// What an id can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    Verdict,
    Source,
    Person,
    Claim,
    Page,
}

impl ValueKind {
    /// The kind that the schema of a field declares, if any.
    pub fn of(schema: &Map<String, Value>) -> Option<Self> {
        ValueKind::deserialize(schema.get("x-is")?).ok()
    }

    /// Like [`of`](Self::of), and removes the declaration from the schema.
    pub fn take(schema: &mut Map<String, Value>) -> Option<Self> {
        let kind = ValueKind::of(schema);
        schema.remove("x-is");
        kind
    }

    /// What the value refers to, if it is the id of something defined elsewhere.
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
            | ValueKind::Moment
            | ValueKind::Url
            | ValueKind::BaseUrl
            | ValueKind::Language
            | ValueKind::Colour
            | ValueKind::Seal
            | ValueKind::Tag
            | ValueKind::Picture
            | ValueKind::MediaFile
            | ValueKind::Speaker
            | ValueKind::FreeForm => None,
        }
    }
}
