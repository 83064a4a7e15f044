//! The figures of a text, whatever their spelling: 35 and thirty-five, $2 billion and two billion dollars, August 5 and 2019-08-05.
//! Entry point: [`figures`].
//!
//! Reading is generous: a numeral that may be understood in two ways has two [readings](Figure::readings), and figures [`agree`] if any
//! of them do. So what is called untraced is in no reading of the other text.

pub(crate) mod date;
mod decimal;
mod figure;
mod index;
mod language;
mod lists;
mod numeral;
mod parser;
mod token;
mod word_map;
mod words;

pub use decimal::Decimal;
pub use figure::{Figure, Reading, Unit, agree, rounds};
pub use index::FigureIndex;
pub use language::{has_number_words, knows_number_words};
pub use parser::figures;

#[cfg(test)]
mod tests;
