//! A grammar for claim notes, small enough to highlight ten thousand of them in a build: keys, comments, quoted strings, numbers, dashes.
//!
//! Block scalars (`|` and `>`) end by indentation, which a regular grammar cannot track. [`continues`] and [`block_column`] do, so those
//! lines never reach the grammar.

use std::collections::HashMap;

use syntect::parsing::syntax_definition::{Context, MatchOperation, MatchPattern, Pattern, SyntaxDefinition};
use syntect::parsing::{Regex, Scope, SyntaxSet, SyntaxSetBuilder};

/// Each pattern with the scopes of its capture groups.
const PATTERNS: [(&str, &[&str]); 5] = [
    (r"(?:^|(?<=\s))(#[^\n]*)", &["comment.line"]),
    (r"^\s*((?:-\s+)*-(?=\s))?\s*([\w.][\w.-]*):(?=\s|$)", &["punctuation", "entity.name.tag"]),
    (r#"(?:(?<=[:,-] )|(?<=[\[{]))("(?:[^"\\\n]|\\.)*"?|'(?:[^'\n]|'')*'?)"#, &["string.quoted"]),
    (r"^\s*(-)(?=\s)", &["punctuation"]),
    (r"(?<=:\s)\s*([+-]?\d[\d.:TZ+-]*)(?=\s*$)", &["constant.numeric"]),
];

pub(super) fn syntax_set() -> SyntaxSet {
    let mut context = Context::new(false);
    context.patterns = PATTERNS.iter().map(|(regex, groups)| Pattern::Match(pattern(regex, groups))).collect();
    // Parsing starts in `__start`; other grammars would embed `main`.
    let contexts = HashMap::from([("__start".to_owned(), context.clone()), ("main".to_owned(), context)]);
    let mut builder = SyntaxSetBuilder::new();
    builder.add(SyntaxDefinition {
        name: "Claim note".to_owned(),
        file_extensions: vec!["yaml".to_owned()],
        scope: scope("source.yaml"),
        first_line_match: None,
        hidden: false,
        variables: HashMap::new(),
        contexts,
    });
    builder.build()
}

fn pattern(regex: &str, groups: &[&str]) -> MatchPattern {
    let captures = groups.iter().enumerate().filter(|(_, name)| !name.is_empty());
    MatchPattern {
        has_captures: false,
        regex: Regex::new(regex.to_owned()),
        scope: vec![],
        captures: Some(captures.map(|(group, name)| (group + 1, vec![scope(name)])).collect()),
        operation: MatchOperation::None,
        with_prototype: None,
    }
}

fn scope(name: &str) -> Scope {
    Scope::new(name).expect("the scopes in this file are valid")
}

/// If a block scalar starts on this line, the column beyond which its lines must be indented.
pub(super) fn block_column(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let before = line.trim_end_matches(|c: char| c == '-' || c == '+' || c.is_ascii_digit());
    let before = before.strip_suffix(['|', '>'])?;
    let starts_block = before.ends_with(": ") || before.trim_start().trim_start_matches("- ").is_empty();
    let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
    // After a key, text must be indented beyond the key; after a bare dash, beyond the dash.
    let column = if before.ends_with(": ") { dashes } else { line.len() - line.trim_start().len() };
    starts_block.then_some(column)
}

/// Whether a line belongs to the block scalar that is indented beyond column `block`.
pub(super) fn continues(line: &str, block: Option<usize>) -> bool {
    block.is_some_and(|column| line.trim().is_empty() || line.len() - line.trim_start_matches(' ').len() > column)
}

/// Where the value of a line begins, if it is plain text without highlighting: no quotation mark, comment or number. Before it are
/// indentation, dashes, a key and its colon.
pub(super) fn plain_value(line: &str) -> Option<usize> {
    let key = line.len() - line.trim_start_matches([' ', '-']).len();
    let colon = key + line[key..].find(':')?;
    let value = &line[colon + 1..];
    let plain_key = line[key..colon].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let first = value.strip_prefix(' ').unwrap_or(value).bytes().next();
    let plain_first =
        matches!(first, Some(b'\n')) || (value.starts_with(' ') && first.is_some_and(|b| b.is_ascii_alphabetic()));
    (plain_key && colon > key && plain_first && !value.contains(['"', '\'', '#'])).then_some(colon + 1)
}
