//! Tests of the whole: what an editor's file becomes, and what is said about it.

use serde::Deserialize;

use super::parsed::Parsed;
use super::{FaultKind, OneOrMany, Path, Tree, cuts, parse};

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Note {
    title: Option<String>,
    verdict: Option<String>,
    authors: OneOrMany,
    draft: bool,
    value: Option<f64>,
    rank: Option<u8>,
    kind: Option<Kind>,
    tags: Vec<String>,
    passages: Vec<Passage>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Passage {
    id: Option<String>,
    quote: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Article,
    Report,
}

fn note(text: &str) -> Parsed<Note> {
    parse(text)
}

/// The faults with the words that they underline, one a line.
fn reported(text: &str) -> String {
    let faults = note(text).faults.into_iter();
    let lines = faults.map(|fault| {
        let reported = match fault.kind {
            FaultKind::Syntax { message, .. } => message,
            FaultKind::UnknownField { field, expected } => {
                format!("unknown {field}, {} known", expected.len())
            }
            FaultKind::DuplicateField { field, first } => {
                format!("{field} again, first `{}` at {}", &text[first.clone()], first.start)
            }
            FaultKind::WrongType { expected, found } => {
                format!("expected {expected}, found {found}")
            }
            kind => format!("{kind:?}"),
        };
        format!("`{}`: {reported}\n", &text[fault.span])
    });
    lines.collect()
}

#[test]
fn scalars_keep_their_words() {
    let parsed = note("verdict: false\ntitle: 2019\ntags: [1.0, ~, 007]\nvalue: 3\ndraft: True\nkind: report");
    assert_eq!(parsed.faults, []);
    let note = parsed.value.unwrap();
    assert_eq!(note.verdict.as_deref(), Some("false"));
    assert_eq!(note.title.as_deref(), Some("2019"));
    assert_eq!(note.tags, ["1.0", "~", "007"]);
    assert_eq!((note.value, note.draft, note.kind), (Some(3.0), true, Some(Kind::Report)));
}

#[test]
fn nothing_is_a_note_without_fields() {
    for text in ["", "\n", "# only a comment\n", "---\n"] {
        let parsed = note(text);
        assert_eq!((parsed.value, parsed.faults), (Some(Note::default()), vec![]), "{text:?}");
    }
}

#[test]
fn all_faults_are_found_and_the_rest_is_kept() {
    let text = "\
title: [a]
title: b
tittle: c
verdict: «é»
draft: yes
value: many
rank: 300
kind: post
tags:
  - one
  - {}
  - three
passages:
  - words
  - id: x
    quot: y
    quote: z
authors: {a: b}
";
    assert_eq!(
        reported(text),
        "\
`[a]`: expected a text, found a list
`title`: title again, first `title` at 0
`tittle`: unknown tittle, 9 known
`yes`: expected `true` or `false`, found the text `yes`
`many`: expected a number, found the text `many`
`300`: expected a whole number from 0 up, found the number 300
`post`: expected one of `article`, `report`, found the text `post`
`{}`: expected a text, found a group of fields
`words`: expected a group of fields, found the text `words`
`quot`: unknown quot, 2 known
`{a: b}`: expected a text or a list of texts, found a group of fields
"
    );
    let parsed = note(text);
    let tree = Tree::new(text).unwrap().skipping(&parsed.skipped);
    let value = parsed.value.unwrap();
    assert_eq!(value.verdict.as_deref(), Some("«é»"));
    assert_eq!(value.tags, ["one", "three"]);
    assert_eq!(value.passages.len(), 1);
    let quote = Path::top().key("passages").index(0).key("quote");
    assert_eq!(&text[tree.value(&quote).unwrap()], "z");
    let tag = Path::top().key("tags").index(1);
    assert_eq!(&text[tree.value(&tag).unwrap()], "three");
}

#[test]
fn a_document_of_another_shape_has_no_value() {
    let parsed = note("- a\n- b\n");
    assert_eq!(parsed.value, None);
    assert_eq!(reported("- a\n- b\n"), "`- a\n- b`: expected a group of fields, found a list\n");
    assert_eq!(reported("é"), "`é`: expected a group of fields, found the text `é`\n");
}

#[test]
fn faults_behind_an_alias_are_reported_once() {
    let text = "passages:\n  - &p {id: [], quote: q}\n  - *p\n";
    assert_eq!(reported(text), "`[]`: expected a text, found a list\n");
    let passages = note(text).value.unwrap().passages;
    assert_eq!((passages.len(), passages[1].quote.as_deref()), (2, Some("q")));
}

#[test]
fn only_one_document_is_allowed() {
    assert_eq!(reported("title: a\n---\ntitle: b\n"), "`---`: a second document begins here\n");
}

#[test]
fn deep_nesting_ends_quickly() {
    for hostile in ["[", "{", "{a: ", "[[],", "- ", "? ", "['[',"] {
        let text = format!("title: {}", hostile.repeat(100_000));
        let kind = &note(&text).faults[0].kind;
        let block = hostile == "- " || hostile == "? ";
        assert!(block || *kind == FaultKind::TooDeep, "{hostile}: {kind:?}");
        let text = hostile.repeat(100_000);
        assert_eq!(note(&text).faults[0].kind, FaultKind::TooDeep, "{hostile}");
    }
}

#[test]
fn many_brackets_in_words_are_harmless() {
    let text = format!("title: |\n  {}\n", "[x](y) [".repeat(2000));
    assert_eq!(note(&text).faults, []);
}

#[test]
fn alias_bombs_end_quickly() {
    let mut bomb = "tags: &a0 [lol]\n".to_owned();
    for level in 1..40 {
        let above = level - 1;
        bomb += &format!("f{level}: &a{level} [*a{above}, *a{above}]\n");
    }
    let fault = &note(&bomb).faults[0];
    assert_eq!(fault.kind, FaultKind::TooMuchExpansion);
    assert_eq!(&bomb[fault.span.clone()], "*a38");
    assert_eq!(reported("tags: &a [*a]"), "`*a`: TooMuchExpansion\n");
    assert_eq!(reported("tags: &a [x, y]\nauthors: *a"), "");
}

/// What YAML makes of a text field, or a complaint.
fn title(written: &str) -> String {
    let parsed = note(&format!("title: {written}\n"));
    match (parsed.faults.first(), parsed.value.and_then(|note| note.title)) {
        (Some(fault), _) => format!("{:?}", fault.kind),
        (None, title) => title.unwrap_or_else(|| "nothing".to_owned()),
    }
}

#[test]
fn texts_are_what_is_written() {
    for written in [
        "1_000",
        "07",
        "0o7",
        "0x1F",
        "1e3",
        "1.50",
        "+5",
        "12:30",
        "2019-08-06",
        "yes",
        "no",
        "on",
        "true",
        ".inf",
        "=",
        "<<",
        "a:b",
        "a, b",
        "a`",
        "a \\ b",
        "null x",
        "It was! & so on * here # ",
        "Vraiment ! Oui",
    ] {
        assert_eq!(title(written), written.trim_end_matches(" # "), "{written}");
    }
    assert_eq!(title("\"a \\\n  b\" # c"), "a b");
    assert_eq!(title(">-\n  a # b\n  c"), "a # b c");
    assert_eq!(title("|\n  a\n  ...\n  !b"), "a\n...\n!b\n");
    assert_eq!(title("!!str ~"), "~");
    for lost in ["!a b", "!", "! b", "!!a b", "!!null b", "!<a> b", "! 'b'", "&a b", "&a", "&a !b c", "!b &a c"] {
        assert!(title(lost).starts_with("Dropped"), "{lost}: {}", title(lost));
    }
    for refused in [
        "*a",
        "*a b",
        "& a",
        "'a' b",
        "[a",
        "? a",
        "- a",
        "a: b",
        "a\n...\nb",
        "a\n--- b",
        "a\n  # b\n  c",
        "a\n<<: {title: b}",
        "a\ntitle: b",
        "%a",
        "@a",
        "`a`",
        "a\0b",
        "|b",
        "!a!b c",
    ] {
        let reported = title(refused);
        assert!(
            ["Syntax", "Duplicate", "Unknown"].iter().any(|kind| reported.starts_with(kind)),
            "{refused}: {reported}"
        );
    }
}

#[test]
fn indicators_are_reported_if_they_lose_words() {
    let cases = [
        ("tags: [!a b, c]\n", "`!a`: Dropped"),
        ("tags:\n  - &a b\n", "`&a`: Dropped"),
        ("!a title: b\n", "`!a`: Dropped"),
        ("&a title: b\n", "`&a`: Dropped"),
        ("!a\ntitle: b\n", "`!a`: Dropped"),
        ("passages: [{id: &a b, quote: c}]\n", "`&a`: Dropped"),
        ("title: &a # c\n  b\n", "`&a`: Dropped"),
        ("passages: &a\n  - id: b\n", "`&a`: Dropped"),
        ("title: &a b\nverdict: *a\n", ""),
        ("passages: !!seq [!!map {id: !!str b}]\n", ""),
        ("title: |\n  !a &b\n  &c\n", ""),
        ("title: \"!a\"\nverdict: '&a'\ntags: [a !b, c &d]\n", ""),
    ];
    for (text, wanted) in cases {
        let found = reported(text);
        assert!(found.starts_with(wanted) && found.is_empty() == wanted.is_empty(), "{text}: {found}");
    }
    // Nothing is made of the rest of the words.
    assert_eq!(note("title: !a b\ntags: [!a b, c]\n").value.unwrap().tags, ["c"]);
    assert_eq!(note("title: !a b\nverdict: c\n").value.unwrap().title, None);
}

#[test]
fn indicators_are_put_in_quotation_marks() {
    let cases = [
        ("title: !It was # c\n", "title: \"!It was\" # c\n"),
        ("title: &a !b\n  c \"d\"\n", "title: '&a !b\n  c \"d\"'\n"),
        ("title: &c. so\n", "title: \"&c. so\"\n"),
        ("tags: [!a, &b c]\n", "tags: [\"!a\", &b c]\n"),
        ("title: &a\nverdict: b\n", "title: \"&a\"\nverdict: b\n"),
    ];
    for (text, wanted) in cases {
        let fault = note(text).faults.remove(0);
        assert_eq!(fault.repair.map(|repair| repair.applied_to(text)).as_deref(), Some(wanted));
    }
    for text in ["title: !a 'b'\n", "!a title: b\n", "tags: &a [b]\n"] {
        assert_eq!(note(text).faults[0].repair, None, "{text}");
    }
}

#[test]
fn cuts_are_reported_with_the_lost_words() {
    let reported = |text: &str| {
        let cuts = cuts(text).into_iter();
        let cuts = cuts.map(|cut| format!("{} `{}` {:?}", cut.field, &text[cut.lost], cut.kind));
        cuts.collect::<Vec<_>>().join("; ")
    };
    let cases = [
        ("a: b # c\n", "a `# c` Comment"),
        ("a: b\t# c", "a `# c` Comment"),
        ("a: b#c\n", ""),
        ("a: 'b' # c\n", ""),
        ("a: # c\n", "a `# c` Comment"),
        ("a: b\n  # c\n", "a `# c` Comment"),
        ("a: b\n\n   # c\nd: e\n", "a `# c` Comment"),
        ("a: b\n# c\n", ""),
        ("l:\n  - b # c\n  - # d\n  - e\n  # f\n  - g\n    # h\n", "l `# c` Comment; l `# d` Comment; l `# h` Comment"),
        ("l: [b # c\n  , d]\n", "l `# c` Comment"),
        ("l:\n  - k: v\n    # c\n    m: n\n     # d\n", "m `# d` Comment"),
        ("a: >- # c\n  b\n", "a `# c` Header"),
        ("a: |\n  b # c\n  # d\n", ""),
        ("a: |\n  b\n # c\nd: e\n", "a `# c` Comment"),
        ("a: |\n  b\n# c\nd: e\n", ""),
        ("l: [It cost 1,000 pounds, a 2, 3 4]\n", "l `,` Comma"),
        ("l: [1,000, [2 2,2]]\na: b 1,000\n", ""),
        ("a: null\nl: [null]\nb: Null # c\n", "a `null` Null; b `Null` Null"),
    ];
    for (text, wanted) in cases {
        assert_eq!(reported(text), wanted, "{text}");
    }
}

#[test]
fn many_lost_words_are_found_quickly() {
    let started = std::time::Instant::now();
    let many = |line: &str| format!("tags:\n{}", line.repeat(400_000 / line.len()));
    assert_eq!(note(&many("  - &a b\n")).faults.len(), 400_000 / 9);
    assert_eq!(cuts(&many("  - a b # 1\n")).len(), 400_000 / 12);
    assert!(!note(&many("  - \"a b\n")).faults.is_empty());
    assert!(!note(&many(" \u{a0}- a b\n")).faults.is_empty());
    let aliases = format!("tags: [&a b{}]\n", ", &c d, *a".repeat(10_000));
    assert_eq!(note(&aliases).faults.len(), 1);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
