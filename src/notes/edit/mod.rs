//! Changes to the text of a note that leave every other byte of it alone. [`append_passage`] adds a passage, [`EditedNote`] changes single
//! fields, [`apply`] carries edits out.
//!
//! Every change is proved: the new text is parsed again, and must have the same values as the old one but for this change. A change that
//! cannot be proved is refused with an [`EditError`].

mod apply;
mod field;
mod id;
mod passage;
mod proof;

pub use apply::{Edit, EditError, apply};
pub use field::{EditedNote, reworded};
pub use id::derived as derived_id;
pub use passage::{NewPassage, append_passage};

#[cfg(test)]
mod tests;
