//! Articles with marks, block by block, and the properties that hold for every article.

use std::ops::Range;

use proptest::prelude::{Just, Strategy, prop, prop_assert_eq, prop_oneof, proptest};

use super::{Mark, blocks};
use crate::markdown::reading::{read, reading_text};
use citeback_quote::text::reading_text::{ReadingText, subscript, superscript};

/// Renders `markdown` with each of `quotes` marked, anchors p0, p1, …
fn render(markdown: &str, quotes: &[&str]) -> String {
    let text = reading_text(markdown).text().to_owned();
    let parts: Vec<Vec<Range<usize>>> = quotes
        .iter()
        .map(|quote| {
            let start = text.find(quote).unwrap_or_else(|| panic!("{quote:?} in {text:?}"));
            std::iter::once(start..start + quote.len()).collect()
        })
        .collect();
    render_parts(markdown, &parts)
}

fn render_parts(markdown: &str, parts: &[Vec<Range<usize>>]) -> String {
    let anchors: Vec<String> = (0..parts.len()).map(|i| format!("p{i}")).collect();
    let numbered = anchors.iter().zip(parts).zip(1..);
    let marks: Vec<Mark<'_>> = numbered
        .map(|((anchor, parts), number)| Mark { anchor, number, letter: "", stance: "supports", parts })
        .collect();
    blocks(read(markdown), &marks, None).into_iter().map(|block| block.html).collect()
}

fn mark(passages: &str, id: &str, text: &str) -> String {
    let number = |passage: &str| passage[1..].parse::<usize>().unwrap() + 1;
    let of: Vec<String> = passages.split(' ').map(|passage| number(passage).to_string()).collect();
    let depth = match of.len() {
        1 => String::new(),
        depth => format!(" data-depth=\"{depth}\""),
    };
    let id = if id.is_empty() {
        String::new()
    } else {
        format!(" id=\"{id}\" data-n=\"{0}\" data-number=\"{0}\"", number(id))
    };
    format!(
        "<mark class=\"passage stance-supports\" data-passages=\"{passages}\" data-of=\"{}\"{depth}{id}>{text}</mark>",
        of.join(" ")
    )
}

#[test]
fn block_ranges_are_known_without_rendering() {
    let markdown = "# A\n\nb *c*\n\n***\n\n- d\n- e\n\n| f | g |\n|---|---|\n| h | i |\n\n    j\n";
    let text = reading_text(markdown).text().to_owned();
    let found: Vec<&str> = super::ranges(&read(markdown)).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, ["A", "b c", "d\ne", "f | g\nh | i", "j"]);
    let written = blocks(read(markdown), &[], None).into_iter().map(|block| block.range);
    assert!(written.filter(|range| !range.is_empty()).eq(super::ranges(&read(markdown))));
}

#[test]
fn a_passage_in_one_run_of_text() {
    assert_eq!(render("One two three.", &["two"]), format!("<p>One {} three.</p>\n", mark("p0", "p0", "two")));
}

#[test]
fn a_passage_across_inline_markup() {
    assert_eq!(
        render("One *two* `three` four", &["One two three"]),
        format!(
            "<p>{}<em>{}</em>{}<code>{}</code> four</p>\n",
            mark("p0", "p0", "One "),
            mark("p0", "", "two"),
            mark("p0", "", " "),
            mark("p0", "", "three"),
        )
    );
}

#[test]
fn a_passage_continues_across_line_breaks_and_inline_code() {
    assert_eq!(
        render("One\ntwo `x` three", &["One two x three"]),
        format!("<p>{}</p>\n", mark("p0", "p0", "One\ntwo <code>x</code> three"))
    );
}

#[test]
fn a_passage_over_several_blocks() {
    assert_eq!(
        render("One two\n\n- three four", &["two\nthree"]),
        format!("<p>One {}</p>\n<ul>\n<li>{} four</li>\n</ul>\n", mark("p0", "p0", "two"), mark("p0", "", "three"))
    );
}

#[test]
fn passages_that_overlap_nest_and_coincide() {
    assert_eq!(
        render("a b c d", &["a b c", "b c d"]),
        format!("<p>{}{}{}</p>\n", mark("p0", "p0", "a "), mark("p0 p1", "p1", "b c"), mark("p1", "", " d"))
    );
    assert_eq!(
        render("a b c", &["a b c", "b"]),
        format!("<p>{}{}{}</p>\n", mark("p0", "p0", "a "), mark("p0 p1", "p1", "b"), mark("p0", "", " c"))
    );
    assert_eq!(
        render("a b", &["a b", "a b"]),
        format!(
            "<p><span class=\"passage-anchor\" id=\"p0\" data-n=\"1\" data-number=\"1\"></span>{}</p>\n",
            mark("p0 p1", "p1", "a b")
        )
    );
}

#[test]
fn hostile_articles_are_harmless() {
    let markdown = "<script>alert(1)</script>\n\nA <img src=x onerror=alert(1)> [b](javascript:alert(1)) \
                    [c](//evil) ![d](http://track.er/x.png) [e](https://ok.ok \"t\")\n\n&lt;b&gt;";
    assert_eq!(
        render(markdown, &[]),
        "<p>A  b c <span class=\"image\">d</span> <a rel=\"nofollow noopener\" href=\"https://ok.ok\">e</a></p>\n\
         <p>&lt;b&gt;</p>\n"
    );
}

#[test]
fn rows_of_raw_tables_are_rows_on_the_page() {
    assert_eq!(
        render("<table><tr><td>a<td>b</tr><tr><td>c</tr></table>", &["a | b"]),
        format!(
            "<table><tbody><tr><td>{}</td><td>{}</td></tr></tbody></table>\n<p>c</p>\n",
            mark("p0", "p0", "a"),
            mark("p0", "", "b")
        )
    );
}

#[test]
fn headings_are_in_order_below_the_page_title() {
    let html = render("# A\n\n### B\n\n## C\n\n# D", &[]);
    assert_eq!(html, "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>\n<h2>D</h2>\n");
}

#[test]
fn relative_links_are_resolved_against_the_original() {
    let blocks = blocks(read("[a](/b?c) [d](javascript:x)"), &[], Some("https://x.y/z/"));
    assert_eq!(blocks[0].html, "<p><a rel=\"nofollow noopener\" href=\"https://x.y/b?c\">a</a> d</p>\n");
}

fn any_markdown() -> impl Strategy<Value = String> {
    let inline = prop_oneof![
        "[a-z]{1,6}",
        "[一-十]{1,3}",
        Just("*em*".to_owned()),
        Just("**strong *both***".to_owned()),
        Just("`co de`".to_owned()),
        Just("[link](https://a.b)".to_owned()),
        Just("![alt](x.png)".to_owned()),
        Just("<b>raw</b>".to_owned()),
        Just("10<sup>6+x</sup>".to_owned()),
        Just("H<sub>2</sub>O".to_owned()),
        Just("<del>gone</del>".to_owned()),
        Just("<never> <source>".to_owned()),
        Just("<span hidden>secret</span>".to_owned()),
        Just("one<br>two".to_owned()),
        Just("5[1](https://a.b)".to_owned()),
        Just("<o:p>office</o:p>".to_owned()),
        Just("![😀](x.png)".to_owned()),
        Just("&amp; &lt;".to_owned()),
        Just("“q”".to_owned()),
        Just("\\*".to_owned()),
        Just("~~no~~".to_owned()),
        Just("e\u{301}".to_owned()),
    ];
    let line = prop::collection::vec(inline, 1..7).prop_map(|words| words.join(" "));
    let block = (0..9_u8, prop::collection::vec(line, 1..4)).prop_map(|(kind, lines)| match kind {
        0 => format!("## {}", lines[0]),
        1 => lines.iter().map(|line| format!("- {line}\n")).collect(),
        2 => lines.iter().map(|line| format!("> {line}\n")).collect(),
        3 => format!("```yaml\n{}\n```", lines.join("\n")),
        4 => format!("| {} |\n|---|\n| {} |", lines[0].replace('|', ""), lines[lines.len() - 1].replace('|', "")),
        5 => lines.join("  \n"),
        6 => format!("<div>{}<p>two</div>", lines[0]),
        7 => format!("<table><tr><td>{}<td>b</tr></table>", lines[0]),
        _ => lines.join("\n"),
    });
    prop::collection::vec(block, 1..6).prop_map(|blocks| blocks.join("\n\n"))
}

/// Ranges on character boundaries whose ends are shown.
fn ranges(text: &ReadingText, picks: &[(f64, f64)]) -> Vec<Vec<Range<usize>>> {
    let visible: Vec<Range<usize>> = text.visible().map(|(at, c)| at..at + c.len_utf8()).collect();
    if visible.is_empty() {
        return vec![];
    }
    let pick = |fraction: f64| &visible[((visible.len() - 1) as f64 * fraction) as usize];
    let range = |(a, b): &(f64, f64)| pick(a.min(*b)).start..pick(a.max(*b)).end;
    picks.iter().map(|picks| std::iter::once(range(picks)).collect()).collect()
}

fn without_marks(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = at + rest[at..].find('>').unwrap() + 1;
        let tag = &rest[at..end];
        if tag.starts_with("<span class=\"passage-anchor\"") {
            rest = rest[end..].strip_prefix("</span>").unwrap();
            continue;
        }
        if !tag.starts_with("<mark") && tag != "</mark>" {
            out.push_str(tag);
        }
        rest = &rest[end..];
    }
    out + rest
}

fn plain(c: char) -> char {
    "0123456789+-".chars().find(|plain| superscript(*plain) == Some(c) || subscript(*plain) == Some(c)).unwrap_or(c)
}

/// The text inside the marks of one passage, without tags, white space dropped.
fn marked_text(html: &str, anchor: &str) -> String {
    let mut out = String::new();
    let (mut inside, mut rest) = (false, html);
    while let Some(at) = rest.find('<') {
        if inside {
            out.push_str(&rest[..at]);
        }
        let end = at + rest[at..].find('>').unwrap() + 1;
        let tag = &rest[at..end];
        if let Some(passages) = tag.strip_prefix("<mark class=\"passage stance-supports\" data-passages=\"") {
            inside = passages.split('"').next().unwrap().split(' ').any(|passage| passage == anchor);
        } else if tag == "</mark>" {
            inside = false;
        }
        rest = &rest[end..];
    }
    let text = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&").split_whitespace().collect()
}

proptest! {
    #[test]
    fn marks_hold_their_quotes_and_nothing_else(
        markdown in any_markdown(),
        picks in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 0..6),
    ) {
        let reading = reading_text(&markdown);
        let parts = ranges(&reading, &picks);
        let html = render_parts(&markdown, &parts);
        prop_assert_eq!(without_marks(&html), render_parts(&markdown, &[]));
        for (i, part) in parts.iter().enumerate() {
            // Of what the text has, a page shows neither separators nor seams, and raised figures as plain ones.
            let quoted: String =
                reading.visible().filter(|(at, _)| part[0].contains(at)).map(|(_, c)| plain(c)).collect();
            prop_assert_eq!(marked_text(&html, &format!("p{i}")), quoted);
            let id = format!(" id=\"p{i}\"");
            prop_assert_eq!(html.matches(&id).count(), 1);
        }
    }
}
