use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_assume, proptest};

use super::{Term, TermFault, TermText};
use crate::locate::Searchable;
use crate::text::fold::nfc;
use crate::text::reading_text::ReadingText;

fn found(reading: &ReadingText, term: &str) -> Option<String> {
    let text = Searchable::new(reading.clone(), "en");
    let term = Term::parse(term).expect("a term");
    term.find(&TermText::new(&text, &[])).map(|at| text.text()[at].to_owned())
}

#[track_caller]
fn is_in(text: &str, term: &str) {
    assert!(found(&ReadingText::plain(text), term).is_some(), "“{term}” is in “{text}”");
}

#[track_caller]
fn is_absent(text: &str, term: &str) {
    assert_eq!(found(&ReadingText::plain(text), term), None, "“{term}” is not in “{text}”");
}

#[test]
fn words_are_whole() {
    is_absent("He launders and relaundering", "launder");
    is_absent("relaundering", "launder*");
    is_in("He launders", "launder*");
    is_in("They launder.", "launder*");
    is_in("(laundering)", "laundering");
    is_absent("money. It laundered", "money laundering");
    is_absent("", "a");
}

#[test]
fn case_accents_and_forms_of_letters_do_not_hide_a_word() {
    is_in("MONEY LAUNDERING", "Money Laundering");
    is_in("Zu\u{308}rich", "Zürich");
    is_in("Zurich", "Zürich");
    is_in("the résumé", "resume");
    is_in("STRASSE", "Straße");
    is_in("ΝΌΜΟΣ", "νόμος");
    is_in("İSTANBUL", "istanbul");
    is_in("ﬁnance", "finance");
    is_in("ｍｏｎｅｙ", "money");
    is_in("𝗺𝗼𝗻𝗲𝘆", "money");
    is_in("ᴍᴏɴᴇʏ", "money");
    is_in("٢٠١٩", "2019");
    is_in("غـــسيل", "غسيل");
    is_in("مُحَمَّد", "محمد");
}

#[test]
fn letters_of_other_alphabets_and_invisible_signs_do_not_hide_a_word() {
    // Cyrillic а, е and о.
    is_in("l\u{430}und\u{435}ring m\u{43e}ney", "laundering money");
    for invisible in ['\u{AD}', '\u{200B}', '\u{200D}', '\u{2060}', '\u{34F}', '\u{FE0F}', '\u{E0061}', '\u{180B}'] {
        is_in(&format!("laun{invisible}dering"), "laundering");
        is_in(&format!("x {invisible}laundering{invisible} y"), "laundering");
    }
}

#[test]
fn divided_words_are_words() {
    is_in("laun-\ndering", "laundering");
    is_in("laun‐ dering", "laundering");
    is_in("laun\u{AD}\ndering", "laundering");
    is_in("laun\u{FFFC}dering", "laundering");
    is_in("money-laundering", "money laundering");
    is_in("money\nlaundering", "money laundering");
    is_in("cyberattack", "cyber-attack");
    is_in("cyber-attack", "cyberattack");
    is_absent("laun dering", "laundering");
    is_in("U.S. Treasury", "US Treasury");
    is_in("OBrien", "O’Brien");
}

#[test]
fn words_have_things_beside_them() {
    is_in("Reuters’s report", "Reuters");
    is_in("anti-money-laundering", "laundering");
    is_in("laundering¹", "laundering");
    is_in("laundering12", "laundering");
    is_in("money_laundering", "laundering");
    is_in("see #MoneyLaundering", "laundering");
    is_absent("McDonald", "Donald");
    is_in("3.5", "3");
    is_in("“laundering”", "laundering");
    is_in("money—laundering", "laundering");
    is_in("money\u{200B}laundering", "laundering");
}

#[test]
fn raised_letters_are_no_part_of_a_word() {
    let text = Searchable::new(ReadingText::plain("the launderinga of"), "en");
    let term = Term::parse("laundering").unwrap();
    assert_eq!(term.find(&TermText::new(&text, &[])), None);
    assert_eq!(term.find(&TermText::new(&text, &[std::ops::Range { start: 14, end: 15 }])), Some(4..14));
}

#[test]
fn scripts_without_spaces_are_searched_letter_by_letter() {
    is_in("有人洗钱了", "洗钱");
    is_in("有人洗\n钱了", "洗钱");
    is_in("والغسيل", "غسيل");
    is_in("서울에서", "서울");
    is_absent("ガ", "カ");
    is_absent("हिन्दी", "हन्द");
}

#[test]
fn blocks_are_apart() {
    let text = ReadingText::builder().paragraph("money").paragraph("laundering").row(["dirty", "money"]).build();
    assert_eq!(found(&text, "money laundering"), None);
    assert_eq!(found(&text, "dirty money"), None);
    assert_eq!(found(&text, "laundering").as_deref(), Some("laundering"));
    let text = ReadingText::builder().paragraph("laun-").paragraph("dering").struck("launder").build();
    assert_eq!(found(&text, "laundering"), None);
    let text = ReadingText::builder().paragraph("They ").struck("launder").text(" money").build();
    assert_eq!(found(&text, "launder money").as_deref(), Some("launder money"), "readers see what is struck through");
}

#[test]
fn words_beside_letters_of_another_script_are_words() {
    for (text, term) in [
        ("中国加入WTO后", "WTO"),
        ("NATOは", "NATO"),
        ("בNATO", "NATO"),
        ("5G网络", "5G"),
        ("ใช้Bitcoinไหม", "Bitcoin"),
        ("в NATOвских", "NATO"),
        ("NATOー", "NATO"),
        ("中𝗪𝗧𝗢", "WTO"),
    ] {
        is_in(text, term);
    }
}

fn found_raised(text: &str, raised: &str, term: &str) -> bool {
    let start = text.find(raised).unwrap();
    let at = std::ops::Range { start, end: start + raised.len() };
    let text = Searchable::new(ReadingText::plain(text), "en");
    Term::parse(term).unwrap().find(&TermText::new(&text, &[at])).is_some()
}

#[test]
fn the_marks_of_notes_do_not_part_words() {
    is_in("money¹ laundering", "money laundering");
    is_in("money¹² ³ laundering", "money laundering");
    is_in("money [12] laundering", "money laundering");
    is_in("money[12][note 3] laundering", "money laundering");
    is_in("money (a) laundering", "money laundering");
    is_in("laun-[a]\ndering", "laundering");
    is_in("H₂O¹ molecule", "H2O molecule");
    is_absent("laun[a] dering", "laundering");
    assert!(found_raised("money[a] laundering", "[a]", "money laundering"));
    assert!(found_raised("moneyb laundering", "b", "money laundering"));
    assert!(found_raised("laun-[a]\ndering", "[a]", "laundering"));
    assert!(found_raised("洗[a]钱", "[a]", "洗钱"));
    assert!(found_raised("洗[a]\n钱", "[a]", "洗钱"));
    is_absent(&"[a]".repeat(5_000), "aaaaaaaaaaaaaaab");
}

#[test]
fn the_labels_of_images_are_read_with_the_words_around_them() {
    let seam = |before: &str, label: &str, after: &str| {
        let mut text = ReadingText::builder();
        text.begin(crate::text::Block::Paragraph);
        text.push(before, Default::default());
        text.push_seam(label, Default::default());
        text.push(after, Default::default());
        text.build()
    };
    let text = seam("money ", "laundering", " now");
    assert!(found(&text, "money laundering now").is_some());
    assert!(found(&text, "money now").is_some());
    assert!(found(&seam("", "L", "aundering"), "laundering").is_some());
    assert!(found(&seam("laun", "a seal", "dering"), "laundering").is_some());
}

#[test]
fn numbers_are_grouped_in_several_ways() {
    let written = ["2000", "2,000", "2 000", "2\u{2009}000", "2\u{202F}000", "2.000", "2’000", "٢٬٠٠٠", "２，０００"];
    for text in written {
        for term in written {
            is_in(text, term);
            is_in(&format!("In {text}, they"), term);
        }
    }
    is_in("12,34,567", "1234567");
    is_in("1234567", "12,34,567");
    is_in("1 200 000 euros", "1200000");
    is_absent("12, 34", "1234");
}

#[test]
fn signs_inside_a_word_do_not_hide_it() {
    for text in [
        "[l]aundering",
        "launder[ing]",
        "“laun”dering",
        "«laun»dering",
        "laun•dering",
        "laun\u{1}dering",
        "laun\u{E000}dering",
        "laun\u{FFFD}dering",
        "(money)laundering",
    ] {
        is_in(text, "laundering");
    }
    is_in("loan(s)", "loans");
    is_in("loan(s)", "loan");
    is_in("ビット・コイン", "ビットコイン");
}

#[test]
fn signs_above_the_line_end_a_word() {
    for text in ["Bitcoin™", "Bitcoin℠", "Bitcoinª", "Bitcoinᵃ", "ⒶBitcoin", "Bitcoin①", "Bitcoin™s"] {
        is_in(text, "Bitcoin");
    }
    is_in("ᵐᵒⁿᵉʸ", "money");
    is_in("Bitcoin™ mining", "Bitcoin mining");
}

#[test]
fn letters_have_several_spellings() {
    for (one, other) in [
        ("STRAẞE", "Straße"),
        ("STRAẞE", "Strasse"),
        ("œuvre", "oeuvre"),
        ("Æsir", "aesir"),
        ("Łódź", "Lodz"),
        ("Tromsø", "Tromso"),
        ("Đoković", "Dokovic"),
        // Greek capitals.
        ("ΝΑΤΟ", "NATO"),
        ("ΗΑΜΑΖ", "Hamaz"),
        ("νόμος", "ΝΌΜΟΣ"),
        ("کی", "كي"),
        ("Hawaiʻi", "Hawaii"),
        ("Qurʾan", "Quran"),
        ("ʿAli", "Ali"),
        ("นํ้า", "น้ำ"),
    ] {
        is_in(one, other);
        is_in(other, one);
    }
}

#[test]
fn what_is_no_term_is_refused() {
    for (written, fault) in [
        ("", TermFault::NoLetter),
        (" ", TermFault::NoLetter),
        ("*", TermFault::NoLetter),
        ("$ %", TermFault::NoLetter),
        ("la*nder", TermFault::Star),
        ("*launder", TermFault::Star),
        ("launder**", TermFault::Star),
        ("launder *", TermFault::Star),
        ("mon* launder", TermFault::Star),
    ] {
        assert_eq!(Term::parse(written), Err(fault), "{written:?}");
    }
    assert_eq!(Term::parse("Money-Laundering"), Term::parse("money-laundering"));
    assert_ne!(Term::parse("launder"), Term::parse("launder*"));
}

fn any_word() -> impl Strategy<Value = String> {
    "[a-zA-Zäéßøñжяλи漢かकी한ش0-9]{1,8}"
}

/// The same word to a reader.
fn disguised(word: &str, changes: &[u8]) -> String {
    let mut out = String::new();
    for (i, c) in word.chars().enumerate() {
        let change = changes.get(i).copied().unwrap_or_default();
        match change % 6 {
            1 => out.extend(c.to_uppercase()),
            2 => out.extend(c.to_lowercase()),
            3 if i > 0 => out.extend(['\u{AD}', c]),
            4 if i > 0 => out.extend(['\u{2060}', c]),
            5 if i > 0 => out.extend(['\u{200B}', c]),
            _ => out.push(c),
        }
    }
    out
}

proptest! {
    #[test]
    fn a_word_of_the_text_is_never_called_absent(
        words in prop::collection::vec(any_word(), 1..8),
        from in any::<prop::sample::Index>(),
        length in 1_usize..4,
        changes in prop::collection::vec(any::<u8>(), 0..12),
        between in prop::sample::select(vec![" ", "\n", "-", "\u{A0}", " “", ", "]),
        decomposed in any::<bool>(),
    ) {
        let from = from.index(words.len());
        let sought = words[from..words.len().min(from + length)].join(" ");
        let shown: Vec<String> = words.iter().map(|word| disguised(word, &changes)).collect();
        let mut text = shown.join(between);
        if decomposed {
            text = icu_normalizer::DecomposingNormalizer::new_nfd().normalize(&text).into_owned();
        }
        let place = found(&ReadingText::plain(text.as_str()), &sought);
        prop_assert!(place.is_some(), "{sought:?} in {text:?}");
        let open: String = sought.chars().take(sought.chars().count().max(2) - 1).collect();
        if open.ends_with(char::is_alphanumeric) {
            prop_assert!(found(&ReadingText::plain(text.as_str()), &format!("{open}*")).is_some(), "{open}* in {text:?}");
        }
    }

    #[test]
    fn what_is_found_has_the_letters_of_the_term(text in "[a-zé .\\-\u{AD}\u{FFFC}\n]{0,60}", word in "[a-z]{1,3}") {
        prop_assume!(Term::parse(&word).is_ok());
        if let Some(place) = found(&ReadingText::plain(text), &word) {
            let decomposed = icu_normalizer::DecomposingNormalizer::new_nfd().normalize(nfc(&place).as_ref()).into_owned();
            let letters: String = decomposed.chars().filter(char::is_ascii_alphabetic).collect();
            prop_assert_eq!(letters, word);
        }
    }

    #[test]
    fn no_text_and_no_term_is_too_strange(text in any::<String>(), term in any::<String>()) {
        if let Ok(term) = Term::parse(&term) {
            let text = Searchable::new(ReadingText::plain(text), "");
            if let Some(at) = term.find(&TermText::new(&text, &[])) {
                prop_assert!(text.text().get(at).is_some());
            }
        }
    }
}
