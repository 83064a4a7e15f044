//! What is wrong with a text, in an editor's words, and what was meant: why it is no YAML, and which words YAML drops without an error.

mod cuts;
pub(super) mod dropped;
mod error_context;
pub(super) mod explanation;
pub(super) mod guard;
pub(super) mod slip;

pub use cuts::{Cut, CutKind, cuts};
pub use slip::{as_field, look_alike};
