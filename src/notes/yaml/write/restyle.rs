//! Other words in the place of a text: [`restyled`] keeps the style in which that is written.

use super::block::{broken, folded, literal};
use super::context::ScalarContext;
use super::plain::is_plain;
use super::quoted::{double_quoted, escaped, in_single_quotes, single_quoted};
use crate::notes::yaml::tree::ValueStyle;

/// The ways to write `text` in the place of what is written as `old` in `style`, the best first; of a block text without its header.
/// What is around it may forbid any of them, so each has to be tried.
pub fn restyled(text: &str, old: &str, style: &ValueStyle, at: &ScalarContext<'_>) -> Vec<String> {
    let several_lines = at.layout.filter(|_| old.contains('\n'));
    let lines = |text: String| match &several_lines {
        Some(layout) => layout.join(&broken(&text, layout.column, layout.indent)),
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

/// The new words in the places of the old, so that lines stay broken as they are.
fn word_by_word(text: &str, old: &str, style: &ValueStyle) -> Option<String> {
    let (quote, words): (&str, Vec<String>) = match style {
        ValueStyle::SingleQuoted => ("'", text.split_whitespace().map(in_single_quotes).collect()),
        ValueStyle::DoubleQuoted => ("\"", text.split_whitespace().map(escaped).collect()),
        _ => ("", text.split_whitespace().map(str::to_owned).collect()),
    };
    let inner = old.strip_prefix(quote)?.strip_suffix(quote)?;
    let woven = woven(inner, &words)?;
    Some(format!("{quote}{woven}{quote}"))
}

/// The white space of `old` with other words between; `None` when there are not as many.
pub fn woven<S: AsRef<str>>(old: &str, words: &[S]) -> Option<String> {
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
