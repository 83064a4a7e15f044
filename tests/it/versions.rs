//! Pages that were captured several times: what their pages show, and what they do not.

use std::io::Read as _;

use crate::site::{BRIEF, Site};

/// A source and a later version of it, which say the same of the rain and not of the sum.
fn changed() -> Site {
    Site::new()
        .file("content/sources/post.md", post("captured: 2019-08-06\n", "Monday", "4.2"))
        .file("content/sources/post-2.md", post("captured: 2019-08-07\nversion_of: post\n", "Tuesday", "4.5"))
        .file("content/claims/sum.yaml", CLAIM)
}

const CLAIM: &str = "claim: The sum.\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: sum\n    source: post\n    quote: up to 4.2 \
                     million\n    stance: supports\n  - id: rain\n    source: post\n    quote: It rained\n    stance: context\n";

fn post(fields: &str, day: &str, sum: &str) -> String {
    format!(
        "---\ntitle: The bridge\nurl: https://example.net/post\n{fields}---\nIt cost up to {sum} million. It rained.\n\nOn {day} the \
         ferries were late.\n"
    )
}

/// What a page says, without its tags.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a page about versions.
fn comparison(site: &Site, id: &str) -> String {
    let page = site.built(&format!("sources/{id}.html"));
    let start = page.find("<section class=\"versions\"").expect("the page has versions");
    let end = start + page[start..].find("</section>").unwrap();
    page[start..end].to_owned()
}

#[test]
fn a_source_shows_what_its_publisher_changed() {
    let site = changed();
    site.build();
    let page = site.built("sources/post.html");
    assert!(page.contains("The publisher changed this article after it was captured. <a href=\"#versions\">"));
    assert_eq!(
        words(&comparison(&site, "post")),
        "Versions of this article Captured on 6 August 2019 this version Captured on 7 August 2019 Between 6 August 2019 and 7 August 2019 \
         Figure: 1 Wording: 1 \
         Figure It cost up to Removed: 4.2 Added: 4.5 million. \
         Wording On Removed: Monday Added: Tuesday the ferries were late."
    );
    let shown = comparison(&site, "post");
    assert!(shown.contains("<del><span class=\"unseen\" lang=\"en\">Removed: </span>4.2</del> <ins>"), "{shown}");
    assert!(shown.contains("data-pagefind-ignore=\"all\""));
    assert!(!site.path("public/sources/post-2.html").exists(), "nobody cites it");
}

#[test]
fn a_card_says_which_version_has_the_words() {
    let site = changed();
    site.build();
    let page = site.built("claims/sum.html");
    let card = |id: &str| {
        let start = page.find(&format!("id=\"passage-{id}\"")).expect("the card is there");
        page[start..start + page[start..].find("</article>").unwrap()].to_owned()
    };
    let line = "As captured on 6 August 2019; changed since: no longer there on 7 August 2019.";
    assert!(words(&card("sum")).contains(line), "{}", words(&card("sum")));
    assert!(!card("sum").contains("https://example.net/post"), "the words are not on the publisher's page");
    assert!(!words(&card("rain")).contains("As captured"));
    assert!(card("rain").contains("https://example.net/post#:~:text="));
    assert!(words(&site.built("print.html")).contains(line));
    let data: serde_json::Value = serde_json::from_str(&site.built("data/passages.json")).unwrap();
    let fields = |at: usize| {
        [&data[at]["changed"], &data[at]["original"], &data[at]["version_of"]].map(|v| v.as_str().map(str::to_owned))
    };
    assert_eq!(fields(0), [Some("2019-08-07".to_owned()), None, None]);
    assert_eq!(fields(1)[0], None);
    assert!(fields(1)[1].is_some());
}

#[test]
fn absent_words_that_another_version_has_are_said_to_be_there() {
    let site = changed();
    for id in ["post", "post-2"] {
        let path = format!("content/sources/{id}.md");
        let text = std::fs::read_to_string(site.path(&path)).unwrap().replace("captured:", "extent: full\ncaptured:");
        site.write(&path, text);
    }
    site.write(
        "content/claims/sum.yaml",
        "claim: The sum.\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: day\n    source: post\n    absent: [Tuesday, theft]\n    \
         stance: supports\n",
    );
    site.build();
    let line = "The publisher changed this page: as captured on 7 August 2019, it has “Tuesday”.";
    for page in ["claims/sum.html", "print.html", "sources/post.html"] {
        assert!(words(&site.built(page)).contains(line), "{page}: {}", words(&site.built(page)));
    }
}

#[test]
fn lists_count_a_page_once_and_show_its_versions_together() {
    let site = changed().claim("now", "post-2", "up to 4.5 million").source("post-1", "Words.");
    site.write("content/claims/other.yaml", "claim: Words.\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: w\n    source: post-1\n    quote: Words.\n    stance: supports\n");
    site.build();
    let page = words(&site.built("sources.html"));
    assert!(page.contains("2 sources"), "{page}");
    let days = ["Captured on 6 August 2019", "Captured on 7 August 2019"].map(|day| page.find(day).expect(day));
    let other = page.rfind("post-1").or_else(|| page.rfind("A report")).unwrap_or(usize::MAX);
    assert!(days[0] < days[1] && days[1] < other, "{page}");
    // One of them alone is like any other source.
    std::fs::remove_file(site.path("content/claims/now.yaml")).unwrap();
    site.build();
    assert!(!words(&site.built("sources.html")).contains("Captured on"));
}

/// What the card of the sum says of versions, where the later one has this text.
fn said_of_the_sum(later: &str) -> bool {
    let site = changed();
    site.write(
        "content/sources/post-2.md",
        format!("---\ntitle: The bridge\ncaptured: 2019-08-07\nversion_of: post\n---\n{later}\n"),
    );
    site.build();
    words(&site.built("claims/sum.html")).contains("changed since")
}

#[test]
fn words_that_only_a_correction_repeats_are_gone_all_the_same() {
    assert!(said_of_the_sum(
        "It cost up to 4.5 million. It rained.\n\nCorrection: an earlier version of this article gave the sum as up to 4.2 million."
    ));
}

#[test]
fn words_that_moved_with_their_sentence_are_there() {
    assert!(!said_of_the_sum("It rained. Ferries were late. It cost up to 4.2 million."));
    assert!(!said_of_the_sum(
        "It rained. Ferries were late on Monday. All in all it cost up to 4.2 million, they said."
    ));
}

#[test]
fn versions_that_are_cited_link_to_each_other() {
    let site = changed().claim("now", "post-2", "up to 4.5 million");
    site.build();
    assert!(comparison(&site, "post").contains("href=\"../sources/post-2.html\""));
    let version = comparison(&site, "post-2");
    assert!(
        version.contains("href=\"../sources/post.html\"") && version.contains("href=\"../sources/post.html#versions\"")
    );
    assert!(!version.contains("<del>"), "both are compared in one place");
    let page = site.built("sources/post-2.html");
    assert!(page.contains("The publisher changed this article before it was captured."));
    assert!(!words(&site.built("claims/now.html")).contains("As captured"), "its words are in the last version");
    let data = site.built("data/passages.json");
    assert!(data.contains("\"version_of\":\"post\""), "{data}");
    // The one that the others name is not cited any more.
    std::fs::remove_file(site.path("content/claims/sum.yaml")).unwrap();
    site.build();
    assert!(comparison(&site, "post-2").contains("<del>"));
    let data = site.built("data/passages.json");
    assert!(data.contains("\"source\":\"post-2\"") && !data.contains("\"version_of\""), "{data}");
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("sources/post.html"), "{path} leads to a page that is not there");
    }
}

#[test]
fn no_more_of_a_change_is_shown_than_of_the_text() {
    let site = changed();
    for (base, version, ferries, sum) in [
        ("full", "full", true, true),
        ("full", "excerpts", false, true),
        ("excerpts", "full", false, true),
        ("none", "full", false, false),
        ("full", "none", false, false),
    ] {
        site.write("content/sources/post.md", post(&format!("captured: 2019-08-06\nshow: {base}\n"), "Monday", "4.2"));
        let fields = format!("captured: 2019-08-07\nversion_of: post\nshow: {version}\n");
        site.write("content/sources/post-2.md", post(&fields, "Tuesday", "4.5"));
        site.build();
        let shown = words(&comparison(&site, "post"));
        assert!(shown.contains("Figure: 1") && shown.contains("Wording: 1"), "{base} {version}: {shown}");
        assert_eq!(shown.contains("Tuesday"), ferries, "{base} {version}: {shown}");
        assert_eq!(shown.contains("4.5"), sum, "{base} {version}: {shown}");
        let hidden = 2 - usize::from(ferries) - usize::from(sum);
        assert_eq!(shown.contains("not shown"), hidden > 0, "{base} {version}: {shown}");
        for (path, bytes) in site.output() {
            let text = String::from_utf8_lossy(&bytes);
            assert!(ferries || !text.contains("Tuesday"), "{base} {version}: {path}");
            assert!(sum || !text.contains("4.5 million"), "{base} {version}: {path}");
        }
    }
}

#[test]
fn a_long_text_without_sentences_is_no_excerpt() {
    let long = "word ".repeat(400);
    let text = |fields: &str, sum: &str| {
        format!("---\ntitle: A\nshow: excerpts\n{fields}---\nIt cost up to {sum} million {long}\n")
    };
    let site = Site::new()
        .file("content/sources/post.md", text("captured: 2019-08-06\n", "4.2"))
        .file("content/sources/post-2.md", text("captured: 2019-08-07\nversion_of: post\n", "4.5"))
        .claim("sum", "post", "up to 4.2 million");
    site.build();
    assert!(
        words(&comparison(&site, "post"))
            .ends_with("Figure: 1 One change is not shown: not all of the text may be published.")
    );
}

#[test]
fn a_version_under_embargo_leaves_no_trace() {
    let site = changed();
    let fields = "captured: 2019-08-07\nversion_of: post\n";
    site.write(
        "content/sources/post-2.md",
        post(&format!("{fields}embargo: 2030-01-01T00:00:00Z\n"), "Tuesday", "4.5"),
    );
    site.build();
    let held = site.output();
    std::fs::remove_file(site.path("content/sources/post-2.md")).unwrap();
    site.build();
    assert_eq!(held, site.output());
    // One whose base is under embargo goes with it.
    let site = changed().claim("now", "post-2", "up to 4.5 million");
    site.write(
        "content/sources/post.md",
        post("captured: 2019-08-06\nembargo: 2030-01-01T00:00:00Z\n", "Monday", "4.2"),
    );
    site.build();
    assert!(site.output().iter().all(|(path, _)| !path.contains("post")));
}

/// The files of a site that have words, with the texts of the search as they are before compression.
fn files_with(site: &Site, word: &str) -> Vec<String> {
    let has = |bytes: &[u8]| {
        let mut unpacked = vec![];
        // What is no gzip is read as it is.
        let is_packed = flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked).is_ok();
        let text = String::from_utf8_lossy(if is_packed { &unpacked } else { bytes }).to_lowercase();
        text.contains(word)
    };
    site.output().into_iter().filter(|(_, bytes)| has(bytes)).map(|(path, _)| path).collect()
}

/// A version that differs from its base in every part, by words of its own: in its headline, the sentence that a claim quotes, a
/// sentence beside it, a figure, a quotation and a new paragraph.
fn differing(base: &str, version: &str) -> Site {
    let text = |fields: &str, words: [&str; 5]| {
        let [headline, quoted, beside, figure, said] = words;
        format!(
            "---\ntitle: The bridge {headline}\nurl: https://example.net/post\n{fields}---\nIt cost the {quoted} up to 4.2 million. \
             It rained.\n\nOn Monday the {beside} were late, by {figure} minutes. “We saw a {said}”, they say.\n"
        )
    };
    let old = text(&format!("captured: 2019-08-06\n{base}"), ["opens", "town", "ferries", "17", "fox"]);
    let new = text(
        &format!("captured: 2019-08-07\nversion_of: post\n{version}"),
        ["zeppelin", "wombat", "tugboats", "9371", "quokka"],
    );
    Site::new()
        .file("content/sources/post.md", old)
        .file("content/sources/post-2.md", new + "\nAn axolotl was there.\n")
        .file("content/claims/sum.yaml", CLAIM)
}

const OF_VERSION: [&str; 6] = ["zeppelin", "wombat", "tugboats", "9371", "quokka", "axolotl"];

#[test]
fn no_file_has_words_of_a_version_that_are_not_to_be_shown() {
    let held = "embargo: 2030-01-01T00:00:00Z\n";
    // The headline of a source is shown whatever its text is; the sentence with the quoted words is in the excerpt.
    for (base, version, shown) in [
        ("show: full\n", "show: full\n", &OF_VERSION[..]),
        ("show: full\n", "show: excerpts\n", &["zeppelin", "wombat"]),
        ("show: excerpts\n", "show: full\n", &["zeppelin", "wombat"]),
        ("show: full\n", "show: none\n", &["zeppelin"]),
        ("show: none\n", "show: full\n", &["zeppelin"]),
        ("show: none\n", "show: none\n", &["zeppelin"]),
        ("show: full\n", held, &[]),
    ] {
        let site = differing(base, version);
        site.build();
        for word in OF_VERSION {
            let files = files_with(&site, word);
            assert_eq!(!files.is_empty(), shown.contains(&word), "{base}{version}{word}: {files:?}");
        }
    }
}

#[test]
fn two_versions_are_no_two_sources() {
    let claim = |second: &str| {
        format!("{CLAIM}  - id: again\n    source: {second}\n    quote: It rained\n    stance: supports\n")
    };
    let site = changed().file("content/claims/sum.yaml", claim("post-2")).source("letter", "It rained.").claim(
        "other",
        "letter",
        "It rained",
    );
    site.build();
    assert!(!site.built("index.html").contains("id=\"supported\""), "the publisher agrees with itself");
    site.write("content/claims/sum.yaml", claim("letter"));
    site.build();
    assert!(site.built("index.html").contains("id=\"supported\""));
}

#[test]
fn a_part_of_a_page_proves_no_change() {
    let site = changed();
    let part = "---\ntitle: The bridge\ncaptured: 2019-08-07\nversion_of: post\nextent: excerpt\n---\nIt rained.\n";
    site.write("content/sources/post-2.md", part);
    site.build();
    let shown = words(&comparison(&site, "post"));
    assert_eq!(shown, "Versions of this article Captured on 6 August 2019 this version Captured on 7 August 2019");
    assert!(!site.built("sources/post.html").contains("The publisher changed"));
    assert!(!words(&site.built("claims/sum.html")).contains("As captured"));
}

#[test]
fn versions_are_named_in_the_language_of_the_brief() {
    for language in ["ar", "de", "es", "fr", "hi", "zh"] {
        let site = changed().file("content/brief.yaml", format!("{BRIEF}language: {language}\n"));
        site.build();
        let shown = comparison(&site, "post");
        for name in ["change_", "words_", "versions<", "captured_on", "{"] {
            assert!(!shown.contains(name), "{language}: {shown}");
        }
        assert!(shown.contains(&format!("lang=\"{language}\"")));
    }
}
