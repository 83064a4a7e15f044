//! Values of any shape in notes and data files: the field `extra` ([`extra`]), and a whole file of YAML ([`whole`]).

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, IgnoredAny};
use serde_json::Value;

use super::fields::FieldReader;
use super::shape::wrong_type;
use crate::findings::{Code, Diagnostic};
use crate::model::Extra;
use crate::notes::yaml::{FreeFault, FreeLimits, Path, ValueStyle, free_form};

/// No note needs more for what belongs to it alone.
const OF_A_NOTE: FreeLimits = FreeLimits { depth: 8, size: 256 << 10 };
/// What every page may show, and so is kept in memory for all.
const OF_A_FILE: FreeLimits = FreeLimits { depth: 16, size: 16 << 20 };

/// The field `extra` as YAML is parsed: its values are taken from the tree, which keeps the wording of numbers.
#[derive(Debug, Default)]
pub(super) struct ExtraField;

impl<'de> Deserialize<'de> for ExtraField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| ExtraField)
    }
}

impl JsonSchema for ExtraField {
    fn schema_name() -> Cow<'static, str> {
        "Extra".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "object"})
    }
}

/// The field `extra` of a group, and what is wrong in it.
pub(super) fn extra(fields: &mut FieldReader<'_>, group: &Path, given: Option<ExtraField>) -> Extra {
    if given.is_none() {
        return Extra::default();
    }
    let path = group.clone().key("extra");
    let shape = fields.tree().and_then(|tree| tree.shape(&path));
    let found = match shape {
        None | Some(ValueStyle::Group { .. } | ValueStyle::Alias) => None,
        Some(ValueStyle::List { .. }) => Some("a list"),
        Some(_) => Some("a text"),
    };
    if let Some(found) = found {
        let finding = wrong_type(fields, fields.place(&path), "a group of fields", found);
        fields.push(finding);
        return Extra::default();
    }
    match at(fields, &path, OF_A_NOTE) {
        Value::Object(fields) => Extra(fields),
        _ => Extra::default(),
    }
}

/// All of a file, whatever its shape; `None` if it is not valid YAML.
pub(super) fn whole(fields: &mut FieldReader<'_>) -> Option<Value> {
    fields.parse::<IgnoredAny>(0..fields.text().len())?;
    Some(at(fields, &Path::top(), OF_A_FILE))
}

fn at(fields: &mut FieldReader<'_>, path: &Path, limits: FreeLimits) -> Value {
    let read = fields.tree().and_then(|tree| Some(free_form(tree, tree.node_at(path)?, limits)));
    let (value, faults) = read.unwrap_or_default();
    for (range, fault) in faults {
        let finding = finding(fields, range, &fault, limits);
        fields.push(finding);
    }
    value
}

fn finding(fields: &FieldReader<'_>, range: Range<usize>, fault: &FreeFault, limits: FreeLimits) -> Diagnostic {
    let mut at = fields.in_file(range);
    match fault {
        FreeFault::TooDeep => {
            let message = format!("lists and groups are nested more than {} deep here", limits.depth);
            // A line is enough to show the place.
            let line = fields.text()[at.range.clone()].find('\n').unwrap_or(at.range.len());
            at.range.end = at.range.start + line;
            Diagnostic::new(Code::BadExtra, at, message).hint("give names to what is deep inside, or move it up")
        }
        FreeFault::TooLarge => {
            let message = format!("there is more here than {} KiB", limits.size >> 10);
            let line = fields.text()[at.range.clone()].find('\n').unwrap_or(at.range.len());
            at.range.end = at.range.start + line;
            Diagnostic::new(Code::BadExtra, at, message)
                .label("too much from here on")
                .hint("put long texts into a page, and tables into a file in content/data")
        }
        FreeFault::NoName => Diagnostic::new(Code::BadExtra, at, "a field needs a name that is a text")
            .label("cannot be the name of a field"),
        FreeFault::Twice { field, first } => {
            Diagnostic::new(Code::DuplicateField, at, format!("the field “{field}” occurs twice"))
                .label("second occurrence")
                .related(fields.in_file(first.clone()), "first occurrence")
                .hint("keep one of the two")
        }
    }
}
