//! YAML without its remarks: [`without_remarks`].

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::ScalarStyle;

use super::parsed::Value;
use super::tree::{NodeKind, Tree};

/// The text without remarks, from `#` to the end of the line, and the blanks before them; lines that hold nothing else are gone. All else
/// is kept byte for byte. A `#` inside a text, with or without quotation marks, is a part of that text.
///
/// `None` where that is not certain: what is left must be read as the same values, and have no remark left.
pub fn without_remarks(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('#') {
        return Some(Cow::Borrowed(text));
    }
    let remarks = remarks(text)?;
    if remarks.is_empty() {
        return Some(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for remark in remarks {
        out.push_str(&text[at..remark.start]);
        at = remark.end;
    }
    out.push_str(&text[at..]);
    let same = values(&out)? == values(text)?;
    (same && self::remarks(&out)?.is_empty()).then_some(Cow::Owned(out))
}

fn values(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// What has to go, in order and apart; `None` when that is not certain.
fn remarks(text: &str) -> Option<Vec<Range<usize>>> {
    let texts = texts(text)?;
    let mut texts = texts.iter().peekable();
    let mut remarks = vec![];
    let mut from = 0;
    while let Some(found) = text[from..].find('#') {
        let at = from + found;
        while texts.next_if(|inside| inside.end <= at).is_some() {}
        if let Some(inside) = texts.peek().filter(|inside| inside.contains(&at)) {
            from = inside.end;
        } else if in_a_name(text, at) {
            from = at + 1;
        } else {
            let remark = whole(text, at);
            from = remark.end;
            remarks.push(remark);
        }
    }
    Some(remarks)
}

/// Where the texts of a document are written, keys and aliases among them, in order; `None` when one holds more signs `#` than its value
/// has, so that there may be a remark in it.
fn texts(text: &str) -> Option<Vec<Range<usize>>> {
    let tree = Tree::new(text)?;
    let signs = |text: &str| text.bytes().filter(|byte| *byte == b'#').count();
    let mut texts = vec![];
    for node in tree.nodes() {
        match &node.kind {
            NodeKind::Scalar { text: value, style, .. } => {
                let written = signs(&text[node.span.clone()]);
                // In double quotation marks, a sign may also be written as a number.
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

/// Whether a sign is a part of the name of an anchor, a tag or an alias.
fn in_a_name(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let word = before.rfind(|c: char| c.is_whitespace() || "[]{},".contains(c)).map_or(0, |blank| blank + 1);
    // No blank is wider than one byte where YAML knows it; others are no blanks to it.
    before.get(word..).is_some_and(|word| word.starts_with(['&', '!', '*']))
}

/// The remark that begins at `at`: with the blanks before it, or as a whole line.
fn whole(text: &str, at: usize) -> Range<usize> {
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

    use super::without_remarks;

    fn without(text: &str) -> String {
        without_remarks(text).expect("it can be told").into_owned()
    }

    #[test]
    fn remarks_go_and_all_else_stays() {
        let note = "# Call Joan\r\nclaim:   We are #1   # +44\nquote: \"a # b\" # c\nlist: [a, # d\n  'e # f',\n  # g\n  h#i]\ntext: | # j\n  # k\n\n  l # m\n # n\n\nend: >-\n  o\n  # p\n#q";
        let kept = "claim:   We are #1   # +44\nquote: \"a # b\"\nlist: [a,\n  'e # f',\n  h#i]\ntext: |\n  # k\n\n  l # m\n\nend: >-\n  o\n  # p\n";
        assert_eq!(without(note), kept.replace("   We are #1   # +44", "   We are"));
    }

    #[test]
    fn names_keep_their_signs() {
        let note = "a: &x#1 b # c\nd: *x#1 # e\n";
        // A parser may not know such names; then nothing is given out.
        if let Some(kept) = without_remarks(note) {
            assert_eq!(kept, "a: &x#1 b\nd: *x#1\n");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_given_out() {
        // Without the remark, the empty line after it would belong to the text.
        assert_eq!(without_remarks("a: |+\n  b\n# secret\n\nc: d\n"), None);
        assert_eq!(without_remarks("a: [b # secret\n"), None);
    }

    /// A value in one of the forms of YAML, after which a remark may stand, and whether the line is then at its end.
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

    /// A document of such lines. Every remark says “secret”, and no text does.
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
        fn no_remark_is_left_and_no_value_is_another(
            lines in prop::collection::vec(line(), 0..8),
            end in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let text = document(&lines, end);
            let Ok(before) = serde_yaml::from_str::<serde_yaml::Value>(&text) else {
                return Ok(());
            };
            // An indented remark inside a block text is a part of it.
            let rendered = format!("{before:?}");
            match without_remarks(&text) {
                Some(kept) => {
                    prop_assert_eq!(&serde_yaml::from_str::<serde_yaml::Value>(&kept).unwrap(), &before);
                    prop_assert_eq!(kept.matches("secret").count(), rendered.matches("secret").count(), "{}", kept);
                    // Only remarks, blanks before them and their lines are gone.
                    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                    let mut all = words(&text).into_iter();
                    prop_assert!(words(&kept).iter().all(|word| all.any(|other| other == *word)));
                }
                // Withheld for good reason only: a block that keeps its empty lines, or a text that the strict parser does not read.
                None => prop_assert!(text.contains("|+") || text.contains(">+") || super::Tree::new(&text).is_none(), "{}", text),
            }
        }
    }
}
