//! Scripts with and without spaces between words, written in both directions.

use crate::html::{broken_links, elements};
use crate::site::Site;

fn source(language: &str, text: &str) -> String {
    format!("---\ntitle: A source\nlanguage: {language}\n---\n{text}\n")
}

/// Builds a site that quotes `quote` from `text`, and checks that just these words are marked and shown.
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
        "the quote says its language and direction: {claim}"
    );
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn chinese_japanese_and_thai_put_no_spaces_between_words() {
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
