//! Tags that nothing closes: [`unclosed`]. The engine says only that the template ends too early, or that something else was expected.

use std::ops::Range;

use super::lexer::{Token, tokens};

/// A tag that is not in order.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Unclosed {
    /// The tag that was opened.
    pub opened: Range<usize>,
    /// `if`
    pub word: String,
    /// The name of a block.
    pub name: Option<String>,
    /// The end tag of another one that comes first.
    pub before: Option<Range<usize>>,
}

/// Tags with their end tags.
const PAIRS: [(&str, &str); 6] = [
    ("if", "endif"),
    ("for", "endfor"),
    ("block", "endblock"),
    ("set", "endset"),
    ("filter", "endfilter"),
    ("component", "endcomponent"),
];

/// The first tag without an end, or whose end comes after that of a tag around it.
pub(in super::super) fn unclosed(source: &str) -> Option<Unclosed> {
    let tokens = tokens(source)?;
    let mut open: Vec<(usize, Unclosed)> = vec![];
    for (at, pair) in tokens.windows(2).enumerate() {
        let [(Token::TagStart, start), (Token::Word(word), _)] = pair else { continue };
        let end = tokens[at..].iter().find(|(token, _)| *token == Token::TagEnd)?.1.end;
        let second = tokens.get(at + 2).map(|(token, _)| token);
        let third = tokens.get(at + 3).map(|(token, _)| token);
        let word = if *word == "set_global" { "set" } else { word };
        if let Some(kind) = PAIRS.iter().position(|(opens, _)| *opens == word) {
            if word == "set" && third == Some(&Token::Symbol("=")) {
                continue;
            }
            let name = match second {
                Some(Token::Word(name)) if word == "block" => Some((*name).to_owned()),
                _ => None,
            };
            open.push((kind, Unclosed { opened: start.start..end, word: word.to_owned(), name, before: None }));
        } else if let Some(kind) = PAIRS.iter().position(|(_, closes)| *closes == word) {
            match open.pop() {
                Some((opened, _)) if opened == kind => {}
                // What was opened around it is closed before it.
                Some((_, inner)) if open.iter().any(|(outer, _)| *outer == kind) => {
                    return Some(Unclosed { before: Some(start.start..end), ..inner });
                }
                _ => return None,
            }
        }
    }
    open.pop().map(|(_, unclosed)| unclosed)
}

#[cfg(test)]
mod tests {
    use super::unclosed;

    #[test]
    fn the_tag_that_is_open_is_found() {
        let found = |source: &str| {
            unclosed(source)
                .map(|found| (source[found.opened].to_owned(), found.before.map(|at| source[at].to_owned())))
        };
        assert_eq!(found("{% if a %}{% for b in c %}{% endfor %}"), Some(("{% if a %}".to_owned(), None)));
        assert_eq!(
            found("{% for b in c %}{%- if a -%}{% endfor %}"),
            Some(("{%- if a -%}".to_owned(), Some("{% endfor %}".to_owned())))
        );
        assert_eq!(found("{% set a = 1 %}{% set b %}{% endset %}{% if a %}{% endif %}"), None);
    }
}
