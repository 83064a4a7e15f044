//! Cards as a whole: size, fallbacks, hostile text.

use std::collections::BTreeSet;
use std::io::Read;
use std::thread;

use super::layout::{Item, Layout, Line};
use super::shaping::{PARTS, ShapedLine};
use super::{Card, CardPainter, SIZE, Seal, card_key};
use crate::model::{Colour, Drawing, DrawnPath, Icon, Look, Tone};

const FALSE: Look = Look { tone: Tone::Negative, shape: 1 };

fn card<'a>(statement: &'a str, label: &'a str) -> Card<'a> {
    Card {
        label: "Fact check",
        desk: "Bread and prices",
        statement,
        claimant: Some("Claim by the Minister of Trade".into()),
        verdict: Some(Seal { label, look: FALSE, colour: None, icon: None }),
        direction: "ltr",
        accent: [0x1F, 0x4E, 0x79],
        logo: None,
    }
}

/// A bar with a part of text's colour.
fn logo(colour: Option<Colour>) -> Drawing {
    let part = |path: &str, colour| DrawnPath { path: path.to_owned(), even_odd: false, colour };
    let parts = vec![part("M0 0L40 0L40 10L0 10Z", colour), part("M0 10L40 10L40 20L0 20Z", None)];
    Drawing { width: 40.0, height: 20.0, parts }
}

fn lines(layout: &Layout) -> Vec<&Line> {
    layout.items.iter().filter_map(|item| if let Item::Line(line) = item { Some(line) } else { None }).collect()
}

/// The words of a card, line by line.
fn words(layout: &Layout) -> Vec<&str> {
    lines(layout).iter().map(|line| line.text.as_str()).collect()
}

fn shapes(layout: &Layout) -> usize {
    layout.items.iter().filter(|item| matches!(item, Item::Shape(_))).count()
}

/// Width and height as a PNG's header has them.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn a_picture_has_its_size_and_always_the_same_bytes() {
    let painter = CardPainter::new();
    let layout = painter.layout(&card("Bread is dearer than ever.", "False"));
    assert_eq!(
        words(&layout),
        ["Fact check · Bread and prices", "Bread is dearer than ever.", "Claim by the Minister of Trade", "False"]
    );
    let png = painter.png(&layout);
    assert_eq!(size(&png), SIZE);
    let again = CardPainter::new();
    assert_eq!(again.png(&again.layout(&card("Bread is dearer than ever.", "False"))), png);
}

#[test]
fn every_letter_is_drawn_as_itself() {
    let painter = CardPainter::new();
    // A letter that the renderer did not find would be the same box, or the same nothing, as the others.
    let letters = ["ж", "Ω", "ᾧ", "→", "≤", "ḍ", "a", "."];
    let pictures: BTreeSet<_> =
        letters.iter().map(|letter| painter.png(&painter.layout(&card(letter, "False")))).collect();
    assert_eq!(pictures.len(), letters.len());
}

#[test]
fn a_statement_that_the_fonts_lack_makes_room_for_the_seal() {
    let painter = CardPainter::new();
    for statement in ["ขนมปังแพงกว่าที่เคย", "面包比以往任何时候都贵", "Bread 🍞", ""]
    {
        assert_eq!(
            words(&painter.layout(&card(statement, "False"))),
            ["Fact check · Bread and prices", "False"],
            "{statement}"
        );
    }
}

#[test]
fn a_label_that_the_fonts_lack_leaves_the_shape() {
    let painter = CardPainter::new();
    let expected = ["Fact check · Bread and prices", "Bread.", "Claim by the Minister of Trade"];
    assert_eq!(words(&painter.layout(&card("Bread.", "错误"))), expected);
    let nothing = Card { label: "查", desk: "面包", claimant: None, ..card("面包", "错误") };
    let layout = painter.layout(&nothing);
    assert!(words(&layout).is_empty());
    assert_eq!(shapes(&layout), 1);
}

#[test]
fn a_title_or_a_claimant_that_the_fonts_lack_is_left_out() {
    let card = Card { desk: "面包", claimant: Some("部长".into()), ..card("Bread.", "False") };
    assert_eq!(words(&CardPainter::new().layout(&card)), ["Fact check", "Bread.", "False"]);
}

#[test]
fn the_card_of_a_brief_says_its_title_once() {
    let painter = CardPainter::new();
    let brief = Card { label: "", claimant: None, verdict: None, ..card("Bread and prices", "") };
    assert_eq!(words(&painter.layout(&brief)), ["Bread and prices"]);
    let described = Card { statement: "What it costs, and why.", ..brief.clone() };
    assert_eq!(words(&painter.layout(&described)), ["Bread and prices", "What it costs, and why."]);
    let unreadable = Card { desk: "面包", statement: "面包", ..brief };
    assert_eq!(shapes(&painter.layout(&unreadable)), 4);
}

#[test]
fn the_logo_is_beside_the_title_and_never_over_it() {
    let painter = CardPainter::new();
    let (drawn, title) = (logo(Some(Colour([200, 0, 0]))), "Harbour and bridge and prices of bread ".repeat(6));
    for direction in ["ltr", "rtl"] {
        let card = Card { logo: Some(&drawn), direction, desk: &title, ..card("Bread.", "False") };
        let layout = painter.layout(&card);
        let outlines: Vec<_> = layout
            .items
            .iter()
            .filter_map(|item| if let Item::Outline(outline) = item { Some(outline) } else { None })
            .collect();
        assert_eq!(outlines.len(), 2);
        assert_eq!(outlines[0].left, if direction == "ltr" { 1200 - 72 - 120 } else { 72 });
        assert_eq!(outlines[0].path, "M0 0L120 0L120 30L0 30Z");
        let line = lines(&layout)[0];
        let shaped = ShapedLine::new(painter.fonts.typeface(line.style), &line.text, line.rtl, line.size);
        assert!(shaped.width / PARTS < 1200 - 2 * 72 - 120, "{}", line.text);
        assert_eq!(size(&painter.png(&layout)), SIZE);
    }
}

#[test]
fn lines_begin_on_the_right_where_the_language_does() {
    let painter = CardPainter::new();
    let layout = painter.layout(&Card { direction: "rtl", ..card("Bread.", "False") });
    assert!(lines(&layout).iter().all(|line| line.ends_here && !line.rtl));
    assert!(lines(&painter.layout(&card("Bread.", "False"))).iter().all(|line| !line.ends_here));
}

#[test]
fn sentences_run_as_their_first_letter_says() {
    let painter = CardPainter::new();
    let claim = Card { claimant: Some("EU".into()), direction: "rtl", ..card("הלחם יקר, 12 %.", "خطأ") };
    let layout = painter.layout(&claim);
    let directions: Vec<_> = lines(&layout).iter().map(|line| (line.text.as_str(), line.rtl)).collect();
    assert_eq!(
        directions,
        [("Fact check · Bread and prices", false), ("הלחם יקר, 12 %.", true), ("EU", false), ("خطأ", true)]
    );
    // Without a letter, the card's own direction decides.
    let layout = painter.layout(&Card { direction: "rtl", ..card("12 %.", "1") });
    assert!(lines(&layout)[1].rtl);
}

#[test]
fn hostile_text_makes_pictures_too() {
    let painter = CardPainter::new();
    let long = "considerable ".repeat(10_000);
    let unbroken = "W".repeat(10_000);
    let marks = format!("e{}", "\u{301}".repeat(10_000));
    let hostile = [
        "</text><script>alert(1)</script><image href=\"file:///etc/passwd\"/>&amp;&#0;]]>",
        "\u{0}\u{1}\u{7}\u{1B}[31m\u{7F}\u{85}\u{FFFE}\u{FFFF}",
        "\u{202E}desrever\u{202C} \u{2066}a\u{2069}\u{200F}",
        "👩‍👩‍👧‍👦 \u{1F1EB}\u{1F1F7}",
        "url(#x)\"'--><!--",
        "\u{94D}\u{93F}क\u{200D}\u{200D}\u{94D} ب\u{200C}(\u{64E}\u{651} ]א 1,000 b)",
        &long,
        &unbroken,
        &marks,
    ];
    for text in hostile {
        let card = Card { label: text, desk: text, statement: text, claimant: Some(text.into()), ..card(text, text) };
        let layout = painter.layout(&card);
        assert_eq!(size(&painter.png(&layout)), SIZE);
    }
}

#[test]
fn a_long_statement_ends_at_a_word() {
    let layout = CardPainter::new().layout(&card(&"considerable ".repeat(100), "False"));
    let lines = words(&layout);
    let shown = lines[1..lines.len() - 2].join(" ");
    assert!(shown.ends_with(" considerable…"), "{shown}");
    assert!((200..=301).contains(&shown.chars().count()));
}

#[test]
fn keys_tell_cards_apart() {
    let painter = CardPainter::new();
    let key = |card: &Card<'_>| card_key(&painter.layout(card));
    let first = card("Bread is dear.", "False");
    let seal = first.verdict.unwrap();
    let icon = Icon { path: "M0 0L16 0L16 16Z".to_owned(), even_odd: false };
    let logo = logo(Some(Colour([200, 0, 0])));
    assert_eq!(key(&first), key(&first.clone()));
    assert_eq!(key(&first).len(), 64);
    let others = [
        card("Bread is cheap.", "False"),
        card("Bread is dear.", "True"),
        Card { verdict: Some(Seal { look: Look { tone: Tone::Mixed, shape: 1 }, ..seal }), ..first.clone() },
        Card { verdict: Some(Seal { look: Look { shape: 2, ..FALSE }, ..seal }), ..first.clone() },
        Card { verdict: Some(Seal { colour: Some([9, 9, 90]), ..seal }), ..first.clone() },
        Card { verdict: Some(Seal { icon: Some(&icon), ..seal }), ..first.clone() },
        Card { logo: Some(&logo), ..first.clone() },
        Card { accent: [1, 2, 3], ..first.clone() },
        Card { direction: "rtl", ..first.clone() },
        Card { claimant: None, ..first.clone() },
    ];
    let keys: BTreeSet<_> = others.iter().chain([&first]).map(key).collect();
    assert_eq!(keys.len(), others.len() + 1);
}

#[test]
fn a_glyph_is_rasterised_once_for_all_cards_and_threads() {
    let painter = CardPainter::new();
    let layout = painter.layout(&card("Bread is dearer than ever.", "False"));
    let made = || painter.fonts.masks_made() + painter.shapes.masks_made();
    let first = painter.png(&layout);
    let once = made();
    assert!((20..100).contains(&once), "{once}");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(painter.png(&layout), first));
        }
    });
    assert_eq!(made(), once);
}

#[test]
fn the_picture_is_a_sound_png() {
    let painter = CardPainter::new();
    let png = painter.png(&painter.layout(&card("Bread is dearer than ever.", "False")));
    let (mut at, mut rows, mut colours) = (8, vec![], 0);
    while at < png.len() {
        let length = u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
        let (name, content) = png[at + 4..at + 8 + length].split_at(4);
        let mut checksum = flate2::Crc::new();
        checksum.update(&png[at + 4..at + 8 + length]);
        assert_eq!(png[at + 8 + length..at + 12 + length], checksum.sum().to_be_bytes());
        match name {
            b"PLTE" => colours = length / 3,
            b"IDAT" => rows = inflated(content),
            _ => {}
        }
        at += 12 + length;
    }
    assert_eq!(rows.len(), 630 * 1201);
    assert!(rows.chunks(1201).all(|row| row[0] == 0 && row.iter().all(|place| usize::from(*place) < colours)));
    // Paper above, the tint in the last row, ink in between.
    assert!(rows[1..1201].iter().all(|place| *place == 0));
    assert!(rows[629 * 1201 + 1..].iter().all(|place| *place != 0));
}

fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![];
    flate2::read::ZlibDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}
