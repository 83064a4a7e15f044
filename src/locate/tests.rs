//! The heart, case by case, and its properties over texts of all scripts.

use std::ops::Range;

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_assume, prop_oneof, proptest};

use super::selector::{Deciding, Selector, decide, describe, pick};
use super::{Level, Place, Quote, Searchable, Unlocated, locate};
use crate::text::boundary::is_boundary;
use crate::text::fold::{Folded, folded, is_dropped};

fn find(text: &str, exact: &str) -> Result<Place, Unlocated> {
    locate(&Searchable::new(text.to_owned()), &Quote { exact, ..Quote::default() })
}

/// Checks that `exact` is found at `level` in the parts of `marked` that are set in braces.
#[track_caller]
fn check(marked: &str, exact: &str, level: Level) {
    let (text, parts) = unmark(marked);
    assert_eq!(find(&text, exact), Ok(Place { level, parts }), "{exact}");
}

fn unmark(marked: &str) -> (String, Vec<Range<usize>>) {
    let (mut text, mut parts, mut start) = (String::new(), vec![], 0);
    for c in marked.chars() {
        match c {
            '{' => start = text.len(),
            '}' => parts.push(start..text.len()),
            c => text.push(c),
        }
    }
    (text, parts)
}

#[track_caller]
fn check_none(text: &str, exact: &str) {
    assert_eq!(find(text, exact), Err(Unlocated::NotFound), "{exact}");
}

#[test]
fn verbatim_is_up_to_composition_and_white_space() {
    check("He {said so} then.", "said so", Level::Verbatim);
    check("One\n{two three\nfour} five", "two  three\nfour\n", Level::Verbatim);
    check("Un {cafe\u{301} noir}.", "café noir", Level::Verbatim);
}

#[test]
fn folded_is_up_to_the_declared_folding() {
    check("He said {“it’s done—now”}.", "\"it's done-now\"", Level::Folded);
    check("a {co\u{AD}operative ﬁnding…}", "cooperative finding...", Level::Folded);
    check("a {5\u{A0}per cent}", "5 per cent", Level::Folded);
    check("{ＡＢＣ} is", "ABC", Level::Folded);
}

#[test]
fn case_accents_letters_and_figures_are_never_folded() {
    check_none("Two billion", "two billion");
    check_none("resume the work", "résumé the work");
    check_none("10² metres", "102 metres");
    check_none("½ of it", "1/2 of it");
}

#[test]
fn a_quote_begins_and_ends_at_word_boundaries() {
    check_none("the theme", "he");
    check_none("about 3.5 per cent", "5 per cent");
    check_none("the cooperation", "the co");
    check_none("co\u{AD}operate", "co");
    check("the {he} man", "he", Level::Verbatim);
}

#[test]
fn scripts_without_spaces_have_grapheme_boundaries() {
    check("私は{京都へ}行く", "京都へ", Level::Verbatim);
    check("ผม{รักเมือง}ไทย", "รักเมือง", Level::Verbatim);
    check("وال{كتاب} هنا", "كتاب", Level::Verbatim);
    check("של{ום} לך", "ום", Level::Verbatim);
    check_none("か\u{3099}行", "か");
}

#[test]
fn verbatim_wins_over_folded() {
    check("“a b” and {\"a b\"}", "\"a b\"", Level::Verbatim);
}

#[test]
fn words_left_out_are_marked() {
    check("He {raised a lot} of {money for it} all.", "raised a lot [...] money for it", Level::Elided);
    check("He {raised a lot} of {money for it} all.", "raised a lot … money for it…", Level::Elided);
    check("{raised a lot} x {money for it}", "... raised a lot [he said] money for it [...].", Level::Elided);
}

#[test]
fn a_changed_initial_is_in_brackets() {
    check("The {democratic republic} said", "[D]emocratic republic", Level::Elided);
    check("The {Democratic republic} said", "[d]emocratic republic", Level::Elided);
    check_none("The temocratic republic said", "[D]emocratic republic");
}

#[test]
fn brackets_and_dots_of_the_source_are_read_literally_first() {
    check("that {[North Korea] used} it", "[North Korea] used", Level::Verbatim);
    check(
        "{[North Korea] used cyberspace} to {generate some income}",
        "[North Korea] used cyberspace [...] generate some income",
        Level::Elided,
    );
    check("well{... I think} so", "... I think", Level::Verbatim);
}

#[test]
fn parts_between_marks_are_not_too_short() {
    assert_eq!(find("one two three four", "one [...] three four"), Err(Unlocated::PartTooShort("one".to_owned())));
    check(
        "{一二三四五六七八九十一二}中{三四五六七八九十三四五六}",
        "一二三四五六七八九十一二……三四五六七八九十三四五六",
        Level::Elided,
    );
    assert!(matches!(find("一二三四五六七八九十一二", "一二三……四五六七八九十一二"), Err(Unlocated::PartTooShort(_))));
}

#[test]
fn elided_parts_take_the_tightest_span() {
    check("a bit x a bit {a bit} y {of it} z of it", "a bit [...] of it", Level::Elided);
    let twice = find("a bit x of it and a bit y of it", "a bit [...] of it");
    assert!(matches!(twice, Err(Unlocated::Ambiguous(places)) if places.len() == 2));
    let middle = find("a bit x so so y so so z of it", "a bit [...] so so [...] of it");
    assert!(matches!(middle, Err(Unlocated::Ambiguous(places)) if places.len() == 2));
}

#[test]
fn an_ambiguous_quote_is_never_guessed() {
    let text = Searchable::new("The bank lost. A bank won. The bank closed.".to_owned());
    let Err(Unlocated::Ambiguous(places)) = locate(&text, &Quote { exact: "bank", ..Quote::default() }) else {
        panic!("three banks");
    };
    let deciding: Vec<_> = (0..3).map(|i| decide(&text, &places, i)).collect();
    assert_eq!(
        deciding,
        [
            Some(Deciding::Suffix("lost".to_owned())),
            Some(Deciding::Prefix("A".to_owned())),
            Some(Deciding::Suffix("closed".to_owned())),
        ]
    );
}

#[test]
fn prefix_and_suffix_decide() {
    let text = Searchable::new("The “bank” lost. A bank won.".to_owned());
    let found = |prefix, suffix| locate(&text, &Quote { exact: "bank", prefix, suffix }).map(|place| place.span());
    let second = text.text().rfind("bank").unwrap();
    assert_eq!(found(Some("A"), None), Ok(second..second + 4));
    assert_eq!(found(None, Some("won.")), Ok(second..second + 4));
    assert_eq!(found(Some("The \""), None), Ok(7..11));
    assert!(matches!(found(Some("he"), None), Err(Unlocated::OutOfContext(places)) if places.len() == 2));
}

#[test]
fn nothing_is_an_empty_quote() {
    for empty in ["", " \n ", "\u{200B}", "\u{FEFF}\u{AD}"] {
        assert_eq!(find("text", empty), Err(Unlocated::Empty));
    }
}

#[test]
fn many_marks_end_quickly() {
    let quote = "[a b] c d ".repeat(200);
    let text = "[a b] c d x ".repeat(200);
    assert!(find(&text, &quote).is_err());
    assert!(find(&text, &"[a b] c d ".repeat(40)).is_err());
    let phrase = "нет ".repeat(20_000);
    let Err(Unlocated::Ambiguous(places)) = find(&phrase, "нет нет") else { panic!("many places") };
    assert_eq!(decide(&Searchable::new(phrase), &places, 5), None);
    assert!(find("aaaa", &"[A]".repeat(500)).is_err());
}

/// Text from the parts of Unicode that are hard: scripts with and without spaces, marks, ligatures, emoji, invisible characters.
fn any_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zA-Z]{1,6}",
        "[àéîõüçñ]{1,4}",
        "[а-яА-Я]{1,5}",
        "[α-ωΑ-Ω]{1,5}",
        "[一-十人口日月]{1,4}",
        "[ぁ-んァ-ン]{1,4}",
        "[가-힣]{1,3}",
        "[ก-ฮ]{1,4}",
        "[ا-ي]{1,5}",
        "[א-ת]{1,5}",
        "[0-9]{1,3}([.,][0-9]{1,2})?",
        Just("e\u{301}a\u{308}o".to_owned()),
        Just("ﬁnal…".to_owned()),
        Just("“it’s”".to_owned()),
        Just("👩‍👩‍👧🇩🇪".to_owned()),
        Just("co\u{AD}op".to_owned()),
        Just("ｶﾞｷﾞ".to_owned()),
        Just("\u{1112}\u{1161}\u{11AB}".to_owned()),
        Just("[sic]".to_owned()),
        Just("\u{200F}x\u{200E}".to_owned()),
    ];
    let gap = prop_oneof![
        6 => Just(" ".to_owned()), 1 => Just("\n".to_owned()), 1 => Just("".to_owned()), 1 => Just(" — ".to_owned()),
        1 => Just(", ".to_owned()), 1 => Just("\u{A0}".to_owned()), 1 => Just(" \u{200B} ".to_owned()), 1 => Just("...".to_owned()),
    ];
    prop::collection::vec((word, gap), 1..30)
        .prop_map(|pieces| pieces.into_iter().map(|(word, gap)| word + &gap).collect())
}

/// A range that begins and ends at boundaries and on visible characters, near the two fractions of the text.
fn snap(text: &str, from: f64, to: f64) -> Option<Range<usize>> {
    let visible = |c: char| !c.is_whitespace() && !is_dropped(c);
    let cuts: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).filter(|at| is_boundary(text, *at)).collect();
    let pick = |fraction: f64| cuts[((cuts.len() - 1) as f64 * fraction) as usize];
    let (from, to) = (pick(from.min(to)), pick(from.max(to)));
    let starts = cuts.iter().copied().find(|at| *at >= from && text[*at..].starts_with(visible))?;
    let ends = cuts.iter().copied().rev().find(|at| *at <= to && text[..*at].ends_with(visible))?;
    (starts < ends).then_some(starts..ends)
}

#[test]
fn a_text_that_says_the_same_over_and_over_is_ambiguous_and_nothing_else() {
    let text = Searchable::new("a ".repeat(300_000));
    let quote = "a ".repeat(10_000);
    for prefix in [None, Some("a a a")] {
        let found = locate(&text, &Quote { exact: &quote, prefix, suffix: None });
        assert!(matches!(found, Err(Unlocated::Ambiguous(_))));
    }
}

#[track_caller]
fn check_pick(text: &str, before: usize, selected: &str, expected: Option<(&str, Option<Deciding>)>) {
    let expected = expected.map(|(exact, deciding)| Selector { exact: exact.to_owned(), deciding });
    assert_eq!(pick(&Searchable::new(text.to_owned()), before, selected), expected, "{selected}");
}

#[test]
fn a_selection_is_widened_to_words_and_told_from_others() {
    check_pick("He said so.\n\nShe said no.", 4, "id so", Some(("said so", None)));
    check_pick("He said so.\n\nShe said no.", 2, " said\n", Some(("said", Some(Deciding::Prefix("He".into())))));
    check_pick("One two.\n\nThree four.", 3, "two.Three", Some(("two. Three", None)));
    check_pick("東京に行く。", 2, "に行", Some(("に行", None)));
    check_pick("One two.", 6, ".", None);
    check_pick("One two.", 0, "Two", None);
    check_pick("One two.", 40, "two", None);
    check_pick("One two.", 0, " ", None);
}

proptest! {
    #[test]
    fn what_is_picked_is_found_around_what_was_selected(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let visible: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        prop_assume!(!visible.is_empty());
        let at = |fraction: f64| ((visible.len() - 1) as f64 * fraction) as usize;
        let (first, last) = (at(from.min(to)), at(from.max(to)));
        let selected = visible[first].0..visible[last].0 + visible[last].1.len_utf8();
        let searchable = Searchable::new(text.clone());
        if let Some(Selector { exact, deciding }) = pick(&searchable, first, &text[selected.clone()]) {
            let (prefix, suffix) = match &deciding {
                Some(Deciding::Prefix(words)) => (Some(words.as_str()), None),
                Some(Deciding::Suffix(words)) => (None, Some(words.as_str())),
                None => (None, None),
            };
            let found = locate(&searchable, &Quote { exact: &exact, prefix, suffix }).map(|place| place.span());
            prop_assert!(found.is_ok_and(|found| found.start <= selected.start && selected.end <= found.end));
        }
    }

    #[test]
    fn what_is_described_is_found_again(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let Some(range) = snap(&text, from, to) else { return Ok(()) };
        let searchable = Searchable::new(text.clone());
        // A place that cannot be told from another has no description; all others are found again.
        if let Some(selector) = describe(&searchable, &range) {
            let (prefix, suffix) = match &selector.deciding {
                Some(Deciding::Prefix(words)) => (Some(words.as_str()), None),
                Some(Deciding::Suffix(words)) => (None, Some(words.as_str())),
                None => (None, None),
            };
            let place = locate(&searchable, &Quote { exact: &selector.exact, prefix, suffix });
            prop_assert_eq!(place.map(|place| place.span()), Ok(range));
        } else {
            let exact = &text[range.clone()];
            let occurrences = searchable.occurrences(&folded(exact));
            prop_assert!(occurrences.len() != 1 || occurrences[0].source != range, "{:?} is unique, yet not described", exact);
        }
    }

    #[test]
    fn a_unique_quote_needs_no_context(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let Some(range) = snap(&text, from, to) else { return Ok(()) };
        let searchable = Searchable::new(text.clone());
        prop_assume!(searchable.occurrences(&folded(&text[range.clone()])).len() == 1);
        let place = locate(&searchable, &Quote { exact: &text[range.clone()], ..Quote::default() });
        prop_assert_eq!(place, Ok(Place { level: Level::Verbatim, parts: vec![range] }));
    }

    #[test]
    fn the_fold_map_is_monotone_and_lands_on_characters(text in any_text()) {
        let map = Folded::new(&text);
        let ends: Vec<usize> = map.text().char_indices().map(|(at, _)| at).chain([map.text().len()]).collect();
        let mut last = 0;
        for pair in ends.windows(2) {
            if let Some(range) = map.to_source(&(pair[0]..pair[1])) {
                prop_assert!(range.start >= last && range.end >= range.start);
                prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                prop_assert_eq!(folded(&text[range.clone()]), folded(&map.text()[pair[0]..pair[1]]));
                let back = map.from_source(&range);
                prop_assert!(back.start <= pair[0] && back.end >= pair[1]);
                last = range.start;
            }
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in any_text()) {
        let once = folded(&text);
        prop_assert_eq!(folded(&once), once);
    }

    #[test]
    fn locating_never_panics(text in any_text(), quote in any_text(), prefix in any_text()) {
        let _ = locate(&Searchable::new(text), &Quote { exact: &quote, prefix: Some(&prefix), suffix: None });
    }
}
