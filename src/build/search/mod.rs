//! The index that readers search: [`SearchIndex`] makes it of the finished pages, static/search.js asks it.
//!
//! Pagefind makes the index, and its own WebAssembly reads it in the browser, in small parts. A page is searchable if it carries
//! `data-pagefind-body`; what of it is indexed, and how it is shown, say the `data-pagefind-*` attributes in the templates.

mod index;
mod pagefind;
mod part;
mod spacing;

pub use index::SearchIndex;
pub use pagefind::{IndexedPage, SearchError, index};
