//! Properties of the writer: whatever text it writes, both parsers read that text.

use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_assume, prop_oneof, proptest,
};

use super::plain::needs_escape;
use super::{Layout, ScalarContext, continues_plain, double_quoted, in_single_quotes, scalar};
use crate::notes::yaml::{Path, Step, Tree, Value, parse};

/// What YAML could take for something else than a text.
const TRICKY: &[&str] = &[
    "",
    "~",
    "null",
    "True",
    "NO",
    "on",
    "y",
    "-1",
    "+1",
    "007",
    "0x1F",
    "0o17",
    "0b1",
    "1_000",
    "1.5",
    "1e3",
    ".5",
    ".inf",
    "-.INF",
    ".nan",
    "12:30:45",
    "2019-08-06",
    "2019-08-06T12:55:00Z",
    "2019",
    "- x",
    "-",
    "--- x",
    "...",
    "? x",
    "?",
    ": x",
    ":",
    "key: v",
    "key:",
    "a:b",
    "# x",
    "a # x",
    "a#x",
    "\t# x",
    "&a x",
    "*a",
    "!x",
    "!!str x",
    "|",
    ">-",
    "@x",
    "`x`",
    "%x",
    "'x'",
    "\"x\"",
    "it's",
    "a \"b\"",
    "\\n",
    "[x]",
    "{x: y}",
    "x, y",
    "x]",
    "<<",
    "=",
    " x",
    "x ",
    "\u{a0}x",
    "x\u{3000}",
    "x\ny",
    "x\n\ny",
    "\nx",
    "x\n",
    "x\n  y",
    "x \ny",
    "x\r\ny",
    "x\ry",
    "x\u{85}y",
    "x\u{2028}y",
    "x\u{2029}",
    "\u{feff}x",
    "x\u{fffe}",
    "\u{ffff}",
    "\0",
    "\u{7f}",
    "\u{9f}",
    "\u{1b}",
    "a\tb",
    "\tx",
    "é",
    "被盗 资金",
    "\u{1F30D}",
    "“x”",
    "…x",
    "$5",
    "(x)",
];

/// Short texts of every character, tricky ones, and sentences of them.
fn text() -> impl Strategy<Value = String> {
    let tricky = || prop::sample::select(TRICKY).prop_map(str::to_owned);
    let piece = || prop_oneof![4 => tricky(), 2 => "[a-zé被]{1,12}", 1 => any::<String>()];
    let sentence =
        (prop::collection::vec(piece(), 0..20), prop_oneof![8 => Just(" "), 1 => Just("\n"), 1 => Just("  ")]);
    prop_oneof![tricky(), any::<String>(), sentence.prop_map(|(pieces, between)| pieces.join(between))]
}

/// Whether both parsers find `text` at `path`, or a key of this name there, and find nothing wrong.
fn reads(document: &str, path: &Path, text: &str) -> Result<(), String> {
    let parsed = parse::<Value>(document);
    if !parsed.faults.is_empty() {
        return Err(format!("{document:?}: {:?}", parsed.faults));
    }
    let value = path.iter().try_fold(parsed.value.unwrap_or_default(), |value, step| match step {
        Step::Key(name, _) => value.get(name.as_ref()).cloned(),
        Step::Index(index) => value.get(*index).cloned(),
    });
    let tree = Tree::new(document).ok_or_else(|| format!("{document:?} has no tree"))?;
    match value {
        Some(Value::String(read)) if read == text && tree.text_at(path) == Some(text) => Ok(()),
        value => Err(format!("{document:?}: {value:?}, {:?} for {text:?}", tree.text_at(path))),
    }
}

fn field(name: &str) -> Path {
    Path::top().key(name.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_is_read_as_it_was_written(text in text()) {
        let line = scalar(&text, &ScalarContext::LINE);
        let flow = scalar(&text, &ScalarContext::FLOW);
        prop_assert!(!line.contains('\n') && !flow.contains('\n'));
        let documents = [
            (format!("k: {line}\nl: m\n"), field("k")),
            (format!("- {line}\n- m\n"), Path::top().index(0)),
            (format!("k: {line} # remark"), field("k")),
            (format!("k: [{flow}]"), field("k").index(0)),
            (format!("k: [l, {flow}, m]"), field("k").index(1)),
            (format!("{{k: {flow}}}"), field("k")),
            (format!("{{k: {flow}, l: m}}"), field("k")),
        ];
        for (document, path) in documents {
            prop_assert_eq!(reads(&document, &path, &text), Ok(()));
        }
    }

    #[test]
    fn a_key_is_read_as_it_was_written(text in text()) {
        let [line, flow] = [ScalarContext::LINE, ScalarContext::FLOW].map(|at| scalar(&text, &at));
        // The longest key that YAML takes on one line.
        prop_assume!(line.chars().count().max(flow.chars().count()) <= 1024);
        for document in [
            format!("{line}: v\n"),
            format!("{{{flow}: v}}"),
            format!("{{other-key: m, {flow}: v}}"),
        ] {
            prop_assert_eq!(reads(&document, &field(&text), "v"), Ok(()));
        }
        prop_assert_eq!(reads(&format!("k:\n  - {line}: v\n"), &field("k").index(0).key(text.clone()), "v"), Ok(()));
    }

    #[test]
    fn a_text_on_several_lines_is_read_as_it_was_written(
        text in text(),
        indent in 0..90usize,
        ending in prop::sample::select(vec!["\n", "\r\n"]),
        last in any::<bool>(),
    ) {
        let lead = " ".repeat(indent);
        let layout = Layout { column: indent + 3, indent: indent + 2, ending };
        let written = scalar(&text, &ScalarContext { flow: false, layout: Some(layout) });
        let more = if last { String::new() } else { format!("{ending}{lead}l: m{ending}") };
        let (head, path) = match indent {
            0 => (String::new(), field("k")),
            _ => (format!("a:{ending}"), field("a").key("k")),
        };
        let document = format!("{head}{lead}k: {written}{more}");
        prop_assert_eq!(reads(&document, &path, &text), Ok(()));
    }

    #[test]
    fn an_unquoted_text_continues(more in text(), flow in any::<bool>()) {
        let edges = more.starts_with(char::is_whitespace) || more.ends_with(char::is_whitespace);
        if !more.is_empty() && !edges && continues_plain(&more, flow) {
            let document = if flow { format!("k: [a word {more}]") } else { format!("k: a word {more}\n") };
            let path = if flow { field("k").index(0) } else { field("k") };
            prop_assert_eq!(reads(&document, &path, &format!("a word {more}")), Ok(()));
        }
    }

    #[test]
    fn each_kind_of_quotation_marks_suits_its_texts(text in text()) {
        prop_assert_eq!(reads(&format!("[{}]", double_quoted(&text)), &Path::top().index(0), &text), Ok(()));
        if !text.contains(needs_escape) {
            prop_assert_eq!(reads(&format!("['{}']", in_single_quotes(&text)), &Path::top().index(0), &text), Ok(()));
        }
    }
}

#[test]
fn spaces_that_folding_would_lose_are_kept() {
    let layout = Layout { column: 60, indent: 50, ending: "\n" };
    let at = ScalarContext { flow: false, layout: Some(layout) };
    let long = "so-many-letters-that-they-need-a-line";
    for text in [format!("a\n {long}"), format!("{long}  {long}"), format!("{long}\n\n{long} a b")] {
        assert_eq!(reads(&format!("a:\n  k: {}\n", scalar(&text, &at)), &field("a").key("k"), &text), Ok(()));
    }
}
