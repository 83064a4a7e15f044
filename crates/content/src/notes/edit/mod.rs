//! Changes to the text of a note that keep every other byte. [`append_passages`] adds passages, [`change_passage`] changes one,
//! [`remove_passage`] and [`reorder_passages`] do what their names say, [`EditedNote`] changes single fields,
//! [`change_front_matter`] those of a source, [`apply()`] applies edits.
//!
//! Every change is verified: the new text is parsed again and must have the same values as the old one except for this change. Anything
//! else is refused with an [`EditError`].

mod apply;
mod field;
mod front_matter;
mod id;
mod list;
mod new_passage;
mod passage;
mod passage_change;
mod proof;
mod rearrange;

pub use apply::{Edit, EditError, apply};
pub use field::{EditedNote, reworded};
pub use front_matter::{NewValue, change_front_matter, comment_beside, without_comment};
pub use id::{derived as derived_id, romanised};
pub use new_passage::{NewPassage, NewTranslation};
pub use passage::{append_passage, append_passages};
pub use passage_change::{FieldChange, change_passage};

pub use proof::Change;
pub use rearrange::{RemovedPassage, remove_passage, reorder_passages};

#[cfg(test)]
mod tests;
