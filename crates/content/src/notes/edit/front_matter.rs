//! Changing fields of the front matter of a source: [`change_front_matter`], and the comments beside them: [`comment_beside`],
//! [`without_comment`].

use std::ops::Range;

use super::apply::{Edit, EditError};
use super::field::{EditedNote, in_brackets};
use super::passage_change::GroupEdit;
use super::proof::{self, Change};
use crate::notes::front_matter::split_front_matter;
use crate::notes::yaml::lines::{column, ending, line_end};
use crate::notes::yaml::write::{ScalarContext, double_quoted, scalar};
use crate::notes::yaml::{Path, Value, ValueStyle};

/// A new value of a field of front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A text; `None` removes the field.
    Text(Option<String>),
    /// One text or several, such as the names of authors; none removes the field.
    Texts(Vec<String>),
}

/// Changes fields of the front matter of a file, each in the style in which it is written. `order` has the usual order of the fields, for
/// those that are new. Every other byte of the file is kept.
///
/// # Errors
/// If there is no front matter, or a field cannot be changed safely; then nothing is changed.
pub fn change_front_matter(
    file: &str,
    order: &'static [&'static str],
    changes: &[(&'static str, NewValue)],
) -> Result<String, EditError> {
    let (yaml, body) = split(file)?;
    let mut text = file[yaml.clone()].to_owned();
    for (field, value) in changes {
        let group = GroupEdit { text: &text, group: Path::top(), order };
        text = match value {
            NewValue::Text(value) => group.set(field, value.as_deref())?,
            NewValue::Texts(values) => group.set_texts(field, values)?,
        };
    }
    with_yaml(file, (&yaml, &body), &text)
}

/// The comment on the line on which the value of a field ends, without its `#`.
pub fn comment_beside<'f>(file: &'f str, field: &str) -> Option<&'f str> {
    let (yaml, _) = split_front_matter(file)?;
    let at = comment_at(&file[yaml.clone()], field)?;
    Some(file[yaml][at].trim_start().trim_start_matches('#').trim())
}

/// The file without that comment.
///
/// # Errors
/// If it cannot be removed safely.
pub fn without_comment(file: &str, field: &str) -> Result<String, EditError> {
    let (yaml, body) = split(file)?;
    let old = &file[yaml.clone()];
    let Some(at) = comment_at(old, field) else {
        return Ok(file.to_owned());
    };
    let new = format!("{}{}", &old[..at.start], &old[at.end..]);
    let (value, _) = proof::readable(old)?;
    if !proof::holds(&value, &new, &[]) {
        return Err(EditError::new("the comment beside this field cannot be removed safely: change it by hand"));
    }
    with_yaml(file, (&yaml, &body), &new)
}

fn split(file: &str) -> Result<(Range<usize>, Range<usize>), EditError> {
    split_front_matter(file).ok_or_else(|| EditError::new("this file has no front matter"))
}

/// The file with other front matter, whose body must stay as it is.
fn with_yaml(file: &str, (yaml, body): (&Range<usize>, &Range<usize>), new: &str) -> Result<String, EditError> {
    let text = format!("{}{new}{}", &file[..yaml.start], &file[yaml.end..]);
    let is_same = split_front_matter(&text).is_some_and(|(_, found)| text[found] == file[body.clone()]);
    if is_same { Ok(text) } else { Err(EditError::new("this cannot be changed safely: change it by hand")) }
}

/// The comment beside a field, with the white space before it.
fn comment_at(yaml: &str, field: &str) -> Option<Range<usize>> {
    let (_, tree) = proof::readable(yaml).ok()?;
    let path = Path::top().key(field.to_owned());
    let (key, value) = (tree.key(&path)?, tree.value(&path)?);
    let from = value.end.max(key.end + 1);
    let line = &yaml[from..line_end(yaml, from)];
    let words = line.trim_end_matches('\r');
    let starts = words.starts_with([' ', '\t']) && words.trim_start().starts_with('#');
    starts.then(|| from..from + words.len())
}

impl GroupEdit<'_> {
    /// The text of the note with these texts in a field, as one text or as a list.
    fn set_texts(&self, field: &'static str, values: &[String]) -> Result<String, EditError> {
        let path = self.group.clone().key(field);
        let tree = proof::tree(self.text)?;
        let is_list = matches!(tree.shape(&path), Some(ValueStyle::List { length: 1.., .. }));
        let is_empty = tree.value(&path).is_none_or(|at| at.is_empty());
        match values {
            [] => self.set(field, None),
            [one] if !is_list => self.set(field, Some(one)),
            _ if tree.key(&path).is_none() => self.edited(|note| note.insert_texts(&self.group, field, values, self)),
            _ if is_empty => {
                let without = self.set(field, None)?;
                GroupEdit { text: &without, group: self.group.clone(), order: self.order }.set_texts(field, values)
            }
            _ => self.edited(|note| note.replace_texts(&path, values)),
        }
    }
}

impl EditedNote<'_> {
    /// Replaces a text or a list of texts by other texts, in the style of the list. A list with comments is left alone.
    fn replace_texts(&self, path: &Path, values: &[String]) -> Result<Edit, EditError> {
        let (tree, path) = self.tree(path)?;
        let yaml = self.yaml();
        let at = tree.value(&path).ok_or_else(|| EditError::new(format!("there is no field “{path}”")))?;
        let written = &yaml[at.clone()];
        if written.lines().any(|line| line.contains(" #") || line.trim_start().starts_with('#')) {
            return Err(EditError::new(format!("the list “{path}” has comments: change it by hand")));
        }
        let (parsed, _) = proof::readable(yaml)?;
        let old = proof::at(&parsed, &path);
        let changes = differences(&path, old, values);
        let brackets = (at.clone(), in_line(values));
        let block = match tree.shape(&path) {
            Some(ValueStyle::List { brackets: false, .. }) if !in_brackets(tree, &path) => {
                let indent = " ".repeat(column(yaml, at.start));
                let separator = format!("{}{indent}", ending(yaml, at.end));
                Some((at, items(values).join(&separator)))
            }
            _ => None,
        };
        self.first_valid(block.into_iter().chain([brackets]), &changes)
    }

    /// Adds a list of texts, an item on each line.
    fn insert_texts(
        &self,
        group: &Path,
        key: &'static str,
        values: &[String],
        edit: &GroupEdit<'_>,
    ) -> Result<Edit, EditError> {
        let list = Value::Sequence(values.iter().map(|value| value.as_str().into()).collect());
        let written = |context: &ScalarContext<'_>| match context.layout.filter(|_| !context.flow) {
            Some(layout) => {
                let separator = format!("{}{}", layout.ending, " ".repeat(layout.indent));
                vec![format!("{separator}{}", items(values).join(&separator)), format!(" {}", in_line(values))]
            }
            None => vec![format!(" {}", in_line(values))],
        };
        self.insert_written(group, key, (list, &written), &edit.before(key)?)
    }
}

/// The texts as items of a list on lines of their own.
fn items(values: &[String]) -> Vec<String> {
    let context = ScalarContext { flow: false, layout: None };
    values.iter().map(|value| format!("- {}", scalar(value, &context))).collect()
}

/// The texts as a list in brackets.
fn in_line(values: &[String]) -> String {
    let context = ScalarContext { flow: true, layout: None };
    let written: Vec<String> = values
        .iter()
        .map(|value| {
            let plain = scalar(value, &context);
            if plain.contains(',') { double_quoted(value) } else { plain }
        })
        .collect();
    format!("[{}]", written.join(", "))
}

/// How a list differs from an old value, as the proof will find it.
fn differences(path: &Path, old: Option<&Value>, new: &[String]) -> Vec<Change> {
    let whole = || Value::Sequence(new.iter().map(|value| value.as_str().into()).collect());
    let Some(old) = old.and_then(Value::as_sequence) else {
        return vec![(path.clone(), Some(whole()))];
    };
    let entry = |index: usize| new.get(index).map(|value| Value::from(value.as_str()));
    let differing = (0..old.len().max(new.len())).filter(|index| old.get(*index) != entry(*index).as_ref());
    differing.map(|index| (path.clone().index(index), entry(index))).collect()
}

#[cfg(test)]
mod tests {
    use super::{NewValue, change_front_matter, comment_beside, without_comment};

    const ORDER: &[&str] = &["title", "publisher", "author", "published", "captured"];

    #[track_caller]
    fn check(file: &str, field: &'static str, value: NewValue, expected: &str) {
        assert_eq!(change_front_matter(file, ORDER, &[(field, value)]).unwrap(), expected);
    }

    fn text(value: &str) -> NewValue {
        NewValue::Text(Some(value.to_owned()))
    }

    fn texts(values: &[&str]) -> NewValue {
        NewValue::Texts(values.iter().map(|value| (*value).to_owned()).collect())
    }

    #[test]
    fn a_field_is_changed_added_and_removed() {
        let file = "---\ntitle: A # b\ncaptured: 2024-03-14\n---\n\ntitle: A\n";
        check(file, "title", text("C: d"), &file.replacen("A #", "\"C: d\" #", 1));
        let published = "---\ntitle: A # b\npublished: 2024-03-12\ncaptured: 2024-03-14\n---\n\ntitle: A\n";
        check(file, "published", text("2024-03-12"), published);
        check(published, "published", NewValue::Text(None), file);
        let crlf = file.replace('\n', "\r\n");
        check(&crlf, "published", text("2024-03-12"), &published.replace('\n', "\r\n"));
    }

    #[test]
    fn names_keep_the_style_of_their_list() {
        let file = |author: &str| format!("---\ntitle: A\n{author}captured: 2024-03-14 # c\n---\nBody\n");
        let check = |old: &str, new: &[&str], expected: &str| check(&file(old), "author", texts(new), &file(expected));
        check("author: Ana\n", &["Ann"], "author: Ann\n");
        check("author: Ana # x\n", &["Ana", "Tom, Dr."], "author: [Ana, \"Tom, Dr.\"] # x\n");
        check("author: [Ana, Tom]\n", &["Ana"], "author: [Ana]\n");
        check("author:\n  - Ana\n  - Tom\n", &["Tom", "Eve: x", "7"], "author:\n  - Tom\n  - \"Eve: x\"\n  - \"7\"\n");
        check("author:\n  - Ana\n  - Tom\n", &["Tom"], "author:\n  - Tom\n");
        check("author:\n- Ana\n- Tom\n", &[], "");
        check("", &["Ana"], "author: Ana\n");
        check("", &["Ana", "Tom"], "author:\n  - Ana\n  - Tom\n");
        check("author:\n", &["Ana", "Tom"], "author:\n  - Ana\n  - Tom\n");
    }

    #[test]
    fn a_list_with_comments_is_left_alone() {
        let file = "---\nauthor:\n  - Ana # first\n  - Tom\n---\n";
        assert!(change_front_matter(file, ORDER, &[("author", texts(&["Eve"]))]).is_err());
    }

    #[test]
    fn the_comment_beside_a_value_goes_alone() {
        let file =
            "---\r\ntitle: \"A # b\"\r\npublished: 2024-03-12  # unsure: the page shows 2024-03-11\r\n---\r\nx # y\r\n";
        assert_eq!(comment_beside(file, "published"), Some("unsure: the page shows 2024-03-11"));
        assert_eq!(comment_beside(file, "title"), None);
        assert_eq!(comment_beside(file, "captured"), None);
        let without = file.replace("  # unsure: the page shows 2024-03-11", "");
        assert_eq!(without_comment(file, "published").unwrap(), without);
        assert_eq!(without_comment(&without, "published").unwrap(), without);
    }
}
