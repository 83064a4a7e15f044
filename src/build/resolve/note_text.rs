//! The positions of values in a note, for findings: [`NoteText`].

use std::ops::Range;
use std::sync::Arc;

use crate::base::files::{FileId, Files, Span};
use crate::notes::place::Places;
use crate::notes::yaml::Path;

/// The text of a note: a YAML file, or a Markdown file with front matter.
#[derive(Clone, Copy)]
pub(super) struct NoteText<'a> {
    pub files: &'a Arc<Files>,
    /// Shared with findings whose details are computed later.
    pub places: &'a Arc<Places>,
}

impl NoteText<'_> {
    pub fn file(&self) -> FileId {
        self.places.file
    }

    pub fn place(&self, path: &Path) -> Span {
        self.places.place(path)
    }

    /// The position of a part of a value, or of the whole value if the part cannot be identified.
    pub fn place_within(&self, path: &Path, value: &str, part: &Range<usize>) -> Span {
        Part::of(value, part).place(self.places, path)
    }
}

/// A part of a value, described by its words and their occurrence number. Block scalars are indented and folded, so offsets in the value
/// are not offsets in the file, and white space may differ.
pub(super) struct Part {
    words: String,
    /// From 0.
    occurrence: usize,
}

impl Part {
    pub fn of(value: &str, part: &Range<usize>) -> Self {
        let words = &value[part.clone()];
        let occurrence = spaced_matches(&value[..part.end], words).count().saturating_sub(1);
        Part { words: words.to_owned(), occurrence }
    }

    /// The position of the part in the value at `path`, or of the whole value if the part cannot be identified.
    pub fn place(&self, places: &Places, path: &Path) -> Span {
        let whole = places.place(path);
        let written = &places.text[whole.range.clone()];
        match spaced_matches(written, &self.words).nth(self.occurrence) {
            Some(found) => {
                let start = whole.range.start;
                Span { range: start + found.start..start + found.end, ..whole }
            }
            None => whole,
        }
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
