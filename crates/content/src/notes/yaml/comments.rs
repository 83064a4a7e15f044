//! Removes the comments from YAML: [`without_comments`].

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

use super::parsed::Value;
use super::tree::{NodeKind, Tree};

/// Removes comments, from `#` to the end of the line, with the white space before them, and lines that hold nothing else. Everything else
/// is kept byte for byte. A `#` inside a text, with or without quotation marks, is part of that text.
///
/// `None` if that is not certain: the result must have the same values and no comment.
pub fn without_comments(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('#') {
        return Some(Cow::Borrowed(text));
    }
    let comment_ranges = comment_ranges(text)?;
    if comment_ranges.is_empty() {
        return Some(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for remark in comment_ranges {
        out.push_str(&text[at..remark.start]);
        at = remark.end;
    }
    out.push_str(&text[at..]);
    let same = values(&out)? == values(text)?;
    (same && self::comment_ranges(&out)?.is_empty()).then_some(Cow::Owned(out))
}

fn values(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// The byte ranges to remove, ordered, not overlapping; `None` if that is not certain.
fn comment_ranges(text: &str) -> Option<Vec<Range<usize>>> {
    let texts = texts(text)?;
    let mut texts = texts.iter().peekable();
    let mut comment_ranges = vec![];
    let mut from = 0;
    while let Some(found) = text[from..].find('#') {
        let at = from + found;
        while texts.next_if(|inside| inside.end <= at).is_some() {}
        if let Some(inside) = texts.peek().filter(|inside| inside.contains(&at)) {
            from = inside.end;
        } else if in_a_name(text, at) {
            from = at + 1;
        } else {
            let remark = comment_range(text, at);
            from = remark.end;
            comment_ranges.push(remark);
        }
    }
    Some(comment_ranges)
}

/// The byte ranges of all texts of a document, including keys and aliases, in order; `None` if one contains more `#` than its value, so
/// that it may include a comment.
fn texts(text: &str) -> Option<Vec<Range<usize>>> {
    let tree = Tree::new(text)?;
    let signs = |text: &str| text.bytes().filter(|byte| *byte == b'#').count();
    let mut texts = vec![];
    for node in tree.nodes() {
        match &node.kind {
            NodeKind::Scalar { text: value, style, .. } => {
                let written = signs(&text[node.span.clone()]);
                // In double quotation marks, a `#` may also be written as an escape.
                let fits = match style {
                    ScalarStyle::DoubleQuoted => written <= signs(value),
                    _ => written == signs(value),
                };
                if !fits {
                    return None;
                }
                texts.push(node.span.clone());
            }
            NodeKind::Alias(_) => texts.push(node.span.clone()),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => {}
        }
    }
    texts.sort_by_key(|range| range.start);
    Some(texts)
}

/// Whether a `#` is part of the name of an anchor, a tag or an alias.
fn in_a_name(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let word = before.rfind(|c: char| c.is_whitespace() || "[]{},".contains(c)).map_or(0, |blank| blank + 1);
    // White space in YAML is one byte wide; it does not recognise any other.
    before.get(word..).is_some_and(|word| word.starts_with(['&', '!', '*']))
}

/// The byte range of the comment that begins at `at`, with the white space before it, or as a whole line.
fn comment_range(text: &str, at: usize) -> Range<usize> {
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    let start = text[..at].trim_end_matches([' ', '\t']).len();
    let alone = start == 0 || text[..start].ends_with(['\n', '\r']);
    if !alone {
        return start..end;
    }
    let rest = &text[end..];
    let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    start..end + line_end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::without_comments;

    fn without(text: &str) -> String {
        without_comments(text).expect("comments can be removed").into_owned()
    }

    #[test]
    fn only_comments_are_removed() {
        let note = "# Call Joan\r\nclaim:   We are #1   # +44\nquote: \"a # b\" # c\nlist: [a, # d\n  'e # f',\n  # g\n  h#i]\ntext: | # j\n  # k\n\n  l # m\n # n\n\nend: >-\n  o\n  # p\n#q";
        let kept = "claim:   We are #1   # +44\nquote: \"a # b\"\nlist: [a,\n  'e # f',\n  h#i]\ntext: |\n  # k\n\n  l # m\n\nend: >-\n  o\n  # p\n";
        assert_eq!(without(note), kept.replace("   We are #1   # +44", "   We are"));
    }

    #[test]
    fn names_keep_their_signs() {
        let note = "a: &x#1 b # c\nd: *x#1 # e\n";
        // If a parser does not know such names, the result is `None`.
        if let Some(kept) = without_comments(note) {
            assert_eq!(kept, "a: &x#1 b\nd: *x#1\n");
        }
    }

    #[test]
    fn uncertain_documents_are_withheld() {
        // Without the comment, the empty line after it would belong to the text.
        assert_eq!(without_comments("a: |+\n  b\n# secret\n\nc: d\n"), None);
        assert_eq!(without_comments("a: [b # secret\n"), None);
    }

    /// A value in one of YAML's styles, which a comment may follow, and whether the line must end after it.
    fn value() -> impl Strategy<Value = String> {
        let word = "[a-zé#]{1,4}";
        prop_oneof![
            word.prop_map(|word| format!("x{word}")),
            prop::collection::vec(word, 1..4).prop_map(|words| format!(
                "\"{} # {}\"",
                words.join(" "),
                words.join("#")
            )),
            prop::collection::vec(word, 1..4).prop_map(|words| format!("'{}'", words.join(" # "))),
            prop::collection::vec(word, 1..4).prop_map(|words| format!("\"a\n    # {}\"", words.join(" "))),
            prop::collection::vec(word, 1..4)
                .prop_map(|words| format!("[x, '# {}', {{k: \"#\"}}]", words.join("', '"))),
        ]
    }

    #[derive(Debug, Clone)]
    enum Line {
        Field(String, bool),
        Block(&'static str, Vec<String>, bool),
        Flow(bool),
        Remark(usize),
        Empty,
    }

    fn line() -> impl Strategy<Value = Line> {
        let header = prop::sample::select(vec!["|", ">", "|-", ">-", "|+", "|2-", ">+"]);
        let inside = prop::sample::select(vec!["# text", "b # c", "", "  # deep", "d: e", "- #f"]);
        let inside = prop::collection::vec(inside.prop_map(str::to_owned), 1..4);
        prop_oneof![
            (value(), any::<bool>()).prop_map(|(value, remark)| Line::Field(value, remark)),
            (header, inside, any::<bool>()).prop_map(|(header, inside, remark)| Line::Block(header, inside, remark)),
            any::<bool>().prop_map(Line::Flow),
            (0..4_usize).prop_map(Line::Remark),
            Just(Line::Empty),
        ]
    }

    /// A document of such lines. Every comment contains “secret”, and no text does.
    fn document(lines: &[Line], end: &str) -> String {
        let mut out = String::new();
        let remark = |wanted: bool| if wanted { " \t# secret: 'x\"" } else { "" };
        for (i, line) in lines.iter().enumerate() {
            let line = match line {
                Line::Field(value, remarked) => format!("f{i}: {value}{}\n", remark(*remarked)),
                Line::Block(header, inside, remarked) => {
                    let inside: String = inside.iter().map(|line| format!("  {line}\n")).collect();
                    format!("f{i}: {header}{}\n  x\n{inside}", remark(*remarked))
                }
                Line::Flow(remarked) => format!("f{i}: [a,{}\n  # secret\n  b]\n", remark(*remarked)),
                Line::Remark(indented) => format!("{}# secret [\"\n", " ".repeat(*indented)),
                Line::Empty => "\n".to_owned(),
            };
            out.push_str(&line);
        }
        out.replace('\n', end)
    }

    proptest! {
        #[test]
        fn no_comment_is_left_and_no_value_changes(
            lines in prop::collection::vec(line(), 0..8),
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let text = document(&lines, end);
            let Ok(before) = serde_yaml::from_str::<serde_yaml::Value>(&text) else {
                return Ok(());
            };
            // An indented comment inside a block text is part of it.
            let rendered = format!("{before:?}");
            match without_comments(&text) {
                Some(kept) => {
                    prop_assert_eq!(&serde_yaml::from_str::<serde_yaml::Value>(&kept).unwrap(), &before);
                    prop_assert_eq!(kept.matches("secret").count(), rendered.matches("secret").count(), "{}", kept);
                    // Only comments, the white space before them and their lines are removed.
                    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                    let mut all = words(&text).into_iter();
                    prop_assert!(words(&kept).iter().all(|word| all.any(|other| other == *word)));
                }
                // The result may be `None` only for a block that keeps its empty lines, or for a text that the strict parser rejects.
                None => prop_assert!(text.contains("|+") || text.contains(">+") || super::Tree::new(&text).is_none(), "{}", text),
            }
        }
    }
}
