//! Showing findings: as code frames for people ([`human()`]), as a JSON object a line for programs ([`json()`]), as annotations of a
//! pull request ([`github()`]), as a log for code scanning ([`sarif()`]). [`diff()`] shows a repair.

mod diff;
mod github;
mod human;
mod json;
mod sarif;

pub use diff::diff;
pub use github::github;
pub use human::human;
pub use json::{Record, json, record};
pub use sarif::sarif;

/// Control characters of a hostile file must not reach the terminal, where they could rewrite what is shown; nor what turns the direction
/// of the text around them.
fn printable(text: &str) -> String {
    let acts = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if acts(c) { '\u{FFFD}' } else { c }).collect()
}
