//! The foundation: the files of a run, access to the site's folder, errors from the outside world. Nothing here knows what a brief is.

pub mod aside;
pub mod cache;
pub mod disk;
pub mod error;
pub mod escaping;
pub mod exchange;
pub mod files;
pub mod index;
pub mod lines;
pub mod media_type;
pub mod output;
pub mod parallel;
pub mod seal;
pub mod site_path;
pub mod slug;
pub mod system;
pub mod table;
