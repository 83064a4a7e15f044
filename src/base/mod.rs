//! The ground: the files of a run, the site's folder, failures of the world outside. Nothing here knows what a brief is.

pub mod cache;
pub(crate) mod disk;
pub mod error;
pub mod escaping;
pub mod files;
pub mod index;
pub mod lines;
pub(crate) mod seal;
pub mod slug;
