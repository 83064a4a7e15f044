//! An import neither loses nor adds words: property tests, and pages that try to break it.

mod hostile;
mod mutated;
mod tables;
mod words;

use proptest::prelude::*;

use super::{ImportError, ImportFormat, ImportOptions, Imported, import};
use citeback_content::markdown::reading::reading_text;
use citeback_content::model::{Kind, Show};
use citeback_quote::text::reading_text::{BreakKind, ReadingText, SEAM};

fn imported(bytes: &[u8], format: ImportFormat) -> Result<Imported, ImportError> {
    imported_with(bytes, format, &[])
}

fn imported_with(bytes: &[u8], format: ImportFormat, keep: &[String]) -> Result<Imported, ImportError> {
    import(
        bytes,
        format,
        &ImportOptions {
            stem: "saved-page",
            id: None,
            captured: Some("2024-03-14"),
            today: "2024-03-14",
            kind: Kind::Article,
            show: Show::Excerpts,
            url: None,
            keep,
            version_of: None,
            saved: None,
        },
    )
}

/// All groups of what readers see.
const VISIBLE_GROUPS: [&str; 11] = [
    "comments",
    "other articles",
    "sharing",
    "sign-ups",
    "notices",
    "advertisements",
    "author",
    "navigation",
    "details",
    "captions",
    "other text",
];

/// The reading text and the YAML of an imported file.
#[track_caller]
fn read(bytes: &[u8], format: ImportFormat) -> (String, String) {
    let imported = imported(bytes, format).unwrap_or_else(|error| panic!("{error:?}"));
    let (yaml, body) = citeback_content::notes::front_matter::split_front_matter(&imported.file).unwrap();
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
    citeback_content::base::escaping::escape(text, &mut out);
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
        let page = format!("<article>{html}</article>");
        let keep = VISIBLE_GROUPS.map(str::to_owned);
        let imported = imported_with(page.as_bytes(), ImportFormat::Html, &keep).unwrap();
        let (_, body) = citeback_content::notes::front_matter::split_front_matter(&imported.file).unwrap();
        let text = visible(&reading_text(&imported.file[body]));
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
        let fields = citeback_content::notes::yaml::parse::<serde_json::Value>(&yaml);
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
fn long_pages_are_read_to_their_end() {
    let length = 1 << 16;
    for html in [
        format!("<article><p>{}", "word ".repeat(length / 5)),
        format!(
            "<article><p>word<!--{}--><svg><path d='{}'/></svg>",
            "<b c> d".repeat(length / 7),
            "M 1 2 ".repeat(length / 6)
        ),
        format!("<article>words<figure>{}</figure>", "<img alt=a>".repeat(2_000)),
        format!("<article><p title='{}'>word", "x".repeat(16 * length)),
        format!("<article>{}", "<p>One <b>more</b> line.".repeat(length / 30)),
        format!("<article><p>{}<script>{}</script>", "word ".repeat(40), "<script>".repeat(length / 8)),
        format!("{}<p>word", "<table><div>".repeat(1_000)),
        format!("<article><p>word{}", "<![CDATA[".repeat(length / 9)),
        format!("<p>{}", "&amp;".repeat(length / 5)),
    ] {
        let html = format!("{html}<p>{PLANTED}");
        let imported = imported(html.as_bytes(), ImportFormat::Html);
        let place = imported.as_ref().ok().and_then(|imported| place_of(imported, PLANTED));
        assert!(place.is_some(), "{:?} {}", imported.err(), &html[..60]);
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
        imported(format!("<title>{title}</title><p>Words.").as_bytes(), ImportFormat::Html).unwrap().ids[0].to_string()
    };
    assert_eq!(id("Straßburg’s œuvre: l’été à Łódź"), "strassburgs-oeuvre-lete-lodz");
    assert_eq!(id("新しい橋"), "saved-page");
    assert_eq!(id(&"several words ".repeat(9)), "several-words-several-words");
}

/// A sentence that is in no other part of a page.
const PLANTED: &str = "The planted heron counted eleven boats.";

/// Where a sentence of a page is after an import.
fn place_of(imported: &Imported, words: &str) -> Option<&'static str> {
    let (_, body) = citeback_content::notes::front_matter::split_front_matter(&imported.file).unwrap();
    let body = &imported.file[body];
    let plain = |text: &str| text.replace('\\', "");
    if spaceless(&visible(&reading_text(body))).contains(&spaceless(words)) {
        return Some("article");
    }
    if plain(body).contains(words) && body.contains(citeback_content::markdown::reading::DOUBTFUL) {
        return Some("doubtful");
    }
    imported.left_out.iter().any(|left_out| left_out.text.contains(words)).then_some("left out")
}

/// A page with a sentence inside an element, in the article, above it and below it.
fn planted(open: &str, close: &str) -> [String; 3] {
    let prose = "<p>The harbour bridge will reopen in May, two months late, the builders said on Friday, after a long winter.</p>".repeat(4);
    let page = |above: &str, inside: &str, below: &str| {
        format!(
            "<title>A bridge</title><body><header>{above}</header><main><article><h1>A bridge</h1>{prose}{inside}{prose}</article>{below}</main><footer>Imprint</footer>"
        )
    };
    let planted = format!("{open}{PLANTED}{close}");
    [page(&planted, "", ""), page("", &planted, ""), page("", "", &planted)]
}

#[test]
fn no_sentence_of_a_page_is_lost_in_silence() {
    let mut containers: Vec<(String, String)> = vec![];
    for element in [
        "p",
        "div",
        "section",
        "article",
        "aside",
        "nav",
        "header",
        "footer",
        "main",
        "form",
        "figure",
        "figcaption",
        "blockquote",
        "q",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "tr",
        "td",
        "th",
        "h1",
        "h2",
        "h3",
        "h6",
        "pre",
        "code",
        "kbd",
        "samp",
        "a",
        "span",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "s",
        "del",
        "ins",
        "mark",
        "small",
        "sup",
        "sub",
        "abbr",
        "cite",
        "time",
        "address",
        "details",
        "summary",
        "dialog",
        "button",
        "label",
        "legend",
        "fieldset",
        "noscript",
        "ruby",
        "bdi",
        "bdo",
        "center",
        "font",
        "tt",
        "marquee",
        "hgroup",
        "search",
        "output",
        "data",
        "app-teaser",
        "nobr",
    ] {
        containers.push((format!("<{element}>"), format!("</{element}>")));
    }
    for name in [
        "comments",
        "comment-list",
        "related",
        "teaser",
        "share",
        "newsletter",
        "paywall",
        "cookie-consent",
        "ad",
        "author-box",
        "sidebar",
        "menu",
        "breadcrumb",
        "meta",
        "caption",
        "infobox",
        "modal",
        "popup",
        "cmp-text",
        "consent",
        "tags",
        "promo",
        "widget",
        "footer",
        "rating",
        "gallery",
    ] {
        containers.push((format!("<div class={name}>"), "</div>".to_owned()));
        containers.push((format!("<section id={name}><p>"), "</p></section>".to_owned()));
        containers.push((format!("<ul class={name}><li>"), "</li></ul>".to_owned()));
    }
    for attributes in [
        "hidden",
        "style='display:none'",
        "style='visibility: hidden'",
        "class=sr-only",
        "role=dialog",
        "role=navigation",
    ] {
        containers.push((format!("<div {attributes}>"), "</div>".to_owned()));
    }
    let mut lost = vec![];
    for (open, close) in &containers {
        for page in planted(open, close) {
            let imported =
                imported(page.as_bytes(), ImportFormat::Html).unwrap_or_else(|error| panic!("{open}: {error:?}"));
            if place_of(&imported, PLANTED).is_none() {
                lost.push(page);
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn what_is_kept_is_in_the_article() {
    for open in ["<div class=comments><p>", "<div class=author-box><p>", "<div hidden><p>", "<aside class=related><p>"]
    {
        let page = planted(open, "</p></div></aside>")[2].clone();
        let keep = ["planted heron".to_owned()];
        let kept = imported_with(page.as_bytes(), ImportFormat::Html, &keep).unwrap();
        assert_eq!(place_of(&kept, PLANTED), Some("article"), "{page}");
        let plain = imported(page.as_bytes(), ImportFormat::Html).unwrap();
        assert_ne!(place_of(&plain, PLANTED), Some("article"), "{page}");
    }
}

#[test]
fn doubtful_blocks_are_no_part_of_the_text() {
    let box_below = "<aside><p>Ana Ruiz has reported on the harbour since 2011, and wrote the book on its bridge, <!-- end of doubtful --> &lt;!-- end of doubtful --&gt; she says.</p></aside>";
    let page = format!(
        "<title>A bridge</title><article>{}{box_below}</article>",
        "<p>The bridge will reopen in May, the builders said on Friday, after a long and cold winter.</p>".repeat(20)
    );
    let imported = imported(page.as_bytes(), ImportFormat::Html).unwrap();
    assert_eq!(imported.doubtful, 1, "{}", imported.file);
    let (_, body) = citeback_content::notes::front_matter::split_front_matter(&imported.file).unwrap();
    let text = visible(&reading_text(&imported.file[body]));
    assert!(!text.contains("Ana Ruiz") && !text.contains("doubtful"), "{text}");
}

#[test]
fn a_markdown_headline_that_is_the_title_is_not_repeated() {
    let (text, yaml) = read(b"The *vote*\n==========\n\nEleven to four.\n", ImportFormat::Markdown);
    assert!(text.trim() == "Eleven to four." && yaml.contains("title: The vote\n"), "{yaml}{text}");
    for kept in [
        "---\ntitle: Another title\n---\n# The vote\n\nEleven to four.\n",
        "---\ntitle: The vote\nsha256: 0\n---\n# The vote\n\nEleven to four.\n",
        "Eleven to four.\n\n# The vote\n",
        "# The vote\n",
    ] {
        assert!(read(kept.as_bytes(), ImportFormat::Markdown).0.contains("The vote"), "{kept}");
    }
}
