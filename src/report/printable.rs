//! Text that is safe to print to a terminal: [`printable`].

/// Control characters from a hostile file must not reach the terminal, where they could overwrite other output; nor may characters that
/// reverse the direction of the text around them.
pub fn printable(text: &str) -> String {
    let is_unsafe = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if is_unsafe(c) { '\u{FFFD}' } else { c }).collect()
}
