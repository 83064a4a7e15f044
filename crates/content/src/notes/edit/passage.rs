//! Adding passages to a note: [`append_passages`].

use std::ops::Range;

use super::apply::EditError;
use super::id::derived;
use super::new_passage::{Content, NewPassage, group_in_brackets};
use super::proof;
use crate::notes::yaml::lines::{after_line, column, ending, following, indent, line_start, words_end};
use crate::notes::yaml::{Path, Tree, Value, ValueStyle};

const BYTE_ORDER_MARK: char = '\u{FEFF}';
/// Indentation of lists if the note has no example.
const INDENT: usize = 2;

/// Appends a passage to the list `passages` of a claim note, in the style of the list: its indentation, blank lines and line endings. Every
/// other byte is kept; comments at the end of the list stay where they are.
///
/// # Errors
/// If the note cannot be read, already has a passage with this id, or the passage cannot be added safely.
pub fn append_passage(note: &str, passage: &NewPassage) -> Result<String, EditError> {
    append(note, passage).map(|(note, _)| note)
}

/// Appends several passages, in their order. Returns the new text and the ids of the passages.
///
/// # Errors
/// Like [`append_passage`], if one of them cannot be added.
pub fn append_passages(note: &str, passages: &[NewPassage]) -> Result<(String, Vec<String>), EditError> {
    let (mut note, mut ids) = (note.to_owned(), vec![]);
    for passage in passages {
        let (new, id) = append(&note, passage)?;
        note = new;
        ids.push(id);
    }
    Ok((note, ids))
}

/// The new text, and the id of the passage.
fn append(note: &str, passage: &NewPassage) -> Result<(String, String), EditError> {
    let text = note.strip_prefix(BYTE_ORDER_MARK).unwrap_or(note);
    let mark = &note[..note.len() - text.len()];
    let (old, tree) = proof::readable(text)?;
    let old = if old.is_null() { Value::Mapping(Default::default()) } else { old };
    let existing = existing(&old)?;
    let taken: Vec<&str> = existing.iter().filter_map(|passage| passage.get("id")?.as_str()).collect();
    let id = match &passage.id {
        Some(id) if taken.contains(&id.as_str()) => {
            return Err(EditError::new(format!("this note already has a passage “{id}”: choose another id")));
        }
        Some(id) => id.clone(),
        None => derived(&passage.quote, &passage.source, &taken),
    };
    let fields = passage.fields(&id);
    let value = Content::Group(fields.clone()).value();
    let list = Path::top().key("passages");
    let change = match old.get("passages") {
        Some(Value::Sequence(existing)) => (list.index(existing.len()), Some(value)),
        _ => (list, Some(Value::Sequence(vec![value]))),
    };
    // A block text at the end of the file without a final newline gets one.
    let ended = (!text.is_empty() && !text.ends_with('\n')).then(|| proof::read(&format!("{text}\n"))).flatten();
    candidates(text, &tree, &fields)
        .into_iter()
        .find(|new| {
            let holds = |old: &Value| proof::holds(old, new, std::slice::from_ref(&change));
            holds(&old) || ended.as_ref().is_some_and(holds)
        })
        .map(|new| (format!("{mark}{new}"), id.clone()))
        .ok_or_else(|| EditError::new("the passage cannot be added to this list safely: paste it by hand"))
}

/// The existing passages of a note.
fn existing(note: &Value) -> Result<&[Value], EditError> {
    if !note.is_mapping() {
        return Err(EditError::new("this note has no fields: expected lines such as “claim: …”"));
    }
    match note.get("passages") {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Sequence(passages)) => Ok(passages),
        Some(_) => {
            Err(EditError::new("the field “passages” of this note is not a list: each passage begins with “- ”"))
        }
    }
}

/// The candidates for the new text of the note, best first.
fn candidates(text: &str, tree: &Tree<'_>, fields: &[(&'static str, Content<'_>)]) -> Vec<String> {
    let list = Path::top().key("passages");
    let (Some(key), Some(value)) = (tree.key(&list), tree.value(&list)) else {
        return vec![add_field(text, tree, fields)];
    };
    match tree.shape(&list) {
        Some(ValueStyle::List { length, brackets: true }) if length > 0 => {
            insert_in_brackets(text, tree, length, fields)
        }
        Some(ValueStyle::List { length, brackets: false }) => {
            let place = tree.value(&list.index(length - 1)).unwrap_or(value.clone());
            let dash = ItemIndent::of(text, place.start, key.start);
            // An apparently empty line between items may belong to the preceding block text.
            let close = ItemIndent { separated: false, ..dash };
            let items = [dash, close].map(|dash| dash.item(fields, ending(text, value.end)));
            let places = places(text, value.end, column(text, key.start));
            places.iter().flat_map(|at| items.iter().map(|item| insert(text, *at, item))).collect()
        }
        _ => vec![replace_empty_value(text, tree, &key, &value, fields)],
    }
}

/// The layout of the items of a list.
#[derive(Clone, Copy)]
struct ItemIndent {
    column: usize,
    /// Number of spaces after the dash.
    gap: usize,
    /// Whether items are separated by an empty line.
    separated: bool,
}

impl ItemIndent {
    /// The layout of the item whose value begins at `at`, in a list below the key at `key`.
    fn of(text: &str, at: usize, key: usize) -> Self {
        let mut start = line_start(text, at);
        loop {
            let line = &text[start..after_line(text, start)];
            let words = line.trim_start_matches(' ');
            if let Some(rest) = words.strip_prefix('-')
                && (rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
            {
                let gap = rest.len() - rest.trim_start_matches(' ').len();
                let gap = if rest.trim().is_empty() { 1 } else { gap };
                return ItemIndent { column: line.len() - words.len(), gap, separated: separated(text, start, key) };
            }
            if start == 0 || start <= key {
                return ItemIndent { column: column(text, key) + INDENT, gap: 1, separated: false };
            }
            start = line_start(text, start - 1);
        }
    }

    /// A new item, as whole lines.
    fn item(&self, fields: &[(&'static str, Content<'_>)], ending: &str) -> String {
        let indent = self.column + 1 + self.gap;
        let mut out = String::new();
        if self.separated {
            out.push_str(ending);
        }
        for (i, (key, content)) in fields.iter().enumerate() {
            match i {
                0 => out.push_str(&format!("{}-{}", " ".repeat(self.column), " ".repeat(self.gap))),
                _ => out.push_str(&" ".repeat(indent)),
            }
            out.push_str(&format!("{key}:{}{ending}", content.after_key(key, indent, ending)));
        }
        out
    }
}

/// Whether the item whose line begins at `start` follows an empty line and is not the first below the key.
fn separated(text: &str, start: usize, key: usize) -> bool {
    let mut at = start;
    while at > 0 {
        at = line_start(text, at - 1);
        let line = text[at..after_line(text, at)].trim();
        if !line.starts_with('#') {
            let before = text[..at].trim_end();
            return line.is_empty() && line_start(text, before.len()) > key;
        }
    }
    false
}

/// Where an item may be added to a list whose last word ends at `end`, below a key at `column`: after the comments of the list, or after
/// all empty lines, which may belong to a block text at its end.
fn places(text: &str, end: usize, column: usize) -> Vec<usize> {
    let mut at = after_line(text, end);
    let mut blank = at;
    for line in following(text, at) {
        let words = &text[line.clone()];
        if words.trim().is_empty() {
            blank = line.end;
        } else if words.trim_start().starts_with('#') && indent(words).len() > column {
            (at, blank) = (line.end, line.end);
        } else {
            break;
        }
    }
    vec![at, blank]
}

fn insert(text: &str, at: usize, item: &str) -> String {
    let (before, after) = text.split_at(at);
    let ended = before.is_empty() || before.ends_with('\n');
    format!("{before}{}{item}{after}", if ended { "" } else { ending(text, at) })
}

/// Adds the field `passages` after all others.
fn add_field(text: &str, tree: &Tree<'_>, fields: &[(&'static str, Content<'_>)]) -> String {
    let ending = ending(text, text.len());
    let top = match tree.shape(&Path::top()) {
        Some(ValueStyle::Group { .. }) => tree.value(&Path::top()).map_or(0, |group| column(text, group.start)),
        _ => 0,
    };
    let dash = ItemIndent { column: usual_column(text, tree, top), gap: 1, separated: false };
    insert(text, text.len(), &format!("{}passages:{ending}{}", " ".repeat(top), dash.item(fields, ending)))
}

/// Replaces an empty value, `~` or `[]` after `passages:`.
fn replace_empty_value(
    text: &str,
    tree: &Tree<'_>,
    key: &Range<usize>,
    value: &Range<usize>,
    fields: &[(&'static str, Content<'_>)],
) -> String {
    let top = column(text, key.start);
    let dash = ItemIndent { column: usual_column(text, tree, top), gap: 1, separated: false };
    let item = dash.item(fields, ending(text, value.end));
    let at = places(text, value.end.max(key.end), top)[0];
    let new = insert(text, at, &item);
    // The key ends before the colon, the white space after it.
    let blank = text[..value.start].trim_end().len();
    if value.is_empty() { new } else { format!("{}{}", &new[..blank], &new[value.end..]) }
}

/// The column of dashes in the other lists of the note, for a list below a key at column `top`.
fn usual_column(text: &str, tree: &Tree<'_>, top: usize) -> usize {
    let Some(ValueStyle::Group { keys, .. }) = tree.shape(&Path::top()) else {
        return top + INDENT;
    };
    let lists = keys.into_iter().filter_map(|key| {
        let list = Path::top().key(key);
        let Some(ValueStyle::List { brackets: false, .. }) = tree.shape(&list) else {
            return None;
        };
        Some(ItemIndent::of(text, tree.value(&list.clone().index(0))?.start, tree.key(&list)?.start).column)
    });
    lists.into_iter().next().unwrap_or(top + INDENT)
}

/// Inserts into `[{…}, {…}]`, after the last of `length` elements.
fn insert_in_brackets(
    text: &str,
    tree: &Tree<'_>,
    length: usize,
    fields: &[(&'static str, Content<'_>)],
) -> Vec<String> {
    let Some(last) = tree.value(&Path::top().key("passages").index(length - 1)) else {
        return vec![];
    };
    let item = group_in_brackets(fields);
    let rest = &text[last.end..words_end(text, last.end).max(last.end)];
    let comma = rest.trim_start().starts_with(',').then(|| last.end + rest.find(',').unwrap_or(0) + 1);
    let after = comma.unwrap_or(last.end);
    let rest = text[after..words_end(text, after).max(after)].trim_start();
    let separator = if comma.is_some() { "" } else { "," };
    if !rest.is_empty() && !rest.starts_with('#') {
        return vec![format!("{}{separator} {item}{}", &text[..after], &text[after..])];
    }
    // The element may have a line of its own, with a comment that stays on it.
    let end = words_end(text, after).max(after);
    let indent = indent(&text[line_start(text, last.start)..]);
    let ending = ending(text, end);
    vec![format!("{}{separator}{}{ending}{indent}{item}{}", &text[..after], &text[after..end], &text[end..])]
}
