//! The matcher, case by case.

mod blocks;
mod properties;

use std::ops::Range;

use super::find::locate_counting;
use super::selector::{Disambiguator, Selector, describe, disambiguate, pick};
use super::work::{MAX_GAPS, Work};
use super::{Level, Misuse, Place, Quote, Searchable, TooWide, Unlocated, locate};
use crate::text::reading_text::ReadingText;

fn plain(text: &str) -> Searchable {
    Searchable::new(ReadingText::plain(text), "")
}

fn find(text: &str, exact: &str) -> Result<Place, Unlocated> {
    locate(&plain(text), &Quote { exact, ..Quote::default() })
}

/// Checks that `exact` is found at `level` in the parts of `marked` that are set in braces.
#[track_caller]
fn check(marked: &str, exact: &str, level: Level) {
    let (text, parts) = unmark(marked);
    assert_eq!(find(&text, exact), Ok(Place { level, parts, inserted: vec![] }), "{exact}");
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

/// Checks that `exact` is in the text, but begins or ends inside what is set in braces.
#[track_caller]
fn check_cut(language: &str, marked: &str, exact: &str) {
    let (text, parts) = unmark(marked);
    assert_eq!(find_in(language, &text, exact), Err(Unlocated::Cuts(parts[0].clone())), "{exact} in {text}");
}

/// Checks that `exact` is found once.
#[track_caller]
fn check_in(language: &str, text: &str, exact: &str) {
    assert!(find_in(language, text, exact).is_ok(), "{exact} in {text}: {:?}", find_in(language, text, exact));
}

fn find_in(language: &str, text: &str, exact: &str) -> Result<Place, Unlocated> {
    let text = Searchable::new(ReadingText::plain(text), language);
    locate(&text, &Quote { exact, ..Quote::default() })
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
    check_cut("en", "{the} theme", "he");
    check_cut("en", "about {3.5 per cent}", "5 per cent");
    check_cut("en", "{the cooperation}", "the co");
    check_cut("en", "{co\u{AD}operate}", "co");
    check("the {he} man", "he", Level::Verbatim);
}

#[test]
fn scripts_without_spaces_have_grapheme_boundaries() {
    check("私は{京都へ}行く", "京都へ", Level::Verbatim);
    check("ผม{รักเมือง}ไทย", "รักเมือง", Level::Verbatim);
    check_none("か\u{3099}行", "か");
}

#[test]
fn typography_never_decides_a_place() {
    for text in ["“No,” he said of Ann. \"No,\" he said of Bob.", "\"No,\" he said of Bob. “No,” he said of Ann."]
    {
        assert!(matches!(find(text, "\"No,\" he said of"), Err(Unlocated::Ambiguous(places)) if places.len() == 2));
    }
    assert!(matches!(find("Trump's remarks, Trump’s remarks", "Trump's remarks"), Err(Unlocated::Ambiguous(_))));
}

#[test]
fn words_left_out_are_marked() {
    check("He {raised a lot} of {money for it} all.", "raised a lot [...] money for it", Level::Elided);
    check("He {raised a lot} of {money for it} all.", "raised a lot … money for it…", Level::Elided);
    let (text, parts) = unmark("{raised a lot} x {money for it}");
    let inserted = vec![(1, "[he said]".to_owned())];
    let found = find(&text, "... raised a lot [he said] money for it [...].");
    assert_eq!(found, Ok(Place { level: Level::Elided, parts, inserted }));
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
fn parts_that_could_stand_in_several_places_are_ambiguous() {
    let count = |text: &str, quote: &str| match find(text, quote) {
        Err(Unlocated::Ambiguous(places)) => places.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(count("a bit x of it and a bit y of it", "a bit [...] of it"), 3);
    assert_eq!(count("a bit x so so y so so z of it", "a bit [...] so so [...] of it"), 2);
    let text = plain("At first a bit x of it, then of it, and at last a bit y of it at the end.");
    let found = |prefix, suffix| {
        locate(&text, &Quote { exact: "a bit [...] of it", prefix, suffix }).map(|place| &text.text()[place.span()])
    };
    assert_eq!(found(None, Some(", then")), Ok("a bit x of it"));
    assert_eq!(found(Some("at last"), None), Ok("a bit y of it"));
    assert_eq!(found(Some("At first"), Some("at the end")), Ok("a bit x of it, then of it, and at last a bit y of it"));
}

#[test]
fn an_ambiguous_quote_is_never_guessed() {
    let text = plain("The bank lost. A bank won. The bank closed.");
    let Err(Unlocated::Ambiguous(places)) = locate(&text, &Quote { exact: "bank", ..Quote::default() }) else {
        panic!("three banks");
    };
    let disambiguator: Vec<_> = (0..3).map(|i| disambiguate(&text, &places, i)).collect();
    assert_eq!(
        disambiguator,
        [
            Some(Disambiguator::Suffix("lost".to_owned())),
            Some(Disambiguator::Prefix("A".to_owned())),
            Some(Disambiguator::Suffix("closed".to_owned())),
        ]
    );
}

#[test]
fn prefix_and_suffix_decide() {
    let text = plain("The “bank” lost. A bank won.");
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

/// Searches, and checks that no more occurrences than these are looked at, and no more gaps between them.
#[track_caller]
fn check_work(text: &str, exact: &str, occurrences: usize, gaps: usize) -> Result<Place, Unlocated> {
    let mut work = Work::default();
    let found = locate_counting(&plain(text), &Quote { exact, ..Quote::default() }, &mut work);
    let is_within = work.occurrences <= occurrences && work.gaps <= gaps;
    assert!(is_within, "{work:?} for {} bytes of “{exact:.40}” in {} bytes", exact.len(), text.len());
    found
}

#[test]
fn hostile_texts_and_quotes_cost_little() {
    // More parts than a quotation has are not searched for,
    let text = "[a b] c d x ".repeat(200);
    assert!(check_work(&text, &"[a b] c d ".repeat(200), 0, 0).is_err());
    assert!(check_work("aaaa", &"[A]".repeat(500), 0, 0).is_err());
    // and of fewer each one once in each reading, but not every combination of their places.
    assert!(check_work(&text, &"[a b] c d ".repeat(40), 2 * 41 * 200, MAX_GAPS).is_err());
    let text = "a b x ".repeat(5_000);
    assert!(check_work(&text, "a b [...] a b [...] a b", 3 * 5_000, MAX_GAPS).is_err());
    let phrase = "нет ".repeat(20_000);
    let found = check_work(&phrase, "нет нет", 20_000, 0);
    let Err(Unlocated::Ambiguous(places)) = found else { panic!("many places") };
    assert_eq!(disambiguate(&plain(&phrase), &places, 5), None);
}

#[test]
fn a_quote_never_cuts_a_number() {
    for space in [' ', '\u{A0}', '\u{2007}', '\u{2009}', '\u{202F}', '\u{200B}'] {
        check_cut("en", &format!("about {{1{space}500 people}} came"), "500 people");
        check_cut("en", &format!("{{about 1{space}500}} people came"), "about 1");
    }
    check_cut("fr", "{12 345 678 euros}", "678 euros");
    check_in("en", "In 2019 500 people came", "500 people");
    check_in("en", "COVID-19 500 people", "500 people");
    check_in("en", "Of these 3.5 500 people", "500 people");
    for (language, marked, quote) in [
        ("fa", "{۱۵ میلیون} نفر", "۵ میلیون"),
        ("ar", "{١٥ مليون}", "٥ مليون"),
        ("th", "{๑๕ คน}", "๕ คน"),
        ("lo", "{໑໕ ຄົນ}", "໕ ຄົນ"),
        ("km", "{១៥ នាក់}", "៥ នាក់"),
        ("my", "{၁၅ ဦး}", "၅ ဦး"),
        ("bo", "{༡༥ མི}", "༥ མི"),
        ("ja", "{3万5000人}が", "5000人"),
        ("zh", "{一千五百万}元", "五百万"),
        ("ko", "{3만5000명}이", "5000명"),
        ("ko", "{3만 5000명}이", "5000명"),
        ("en", "{3.5 million}", "5 million"),
        ("fa", "{۳٫۵ درصد}", "۵ درصد"),
        ("de", "{1’500 Leute}", "500 Leute"),
        ("en", "fell {−5 percent}", "5 percent"),
        ("en", "(–{5 percent}", "5 percent"),
        ("en", "{±5}", "5"),
        ("en", "{<5} of it", "5"),
        ("en", "{≥ 5} of it", "5"),
        ("en", "{10²} of it", "10"),
        ("en", "{2½} of it", "2"),
        ("en", "{1/2 of} it", "2 of"),
        ("en", "{5–10} of it", "10"),
        ("en", "{5–10} of it", "5"),
        ("en", "{$5 million}", "5 million"),
        ("en", "{US$5 million}", "$5 million"),
        ("en", "{−$5 million}", "$5 million"),
        ("en", "{50%} of it", "50"),
        ("de", "{50 %} davon", "50"),
        ("fr", "{5 €} de", "5"),
        ("en", "{at 12:30} it", "at 12"),
        ("zh", "约{3万}人", "3"),
        ("en", "{H₂O} of it", "H"),
        ("en", "{twenty-five} people", "twenty"),
        ("en", "{twenty-five} people", "five people"),
        ("zh", "{第三}次会议", "三次会议"),
        ("ja", "{第3回}の", "3回の"),
        ("zh", "约{百分之五十}的人", "五十的人"),
        ("zh", "约{三点五}倍", "五倍"),
    ] {
        let marked = if marked.starts_with("(–") { "({–5 percent}" } else { marked };
        check_cut_loosely(language, marked, quote);
    }
    for (language, text, quote) in [
        ("en", "the COVID-19 wave", "COVID-19 wave"),
        ("en", "an EB-5 visa", "EB-5 visa"),
        ("en", "the crisis—5 people died", "5 people died"),
        ("en", "a total of 5-cylinder cars", "total of 5"),
        ("en", "It was in 2019. 500 people came", "500 people"),
        ("en", "one word¹ and more", "one word"),
        ("en", "rows 12 | 500 people", "500 people"),
        ("en", "It rose by 50. Percent", "by 50"),
        ("ja", "3万5000人が", "3万5000人"),
        ("en", "it cost 1 500 euros", "1 500 euros"),
        ("en", "it cost a two-year sentence", "cost a two"),
        ("en", "all of the million people", "million people"),
        ("en", "some of them, two by two", "them, two"),
    ] {
        check_in(language, text, quote);
    }
    check_in("en", "The figure is 12\n500 people came", "500 people");
}

/// As [`check_cut`], where the whole of the number may be shown with more beside it.
#[track_caller]
fn check_cut_loosely(language: &str, marked: &str, exact: &str) {
    let (text, parts) = unmark(marked);
    let Err(Unlocated::Cuts(whole)) = find_in(language, &text, exact) else {
        panic!("{exact} in {text}: {:?}", find_in(language, &text, exact));
    };
    let number = &text[parts[0].clone()];
    assert!(text[whole.clone()].contains(number.split(' ').next().unwrap()), "{exact} in {text}: {}", &text[whole]);
}

#[test]
fn a_quote_cuts_a_word_only_where_its_language_allows_it() {
    for (language, text, quote) in [
        ("en", "a non-violent crime", "violent crime"),
        ("en", "a non‑violent crime", "violent crime"),
        ("en", "a non-violent crime", "-violent crime"),
        ("en", "all drug-free zones", "all drug"),
        ("en", "un\u{200B}successful men", "successful"),
        ("en", "he can´t go", "he can"),
        ("en", "he can`t go", "he can"),
        ("en", "he can’t go", "he can"),
        ("en", "it’s there", "it"),
        ("en", "I think that’s so", "I think that"),
        ("en", "who’s there", "who"),
        ("fr", "il n’arrive pas", "arrive pas"),
        ("en", "l’armée", "armée"),
        ("tr", "onun kitap’ı", "onun kitap"),
        ("ar", "هو مستقل", "قل"),
        ("ar", "سيدفع المال", "يدفع المال"),
        ("ar", "كتابهم هنا", "كتاب"),
        ("fa", "وکتابها", "کتابها"),
        ("he", "שלום לך", "ום"),
        ("ko", "불가능 하다", "가능"),
        ("ko", "그는 무죄다", "죄다"),
    ] {
        assert!(matches!(find_in(language, text, quote), Err(Unlocated::Cuts(_))), "{quote} in {text}");
    }
    for (language, text, quote) in [
        ("en", "a Republican-leaning court", "a Republican"),
        ("en", "North Korea’s army", "North Korea"),
        ("en", "North Korea's army", "North Korea"),
        ("en", "the minister’s car", "the minister"),
        ("en", "the ministers’ car", "the ministers"),
        ("en", "NORTH KOREA’S ARMY", "NORTH KOREA"),
        ("tr", "II. Dünya Savaşı’na", "II. Dünya Savaşı"),
        ("tr", "1944’teki savaş", "1944"),
        ("fr", "pour l’armée", "armée"),
        ("fr", "dit qu’elle vient", "elle vient"),
        ("it", "nell’ambito di", "ambito di"),
        ("ar", "والكتاب هنا", "كتاب"),
        ("ar", "وقال هذا", "قال هذا"),
        ("he", "והשלום לך", "שלום לך"),
        ("en", "he is not\u{200B}able", "notable"),
        ("ko", "아주 가능하다", "가능하다"),
        ("ko", "이 불가능한", "불가능한"),
    ] {
        check_in(language, text, quote);
    }
    assert!(
        matches!(find_in("en", "Korea’s army, Korea", "Korea"), Err(Unlocated::Ambiguous(places)) if places.len() == 2)
    );
    assert_eq!(find_in("en", "not\u{200B}able", "not able"), Err(Unlocated::NotFound));
}

#[track_caller]
fn check_misuse(language: &str, text: &str, quote: &str, expected: &Misuse) {
    assert_eq!(find_in(language, text, quote), Err(Unlocated::Misuse(expected.clone())), "{quote}");
}

#[test]
fn an_omission_leaves_out_little_and_no_negation() {
    check_in("en", "“I paid,” she said, “and I left.”", "I paid [...] and I left");
    check_in("en", "\"I paid,\" she said, \"and I left.\"", "I paid [...] and I left");
    check_misuse(
        "en",
        "“I paid the bill,” she said. “He stole it all.”",
        "I paid [...] stole it all.",
        &Misuse::TwoQuotations,
    );
    check_misuse(
        "en",
        "\"I paid the bill,\" she said. \"He stole it all.\"",
        "I paid [...] stole it all.",
        &Misuse::TwoQuotations,
    );
    check_misuse(
        "en",
        "‘I paid the minister’s bill,’ she said. ‘He stole it.’",
        "I paid [...] stole it.",
        &Misuse::TwoQuotations,
    );
    let qualifier = |word: &str| Misuse::LeavesOutQualifier(word.to_owned());
    check_misuse("en", "He did certainly not steal the money.", "He did [...] steal the money", &qualifier("not"));
    check_misuse("en", "He has allegedly stolen the money.", "He has [...] stolen the money", &qualifier("allegedly"));
    check_misuse("en", "He says he didn’t steal the money.", "He says [...] steal the money", &qualifier("didn't"));
    check_misuse(
        "de",
        "Er hat das Geld nicht gestohlen, sagt er.",
        "Er hat das [...] gestohlen, sagt er",
        &qualifier("nicht"),
    );
    check_misuse(
        "zz",
        "Er hat das Geld nicht gestohlen, sagt er.",
        "Er hat das [...] gestohlen, sagt er",
        &qualifier("nicht"),
    );
    check_in("en", "He did, as all of us here know, not steal the money.", "He did [...] steal the money");
    check_in("en", "They met in May and then left it.", "They met [...] then left it");
    let long = format!("It was {}so it is.", "a very long time ".repeat(20));
    assert!(matches!(
        find_in("en", &long, "It was [...] so it is"),
        Err(Unlocated::TooWide(_, TooWide::Characters(_)))
    ));
    let sentences = "He came here. Then one. Then two. Then three. He left it.";
    assert!(matches!(
        find_in("en", sentences, "He came here [...] He left it"),
        Err(Unlocated::TooWide(_, TooWide::Sentences(4)))
    ));
    check_in("en", "He came here. Then one. Then he left it.", "He came here [...] he left it");
}

#[test]
fn an_insertion_stands_for_few_words_and_no_figure() {
    check_in("en", "The party said last year that it won.", "The party said [in 2018] that it won");
    check_in("en", "They work on it today.", "They work[ed] on it today");
    check_in("en", "They works on it today.", "They work[ed] on it today");
    check_in("en", "The Democratic party won.", "[d]emocratic party won");
    for (text, quote) in [
        ("It cost 5 million euros in all.", "It cost [50 million] euros in all"),
        ("It cost five million euros in all.", "It cost [50] million euros in all"),
        ("It cost a million euros in all.", "It cost a [50] million euros in all"),
        ("They paid 5 million in all.", "They paid 5[0] million in all"),
    ] {
        let found = find_in("en", text, quote);
        assert!(
            matches!(found, Err(Unlocated::Misuse(Misuse::Figure { .. }) | Unlocated::TooWide(..))),
            "{quote}: {found:?}"
        );
    }
    for (text, quote) in [
        ("He did pay the whole bill.", "He did [not] pay the whole bill"),
        ("He did not pay the whole bill.", "He did [indeed] pay the whole bill"),
    ] {
        assert!(
            matches!(find_in("en", text, quote), Err(Unlocated::Misuse(Misuse::ChangesQualifier { .. }))),
            "{quote}"
        );
    }
    check_misuse("en", "They are able to pay.", "They are [un]able to pay", &Misuse::InsideWord("[un]".to_owned()));
    for empty in ["[\u{2800}]", "[\u{3164}]", "[\u{34F}]", "[ ]", "[]"] {
        check_misuse("en", "He did not pay the bill.", &format!("He did {empty} pay the bill"), &Misuse::EmptyBrackets);
    }
    let far = find_in(
        "en",
        "The party said so. Then many things went on and on that day.",
        "The party said [that] went on and on",
    );
    assert!(matches!(far, Err(Unlocated::TooWide(_, TooWide::Insertion))), "{far:?}");
}

#[test]
fn a_text_that_says_the_same_over_and_over_is_ambiguous_and_nothing_else() {
    let text = plain(&"a ".repeat(300_000));
    let quote = "a ".repeat(10_000);
    for prefix in [None, Some("a a a")] {
        let found = locate(&text, &Quote { exact: &quote, prefix, suffix: None });
        assert!(matches!(found, Err(Unlocated::Ambiguous(_))));
    }
}

#[track_caller]
fn check_pick(text: &str, before: usize, selected: &str, expected: Option<(&str, Option<Disambiguator>)>) {
    let expected = expected.map(|(exact, disambiguator)| Selector { exact: exact.to_owned(), disambiguator });
    let text = plain(text);
    let picked = pick(&text, before, selected).and_then(|range| describe(&text, &range));
    assert_eq!(picked, expected, "{selected}");
}

#[test]
fn a_selection_is_widened_to_words_and_told_from_others() {
    check_pick("He said so.\n\nShe said no.", 4, "id so", Some(("said so", None)));
    check_pick("He said so.\n\nShe said no.", 2, " said\n", Some(("said", Some(Disambiguator::Prefix("He".into())))));
    check_pick("One two.\n\nThree four.", 3, "two.Three", Some(("two. Three", None)));
    check_pick("東京に行く。", 2, "に行", Some(("に行", None)));
    check_pick("One two.", 6, ".", None);
    check_pick("One two.", 0, "Two", None);
    check_pick("One two.", 40, "two", None);
    check_pick("One two.", 0, " ", None);
}
