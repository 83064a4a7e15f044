//! Where the value of a field is written: [`in_file`], for findings made after a file was parsed.

use std::ops::Range;

use crate::base::files::{FileId, Files, Span};
use crate::notes::yaml::{Path, Skipped, Tree};

/// Where the value at `path` of a YAML file is written; the nearest thing around it when it is not there. From the file's lists the
/// elements `skipped` were left out when it was parsed.
pub(crate) fn in_file(files: &Files, file: FileId, path: &Path, skipped: &Skipped) -> Span {
    Span { file, range: in_text(files.text(file), path, skipped) }
}

/// As [`in_file`], in bytes of a YAML text.
pub(crate) fn in_text(yaml: &str, path: &Path, skipped: &Skipped) -> Range<usize> {
    let Some(tree) = Tree::new(yaml).map(|tree| tree.skipping(skipped)) else {
        return 0..0;
    };
    let at = |depth: usize| match tree.value(&path[..depth]) {
        // Nothing is written there: the key shows where it should be.
        Some(value) if value.is_empty() => tree.key(&path[..depth]).or(Some(value)),
        value => value,
    };
    (0..=path.len()).rev().find_map(at).unwrap_or(0..0)
}
