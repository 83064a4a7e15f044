//! Makes fixes in files: [`fixed`] is the new text, [`write()`] puts it on disk. `check --fix` and the button of `serve` share them.

use std::path::Path;

use crate::base::disk::{self, Replaced};
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::findings::Fix;
use crate::notes::edit::{EditError, apply};

/// The text of a file after fixes of it.
///
/// # Errors
/// If two of them overlap.
pub fn fixed<'f>(files: &Files, file: FileId, fixes: impl IntoIterator<Item = &'f Fix>) -> Result<String, EditError> {
    apply(files.text(file), fixes.into_iter().flat_map(|fix| &fix.edits))
}

/// Writes the fixed text of a file, unless the file has changed since it was read.
///
/// # Errors
/// If it cannot be read or written.
pub fn write(site: &Path, files: &Files, file: FileId, fixed: &str) -> Result<Replaced, Error> {
    disk::replace(site, files.path(file), files.text(file).as_bytes(), fixed.as_bytes())
}
