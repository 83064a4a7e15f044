//! Colours for code: [`Highlighter`] cuts a text into flat tokens with a class each, from a small closed set that stylesheets know.
//!
//! Claim notes are coloured by a small grammar of our own (`note_grammar`), code blocks by syntect's. Tokens never nest, so that other
//! elements, such as marks, can be set inside them.

mod note_grammar;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{OnceLock, PoisonError, RwLock};

use syntect::parsing::{ParseState, ScopeStack, SyntaxReference, SyntaxSet};

use crate::base::escaping::escape;

/// Longer code is not coloured: grammars take their time on hostile text.
const MAX_CODE: usize = 50_000;
/// Code with a line longer than this, in bytes, is not coloured.
const MAX_LINE: usize = 2_000;
/// Whole lines of a note up to this length, in bytes, are remembered like heads: `quote: >-`, `published: 2020-01-02`.
const SHORT_LINE: usize = 40;
/// At most this many heads and short lines are remembered.
const MAX_HEADS: usize = 4_096;

/// A piece of a text; a text's tokens cover it in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text, end exclusive.
    pub range: Range<usize>,
    /// Empty for plain text, else one of the names in `CLASSES`.
    pub class: &'static str,
}

/// Scope prefixes (TextMate naming conventions) and the classes they become; the first that fits the innermost scope decides.
const CLASSES: [(&str, &str); 14] = [
    ("comment", "hl-com"),
    ("string", "hl-str"),
    ("constant.character.escape", "hl-str"),
    ("constant.numeric", "hl-num"),
    ("constant", "hl-num"),
    ("entity.name.tag", "hl-key"),
    ("entity.other.attribute-name", "hl-key"),
    ("entity.name.function", "hl-fn"),
    ("support.function", "hl-fn"),
    ("entity.name", "hl-typ"),
    ("support", "hl-typ"),
    ("storage", "hl-kw"),
    ("keyword", "hl-kw"),
    ("punctuation", "hl-pun"),
];

/// Whether a class is one that tokens have.
pub fn is_token_class(class: &str) -> bool {
    CLASSES.iter().any(|(_, known)| *known == class)
}

/// The grammars, loaded once and shared by all threads.
pub struct Highlighter {
    notes: SyntaxSet,
    /// The heads of lines (`    stance:`) recur in every note, so each is coloured once: lengths and classes of its tokens.
    heads: RwLock<HashMap<String, Vec<(usize, &'static str)>>>,
    /// Syntect's own grammars take a while to load, and most sites hold no code.
    code: OnceLock<SyntaxSet>,
}

impl Highlighter {
    pub fn new() -> Self {
        Highlighter { notes: note_grammar::syntax_set(), heads: RwLock::default(), code: OnceLock::new() }
    }

    /// Colours a claim note.
    pub fn yaml(&self, text: &str) -> Vec<Token> {
        let mut tokens = Tokens::default();
        let mut block = None;
        for line in text.split_inclusive('\n') {
            if note_grammar::goes_on(line, block) {
                tokens.push(line.len(), "hl-str");
                continue;
            }
            block = note_grammar::begins_block(line);
            // A short line is all head.
            let short = (line.len() <= SHORT_LINE).then_some(line.len());
            match note_grammar::plain_value(line).or(short) {
                Some(value) => {
                    for (length, class) in self.head(&line[..value]) {
                        tokens.push(length, class);
                    }
                    tokens.push(line.len() - value, "");
                }
                None => self.note_line(line, &mut tokens),
            }
        }
        tokens.done
    }

    /// Colours a line of a note by the grammar, which carries nothing over from line to line.
    fn note_line(&self, line: &str, tokens: &mut Tokens) {
        let syntax = self.notes.syntaxes().first().filter(|_| line.len() <= MAX_LINE);
        let coloured = syntax.is_some_and(|syntax| tokens.line(line, &mut ParseState::new(syntax), &self.notes));
        if !coloured {
            tokens.push(line.len(), "");
        }
    }

    /// The tokens of a line's head, from the grammar or from the last time it did this head.
    fn head(&self, head: &str) -> Vec<(usize, &'static str)> {
        // A thread that panicked while writing left at worst a missing entry.
        if let Some(known) = self.heads.read().unwrap_or_else(PoisonError::into_inner).get(head) {
            return known.clone();
        }
        let mut tokens = Tokens::default();
        self.note_line(head, &mut tokens);
        let head_tokens: Vec<_> = tokens.done.iter().map(|token| (token.range.len(), token.class)).collect();
        let mut heads = self.heads.write().unwrap_or_else(PoisonError::into_inner);
        if heads.len() < MAX_HEADS {
            heads.insert(head.to_owned(), head_tokens.clone());
        }
        head_tokens
    }

    /// Colours code; `None` when the language is unknown or the code too long.
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

    /// Writes a text as HTML, with a `span` for each coloured token.
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

impl Default for Highlighter {
    fn default() -> Self {
        Highlighter::new()
    }
}

/// Tokens being gathered; neighbours of one class become one.
#[derive(Default)]
struct Tokens {
    done: Vec<Token>,
    /// The scopes open where the last line ended.
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

    /// Parses one line; `false`, with nothing gathered, when the grammar gives up.
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

/// The class of text inside these scopes.
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
    fn coloured(text: &str) -> Vec<String> {
        let tokens = Highlighter::new().yaml(text);
        let covered: String = tokens.iter().map(|token| &text[token.range.clone()]).collect();
        assert_eq!(covered, text, "tokens cover the text in order");
        let coloured = tokens.iter().filter(|token| !token.class.is_empty());
        coloured.map(|token| format!("{}:{}", token.class, &text[token.range.clone()])).collect()
    }

    #[test]
    fn colours_the_parts_of_a_note() {
        assert_eq!(
            coloured(
                "# A note\nclaim: It's \"so\"  # really\npassages:\n  - id: p1\n    quote: \"a: #b\"\n    date: 2019-08-06\n"
            ),
            [
                "hl-com:# A note",
                "hl-key:claim",
                "hl-com:# really",
                "hl-key:passages",
                "hl-pun:-",
                "hl-key:id",
                "hl-key:quote",
                "hl-str:\"a: #b\"",
                "hl-key:date",
                "hl-num:2019-08-06",
            ]
        );
    }

    #[test]
    fn a_block_text_ends_where_its_indentation_does() {
        assert_eq!(
            coloured("  - note: |\n      key: no\n\n      - no\n    stance: yes\n"),
            ["hl-pun:-", "hl-key:note", "hl-str:      key: no\n\n      - no\n", "hl-key:stance"]
        );
    }

    #[test]
    fn code_is_coloured_by_its_language() {
        let highlighter = Highlighter::new();
        let tokens = highlighter.code("let x = 1;\n", "rust").unwrap();
        assert!(
            tokens.iter().any(|token| token.class == "hl-kw") && tokens.iter().any(|token| token.class == "hl-num")
        );
        assert_eq!(highlighter.code("x", "no-such-language"), None);
        assert_eq!(highlighter.code(&"x".repeat(3_000), "rust"), None);
    }

    #[test]
    fn no_text_is_too_odd() {
        let highlighter = Highlighter::new();
        for text in ["", "\n", "\r\n", "key", "key:", "|", "- - - |", "\"", "é: ü", "\u{0}", "a: |"] {
            let covered: usize = highlighter.yaml(text).iter().map(|token| token.range.len()).sum();
            assert_eq!(covered, text.len(), "{text:?}");
        }
    }
}
