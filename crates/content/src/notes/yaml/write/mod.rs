//! Writes a text as YAML so that every parser reads it back unchanged: [`write_scalar`] on one line, [`scalar()`] on several lines if
//! allowed, [`restyled`] in the style of the text that it replaces.

mod block;
mod context;
mod plain;
mod quoted;
mod restyle;
mod scalar;

pub use context::{Layout, ScalarContext};
pub use plain::continues_plain;
pub use quoted::{double_quoted, escaped, in_single_quotes, quoted_as_written};
pub use restyle::{restyled, with_words};
pub use scalar::{scalar, write_scalar};

#[cfg(test)]
mod tests;
