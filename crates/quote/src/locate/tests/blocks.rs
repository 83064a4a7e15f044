//! Quotes and the blocks of a text: what they may run across, and what is cautioned against.

use super::find_in;
use crate::locate::caution::{Caution, cautions};
use crate::locate::{Level, Obstacle, Place, Quote, Searchable, TooWide, Unlocated, locate};
use crate::text::reading_text::{BlockBoundary, ReadingText, SEAM};
use crate::text::{Block, Container, ReadingTextBuilder};

fn find(builder: &mut ReadingTextBuilder, exact: &str) -> Result<Place, Unlocated> {
    locate(&Searchable::new(builder.build(), "en"), &Quote { exact, ..Quote::default() })
}

fn builder() -> ReadingTextBuilder {
    ReadingText::builder()
}

#[track_caller]
fn check_none(builder: &mut ReadingTextBuilder, exact: &str) {
    assert_eq!(find(builder, exact), Err(Unlocated::NotFound), "{exact}");
}

#[track_caller]
fn check_crosses(builder: &mut ReadingTextBuilder, exact: &str, expected: Obstacle) {
    match find(builder, exact) {
        Err(Unlocated::Crosses(_, obstacle)) => assert_eq!(obstacle, expected, "{exact}"),
        other => panic!("{exact}: {other:?}"),
    }
}

#[track_caller]
fn check_found(builder: &mut ReadingTextBuilder, exact: &str) {
    let found = find(builder, exact);
    assert_eq!(found.as_ref().map(|place| place.level), Ok(Level::Verbatim), "{exact}: {found:?}");
}

#[test]
fn no_quote_crosses_what_is_no_text() {
    check_none(builder().text("He ").seam("did not").text(" pay"), "He did not pay");
    check_none(builder().text("5").superscript("1").text(" people"), "51 people");
    check_none(builder().text("about 10").superscript("6"), "106");
    check_none(builder().text("H").subscript("2").text("O"), "H2O");
    check_none(builder().row(["Lund", "12"]), "Lund 12");
    check_none(builder().paragraph("he did").paragraph("not steal").paragraph("take it"), "he did take it");
    let seam = format!("He {SEAM} pay");
    check_crosses(builder().text("He ").seam("did not").text(" pay"), &seam, Obstacle::Seam);
    // It is one, too, where the document has the character itself.
    check_crosses(builder().text(&seam), &seam, Obstacle::Seam);
}

#[test]
fn no_quote_crosses_the_boundary_of_a_block() {
    let heading = Obstacle::Block(BlockBoundary::Heading);
    check_crosses(builder().heading("Mayor is guilty").paragraph("of nothing"), "Mayor is guilty of nothing", heading);
    check_crosses(builder().paragraph("of nothing").heading("Mayor is guilty"), "of nothing Mayor", heading);
    // Readers take a paragraph that is all bold for a heading.
    check_crosses(
        builder().paragraph("").bold("Mayor is guilty").paragraph("of nothing"),
        "guilty of nothing",
        heading,
    );
    check_found(builder().paragraph("").bold("Mayor").text(" is guilty").paragraph("of nothing"), "guilty of nothing");
    let table = Obstacle::Block(BlockBoundary::Table);
    check_crosses(builder().row(["Lund", "12"]).row(["Ystad", "3"]), "12 Ystad", table);
    check_crosses(builder().row(["Lund", "12"]).paragraph("of them"), "12 of them", table);
    let rule = Obstacle::Block(BlockBoundary::Rule);
    check_crosses(builder().paragraph("he said").rule().paragraph("nothing"), "he said nothing", rule);
    let code = Obstacle::Block(BlockBoundary::Code);
    check_crosses(builder().paragraph("he said").code("nothing\nat all"), "he said nothing", code);
    check_crosses(builder().code("he said").paragraph("nothing"), "he said nothing", code);
    let container = Obstacle::Block(BlockBoundary::Container);
    check_crosses(
        builder().enter(Container::Quote).paragraph("he said").leave().paragraph("nothing"),
        "he said nothing",
        container,
    );
    check_crosses(
        builder().paragraph("he said").enter(Container::List).paragraph("nothing").leave(),
        "he said nothing",
        container,
    );
    let footnote = Obstacle::Block(BlockBoundary::Footnote);
    check_crosses(
        builder().paragraph("he said").enter(Container::Footnote).paragraph("nothing").leave(),
        "he said nothing",
        footnote,
    );
}

#[test]
fn a_quote_runs_on_where_a_reader_reads_on() {
    check_found(builder().paragraph("he did not steal.").paragraph("He took it"), "not steal. He took");
    check_found(
        builder().paragraph("she said:").enter(Container::Quote).paragraph("It is so").paragraph("and will be").leave(),
        "said: It is so and will",
    );
    check_found(builder().enter(Container::List).paragraph("one").paragraph("two").leave(), "one two");
    check_found(builder().row(["Lund", "12"]), "Lund | 12");
    check_found(builder().text("not").line_break().text("able"), "not able");
    check_found(builder().text("not").soft_break().text("able"), "not able");
    check_found(builder().text("co\u{AD}").soft_break().text("operate"), "co\u{AD}operate");
    // A heading without words is none, and words outside of a block are a paragraph.
    check_found(builder().text("one").heading("").paragraph("two"), "one two");
}

#[test]
fn an_omission_crosses_paragraphs_and_no_heading() {
    let heading = find(
        builder().paragraph("he did it").heading("Not he").paragraph("but all of us"),
        "he did it [...] all of us",
    );
    let expected = TooWide::Across(Obstacle::Block(BlockBoundary::Heading));
    assert!(matches!(heading, Err(Unlocated::TooWide(_, why)) if why == expected), "{heading:?}");
    let cells = find(builder().begin(Block::Row).text("he did").next_cell().text("all of us"), "he did [...] of us");
    let expected = TooWide::Across(Obstacle::Cell);
    assert!(matches!(cells, Err(Unlocated::TooWide(_, why)) if why == expected), "{cells:?}");
    let seam = find(builder().text("he did ").seam("").text(" it for all of us"), "he did [...] all of us");
    let expected = TooWide::Across(Obstacle::Seam);
    assert!(matches!(seam, Err(Unlocated::TooWide(_, why)) if why == expected), "{seam:?}");
    assert!(
        find(builder().paragraph("he did it today.").paragraph("But all of us"), "he did it [...] all of us").is_ok()
    );
}

#[track_caller]
fn check_cautions(builder: &mut ReadingTextBuilder, language: &str, exact: &str, expected: &[Caution]) {
    let text = Searchable::new(builder.build(), language);
    let place = locate(&text, &Quote { exact, ..Quote::default() }).expect(exact);
    assert_eq!(cautions(&text, &place), expected, "{exact}");
}

#[test]
fn what_may_mislead_is_cautioned_against() {
    check_cautions(builder().text("It was ").struck("not").text(" so"), "en", "It was not so", &[Caution::Struck]);
    check_cautions(builder().text("It was ").struck("not").text(" so"), "en", "so", &[]);
    let open = Caution::OpenParagraph("Smith of Lund".to_owned());
    check_cautions(builder().paragraph("Mayor Smith of Lund").paragraph("is here"), "en", "Lund is here", &[open]);
    check_cautions(builder().paragraph("Mayor Smith of “Lund.”").paragraph("Is here"), "en", "“Lund.” Is here", &[]);
    let scale = |word: &str| [Caution::SplitsNumber(word.to_owned())];
    for (language, text, exact, word) in [
        ("en", "about 5 million people", "million people", "million"),
        ("en", "about 2 million of it", "about 2", "million"),
        ("en", "about two million of it", "about two", "million"),
        ("en", "one million people", "million people", "million"),
        ("de", "zwei Millionen Menschen", "Millionen Menschen", "millionen"),
        ("ru", "около 5 млн рублей", "около 5", "млн"),
    ] {
        check_cautions(builder().text(text), language, exact, &scale(word));
    }
    check_cautions(builder().text("all of the million people"), "en", "million people", &[]);
    check_cautions(builder().text("这是不可能的"), "zh", "可能的", &[Caution::Negated("不")]);
    check_cautions(builder().text("เขาไม่ไปที่นั่น"), "th", "ไปที่นั่น", &[Caution::Negated("ไม่")]);
    let long = "He did, as all of us here know, not steal the money.";
    let qualifier = Caution::LeavesOutQualifier("not".to_owned());
    check_cautions(builder().text(long), "en", "He did [...] steal the money", &[qualifier]);
}

#[test]
fn a_plain_text_is_one_block() {
    assert!(find_in("en", "he said\nnothing\n\nat all", "said nothing at all").is_ok());
}
