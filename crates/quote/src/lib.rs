//! Verifies quotations: finds the one place of a passage in a text, or says why there is none.
#![doc = include_str!("../README.md")]
//! # A guide to this documentation
//!
//! 1. **Make a text.** [`ReadingText::builder`] takes the blocks of a document one after the other; [`ReadingText::plain`] takes a text
//!    of a single block. [`Searchable::new`] prepares it, together with its language, for any number of searches.
//! 2. **Find a quote.** [`locate()`] takes a [`Quote`] and gives a [`Place`] or an [`Unlocated`]. [`cautions`] says what may mislead in a
//!    place that was found.
//! 3. **Help its writer.** [`describe`] and [`disambiguate`] find the context that tells one place from others; [`nearest()`] and
//!    [`differences`] show what the text says instead. They are hints: nothing but [`locate()`] decides that a quote is in a text.
//! 4. **Lead readers to it.** [`FragmentText`] writes links with text directives; [`code_points`] turns places into positions for Web
//!    Annotation.
//! 5. **Compare texts with each other.** [`shared::compare`] finds the wording that several of them have in common.
//!
//! The rest is in [`locate`](mod@locate) (searches of other kinds), in [`numbers`] (figures, however they are written) and in [`text`]
//! (folding, words, sentences, quotation marks).
//!
//! # Units
//!
//! Every place is a range of bytes of UTF-8, start inclusive, end exclusive, at boundaries of characters. Only what leaves a program for
//! the Web counts otherwise: [`code_points`] gives Unicode code points, as the W3C `TextPositionSelector` wants them.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod locate;
pub mod numbers;
pub mod shared;
pub mod text;

#[doc(inline)]
pub use locate::caution::{Caution, cautions};
#[doc(inline)]
pub use locate::fragment::{FragmentText, PageContext};
#[doc(inline)]
pub use locate::nearest::{Nearest, differences, nearest};
#[doc(inline)]
pub use locate::selector::{Disambiguator, Selector, describe, disambiguate};
#[doc(inline)]
pub use locate::{Level, Misuse, Obstacle, Place, Quote, Searchable, TooWide, Unlocated, locate};
#[doc(inline)]
pub use text::reading_text::{BlockBoundary, Break, BreakKind, Label, ReadingText};
#[doc(inline)]
pub use text::{Block, Container, ReadingTextBuilder, TextStyle, code_points};
