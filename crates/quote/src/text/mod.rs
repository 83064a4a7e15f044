//! Text as such: what it is made of, how it is folded, where its words and sentences end.
//!
//! All offsets are bytes of UTF-8, start inclusive, end exclusive. [`code_points`] converts them for Web Annotation.

mod abbreviation;
mod blocks;
pub mod boundary;
mod builder;
pub(crate) mod display;
pub mod figures;
pub mod fold;
pub mod loose;
pub mod quotation;
pub mod reading_text;
pub mod sentence;

pub use blocks::{Block, Container};
pub use builder::{ReadingTextBuilder, TextStyle};
pub use display::{code_points, in_context, in_marks, shortened, single_spaced};
