//! Explains mistakes in a text in plain words: why it is not valid YAML, and which words YAML silently drops.

mod cuts;
pub(super) mod dropped;
mod error_context;
pub(super) mod explanation;
pub(super) mod guard;
pub(super) mod slip;

pub use cuts::{Cut, CutKind, cuts};
pub use slip::{as_field, look_alike};
