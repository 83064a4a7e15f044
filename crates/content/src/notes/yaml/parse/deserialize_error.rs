//! Errors in reading a typed value from a tree, in plain words: [`DeserializeError`].

use std::fmt::{self, Display};
use std::ops::Range;

use serde::de::{self, Expected, Unexpected};

use crate::notes::yaml::parsed::FaultKind;
use crate::notes::yaml::tree::NodeId;

/// What is wrong. Callers that know the place and the entry fill them in.
#[derive(Debug)]
pub(super) struct DeserializeError {
    pub kind: FaultKind,
    /// Byte range in the text, end exclusive.
    pub span: Option<Range<usize>>,
    /// The value or list element to leave out so that the rest can be read.
    pub entry: Option<NodeId>,
}

/// Maximum length of a text that is repeated in a message.
const SHORT_TEXT: usize = 30;

impl DeserializeError {
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, span: None, entry: None }
    }

    fn wrong_type(expected: String, found: String) -> Self {
        Self::new(FaultKind::WrongType { expected, found })
    }
}

impl de::Error for DeserializeError {
    fn custom<T: Display>(message: T) -> Self {
        Self::wrong_type(message.to_string(), "something else".to_owned())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::wrong_type(expected_in_words(expected), found_in_words(found))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::wrong_type(expected_in_words(expected), format!("{length} elements"))
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Self {
        Self::wrong_type(one_of(expected), found_in_words(Unexpected::Str(found)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let field = field.to_owned();
        Self::new(FaultKind::UnknownField { field, expected })
    }

    fn missing_field(field: &'static str) -> Self {
        let expected = format!("a group with the field `{field}`");
        Self::wrong_type(expected, "one without it".to_owned())
    }

    /// Only for two different names of one field; a repeated name is found earlier.
    fn duplicate_field(field: &'static str) -> Self {
        let expected = format!("`{field}` only once");
        Self::wrong_type(expected, "it twice under different names".to_owned())
    }
}

impl std::error::Error for DeserializeError {}

impl Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.kind)
    }
}

/// "one of `full`, `none`".
pub(super) fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    format!("one of {}", quoted.join(", "))
}

fn expected_in_words(expected: &dyn Expected) -> String {
    let expected = expected.to_string();
    let words = match expected.as_str() {
        "a string" | "string" | "a character" => "a text",
        "a sequence" => "a list",
        "a map" => "a group of fields",
        "a boolean" => "`true` or `false`",
        "f32" | "f64" => "a number",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" => "a whole number from 0 up",
        "unit" => "nothing",
        "field identifier" => "the name of a field",
        _ if expected.starts_with("struct ") => "a group of fields",
        _ => return expected,
    };
    words.to_owned()
}

fn found_in_words(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(value) => format!("the number {value}"),
        Unexpected::Signed(value) => format!("the number {value}"),
        Unexpected::Float(value) => format!("the number {value}"),
        Unexpected::Str(text) if is_short(text) => format!("the text `{text}`"),
        Unexpected::Str(_) | Unexpected::Char(_) => "a text".to_owned(),
        Unexpected::Unit | Unexpected::Option => "nothing".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "a group of fields".to_owned(),
        _ => "something else".to_owned(),
    }
}

fn is_short(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(char::is_control) && text.chars().count() <= SHORT_TEXT
}
