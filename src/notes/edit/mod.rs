//! Changes to the text of a note that keep every other byte. [`append_passage`] adds a passage, [`EditedNote`] changes single fields,
//! [`apply()`] applies edits.
//!
//! Every change is verified: the new text is parsed again and must have the same values as the old one except for this change. Anything
//! else is refused with an [`EditError`].

mod apply;
mod field;
mod id;
mod list;
mod passage;
mod proof;

pub use apply::{Edit, EditError, apply};
pub use field::{EditedNote, reworded};
pub use id::derived as derived_id;
pub use passage::{NewPassage, append_passage};

pub use proof::Change;

#[cfg(test)]
mod tests;
