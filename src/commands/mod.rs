//! What each command does, a file each.

mod build;
mod explain;
mod find;

pub(crate) use build::{build, check};
pub(crate) use explain::explain;
pub(crate) use find::find;
