//! Texts in quotation marks.

use super::plain::needs_escape;

/// In double quotation marks, which allow every text.
pub fn double_quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Escapes a text for use between double quotation marks (YAML 1.2.2, section 5.7).
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// In single quotation marks; `None` if the text needs escapes.
pub(super) fn single_quoted(text: &str) -> Option<String> {
    (!text.contains(needs_escape)).then(|| format!("'{}'", in_single_quotes(text)))
}

/// Escapes a text for use between single quotation marks.
pub fn in_single_quotes(text: &str) -> String {
    text.replace('\'', "''")
}

/// Puts `raw`, which has no quotation marks around it, in those that need the fewest changes; its lines stay as they are.
pub fn quoted_as_written(raw: &str) -> String {
    if !raw.contains(['"', '\\']) {
        format!("\"{raw}\"")
    } else if !raw.contains('\'') {
        format!("'{raw}'")
    } else {
        format!("\"{}\"", raw.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted_as_written;

    #[test]
    fn quotation_marks_fit_the_text() {
        assert_eq!(quoted_as_written("a # 1"), "\"a # 1\"");
        assert_eq!(quoted_as_written("\"a\" b"), "'\"a\" b'");
        assert_eq!(quoted_as_written("\"a\" isn't"), "\"\\\"a\\\" isn't\"");
    }
}
