//! What is known about text as such: folding, word boundaries, sentences. No I/O, no sources, no claims.
//!
//! All offsets in here are bytes into UTF-8 text, start inclusive, end exclusive; what leaves the
//! program counts Unicode code points instead (see [`code_points`]).

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
