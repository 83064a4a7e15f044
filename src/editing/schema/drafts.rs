//! What a draft may lack: [`settle`].

use serde_json::{Value, json};

/// The field that a draft needs, too.
const ALWAYS: &str = "claim";

/// Requires of a draft only its statement, and the other fields of all other claims.
pub(super) fn settle(schema: &mut Value) {
    let Some(group) = schema.as_object_mut() else {
        return;
    };
    let required = group.insert("required".to_owned(), json!([ALWAYS]));
    let others: Vec<Value> = match required {
        Some(Value::Array(required)) => required.into_iter().filter(|field| field != ALWAYS).collect(),
        _ => vec![],
    };
    let alternatives = group.remove("anyOf").unwrap_or_else(|| json!([{}]));
    // An editor takes what is under “properties” for fields to propose, except under “not”.
    let blank = |field: &Value| {
        let name = field.as_str().unwrap_or_default();
        json!({ "required": [name], "properties": { name: { "anyOf": [{ "type": "null" }, { "type": "string", "pattern": r"^\s*$" }] } } })
    };
    let blanks: Vec<Value> = others.iter().map(blank).collect();
    for name in others.iter().filter_map(Value::as_str) {
        if let Some(field) = group.get_mut("properties").and_then(|fields| fields.get_mut(name)) {
            allow_blank(field);
        }
    }
    group.insert("if".to_owned(), json!({ "required": ["status"], "properties": { "status": { "const": "draft" } } }));
    group.insert("else".to_owned(), json!({ "required": others, "anyOf": alternatives, "not": { "anyOf": blanks } }));
}

/// Makes a schema accept an empty value besides those that it accepts.
fn allow_blank(field: &mut Value) {
    let Some(field) = field.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(values)) = field.get_mut("enum") {
        values.push(Value::Null);
    }
    let types = match field.get_mut("type") {
        Some(Value::Array(types)) => std::mem::take(types),
        Some(one) => vec![one.take()],
        None => return,
    };
    field.insert("type".to_owned(), types.into_iter().chain([json!("null")]).collect());
    for keyword in ["pattern", "patternErrorMessage"] {
        field.remove(keyword);
    }
}
