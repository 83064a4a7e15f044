//! What a rename changes: [`ChangedFile`]; and what can be an id: [`check_id`].

use std::sync::Arc;

use crate::base::error::Error;
use crate::findings::question;
use crate::model::Id;
use crate::notes::edit::Edit;

/// A file that gets a new text.
#[derive(Debug)]
pub struct ChangedFile {
    /// Relative to the site.
    pub path: String,
    pub old: Arc<str>,
    pub new: String,
    /// The number of references in it.
    pub references: usize,
    /// What leads from the old text to the new one.
    pub edits: Vec<Edit>,
}

/// # Errors
/// If it cannot be an id.
pub(super) fn check_id(new: &str) -> Result<(), Error> {
    if Id::new(new).is_some() {
        return Ok(());
    }
    let hint = match Id::suggestion(new) {
        Some(meant) => question(meant),
        None => "an id consists of lower-case letters a to z, digits, and single hyphens between words".to_owned(),
    };
    Err(Error::refused(format!("“{new}” cannot be an id"), hint))
}
