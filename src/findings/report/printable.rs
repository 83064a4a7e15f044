//! Text that a terminal shows as it is: [`printable`].

/// Control characters of a hostile file must not reach the terminal, where they could rewrite what is shown; nor what turns the direction
/// of the text around them.
pub(super) fn printable(text: &str) -> String {
    let acts = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if acts(c) { '\u{FFFD}' } else { c }).collect()
}
