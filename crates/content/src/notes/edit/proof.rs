//! Verifies an edit: [`holds`] checks that the new text has the same values as the old one, except for the intended changes.

use super::apply::EditError;
pub(super) use crate::notes::parsed::read;
use crate::notes::yaml::{Path, Step, Tree, Value};

/// The value at a path after a change; `None` if it was removed.
pub type Change = (Path, Option<Value>);

/// The value and the tree of a YAML text.
///
/// # Errors
/// Like [`tree`], or if the text has any other fault.
pub(super) fn readable(text: &str) -> Result<(Value, Tree<'_>), EditError> {
    let value = read(text).ok_or_else(has_errors)?;
    Ok((value, tree(text)?))
}

/// The tree of a YAML text.
///
/// # Errors
/// If it is not valid, or only the positional parser refuses it, which is stricter: then `check` reports nothing, so the line is named.
pub(super) fn tree(text: &str) -> Result<Tree<'_>, EditError> {
    Tree::build(text).map_err(|refusal| {
        if read(text).is_none() {
            return has_errors();
        }
        let line = text.get(..refusal.at()).unwrap_or(text).matches('\n').count() + 1;
        let reason = "is written in a way that cannot be changed here; change it in your text editor";
        EditError::new(format!("line {line} {reason}"))
    })
}

fn has_errors() -> EditError {
    EditError::new("fix the errors that check reports in this note first")
}

/// Whether `new` equals `old` except for exactly the `changes`, which are in document order, with additions to a group or list last. The
/// positional parser must be able to read it too, or it could not be edited again.
pub(super) fn holds(old: &Value, new: &str, changes: &[Change]) -> bool {
    let Some(value) = read(new) else {
        return false;
    };
    let mut found = vec![];
    compare(old, &value, &mut vec![], &mut found);
    found == changes && Tree::new(new).is_some()
}

/// Like [`holds`], for changes sorted by path.
pub(super) fn holds_in_any_order(old: &Value, new: &str, changes: &[Change]) -> bool {
    let Some(value) = read(new) else {
        return false;
    };
    let mut found = vec![];
    compare(old, &value, &mut vec![], &mut found);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found == changes && Tree::new(new).is_some()
}

/// Whether `new` equals `old` except that one field was renamed to `name`.
pub(super) fn renames(old: &Value, new: &str, name: &str) -> bool {
    let Some(value) = read(new) else {
        return false;
    };
    let mut found = vec![];
    compare(old, &value, &mut vec![], &mut found);
    let [(before, None), (after, Some(value))] = found.as_slice() else {
        return false;
    };
    let group = before.len().saturating_sub(1);
    let named = matches!(after.last(), Some(Step::Key(key, _)) if key == name);
    named && before[..group] == after[..group] && at(old, before) == Some(value) && Tree::new(new).is_some()
}

/// The value at a path.
pub(super) fn at<'v>(value: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key, _) => value.get(key.as_ref()),
        Step::Index(index) => value.get(*index),
    })
}

fn compare(old: &Value, new: &Value, path: &mut Vec<Step>, found: &mut Vec<Change>) {
    match (old, new) {
        _ if old == new => {}
        (Value::Mapping(old), Value::Mapping(new)) if old.keys().chain(new.keys()).all(Value::is_string) => {
            for (key, value) in old {
                path.push(step(key));
                match new.get(key) {
                    Some(other) => compare(value, other, path, found),
                    None => found.push((Path::from(path.clone()), None)),
                }
                path.pop();
            }
            for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                path.push(step(key));
                found.push((Path::from(path.clone()), Some(value.clone())));
                path.pop();
            }
        }
        (Value::Sequence(old), Value::Sequence(new)) => {
            for index in 0..old.len().max(new.len()) {
                path.push(Step::Index(index));
                match (old.get(index), new.get(index)) {
                    (Some(value), Some(other)) => compare(value, other, path, found),
                    (_, added) => found.push((Path::from(path.clone()), added.cloned())),
                }
                path.pop();
            }
        }
        _ => found.push((Path::from(path.clone()), Some(new.clone()))),
    }
}

fn step(key: &Value) -> Step {
    Step::Key(key.as_str().unwrap_or_default().to_owned().into(), 0)
}
