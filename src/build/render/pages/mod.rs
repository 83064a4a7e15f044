//! The pages of the site and the other files that templates make: one file for each kind, which says everything about it.

pub(super) mod all_claims;
pub(super) mod claim;
mod claim_details;
pub(super) mod compare;
pub(super) mod corrections;
pub(super) mod corrections_feed;
pub(super) mod embed;
pub(super) mod feed;
pub(super) mod front;
pub(super) mod headers;
pub(super) mod not_found;
pub(super) mod people;
pub(super) mod person;
pub(super) mod print;
pub(super) mod prose;
pub(super) mod redirect;
pub(super) mod robots;
pub(super) mod scale;
pub(super) mod sitemap;
pub(super) mod source;
pub(super) mod sources;
pub(super) mod tag;
pub(super) mod unfinished;
pub(super) mod verdict;
