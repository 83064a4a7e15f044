//! Changes to single fields of a note: [`EditedNote`] has one method for each.

use std::ops::Range;
use std::sync::Arc;

use super::apply::{Edit, EditError, apply};
use super::proof::{self, Change};
use crate::base::files::{FileId, Span};
use crate::notes::parsed::ParsedText;
use crate::notes::place::Places;
use crate::notes::yaml::lines::{after_line, column, ending, indent, line_start, words_end};
use crate::notes::yaml::write::{Layout, ScalarContext, double_quoted, restyled, scalar, with_words};
use crate::notes::yaml::{Path, Skipped, Step, Tree, Value, ValueStyle};

/// A file whose fields are to be changed. List indices in paths do not count the elements in `skipped`.
#[derive(Debug, Clone)]
pub struct EditedNote<'a> {
    pub file: FileId,
    /// The whole file, without a byte order mark.
    pub text: &'a str,
    /// Byte range of its YAML part, end exclusive.
    pub yaml: Range<usize>,
    skipped: &'a Skipped,
    /// What the YAML part says, which all changes share.
    parsed: Arc<ParsedText>,
}

/// A byte range of the YAML and its new text.
pub(super) type ByteEdit = (Range<usize>, String);

/// The ways to write a value at a place, best first, each with the space or line break before it.
type WaysToWrite<'w> = &'w dyn Fn(&ScalarContext<'_>) -> Vec<String>;

impl<'a> EditedNote<'a> {
    /// A file that consists of YAML only.
    pub fn whole(file: FileId, text: &'a str, skipped: &'a Skipped) -> Self {
        EditedNote::new(file, text, 0..text.len(), skipped)
    }

    /// A file of which the bytes `yaml` are YAML.
    pub fn new(file: FileId, text: &'a str, yaml: Range<usize>, skipped: &'a Skipped) -> Self {
        EditedNote { file, text, yaml, skipped, parsed: Arc::default() }
    }

    /// The file whose places are known; its YAML may be front matter.
    pub fn at(places: &'a Places) -> Self {
        let Places { file, text, yaml, skipped, parsed, .. } = places;
        EditedNote { file: *file, text, yaml: yaml.clone(), skipped, parsed: Arc::clone(parsed) }
    }

    /// Replaces the text at `path` with `new`: in the existing style if possible, otherwise in double quotation marks.
    ///
    /// # Errors
    /// If there is no text at `path`, or it cannot be changed safely.
    pub fn replace_scalar(&self, path: &Path, new: &str) -> Result<Edit, EditError> {
        let (tree, path) = self.tree(path)?;
        let yaml = self.yaml();
        let missing = || EditError::new(format!("there is no text at “{path}”"));
        let (Some(at), Some(shape)) = (tree.value(&path), tree.shape(&path)) else {
            return Err(missing());
        };
        if matches!(shape, ValueStyle::List { .. } | ValueStyle::Group { .. }) || at.is_empty() {
            return Err(missing());
        }
        let old = &yaml[at.clone()];
        let block = matches!(shape, ValueStyle::Literal | ValueStyle::Folded);
        let deeper = match tree.key(&path) {
            Some(key) => column(yaml, key.start) + 2,
            None => column(yaml, at.start),
        };
        let second = old.find('\n').map(|newline| indent(&old[newline + 1..]).len());
        let layout = Layout {
            column: column(yaml, at.start),
            indent: if block { column(yaml, at.start) } else { second.unwrap_or(deeper) },
            ending: ending(yaml, at.end),
        };
        let context = ScalarContext { flow: in_brackets(tree, &path), layout: Some(layout) };
        let same = restyled(new, old, &shape, &context).into_iter().map(|with| (at.clone(), with));
        let whole = if block { header(yaml, at.start).map(|start| start..at.end) } else { Some(at.clone()) };
        let quoted = whole.map(|at| (at, double_quoted(new)));
        self.first_valid(same.chain(quoted), &[(path, Some(new.into()))])
    }

    /// Sets the empty field at `path` to the text `value`.
    ///
    /// # Errors
    /// If there is no such field, or it cannot be changed safely.
    pub fn fill_field(&self, path: &Path, value: &str) -> Result<Edit, EditError> {
        let (tree, path) = self.tree(path)?;
        let Some(at) = tree.value(&path).filter(Range::is_empty) else {
            return Err(EditError::new(format!("there is no empty field “{path}”")));
        };
        let yaml = self.yaml();
        let indent = tree.key(&path).map_or(0, |key| column(yaml, key.start)) + 2;
        let layout = Layout { column: column(yaml, at.start) + 1, indent, ending: ending(yaml, at.end) };
        let context = ScalarContext { flow: in_brackets(tree, &path), layout: Some(layout) };
        let candidates = [scalar(value, &context), double_quoted(value)].map(|value| (at.clone(), format!(" {value}")));
        self.first_valid(candidates, &[(path, Some(value.into()))])
    }

    /// Replaces the bytes `at` of the file, within the text at `path`, with `with`, so that the text becomes `value`.
    ///
    /// # Errors
    /// If it would become something else.
    pub fn replace_words(&self, path: &Path, at: Range<usize>, with: &str, value: &str) -> Result<Edit, EditError> {
        let (_, path) = self.tree(path)?;
        let in_yaml = at.start - self.yaml.start..at.end - self.yaml.start;
        self.first_valid([(in_yaml, with.to_owned())], &[(path, Some(value.into()))])
    }

    /// Adds a field to the group at `group`, after its field `after` or, if there is none, after its last field.
    ///
    /// # Errors
    /// If there is no group with a field at `group`, it already has this field, or the field cannot be added safely.
    pub fn insert_field(&self, group: &Path, key: &str, value: &str, after: &str) -> Result<Edit, EditError> {
        let written = |context: &ScalarContext| {
            [scalar(value, context), double_quoted(value)].map(|text| format!(" {text}")).into()
        };
        self.insert_written(group, key, (value.into(), &written), after)
    }

    /// Like [`insert_field`](Self::insert_field), with a value of any kind and ways to write it.
    pub(super) fn insert_written(
        &self,
        group: &Path,
        key: &str,
        (value, written): (Value, WaysToWrite<'_>),
        after: &str,
    ) -> Result<Edit, EditError> {
        let (tree, group) = self.tree(group)?;
        let yaml = self.yaml();
        let Some(ValueStyle::Group { keys, brackets }) = tree.shape(&group) else {
            return Err(EditError::new("there is no group of fields to add it to"));
        };
        let neighbour = keys.iter().find(|key| *key == after).or(keys.last());
        let place = neighbour.and_then(|neighbour| {
            let path = group.clone().key(neighbour.clone());
            Some((tree.key(&path)?, tree.value(&path)?))
        });
        let Some((neighbour, beside)) = place else {
            return Err(EditError::new("there is no group of fields to add it to"));
        };
        let end = beside.end.max(neighbour.end);
        let ending = ending(yaml, end);
        let indent = column(yaml, neighbour.start);
        let brackets = brackets || in_brackets(tree, &group);
        let layout = Layout { column: indent + key.len() + 2, indent: indent + 2, ending };
        let context = ScalarContext { flow: brackets, layout: Some(layout) };
        let candidates = written(&context).into_iter().flat_map(|value| {
            if brackets {
                return vec![(end..end, format!(", {key}:{value}"))];
            }
            let line = format!("{ending}{}{key}:{value}", " ".repeat(indent));
            let close = words_end(yaml, end).max(end);
            // Empty lines may belong to a preceding block text.
            let far = yaml.len() - yaml[close..].trim_start().len();
            let far = line_start(yaml, far).saturating_sub(ending.len()).max(close);
            vec![(close..close, line.clone()), (far..far, line)]
        });
        self.first_valid(candidates.collect::<Vec<_>>(), &[(group.key(key.to_owned()), Some(value))])
    }

    /// Turns the text at `path` into a group of two fields: `key` with the text as it is written, and `field` with the word `value`.
    ///
    /// # Errors
    /// If there is no text of one line at `path`, or it cannot be changed safely.
    pub fn expand_text(&self, path: &Path, key: &str, (field, value): (&str, &str)) -> Result<Edit, EditError> {
        let (tree, path) = self.tree(path)?;
        let yaml = self.yaml();
        let old = self.value()?;
        let text = proof::at(old, &path).filter(|value| !value.is_mapping() && !value.is_sequence());
        let (Some(at), Some(text)) = (tree.value(&path).filter(|at| !at.is_empty()), text) else {
            return Err(EditError::new(format!("there is no text at “{path}”")));
        };
        let ending = ending(yaml, at.end);
        // A comment stays beside the text.
        let close = words_end(yaml, at.end).max(at.end);
        let line = &yaml[at.start..close];
        let lines = |indent| format!("{key}: {line}{ending}{}{field}: {value}", " ".repeat(indent));
        let block = match tree.key(&path) {
            Some(name) => {
                let colon = yaml[name.end..at.start].find(':').map(|colon| name.end + colon + 1);
                let indent = column(yaml, name.start) + 2;
                colon.map(|start| (start..close, format!("{ending}{}{}", " ".repeat(indent), lines(indent))))
            }
            None => Some((at.start..close, lines(column(yaml, at.start)))),
        };
        let block = block.filter(|_| !in_brackets(tree, &path));
        let written = &yaml[at.clone()];
        let brackets = (at, format!("{{{key}: {written}, {field}: {value}}}"));
        let group = [(key.into(), text.clone()), (field.into(), value.into())];
        let group = Value::Mapping(group.into_iter().collect());
        self.first_valid(block.into_iter().chain([brackets]), &[(path, Some(group))])
    }

    /// Removes the field at `path` with its lines; a comment on the same line stays.
    ///
    /// # Errors
    /// If there is no field at `path`, or it cannot be removed safely.
    pub fn remove_field(&self, path: &Path) -> Result<Edit, EditError> {
        let (tree, path) = self.tree(path)?;
        let yaml = self.yaml();
        let (Some(key), Some(value)) = (tree.key(&path), tree.value(&path)) else {
            return Err(EditError::new(format!("there is no field “{path}”")));
        };
        let end = value.end.max(key.end + 1);
        let rest = &yaml[end..after_line(yaml, end)];
        let start = line_start(yaml, key.start);
        let mut candidates = vec![];
        if !in_brackets(tree, &path) {
            if yaml[start..key.start].trim().is_empty() {
                let removed = if rest.trim().is_empty() {
                    start..after_line(yaml, end)
                } else {
                    key.start..end + rest.len() - rest.trim_start().len()
                };
                candidates.push((removed, String::new()));
            }
            // The first field of an item is on the line of its dash, so the next one moves up.
            let next = yaml.len() - yaml[end..].trim_start().len();
            candidates.push((key.start..next, String::new()));
        } else {
            let blank = rest.trim_start();
            if let Some(after) = blank.strip_prefix(',') {
                let next = end + rest.len() - after.trim_start_matches(' ').len();
                candidates.push((key.start..next, String::new()));
            }
            if let Some(comma) = yaml[..key.start].rfind(',') {
                candidates.push((comma..end, String::new()));
            }
            candidates.push((key.start..end, String::new()));
        }
        self.first_valid(candidates, &[(path, None)])
    }

    /// Renames the field whose key is at the bytes `key` of the file.
    ///
    /// # Errors
    /// If its group already has a field of that name, or anything else in the note would change.
    pub fn rename_field(&self, key: &Range<usize>, name: &str) -> Result<Edit, EditError> {
        let in_yaml = key.start - self.yaml.start..key.end - self.yaml.start;
        let old = self.value()?;
        let new = spliced(self.yaml(), &in_yaml, name);
        if proof::renames(old, &new, name) { Ok(self.edit(in_yaml, name.to_owned())) } else { Err(unsafe_change()) }
    }

    /// The parsed YAML, whose positions begin with 0.
    ///
    /// # Errors
    /// If it has faults.
    pub fn readable(&self) -> Result<Tree<'a>, EditError> {
        proof::read(self.yaml()).and_then(|_| Tree::new(self.yaml())).ok_or_else(has_other_errors)
    }

    /// Applies several edits of this note at once. Returns the whole new text.
    ///
    /// # Errors
    /// If together they do not make exactly these changes.
    pub fn apply_all(&self, edits: &[Edit], mut changes: Vec<Change>) -> Result<String, EditError> {
        let old = self.value()?;
        let new = apply(self.text, edits)?;
        let end = new.len() - (self.text.len() - self.yaml.end);
        let yaml = new.get(self.yaml.start..end).ok_or_else(unsafe_change)?;
        changes.sort_by(|a, b| a.0.cmp(&b.0));
        if proof::holds_in_any_order(old, yaml, &changes) { Ok(new) } else { Err(unsafe_change()) }
    }

    pub(super) fn yaml(&self) -> &'a str {
        &self.text[self.yaml.clone()]
    }

    /// The tree, and the path with its skipped elements counted.
    pub(super) fn tree(&self, path: &Path) -> Result<(&Tree<'static>, Path), EditError> {
        let tree = self.parsed.tree(self.yaml()).ok_or_else(has_other_errors)?;
        let counted = tree.unskipped(path, self.skipped);
        Ok((tree, counted.ok_or_else(|| EditError::new(format!("there is no field “{path}”")))?))
    }

    fn value(&self) -> Result<&Value, EditError> {
        self.parsed.value(self.yaml()).ok_or_else(has_other_errors)
    }

    /// The first of several candidates that makes exactly these changes.
    pub(super) fn first_valid(
        &self,
        candidates: impl IntoIterator<Item = ByteEdit>,
        changes: &[Change],
    ) -> Result<Edit, EditError> {
        let old = self.value()?;
        let holds = |(at, with): &ByteEdit| proof::holds(old, &spliced(self.yaml(), at, with), changes);
        candidates.into_iter().find(holds).map(|(at, with)| self.edit(at, with)).ok_or_else(unsafe_change)
    }

    fn edit(&self, at: Range<usize>, with: String) -> Edit {
        let start = self.yaml.start;
        Edit { at: Span { file: self.file, range: start + at.start..start + at.end }, with }
    }
}

/// Replaces the words of the text `value`. Line breaks are kept if the number of words is the same; trailing white space is kept.
pub fn reworded(value: &str, words: &str) -> String {
    let new: Vec<&str> = words.split_whitespace().collect();
    with_words(value, &new).unwrap_or_else(|| format!("{words}{}", &value[value.trim_end().len()..]))
}

fn spliced(text: &str, at: &Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..at.start], &text[at.end..])
}

fn has_other_errors() -> EditError {
    EditError::new("fix the other errors in this file first")
}

fn unsafe_change() -> EditError {
    EditError::new("this cannot be changed safely: change it by hand")
}

/// Whether a list or group on the way to `path` is in brackets.
pub(super) fn in_brackets(tree: &Tree<'_>, path: &[Step]) -> bool {
    (0..path.len()).any(|depth| {
        matches!(
            tree.shape(&path[..depth]),
            Some(ValueStyle::List { brackets: true, .. } | ValueStyle::Group { brackets: true, .. })
        )
    })
}

/// The byte offset of the `|` or `>` of a block text whose first word is at `words`; also `None` if a comment follows it.
fn header(text: &str, words: usize) -> Option<usize> {
    let before = text[..line_start(text, words)].trim_end();
    let line = line_start(text, before.len());
    let sign = before[line..].rfind(['|', '>'])?;
    let indicators = &before[line + sign + 1..];
    indicators.chars().all(|c| c.is_ascii_digit() || "+-".contains(c)).then_some(line + sign)
}

#[cfg(test)]
mod tests {
    use super::{EditedNote, reworded};
    use crate::base::files::{File, Files};
    use crate::notes::edit::{Edit, EditError, apply};
    use crate::notes::yaml::{Path, Skipped};

    #[track_caller]
    fn check(text: &str, change: impl Fn(&EditedNote<'_>) -> Result<Edit, EditError>, expected: &str) {
        let mut files = Files::default();
        let file = files.add(File::new("note.yaml", text));
        let skipped = Skipped::default();
        let edit = change(&EditedNote::whole(file, text, &skipped)).unwrap();
        assert_eq!(apply(text, &[edit]).unwrap(), expected);
    }

    fn quote() -> Path {
        Path::top().key("p").index(0).key("quote")
    }

    #[test]
    fn a_text_is_rewritten_in_its_style() {
        let rewrite = |new: &'static str| move |note: &EditedNote<'_>| note.replace_scalar(&quote(), new);
        check("p:\n- quote: a b # c\n", rewrite("A b"), "p:\n- quote: A b # c\n");
        check("p:\n- quote: a\n    b\n  x: y\n", rewrite("A b"), "p:\n- quote: A\n    b\n  x: y\n");
        check("p:\n- quote: 'it''s' # c\n", rewrite("It's"), "p:\n- quote: 'It''s' # c\n");
        check("p: [{quote: \"a\\tb\", x: y}]\n", rewrite("A: \"b\""), "p: [{quote: \"A: \\\"b\\\"\", x: y}]\n");
        check("p: [{quote: a, x: y}]\n", rewrite("a, b"), "p: [{quote: \"a, b\", x: y}]\n");
        check(
            "p:\r\n- quote: >- # c\r\n    a\r\n    b\r\n\r\n  x: y\r\n",
            rewrite("A b"),
            "p:\r\n- quote: >- # c\r\n    A\r\n    b\r\n\r\n  x: y\r\n",
        );
        check("p:\n- quote: |-\n    a\n", rewrite("a b\nc"), "p:\n- quote: |-\n    a b\n    c\n");
        check("p:\n- quote: |\n    a\n  x: y\n", rewrite("b c"), "p:\n- quote: \"b c\"\n  x: y\n");
        check("p:\n- quote: a\n", rewrite("- 7: # x"), "p:\n- quote: \"- 7: # x\"\n");
    }

    #[test]
    fn a_field_is_added_after_another() {
        let item = Path::top().key("p").index(0);
        let add = |note: &EditedNote<'_>| note.insert_field(&item, "prefix", "In May: x", "quote");
        check(
            "p:\n  - quote: >- # c\n      a\n    x: y",
            add,
            "p:\n  - quote: >- # c\n      a\n    prefix: \"In May: x\"\n    x: y",
        );
        check("p: [{quote: a, x: y}]\n", add, "p: [{quote: a, prefix: \"In May: x\", x: y}]\n");
        check("p:\n- quote: |+\n    a\n\n  x: y\n", add, "p:\n- quote: |+\n    a\n\n  prefix: \"In May: x\"\n  x: y\n");
        check("p:\n- x: y # z", add, "p:\n- x: y # z\n  prefix: \"In May: x\"");
    }

    #[test]
    fn a_text_becomes_a_group() {
        let expand = |path: Path| move |note: &EditedNote<'_>| note.expand_text(&path, "name", ("kind", "person"));
        let by = || Path::top().key("by");
        check("by: Ana # c\nx: y\n", expand(by()), "by:\n  name: Ana # c\n  kind: person\nx: y\n");
        check("by:\n- 'A: b'\n- Tom", expand(by().index(0)), "by:\n- name: 'A: b'\n  kind: person\n- Tom");
        check("by: [Ana, Tom]\n", expand(by().index(1)), "by: [Ana, {name: Tom, kind: person}]\n");
        check("by: 2019\n", expand(by()), "by:\n  name: 2019\n  kind: person\n");
        check("by: Ana\r\n", expand(by()), "by:\r\n  name: Ana\r\n  kind: person\r\n");
    }

    #[test]
    fn a_field_is_removed_and_its_comment_stays() {
        let remove = |note: &EditedNote<'_>| note.remove_field(&quote());
        check("p:\n- x: y\n  quote: >-\n    a\n    b\n  z: z\n", remove, "p:\n- x: y\n  z: z\n");
        check("p:\n- x: y\n  quote: a # c\n  z: z\n", remove, "p:\n- x: y\n  # c\n  z: z\n");
        check("p:\n- quote: a\n  z: z\n", remove, "p:\n- z: z\n");
        check("p: [{quote: a, x: y}]", remove, "p: [{x: y}]");
        check("p: [{x: y, quote: a }]", remove, "p: [{x: y }]");
    }

    #[test]
    fn an_empty_field_is_filled() {
        let fill = |note: &EditedNote<'_>| note.fill_field(&quote(), "a: b");
        check("p:\n- quote: # c\n  z: z\n", fill, "p:\n- quote: \"a: b\" # c\n  z: z\n");
    }

    #[test]
    fn a_field_is_renamed() {
        check("p:\n- quot: a # c\n", |note| note.rename_field(&(5..9), "quote"), "p:\n- quote: a # c\n");
    }

    #[test]
    fn aliased_values_are_left_alone() {
        let text = "p:\n- quote: &x a\n- quote: *x\n";
        let mut files = Files::default();
        let file = files.add(File::new("note.yaml", text));
        let refused = EditedNote::whole(file, text, &Skipped::default()).replace_scalar(&quote(), "b").unwrap_err();
        assert!(refused.to_string().contains("cannot be changed safely"), "{refused}");
    }

    #[test]
    fn new_words_keep_the_line_breaks() {
        assert_eq!(reworded("a b\nc\n", "A b c"), "A b\nc\n");
        assert_eq!(reworded("a b\n", "A"), "A\n");
    }
}
