//! The foundation: the files of a run, access to the site's folder, errors from the outside world. Nothing here knows what a brief is.

pub mod aside;
pub mod cache;
pub(crate) mod disk;
pub mod error;
pub mod escaping;
pub mod files;
pub mod index;
pub mod lines;
pub(crate) mod media_type;
pub(crate) mod parallel;
pub(crate) mod seal;
pub mod site_path;
pub mod slug;
pub(crate) mod system;
pub(crate) mod table;
