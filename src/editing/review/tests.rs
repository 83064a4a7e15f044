//! Whatever is decided about a block, every other byte of the source stays, and its seal fits.

use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert_eq, proptest};

use super::Decision::{Keep, Remove};
use super::{Written, decided, doubtful_blocks, fields_of, sealed, with_fields};
use crate::base::seal::sha256;

const BOX: &str = "<!-- doubtful: other text -->\n\nAna Ruiz has reported since 2011.\n\n<!-- end of doubtful -->";

fn file(body: &str) -> String {
    format!("---\ntitle: A # kept\nsha256: {} # sealed\n---\n{body}", sha256(body))
}

#[track_caller]
fn check(body: &str, decision: super::Decision, expected: &str) {
    assert_eq!(decided(&file(body), 0, decision).unwrap(), file(expected));
}

#[test]
fn a_block_is_kept_or_removed_and_the_seal_fits() {
    let body = format!("\nThe bridge closed.\n\n{BOX}\n\nIt opened again.\n");
    check(&body, Keep, "\nThe bridge closed.\n\nAna Ruiz has reported since 2011.\n\nIt opened again.\n");
    check(&body, Remove, "\nThe bridge closed.\n\nIt opened again.\n");
    let crlf = body.replace('\n', "\r\n");
    check(&crlf, Keep, "\r\nThe bridge closed.\r\n\r\nAna Ruiz has reported since 2011.\r\n\r\nIt opened again.\r\n");
    check(&crlf, Remove, "\r\nThe bridge closed.\r\n\r\nIt opened again.\r\n");
}

#[test]
fn the_first_and_the_last_block_leave_no_empty_lines() {
    check(&format!("\n{BOX}\n\nIt opened.\n"), Remove, "\nIt opened.\n");
    check(&format!("\n{BOX}\n\nIt opened.\n"), Keep, "\nAna Ruiz has reported since 2011.\n\nIt opened.\n");
    check(&format!("\nIt opened.\n\n{BOX}\n"), Remove, "\nIt opened.\n");
    check(&format!("\nIt opened.  \n\n\n{BOX}"), Remove, "\nIt opened.  \n");
    check(&format!("\nIt opened.\n\n{BOX}"), Keep, "\nIt opened.\n\nAna Ruiz has reported since 2011.");
    check(&format!("{BOX}\n"), Remove, "");
}

#[test]
fn blocks_without_empty_lines_around_them_do_not_flow_together() {
    let body = "It closed.\n<!-- doubtful: x -->\nAna Ruiz.\n<!-- end of doubtful -->\nIt opened.\n";
    // The end of the block is a comment of its own only after an empty line.
    let body = body.replace("Ruiz.\n", "Ruiz.\n\n");
    check(&body, Remove, "It closed.\n\nIt opened.\n");
    check(&body, Keep, "It closed.\n\nAna Ruiz.\n\nIt opened.\n");
}

#[test]
fn two_lists_stay_two() {
    let body = format!("1. One\n2. Two\n\n{BOX}\n\n1. Three\n");
    check(&body, Remove, "1. One\n2. Two\n\n<!-- -->\n\n1. Three\n");
    check(&body, Keep, "1. One\n2. Two\n\nAna Ruiz has reported since 2011.\n\n1. Three\n");
    let list = "- One\n\n<!-- doubtful: x -->\n\n- Two\n\n<!-- end of doubtful -->\n\n- Three\n";
    check(list, Keep, "- One\n\n<!-- -->\n\n- Two\n\n<!-- -->\n\n- Three\n");
}

#[test]
fn the_end_of_a_block_must_be_there() {
    let open = "It closed.\n\n<!-- doubtful: x -->\n\nIt opened.\n";
    for decision in [Keep, Remove] {
        let refused = decided(&file(open), 0, decision).unwrap_err().to_string();
        assert!(refused.contains("is missing"), "{refused}");
        // Kept, this block would open another one that takes the rest of the article with it.
        let nested = format!("<!-- doubtful: a -->\n\nA.\n\n{BOX}\n\nIt opened.\n");
        assert_eq!(decided(&file(&nested), 0, decision).is_ok(), decision == Remove);
    }
}

#[test]
fn what_would_change_other_words_is_refused() {
    // Kept, the tag hides what follows; removed, the link loses its target.
    let hides = "<!-- doubtful: x -->\n\n<div hidden>\n\nA.\n\n<!-- end of doubtful -->\n\nIt opened.\n";
    assert!(decided(&file(hides), 0, Keep).is_err());
    assert!(decided(&file(hides), 0, Remove).is_ok());
    let links = "See [the minutes].\n\n<!-- doubtful: x -->\n\n[the minutes]: https://example.org/\n\n<!-- end of doubtful -->\n";
    assert!(decided(&file(links), 0, Remove).is_err());
}

#[test]
fn a_seal_that_did_not_fit_or_was_not_there_is_left_alone() {
    let body = format!("It opened.\n\n{BOX}\n");
    let other = file(&body).replace("It opened.", "It closed.");
    assert_eq!(decided(&other, 0, Remove).unwrap(), file(&body).replace(&format!(" opened.\n\n{BOX}"), " closed."));
    let bare = format!("---\ntitle: A\n---\n{body}");
    assert_eq!(decided(&bare, 0, Remove).unwrap(), "---\ntitle: A\n---\nIt opened.\n");
    assert_eq!(sealed(&bare).unwrap().former, None);
}

#[test]
fn a_block_says_what_it_is_and_where() {
    let found = doubtful_blocks(&file(&format!("\n# One\n\nTwo.\n\n![](a.png)\n\n{BOX}\n\nThree.\n\n{BOX}\n")));
    let shown: Vec<_> = found.iter().map(|block| (block.what.as_str(), block.blocks_before, block.line)).collect();
    assert_eq!(shown, [("other text", 3, 12), ("other text", 4, 20)]);
    assert_eq!(found[0].markdown.trim(), "Ana Ruiz has reported since 2011.");
}

fn written(name: &str, values: &[&str]) -> Written {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Written { name: name.to_owned(), values, confirmed: false }
}

#[test]
fn only_changed_fields_are_written() {
    let file = "---\ntitle:   'A'   # c\nauthor: [Ana,  Tom]\npublished: 2024-03-12  # unsure: the page shows 2024-03-11\n---\n\nBody\n";
    let same: Vec<Written> = fields_of(file)
        .unwrap()
        .into_iter()
        .map(|field| Written { name: field.name.to_owned(), values: field.values, confirmed: false })
        .collect();
    assert_eq!(with_fields(file, &same).unwrap(), file);
    let sure = file.replace("  # unsure: the page shows 2024-03-11", "");
    let confirmed = Written { confirmed: true, ..written("published", &["2024-03-12"]) };
    assert_eq!(with_fields(file, &[confirmed]).unwrap(), sure);
    let changed = with_fields(file, &[written("published", &["2024-03-11"])]).unwrap();
    assert_eq!(changed, sure.replace("-12", "-11"));
    let gone = with_fields(file, &[written("published", &[]), written("publisher", &[" The  Post\n"])]).unwrap();
    assert_eq!(gone, "---\ntitle:   'A'   # c\npublisher: The Post\nauthor: [Ana,  Tom]\n---\n\nBody\n");
    assert!(with_fields(file, &[written("sha256", &["1"])]).is_err());
}

/// Blocks of all kinds, as an import writes them.
const BLOCKS: [&str; 9] = [
    "The bridge closed in *May*.",
    "## A heading",
    "- one\n- two",
    "1. one\n2. two",
    "> A quotation.\n>\n> Of two paragraphs.",
    "```\ncode  \n\n  more\n```",
    "| a | b |\n| --- | --- |\n| 1 | 2 |",
    "Two lines\\\nof one [link](https://example.org/).",
    "---",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_decision_about_any_block_leaves_the_others(
        blocks in prop::collection::vec((0..BLOCKS.len(), any::<bool>()), 1..8).prop_filter("no doubtful block", |blocks| {
            blocks.iter().any(|(_, is_doubtful)| *is_doubtful)
        }),
        which in any::<prop::sample::Index>(),
        keeps in any::<bool>(),
        crlf in any::<bool>(),
        is_ended in any::<bool>(),
    ) {
        let doubtful: Vec<usize> = (0..blocks.len()).filter(|i| blocks[*i].1).collect();
        let index = which.index(doubtful.len());
        let decision = if keeps { Keep } else { Remove };
        let written = |decided: Option<usize>| {
            let shown = blocks.iter().enumerate().filter_map(|(i, (block, is_doubtful))| match () {
                () if decided == Some(i) => keeps.then(|| BLOCKS[*block].to_owned()),
                () if *is_doubtful => Some(format!("<!-- doubtful: x -->\n\n{}\n\n<!-- end of doubtful -->", BLOCKS[*block])),
                () => Some(BLOCKS[*block].to_owned()),
            });
            let body = format!("\n{}", shown.collect::<Vec<_>>().join("\n\n"));
            let end = if is_ended && !body.trim().is_empty() { "\n" } else { "" };
            let body = format!("{body}{end}");
            if crlf { body.replace('\n', "\r\n") } else { body }
        };
        let new = decided(&file(&written(None)), index, decision).unwrap();
        let body = new.split_once("---\n").and_then(|(_, rest)| rest.split_once("---\n")).unwrap().1;
        prop_assert_eq!(&new, &file(body));
        let ending = if crlf { "\r\n" } else { "\n" };
        let separated = body.replace(&format!("<!-- -->{ending}{ending}"), "").replace(&format!("{ending}{ending}<!-- -->"), "");
        let expected = written(Some(doubtful[index]));
        // A block at the end takes the end of the file with it.
        prop_assert_eq!(separated.trim_end(), expected.trim_end());
    }

    #[test]
    fn any_name_is_read_back_as_it_was_given(values in prop::collection::vec("[ -~äß“„#:,'\"\\[\\]]{1,12}", 0..4)) {
        let file = "---\ntitle: A\nauthor: Ana\ncaptured: 2024-03-14\n---\nBody\n";
        let given: Vec<&str> = values.iter().map(String::as_str).collect();
        let new = with_fields(file, &[written("author", &given)]).unwrap();
        let trimmed = values.iter().map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
        let expected: Vec<String> = trimmed.filter(|value| !value.is_empty()).collect();
        let found = fields_of(&new).unwrap().into_iter().find(|field| field.name == "author").unwrap().values;
        prop_assert_eq!(found, expected);
    }
}
