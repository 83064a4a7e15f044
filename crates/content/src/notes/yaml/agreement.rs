//! Property tests: both parsers return equal values, or else a fault in one field would change the others; and every reported range is
//! within the text.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::parse::collect_faults;
use super::tests::Note;
use super::{Tree, cuts, parse};

const TEXTS: &[&str] = &[
    "words",
    "é ü «x» 🌍",
    "'it''s'",
    "\"q \\n é\"",
    "\"\\u263a\n    b\"",
    "false",
    "~",
    "",
    "null",
    "-2.5",
    "007",
    "x # y",
    "x#y",
    "words\n    go on\n\n    é",
    "&a x",
    "*a",
    "|\n    line é\n\n      more\n",
    ">-\n    f\n    g\n\n",
    "|2+\n    x\n\n",
];
const LISTS: &[&str] =
    &["[]", "[a, é, \"]\"]", "[~, 3, ]", "\n  - é\n  -\n  - |\n    x\n  - y", "\n- a\n- b", "&l [x]", "*l"];
const GROUPS: &[&str] = &[
    "\n  - id: é\n    quote: |\n      line\n\n      more\n  - {id: x, quote: 'y'}\n  -\n",
    "\n- quote: >\n    f\n    g\n  id: 7",
    "[{id: , quote: ~}]",
    "[id: a, quote: b]",
    "[&g {id: a}, *g]",
];
const FIELDS: &[(&str, &[&str])] = &[
    ("title", TEXTS),
    ("verdict", TEXTS),
    ("authors", &["é", "'x'", "2019", "1.50", "True", "~", "", "[x, 007, ~]", "\n- x\n- y"]),
    ("tags", LISTS),
    ("passages", GROUPS),
    ("draft", &["true", "False", "FALSE"]),
    ("value", &["3", "-2.5", "~", ".5", "1e3", "007", ""]),
    ("rank", &["0", "0x10", "255", "~"]),
    ("kind", &["article", "'report'", "~"]),
];
/// What makes a note faulty, or a different document altogether.
const NOISE: &[&str] = &[
    "a: b",
    "'open",
    "\"open",
    "[open",
    "@x",
    "- x",
    "\r",
    "\u{7}",
    "!x y",
    "*b",
    "{id: x}",
    "[[a], {b: c}]",
    "\u{2028}",
    "\u{feff}",
    "\t",
    "\n---\n",
    "? x",
    "\n odd: x",
    "300",
    "\ntitle: x",
    "\nodd: y",
    "|x",
    "é: [",
    "&x y",
    "! y # 1",
    "\u{3000}",
    "\u{3000}x：y",
    "\u{a0}:\u{a0}y",
    "\n\tx: y",
    "\"x\" y",
    "[x]y",
    "\n<<<<<<< x",
    "x:y",
    "'x\n # 1",
    "y 1,0",
];

/// Most of the fields, each with a suitable value or, in `noisy` documents, possibly an unsuitable one.
fn document(noisy: bool) -> impl Strategy<Value = String> {
    let noise = if noisy { 1 } else { 0 };
    let lines: Vec<_> = FIELDS
        .iter()
        .map(|(field, values)| {
            let line = prop_oneof![
                9 => prop::sample::select(*values),
                noise => prop::sample::select(NOISE),
            ];
            prop::option::weighted(0.6, line.prop_map(move |value| format!("{field}: {value}\n")))
        })
        .collect();
    (lines, any::<bool>()).prop_map(|(lines, crlf)| {
        let text: String = lines.into_iter().flatten().collect();
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_parsers_agree(text in document(false)) {
        let fast = parse::<Note>(&text);
        if fast.faults.is_empty() {
            let tree = Tree::new(&text);
            prop_assert!(tree.is_some());
            let placed = collect_faults(tree.expect("it is some"));
            prop_assert_eq!(placed.faults, []);
            prop_assert_eq!(placed.value, fast.value);
        }
    }

    #[test]
    fn ranges_are_within_the_text(text in document(true), babble in "[-a1,:#\t\\[\\]{}&*!?|>'\"\n é：\u{3000}]{0,30}") {
        for text in [&text, &babble] {
            let parsed = parse::<Note>(text);
            prop_assert!(parsed.value.is_some() || !parsed.faults.is_empty());
            for cut in cuts(text) {
                prop_assert!(text.get(cut.lost.clone()).is_some(), "{:?}", cut);
            }
            for fault in parsed.faults {
                prop_assert!(text.get(fault.span.clone()).is_some(), "{:?}", fault);
                if let Some(repair) = fault.repair {
                    prop_assert!(text.get(repair.at.clone()).is_some(), "{:?}", repair);
                    prop_assert!(repair.applied_to(text) != **text && !repair.lines(text).is_empty(), "{:?}", repair);
                }
            }
        }
    }
}
