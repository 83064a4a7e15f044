//! The search index: [`SearchIndex`] builds it from the finished pages, static/search.js queries it.
//!
//! Pagefind builds the index, and its WebAssembly reads it in the browser, in small parts. A page is searchable if it has
//! `data-pagefind-body`; the `data-pagefind-*` attributes in the templates say what is indexed and how it is shown.

mod index;
mod pagefind;
mod part;
mod spacing;
mod tag;

pub use index::SearchIndex;
