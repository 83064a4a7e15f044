//! Where the value of a field is written: [`in_file`], for findings made after a file was parsed.

use std::ops::Range;

use crate::files::{FileId, Files, Span};
use crate::yaml::{Path, Skipped, Tree};

/// Where the value at `path` of a YAML file is written; the nearest group around it when it is not there.
pub(crate) fn in_file(files: &Files, file: FileId, path: &Path) -> Span {
    Span { file, range: in_text(files.text(file), path, &Skipped::default()) }
}

/// As [`in_file`], in bytes of a YAML text from whose lists elements may have been `skipped`.
pub(crate) fn in_text(yaml: &str, path: &Path, skipped: &Skipped) -> Range<usize> {
    let Some(tree) = Tree::new(yaml).map(|tree| tree.skipping(skipped)) else {
        return 0..0;
    };
    (0..=path.len()).rev().find_map(|depth| tree.value(&path[..depth])).unwrap_or(0..0)
}
