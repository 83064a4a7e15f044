//! Marks of pages, times and speakers in sources: what readers and programs see of them.

use crate::site::Site;

const REPORT: &str = "---\ntitle: A report\nurl: https://news.example/report.pdf\nshow: full\n---\n<!-- page 1 -->\n\nEleven to four, \
                      the council <!-- page 2: xii -->voted on Monday.\n";

#[test]
fn a_passage_knows_its_pages() {
    let site = Site::new()
        .file("content/sources/report.md", REPORT)
        .claim("c", "report", "Eleven to four, the council voted")
        .claim("d", "report", "voted on Monday");
    site.build();
    for (page, shown, address) in [
        ("claims/c.html", "<li>pp. 1–xii</li>", "href=\"https://news.example/report.pdf#page=1\""),
        ("claims/d.html", "<li>p. xii</li>", "href=\"https://news.example/report.pdf#page=2\""),
    ] {
        let page = site.built(page);
        assert!(page.contains(shown) && page.contains(address), "{page}");
    }
    let source = site.built("sources/report.html");
    assert!(source.contains("<span class=\"page-mark\" role=\"doc-pagebreak\" data-shown=\"xii\"></span>"), "{source}");
    assert_eq!(site.built("data/sources/report.txt"), "Eleven to four, the council voted on Monday.");
    let passages = site.built("data/passages.json");
    assert!(
        passages.contains("\"pages\":[\"1\",\"xii\"]") && passages.contains("\"pages\":[\"xii\",\"xii\"]"),
        "{passages}"
    );
    let annotations = site.built("data/annotations/report.jsonld");
    let selector = "\"selector\":{\"type\":\"FragmentSelector\",\"value\":\"page=2\",\"conformsTo\":\"http://tools.ietf.org/rfc/rfc3778\",\
                    \"refinedBy\":{\"type\":\"TextQuoteSelector\",\"exact\":\"voted on Monday\"}}";
    assert!(annotations.contains(selector), "{annotations}");
}

/// The marks are invisible: to the text, to its positions, and to search in the original.
#[test]
fn marks_change_no_word_and_no_position() {
    let plain = REPORT.replace("<!-- page 1 -->\n\n", "").replace("<!-- page 2: xii -->", "");
    let built = |report: &str| {
        let site = Site::new().file("content/sources/report.md", report).claim("c", "report", "the council voted");
        site.build();
        let passages = site.built("data/passages.json");
        let parts = passages.split("\"parts\":").nth(1).unwrap().split(",\"anchor\"").next().unwrap().to_owned();
        (site.built("data/sources/report.txt"), parts)
    };
    assert_eq!(built(REPORT), built(&plain));
}

#[test]
fn subtitles_become_a_transcript_whose_passages_know_their_time() {
    let site = Site::new();
    let subtitles = "WEBVTT\n\n01:02:33.000 --> 01:02:35.000\n<v Ann Lee>We spent\n\n01:02:35.000 --> 01:02:36.500\n<v Ann Lee>four million.\n";
    site.write("speech.vtt", subtitles);
    let file = site.path("speech.vtt");
    let run = site.run(&[
        "import",
        "--id",
        "speech",
        "--url",
        "https://youtu.be/abc",
        "--captured",
        "2024-03-12",
        file.to_str().unwrap(),
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = site.claim("c", "speech", "We spent four million");
    site.build();
    let page = site.built("claims/c.html");
    assert!(page.contains("<li>at 1:02:33</li>") && page.contains("href=\"https://youtu.be/abc?t=3753\""), "{page}");
    assert!(site.built("data/passages.json").contains("\"time\":\"1:02:33\""));
    assert!(!site.built("claims/c.html").contains("01:02:35"));
}
