//! What an editor decides about a source after its import: doubtful blocks are kept or removed ([`decided`]), its metadata is corrected
//! ([`with_fields`]), and its text is sealed ([`sealed`]). Every other byte stays, and what cannot be proved is refused.

mod doubtful;
mod fields;
mod sealing;

pub use doubtful::{Decision, DoubtfulBlock, decided, doubtful_blocks};
pub use fields::{Written, fields_of, with_fields};
pub use sealing::sealed;

#[cfg(test)]
mod tests;
