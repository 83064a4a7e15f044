//! Replaces a text in its existing style: [`restyled`].

use super::block::{folded, literal, wrapped};
use super::context::ScalarContext;
use super::plain::is_plain;
use super::quoted::{double_quoted, escaped, in_single_quotes, single_quoted};
use crate::notes::yaml::tree::ValueStyle;

/// Ways to write `text` in place of `old`, which is written in `style`; best first, for a block text without its header. The context may
/// rule out any of them, so the caller must try each.
pub fn restyled(text: &str, old: &str, style: &ValueStyle, at: &ScalarContext<'_>) -> Vec<String> {
    let several_lines = at.layout.filter(|_| old.contains('\n'));
    let lines = |text: String| match &several_lines {
        Some(layout) => layout.join(&wrapped(&text, layout.column, layout.indent)),
        None => text,
    };
    let same = match style {
        ValueStyle::Plain => is_plain(text, at.flow).then(|| lines(text.to_owned())),
        ValueStyle::SingleQuoted => single_quoted(text).map(lines),
        ValueStyle::DoubleQuoted => Some(lines(double_quoted(text))),
        ValueStyle::Literal => at.layout.map(|layout| layout.join(&literal(text))),
        ValueStyle::Folded => at.layout.map(|layout| layout.join(&folded(text, layout.indent))),
        ValueStyle::List { .. } | ValueStyle::Group { .. } | ValueStyle::Alias => None,
    };
    word_by_word(text, old, style).into_iter().chain(same).collect()
}

/// Replaces the old words one by one, so that line breaks stay where they are.
fn word_by_word(text: &str, old: &str, style: &ValueStyle) -> Option<String> {
    let (quote, words): (&str, Vec<String>) = match style {
        ValueStyle::SingleQuoted => ("'", text.split_whitespace().map(in_single_quotes).collect()),
        ValueStyle::DoubleQuoted => ("\"", text.split_whitespace().map(escaped).collect()),
        _ => ("", text.split_whitespace().map(str::to_owned).collect()),
    };
    let inner = old.strip_prefix(quote)?.strip_suffix(quote)?;
    let with_words = with_words(inner, &words)?;
    Some(format!("{quote}{with_words}{quote}"))
}

/// The white space of `old` with other words in between; `None` if the number of words differs.
pub fn with_words<S: AsRef<str>>(old: &str, words: &[S]) -> Option<String> {
    let mut out = String::with_capacity(old.len());
    let mut rest = old;
    for word in words {
        let start = rest.find(|c: char| !c.is_whitespace())?;
        out.push_str(&rest[..start]);
        out.push_str(word.as_ref());
        rest = &rest[start..];
        rest = &rest[rest.find(char::is_whitespace).unwrap_or(rest.len())..];
    }
    out.push_str(rest);
    rest.trim().is_empty().then_some(out)
}
