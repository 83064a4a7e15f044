//! Wording that texts share, word by word. Entry point: [`compare()`].
//!
//! Two articles that print the same forty words from one report are not two confirmations. [`compare()`] finds such words among any number of
//! texts, exactly and without a model: everything that it gives can be checked by eye. It does not find paraphrase, and it never says who
//! copied from whom.
//!
//! 1. Each text is prepared once ([`Wording`]): its words, and which of them are in quotation marks or a block quote.
//! 2. Shingles of six words that stand in two texts are found in two passes over all texts, in time that grows with their length alone.
//! 3. From each, the run of equal words is extended in both directions and verified letter by letter. Runs in the same order with at most
//!    eight words between them are a [`SharedPassage`].
//! 4. Each shared word is part of a *statement* (both texts quote it), *own* wording (nobody quotes it), or mixed. A passage is given from
//!    eight words of a statement or 16 others: shorter runs are the same by chance.
//! 5. What three texts of one publisher share, and no text of another, is house text, such as an invitation to subscribe. It is left out
//!    unless it is quoted.
//!
//! Case and typography do not count. In scripts without spaces between words one character is half a word (Han, kana) or a quarter (Thai,
//! Lao, Khmer, Myanmar).
//!
//! ```
//! use citeback_quote::shared::{Compared, SharedKind, Wording, compare};
//! use citeback_quote::{ReadingText, Searchable};
//!
//! let texts = [
//!     "The report says: “Many of the actors work for one bureau and raise money.” It names no one.",
//!     "As we learned, “many of the actors work for one bureau, and raise money”.",
//! ];
//! let texts = texts.map(|text| Searchable::new(ReadingText::plain(text), "en"));
//! let wordings = texts.each_ref().map(Wording::new);
//! let compared = [0, 1].map(|i| Compared {
//!     name: ["first", "second"][i],
//!     publisher: None,
//!     text: texts[i].text(),
//!     wording: &wordings[i],
//! });
//! let found = compare(&compared);
//! assert_eq!(found[0].texts, [0, 1]);
//! assert_eq!(found[0].words.of(SharedKind::Statement), 11);
//! assert!(!found[0].is_one_text, "both quote it, so neither need know the other");
//! ```

mod aligned;
mod compare;
mod corpus;
mod marks;
mod passages;
mod repeated;
mod runs;
mod tokens;
mod wording;
mod words;

#[cfg(test)]
mod tests;

pub use compare::{Shared, compare};
pub use corpus::Compared;
pub use passages::{SharedKind, SharedPassage, SharedRun, SharedWords};
pub use wording::Wording;
pub use words::SharedWord;
