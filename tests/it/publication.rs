//! What a build adds to the pages of claims and sources: share cards, the search index, paginated lists, the print edition, other
//! languages.

use std::fs;

use crate::html::{broken_links, elements, text};
use crate::site::Site;

const BRIEF: &str = "title: Test brief\nbase_url: https://example.org/sub/\n";

fn full() -> Site {
    let site = Site::new().file("content/brief.yaml", BRIEF);
    site.source("report", "One two three. Four five six.").claim("a", "report", "two three").claim(
        "b",
        "report",
        "Four five",
    )
}

/// The files below a folder of the built site, with their modification times.
fn modification_times(site: &Site, folder: &str) -> Vec<(String, std::time::SystemTime)> {
    let entries = fs::read_dir(site.path(folder)).unwrap().map(Result::unwrap);
    let mut stamps: Vec<_> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.metadata().unwrap().modified().unwrap()))
        .collect();
    stamps.sort();
    stamps
}

#[test]
fn each_claim_has_a_share_card_that_is_drawn_once() {
    let site = full();
    site.build();
    let png = site.output().into_iter().find(|(path, _)| path == "cards/a.png").unwrap().1;
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!((&png[16..20], &png[20..24]), (&1200_u32.to_be_bytes()[..], &630_u32.to_be_bytes()[..]));
    let page = site.built("claims/a.html");
    assert!(page.contains("<meta property=\"og:image\" content=\"https://example.org/sub/cards/a.png\">"));
    assert!(page.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
    assert!(site.built("index.html").contains("content=\"https://example.org/sub/card.png\""));

    let drawn = modification_times(&site, ".public.citeback/cards");
    assert_eq!(drawn.len(), 3, "two claims and the brief");
    let note = fs::read_to_string(site.path("content/claims/b.yaml")).unwrap();
    site.write("content/claims/b.yaml", note.replace("verdict: mixed", "verdict: true"));
    site.build();
    let again = modification_times(&site, ".public.citeback/cards");
    assert_eq!(again.iter().filter(|entry| drawn.contains(entry)).count(), 2, "only the changed claim is redrawn");
    assert_eq!(again.len(), 3, "what is no longer used is not kept");
}

#[test]
fn share_cards_and_the_search_index_can_be_turned_off() {
    let site = full().file("content/brief.yaml", format!("{BRIEF}cards: false\nsearch: false\n"));
    site.build();
    assert!(!site.output().iter().any(|(path, _)| path.ends_with(".png") || path.starts_with("pagefind/")));
    let page = site.built("claims/a.html");
    assert!(!page.contains("og:image") && !page.contains("search.js") && !page.contains("search-link"));
    assert!(page.contains("<meta name=\"twitter:card\" content=\"summary\">"));

    let site = full();
    assert_eq!(site.run(&["build", "--no-search"]).code, 0);
    assert!(!site.path("public/pagefind").exists());
    assert!(!site.built("index.html").contains("search.js"));
}

#[test]
fn the_search_index_covers_all_pages_and_is_cached() {
    let site = full().file("content/pages/about.md", "---\ntitle: About\n---\nWho we are.\n");
    site.build();
    let fragments = site.output().into_iter().filter(|(path, _)| path.ends_with(".pf_fragment")).count();
    assert_eq!(fragments, 4, "two claims, a source and a page");
    let kept = modification_times(&site, ".public.citeback/search");
    assert!(site.build().stderr.contains("(nothing changed)"));
    assert_eq!(modification_times(&site, ".public.citeback/search"), kept);
}

#[test]
fn long_lists_are_paginated() {
    let mut site = Site::new().source("report", "One two three. Four five six.");
    for i in 0..120 {
        site = site.claim(&format!("c{i:03}"), "report", "two three");
    }
    site.build();
    let rows = |path: &str| site.built(path).matches("<li class=\"row claim-row\"").count();
    assert_eq!([rows("claims.html"), rows("claims.2.html"), rows("claims.3.html")], [50, 50, 20]);
    assert_eq!([rows("verdicts/mixed.html"), rows("verdicts/mixed.3.html")], [50, 20]);
    assert!(!site.path("public/claims.4.html").exists());
    let second = site.built("claims.2.html");
    for link in ["rel=\"prev\" href=\"claims.html\"", "rel=\"next\" href=\"claims.3.html\"", "aria-current=\"page\""] {
        assert!(second.contains(link), "{link}");
    }
    assert!(second.contains("<title>All claims, page 2 – Test brief</title>"));
    assert!(rows("index.html") <= 12, "the front page stays short");
    let index: serde_json::Value = serde_json::from_str(&site.built("data/claims-index.json")).unwrap();
    assert_eq!(index["rows"].as_array().unwrap().len(), 120);
    assert_eq!(index["rows"][0], serde_json::json!(["c000", "A claim called c000.", "", "", [0], 2, [], [0], []]));
    assert_eq!(index["facts"], serde_json::json!(["1 passage"]));
    assert_eq!(index["verdicts"][1], serde_json::json!(["Mostly true", "tone-positive shape-2 verdict-mostly-true"]));
    assert!(!site.path("public/data/sources-index.json").exists());
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn people_corrections_and_the_scale_have_pages() {
    let note = "claim: A claim.\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: p\n    source: report\n    quote: two three\n    \
                stance: supports\nauthors: [ada]\nreviewed_by: [bob]\ncorrections:\n  - date: 2020-01-01\n    text: First *this*.\n    \
                was: \"true\"\n  - date: 2020-02-01\n    text: Then that.\n    was: \"false\"\n";
    let brief = "people:\n  - id: ada\n    name: Ada\n  - id: bob\n    name: Bob\norganisation:\n  name: LiveSite\n  \
                 contact: errors@example.org\npolicies:\n  methodology: how\n  corrections: put-right\n";
    let site = Site::new()
        .source("report", "One two three.")
        .file("content/brief.yaml", format!("{BRIEF}cards: false\n{brief}"))
        .file("content/claims/a.yaml", note)
        .file("content/pages/how.md", "---\ntitle: How we work\n---\nSo.\n")
        .file("content/pages/put-right.md", "---\ntitle: What we put right\n---\nAll.\n");
    site.build();
    assert!(site.built("people/ada.html").contains("wrote 1 note"));
    assert!(site.built("people/bob.html").contains("reviewed 1 note"));
    assert!(site.built("people.html").contains("href=\"people/ada.html\""));
    let log = site.built("corrections.html");
    let (then, first) = (log.find("Then that.").unwrap(), log.find("First <em>this</em>.").unwrap());
    assert!(then < first, "newest first");
    let words = text(&site.built("claims/a.html"));
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("The verdict was True and is now False"), "each correction names what followed it: {words}");
    assert!(words.contains("The verdict was False and is now Mixed"), "{words}");
    let feed = site.built("corrections.xml");
    assert!(feed.contains("<id>https://example.org/sub/claims/a.html#correction-2</id>"), "{feed}");
    assert!(site.built("pages/how.html").contains("What the verdicts mean"));
    // The policy is above the log, and its own address leads there.
    assert!(log.contains("<h1>What we put right</h1>") && log.find("<p>All.</p>").unwrap() < then);
    assert!(site.built("pages/put-right.html").contains("content=\"0; url=../corrections.html\""));
    let page = site.built("claims/a.html");
    let checked = "one that is not found does not stop publication. <a href=\"../pages/how.html\">How we work</a></p>";
    assert!(page.contains(checked), "the foot says what was checked: {page}");
    assert_eq!(page.matches("href=\"../pages/how.html\"").count(), 1);
    let report =
        "mailto:errors@example.org?subject=A%20claim%2E&amp;body=https%3A%2F%2Fexample%2Eorg%2Fsub%2Fclaims%2Fa%2Ehtml";
    assert!(site.built("claims/a.html").contains(report));
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn the_print_edition_has_every_claim_with_unique_ids() {
    let note = |words: &str| {
        format!(
            "claim: A claim.\nverdict: mixed\nsummary: A summary.\nanalysis: So it says.[^p] And again.[^p]\npassages:\n  - id: p\n    \
             source: report\n    quote: {words}\n    stance: supports\n"
        )
    };
    let site = Site::new()
        .source("report", "One two three. Four five six.")
        .file("content/claims/a.yaml", note("two three"))
        .file("content/claims/b.yaml", note("Four five"));
    site.build();
    let print = site.built("print.html");
    let elements = elements(&print);
    let mut ids: Vec<&str> = elements.iter().filter_map(|element| element.get("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "no id is given twice");
    assert!(ids.contains(&"a--passage-p") && ids.contains(&"b--ref-p-2"), "{ids:?}");
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn a_site_is_in_the_language_of_its_brief() {
    let note = "claim: Une affirmation.\nverdict: mixed\nsummary: Un résumé.\npublished: 2020-03-01\npassages:\n  - id: p\n    \
                source: report\n    quote: two three\n    stance: supports\n  - id: q\n    source: report\n    quote: five\n    stance: context\n";
    let site = Site::new()
        .source("report", "One two three. Four five six.")
        .file(
            "content/brief.yaml",
            "title: Un dossier\nlanguage: fr-CH\nbase_url: https://example.org/\nsearch: false\ncards: false\n",
        )
        .file("content/claims/a.yaml", note)
        .file("locales/fr.yaml", "skip: Au texte !\n");
    site.build();
    let page = site.built("claims/a.html");
    for words in ["<html lang=\"fr-CH\"", "1er mars 2020", ">2 passages</a>", "Au texte !", "datetime=\"2020-03-01\""] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_statement_in_another_language_is_marked() {
    let note = "claim: قالوا ذلك\nlanguage: ar\ntitle: They said so\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: p\n    \
                source: report\n    quote: two three\n    stance: supports\n";
    let site = Site::new().source("report", "One two three.").file("content/claims/a.yaml", note);
    site.build();
    let page = site.built("claims/a.html");
    let quoted = elements(&page).into_iter().find(|element| element.get("lang") == Some("ar")).unwrap();
    assert_eq!((quoted.name.as_str(), quoted.get("dir")), ("p", Some("rtl")));
    let quoted = note.replace("claim: قالوا ذلك\n", "claim: two three\nclaim_passage: p\n");
    let site = site.file("content/claims/a.yaml", quoted);
    site.build();
    let page = site.built("claims/a.html");
    let quoted = elements(&page).into_iter().find(|element| element.get("lang") == Some("ar")).unwrap();
    assert_eq!((quoted.name.as_str(), quoted.get("dir")), ("blockquote", Some("rtl")));
}

#[test]
fn a_picture_of_a_claim_has_its_dimensions() {
    // Only the header of a PNG, which has its size.
    let png = [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
        &640_u32.to_be_bytes(),
        &480_u32.to_be_bytes(),
        &[8, 2, 0, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    let note = "claim: A claim.\nverdict: mixed\nsummary: A summary.\nimage:\n  file: pictures/a.png\n  alt: A bridge\n  credit: Ada\n\
                passages:\n  - id: p\n    source: report\n    quote: two three\n    stance: supports\n";
    let site = Site::new()
        .source("report", "One two three.")
        .file("static/pictures/a.png", &png)
        .file("content/claims/a.yaml", note);
    site.build();
    let page = site.built("claims/a.html");
    assert!(page.contains(
        "<img src=\"../pictures/a.png\" alt=\"A bridge\" width=\"640\" height=\"480\" loading=\"lazy\" decoding=\"async\">"
    ));
    assert!(page.contains("<figcaption>Picture: Ada</figcaption>"));

    // File names may contain characters with a meaning in URLs, and accents in either Unicode form.
    let file = "static/pictures/#1 caf\u{e9}?50%.png";
    let note = note.replace("pictures/a.png", "'pictures/#1 cafe\u{301}?50%.png'");
    let site = site.file(file, png).file("content/claims/a.yaml", note);
    site.build();
    let page = site.built("claims/a.html");
    assert!(page.contains("<img src=\"../pictures/%231%20caf%C3%A9%3F50%25.png\""), "{page}");
    assert!(site.path("public/pictures/#1 caf\u{e9}?50%.png").exists());
}
