//! Finding a quote in a text. Entry point: [`locate()`].
//!
//! A quote is located by the first of three levels that yields a match ([`Level`]); nothing else is accepted, and a place is never
//! guessed. Approximate search ([`nearest`]) makes hints only.
//!
//! | To | Use |
//! |---|---|
//! | find the one place of a quote | [`locate()`] |
//! | find what a sentence of running prose quotes | [`wording::locate_prose_quote`] |
//! | describe a place so that it is found again | [`selector::describe`] |
//! | learn what may mislead in a place that was found | [`caution::cautions`] |
//! | link to a place on a page | [`fragment::FragmentText`] |
//! | show what the text says instead | [`nearest::nearest`], [`loose_match::loose_match`] |
//! | learn what differs between two texts | [`compare::compare`] |
//! | learn whether a word is in a text at all | [`term::Term`] |
//! | complete words while they are typed | [`prefix_matches::prefix_matches`] |

mod alignment;
pub mod caution;
pub mod compare;
mod compared_words;
mod context;
mod edges;
mod elided;
mod find;
pub mod fragment;
mod gap;
mod lexicon;
pub mod loose_match;
mod marks;
pub mod nearest;
mod place;
pub mod prefix_matches;
mod searchable;
pub mod selector;
pub mod term;
mod unlocated;
pub mod wording;
mod work;

pub use context::context_fits;
pub use find::{has_marks, locate, missing_part};
pub use place::{Level, Place, Quote};
pub use searchable::Searchable;
pub use unlocated::{Misuse, Obstacle, TooWide, Unlocated};

#[cfg(test)]
mod tests;
