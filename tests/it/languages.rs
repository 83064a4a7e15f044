//! Scripts with and without spaces between words, left to right and right to left.

use crate::html::{broken_links, elements};
use crate::site::Site;

fn source(language: &str, text: &str) -> String {
    format!("---\ntitle: A source\nlanguage: {language}\n---\n{text}\n")
}

/// Builds a site that quotes `quote` from `text`, and checks that exactly these words are marked.
#[track_caller]
fn check(language: &str, text: &str, quote: &str, direction: &str) {
    let site = Site::new().file("content/sources/s.md", source(language, text)).claim("c", "s", quote);
    site.build();
    let page = site.built("sources/s.html");
    assert!(page.contains(&format!("id=\"c--p1\" data-n=\"1\" data-number=\"1\">{quote}</mark>")), "{page}");
    let claim = site.built("claims/c.html");
    let quoted = elements(&claim);
    assert!(
        quoted.iter().any(|element| element.get("lang") == Some(language) && element.get("dir") == Some(direction)),
        "the quote has its language and direction: {claim}"
    );
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn chinese_japanese_and_thai_have_no_spaces_between_words() {
    check("zh", "外交部发言人表示，朝鲜对此不予置评。", "朝鲜对此不予置评", "ltr");
    check("ja", "北朝鮮は暗号資産を盗んだと報告書は述べた。", "暗号資産を盗んだ", "ltr");
    check("th", "รายงานระบุว่าเกาหลีเหนือขโมยเงิน", "เกาหลีเหนือขโมยเงิน", "ltr");
}

#[test]
fn korean_attaches_particles() {
    check("ko", "북한은 보고서를 부인했다.", "보고서", "ltr");
}

#[test]
fn arabic_and_hebrew_run_from_right_to_left() {
    check("ar", "قال التقرير إن المبلغ يصل إلى ملياري دولار.", "يصل إلى ملياري دولار", "rtl");
    check("he", "הדוח אומר שהסכום מגיע לשני מיליארד דולר.", "מגיע לשני מיליארד", "rtl");
}

#[test]
fn tags_in_any_script_have_pages() {
    let site = Site::new().source("s", "One two.").claim("c", "s", "One two");
    let note = std::fs::read_to_string(site.path("content/claims/c.yaml")).unwrap();
    let site = site.file("content/claims/c.yaml", note + "tags: [制裁, Кибер атаки, C++ & Rust]\n");
    site.build();
    for path in ["tags/制裁.html", "tags/кибер-атаки.html", "tags/c-rust.html"] {
        assert!(site.path("public").join(path).exists(), "{path}");
    }
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn dates_without_day_or_month_are_shown_as_written() {
    for (language, month, year) in [
        ("en", "July 2015", "2014"),
        ("fr", "juillet 2015", "2014"),
        ("de", "Juli 2015", "2014"),
        ("es", "julio de 2015", "2014"),
        ("ar", "يوليو 2015", "2014"),
        ("hi", "जुलाई 2015", "2014"),
        ("zh", "2015年7月", "2014年"),
    ] {
        let brief = format!(
            "title: A brief\nbase_url: https://example.org/\nlanguage: {language}\norganisation: {{name: The Desk}}\n"
        );
        let source =
            "---\ntitle: A source\nurl: https://example.org/s\npublished: 2014\ncaptured: 2013\n---\nOne two.\n";
        let dates = "claimed_on: 2015-07\npublished: 2016-01\nappearances: [{url: \"https://example.org/a\", published: 2015-09}]\n";
        let site = Site::new()
            .file("content/brief.yaml", brief)
            .file("content/sources/s.md", source)
            .claim("c", "s", "One two");
        let note = std::fs::read_to_string(site.path("content/claims/c.yaml")).unwrap();
        let site = site.file("content/claims/c.yaml", note + dates);
        site.build();
        let page = site.built("claims/c.html");
        for shown in
            [format!("<time datetime=\"2015-07\">{month}</time>"), format!("<time datetime=\"2014\">{year}</time>")]
        {
            assert!(page.contains(&shown), "{language}: {shown} in {page}");
        }
        for data in ["\"datePublished\":\"2015-07\"", "\"datePublished\":\"2014\"", "\"datePublished\":\"2016-01\""] {
            assert!(page.replace("\": \"", "\":\"").contains(data), "{language}: {data} in {page}");
        }
        assert!(site.built("feed.xml").contains("<updated>2016-01-01T00:00:00Z</updated>"));
        assert!(site.built("data/claims.csv").contains("2015-07"));
        let annotations = site.built("data/annotations/s.jsonld");
        assert!(!annotations.contains("2013-01-01") && !annotations.contains("2016-01-01"), "{annotations}");
        let front = site.built("index.html");
        assert!(front.contains(month) && front.contains(year), "{language}: {front}");
    }
}
