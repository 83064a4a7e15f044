//! Writing a text as YAML so that every reader reads the same text: [`write_scalar`] on one line, [`scalar`] wherever there is room for
//! more, [`restyled`] in the style of the text that it replaces.

mod block;
mod context;
mod plain;
mod quoted;
mod restyle;
mod scalar;

pub use context::{Layout, ScalarContext};
pub use plain::continues_plain;
pub use quoted::{double_quoted, escaped, in_single_quotes, quoted_as_written};
pub use restyle::{restyled, woven};
pub use scalar::{scalar, write_scalar};

#[cfg(test)]
mod tests;
