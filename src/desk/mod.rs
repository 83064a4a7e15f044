//! A desk: many briefs that share people, verdicts, a theme and sources, and are published as one site. Entry point: [`build()`].
//!
//! Each brief is built as if it stood alone, by the same stages, into a folder of its name; the pages over all are made of what is kept of
//! each ([`BriefSummary`](crate::build::render::BriefSummary)). A brief in which nothing has changed is not read again ([`record`]). All
//! of it goes into one published folder, which is exchanged at once; with an error in any brief the last one stays.

mod brief;
mod build;
mod fingerprint;
mod merged;
mod record;

use std::path::Path;

pub use build::{DeskOutcome, MAX_AT_ONCE, build, conflicts};
pub use merged::Merged;

use crate::build::load::DESK;

/// Whether a folder is that of a desk.
pub fn is_desk(folder: &Path) -> bool {
    folder.join(DESK).is_file()
}
