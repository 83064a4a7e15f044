//! The data files for other programs, which the program makes without a template, one kind to a file. docs/data-files.md describes them;
//! their shape is a stable interface.

pub(super) mod analysis;
pub(super) mod annotations;
pub(super) mod brief;
pub(super) mod claims;
pub(super) mod claims_table;
mod json;
pub(super) mod list_index;
pub(super) mod passages;
pub(super) mod review_feed;
pub(super) mod source_text;
pub(super) mod sources;
