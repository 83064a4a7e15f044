//! The positions of values in a note, for findings: [`NoteText`].

use std::ops::Range;

use crate::base::files::{FileId, Files, Span};
use crate::notes::front_matter::split_front_matter;
use crate::notes::place;
use crate::notes::yaml::{Path, Skipped};

/// The text of a note: a YAML file, or a Markdown file with front matter.
#[derive(Clone, Copy)]
pub(super) struct NoteText<'a> {
    pub files: &'a Files,
    pub file: FileId,
    pub skipped: &'a Skipped,
}

impl NoteText<'_> {
    pub fn place(&self, path: &Path) -> Span {
        place::in_file(self.files, self.file, path, self.skipped)
    }

    /// Like [`place`](Self::place), for a value in the front matter of a Markdown file.
    pub fn place_in_front_matter(&self, path: &Path) -> Span {
        let text = self.files.text(self.file);
        let yaml = split_front_matter(text).map_or(0..0, |(yaml, _)| yaml);
        let value = place::in_text(&text[yaml.clone()], path, self.skipped);
        Span { file: self.file, range: yaml.start + value.start..yaml.start + value.end }
    }

    /// The position of a part of a value, found by its words and their occurrence number. Block scalars are indented and folded, so offsets
    /// in the value are not offsets in the file, and white space may differ. Returns the whole value if the words cannot be identified.
    pub fn place_within(&self, path: &Path, value: &str, part: &Range<usize>) -> Span {
        self.part_of(self.place(path), value, part)
    }

    pub fn part_of(&self, whole: Span, value: &str, part: &Range<usize>) -> Span {
        let words = &value[part.clone()];
        let turn = spaced_matches(&value[..part.end], words).count().saturating_sub(1);
        let written = &self.files.text(self.file)[whole.range.clone()];
        match spaced_matches(written, words).nth(turn) {
            Some(found) => {
                let start = whole.range.start;
                Span { file: self.file, range: start + found.start..start + found.end }
            }
            None => whole,
        }
    }

    /// For fixes; only files that consist of YAML are edited by path.
    pub fn edits(&self) -> crate::notes::edit::EditedNote<'_> {
        crate::notes::edit::EditedNote::whole(self.file, self.files.text(self.file), self.skipped)
    }
}

/// The matches of `words` in `text`; any run of white space matches any other.
fn spaced_matches<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let first = words.split_whitespace().next().unwrap_or_default();
    text.match_indices(first).filter_map(move |(start, _)| {
        let mut end = start;
        for (i, word) in words.split_whitespace().enumerate() {
            let rest = text[end..].trim_start();
            let gap = text.len() - rest.len() - end;
            if (i > 0) != (gap > 0) || !rest.starts_with(word) {
                return None;
            }
            end += gap + word.len();
        }
        (end > start).then_some(start..end)
    })
}
