use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

use super::{Change, ChangeKind, Side, compare};
use crate::locate::Searchable;
use crate::text::reading_text::ReadingText;

fn plain(text: &str) -> Searchable {
    Searchable::new(ReadingText::plain(text), "")
}

/// The changes, one for each line: the kind and the words, with `[-…-]` around old and `{+…+}` around new ones.
fn shown(old: &Searchable, new: &Searchable) -> String {
    let line = |change: &Change| {
        let words = change.words.iter().map(|words| match words.side {
            Side::Both => new.text()[words.range.clone()].to_owned(),
            Side::Old => format!("[-{}-]", &old.text()[words.range.clone()]),
            Side::New => format!("{{+{}+}}", &new.text()[words.range.clone()]),
        });
        format!("{}: {}", change.kind.name(), words.collect::<Vec<_>>().join(" "))
    };
    compare(old, new).iter().map(line).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    assert_eq!(shown(&plain(old), &plain(new)), expected);
}

#[test]
fn kinds_of_changes() {
    check("It cost 4 million. He left.", "It cost 5 million. He left.", "figure: It cost [-4-] {+5+} million.");
    check(
        "He said “it is safe” twice.",
        "He said “it was safe” twice.",
        "quoted: He said “it [-is-] {+was+} safe” twice.",
    );
    check("The bridge opened.", "The old bridge opened.", "wording: The {+old+} bridge opened.");
    check("It rained. He left.", "It rained.", "gone: [-He left.-]");
    check("It rained.", "Nobody came. It rained.", "new: {+Nobody came.+}");
    check("东京有十人。", "东京有九人。", "wording: 东京有 [-十-] {+九+} 人。");
    check("وصل ٤ رجال.", "وصل ٥ رجال.", "figure: وصل [-٤-] {+٥+} رجال.");
}

#[test]
fn a_figure_that_only_moved_did_not_change() {
    check(
        "In 2019 the old bridge was closed.",
        "The old bridge was closed in 2019.",
        "wording: [-In 2019 the-] {+The+} old bridge was closed {+in 2019+} .",
    );
}

#[test]
fn sentences_with_little_in_common_are_gone_and_new() {
    check(
        "It rained. The mayor opened the bridge in the morning. He left.",
        "It rained. Nobody knows the price of the works. He left.",
        "gone: [-The mayor opened the bridge in the morning.-]\nnew: {+Nobody knows the price of the works.+}",
    );
}

#[test]
fn where_sentences_end_makes_no_difference() {
    let joined = Searchable::new(ReadingText::plain("the bridge opened then he left"), "");
    let apart =
        Searchable::new(ReadingText::builder().paragraph("the bridge opened").paragraph("then he left").build(), "");
    assert_eq!(shown(&joined, &apart), "");
    check("It rained. He left.", "It rained, he left.", "wording: It rained [-. He-] {+, he+} left.");
}

#[test]
fn headings_and_strikes_count() {
    let text = |heading: &str, struck: bool| {
        let mut builder = ReadingText::builder();
        builder.heading(heading).paragraph("It cost 4 million, ");
        if struck {
            builder.struck("he said")
        } else {
            builder.text("he said")
        };
        Searchable::new(builder.build(), "")
    };
    assert_eq!(
        shown(&text("4 bridges open", false), &text("5 bridges open", false)),
        "headline: [-4-] {+5+} bridges open"
    );
    assert_eq!(shown(&text("Open", false), &text("Open", true)), "wording: It cost 4 million, [-he said-] {+he said+}");
}

#[test]
fn typography_and_space_are_no_difference() {
    for (a, b) in [
        ("He said “no” – it’s over…", "He said \"no\" - it's over..."),
        ("25 % of\u{A0}it", "25% of it"),
        ("“So.” “No.” Then", "\"So.\" \"No.\" Then"),
        ("ﬁve co\u{AD}operate", "five cooperate"),
        ("", "\u{FFFC} "),
    ] {
        check(a, b, "");
    }
}

#[test]
fn long_texts_of_few_words_are_compared_in_time() {
    // As many different places as there can be: neither text has a sentence of the other.
    let text = |factor: usize| {
        let word = |i: usize| ["a", "b", "c", "d", "e"][(i * i * factor / 7) % 5];
        plain(&(0..3_000).map(word).collect::<Vec<_>>().join(" "))
    };
    assert!(!compare(&text(3), &text(5)).is_empty());
}

fn any_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "It",
        "rained",
        "the",
        "bridge",
        "4",
        "5,000",
        "“no”",
        "said.",
        "He",
        "left.",
        "\n",
        "漢字。",
        "’s",
        "…",
        "3 %",
        "!",
        "\u{FFFC}",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

/// The words of one text in the order of the changes, but for those that differ.
fn places(changes: &[Change], side: Side) -> Vec<(usize, usize)> {
    let words = changes.iter().flat_map(|change| &change.words).filter(|words| words.side == side);
    words.map(|words| (words.range.start, words.range.end)).collect()
}

fn counts(changes: &[Change]) -> Vec<usize> {
    ChangeKind::ALL.iter().map(|kind| changes.iter().filter(|change| change.kind == *kind).count()).collect()
}

proptest! {
    #[test]
    fn a_text_does_not_differ_from_itself(text in any_text()) {
        prop_assert_eq!(compare(&plain(&text), &plain(&text)), []);
        let other = text.replace(['“', '”'], "\"").replace('’', "'").replace(' ', " \u{A0}\n").replace('…', "...");
        prop_assert_eq!(shown(&plain(&text), &plain(&other)), "", "typography");
    }

    #[test]
    fn both_directions_find_the_same(old in any_text(), new in any_text()) {
        let (old, new) = (plain(&old), plain(&new));
        let (there, back) = (compare(&old, &new), compare(&new, &old));
        prop_assert_eq!(places(&there, Side::Old), places(&back, Side::New));
        prop_assert_eq!(places(&there, Side::New), places(&back, Side::Old));
        let mut back = counts(&back);
        back.swap(1, 2);
        prop_assert_eq!(counts(&there), back);
    }

    #[test]
    fn without_what_differs_the_texts_are_the_same(old in any_text(), new in any_text()) {
        let (old, new) = (plain(&old), plain(&new));
        let changes = compare(&old, &new);
        let left = |text: &Searchable, side| {
            let mut text = text.text().to_owned();
            for (start, end) in places(&changes, side).into_iter().rev() {
                text.replace_range(start..end, " ");
            }
            crate::text::fold::folded(&text.replace('\u{FFFC}', " ")).replace(' ', "")
        };
        prop_assert_eq!(left(&old, Side::Old), left(&new, Side::New));
        for side in [Side::Old, Side::New] {
            prop_assert!(places(&changes, side).is_sorted(), "in order");
        }
    }
}
