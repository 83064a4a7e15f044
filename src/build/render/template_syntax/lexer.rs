//! Tokens of a template with their places: [`tokens`].

use std::ops::Range;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'t> {
    /// `{{`
    ShowStart,
    /// `}}`
    ShowEnd,
    /// `{%`
    TagStart,
    /// `%}`
    TagEnd,
    Word(&'t str),
    Text(String),
    Number,
    Symbol(&'static str),
}

/// Longer ones first.
const SYMBOLS: [&str; 33] = [
    "...", "?.", "?[", "//", "**", "</", "<=", ">=", "==", "!=", "*", "/", "%", "+", "-", "<", ">", "~", "|", "=", ".",
    ",", ":", "!", "[", "]", "(", ")", "{", "}", "@", ";", "&",
];

/// All tokens outside of comments and raw text; `None` if a tag or a text in quotation marks has no end.
pub(super) fn tokens(source: &str) -> Option<Vec<(Token<'_>, Range<usize>)>> {
    let mut found = vec![];
    let mut at = 0;
    while let Some(open) = ["{{", "{%", "{#"].iter().filter_map(|open| source[at..].find(open)).min() {
        let start = at + open;
        at = start + 2;
        if source[start..].starts_with("{#") {
            at += source[at..].find("#}")? + 2;
        } else if let Some(end) = raw_end(source, start) {
            at = end;
        } else {
            let is_show = source[start..].starts_with("{{");
            found.push((if is_show { Token::ShowStart } else { Token::TagStart }, start..at));
            at += usize::from(source[at..].starts_with('-'));
            at = within(source, at, is_show, &mut found)?;
        }
    }
    Some(found)
}

/// The tokens up to the end of a tag; returns where it ends.
fn within<'t>(
    source: &'t str,
    mut at: usize,
    is_show: bool,
    found: &mut Vec<(Token<'t>, Range<usize>)>,
) -> Option<usize> {
    let close = if is_show { "}}" } else { "%}" };
    loop {
        let rest = &source[at..];
        let first = rest.chars().next()?;
        let length = match first {
            _ if first.is_whitespace() => {
                at += first.len_utf8();
                continue;
            }
            '-' if rest[1..].starts_with(close) => {
                at += 1;
                continue;
            }
            _ if rest.starts_with(close) => {
                found.push((if is_show { Token::ShowEnd } else { Token::TagEnd }, at..at + 2));
                return Some(at + 2);
            }
            '"' | '\'' | '`' => {
                let (text, length) = quoted(rest, first)?;
                found.push((Token::Text(text), at..at + length));
                at += length;
                continue;
            }
            _ if first.is_ascii_digit() => {
                let mut dots = 0;
                let is_part = |c: &char| {
                    dots += usize::from(*c == '.');
                    c.is_ascii_digit() || (*c == '.' && dots == 1)
                };
                let length = rest.chars().take_while(is_part).count();
                found.push((Token::Number, at..at + length));
                length
            }
            _ if first.is_ascii_alphabetic() || first == '_' => {
                let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
                found.push((Token::Word(&rest[..length]), at..at + length));
                length
            }
            _ => {
                let symbol = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol))?;
                found.push((Token::Symbol(symbol), at..at + symbol.len()));
                symbol.len()
            }
        };
        at += length;
    }
}

/// A text in quotation marks without them, and its length with them.
fn quoted(rest: &str, mark: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => text.push(match chars.next()?.1 {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            }),
            _ if c == mark => return Some((text, at + 1)),
            _ => text.push(c),
        }
    }
    None
}

/// Where `{% endraw %}` ends, if `{% raw %}` is at `start`.
fn raw_end(source: &str, start: usize) -> Option<usize> {
    let mut at = tag_end(source, start, "raw")?;
    loop {
        at += source[at..].find("{%")?;
        if let Some(end) = tag_end(source, at, "endraw") {
            return Some(end);
        }
        at += 2;
    }
}

/// Where a tag of one word ends, if it is at `start`.
fn tag_end(source: &str, start: usize, word: &str) -> Option<usize> {
    let rest = source[start..].strip_prefix("{%")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start().strip_prefix(word)?.trim_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(source.len() - rest.len())
}
