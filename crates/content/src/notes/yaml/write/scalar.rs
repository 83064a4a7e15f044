//! A text as a scalar: [`scalar`] chooses the style.

use super::block::{WIDTH, block, longest_line};
use super::context::ScalarContext;
use super::plain::is_plain;
use super::quoted::double_quoted;

/// A text as a key, or as a value that ends with its line: without quotation marks if no parser would misread it, otherwise in double ones.
pub fn write_scalar(text: &str) -> String {
    scalar(text, &ScalarContext::LINE)
}

/// A text as YAML: without quotation marks if no parser would misread it, on several lines if it is too long for one and may have them,
/// otherwise in double quotation marks. YAML limits a key to 1024 code points on one line.
pub fn scalar(text: &str, at: &ScalarContext<'_>) -> String {
    let fits = |column: usize| !text.contains('\n') && column + longest_line(text) <= WIDTH;
    if let Some(layout) = at.layout.filter(|layout| !at.flow && !fits(layout.column)) {
        return block(text, &layout).unwrap_or_else(|| double_quoted(text));
    }
    if is_plain(text, at.flow) { text.to_owned() } else { double_quoted(text) }
}

#[cfg(test)]
mod tests {
    use super::write_scalar;

    #[test]
    fn quotes_what_yaml_would_misread() {
        for plain in ["plain words, yes", "He's at 10:30", "2019-08-06", "2019-08-06T12:55:00Z", "“So”", "a#1"] {
            assert_eq!(write_scalar(plain), plain);
        }
        for quoted in ["", "- x", "true", "No", "2019", "007", "1_000", "12:30", "1e3", "a: b", "a:", "a #1", " a", "~"]
        {
            assert_eq!(write_scalar(quoted), format!("\"{quoted}\""));
        }
        assert_eq!(write_scalar("He said: \"no\""), "\"He said: \\\"no\\\"\"");
        assert_eq!(write_scalar("a\0\u{1B}b\r\u{FEFF}"), "\"a\\u0000\\u001Bb\\r\\uFEFF\"");
    }
}
