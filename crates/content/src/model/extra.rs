//! Data of the newsroom's own, which only its templates and other programs understand.

use serde::Serialize;
use serde_json::{Map, Value};

/// The field `extra`: named values of any shape, in the order of the note.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Extra(pub Map<String, Value>);
