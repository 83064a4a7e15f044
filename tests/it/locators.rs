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

const SPEECH: &str = "<!-- time 0:05 -->\n\n<!-- speaker Ann Lee -->\n\nWe spent <!-- time 0:08 -->four million <!-- time 0:21.500 -->and \
                      [a <!-- time 0:40 -->half](https://a.example/).\n\n<!-- time 0:42 -->\n\n<!-- speaker -->\n\n(laughter)\n\n\
                      <!-- time 0:44 -->\n\n<!-- speaker -->\n\nNo.";

/// The marks of times and speakers on the page of a source.
fn marks(fields: &str) -> String {
    let speech = format!("---\ntitle: A speech\nkind: transcript\nshow: full\n{fields}---\n{SPEECH}\n");
    let site = Site::new().file("content/sources/speech.md", speech).file("static/a b.mp3", "ID3");
    let site = site.claim("c", "speech", "We spent four million and a half");
    site.build();
    let page = site.built("sources/speech.html");
    let marks = page.split('<').filter(|tag| tag.contains("data-shown=")).map(|tag| tag.split('>').next().unwrap());
    marks.collect::<Vec<_>>().join("\n")
}

#[test]
fn times_lead_into_the_recording_and_are_not_shown_every_three_seconds() {
    let link = |time: &str, address: &str| {
        format!(
            "a class=\"time-mark\" data-shown=\"{time}\" aria-label=\"{time}\" rel=\"nofollow noopener\" href=\"{address}\""
        )
    };
    let span = |class: &str, shown: &str| format!("span class=\"{class}\" data-shown=\"{shown}\"");
    let of = |at: &dyn Fn(u32) -> String| {
        [
            link("0:05", &at(5)),
            span("speaker-mark", "Ann Lee"),
            link("0:21", &at(21)),
            // Within a link.
            span("time-mark", "0:40"),
            // Who laughs is not named, and not asked.
            link("0:42", &at(42)),
            link("0:44", &at(44)),
            span("speaker-mark", "?"),
        ]
        .join("\n")
    };
    let file = marks("url: https://a.example/\nmedia: {kind: audio, file: a b.mp3, alt: The speech}\n");
    assert_eq!(file, of(&|at| format!("../a%20b.mp3#t={at}")));
    let elsewhere = marks("media: {kind: video, url: 'https://youtu.be/abc', alt: The speech}\n");
    assert_eq!(elsewhere, of(&|at| format!("https://youtu.be/abc?t={at}")));
    assert_eq!(marks("url: https://a.example/\n"), of(&|at| format!("https://a.example/#t={at}")));
    let nowhere = marks("");
    assert!(
        nowhere.starts_with("span class=\"time-mark\" data-shown=\"0:05\"\n") && !nowhere.contains("href"),
        "{nowhere}"
    );
}

#[test]
fn lines_that_roll_are_written_once_also_after_a_pause() {
    let site = Site::new();
    let subtitles = "WEBVTT\n\n00:01.000 --> 00:03.000\nWe spent\n\n00:03.000 --> 00:05.000\nWe spent\nfour million\n\n\
                     00:05.000 --> 00:07.000\nfour million\nand a half.\n\n00:09.000 --> 00:11.000\nand a half.\nNo.\n\n\
                     00:14.000 --> 00:16.000\nNo.\n";
    site.write("speech.vtt", subtitles);
    let run = site.run(&["import", "--id", "speech", "speech.vtt"]);
    assert!(run.stdout.contains("so 3 repeated ones were written once"), "{} {}", run.stdout, run.stderr);
    let source = std::fs::read_to_string(site.path("content/sources/speech.md")).unwrap();
    let body = source.split("\n---\n").nth(1).unwrap();
    let words = body.split("<!--").map(|part| part.split("-->").last().unwrap()).collect::<String>();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words, "We spent four million and a half. No. No.", "{source}");
}
