use proptest::prelude::{Strategy as _, prop_assert, prop_oneof, proptest};

use super::{agree, figures, rounds};

/// The figures of a text that are certain.
fn found<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let figures = figures(text, language).into_iter().filter(|figure| figure.certain);
    figures.map(|figure| &text[figure.range]).collect()
}

#[track_caller]
fn same(a: (&str, &str), b: (&str, &str)) {
    let (ours, theirs) = (figures(a.0, a.1), figures(b.0, b.1));
    let agrees = ours.iter().any(|a| theirs.iter().any(|b| agree(a, b)));
    assert!(agrees, "{} and {}: {ours:?} {theirs:?}", a.0, b.0);
}

#[track_caller]
fn differ(a: &str, b: &str) {
    let (ours, theirs) = (figures(a, "en"), figures(b, "en"));
    assert!(!ours.is_empty() && !theirs.is_empty(), "{a} and {b}: {ours:?} {theirs:?}");
    assert!(!ours.iter().any(|a| theirs.iter().any(|b| agree(a, b))), "{a} and {b}: {ours:?} {theirs:?}");
}

#[test]
fn one_amount_has_many_spellings() {
    for (a, b) in [
        ("35", "thirty-five"),
        ("35", "Thirty five instances"),
        ("$2 billion", "two billion US dollars"),
        ("$2 billion", "up to two billion U.S. dollars"),
        ("US$2bn", "2,000,000,000 dollars"),
        ("2-billion-dollar plan", "$2 billion"),
        ("1,234,567", "1\u{202F}234\u{202F}567"),
        ("2.5 million", "2,500,000"),
        ("2½ million", "2.5 million"),
        ("a million", "1,000,000"),
        ("three hundred and twelve", "312"),
        ("two hundred thousand", "200,000"),
        ("one thousand two hundred and six", "1206"),
        ("5 per cent", "5%"),
        ("five percent", "5 pct"),
        ("between 5 and 10 per cent", "5%"),
        ("two to four billion", "2 billion"),
        ("5–10%", "5%"),
        ("the fifth", "the 5th"),
        ("twenty-first century", "the 21st"),
        ("nineteen ninety-nine", "1999"),
        ("a dozen", "twelve"),
        ("12,34,567", "1234567"),
        ("٣١٢", "312"),
        ("a billion", "10⁹ cells"),
    ] {
        same((a, "en"), (b, "en"));
    }
}

#[test]
fn one_date_has_many_spellings() {
    for date in [
        "August 5",
        "5 August",
        "August 5th, 2019",
        "5 Aug. 2019",
        "the 5th of August",
        "5/8/2019",
        "8/5/2019",
        "5.8.2019",
    ] {
        same((date, "en"), ("2019-08-05", "en"));
    }
    same(("5. August 2019", "de"), ("2019-08-05", "en"));
    same(("le 5 août 2019", "fr"), ("2019-08-05", "en"));
    same(("el 5 de agosto de 2019", "es"), ("2019-08-05", "en"));
    same(("5 أغسطس 2019", "ar"), ("2019-08-05", "en"));
    same(("5 अगस्त 2019", "hi"), ("2019-08-05", "en"));
    same(("2019年8月5日", "zh"), ("2019-08-05", "en"));
    same(("2019", "en"), ("5 August 2019", "en"));
    same(("August 2019", "en"), ("5 August 2019", "en"));
    same(("the 1990s", "en"), ("in 1994", "en"));
    same(("5–7 August", "en"), ("August 7", "en"));
    same(("10.30", "en"), ("10:30", "en"));
    same(("the fourth of January", "en"), ("4 JAN", "en"));
}

#[test]
fn numbers_are_read_in_the_languages_of_the_interface() {
    for (words, language, figures) in [
        ("fünfunddreißig", "de", "35"),
        ("zweitausenddreihundertfünf", "de", "2305"),
        ("2,4 Millionen", "de", "2400000"),
        ("1.234.567", "de", "1234567"),
        ("zwei Milliarden Dollar", "de", "$2,000,000,000"),
        ("35 Prozent", "de", "35%"),
        ("der vierte", "de", "the 4th"),
        ("quatre-vingt-dix-sept", "fr", "97"),
        ("soixante et onze", "fr", "71"),
        ("deux cent trente-cinq mille", "fr", "235,000"),
        ("12 300", "fr", "12300"),
        ("trente pour cent", "fr", "30%"),
        ("treinta y cinco", "es", "35"),
        ("dos mil millones", "es", "2 billion"),
        ("2.000 millones", "es", "2 billion"),
        ("doscientos doce", "es", "212"),
        ("خمسة وثلاثون", "ar", "35"),
        ("ثلاثة عشر", "ar", "13"),
        ("تسعة ملايين", "ar", "9 million"),
        ("فأربعة عشر مليونًا", "ar", "14 million"),
        ("ملياري دولار", "ar", "$2 billion"),
        ("पैंतीस", "hi", "35"),
        ("दो अरब", "hi", "2 billion"),
        ("१२ लाख", "hi", "1,200,000"),
        ("三十五", "zh", "35"),
        ("二十亿美元", "zh", "$2 billion"),
        ("一亿三千五百万", "zh", "135 million"),
        ("48.6万", "zh", "486,000"),
        ("百分之三十五", "zh", "35%"),
        ("二〇一九年", "zh", "2019"),
        ("2,4 millioner kroner", "nb", "2.4 million crowns"),
    ] {
        same((words, language), (figures, "en"));
    }
}

#[test]
fn rounded_figures_are_those_that_say_so() {
    for (ours, theirs, language, expected) in [
        ("more than two hundred pages", "212", "en", true),
        ("about $2,000", "2,013 dollars", "en", true),
        ("nearly 50%", "49.8%", "en", true),
        ("五万六千余人", "56,302", "zh", true),
        ("近五万人", "48,700", "zh", true),
        ("plus de 200 pages", "212", "fr", true),
        ("two hundred pages", "212", "en", false),
        ("about 300", "212", "en", false),
        ("about 212", "200", "en", false),
    ] {
        let (ours_read, theirs_read) = (figures(ours, language), figures(theirs, "en"));
        assert_eq!(rounds(&ours_read[0], &theirs_read[0]), expected, "{ours}: {ours_read:?} {theirs_read:?}");
    }
}

#[test]
fn other_amounts_are_others() {
    for (a, b) in [
        ("35", "350"),
        ("35", "3.5"),
        ("2 billion", "2 million"),
        ("$5", "€5"),
        ("5%", "$5"),
        ("1.500", "1500"),
        ("August 5", "August 6"),
        ("5 August 2019", "5 August 2020"),
        ("twenty and thirty", "50"),
        ("1980s", "1994"),
        ("two thousand", "2"),
    ] {
        differ(a, b);
    }
}

#[test]
fn names_and_numbers_of_pages_are_no_figures() {
    for text in [
        "the G7 and the F-16 of COVID-19 on 5G",
        "see https://example.org/2019/17",
        "on page 12, paragraph 14, pp. 5–7",
        "a hundred and hundreds of thousands of thanks",
        "10⁹ cells",
        "version 2.0.1",
        "No. 10",
    ] {
        let found = found(text, "en");
        assert!(found.is_empty() || found == ["a hundred"], "{text}: {found:?}");
    }
    assert_eq!(found("他十分高兴，去了四川", "zh"), Vec::<&str>::new());
    assert_eq!(found("un livre neuf, cent fois", "fr"), Vec::<&str>::new());
}

#[test]
fn a_figure_includes_its_unit() {
    assert_eq!(
        found("It took US$2 billion, 35 instances and 17 per cent.", "en"),
        ["US$2 billion", "35", "17 per cent"]
    );
    assert_eq!(
        found("On August 5, 2019 at 10:30 it was thirty-five-fold", "en"),
        ["August 5, 2019", "10:30", "thirty-five"]
    );
    assert_eq!(found("减少了7.72%；486,217人", "zh"), ["7.72%", "486,217"]);
    assert_eq!(found("He got nine $2,500 donations and 5 $ more.", "en"), ["nine", "$2,500", "5 $"]);
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "$",
        "-",
        "5-",
        "half-",
        "百分之",
        "千分之",
        "1,,2",
        "５．５",
        "999999999999999999999999999999999999999999",
        "one",
        "a",
        "and",
    ] {
        for language in ["en", "de", "fr", "es", "ar", "hi", "zh", ""] {
            figures(text, language);
        }
    }
}

proptest! {
    #[test]
    fn figures_come_one_after_the_other(pieces in proptest::collection::vec(
        prop_oneof![
            "[0-9]{1,3}", "[$€£%]", "[ .,-]", "U\\.?S\\.?", "million", "nine", "to", "dollars", "May", "half", "十万", "美元", "百分之",
        ].prop_map(String::from),
        0..12,
    )) {
        let text = pieces.concat();
        for language in ["en", "de", "zh", "ar"] {
            let found = figures(&text, language);
            prop_assert!(found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{text}");
            prop_assert!(found.iter().all(|figure| text.get(figure.range.clone()).is_some_and(|words| !words.is_empty())), "{text}");
        }
    }
}
