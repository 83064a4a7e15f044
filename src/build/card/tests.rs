//! Cards as a whole: size, fallbacks, hostile text.

use std::collections::BTreeSet;

use super::{Card, CardPainter, SIZE, card_key};
use crate::model::Tone;

fn card<'a>(statement: &'a str, label: &'a str) -> Card<'a> {
    Card {
        brief: "Bread and prices",
        statement,
        claimant: Some("Minister of Trade"),
        verdict: Some((label, Tone::Negative)),
        direction: "ltr",
        accent: [0x1F, 0x4E, 0x79],
    }
}

/// The words of a card's SVG, line by line.
fn words(svg: &str) -> Vec<String> {
    let texts = svg.split("<text ").skip(1).map(|text| text.split(['>', '<']).nth(1).unwrap());
    texts.map(str::to_owned).collect()
}

/// Width and height as a PNG's header has them.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_picture_has_its_size_and_always_the_same_bytes() {
    let studio = CardPainter::new();
    let svg = studio.svg(&card("Bread is dearer than ever.", "False"));
    assert_eq!(words(&svg), ["Bread and prices", "Bread is dearer than ever.", "Minister of Trade", "False"]);
    let png = studio.png(&svg);
    assert_eq!(size(&png), SIZE);
    let again = CardPainter::new();
    assert_eq!(again.png(&again.svg(&card("Bread is dearer than ever.", "False"))), png);
}

#[test]
fn every_letter_is_drawn_as_itself() {
    let studio = CardPainter::new();
    // A letter that the renderer did not find would be the same box, or the same nothing, as the others.
    let letters = ["ж", "Ω", "ᾧ", "→", "≤", "ḍ", "a", "."];
    let pictures: BTreeSet<_> = letters.iter().map(|letter| studio.png(&studio.svg(&card(letter, "False")))).collect();
    assert_eq!(pictures.len(), letters.len());
}

#[test]
fn a_statement_that_the_fonts_lack_makes_room_for_the_seal() {
    let studio = CardPainter::new();
    for statement in ["الخبز أغلى من أي وقت مضى", "面包比以往任何时候都贵", "Bread 🍞", ""]
    {
        assert_eq!(words(&studio.svg(&card(statement, "False"))), ["Bread and prices", "False"], "{statement}");
    }
}

#[test]
fn a_label_that_the_fonts_lack_leaves_the_shape() {
    let studio = CardPainter::new();
    assert_eq!(words(&studio.svg(&card("Bread.", "خطأ"))), ["Bread and prices", "Bread.", "Minister of Trade"]);
    let nothing = Card { brief: "الخبز", claimant: None, ..card("الخبز", "خطأ") };
    let svg = studio.svg(&nothing);
    assert!(words(&svg).is_empty() && svg.contains("<path"));
}

#[test]
fn a_title_or_a_claimant_that_the_fonts_lack_is_left_out() {
    let card = Card { brief: "الخبز", claimant: Some("部长"), ..card("Bread.", "False") };
    assert_eq!(words(&CardPainter::new().svg(&card)), ["Bread.", "False"]);
}

#[test]
fn the_card_of_a_brief_says_its_title_once() {
    let studio = CardPainter::new();
    let brief = Card { claimant: None, verdict: None, ..card("Bread and prices", "") };
    assert_eq!(words(&studio.svg(&brief)), ["Bread and prices"]);
    let described = Card { statement: "What it costs, and why.", ..brief.clone() };
    assert_eq!(words(&studio.svg(&described)), ["Bread and prices", "What it costs, and why."]);
    let unreadable = Card { brief: "الخبز", statement: "الخبز", ..brief };
    assert_eq!(studio.svg(&unreadable).matches("<path").count(), 4);
}

#[test]
fn lines_begin_on_the_right_where_the_language_does() {
    let studio = CardPainter::new();
    let svg = studio.svg(&Card { direction: "rtl", ..card("Bread.", "False") });
    assert!(svg.contains(r#"text-anchor="end""#) && !svg.contains(r#"text-anchor="start""#));
}

#[test]
fn hostile_text_makes_pictures_too() {
    let studio = CardPainter::new();
    let long = "considerable ".repeat(10_000);
    let unbroken = "W".repeat(10_000);
    let marks = format!("e{}", "\u{301}".repeat(10_000));
    let hostile = [
        "</text><script>alert(1)</script><image href=\"file:///etc/passwd\"/>&amp;&#0;]]>",
        "\u{0}\u{1}\u{7}\u{1B}[31m\u{7F}\u{85}\u{FFFE}\u{FFFF}",
        "\u{202E}desrever\u{202C} \u{2066}a\u{2069}\u{200F}",
        "👩‍👩‍👧‍👦 \u{1F1EB}\u{1F1F7}",
        "url(#x)\"'--><!--",
        &long,
        &unbroken,
        &marks,
    ];
    for text in hostile {
        let card = Card { brief: text, statement: text, claimant: Some(text), ..card(text, text) };
        let svg = studio.svg(&card);
        assert_eq!(size(&studio.png(&svg)), SIZE);
        assert!(!svg.contains("<script") && !svg.contains("<image"));
    }
}

#[test]
fn a_long_statement_ends_at_a_word() {
    let lines = words(&CardPainter::new().svg(&card(&"considerable ".repeat(100), "False")));
    let shown = lines[1..lines.len() - 2].join(" ");
    assert!(shown.ends_with(" considerable…"), "{shown}");
    assert!((200..=301).contains(&shown.chars().count()));
}

#[test]
fn keys_tell_cards_apart() {
    assert_eq!(card_key("a"), card_key("a"));
    assert_ne!(card_key("a"), card_key("b"));
    assert_eq!(card_key("a").len(), 64);
}
