//! Writing a text as YAML: [`fresh`] for a new field, [`rewritten`] for one that is there. Each comes in several ways, the best first;
//! whoever asked takes the first that proves to say the text.

use super::lines::{WIDTH, broken};
use crate::notes::yaml::ValueStyle;

/// Where a value is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScalarContext<'a> {
    /// The column at which the value begins, from 0.
    pub column: usize,
    /// The column at which further lines of it begin.
    pub indent: usize,
    /// Whether brackets stand around it, where it may hold no line of its own and no comma.
    pub brackets: bool,
    /// What ends lines.
    pub ending: &'a str,
}

impl ScalarContext<'_> {
    fn join(&self, lines: &[String]) -> String {
        let mut out = String::new();
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                out.push_str(self.ending);
            }
            // An empty line has no indentation: editors strip it.
            if i > 0 && !line.is_empty() {
                out.push_str(&" ".repeat(self.indent));
            }
            out.push_str(line);
        }
        out
    }
}

/// The ways to write a new text, the best first.
pub(super) fn fresh(text: &str, site: &ScalarContext<'_>) -> Vec<String> {
    let longest = text.split('\n').map(|line| line.chars().count()).max().unwrap_or(0);
    if site.brackets || (!text.contains('\n') && site.column + longest <= WIDTH) {
        return plain(text, site).into_iter().chain([double_quoted(text)]).collect();
    }
    let mut ways = vec![];
    if text.contains('\n') && site.indent + longest <= WIDTH {
        ways.push(block("|-", literal(text), site));
    }
    ways.push(block(">-", folded(text, site.indent), site));
    ways.push(double_quoted(text));
    ways
}

/// The ways to write `text` in the place of what is written as `old` in the style `shape`, without the header of a block text.
pub(super) fn rewritten(text: &str, old: &str, shape: &ValueStyle, site: &ScalarContext<'_>) -> Vec<String> {
    let several_lines = old.contains('\n');
    let lines = |text: &str| match several_lines {
        true => site.join(&broken(text, site.column, site.indent)),
        false => text.to_owned(),
    };
    let same = match shape {
        ValueStyle::Plain => plain(text, site).map(|text| lines(&text)),
        ValueStyle::SingleQuoted => Some(lines(&single_quoted(text))),
        ValueStyle::DoubleQuoted => Some(lines(&double_quoted(text))),
        ValueStyle::Literal => Some(site.join(&literal(text))),
        ValueStyle::Folded => Some(site.join(&folded(text, site.indent))),
        ValueStyle::List { .. } | ValueStyle::Group { .. } | ValueStyle::Alias => None,
    };
    word_by_word(text, old, shape).into_iter().chain(same).collect()
}

/// The new words in the places of the old, so that lines stay broken as they are.
fn word_by_word(text: &str, old: &str, shape: &ValueStyle) -> Option<String> {
    let (quote, words): (&str, Vec<String>) = match shape {
        ValueStyle::SingleQuoted => ("'", text.split_whitespace().map(|word| word.replace('\'', "''")).collect()),
        ValueStyle::DoubleQuoted => ("\"", text.split_whitespace().map(escaped).collect()),
        _ => ("", text.split_whitespace().map(str::to_owned).collect()),
    };
    let inner = old.strip_prefix(quote)?.strip_suffix(quote)?;
    let woven = woven(inner, &words)?;
    Some(format!("{quote}{woven}{quote}"))
}

/// The white space of `old` with other words between; `None` when there are not as many.
pub(super) fn woven<S: AsRef<str>>(old: &str, words: &[S]) -> Option<String> {
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

/// Without quotation marks, where nobody would misread it: no other YAML tool either.
fn plain(text: &str, site: &ScalarContext<'_>) -> Option<String> {
    const WORDS: [&str; 10] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "~"];
    let first = text.chars().next()?;
    let sound = (first.is_alphanumeric() || matches!(first, '“' | '‘' | '«' | '„' | '…' | '(' | '$'))
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && !text.contains(char::is_control)
        && ![": ", " #"].iter().any(|sign| text.contains(sign))
        && !(site.brackets && text.contains([',', '[', ']', '{', '}', ':', '#']))
        && !WORDS.contains(&text.to_lowercase().as_str());
    sound.then(|| text.to_owned())
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// In double quotation marks, which take every text.
pub(super) fn double_quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// As it stands between double quotation marks (YAML 1.2.2, section 5.7).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // What ends lines somewhere, and what an editor could not see.
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

fn block(header: &str, lines: Vec<String>, site: &ScalarContext<'_>) -> String {
    site.join(&std::iter::once(header.to_owned()).chain(lines).collect::<Vec<_>>())
}

fn literal(text: &str) -> Vec<String> {
    text.trim_end_matches('\n').split('\n').map(str::to_owned).collect()
}

/// Each line broken into several; in a folded text an empty line more stands for the line's end.
fn folded(text: &str, indent: usize) -> Vec<String> {
    let mut lines = vec![];
    for (i, line) in text.trim_end_matches('\n').split('\n').enumerate() {
        if i > 0 {
            lines.push(String::new());
        }
        if !line.is_empty() {
            lines.extend(broken(line, indent, indent));
        }
    }
    lines
}
