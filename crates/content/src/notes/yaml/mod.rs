//! Everything about YAML. To read a note, use [`parse()`]; for the position of a value, [`Tree`]; for a note that is still being typed,
//! `tolerant`; to write a text, `write`.

mod comments;
mod explain;
mod free_form;
pub mod lines;
mod parse;
mod parsed;
mod path;
mod plain_scalar;
mod quotation;
mod repair;
mod texts;
pub mod tolerant;
mod tree;
pub mod write;

pub use comments::without_comments;
pub use explain::{Cut, CutKind, as_field, cuts, look_alike};
pub use free_form::{FreeFault, FreeLimits, free_form};
pub use parse::{Entries, OneOrMany, parse, repeated};
pub use parsed::{Fault, FaultKind, Value};
pub use path::{Path, Step};
pub use repair::Repair;
pub use texts::texts;
pub use tree::{Skipped, Tree, ValueStyle};

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod tests;
#[cfg(debug_assertions)]
pub mod work;
