//! Showing findings: as code frames for people ([`human()`]), as a JSON object a line for programs ([`json()`]).

mod human;
mod json;

pub use human::human;
pub use json::json;

/// Control characters of a hostile file must not reach the terminal, where they could rewrite what is shown.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{FFFD}' } else { c }).collect()
}
