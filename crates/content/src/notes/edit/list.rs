//! Adding an entry to a list of ids that may also be written as a single one, or not be there yet: [`EditedNote::append_to_list`].

use super::apply::{Edit, EditError};
use super::field::EditedNote;
use super::proof::Change;
use crate::notes::yaml::lines::{column, ending, line_start, words_end};
use crate::notes::yaml::write::{ScalarContext, double_quoted, scalar};
use crate::notes::yaml::{Path, Value, ValueStyle};

impl EditedNote<'_> {
    /// Adds a text to the list `key` of the group at `group`. If there is no such field, it becomes the last one.
    ///
    /// # Errors
    /// If there is no group, or the entry cannot be added safely.
    pub fn append_to_list(&self, group: &Path, key: &str, entry: &str) -> Result<(Edit, Change), EditError> {
        let (tree, list) = self.tree(&group.clone().key(key.to_owned())).or_else(|_| self.tree(group))?;
        let one = || Value::Sequence(vec![entry.into()]);
        let context = ScalarContext { flow: true, layout: None };
        let written = [scalar(entry, &context), double_quoted(entry)];
        let list = if list.len() == group.len() { list.key(key.to_owned()) } else { list };
        let Some(value) = tree.value(&list) else {
            let in_brackets = |_: &ScalarContext| written.iter().map(|entry| format!(" [{entry}]")).collect();
            let edit = self.insert_written(group, key, (one(), &in_brackets), key)?;
            return Ok((edit, (list, Some(one()))));
        };
        let yaml = self.yaml();
        let (candidates, change): (Vec<_>, Change) = match tree.shape(&list) {
            Some(ValueStyle::List { length, brackets: true }) => {
                let last = length.checked_sub(1).and_then(|last| tree.value(&list.clone().index(last)));
                let (at, before) = match last {
                    Some(last) => (last.end, ", "),
                    None => (value.start + 1, ""),
                };
                let candidates = written.map(|entry| (at..at, format!("{before}{entry}")));
                (candidates.into(), (list.index(length), Some(entry.into())))
            }
            Some(ValueStyle::List { length, brackets: false }) => {
                let last = tree.value(&list.clone().index(length.saturating_sub(1))).unwrap_or(value);
                let line = line_start(yaml, last.start);
                let dash = yaml[line..last.start].find('-').map_or(0, |dash| column(yaml, line + dash));
                let (end, ending) = (words_end(yaml, last.end).max(last.end), ending(yaml, last.end));
                let candidates = written.map(|entry| (end..end, format!("{ending}{}- {entry}", " ".repeat(dash))));
                (candidates.into(), (list.index(length), Some(entry.into())))
            }
            Some(ValueStyle::Group { .. } | ValueStyle::Alias) => {
                return Err(EditError::new(format!("“{key}” is not a list")));
            }
            _ => {
                let former = tree.text_at(&list).unwrap_or_default().trim().to_owned();
                let mut entries: Vec<Value> = vec![];
                entries.extend((!former.is_empty()).then(|| former.as_str().into()));
                entries.push(entry.into());
                let space = if value.is_empty() { " " } else { "" };
                let (plain, quoted) = (&yaml[value.clone()], double_quoted(&former));
                let firsts = if former.is_empty() {
                    vec![String::new()]
                } else {
                    vec![format!("{plain}, "), format!("{quoted}, ")]
                };
                let candidates = firsts.iter().flat_map(|first| {
                    written.each_ref().map(|entry| (value.clone(), format!("{space}[{first}{entry}]")))
                });
                (candidates.collect(), (list, Some(Value::Sequence(entries))))
            }
        };
        let edit = self.first_valid(candidates, std::slice::from_ref(&change))?;
        Ok((edit, change))
    }
}

#[cfg(test)]
mod tests {
    use crate::base::files::{File, Files};
    use crate::notes::edit::{EditedNote, apply};
    use crate::notes::yaml::{Path, Skipped};

    #[track_caller]
    fn check(text: &str, group: Path, expected: &str) {
        let mut files = Files::default();
        let file = files.add(File::new("note.yaml", text));
        let skipped = Skipped::default();
        let note = EditedNote::whole(file, text, &skipped);
        let (edit, change) = note.append_to_list(&group, "was", "new-1").unwrap();
        assert_eq!(apply(text, [&edit]).unwrap(), expected);
        assert_eq!(note.apply_all(&[edit], vec![change]).unwrap(), expected);
    }

    #[test]
    fn an_entry_is_added_in_the_style_of_the_list() {
        let top = Path::top;
        check("a: b # c\n", top(), "a: b # c\nwas: [new-1]\n");
        check("a:\n  - b\n# end\n", top(), "a:\n  - b\nwas: [new-1]\n# end\n");
        check("was: old # c\na: b\n", top(), "was: [old, new-1] # c\na: b\n");
        check("was: 2019\n", top(), "was: [\"2019\", new-1]\n");
        check("was: [x, y] # c\n", top(), "was: [x, y, new-1] # c\n");
        check("was: []\n", top(), "was: [new-1]\n");
        check("was:\na: b\n", top(), "was: [new-1]\na: b\n");
        check("was:\r\n- x # c\r\n- y\r\na: b\r\n", top(), "was:\r\n- x # c\r\n- y\r\n- new-1\r\na: b\r\n");
        check("was:\n  - x # c\n", top(), "was:\n  - x # c\n  - new-1\n");
        let second = || Path::top().key("p").index(1);
        check(
            "p:\n  - id: x\n  - id: y\n    z: a\nq: 1\n",
            second(),
            "p:\n  - id: x\n  - id: y\n    z: a\n    was: [new-1]\nq: 1\n",
        );
        check("p: [{id: x}, {id: y}]\n", second(), "p: [{id: x}, {id: y, was: [new-1]}]\n");
    }
}
