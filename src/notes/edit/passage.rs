//! Adding a passage to a note: [`append_passage`].

use std::ops::Range;

use super::apply::EditError;
use super::id::derived;
use super::proof;
use crate::notes::yaml::lines::{after_line, column, ending, following, indent, line_start, words_end};
use crate::notes::yaml::write::{Layout, ScalarContext, scalar, write_scalar};
use crate::notes::yaml::{Path, Tree, Value, ValueStyle};

/// A passage to be written into a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPassage {
    /// Without one, it is made of the quote's first words.
    pub id: Option<String>,
    pub source: String,
    pub quote: String,
    /// Where in the source the quote is: `title` or `body`. Without it, the body is searched first.
    pub field: Option<String>,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    pub stance: String,
    pub speaker: Option<String>,
    pub note: Option<String>,
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';
/// The indentation of lists in a note that shows none.
const INDENT: usize = 2;

/// The text of a claim note with one passage more at the end of its list `passages`, written in the style of the list: its indentation,
/// its blank lines, its ends of lines. Every other byte stays as it is; comments at the end of the list stay where they are.
///
/// # Errors
/// When the note cannot be read, has a passage of this id already, or has no place where the passage can be added safely.
pub fn append_passage(note: &str, passage: &NewPassage) -> Result<String, EditError> {
    let text = note.strip_prefix(BYTE_ORDER_MARK).unwrap_or(note);
    let mark = &note[..note.len() - text.len()];
    let unread = || EditError::new("this note cannot be read as it stands: mend what check finds in it first");
    let old = proof::read(text).ok_or_else(unread)?;
    let old = if old.is_null() { Value::Mapping(Default::default()) } else { old };
    let tree = Tree::new(text).ok_or_else(unread)?;
    let given = given(&old)?;
    let taken: Vec<&str> = given.iter().filter_map(|passage| passage.get("id")?.as_str()).collect();
    let id = match &passage.id {
        Some(id) if taken.contains(&id.as_str()) => {
            return Err(EditError::new(format!("this note has a passage “{id}” already: choose another id")));
        }
        Some(id) => id.clone(),
        None => derived(&passage.quote, &passage.source, &taken),
    };
    let fields = passage.fields(&id);
    let value = Value::Mapping(fields.iter().map(|(key, text)| ((*key).into(), (*text).into())).collect());
    let list = Path::top().key("passages");
    let change = match old.get("passages") {
        Some(Value::Sequence(given)) => (list.index(given.len()), Some(value)),
        _ => (list, Some(Value::Sequence(vec![value]))),
    };
    // A text block at the end of the file gets the end of its last line, and with it the one that it lacks.
    let ended = (!text.is_empty() && !text.ends_with('\n')).then(|| proof::read(&format!("{text}\n"))).flatten();
    candidates(text, &tree, &fields)
        .into_iter()
        .find(|new| {
            let holds = |old: &Value| proof::holds(old, new, std::slice::from_ref(&change));
            holds(&old) || ended.as_ref().is_some_and(holds)
        })
        .map(|new| format!("{mark}{new}"))
        .ok_or_else(|| {
            EditError::new(
                "the list of passages is written in a way that cannot be added to safely: paste the passage by hand",
            )
        })
}

impl NewPassage {
    /// The passage as a list item to paste, with id and stance left to fill in, and a comment `remark` before the stance.
    pub fn draft(&self, remark: Option<&str>) -> String {
        let mut out = String::from("  - id: \n");
        for (key, text) in self.fields("").into_iter().filter(|(key, _)| !matches!(*key, "id" | "stance")) {
            out.push_str(&format!("    {key}: {}\n", write_scalar(text)));
        }
        out.extend(remark.map(|remark| format!("    # {remark}\n")));
        out + "    stance: # supports, contradicts, attributes or context\n"
    }

    /// The fields that are given, and their texts, in the order in which notes have them.
    pub fn fields<'a>(&'a self, id: &'a str) -> Vec<(&'static str, &'a str)> {
        [
            ("id", Some(id)),
            ("source", Some(&self.source)),
            ("quote", Some(&self.quote)),
            ("prefix", self.prefix.as_deref()),
            ("suffix", self.suffix.as_deref()),
            ("field", self.field.as_deref()),
            ("stance", Some(&self.stance)),
            ("speaker", self.speaker.as_deref()),
            ("note", self.note.as_deref()),
        ]
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)))
        .collect()
    }
}

/// The passages that a note has.
fn given(note: &Value) -> Result<&[Value], EditError> {
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

/// The note with the passage in it, in each of the ways that may turn out right.
fn candidates(text: &str, tree: &Tree<'_>, fields: &[(&str, &str)]) -> Vec<String> {
    let list = Path::top().key("passages");
    let (Some(key), Some(value)) = (tree.key(&list), tree.value(&list)) else {
        return vec![at_the_end(text, tree, fields)];
    };
    match tree.shape(&list) {
        Some(ValueStyle::List { length, brackets: true }) if length > 0 => in_brackets(text, tree, length, fields),
        Some(ValueStyle::List { length, brackets: false }) => {
            let place = tree.value(&list.index(length - 1)).unwrap_or(value.clone());
            let dash = ItemIndent::of(text, place.start, key.start);
            // What looks like an empty line between items may belong to the text block before it.
            let close = ItemIndent { apart: false, ..dash };
            let items = [dash, close].map(|dash| dash.item(fields, ending(text, value.end)));
            let places = places(text, value.end, column(text, key.start));
            places.iter().flat_map(|at| items.iter().map(|item| put_in(text, *at, item))).collect()
        }
        _ => vec![in_place_of_nothing(text, tree, &key, &value, fields)],
    }
}

/// Where the items of a list begin.
#[derive(Clone, Copy)]
struct ItemIndent {
    column: usize,
    /// Blanks after the dash.
    gap: usize,
    /// Whether there is an empty line between items.
    apart: bool,
}

impl ItemIndent {
    /// Of the item whose value begins at `at`, in a list below the key at `key`.
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
                return ItemIndent { column: line.len() - words.len(), gap, apart: apart(text, start, key) };
            }
            if start == 0 || start <= key {
                return ItemIndent { column: column(text, key) + INDENT, gap: 1, apart: false };
            }
            start = line_start(text, start - 1);
        }
    }

    /// A new item, from the beginning of its first line to the end of its last.
    fn item(&self, fields: &[(&str, &str)], ending: &str) -> String {
        let indent = self.column + 1 + self.gap;
        let mut out = String::new();
        if self.apart {
            out.push_str(ending);
        }
        for (i, (key, text)) in fields.iter().enumerate() {
            match i {
                0 => out.push_str(&format!("{}-{}", " ".repeat(self.column), " ".repeat(self.gap))),
                _ => out.push_str(&" ".repeat(indent)),
            }
            let layout = Layout { column: indent + key.len() + 2, indent: indent + 2, ending };
            let context = ScalarContext { flow: false, layout: Some(layout) };
            out.push_str(&format!("{key}: {}{ending}", scalar(text, &context)));
        }
        out
    }
}

/// Whether there is an empty line before the item whose line begins at `start`, and it is not the first one below the key.
fn apart(text: &str, start: usize, key: usize) -> bool {
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

/// Where something may be added after a list whose last word ends at `end`, below a key at `column`: after the comments that belong
/// to the list, or after all empty lines, which a text block at the end of the list may count as its own.
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

fn put_in(text: &str, at: usize, item: &str) -> String {
    let (before, after) = text.split_at(at);
    let ended = before.is_empty() || before.ends_with('\n');
    format!("{before}{}{item}{after}", if ended { "" } else { ending(text, at) })
}

/// A note without the field gets it after all others.
fn at_the_end(text: &str, tree: &Tree<'_>, fields: &[(&str, &str)]) -> String {
    let ending = ending(text, text.len());
    let top = match tree.shape(&Path::top()) {
        Some(ValueStyle::Group { .. }) => tree.value(&Path::top()).map_or(0, |group| column(text, group.start)),
        _ => 0,
    };
    let dash = ItemIndent { column: usual_column(text, tree, top), gap: 1, apart: false };
    put_in(text, text.len(), &format!("{}passages:{ending}{}", " ".repeat(top), dash.item(fields, ending)))
}

/// After `passages:` with nothing, `~` or `[]`, which goes.
fn in_place_of_nothing(
    text: &str,
    tree: &Tree<'_>,
    key: &Range<usize>,
    value: &Range<usize>,
    fields: &[(&str, &str)],
) -> String {
    let top = column(text, key.start);
    let dash = ItemIndent { column: usual_column(text, tree, top), gap: 1, apart: false };
    let item = dash.item(fields, ending(text, value.end));
    let at = places(text, value.end.max(key.end), top)[0];
    let new = put_in(text, at, &item);
    // The key ends before the colon, the blanks after it.
    let blank = text[..value.start].trim_end().len();
    match value.is_empty() {
        true => new,
        false => format!("{}{}", &new[..blank], &new[value.end..]),
    }
}

/// Where the other lists of the note have their dashes, for a list below a key at column `top`.
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

/// Into `[{…}, {…}]`, after the last of `length` elements.
fn in_brackets(text: &str, tree: &Tree<'_>, length: usize, fields: &[(&str, &str)]) -> Vec<String> {
    let Some(last) = tree.value(&Path::top().key("passages").index(length - 1)) else {
        return vec![];
    };
    let item: Vec<String> =
        fields.iter().map(|(key, value)| format!("{key}: {}", scalar(value, &ScalarContext::FLOW))).collect();
    let item = format!("{{{}}}", item.join(", "));
    let rest = &text[last.end..words_end(text, last.end).max(last.end)];
    let comma = rest.trim_start().starts_with(',').then(|| last.end + rest.find(',').unwrap_or(0) + 1);
    let after = comma.unwrap_or(last.end);
    let rest = text[after..words_end(text, after).max(after)].trim_start();
    let separator = if comma.is_some() { "" } else { "," };
    if !rest.is_empty() && !rest.starts_with('#') {
        return vec![format!("{}{separator} {item}{}", &text[..after], &text[after..])];
    }
    // The element has a line of its own, with a comment perhaps that stays beside it.
    let end = words_end(text, after).max(after);
    let indent = indent(&text[line_start(text, last.start)..]);
    let ending = ending(text, end);
    vec![format!("{}{separator}{}{ending}{indent}{item}{}", &text[..after], &text[after..end], &text[end..])]
}
