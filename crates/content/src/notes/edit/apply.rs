//! Text edits: [`Edit`] describes one, [`apply`] applies them.

use std::fmt;

use crate::base::files::Span;

/// New text for a range of a file; an empty range is an insertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub at: Span,
    pub with: String,
}

/// Why a change cannot be made without risk to the rest of the file, in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditError(String);

impl EditError {
    pub fn new(reason: impl Into<String>) -> Self {
        EditError(reason.into())
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EditError {}

/// Applies `edits`, all of this file and in any order, to `text`.
///
/// # Errors
/// If two of the edits overlap, or one is not within the text on character boundaries.
pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> Result<String, EditError> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.at.range.start, edit.at.range.end));
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for Edit { at, with } in edits {
        let kept = text.get(from..at.range.start).filter(|_| text.get(at.range.clone()).is_some());
        let kept = kept.ok_or_else(|| EditError::new("two changes affect the same words"))?;
        out.push_str(kept);
        out.push_str(with);
        from = at.range.end;
    }
    out.push_str(&text[from..]);
    Ok(out)
}
