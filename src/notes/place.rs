//! The position of a field's value: [`in_file`], for findings about a file that was parsed earlier.

use std::ops::Range;

use crate::base::files::{FileId, Files, Span};
use crate::notes::yaml::{Path, Skipped, Tree};

/// The position of the value at `path` in a YAML file, or of the closest enclosing value if it is missing. List indices in `path` do not
/// count the elements in `skipped`.
pub(crate) fn in_file(files: &Files, file: FileId, path: &Path, skipped: &Skipped) -> Span {
    Span { file, range: in_text(files.text(file), path, skipped) }
}

/// Like [`in_file`], as a byte range of a YAML text.
pub(crate) fn in_text(yaml: &str, path: &Path, skipped: &Skipped) -> Range<usize> {
    let Some(tree) = Tree::new(yaml).map(|tree| tree.skipping(skipped)) else {
        return 0..0;
    };
    let at = |depth: usize| match tree.value(&path[..depth]) {
        // If the value is empty, the key shows where it should be.
        Some(value) if value.is_empty() => tree.key(&path[..depth]).or(Some(value)),
        value => value,
    };
    (0..=path.len()).rev().find_map(at).unwrap_or(0..0)
}
