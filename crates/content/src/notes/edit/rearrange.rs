//! Removing a passage from a note, and changing the order of its passages: [`remove_passage`], [`reorder_passages`].

use std::ops::Range;

use super::apply::EditError;
use super::proof;
use crate::notes::yaml::lines::{after_line, column, ending, following, indent, line_start};
use crate::notes::yaml::{Path, Tree, Value, ValueStyle};

/// A note without one of its passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovedPassage {
    pub text: String,
    /// What was removed, as it was written.
    pub removed: String,
}

/// Removes the passage at `index`, from 0, with its lines. Every other byte is kept, also the comments above the passage; only empty lines
/// that separated it go with it.
///
/// # Errors
/// If there is no such passage, or it cannot be removed safely.
pub fn remove_passage(note: &str, index: usize) -> Result<RemovedPassage, EditError> {
    let list = PassageList::of(note)?;
    let mut expected = list.values.clone();
    if index >= expected.len() {
        return Err(gone());
    }
    expected.remove(index);
    let at = |range: &Range<usize>| format!("{}{}", &note[..range.start], &note[range.end..]);
    let candidates = match list.items() {
        Items::InBrackets(items) => list.without_in_brackets(&items, index),
        Items::Lines(items) => {
            let only = if items.len() == 1 { list.emptied(&items[0].body) } else { None };
            let body = items[index].body.clone();
            let separated = list.with_separator(&items, index);
            let words = note[body.clone()].to_owned();
            // Empty lines may belong to a block text at its end.
            let ended = body.start..after_empty_lines(note, body.end);
            let whole = [separated, body, ended].map(|range| (at(&range), words.clone()));
            only.map(|new| (new, words.clone())).into_iter().chain(whole).collect()
        }
    };
    let holds = |new: &str| list.becomes(new, &expected);
    let found = candidates.into_iter().find(|(new, _)| holds(new));
    let (text, removed) = found.ok_or_else(|| unsafe_change("removed"))?;
    Ok(RemovedPassage { text, removed: removed.trim_end().to_owned() })
}

/// Puts the passages into another order: `order` has the index of each, from 0, once. The comments above a passage move with it.
///
/// # Errors
/// If `order` is not an order of these passages, or they cannot be moved safely.
pub fn reorder_passages(note: &str, order: &[usize]) -> Result<String, EditError> {
    let list = PassageList::of(note)?;
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    if sorted.iter().copied().ne(0..list.values.len()) {
        return Err(gone());
    }
    let expected: Vec<Value> = order.iter().map(|index| list.values[*index].clone()).collect();
    let candidates = match list.items() {
        Items::InBrackets(items) => vec![rearranged(note, &items, order, "")],
        Items::Lines(items) => {
            let last = items.last().map_or(note.len(), |item| item.body.end);
            let start = |i: usize, end: usize| items.get(i).map_or(end, |item| item.with_comments);
            let near: Vec<_> = items.iter().map(|item| item.with_comments..item.body.end).collect();
            // Empty lines may belong to a block text above them.
            let far = |end: usize| (0..items.len()).map(|i| start(i, end)..start(i + 1, end)).collect::<Vec<_>>();
            let ending = ending(note, note.len());
            [near, far(last), far(after_empty_lines(note, last))]
                .iter()
                .map(|chunks| rearranged(note, chunks, order, ending))
                .collect()
        }
    };
    candidates.into_iter().find(|new| list.becomes(new, &expected)).ok_or_else(|| unsafe_change("moved"))
}

/// The text with its `chunks`, which are apart and in order, in another order; what is between them stays where it is. A chunk that ends
/// with the text gets the line ending `ending` if another one follows.
fn rearranged(text: &str, chunks: &[Range<usize>], order: &[usize], ending: &str) -> String {
    let mut out = String::with_capacity(text.len() + ending.len());
    let mut from = 0;
    for (place, index) in chunks.iter().zip(order) {
        out.push_str(&text[from..place.start]);
        let words = &text[chunks[*index].clone()];
        out.push_str(words);
        if !words.ends_with('\n') {
            out.push_str(ending);
        }
        from = place.end;
    }
    out.push_str(&text[from..]);
    if text.ends_with('\n') { out } else { out.strip_suffix(ending).map_or(out.clone(), str::to_owned) }
}

/// The list `passages` of a note.
struct PassageList<'t> {
    text: &'t str,
    /// The bytes of a byte order mark before the YAML.
    mark: usize,
    tree: Tree<'t>,
    note: Value,
    values: Vec<Value>,
}

/// The passages of a list as they are written.
enum Items {
    /// The elements in brackets.
    InBrackets(Vec<Range<usize>>),
    /// Whole lines.
    Lines(Vec<Item>),
}

/// A passage on lines of its own.
struct Item {
    /// From the line of its dash to the end of its last line.
    body: Range<usize>,
    /// Where the comments directly above it begin; that of `body` if there are none.
    with_comments: usize,
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

impl<'t> PassageList<'t> {
    fn of(text: &'t str) -> Result<Self, EditError> {
        let bare = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let (note, tree) = proof::readable(bare)?;
        let values = note.get("passages").and_then(Value::as_sequence).cloned().ok_or_else(gone)?;
        Ok(PassageList { text, mark: text.len() - bare.len(), tree, note, values })
    }

    /// Whether a text has the same values, with these passages.
    fn becomes(&self, new: &str, passages: &[Value]) -> bool {
        let new = &new[self.mark..];
        let mut expected = self.note.clone();
        if let Some(list) = expected.get_mut("passages") {
            *list = Value::Sequence(passages.to_vec());
        }
        proof::read(new).is_some_and(|value| value == expected) && Tree::new(new).is_some()
    }

    fn items(&self) -> Items {
        let list = Path::top().key("passages");
        let values = (0..self.values.len()).map_while(|i| self.tree.value(&list.clone().index(i)));
        let values: Vec<_> = values.map(|at| self.mark + at.start..self.mark + at.end).collect();
        match self.tree.shape(&list) {
            Some(ValueStyle::List { brackets: true, .. }) => Items::InBrackets(values),
            _ => Items::Lines(self.lines(&values)),
        }
    }

    fn lines(&self, values: &[Range<usize>]) -> Vec<Item> {
        let starts: Vec<usize> = values.iter().map(|at| dash_line(self.text, at.start)).collect();
        let mut items: Vec<Item> = vec![];
        for (i, start) in starts.iter().enumerate() {
            let floor = items.last().map_or(self.after_key(), |before| after_line(self.text, before.body.start));
            let column = column_of_dash(self.text, *start);
            let end = match starts.get(i + 1) {
                Some(next) => self.end_before(*next, *start, column),
                None => self.end_of_last(values[i].end, *start, column),
            };
            let with_comments = comments_above(self.text, *start, floor);
            items.push(Item { body: *start..end, with_comments });
        }
        items
    }

    /// The start of the line after the key `passages`.
    fn after_key(&self) -> usize {
        let key = self.tree.key(&Path::top().key("passages")).unwrap_or_default();
        after_line(self.text, self.mark + key.end)
    }

    /// Where the lines of the item at `start` end, before the one at `next`: comments that are not indented further than its dash and empty
    /// lines do not belong to it.
    fn end_before(&self, next: usize, start: usize, dash: usize) -> usize {
        let mut end = next;
        loop {
            let line = line_start(self.text, end.saturating_sub(1));
            if line <= start || !is_between(&self.text[line..end], dash) {
                return end;
            }
            end = line;
        }
    }

    /// Where the lines of the last item end, whose last word ends at `end`, after comments that are indented further than its dash.
    fn end_of_last(&self, end: usize, start: usize, dash: usize) -> usize {
        let mut at = after_line(self.text, end.max(start));
        for line in following(self.text, at) {
            let words = &self.text[line.clone()];
            if words.trim_start().starts_with('#') && !is_between(words, dash) {
                at = line.end;
            } else {
                break;
            }
        }
        at
    }

    /// An item with the empty lines that separate it from its neighbours.
    fn with_separator(&self, items: &[Item], index: usize) -> Range<usize> {
        let body = items[index].body.clone();
        if index + 1 < items.len() {
            return body.start..after_empty_lines(self.text, body.end);
        }
        let mut start = body.start;
        while start > 0 {
            let line = line_start(self.text, start - 1);
            if !self.text[line..start].trim().is_empty() {
                break;
            }
            start = line;
        }
        start..body.end
    }

    /// The text with an empty list instead of its only item.
    fn emptied(&self, body: &Range<usize>) -> Option<String> {
        let key = self.tree.key(&Path::top().key("passages"))?;
        let key = self.mark + key.end;
        let colon = key + self.text[key..body.start].find(':')? + 1;
        Some(format!("{} []{}{}", &self.text[..colon], &self.text[colon..body.start], &self.text[body.end..]))
    }

    /// The text without an element in brackets, and what was removed.
    fn without_in_brackets(&self, items: &[Range<usize>], index: usize) -> Vec<(String, String)> {
        let (text, at) = (self.text, items[index].clone());
        let words = text[at.clone()].to_owned();
        let rest = &text[at.end..];
        let comma_after = rest.find(',').filter(|comma| rest[..*comma].trim().is_empty());
        let mut found = vec![];
        if let Some(comma) = comma_after {
            let end = at.end + comma + 1;
            let blank = text[end..].len() - text[end..].trim_start_matches(' ').len();
            found.push(format!("{}{}", &text[..at.start], &text[end + blank..]));
        }
        if let Some(before) = index.checked_sub(1).map(|before| items[before].end)
            && let Some(comma) = text[before..at.start].find(',')
        {
            let (kept, between) = (&text[..before + comma], &text[before + comma + 1..at.start]);
            let between = if between.trim().is_empty() { "" } else { between };
            found.push(format!("{kept}{between}{rest}"));
        }
        found.push(format!("{}{rest}", &text[..at.start]));
        found.into_iter().map(|new| (new, words.clone())).collect()
    }
}

/// The start of the line with the dash of the item whose value begins at `at`.
fn dash_line(text: &str, at: usize) -> usize {
    let mut start = line_start(text, at);
    while start > 0 && !is_dash(&text[start..after_line(text, start)]) {
        start = line_start(text, start - 1);
    }
    start
}

fn is_dash(line: &str) -> bool {
    line.trim_start_matches(' ')
        .strip_prefix('-')
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
}

fn column_of_dash(text: &str, line: usize) -> usize {
    let words = &text[line..after_line(text, line)];
    column(text, line + words.len() - words.trim_start_matches(' ').len())
}

/// Whether a line is empty, or a comment that is not indented further than the dashes of the list.
fn is_between(line: &str, dash: usize) -> bool {
    let words = line.trim();
    words.is_empty() || (words.starts_with('#') && indent(line).len() <= dash)
}

/// Where the comments directly above the line at `start` begin, not before `floor`.
fn comments_above(text: &str, mut start: usize, floor: usize) -> usize {
    let dash = column_of_dash(text, start);
    while start > floor {
        let line = line_start(text, start - 1);
        if !text[line..start].trim().starts_with('#') || !is_between(&text[line..start], dash) {
            break;
        }
        start = line;
    }
    start
}

/// The end of the empty lines from `at`, a line start.
fn after_empty_lines(text: &str, at: usize) -> usize {
    let empty = |line: &Range<usize>| text[line.clone()].trim().is_empty();
    following(text, at).take_while(empty).last().map_or(at, |line| line.end)
}

fn gone() -> EditError {
    EditError::new("the passages of this note have changed in the meantime")
}

fn unsafe_change(what: &str) -> EditError {
    EditError::new(format!("this passage cannot be {what} safely: change the note by hand"))
}

#[cfg(test)]
mod tests {
    use super::{remove_passage, reorder_passages};

    const NOTE: &str = "# head\npassages: # list\n  # about a\n  - id: a # one\n    quote: |\n      x\n\n      y\n    # inside a\n\n  # above b\n  # and more\n  -   id: b\n      quote: >-\n        z\n  - {id: c}\n    # inside c\n\n  # the end\n# foot\ngaps: [x]\n";

    #[track_caller]
    fn removed(note: &str, index: usize, expected: &str, words: &str) {
        let done = remove_passage(note, index).unwrap();
        assert_eq!((done.text.as_str(), done.removed.as_str()), (expected, words));
    }

    #[test]
    fn a_passage_is_removed_and_comments_above_it_stay() {
        removed(
            NOTE,
            0,
            "# head\npassages: # list\n  # about a\n  # above b\n  # and more\n  -   id: b\n      quote: >-\n        z\n  - {id: c}\n    # inside c\n\n  # the end\n# foot\ngaps: [x]\n",
            "  - id: a # one\n    quote: |\n      x\n\n      y\n    # inside a",
        );
        removed(
            NOTE,
            1,
            "# head\npassages: # list\n  # about a\n  - id: a # one\n    quote: |\n      x\n\n      y\n    # inside a\n\n  # above b\n  # and more\n  - {id: c}\n    # inside c\n\n  # the end\n# foot\ngaps: [x]\n",
            "  -   id: b\n      quote: >-\n        z",
        );
        removed("passages:\r\n- id: a\r\n\r\n- id: b", 1, "passages:\r\n- id: a\r\n", "- id: b");
        removed("passages: # x\n  - id: a\n  # y\nz: 1\n", 0, "passages: [] # x\n  # y\nz: 1\n", "  - id: a");
    }

    #[test]
    fn a_passage_in_brackets_is_removed() {
        removed("passages: [{id: a}, {id: b}, {id: c}] # x\n", 1, "passages: [{id: a}, {id: c}] # x\n", "{id: b}");
        removed("passages: [{id: a}, {id: b}]\n", 1, "passages: [{id: a}]\n", "{id: b}");
        removed("passages: [{id: a}]\n", 0, "passages: []\n", "{id: a}");
        removed(
            "passages: [\n  {id: a}, # one\n  {id: b} # two\n]\n",
            0,
            "passages: [\n  # one\n  {id: b} # two\n]\n",
            "{id: a}",
        );
    }

    #[test]
    fn passages_change_places_with_the_comments_above_them() {
        assert_eq!(
            reorder_passages(NOTE, &[2, 0, 1]).unwrap(),
            "# head\npassages: # list\n  - {id: c}\n    # inside c\n\n  # about a\n  - id: a # one\n    quote: |\n      x\n\n      y\n    # inside a\n  # above b\n  # and more\n  -   id: b\n      quote: >-\n        z\n\n  # the end\n# foot\ngaps: [x]\n"
        );
        assert_eq!(
            reorder_passages("passages:\n- id: a\n\n- id: b", &[1, 0]).unwrap(),
            "passages:\n- id: b\n\n- id: a"
        );
        assert_eq!(
            reorder_passages("passages: [{id: a}, {id: b} , {id: c}]\n", &[2, 0, 1]).unwrap(),
            "passages: [{id: c}, {id: a} , {id: b}]\n"
        );
        // The empty lines belong to the text.
        assert_eq!(
            reorder_passages("passages:\n- note: |+\n    x\n\n- id: b\nz: 1\n", &[1, 0]).unwrap(),
            "passages:\n- id: b\n- note: |+\n    x\n\nz: 1\n"
        );
    }

    #[test]
    fn what_is_not_safe_is_refused() {
        let refused = |note: &str, order: &[usize]| reorder_passages(note, order).unwrap_err().to_string();
        assert!(refused("passages:\n- &x {id: a}\n- *x\n", &[1, 0]).contains("safely"));
        assert!(refused(NOTE, &[0, 1]).contains("have changed"));
        assert!(refused("passages: [\n", &[]).contains("fix the errors"));
        assert!(remove_passage(NOTE, 3).unwrap_err().to_string().contains("have changed"));
        assert!(remove_passage("passages:\n- &x {id: a}\n- *x\n", 0).unwrap_err().to_string().contains("safely"));
    }
}
