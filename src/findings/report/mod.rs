//! Showing findings: as code frames for people ([`human()`]), as a JSON object a line for programs ([`json()`]), as annotations of a
//! pull request ([`github()`]), as a log for code scanning ([`sarif()`]). [`diff()`] shows a repair.

mod diff;
mod github;
mod human;
mod json;
mod printable;
mod sarif;

pub use diff::diff;
pub use github::github;
pub use human::human;
pub use json::{Record, json, record};
pub use sarif::sarif;
