//! Properties of the matcher over texts of all scripts.

use std::ops::Range;

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_assume, prop_oneof, proptest};

use super::{find_in, plain};
use crate::locate::selector::{Disambiguator, Selector, describe, pick};
use crate::locate::{Level, Place, Quote, Searchable, Unlocated, locate};
use crate::text::Block;
use crate::text::boundary::is_unspaced;
use crate::text::figures::{digit, is_raised};
use crate::text::fold::{Folded, folded, is_dropped, is_mark};
use crate::text::reading_text::{BlockBoundary, BreakKind, ReadingText, SEAM};

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
        "[0-9]{1,3} [0-9]{3}",
        "[0-9]{1,2}[²½¹₂]",
        "[−$<±][0-9]{1,3}[%€]?",
        "[۰-۹]{1,3}|[٠-٩]{1,3}|[๐-๙]{1,3}|[0-9]万[0-9]{4}",
        "[a-z]{2,4}[-’´'][a-z]{1,4}",
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
    let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let searchable = plain(text);
    let pick = |fraction: f64| cuts[((cuts.len() - 1) as f64 * fraction) as usize];
    let (from, to) = (pick(from.min(to)), pick(from.max(to)));
    let begins = |at: &usize| text[*at..].starts_with(visible) && searchable.may_begin(*at);
    let starts = cuts.iter().copied().find(|at| *at >= from && begins(at))?;
    let closes = |at: &usize| text[..*at].ends_with(visible) && searchable.may_end(*at);
    let ends = cuts.iter().copied().rev().find(|at| *at <= to && closes(at))?;
    (starts < ends).then_some(starts..ends)
}

/// Texts one after the other, each joined to the next in one of the ways in which blocks and seams are.
fn joined(pieces: &[(String, u8)]) -> ReadingText {
    let mut reading = ReadingText::builder();
    for (piece, how) in pieces {
        reading.text(piece);
        match how {
            0 => reading.end(),
            1 => reading.begin(Block::Heading),
            2 => reading.boundary(BlockBoundary::Container),
            3 => reading.seam(""),
            _ => reading.next_cell(),
        };
    }
    reading.build()
}

proptest! {
    #[test]
    fn what_is_picked_is_found_around_what_was_selected(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let visible: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
        prop_assume!(!visible.is_empty());
        let at = |fraction: f64| ((visible.len() - 1) as f64 * fraction) as usize;
        let (first, last) = (at(from.min(to)), at(from.max(to)));
        let selected = visible[first].0..visible[last].0 + visible[last].1.len_utf8();
        let searchable = plain(&text);
        let picked = pick(&searchable, first, &text[selected.clone()]);
        if let Some(Selector { exact, disambiguator }) = picked.and_then(|range| describe(&searchable, &range)) {
            let (prefix, suffix) = match &disambiguator {
                Some(Disambiguator::Prefix(words)) => (Some(words.as_str()), None),
                Some(Disambiguator::Suffix(words)) => (None, Some(words.as_str())),
                None => (None, None),
            };
            let found = locate(&searchable, &Quote { exact: &exact, prefix, suffix }).map(|place| place.span());
            prop_assert!(found.is_ok_and(|found| found.start <= selected.start && selected.end <= found.end));
        }
    }

    #[test]
    fn what_is_described_is_found_again(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let Some(range) = snap(&text, from, to) else { return Ok(()) };
        let searchable = plain(&text);
        // A place that cannot be told from another has no description; all others are found again.
        if let Some(selector) = describe(&searchable, &range) {
            let (prefix, suffix) = match &selector.disambiguator {
                Some(Disambiguator::Prefix(words)) => (Some(words.as_str()), None),
                Some(Disambiguator::Suffix(words)) => (None, Some(words.as_str())),
                None => (None, None),
            };
            let place = locate(&searchable, &Quote { exact: &selector.exact, prefix, suffix });
            prop_assert_eq!(place.map(|place| place.span()), Ok(range));
        } else {
            let exact = &text[range.clone()];
            let occurrences = searchable.occurrences(&folded(exact)).hits;
            prop_assert!(occurrences.len() != 1 || occurrences[0].source != range, "{:?} is unique, yet not described", exact);
        }
    }

    #[test]
    fn a_unique_quote_needs_no_context(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let Some(range) = snap(&text, from, to) else { return Ok(()) };
        let searchable = plain(&text);
        prop_assume!(searchable.occurrences(&folded(&text[range.clone()])).hits.len() == 1);
        let place = locate(&searchable, &Quote { exact: &text[range.clone()], ..Quote::default() });
        prop_assert_eq!(place, Ok(Place { level: Level::Verbatim, parts: vec![range], inserted: vec![] }));
    }

    #[test]
    fn no_place_holds_a_seam_or_a_block_boundary(
        pieces in prop::collection::vec((any_text(), 0..5_u8), 1..6),
        from in 0.0..1.0_f64,
        to in 0.0..1.0_f64,
        mark in 0.0..1.0_f64,
    ) {
        let reading = joined(&pieces);
        let visible: Vec<(usize, char)> = reading.text().char_indices().collect();
        let at = |fraction: f64| visible[((visible.len() - 1) as f64 * fraction) as usize].0;
        let (start, end) = (at(from.min(to)), at(from.max(to)));
        // What a reader would copy: without seams, with any white space; and the same with words left out.
        let copied = reading.text()[start..end].replace(SEAM, "");
        let middle = copied.char_indices().map(|(at, _)| at).nth((copied.chars().count() as f64 * mark) as usize);
        let elided = middle.map(|at| format!("{} [...] {}", &copied[..at], &copied[at..]));
        let raw = reading.text()[start..end].to_owned();
        let text = Searchable::new(reading, "");
        for quote in [Some(copied), elided, Some(raw)].into_iter().flatten() {
            if let Ok(place) = locate(&text, &Quote { exact: &quote, ..Quote::default() }) {
                let span = place.span();
                prop_assert!(!text.text()[span.clone()].contains(SEAM), "{quote:?}");
                let boundaries = text.reading().breaks_within(&span).iter().filter(|found| matches!(found.kind, BreakKind::Block(_)));
                prop_assert_eq!(boundaries.count(), 0, "{:?}", quote);
            }
        }
    }

    #[test]
    fn no_place_cuts_a_number_or_a_word(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64) {
        let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let at = |fraction: f64| cuts[((cuts.len() - 1) as f64 * fraction) as usize];
        let quote = &text[at(from.min(to))..at(from.max(to))];
        let Ok(place) = find_in("", &text, quote) else { return Ok(()) };
        // The marks of half-width kana belong to kana.
        let spaced = |c: char| c.is_alphabetic() && !is_unspaced(c) && !is_mark(c);
        for part in &place.parts {
            for edge in [part.start, part.end] {
                // Of what folding drops nothing divides a word.
                let before = text[..edge].chars().rev().find(|c| !is_dropped(*c));
                let after = text[edge..].chars().find(|c| !is_dropped(*c));
                let (Some(before), Some(after)) = (before, after) else { continue };
                prop_assert!(!(digit(before).is_some() && digit(after).is_some()), "{quote:?}");
                prop_assert!(!(spaced(before) && spaced(after)), "{quote:?}");
                prop_assert!(!(is_raised(after) && digit(before).is_some()), "{quote:?}");
            }
        }
    }

    #[test]
    fn a_quote_that_stands_twice_after_folding_has_no_place(text in any_text(), from in 0.0..1.0_f64, to in 0.0..1.0_f64, straight in 0..4_u8) {
        // The same words once more, in other typography.
        let other = match straight {
            0 => text.replace(['“', '”'], "\""),
            1 => text.replace(' ', "\u{A0}"),
            2 => text.replace('’', "'"),
            _ => text.clone(),
        };
        let twice = format!("{text}\n{other}");
        let Some(range) = snap(&text, from, to) else { return Ok(()) };
        let quote = &text[range];
        let text = plain(&twice);
        let found = locate(&text, &Quote { exact: quote, ..Quote::default() });
        if text.occurrences(&folded(quote)).hits.len() > 1 {
            prop_assert!(matches!(found, Err(Unlocated::Ambiguous(_))), "{found:?}");
        }
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
        let _ = locate(&plain(&text), &Quote { exact: &quote, prefix: Some(&prefix), suffix: None });
    }
}
