//! Where a text in quotation marks ends: [`closing`].

/// The byte offset after the quotation mark that closes the one at `at`; `None` if there is none before `limit`. Between double quotation
/// marks a backslash escapes the next character, between single ones two marks stand for one.
pub(super) fn closing(text: &str, at: usize, limit: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = bytes[at];
    let mut i = at + 1;
    while i < limit {
        match bytes[i] {
            b'\\' if quote == b'"' => i += 1,
            byte if byte == quote && quote == b'\'' && bytes.get(i + 1) == Some(&quote) => i += 1,
            byte if byte == quote => return Some(i + 1),
            _ => {}
        }
        i += 1;
    }
    None
}
