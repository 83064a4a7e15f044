//! Syntax highlighting: [`Highlighter`] splits a text into flat tokens, each with a class from a small fixed set.
//!
//! Claim notes are highlighted by a small scanner of our own (`note_scanner`), code blocks by syntect's grammars. Tokens never nest, so
//! that other elements, such as marks, can be placed inside them.

mod class;
mod note_scanner;

use std::ops::Range;
use std::sync::OnceLock;

use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

use crate::base::escaping::{escape, escape_text};
use class::{COMMENT, FUNCTION, KEY, KEYWORD, NUMBER, PUNCTUATION, STRING, TYPE};

/// Longer code, in bytes, is not highlighted: grammars can be very slow on hostile text.
const MAX_CODE: usize = 50_000;
/// Code with a line longer than this, in bytes, is not highlighted.
const MAX_LINE: usize = 2_000;
/// A piece of a text. The tokens cover the whole text in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Byte range in the text, end exclusive.
    pub range: Range<usize>,
    /// Empty for plain text, else one of the names in `CLASSES`.
    pub class: &'static str,
}

/// Scope prefixes (TextMate naming conventions) and their classes; the first match with the innermost scope wins.
const CLASSES: [(&str, &str); 14] = [
    ("comment", COMMENT),
    ("string", STRING),
    ("constant.character.escape", STRING),
    ("constant.numeric", NUMBER),
    ("constant", NUMBER),
    ("entity.name.tag", KEY),
    ("entity.other.attribute-name", KEY),
    ("entity.name.function", FUNCTION),
    ("support.function", FUNCTION),
    ("entity.name", TYPE),
    ("support", TYPE),
    ("storage", KEYWORD),
    ("keyword", KEYWORD),
    ("punctuation", PUNCTUATION),
];

/// Whether a class belongs to tokens.
pub fn is_token_class(class: &str) -> bool {
    CLASSES.iter().any(|(_, known)| *known == class)
}

/// The grammars, loaded once and shared by all threads.
#[derive(Default)]
pub struct Highlighter {
    /// Loaded on first use: syntect's grammars take a while, and most sites have no code.
    code: OnceLock<SyntaxSet>,
}

impl Highlighter {
    pub fn new() -> Self {
        Highlighter::default()
    }

    /// Highlights a claim note.
    pub fn yaml(&self, text: &str) -> Vec<Token> {
        let mut tokens = Tokens::default();
        note_scanner::scan(text, |length, class| tokens.push(length, class));
        tokens.done
    }

    /// Highlights code; `None` if the language is unknown or the code too long.
    pub fn code(&self, text: &str, language: &str) -> Option<Vec<Token>> {
        let language = language.split([' ', ',', '{']).next().filter(|name| !name.is_empty())?;
        if text.len() > MAX_CODE || text.lines().any(|line| line.len() > MAX_LINE) {
            return None;
        }
        let set = self.code.get_or_init(SyntaxSet::load_defaults_newlines);
        let syntax: &SyntaxReference = set.find_syntax_by_token(language)?;
        let mut state = ParseState::new(syntax);
        let mut tokens = Tokens::default();
        for line in text.split_inclusive('\n') {
            if !tokens.line(line, &mut state, set) {
                return None;
            }
        }
        Some(tokens.done)
    }

    /// Writes a claim note as HTML. A page has many tokens of a note, so the most frequent kinds are marked by the shortest elements that
    /// mean nothing: `b` for keys, `i` for strings.
    pub fn write_note(&self, text: &str, out: &mut String) {
        for token in self.yaml(text) {
            let words = &text[token.range];
            let (open, close) = match token.class {
                KEY => ("<b>", "</b>"),
                STRING => ("<i>", "</i>"),
                COMMENT => ("<span class=\"c\">", "</span>"),
                _ => ("", ""),
            };
            out.push_str(open);
            escape_text(words, out);
            out.push_str(close);
        }
    }

    /// Writes a text as HTML, with a `span` for each highlighted token.
    pub fn write(&self, text: &str, tokens: Option<&[Token]>, out: &mut String) {
        let Some(tokens) = tokens else {
            escape(text, out);
            return;
        };
        for token in tokens {
            if token.class.is_empty() {
                escape(&text[token.range.clone()], out);
            } else {
                out.push_str("<span class=\"");
                out.push_str(token.class);
                out.push_str("\">");
                escape(&text[token.range.clone()], out);
                out.push_str("</span>");
            }
        }
    }
}

/// Collects tokens; neighbours of the same class are merged.
#[derive(Default)]
struct Tokens {
    done: Vec<Token>,
    /// The scopes still open at the end of the last line.
    scopes: ScopeStack,
}

impl Tokens {
    fn push(&mut self, length: usize, class: &'static str) {
        let start = self.done.last().map_or(0, |token| token.range.end);
        match self.done.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.class == class => last.range.end += length,
            _ => self.done.push(Token { range: start..start + length, class }),
        }
    }

    /// Parses one line; returns `false`, without adding tokens, if the grammar fails.
    fn line(&mut self, line: &str, state: &mut ParseState, set: &SyntaxSet) -> bool {
        let Ok(operations) = state.parse_line(line, set) else {
            return false;
        };
        let mut at = 0;
        for (offset, operation) in operations {
            let offset = offset.clamp(at, line.len());
            if offset > at {
                self.push(offset - at, class(&self.scopes, &line[at..offset]));
                at = offset;
            }
            if self.scopes.apply(&operation).is_err() {
                break;
            }
        }
        self.push(line.len() - at, class(&self.scopes, &line[at..]));
        true
    }
}

/// The class of text within these scopes.
fn class(scopes: &ScopeStack, text: &str) -> &'static str {
    if text.trim().is_empty() {
        return "";
    }
    let scopes = scopes.as_slice().iter().rev();
    scopes
        .map(|scope| scope.build_string())
        .find_map(|scope| {
            let fits =
                |prefix: &str| scope.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            CLASSES.iter().find(|(prefix, _)| fits(prefix)).map(|(_, class)| *class)
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Highlighter;

    /// The coloured pieces of a note as `class:text`.
    fn highlighted(text: &str) -> Vec<String> {
        let tokens = Highlighter::new().yaml(text);
        let covered: String = tokens.iter().map(|token| &text[token.range.clone()]).collect();
        assert_eq!(covered, text, "tokens cover the text in order");
        let highlighted = tokens.iter().filter(|token| !token.class.is_empty());
        highlighted.map(|token| format!("{}:{}", token.class, &text[token.range.clone()])).collect()
    }

    #[test]
    fn highlights_the_parts_of_a_note() {
        assert_eq!(
            highlighted(
                "# A note\nclaim: It's \"so\"  # really\npassages:\n  - id: p1\n    quote: \"a: #b\"\n    date: 2019-08-06\n"
            ),
            [
                "c:# A note",
                "nt:claim",
                "c:# really",
                "nt:passages",
                "p:-",
                "nt:id",
                "nt:quote",
                "s:\"a: #b\"",
                "nt:date",
                "m:2019-08-06",
            ]
        );
    }

    #[test]
    fn a_note_is_written_with_short_elements_and_escaped() {
        let mut out = String::new();
        Highlighter::new().write_note("a: \"<b>\" # <i>\n- b: 5\n", &mut out);
        assert_eq!(out, "<b>a</b>: <i>\"&lt;b&gt;\"</i> <span class=\"c\"># &lt;i&gt;</span>\n- <b>b</b>: 5\n");
    }

    #[test]
    fn quoted_strings_end_at_their_mark_or_with_the_line() {
        assert_eq!(
            highlighted(
                "  - - a.b: [\"x\", 'it''s'] # y\n- \"a \\\" b\": c#d 'e'\n\"f\": 'g\nh: -5.0 \ni: j 7\n- #k\n- l\n"
            ),
            [
                "p:- -",
                "nt:a.b",
                "s:\"x\"",
                "s:'it''s'",
                "c:# y",
                "p:-",
                "s:\"a \\\" b\"",
                "s:'g",
                "nt:h",
                "m:-5.0",
                "nt:i",
                "p:-",
                "c:#k",
                "p:-",
            ]
        );
    }

    #[test]
    fn a_block_scalar_ends_with_its_indentation() {
        assert_eq!(
            highlighted("  - note: |\n      key: no\n\n      - no\n    stance: yes\n"),
            ["p:-", "nt:note", "s:      key: no\n\n      - no\n", "nt:stance"]
        );
    }

    #[test]
    fn code_is_highlighted_by_language() {
        let highlighter = Highlighter::new();
        let tokens = highlighter.code("let x = 1;\n", "rust").unwrap();
        assert!(tokens.iter().any(|token| token.class == "k") && tokens.iter().any(|token| token.class == "m"));
        assert_eq!(highlighter.code("x", "no-such-language"), None);
        assert_eq!(highlighter.code(&"x".repeat(3_000), "rust"), None);
    }

    #[test]
    fn handles_odd_texts() {
        let highlighter = Highlighter::new();
        for text in ["", "\n", "\r\n", "key", "key:", "|", "- - - |", "\"", "a: \"\\", "é: ü", "\u{0}", "a: |"] {
            let covered: usize = highlighter.yaml(text).iter().map(|token| token.range.len()).sum();
            assert_eq!(covered, text.len(), "{text:?}");
        }
    }
}
