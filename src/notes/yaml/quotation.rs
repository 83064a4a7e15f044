//! Where a text in quotation marks ends: [`closing`].

/// The byte after the quotation mark that closes the one at `at`; `None` when none does before `limit`. In double quotation marks a
/// backslash takes its meaning from the next character, in single ones two marks mean one.
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
