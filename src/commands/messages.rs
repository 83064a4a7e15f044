//! Messages for people: [`write_stderr`], and counts in words.

use std::io::{IsTerminal as _, Write as _};

/// Writes to stderr, and ignores failures: there is nowhere else to report them.
pub(super) fn write_stderr(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Whether messages go to a terminal that shows colours.
pub(super) fn wants_colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

pub(super) fn count(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// “Advice” has no plural.
pub(super) fn pieces_of_advice(advice: usize) -> String {
    count(advice, "piece of advice", "pieces of advice")
}

/// A number with a comma between thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
