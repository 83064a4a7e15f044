//! Changing the fields of a passage of a note: [`change_passage`].

use super::apply::{Edit, EditError, apply};
use super::field::{EditedNote, reworded};
use super::new_passage::{Content, NewTranslation};
use super::proof;
use crate::base::files::{File, FileId, Files};
use crate::notes::yaml::{Path, Skipped, Tree, Value, ValueStyle};

/// The fields of a passage in their usual order.
const PASSAGE: [&str; 10] =
    ["id", "source", "quote", "prefix", "suffix", "field", "stance", "speaker", "translation", "note"];
/// The fields of a translation in their usual order.
const TRANSLATION: [&str; 4] = ["text", "language", "by", "machine"];
/// Fields in which only the words count, so that the line breaks of the note can stay.
const OF_WORDS: [&str; 3] = ["quote", "prefix", "suffix"];

/// A change of one field of a passage. Fields that are not mentioned stay as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldChange {
    /// A field with a text; `None` removes it.
    Text(&'static str, Option<String>),
    /// The field `translation`; `None` removes it.
    Translation(Option<NewTranslation>),
}

/// Changes fields of the passage at `index`, from 0, each in the style in which it is written. Every other byte of the note is kept.
///
/// # Errors
/// If there is no such passage, or a field cannot be changed safely; then nothing is changed.
pub fn change_passage(note: &str, index: usize, changes: &[FieldChange]) -> Result<String, EditError> {
    const BYTE_ORDER_MARK: char = '\u{FEFF}';
    let text = note.strip_prefix(BYTE_ORDER_MARK).unwrap_or(note);
    let mark = &note[..note.len() - text.len()];
    let passage = Path::top().key("passages").index(index);
    let mut text = text.to_owned();
    for change in changes {
        let group = GroupEdit { text: &text, group: passage.clone(), order: &PASSAGE };
        text = match change {
            FieldChange::Text(field, value) => group.set(field, value.as_deref())?,
            FieldChange::Translation(None) => group.set("translation", None)?,
            FieldChange::Translation(Some(new)) => group.translate(new)?,
        };
    }
    Ok(format!("{mark}{text}"))
}

/// A group of fields of a note that is being changed.
pub(super) struct GroupEdit<'a> {
    pub text: &'a str,
    pub group: Path,
    /// The usual order of its fields.
    pub order: &'static [&'static str],
}

impl GroupEdit<'_> {
    /// The text of the note with another text in a field, or without the field.
    pub fn set(&self, field: &'static str, value: Option<&str>) -> Result<String, EditError> {
        let path = self.group.clone().key(field);
        let Some(value) = value else {
            return if self.has(&path)? {
                self.edited(|note| note.remove_field(&path))
            } else {
                Ok(self.text.to_owned())
            };
        };
        if !self.has(&path)? {
            let before = self.before(field)?;
            return self.edited(|note| note.insert_field(&self.group, field, value, &before));
        }
        let tree = self.tree()?;
        if tree.value(&path).is_some_and(|at| at.is_empty()) {
            return self.edited(|note| note.fill_field(&path, value));
        }
        let old = tree.text_at(&path).ok_or_else(|| EditError::new(format!("“{field}” is not a text")))?;
        if old == value {
            return Ok(self.text.to_owned());
        }
        let new = if OF_WORDS.contains(&field) { reworded(old, value) } else { ended_like(old, value) };
        self.edited(|note| note.replace_scalar(&path, &new))
    }

    /// The text of the note with this translation.
    fn translate(&self, new: &NewTranslation) -> Result<String, EditError> {
        let path = self.group.clone().key("translation");
        if !self.has(&path)? {
            return self.insert("translation", &Content::Group(new.fields()));
        }
        let is_group = matches!(self.tree()?.shape(&path), Some(ValueStyle::Group { .. }));
        if !is_group {
            // An empty field, or one with a text, which is not a translation.
            let without = self.set("translation", None)?;
            return GroupEdit { text: &without, group: self.group.clone(), order: self.order }.translate(new);
        }
        let mut text = self.text.to_owned();
        let texts =
            [("text", Some(new.text.as_str())), ("language", new.language.as_deref()), ("by", new.by.as_deref())];
        for (field, value) in texts {
            text = GroupEdit { text: &text, group: path.clone(), order: &TRANSLATION }.set(field, value)?;
        }
        GroupEdit { text: &text, group: path, order: &TRANSLATION }.set_machine(new.machine)
    }

    /// The text of the note with `machine: true`, or without it.
    fn set_machine(&self, machine: bool) -> Result<String, EditError> {
        let path = self.group.clone().key("machine");
        let is_machine = self.tree()?.text_at(&path).is_some_and(|text| text.trim().eq_ignore_ascii_case("true"));
        match (is_machine, machine) {
            (true, true) => Ok(self.text.to_owned()),
            (false, false) if !self.has(&path)? => Ok(self.text.to_owned()),
            // “machine: false” says the same as no field.
            (false, false) => Ok(self.text.to_owned()),
            (true, false) => self.set("machine", None),
            (false, true) => {
                let without = self.set("machine", None)?;
                let group = GroupEdit { text: &without, group: self.group.clone(), order: self.order };
                group.insert("machine", &Content::True)
            }
        }
    }

    /// Adds a field that is not there.
    fn insert(&self, field: &'static str, content: &Content<'_>) -> Result<String, EditError> {
        let before = self.before(field)?;
        self.edited(|note| note.insert_content(&self.group, field, content, &before))
    }

    /// The field of the group after which `field` belongs.
    pub fn before(&self, field: &str) -> Result<String, EditError> {
        let Some(ValueStyle::Group { keys, .. }) = self.tree()?.shape(&self.group) else {
            return Err(EditError::new("the passages of this note have changed in the meantime"));
        };
        let rank = |key: &str| self.order.iter().position(|known| *known == key);
        let own = rank(field);
        let earlier = keys.iter().filter(|key| rank(key) < own && rank(key).is_some());
        Ok(earlier.max_by_key(|key| rank(key)).or(keys.last()).cloned().unwrap_or_default())
    }

    fn has(&self, path: &Path) -> Result<bool, EditError> {
        Ok(self.tree()?.key(path).is_some())
    }

    fn tree(&self) -> Result<Tree<'_>, EditError> {
        proof::tree(self.text)
    }

    /// The text after an edit.
    pub fn edited(&self, edit: impl FnOnce(&EditedNote<'_>) -> Result<Edit, EditError>) -> Result<String, EditError> {
        let skipped = Skipped::default();
        let (_, file) = file(self.text);
        let edit = edit(&EditedNote::whole(file, self.text, &skipped))?;
        apply(self.text, [&edit])
    }
}

/// Edits name their file.
fn file(text: &str) -> (Files, FileId) {
    let mut files = Files::default();
    let file = files.add(File::new("note.yaml", text));
    (files, file)
}

/// `new` with the line breaks at the end of `old`, which a block text has and nobody sees.
fn ended_like(old: &str, new: &str) -> String {
    format!("{}{}", new.trim_end(), &old[old.trim_end().len()..])
}

impl EditedNote<'_> {
    /// Adds a field with a value of any kind to the group at `group`, after its field `after`.
    fn insert_content(&self, group: &Path, key: &str, content: &Content<'_>, after: &str) -> Result<Edit, EditError> {
        let value: Value = content.value();
        self.insert_written(
            group,
            key,
            (value, &|context| match context.layout.filter(|_| !context.flow) {
                // The column of the key: the layout begins after it.
                Some(layout) => vec![
                    content.after_key(key, layout.column - key.len() - 2, layout.ending),
                    format!(" {}", content.in_brackets()),
                ],
                None => vec![format!(" {}", content.in_brackets())],
            }),
            after,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldChange, NewTranslation, change_passage};

    fn text(field: &'static str, value: &str) -> FieldChange {
        FieldChange::Text(field, Some(value.to_owned()))
    }

    #[track_caller]
    fn changed(note: &str, index: usize, changes: &[FieldChange], expected: &str) {
        assert_eq!(change_passage(note, index, changes).unwrap(), expected);
    }

    #[test]
    fn fields_are_changed_in_their_style_and_place() {
        let note = "passages:\n  - id: a\n    # two lines\n    quote: >-\n      one\n      two\n    stance: context # why\n    note: |\n      x\n  - id: b\n";
        changed(
            note,
            0,
            &[
                text("quote", "One two"),
                text("prefix", "In: May"),
                text("stance", "supports"),
                text("speaker", "The mayor"),
                text("note", "x\ny"),
            ],
            "passages:\n  - id: a\n    # two lines\n    quote: >-\n      One\n      two\n    prefix: \"In: May\"\n    stance: supports # why\n    speaker: The mayor\n    note: |\n      x\n      y\n  - id: b\n",
        );
        changed(
            note,
            0,
            &[FieldChange::Text("note", None), FieldChange::Text("suffix", None)],
            &note.replace("    note: |\n      x\n", ""),
        );
        changed(
            "\u{FEFF}passages: [{id: a, stance: context}]\r\n",
            0,
            &[text("suffix", "x, y")],
            "\u{FEFF}passages: [{id: a, suffix: \"x, y\", stance: context}]\r\n",
        );
        changed("passages:\n- id: a\n  speaker:\n", 0, &[text("speaker", "B")], "passages:\n- id: a\n  speaker: B\n");
    }

    #[test]
    fn a_translation_is_added_changed_and_removed() {
        let new = |by: Option<&str>, machine| {
            let text = "The bridge: closed".to_owned();
            FieldChange::Translation(Some(NewTranslation { text, by: by.map(str::to_owned), machine, language: None }))
        };
        let note = "passages:\n  - id: a\n    stance: context\n    note: x\n";
        let with = "passages:\n  - id: a\n    stance: context\n    translation:\n      text: \"The bridge: closed\"\n      by: Ana\n    note: x\n";
        changed(note, 0, &[new(Some("Ana"), false)], with);
        let by_machine = "passages:\n  - id: a\n    stance: context\n    translation:\n      text: \"The bridge: closed\"\n      machine: true\n    note: x\n";
        changed(with, 0, &[new(None, true)], by_machine);
        changed(by_machine, 0, &[new(Some("Ana"), false)], with);
        changed(with, 0, &[FieldChange::Translation(None)], note);
        changed(
            "passages: [{id: a, note: x}]\n",
            0,
            &[new(None, true)],
            "passages: [{id: a, translation: {text: \"The bridge: closed\", machine: true}, note: x}]\n",
        );
    }

    #[test]
    fn nothing_is_changed_if_it_is_not_safe() {
        let refused = |note: &str| change_passage(note, 0, &[text("stance", "context")]).unwrap_err().to_string();
        assert!(refused("passages:\n- &x {stance: supports}\n- *x\n").contains("safely"));
        assert!(refused("passages: []\n").contains("have changed"));
        assert!(refused("passages: [\n").contains("fix the errors"));
    }
}
