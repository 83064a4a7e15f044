//! Tests of edits: what a note is after them, and that nothing else of it changed, whatever its style.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::{
    EditedNote, FieldChange, NewPassage, RemovedPassage, append_passage, apply, change_passage, proof, remove_passage,
    reorder_passages,
};
use crate::base::files::{File, Files};
use crate::notes::yaml::work::{Step, counted};
use crate::notes::yaml::{Path, Skipped, Value};

fn passage(quote: &str) -> NewPassage {
    NewPassage {
        source: "report".to_owned(),
        quote: quote.to_owned(),
        stance: "supports".to_owned(),
        ..NewPassage::default()
    }
}

#[track_caller]
fn appended(note: &str, expected: &str) {
    assert_eq!(append_passage(note, &passage("up to two billion")).unwrap(), expected);
}

#[test]
fn a_passage_is_added_in_the_style_of_the_list() {
    appended(
        "passages:\n  -   id: a # first\n      source: s\n\n  # a remark\n  - quote: >-\n      b\n    # the end\n\n# more\ngaps: [x]\n",
        "passages:\n  -   id: a # first\n      source: s\n\n  # a remark\n  - quote: >-\n      b\n    # the end\n\n  - id: up-to-two-billion\n    source: report\n    quote: up to two billion\n    stance: supports\n\n# more\ngaps: [x]\n",
    );
    appended(
        "passages:\r\n-\r\n  id: a\r\ntitle: x",
        "passages:\r\n-\r\n  id: a\r\n- id: up-to-two-billion\r\n  source: report\r\n  quote: up to two billion\r\n  stance: supports\r\ntitle: x",
    );
    appended(
        "passages: [{id: a}, ] # x\n",
        "passages: [{id: a}, {id: up-to-two-billion, source: report, quote: up to two billion, stance: supports} ] # x\n",
    );
    appended(
        "passages: [\n    {id: a} # x\n  ]\n",
        "passages: [\n    {id: a}, # x\n    {id: up-to-two-billion, source: report, quote: up to two billion, stance: supports}\n  ]\n",
    );
}

#[test]
fn a_note_without_passages_gets_a_list() {
    let item = "- id: up-to-two-billion\n  source: report\n  quote: up to two billion\n  stance: supports\n";
    let indented = item.lines().map(|line| format!("  {line}\n")).collect::<String>();
    appended("", &format!("passages:\n{indented}"));
    appended("\u{FEFF}claim: x", &format!("\u{FEFF}claim: x\npassages:\n{indented}"));
    appended("tags:\n- a\n", &format!("tags:\n- a\npassages:\n{item}"));
    appended(
        "passages: [] # none\n  # - id: x\n\ngaps: []\n",
        &format!("passages: # none\n  # - id: x\n{indented}\ngaps: []\n"),
    );
    appended("passages: ~\ngaps: []\n", &format!("passages:\n{indented}gaps: []\n"));
    appended("note: |+\n  x\n\n", &format!("note: |+\n  x\n\npassages:\n{indented}"));
}

#[test]
fn long_and_unusual_quotes_are_read_back_unchanged() {
    let long =
        "the wording of a captured source, which goes on for much longer than a row of a note: it is broken, # and all";
    let note = append_passage("passages:\n", &passage(long)).unwrap();
    let lines = "    quote: >-\n      the wording of a captured source, which goes on for much longer than a row\n      of a note: it is broken, # and all\n";
    assert!(note.contains(lines), "{note}");
    let note = append_passage("passages:\n", &passage("two  spaces: \"and\" a \u{2028} line")).unwrap();
    assert!(note.contains("    quote: \"two  spaces: \\\"and\\\" a \\u2028 line\"\n"), "{note}");
}

#[test]
fn unsafe_changes_are_refused_in_plain_words() {
    let refused = |note: &str| append_passage(note, &passage("words")).unwrap_err().to_string();
    assert_eq!(refused("passages: [\n"), "fix the errors that check reports in this note first");
    assert!(refused("passages: words\n").contains("is not a list"));
    let twice = NewPassage { id: Some("a".to_owned()), ..passage("words") };
    let refused = append_passage("passages: [{id: a}]\n", &twice).unwrap_err().to_string();
    assert!(refused.contains("already has a passage “a”"), "{refused}");
}

#[test]
fn a_note_without_errors_that_cannot_be_changed_names_the_line() {
    // Only the positional parser refuses a tab after a colon.
    let note = "claim: é\npassages:\n  - id: a\n    stance:\tcontext\n    note: x\n";
    let outcomes = |note: &str| {
        let text = FieldChange::Text("note", Some("y".to_owned()));
        [
            append_passage(note, &passage("words")).map(|_| ()),
            remove_passage(note, 0).map(|_| ()),
            reorder_passages(note, &[0]).map(|_| ()),
            change_passage(note, 0, &[text]).map(|_| ()),
        ]
        .map(|outcome| outcome.unwrap_err().to_string())
    };
    let reason = "line 4 is written in a way that cannot be changed here; change it in your text editor";
    assert_eq!(outcomes(note), [reason; 4]);
    assert_eq!(outcomes(&format!("{note}gaps: [\n")), ["fix the errors that check reports in this note first"; 4]);
}

/// Notes in many styles.
fn note() -> impl Strategy<Value = String> {
    const ITEMS: &[&str] = &[
        "- id: é # x\n  quote: |\n    line\n\n    more\n",
        "- {id: x, quote: 'y'}\n",
        "-\n",
        "-   quote: >+\n      f\n\n\n",
        "- id: 7\n  note: plain\n   goes on\n  # remark\n",
        "\n- quote: \"a\n    b\"\n",
        "- note: |+\n    x\n\n",
    ];
    const BEFORE: &[&str] = &["", "# head\n\n", "claim: 被盗 “é”\n", "tags: [a,\n  b]\nsummary: >\n  x\n\n"];
    const AFTER: &[&str] = &["", "# foot\n", "gaps: [x]\n", "\n\n", "  # deep\ngaps:\n- y", "note: |+\n  x\n\n"];
    const FIELDS: &[&str] =
        &["passages: []\n", "passages:\n", "passages: ~ # x\n", "", "passages: [{id: a}, {id: b,}]\n"];
    let lists = (prop::collection::vec(prop::sample::select(ITEMS), 1..4), 0..4usize).prop_map(|(items, indent)| {
        let lines = items.concat();
        let lines = lines.split_inclusive('\n').map(|line| match line {
            "\n" => line.to_owned(),
            _ => format!("{}{line}", " ".repeat(indent)),
        });
        format!("passages: # list\n{}", lines.collect::<String>())
    });
    let list =
        prop::strategy::Union::new([lists.boxed(), prop::sample::select(FIELDS).prop_map(str::to_owned).boxed()]);
    (prop::sample::select(BEFORE), list, prop::sample::select(AFTER), any::<[bool; 3]>()).prop_map(
        |(before, list, after, [crlf, mark, unended])| {
            let text = format!("{}{before}{list}{after}", if mark { "\u{FEFF}" } else { "" });
            let text = if unended { text.trim_end_matches('\n') } else { &text };
            if crlf { text.replace('\n', "\r\n") } else { text.to_owned() }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_a_passage_adds_just_that(note in note(), quote in "[a-zé被:#'\"\\\\ \n\t«-]{1,200}") {
        let bare = note.trim_start_matches('\u{FEFF}');
        if let Some(old) = proof::read(bare) {
            let new = append_passage(&note, &passage(&quote)).map_err(|unsure| unsure.to_string());
            prop_assert!(new.is_ok(), "{:?}: {:?}", note, new);
            let new = new.unwrap_or_default();
            let added = proof::read(new.trim_start_matches('\u{FEFF}')).unwrap_or_default();
            let passages = added["passages"].as_sequence().map_or(0, Vec::len);
            prop_assert_eq!(passages, old["passages"].as_sequence().map_or(0, Vec::len) + 1);
            prop_assert_eq!(added["passages"][passages - 1]["quote"].as_str(), Some(quote.as_str()));
            // All bytes that were there are there still, in their order; only the sign of an empty list goes.
            let mut rest = new.chars();
            let kept = note.replace("passages: []", "passages:").replace("passages: ~", "passages:");
            prop_assert!(kept.chars().all(|c| rest.any(|other| other == c)), "{:?} became {:?}", note, new);
        }
    }

    #[test]
    fn a_removed_passage_takes_nothing_else_with_it(note in note(), which in any::<prop::sample::Index>()) {
        let old = passages_of(&note);
        if !old.is_empty() {
            let index = which.index(old.len());
            let done = remove_passage(&note, index);
            prop_assert!(done.is_ok(), "{:?}: {:?}", note, done);
            if let Ok(RemovedPassage { text, removed }) = done {
                let mut expected = old;
                expected.remove(index);
                prop_assert_eq!(passages_of(&text), expected);
                // What is left, and what was removed, are all that was there but for empty lines and the signs of the list.
                let words = |text: &str| letters(&text.replace("[]", ""));
                let both = words(&format!("{text}{removed}"));
                prop_assert_eq!(both, words(&note), "{:?} became {:?}", note, text);
            }
        }
    }

    #[test]
    fn passages_in_another_order_are_the_same_bytes(note in note(), seed in any::<[prop::sample::Index; 4]>()) {
        let old = passages_of(&note);
        let mut order: Vec<usize> = (0..old.len()).collect();
        for (i, other) in seed.iter().enumerate().take(old.len()) {
            order.swap(i, other.index(old.len()));
        }
        if !old.is_empty() {
            let done = reorder_passages(&note, &order);
            // A block text at the end of the file has no line ending to keep.
            if note.ends_with('\n') {
                prop_assert!(done.is_ok(), "{:?} as {:?}: {:?}", note, order, done);
            }
            if let Ok(new) = done {
                prop_assert_eq!(passages_of(&new), order.iter().map(|i| old[*i].clone()).collect::<Vec<_>>());
                prop_assert_eq!(letters(&new), letters(&note));
                prop_assert_eq!(new.len(), note.len());
            }
        }
    }

    #[test]
    fn a_text_is_rewritten_wherever_it_is(note in note(), new in "[a-zé被:#'\"\\\\ ,\n«-]{1,100}") {
        let text = note.trim_start_matches('\u{FEFF}');
        let old = proof::read(text).unwrap_or_default();
        let mut files = Files::default();
        let file = files.add(File::new("note.yaml", text));
        let skipped = Skipped::default();
        for path in texts(&old, &new) {
            let edit = EditedNote::whole(file, text, &skipped).replace_scalar(&path, &new);
            prop_assert!(edit.is_ok(), "{} of {:?}: {:?}", path, text, edit);
            let changed = edit.and_then(|edit| apply(text, [&edit])).unwrap_or_default();
            prop_assert!(proof::holds(&old, &changed, &[(path, Some(new.as_str().into()))]));
        }
    }
}

/// The passages of a note; none if it cannot be read.
fn passages_of(note: &str) -> Vec<Value> {
    let value = proof::read(note.trim_start_matches('\u{FEFF}')).unwrap_or_default();
    value.get("passages").and_then(Value::as_sequence).cloned().unwrap_or_default()
}

/// The characters of a text but for white space and commas, in alphabetical order.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    letters.sort_unstable();
    letters
}

/// The ways to the texts of a note's passages that are not `new` already.
fn texts(note: &Value, new: &str) -> Vec<Path> {
    let passages = note.get("passages").and_then(Value::as_sequence).into_iter().flatten().enumerate();
    let fields = passages.flat_map(|(index, passage)| {
        let keys = passage.as_mapping().into_iter().flat_map(|fields| fields.iter());
        keys.filter(|(_, value)| value.as_str().is_some_and(|text| text != new))
            .filter_map(move |(key, _)| Some(Path::top().key("passages").index(index).key(key.as_str()?.to_owned())))
    });
    fields.collect()
}

#[test]
fn the_old_text_is_parsed_once_for_all_changes() {
    let text = "a: counted-text-before\nb: c\n";
    let mut files = Files::default();
    let file = files.add(File::new("note.yaml", text));
    let skipped = Skipped::default();
    let note = EditedNote::whole(file, text, &skipped);
    for new in ["x", "y", "z"] {
        note.replace_scalar(&Path::top().key("a"), new).unwrap();
    }
    note.remove_field(&Path::top().key("a")).unwrap();
    assert_eq!((counted(Step::Parse, "before"), counted(Step::Tree, "before")), (1, 1));
}
