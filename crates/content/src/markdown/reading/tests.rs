//! What a reader sees, case by case.

use proptest::prelude::*;

use super::{ArticlePiece, Why, read, reading_text};
use citeback_quote::locate::caution::{Caution, cautions};
use citeback_quote::locate::{Obstacle, Place, Quote, Searchable, TooWide, Unlocated, locate};
use citeback_quote::text::reading_text::{BlockBoundary, BreakKind};

/// `markdown` reads as `expected`, in which `⏎` is a break between paragraphs, `‖` one that no quotation crosses, and `▨` a seam.
#[track_caller]
fn check(markdown: &str, expected: &str) {
    let reading = reading_text(markdown);
    let mut shown = reading.text().to_owned();
    for found in reading.breaks().iter().rev() {
        match found.kind {
            BreakKind::Paragraph => shown.replace_range(found.at.clone(), "⏎"),
            BreakKind::Block(_) => shown.replace_range(found.at.clone(), "‖"),
            BreakKind::Cell => {}
        }
    }
    assert_eq!(shown.replace('\u{FFFC}', "▨"), expected, "{markdown}");
}

#[track_caller]
fn check_boundary(markdown: &str, boundary: BlockBoundary) {
    let reading = reading_text(markdown);
    let kinds: Vec<_> = reading.breaks().iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [BreakKind::Block(boundary)], "{markdown}");
}

#[test]
fn words_in_angle_brackets_are_words() {
    check("“It was <never> broken,” said Joan.", "“It was <never> broken,” said Joan.");
    check("Profit <loss and costs> rose", "Profit <loss and costs> rose");
    check("He <inaudible> left", "He <inaudible> left");
    check("<inaudible>\nHe left", "<inaudible> He left");
    check("a List<String> of names", "a List<String> of names");
    check("He met <source> at <time>", "He met <source> at <time>");
    check("He met <b not>her</b>", "He met <b not>her");
    check("a <!ELEMENT> b <?php c?> d", "a <!ELEMENT> b <?php c?> d");
    check("see <link> and <meta>", "see <link> and <meta>");
    check("<never>is</never> it", "<never>is</never> it");
}

#[test]
fn known_markup_keeps_its_meaning() {
    check("not<br>able", "not\nable");
    check("not<wbr>able <a href=x>link</a> <span class=y>a <b>b</b></span>", "notable link a b");
    check("a <!-- no --> b", "a  b");
    check("<x-note>kept</x-note> <o:p>words</o:p> <st1:place>Oslo</st1:place>", "kept words Oslo");
    check("<x-note>left <o:p>open <st1:place>", "<x-note>left <o:p>open <st1:place>");
    check(r#"a\<x:p n="e">.p\</x:p> and `<o:p>`"#, r#"a<x:p n="e">.p</x:p> and <o:p>"#);
    check("```\n<o:p>words</o:p>\n```", "<o:p>words</o:p>");
    check("    <o:p>words</o:p>", "<o:p>words</o:p>");
    check(r"a \\<o:p>words</o:p>", r"a \words");
    check("see <https://a.example/b> or <mailto:a@b.example>", "see https://a.example/b or mailto:a@b.example");
}

#[test]
fn hidden_content_leaves_a_seam_and_is_reported() {
    check("He <span hidden>did not</span> pay", "He ▨ pay");
    check("He <span style=\"display: none\">did *not*</span> pay", "He ▨ pay");
    check("He <script>alert('x')</script> pays", "He ▨ pays");
    check("one\n\n<script>\nlet x = '<b>';\n</script>\n\ntwo", "one⏎▨⏎two");
    check("one\n\n<div hidden>\n\nsecret\n\n</div>\n\ntwo", "one⏎▨⏎two");
    check("> one\n>\n> <div hidden>\n>\n> secret\n\ntwo", "one⏎▨‖two");
    let reported = |markdown: &str| -> Vec<String> {
        read(markdown).left_out.iter().map(|left_out| markdown[left_out.at.clone()].trim_end().to_owned()).collect()
    };
    assert_eq!(reported("He <b hidden>did not</b> pay"), ["<b hidden>did not</b>"]);
    assert_eq!(reported("<script>let x</script>\n\n<p hidden> </p>\n\nx <i hidden></i>"), [""; 0]);
    assert_eq!(reported("a\n\n<div hidden>\n\nsecret\n\n</div>"), ["<div hidden>\n\nsecret\n\n</div>"]);
}

#[test]
fn words_lost_in_definitions_and_surplus_cells_are_reported() {
    let why = |markdown: &str| read(markdown).left_out.into_iter().map(|left_out| left_out.why).collect::<Vec<_>>();
    assert_eq!(why("He spoke.\n\n[Smith]: No\n"), [Why::Definition]);
    assert_eq!(why("| a |\n|---|\n| b | not c |\n| d |\n"), [Why::Cells]);
    assert_eq!(why("[a]\n\n[a]: https://a.example\n[b]: x.html\n[c]: #d"), []);
}

#[test]
fn definitions_that_may_be_words_are_reported() {
    let reported = |markdown: &str| -> Vec<String> {
        read(markdown).left_out.iter().map(|left_out| markdown[left_out.at.clone()].trim_end().to_owned()).collect()
    };
    for lost in ["[Smith]: Laundering.", "[Smith]: 12:30", "[Smith]: loans/fraud", "[Smith]: Laundering? \"He said\""] {
        assert_eq!(reported(&format!("He spoke.\n\n{lost}\n")), [lost]);
    }
    assert_eq!(reported("[a]\n\n[a]: https://a.example\n[A]: Laundering\n"), ["[A]: Laundering"]);
    assert_eq!(reported("> [a]\n>\n> [a]: https://a.example\n> [a]: Laundering\n"), ["[a]: Laundering"]);
    for shown in [
        "[a]\n\n[a]: b/c",
        "[a]: https://a.example \"A title\"\n[a]: https://b.example",
        "[a]: said he",
        "\\[a]: b",
        "    [a]: b",
        "```\n[a]: b\n```",
        "x[^1]\n\n[^1]: b",
    ] {
        let left_out = reported(shown);
        assert!(left_out.is_empty(), "{shown}: {left_out:?}");
    }
}

#[test]
fn words_that_only_browsers_show_are_reported() {
    let count = |markdown: &str| read(markdown).left_out.len();
    for lost in [
        "<!-- a --!> money",
        "x <!-- a --!> money --> y",
        "<!-- money\n\nlaundering",
        "<input type=submit value=Launder>",
        "x <input placeholder=\"Launder\"> y",
        "<select><optgroup label=\"Launder\"></optgroup></select>",
        "<map><area alt=\"Launder\"></map>",
    ] {
        assert_eq!(count(lost), 1, "{lost}");
    }
    for shown in
        ["<!-- money -->", "x <!-- money --> y", "<input type=hidden value=x>", "<input type=submit>", "<!--\n-->"]
    {
        assert_eq!(count(shown), 0, "{shown}");
    }
}

#[test]
fn raw_html_blocks_keep_their_words() {
    check("he did\n\n<div>not steal nor</div>\n\ntake the money", "he did⏎not steal nor⏎take the money");
    check("<ul><li>one &amp; a\n<li>two</ul>", "one & a⏎two");
    check("<h2>Head</h2><p>text <em>of</em>\n it</p>", "Head‖text of it");
    check("<table><tr><th>City<th>People<tr><td>Lund<td>12</table>", "City | People‖Lund | 12");
    check("a\n\n<hr>\n\nb", "a‖b");
    check("one\n\n<div class=\"x\"></div>\n<!-- nothing -->\n\ntwo", "one⏎two");
    check("<div>\n\nMarkdown *inside*\n\n</div>", "Markdown inside");
    check("<p>He met <time> there", "He met <time> there");
}

#[test]
fn images_are_seams_except_emoji() {
    check("He ![did not](x) pay", "He ▨ pay");
    check("He <img src=x alt=\"did not\"> pays", "He ▨ pays");
    check("Great ![👍🏽](x) ![🇩🇪](y)!", "Great 👍🏽 🇩🇪!");
    check("![7](x)", "▨");
    assert_eq!(reading_text("He ![did not](x) pay").label(3), "did not");
}

#[test]
fn raised_digits_have_their_own_forms() {
    check("5<sup>1</sup> people", "5¹ people");
    check("10<sup>−6</sup> and 5<sup>th</sup> and H<sub>2</sub>O", "10⁻⁶ and 5th and H₂O");
    check("۵<sup>۱</sup>", "۵¹");
    check("5[1](http://a.example) people", "5¹ people");
    check("so[12](x) it [13](y) was [1234](z)", "so¹² it 13 was 1234");
    check("as known[^1].\n\n[^1]: From *him*.", "as known¹.‖¹ From him.");
    check("as known[^note].\n\n[^note]: From him.", "as known[note].‖[note] From him.");
}

#[test]
fn struck_words_are_recorded() {
    let struck = |markdown: &str| -> Vec<String> {
        let reading = reading_text(markdown);
        reading.struck().iter().map(|struck| reading.text()[struck.clone()].to_owned()).collect()
    };
    assert_eq!(struck("a ~~b *c*~~ d <del>e</del> <s>f</s>"), ["b c", "e", "f"]);
}

#[test]
fn blocks_are_lines_that_are_joined_or_not() {
    check("# Title\n\nOne *two*\nthree  \nfour\n\nfive", "Title‖One two three\nfour⏎five");
    check("- a\n- b\n\n  c\n  - d", "a⏎b⏎c⏎d");
    check("a\n\n> b\n>\n> c\n\nd", "a⏎b⏎c‖d");
    check("a\n\n- b\n\nc", "a‖b‖c");
    check("**Mayor is guilty**\n\nof nothing", "Mayor is guilty‖of nothing");
    check("**Mayor is guilty** he said\n\nof nothing", "Mayor is guilty he said⏎of nothing");
    check("<b>Mayor</b>\n\nof nothing", "Mayor‖of nothing");
    check_boundary("a\n\n***\n\nb", BlockBoundary::Rule);
    check_boundary("a\n\n    b", BlockBoundary::Code);
    check_boundary("a\n\n# b", BlockBoundary::Heading);
    check_boundary("a[^1]\n\n[^1]: b", BlockBoundary::Footnote);
    check_boundary("- a\n\n1. b", BlockBoundary::Container);
}

#[test]
fn rows_of_a_table_are_lines_and_cells_are_set_apart() {
    check("| x | y |\n|---|---|\n| 1 | 2 |\n|  | 3 |\n| 4 |  |", "x | y‖1 | 2‖3‖4");
    check("| x | y | z |\n|-|-|-|\n| a | | b |", "x | y | z‖a |  | b");
}

#[test]
fn a_hyphenated_word_continues_on_the_next_line() {
    check("co\u{AD}\noperate now\nand then", "co\u{AD}operate now and then");
}

/// Markdown and HTML thrown together.
fn any_mixture() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "é",
        "漢",
        " ",
        "\n",
        "\n\n",
        "\t",
        "> ",
        "- ",
        "1. ",
        "    ",
        "# ",
        "**",
        "*",
        "~~",
        "`",
        "```\n",
        "| ",
        "|-|\n",
        "[",
        "]",
        "(x)",
        "![",
        "[^1]",
        "[^1]: ",
        "[x]: y",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<div hidden>",
        "<span hidden>",
        "</span>",
        "<p",
        ">",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<sup>",
        "</sup>",
        "5",
        "<br>",
        "<table><tr><td>",
        "</table>",
        "<never>",
        "<o:p>",
        "</o:p>",
        "&amp;",
        "\\",
        "\r\n",
        "<img alt=é>",
        "***\n",
        "<h2>",
        "</h2>",
        "\u{AD}",
        "\u{FFFC}",
        "<st1:place>",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn every_range_is_located_at_itself(markdown in any_mixture()) {
        let article = read(&markdown);
        let text = &article.text;
        let mut last = 0;
        for piece in &article.pieces {
            let Some((at, source)) = piece.text_range() else { continue };
            prop_assert!(at.start >= last && text.text().get(at.clone()).is_some());
            prop_assert!(markdown.is_char_boundary(source));
            last = at.end;
        }
        for left_out in &article.left_out {
            prop_assert!(markdown.get(left_out.at.clone()).is_some());
        }
        let mut last = 0;
        for found in text.breaks() {
            prop_assert!(found.at.start >= last && text.text().get(found.at.clone()).is_some());
            last = found.at.end;
        }
        prop_assert!(text.struck().windows(2).all(|pair| pair[0].end <= pair[1].start));
        // What is written of the pieces is what is visible of the text.
        let ranges: Vec<_> = article.pieces.iter().filter_map(|piece| Some(piece.text_range()?.0)).collect();
        prop_assert!(text.visible().all(|(at, _)| ranges.iter().any(|range| range.contains(&at))));
        crate::markdown::article::blocks(article, &[], None);
    }
}

#[test]
fn captured_words_are_not_altered() {
    check("\"It's\" -- he said...", "\"It's\" -- he said...");
    check("Say `a b`:\n\n```\none\n  two\n```\nEnd", "Say a b:‖one\n  two‖End");
    check("1 &lt; 2 &amp; \\*so\\*", "1 < 2 & *so*");
}

#[test]
fn pieces_know_their_place() {
    let markdown = "# T\n\na **b** `c`\nd 10<sup>6</sup>\n\n    code\n\n> e\n\n<p>f &amp; <b>g</b></p>\n";
    let article = read(markdown);
    for piece in &article.pieces {
        match piece {
            ArticlePiece::Text { text, at, style, .. } if style.raised.is_none() => {
                assert_eq!(article.text.text()[at.clone()], **text)
            }
            ArticlePiece::Code { text, at, .. } => assert_eq!(article.text.text()[at.clone()], **text),
            ArticlePiece::CodeBlock { text, at, .. } => assert_eq!(article.text.text()[at.clone()], *text),
            _ => {}
        }
    }
}

fn read_as(markdown: &str, language: &str) -> Searchable {
    Searchable::new(reading_text(markdown), language)
}

fn find_read(markdown: &str, exact: &str) -> Result<Place, Unlocated> {
    locate(&read_as(markdown, "en"), &Quote { exact, ..Quote::default() })
}

#[test]
fn no_quote_crosses_non_text() {
    for (markdown, quote) in [
        ("he did\n\n<div>not steal nor</div>\n\ntake the money", "he did take the money"),
        ("He ![did not](x) pay", "He did not pay"),
        ("5<sup>1</sup> people", "51 people"),
        ("5[1](http://a.example) people", "51 people"),
        ("about 10<sup>6</sup>", "106"),
        ("City | Lund", "City Lund"),
        ("| Lund | 12 |\n|---|---|\n| Ystad | 3 |", "Lund 12"),
        ("“It was <never> broken,” said Joan.", "It was broken"),
    ] {
        assert_eq!(find_read(markdown, quote), Err(Unlocated::NotFound), "{quote}");
    }
    for (markdown, quote) in [
        ("He ![did not](x) pay", "He \u{FFFC} pay"),
        ("He <i hidden>did not</i> pay", "He \u{FFFC} pay"),
        ("# Mayor is guilty\n\nof nothing", "Mayor is guilty of nothing"),
        ("**Mayor is guilty**\n\nof nothing", "guilty of nothing"),
        ("he said\n\n***\n\nnothing", "he said nothing"),
        ("| Lund | 12 |\n|---|---|\n| Ystad | 3 |", "12 Ystad"),
    ] {
        assert!(matches!(find_read(markdown, quote), Err(Unlocated::Crosses(..))), "{quote}");
    }
    for (markdown, quote) in [
        ("he did not steal.\n\nHe took it", "not steal. He took"),
        ("she said:\n\n> It is so\n>\n> and will be", "said: It is so and will"),
        ("- one\n- two", "one two"),
        ("| Lund | 12 |\n|---|---|\n| Ystad | 3 |", "Lund | 12"),
        ("not<br>able", "not able"),
    ] {
        assert!(find_read(markdown, quote).is_ok(), "{quote}: {:?}", find_read(markdown, quote));
    }
}

#[test]
fn an_omission_crosses_paragraphs_and_no_heading() {
    let heading = find_read("he did it\n\n# Not he\n\nbut all of us", "he did it [...] all of us");
    assert!(matches!(heading, Err(Unlocated::TooWide(_, TooWide::Across(Obstacle::Block(_))))), "{heading:?}");
    assert!(find_read("he did it today.\n\nBut all of us", "he did it [...] all of us").is_ok());
}

#[test]
fn misleading_quotes_get_a_caution() {
    let cautions = |markdown: &str, language: &str, quote: &str| {
        let text = read_as(markdown, language);
        let place = locate(&text, &Quote { exact: quote, ..Quote::default() }).expect(quote);
        cautions(&text, &place)
    };
    assert_eq!(cautions("It was ~~not~~ so", "en", "It was not so"), [Caution::Struck]);
    assert_eq!(
        cautions("Mayor Smith of Lund\n\nis here", "en", "Lund is here"),
        [Caution::OpenParagraph("Smith of Lund".into())]
    );
    assert_eq!(cautions("Mayor Smith of “Lund.”\n\nIs here", "en", "“Lund.” Is here"), []);
    let scale = |word: &str| [Caution::SplitsNumber(word.to_owned())];
    assert_eq!(cautions("about 5 million people", "en", "million people"), scale("million"));
    assert_eq!(cautions("about 2 million of it", "en", "about 2"), scale("million"));
    assert_eq!(cautions("about two million of it", "en", "about two"), scale("million"));
    assert_eq!(cautions("one million people", "en", "million people"), scale("million"));
    assert_eq!(cautions("zwei Millionen Menschen", "de", "Millionen Menschen"), scale("millionen"));
    assert_eq!(cautions("около 5 млн рублей", "ru", "около 5"), scale("млн"));
    assert_eq!(cautions("all of the million people", "en", "million people"), []);
    assert_eq!(cautions("这是不可能的", "zh", "可能的"), [Caution::Negated("不")]);
    assert_eq!(cautions("เขาไม่ไปที่นั่น", "th", "ไปที่นั่น"), [Caution::Negated("ไม่")]);
    let long = "He did, as all of us here know, not steal the money.";
    assert_eq!(cautions(long, "en", "He did [...] steal the money"), [Caution::LeavesOutQualifier("not".into())]);
}
