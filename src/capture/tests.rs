//! An import neither loses nor adds words: property tests, and pages that try to break it.

use proptest::prelude::*;

use super::{ImportError, ImportFormat, ImportOptions, Imported, import};
use crate::markdown::reading::reading_text;
use crate::model::{Kind, Show};
use citeback_quote::text::reading_text::{BreakKind, ReadingText, SEAM};

fn imported(bytes: &[u8], format: ImportFormat) -> Result<Imported, ImportError> {
    import(
        bytes,
        format,
        &ImportOptions {
            stem: "saved-page",
            id: None,
            captured: "2024-03-14",
            kind: Kind::Article,
            show: Show::Excerpts,
            url: None,
        },
    )
}

/// The reading text and the YAML of an imported file.
#[track_caller]
fn read(bytes: &[u8], format: ImportFormat) -> (String, String) {
    let imported = imported(bytes, format).unwrap_or_else(|error| panic!("{error:?}"));
    let (yaml, body) = crate::notes::front_matter::split_front_matter(&imported.file).unwrap();
    (visible(&reading_text(&imported.file[body])), imported.file[yaml].to_owned())
}

/// A text as pages show it, without separators of cells.
fn visible(text: &ReadingText) -> String {
    let cells = text.breaks().iter().filter(|found| found.kind == BreakKind::Cell);
    let mut visible = text.text().to_owned();
    cells.rev().for_each(|cell| visible.replace_range(cell.at.clone(), " "));
    visible.replace(SEAM, "")
}

fn spaceless(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    crate::base::escaping::escape(text, &mut out);
    out
}

/// Words that look like Markdown, and words that do not.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,6}",
        "[*_#>+=|~`!&<\\[\\]()\\\\:.0-9a-b-]{1,5}",
        Just("1.".to_owned()),
        Just("&amp;".to_owned()),
        Just("<b>".to_owned()),
        Just("[x](y)".to_owned()),
        Just("---".to_owned()),
        Just("漢字「語」".to_owned()),
        Just("«é»".to_owned()),
        Just("שלום".to_owned()),
    ];
    proptest::collection::vec(word, 1..6).prop_map(|words| words.join(" "))
}

/// HTML of every supported structure, with the words that it shows.
fn html() -> impl Strategy<Value = (String, String)> {
    let leaf = words().prop_map(|words| (escaped(&words), words));
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = proptest::collection::vec(inner, 1..4).prop_map(|parts| {
            parts.into_iter().reduce(|(a, b), (c, d)| (format!("{a} {c}"), format!("{b} {d}"))).unwrap()
        });
        let element = prop_oneof![
            Just(("<p>", "</p>")),
            Just(("<div>", "</div>")),
            Just(("<b>", "</b>")),
            Just(("<em>", "</em>")),
            Just(("x<i>", "</i>y")),
            Just(("<s>", "</s>")),
            Just(("<code>", "</code>")),
            Just(("<a href='https://a.example/b?c=1&amp;d=(2)'>", "</a>")),
            Just(("<blockquote>", "</blockquote>")),
            Just(("<ul><li>", "</li><li>z</li></ul>")),
            Just(("<ol start=7><li>", "</li></ol>")),
            Just(("<h2>", "</h2>")),
            Just(("<table><tr><td>a</td><td>b</td></tr><tr><td>", "</td><td>c | d</td></tr></table>")),
            Just(("<pre>", "</pre>")),
            Just(("<figure><figcaption>", "</figcaption></figure>")),
            Just(("<br>", "<br>")),
            Just(("!<img alt='[e] *f*'>", "")),
            Just(("<script>no</script><p hidden>no</p><span>", "</span>")),
        ];
        (element, several).prop_map(|((open, close), (html, words))| {
            let shown = |html: &str| {
                let html = html.replace("<img alt='[e] *f*'>", "").replace("<script>no</script><p hidden>no</p>", "");
                let mut text = String::new();
                let mut inside = false;
                for c in html.chars() {
                    inside = inside || c == '<';
                    if !inside {
                        text.push(c);
                    }
                    inside = inside && c != '>';
                }
                text
            };
            (format!("{open}{html}{close}"), format!("{}{words}{}", shown(open), shown(close)))
        })
    })
}

#[test]
fn alternative_text_is_not_part_of_the_article() {
    let page = "<article><p>He <img src=x alt=\"did not [pay]\"> paid <img src=y alt=\"👍\"> today.</p></article>";
    let imported = imported(page.as_bytes(), ImportFormat::Html).unwrap();
    let markdown = &imported.file[imported.file.rfind("---").unwrap()..];
    assert!(markdown.contains("He ![did not \\[pay\\]]() paid 👍 today."), "{markdown}");
}

#[test]
fn superscript_digits_stay_superscript() {
    let (text, _) = read(
        b"<article><p>About 10<sup>2</sup> metres, 5<sup>th</sup> H<sub>2</sub>O, said<sup>[3]</sup> he.</p></article>",
        ImportFormat::Html,
    );
    assert_eq!(text.trim(), "About 10² metres, 5th H₂O, said[3] he.");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_of_a_page_survives_and_none_is_added((html, words) in html()) {
        let (text, _) = read(format!("<article>{html}</article>").as_bytes(), ImportFormat::Html);
        prop_assert_eq!(spaceless(&text), spaceless(&words), "{}", html);
    }

    #[test]
    fn every_word_of_a_text_survives(paragraphs in proptest::collection::vec(proptest::collection::vec(words(), 1..4), 1..5)) {
        let paragraphs: Vec<String> = paragraphs.iter().map(|lines| lines.join("\n")).collect();
        // Labels of advertisements are left out, and reported.
        prop_assume!(!paragraphs.iter().any(|paragraph| super::text::is_ad_label(paragraph.trim())));
        let text = format!("The beginning.\n\n{}", paragraphs.join("\n\n"));
        let (read, _) = read(text.as_bytes(), ImportFormat::Text);
        prop_assert_eq!(spaceless(&read), spaceless(&text));
    }

    #[test]
    fn any_bytes_are_imported_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), soup in "(<[a-z/!]{1,7}[ a-z='\"]{0,9}>?|[a-z &;]{1,9}){0,60}") {
        for format in [ImportFormat::Html, ImportFormat::Text, ImportFormat::Markdown] {
            let _ = imported(&bytes, format);
            let _ = imported(soup.as_bytes(), format);
        }
    }

    #[test]
    fn any_title_and_author_survive_the_yaml(title in "\\PC{1,60}", name in "[^\\p{Cc}/]{1,30}") {
        let html = format!("<title>{}</title><meta name=author content=\"{}\"><p>Words.", escaped(&title), escaped(&name));
        let (_, yaml) = read(html.as_bytes(), ImportFormat::Html);
        let fields = crate::notes::yaml::parse::<serde_json::Value>(&yaml);
        prop_assert!(fields.faults.is_empty(), "{}", yaml);
        let known = citeback_quote::text::single_spaced(&title);
        let read = fields.value.unwrap()["title"].as_str().unwrap().to_owned();
        prop_assert_eq!(spaceless(&read), if spaceless(&known).is_empty() { "saved-page".to_owned() } else { spaceless(&known) });
    }
}

#[test]
fn deep_and_endless_pages_are_refused() {
    let deep = |tag: &str| tag.repeat(10_000) + "<p>words";
    let attributes: String = (0..5_000).map(|n| format!(" a{n}=b")).collect();
    for html in [
        deep("<div>"),
        deep("<b>"),
        deep("<span title=x>"),
        deep("<blockquote>"),
        deep("<ul><li>"),
        deep("<table><tr><td>"),
        deep("<a href=x><b>"),
        deep("<template>"),
        (0..10_000).map(|n| format!("<font size={n}><p>")).collect(),
        format!("<p{attributes}>words"),
        format!("<!-- <a x=' --><p{attributes}>words"),
        format!("<textarea><script></textarea><p x=\"'\"{attributes}>words"),
    ] {
        assert!(imported(html.as_bytes(), ImportFormat::Html).is_err(), "{}", &html[..60]);
    }
}

#[test]
fn long_pages_are_read() {
    let mebibyte = 1 << 20;
    for html in [
        format!("<article><p>{}", "word ".repeat(mebibyte / 5)),
        format!(
            "<article><p>word<!--{}--><svg><path d='{}'/></svg>",
            "<b c> d".repeat(20_000),
            "M 1 2 ".repeat(20_000)
        ),
        format!("<article>words<figure>{}", "<img alt=a>".repeat(40_000)),
        format!("<article><p title='{}'>word", "x".repeat(2 * mebibyte)),
        format!("<article>{}", "<p>One <b>more</b> line.".repeat(mebibyte / 30)),
        format!("<article><p>{}<script>{}</script>", "word ".repeat(40), "<script>".repeat(mebibyte / 8)),
        format!("{}<p>word", "<table><div>".repeat(20_000)),
        format!("<article><p>word{}", "<![CDATA[".repeat(mebibyte / 9)),
        format!("<p>{}", "&amp;".repeat(mebibyte / 5)),
    ] {
        assert!(imported(html.as_bytes(), ImportFormat::Html).is_ok(), "{}", &html[..60]);
    }
}

#[test]
fn files_without_text_are_refused() {
    let refused =
        |html: &str| imported(html.as_bytes(), ImportFormat::Html).err().map(|error| error.message).unwrap_or_default();
    assert_eq!(refused("<title>Only a title</title><article></article>"), "it contains no text");
    let shell = "<div id=app>Loading…</div><noscript>Please allow scripts.</noscript><script src=app.js></script>";
    assert_eq!(refused(shell), "this page is an empty shell: scripts load its text, which is not in the file");
    assert!(
        imported(b" \n\n", ImportFormat::Text).is_err()
            && imported(b"---\ntitle: x\n---\n\n", ImportFormat::Markdown).is_err()
    );
}

#[test]
fn content_with_a_boilerplate_name_stays() {
    let html = "<article><p>Words of the article, of which there must be some.</p>\
        <div class='share-prices'><table><tr><th>Share</th><th>Price</th></tr><tr><td>Dock</td><td>12</td></tr></table></div>\
        <section class='social-security'><p>Social security is a matter for the council, which spoke of it at length, and then at more length, \
        until nobody was left who could have voted on it.</p></section>\
        <p class='comment'>A comment by the paper.</p></article>";
    let (text, _) = read(html.as_bytes(), ImportFormat::Html);
    for words in ["Dock", "Social security", "A comment by the paper."] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn ids_are_short_and_plain() {
    let id = |title: &str| {
        imported(format!("<title>{title}</title><p>Words.").as_bytes(), ImportFormat::Html)
            .unwrap()
            .id
            .unwrap()
            .to_string()
    };
    assert_eq!(id("Straßburg’s œuvre: l’été à Łódź"), "strassburgs-oeuvre-lete-a-lodz");
    assert_eq!(id("日本語"), "saved-page");
    let long = id(&"several words ".repeat(9));
    assert!(long.len() <= 60 && long.ends_with("words") || long.ends_with("several"), "{long}");
}
