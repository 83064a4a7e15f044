//! Texts without quotation marks: [`is_plain`] says whether a text needs none.
//!
//! The rules are stricter than YAML's own, so that no YAML tool misreads the text, for example as a boolean or a number of YAML 1.1.

use crate::notes::yaml::plain_scalar::{PlainScalar, guess};

/// The words that YAML 1.1 or 1.2 reads as booleans or null, in lower case.
const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];

/// Whether `text` can be written without quotation marks; `flow` context allows less.
pub(super) fn is_plain(text: &str, flow: bool) -> bool {
    let begins = |first: char| first.is_alphanumeric() || matches!(first, '“' | '‘' | '«' | '„' | '…' | '(' | '$');
    text.starts_with(begins)
        && !text.ends_with(char::is_whitespace)
        && !holds_indicator(text, flow)
        && !WORDS.contains(&text.to_lowercase().as_str())
        && !is_number(text)
}

/// Whether an unquoted text can continue with `more`, after a space.
pub fn continues_plain(more: &str, flow: bool) -> bool {
    !more.starts_with('#') && !holds_indicator(more, flow)
}

/// Whether `text` contains something that ends an unquoted text or is not allowed in one.
fn holds_indicator(text: &str, flow: bool) -> bool {
    let of_flow = [',', '[', ']', '{', '}', ':', '#'];
    text.ends_with(':')
        || text.contains(": ")
        || text.contains(" #")
        || text.contains(needs_escape)
        // The positional parser rejects `[so -]`.
        || (flow && (text.contains(of_flow) || text.ends_with('-')))
}

/// Whether a character must be escaped: control characters, what some parsers read as a line ending, the byte order mark, and what YAML
/// does not allow in a file (YAML 1.2.2, section 5.1).
pub(super) fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether some version of YAML reads the text as a number: `1.5`, `1_000`, `12:30`, `007`. Dates are texts.
fn is_number(text: &str) -> bool {
    let of_figures = |c: char| c.is_ascii_digit() || matches!(c, '_' | ':' | '.');
    guess(text) != PlainScalar::Text || (text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(of_figures))
}
