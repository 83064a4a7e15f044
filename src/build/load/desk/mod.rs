//! The desk that a brief belongs to: several briefs that share people, verdicts, a theme and sources. [`open()`] reads desk.yaml,
//! [`inherit`] gives a brief what it does not say itself. The sources that any brief may cite are in `shared_sources.rs` beside this folder.
//!
//! Shared files are found by their paths beside desk.yaml, never by symbolic links.

mod desk_file;
mod folder;
mod inherited;
mod open;

pub use desk_file::DeskFile;
pub use folder::{DeskBrief, DeskFolder, briefs};
pub use inherited::inherit;
pub use open::{OpenDesk, folder_for, open, open_for};
