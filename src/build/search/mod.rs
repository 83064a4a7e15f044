//! The search index: [`SearchIndex`] builds it from the finished pages, static/search.js queries it.
//!
//! Pagefind builds the index, and its WebAssembly reads it in the browser, in small parts. A page is searchable if it has
//! `data-pagefind-body`; the `data-pagefind-*` attributes in the templates say what is indexed and how it is shown.
//!
//! Beside the index is a list of the words in it, with which the script corrects a query that has one wrong letter.

mod index;
mod pagefind;
mod part;
mod spacing;
mod tag;
mod words;

pub use index::SearchIndex;
pub use part::VOID;
