//! The references in one note to something that gets another id. Entry point: [`NoteRename`].

use super::links::{LinkTarget, relinked};
use crate::base::files::Span;
use crate::build::load::{IdKind, ValueKind};
use crate::editing::fields::Field;
use crate::notes::edit::{Change, Edit, EditError, EditedNote};
use crate::notes::yaml::{Path, Step, Tree, ValueStyle, texts};

/// What is renamed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// `None` for a passage, to which only its own note refers.
    pub kind: Option<IdKind>,
    pub old: &'a str,
    pub new: &'a str,
    /// `None` if nothing can link to it.
    pub link: Option<LinkTarget<'a>>,
}

impl Target<'_> {
    /// Whether a value of this kind is an id of what is renamed, if it is the old one.
    pub fn refers(&self, kind: ValueKind) -> bool {
        self.kind.is_some() && kind.refers_to() == self.kind
    }
}

/// The edits of a note.
pub(super) struct NoteRename<'a> {
    note: EditedNote<'a>,
    tree: Tree<'a>,
    target: Target<'a>,
    edits: Vec<Edit>,
    changes: Vec<Change>,
    /// The number of references that were changed.
    pub references: usize,
}

impl<'a> NoteRename<'a> {
    /// # Errors
    /// If the note has other errors.
    pub fn new(note: EditedNote<'a>, target: Target<'a>) -> Result<Self, EditError> {
        let tree = note.readable()?;
        Ok(NoteRename { note, tree, target, edits: vec![], changes: vec![], references: 0 })
    }

    /// Changes all references in the value at `path`.
    pub fn change_references(&mut self, path: &Path, field: Field<'_>) -> Result<(), EditError> {
        match self.tree.shape(path) {
            Some(ValueStyle::Group { keys, .. }) => {
                for key in keys {
                    if let Some(inner) = field.field(&key) {
                        self.change_references(&path.clone().key(key), inner)?;
                    }
                }
            }
            Some(ValueStyle::List { length, .. }) => {
                for index in 0..length {
                    let inner = field.entry().unwrap_or(field);
                    self.change_references(&path.clone().index(index), inner)?;
                }
            }
            Some(ValueStyle::Alias) => self.check_alias(path, field)?,
            None => {}
            Some(_) => self.change_text(path, field.kind)?,
        }
        Ok(())
    }

    /// Refuses an alias whose value refers to the old id: its anchor may be in a field that keeps the text.
    fn check_alias(&self, alias: &Path, field: Field<'_>) -> Result<(), EditError> {
        for (path, text) in texts(&self.note.text[self.note.yaml.clone()]).unwrap_or_default() {
            let Some(below) = path.strip_prefix(&alias[..]) else { continue };
            let inner = below.iter().try_fold(field, |field, step| match step {
                Step::Key(name, _) => field.field(name),
                Step::Index(_) => Some(field.entry().unwrap_or(field)),
            });
            let refers = match (inner.map(|field| field.kind), self.target.link) {
                (Some(kind), _) if self.target.refers(kind) => text.trim() == self.target.old,
                (Some(ValueKind::Markdown | ValueKind::Inline), Some(link)) => relinked(&text, &link)?.is_some(),
                _ => false,
            };
            if refers {
                return Err(EditError::new(format!(
                    "“{alias}” is an alias (*name), and its value refers to “{}”: write the value out there",
                    self.target.old
                )));
            }
        }
        Ok(())
    }

    fn change_text(&mut self, path: &Path, kind: ValueKind) -> Result<(), EditError> {
        let Some(text) = self.tree.text_at(path).map(str::to_owned) else {
            return Ok(());
        };
        if self.target.refers(kind) && text.trim() == self.target.old {
            self.references += 1;
            return self.replace(path);
        }
        match (kind, self.target.link) {
            (ValueKind::Markdown | ValueKind::Inline, Some(target)) => self.change_links(path, &text, &target),
            _ => Ok(()),
        }
    }

    /// The entry of a list of groups that has the old id.
    ///
    /// # Errors
    /// If there is none.
    pub fn entry_of(&self, list: &Path) -> Result<Path, EditError> {
        let id = self.target.old;
        self.entry_with(list, id).ok_or_else(|| EditError::new(format!("“{id}” was not found")))
    }

    /// Whether a list of groups has an entry with this id.
    pub fn has_entry(&self, list: &Path, id: &str) -> bool {
        self.entry_with(list, id).is_some()
    }

    fn entry_with(&self, list: &Path, id: &str) -> Option<Path> {
        let mut entries = (0..).map(|i| list.clone().index(i)).take_while(|entry| self.tree.value(entry).is_some());
        entries.find(|entry| self.text_at(&entry.clone().key("id")).is_some_and(|text| text.trim() == id))
    }

    /// The text at `path`.
    pub fn text_at(&self, path: &Path) -> Option<&str> {
        self.tree.text_at(path)
    }

    /// Replaces the id at `path`.
    pub fn replace(&mut self, path: &Path) -> Result<(), EditError> {
        self.edits.push(self.note.replace_scalar(path, self.target.new)?);
        self.changes.push((path.clone(), Some(self.target.new.into())));
        Ok(())
    }

    fn change_links(&mut self, path: &Path, text: &str, target: &LinkTarget<'_>) -> Result<(), EditError> {
        let Some(relinked) = relinked(text, target)? else {
            return Ok(());
        };
        let at = self.tree.value(path).unwrap_or_default();
        let start = self.note.yaml.start + at.start;
        let written = target.occurrences(&self.note.text[start..self.note.yaml.start + at.end]);
        if written.len() != relinked.changed.len() {
            return Err(EditError::new(format!("the links in “{path}” cannot be changed safely: change them by hand")));
        }
        for (at, _) in written.into_iter().zip(&relinked.changed).filter(|(_, changed)| **changed) {
            let range = start + at..start + at + target.old.len();
            self.edits.push(Edit { at: Span { file: self.note.file, range }, with: target.new.to_owned() });
            self.references += 1;
        }
        self.changes.push((path.clone(), Some(relinked.text.into())));
        Ok(())
    }

    /// Records the old id in the group at `group`. An old id that is now the new one gives way.
    pub fn add_formerly(&mut self, group: &Path) -> Result<(), EditError> {
        let list = group.clone().key("formerly");
        let is_new = |path: &Path| self.tree.text_at(path).is_some_and(|text| text.trim() == self.target.new);
        let entry = match self.tree.shape(&list) {
            Some(ValueStyle::List { length, .. }) => (0..length).map(|i| list.clone().index(i)).find(is_new),
            _ => Some(list).filter(is_new),
        };
        let (edit, change) = match entry {
            Some(path) => {
                let edit = self.note.replace_scalar(&path, self.target.old)?;
                (edit, (path, Some(self.target.old.into())))
            }
            None => self.note.append_to_list(group, "formerly", self.target.old)?,
        };
        self.edits.push(edit);
        self.changes.push(change);
        Ok(())
    }

    /// The new text of the file, and the edits that lead to it. It is proved to say what the old one says but for the changes.
    pub fn finish(self) -> Result<(String, Vec<Edit>), EditError> {
        if self.edits.is_empty() {
            return Ok((self.note.text.to_owned(), vec![]));
        }
        Ok((self.note.apply_all(&self.edits, self.changes)?, self.edits))
    }
}
