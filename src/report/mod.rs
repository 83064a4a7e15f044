//! Output formats for findings: code frames for people ([`human()`]), JSON lines for programs ([`json()`]), annotations of a pull request
//! ([`github()`]) or a merge request ([`gitlab()`]), a log for code scanning ([`sarif()`]). [`diff()`] shows what a fix changes.

mod diff;
mod github;
mod gitlab;
mod guide;
mod human;
mod json;
mod printable;
mod sarif;

pub use diff::diff;
pub use github::{github, notice};
pub use gitlab::gitlab;
pub use guide::{explain, index};
pub use human::human;
pub use json::{Record, json, record_without_fixes};
pub use printable::printable;
pub use sarif::sarif;
