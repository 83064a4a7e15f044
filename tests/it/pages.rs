//! The content of pages and data files.

use crate::html::{elements, text};
use crate::site::Site;

const NOTE: &str = "\
claim: The agency raised two billion dollars.
title: Two billion
claimant:
  name: A spokesperson
  kind: person
claimed_on: 2019-08-06
appearances:
  - url: https://example.org/said
verdict: mostly-true
summary: It was *up to* two.
analysis: |
  The report says so.[^amount] It says so twice,[^amount] see [the other](claim:other) and [the report](source:report).
passages:
  - id: amount
    source: report
    quote: estimated at \"up to two billion\" dollars
    stance: supports
    speaker: The panel
  - id: reply
    source: report
    quote: No reply [...] so far
    stance: context
gaps: [The report itself.]
authors: [desk]
published: 2020-01-02
corrections:
  - date: 2020-02-03
    text: The verdict was too strict.
    was: false
tags: [amount]
related: [other]
";

const SOURCE: &str = "---
title: The report
publisher: The Gazette
url: https://example.org/report
archive_url: https://archive.example.org/report
---
Proceeds are *estimated* at “up to two billion” dollars, the panel wrote. More follows.

No reply has come so far.
";

fn site() -> Site {
    Site::new()
        .file(
            "content/brief.yaml",
            format!(
                "{}people:\n  - id: desk\n    name: The desk\norganisation:\n  name: The Newsroom\n",
                crate::site::BRIEF
            ),
        )
        .file("content/sources/report.md", SOURCE)
        .file("content/claims/amount.yaml", NOTE)
        .claim("other", "report", "More follows.")
}

#[test]
fn a_claim_page_links_to_every_passage_and_back() {
    let site = site();
    site.build();
    let page = site.built("claims/amount.html");
    let links: Vec<String> =
        elements(&page).iter().filter_map(|element| element.get("href").map(str::to_owned)).collect();
    for link in [
        "../sources/report.html#amount--amount",
        "https://example.org/report#:~:text=estimated%20at%20%E2%80%9Cup%20to%20two%20billion%E2%80%9D%20dollars",
        "https://archive.example.org/report#:~:text=No%20reply&text=so%20far",
        "#passage-amount",
        "#ref-amount-1",
        "#ref-amount-2",
        "../claims/other.html",
        "../verdicts/mostly-true.html",
        "../tags/amount.html",
    ] {
        assert!(links.iter().any(|found| found == link), "{link} is not among {links:#?}");
    }
    let words = text(&page);
    for said in [
        "Two billion",
        "The agency raised two billion dollars.",
        "Mostly true",
        "It was up to two.",
        "A spokesperson",
        "The panel",
        "The report itself.",
        "The verdict was too strict.",
        "2 January 2020",
        "The desk",
    ] {
        assert!(words.contains(said), "{said} is not on the page: {words}");
    }
    assert!(page.contains("<b>verdict</b>"), "the note is shown in colours");
}

#[test]
fn a_source_page_marks_its_passages_and_links_to_their_claims() {
    let site = site();
    site.build();
    let page = site.built("sources/report.html");
    assert!(page.contains(
        "Proceeds are <em><mark class=\"passage stance-supports\" data-passages=\"amount--amount\" data-of=\"1\" id=\"amount--amount\" data-n=\"1\" data-number=\"1\" data-letter=\"A\">estimated</mark></em>\
         <mark class=\"passage stance-supports\" data-passages=\"amount--amount\" data-of=\"1\"> at “up to two billion” dollars</mark>, the panel wrote."
    ), "{page}");
    assert!(page.contains("href=\"../claims/amount.html#passage-amount\""));
}

#[test]
fn a_translation_has_no_characters_that_turn_words_around() {
    let site = Site::new().source("report", "The bridge opened in May.").file(
        "content/claims/bridge.yaml",
        "claim: The bridge\noriginal: {text: \"Le \\u202Epont\", language: fr}\nverdict: mixed\nsummary: A summary.\npassages:\n  - id: p\n    source: report\n    \
         quote: The bridge opened in May.\n    stance: supports\n    translation: {text: \"Le pont \\u2067a ouvert\", language: fr, by: \"Ana \\u202ERuiz\"}\n",
    );
    site.build();
    let claims: serde_json::Value = serde_json::from_str(&site.built("data/claims.json")).unwrap();
    let passages: serde_json::Value = serde_json::from_str(&site.built("data/passages.json")).unwrap();
    assert!(claims.to_string().contains("Le pont"), "{claims}");
    let translation = &passages[0]["translation"];
    assert_eq!(
        (translation["text"].as_str(), translation["by"].as_str()),
        (Some("Le pont a ouvert"), Some("Ana Ruiz"))
    );
    let page = site.built("claims/bridge.html");
    assert!(!page.contains(['\u{202E}', '\u{2067}']) && page.contains("Ana Ruiz"), "{page}");
}

#[test]
fn passages_are_published_as_data() {
    let site = site();
    site.build();
    let passages: serde_json::Value = serde_json::from_str(&site.built("data/passages.json")).unwrap();
    let text: Vec<char> = site.built("data/sources/report.txt").chars().collect();
    assert_eq!(
        passages[0],
        serde_json::json!({
            "claim": "amount", "passage": "amount", "source": "report", "stance": "supports", "speaker": "The panel", "match": "folded",
            "field": "body", "quote": "estimated at \"up to two billion\" dollars",
            "words": "estimated at “up to two billion” dollars",
            "parts": [{"start": 13, "end": 53, "exact": "estimated at “up to two billion” dollars"}],
            "prefix": "Proceeds are ", "suffix": ", the panel wrote. More follows.",
            "anchor": "amount--amount", "href": "sources/report.html#amount--amount",
            "original": "https://example.org/report#:~:text=estimated%20at%20%E2%80%9Cup%20to%20two%20billion%E2%80%9D%20dollars",
            "archived": "https://archive.example.org/report#:~:text=estimated%20at%20%E2%80%9Cup%20to%20two%20billion%E2%80%9D%20dollars",
        })
    );
    assert_eq!(passages[1]["match"], "elided");
    for passage in passages.as_array().unwrap() {
        for part in passage["parts"].as_array().unwrap() {
            let index = |name: &str| usize::try_from(part[name].as_u64().unwrap()).unwrap();
            let exact: String = text[index("start")..index("end")].iter().collect();
            let words = part.get("exact").unwrap_or(&passage["quote"]);
            assert_eq!(*words, exact, "positions are code points of the reading text");
        }
    }
    let claims: serde_json::Value = serde_json::from_str(&site.built("data/claims.json")).unwrap();
    assert_eq!(claims[0]["verdict"]["id"], "mostly-true");
    assert_eq!(claims[0]["passages"], serde_json::json!(["amount", "reply"]));
}

#[test]
fn a_claim_page_has_one_claim_review() {
    let site = site();
    site.build();
    let page = site.built("claims/amount.html");
    assert_eq!(page.matches("\"ClaimReview\"").count(), 1, "one of them");
    let data = page.split("<script type=\"application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let review: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(
        review,
        serde_json::json!({
            "@context": "https://schema.org", "@type": "ClaimReview", "url": "https://example.org/claims/amount.html",
            "name": "Two billion", "claimReviewed": "The agency raised two billion dollars.", "inLanguage": "en", "datePublished": "2020-01-02",
            "author": {"@type": "Organization", "@id": "https://example.org/#organisation", "name": "The Newsroom",
                "url": "https://example.org/"},
            "reviewRating": {"@type": "Rating", "alternateName": "Mostly true", "ratingValue": 4, "worstRating": 1, "bestRating": 5},
            "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "A spokesperson"}, "datePublished": "2019-08-06",
                "appearance": [{"@type": "CreativeWork", "url": "https://example.org/said"}]},
            "citation": [{"@type": "Article", "name": "The report", "url": "https://example.org/report",
                "archivedAt": "https://archive.example.org/report", "publisher": {"@type": "Organization", "name": "The Gazette"},
                "inLanguage": "en"}],
        })
    );
    for path in ["index.html", "sources/report.html", "404.html", "verdicts/mostly-true.html"] {
        assert!(!site.built(path).contains("\"ClaimReview\""), "{path} has none");
    }
}

#[test]
fn the_kind_of_a_claimant_is_not_guessed() {
    let site = site().file("content/claims/amount.yaml", NOTE.replace("  kind: person\n", ""));
    site.build();
    assert!(site.built("claims/amount.html").contains("\"author\":{\"name\":\"A spokesperson\"}"));
}

#[test]
fn an_absence_is_never_shown_as_a_quotation() {
    let note = "claim: The report speaks of theft.
verdict: false
summary: It does not.
analysis: It does not.[^none]
passages:
  - id: none
    source: whole
    absent: [theft, \"rob*\", grand larceny]
    stance: contradicts
    note: We looked *twice*.
";
    let source = "---\ntitle: The whole & the parts\ncaptured: 2020-01-02\nextent: full\n---\nTwo billion. ![A bank](bank.png)\n";
    let site = site().file("content/sources/whole.md", source).file("content/claims/silence.yaml", note).file(
        "content/claims/none-yet.yaml",
        "claim: It was more.\nverdict: unproven\nsummary: Nobody knows.\ngaps: [All of it.]\n",
    );
    site.build();
    let spaced = |page: &str| text(page).split_whitespace().collect::<Vec<_>>().join(" ");
    let page = site.built("claims/silence.html");
    for path in ["claims/silence.html", "print.html"] {
        let shown = spaced(&site.built(path));
        for expected in [
            "Searched for “theft”, “rob…”, “grand larceny” in the title and the full text, 2 words, captured on 2 January 2020: not found.",
            "An ellipsis stands for any ending. Of pictures, only the descriptions were searched.",
            "We looked twice.",
        ] {
            assert!(shown.contains(expected), "{path}: {shown}");
        }
    }
    assert!(spaced(&page).contains("1 absence"), "{page}");
    for element in elements(&page) {
        assert!(!["blockquote", "q", "mark"].contains(&element.name.as_str()), "<{}>", element.name);
        assert!(!element.get("href").is_some_and(|href| href.contains("whole.html#")), "{:?}", element.get("href"));
    }
    assert!(page.contains("href=\"../sources/whole.html\""));
    let page = site.built("sources/whole.html");
    assert!(page.contains("href=\"../claims/silence.html#passage-none\""), "{page}");
    assert!(spaced(&page).contains("“theft”, “rob…”, “grand larceny”: not found"), "{page}");
    assert!(!page.contains("<mark"), "{page}");
    assert!(site.built("data/annotations/whole.jsonld").contains("\"total\":0"));
    assert!(!site.built("data/passages.json").contains("silence"));
    assert!(site.built("data/claims.json").contains(
        r#""passages":[],"absences":[{"passage":"none","source":"whole","stance":"contradicts","absent":["theft","rob*","grand larceny"],"searched":2}],"extra":{}}"#
    ));
    let front = site.built("index.html");
    assert!(spaced(&front).contains("Contradicts words not found 1"), "{front}");
    let page = site.built("claims/none-yet.html");
    assert!(spaced(&page).contains("this verdict rests on no passage"), "{page}");
}

#[test]
fn media_are_shown_beside_their_transcript_and_nothing_foreign_is_loaded() {
    let source = |media: &str| format!("---\ntitle: A source\nuncited: publish\nmedia:\n{media}\n---\nThree blasts.\n");
    let site = site()
        .file("static/my horn.wav", "RIFF")
        .file(
            "content/sources/played.md",
            source("  kind: audio\n  file: my horn.wav\n  alt: A horn\n  credit: The crew"),
        )
        .file(
            "content/sources/linked.md",
            source("  kind: video\n  url: https://foreign.example/v.mp4\n  transcript: false"),
        )
        .claim("heard", "played", "Three blasts.");
    site.build();
    let page = site.built("sources/played.html");
    assert!(page.contains("<audio src=\"../my%20horn.wav\" controls"), "{page}");
    assert!(page.contains("; media-src 'self'; base-uri"), "{page}");
    assert!(text(&page).contains("Transcript") && text(&page).contains("Credit: The crew"), "{page}");
    assert!(text(&site.built("claims/heard.html")).contains("Transcript of a sound recording"));
    let page = site.built("sources/linked.html");
    assert!(!page.contains("<video") && !page.contains("media-src") && !text(&page).contains("Transcript"), "{page}");
    assert!(page.contains("href=\"https://foreign.example/v.mp4\""), "{page}");
    assert!(site.built("_headers").contains("media-src 'self'"));
}

#[test]
fn replies_are_shown_in_their_own_words_and_silence_with_its_date() {
    let replies = "replies:
  - by: The Agency & Co
    asked: 2020-01-01
    answered: 2020-01-02
    text: |
      We *never* said <b>two</b>.

      It was more.
    url: https://example.org/reply
  - by: The Panel
    asked: 2020-01-01
checked: 2020-03-04
";
    let site = site().file("content/claims/amount.yaml", format!("{NOTE}{replies}"));
    site.build();
    for path in ["claims/amount.html", "print.html"] {
        let page = site.built(path);
        let shown = text(&page).split_whitespace().collect::<Vec<_>>().join(" ");
        for expected in [
            "The Agency & Co, asked on 1 January 2020, replied on 2 January 2020 We *never* said <b>two</b>. It was more. Read the reply",
            "The Panel, asked on 1 January 2020 The Panel had not replied by 4 March 2020.",
        ] {
            assert!(shown.contains(expected), "{path}: {shown}");
        }
        assert!(
            page.contains("said &lt;b&gt;two&lt;&#x2F;b&gt;.\n\nIt was more.</blockquote>")
                || page.contains("said &lt;b&gt;two&lt;/b&gt;.\n\nIt was more.</blockquote>"),
            "{path}: lines are kept"
        );
        assert_eq!(shown.matches("had not replied").count(), 1, "{path}: only of those who did not");
    }
    let data = site.built("data/claims.json");
    assert!(
        data.contains(
            r#"{"by":"The Panel","asked":"2020-01-01","answered":null,"until":"2020-03-04","text":null,"url":null}"#
        ),
        "{data}"
    );
}

#[test]
fn featured_claims_come_first_and_short_names_are_used_where_room_is_scarce() {
    let site = Site::new()
        .file(
            "content/brief.yaml",
            "title: The whole <title>\nshort_title: Short & sweet\nbase_url: https://example.org/\ncards: false\nsearch: false\n\
             people:\n  - {id: ana, name: Ana Maria Silva, short: A. Silva}\nfeatured: [b, gone, draft, a]\n",
        )
        .file("content/sources/s.md", "---\ntitle: A title\npublisher: The \"Long\" Publisher\nshort: The <Long>\n---\nOne two.\n")
        .claim("a", "s", "One two")
        .claim("b", "s", "One")
        .claim("c", "s", "two")
        .claim("gone", "s", "two")
        .claim("draft", "s", "two");
    for (id, status) in [("gone", "retired"), ("draft", "draft")] {
        let path = format!("content/claims/{id}.yaml");
        let note = std::fs::read_to_string(site.path(&path)).unwrap();
        site.write(&path, format!("{note}status: {status}\nauthors: [ana]\n"));
    }
    site.build();
    let front = site.built("index.html");
    let featured = front.split("id=\"featured\"").nth(1).unwrap().split("</section>").next().unwrap();
    let listed: Vec<&str> =
        featured.split("href=\"claims/").skip(1).map(|rest| rest.split('.').next().unwrap()).collect();
    assert_eq!(listed, ["b", "a"], "in the order of the brief, without those that no list shows");
    assert!(front.contains("<h1>The whole &lt;title&gt;</h1>"), "{front}");
    assert!(front.contains("title=\"The &quot;Long&quot; Publisher\">The &lt;Long&gt;</a></th>"), "{front}");
    let header = site.built("claims.html");
    assert!(header.contains("title=\"The whole &lt;title&gt;\">Short &amp; sweet</a></p>"), "{header}");
    let claim = site.built("claims/gone.html");
    assert!(claim.contains("title=\"Ana Maria Silva\">A. Silva</a>"), "{claim}");
    assert!(site.built("people/ana.html").contains("<h1>Ana Maria Silva</h1>"));
}

#[test]
fn only_a_verbatim_statement_is_shown_as_a_quotation() {
    let site = site();
    site.build();
    for path in ["claims/amount.html", "print.html"] {
        let page = site.built(path);
        assert!(
            page.contains("The claim, in our words") && !page.contains("<blockquote><p class=\"statement-words "),
            "{path}"
        );
    }
    let quoted = NOTE.replace(
        "claim: The agency raised two billion dollars.",
        "claim: Estimated at “up to two billion” dollars.\nclaim_passage: amount",
    );
    let site = site.file("content/claims/amount.yaml", quoted.clone());
    site.build();
    let page = site.built("claims/amount.html");
    let shown = elements(&page).into_iter().find(|element| element.get("data-pagefind-meta") == Some("title"));
    assert!(
        shown.is_some() && page.contains("<blockquote data-pagefind-weight=\"5\"><p class=\"statement-words "),
        "{page}"
    );
    assert!(!page.contains("in our words") && page.contains("<a class=\"number\" href=\"#passage-amount\""), "{page}");
    assert!(site.built("print.html").contains("href=\"#amount--passage-amount\""));
    // Without a headline the statement is the heading.
    let site = site.file("content/claims/amount.yaml", quoted.replace("title: Two billion\n", ""));
    site.build();
    assert!(site.built("claims/amount.html").contains("<h1 class=\"statement-words short quoted\">"));
}

#[test]
fn a_verdict_is_beside_the_statement_not_the_headline() {
    let site = site();
    site.build();
    let statement = "The agency raised two billion dollars.";
    let mut verdicts = 0;
    for path in [
        "index.html",
        "claims.html",
        "tags/amount.html",
        "people.html",
        "people/desk.html",
        "sources/report.html",
        "print.html",
    ] {
        let page = site.built(path);
        for (at, _) in page.match_indices("<span class=\"verdict ") {
            let before = text(&page[page[..at].rfind("<li").or(page[..at].rfind("<tr")).unwrap_or(0)..at]);
            assert!(!before.contains("Two billion"), "{path}: {before}");
            verdicts += usize::from(before.contains(statement));
        }
    }
    assert!(verdicts >= 7, "{verdicts}");
}

#[test]
fn a_long_statement_is_shortened_in_lists() {
    let long = "The agency raised two billion dollars, ".repeat(12) + "and that was all.";
    let site = site().file(
        "content/claims/amount.yaml",
        NOTE.replace("The agency raised two billion dollars.", &format!("'{long}'")),
    );
    site.build();
    assert!(
        site.built("claims/amount.html").contains("and that was all.")
            && !site.built("claims.html").contains("and that was all.")
    );
}

#[test]
fn a_verdict_without_a_value_has_no_numeric_rating() {
    let site = site().file("content/claims/amount.yaml", NOTE.replace("mostly-true", "misleading"));
    site.build();
    let page = site.built("claims/amount.html");
    assert!(page.contains("\"reviewRating\":{\"@type\":\"Rating\",\"alternateName\":\"Misleading\"}"), "{page}");
}

#[test]
fn only_cited_passages_of_a_restricted_source_are_published() {
    for (show, secret, words) in [("excerpts", "Never shown.", true), ("none", "Hidden here.", true)] {
        let body = "Hidden here. The quoted words stand. Around them.\n\nFar away. Never shown. At all.";
        let site = Site::new()
            .file(
                "content/sources/s.md",
                format!("---\ntitle: S\nshow: {show}\nrights: All rights theirs.\n---\n{body}\n"),
            )
            .claim("c", "s", "quoted words stand");
        site.build();
        for (path, bytes) in site.output() {
            let page = String::from_utf8_lossy(&bytes).into_owned();
            assert!(!page.contains("Never shown"), "{show}: {path}");
            assert!(!page.contains(secret), "{show}: {path}");
        }
        assert_eq!(text(&site.built("sources/s.html")).contains("quoted words stand"), words);
        assert!(!site.path("public/data/sources/s.txt").exists());
        assert_eq!(crate::html::broken_links(&site.output()), Vec::<String>::new());
    }
}

#[test]
fn overlapping_passages_each_have_an_anchor() {
    let site = Site::new()
        .source("s", "One two three four five six.")
        .claim("a", "s", "One two three")
        .claim("b", "s", "two three four")
        .claim("c", "s", "One two three four five")
        .claim("d", "s", "One two three")
        .claim("e", "s", "three");
    site.build();
    let page = site.built("sources/s.html");
    for claim in ["a", "b", "c", "d", "e"] {
        assert_eq!(page.matches(&format!(" id=\"{claim}--p1\"")).count(), 1, "{claim}");
    }
    assert!(
        page.contains("data-passages=\"c--p1 a--p1 d--p1 b--p1 e--p1\" data-of=\"1 2 3 4 5\" data-depth=\"5\""),
        "{page}"
    );
    assert_eq!(crate::html::broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn the_feed_contains_whole_summaries() {
    let site = site();
    site.build();
    let feed = site.built("feed.xml");
    assert!(feed.contains("<id>https://example.org/claims/amount.html</id>"), "{feed}");
    assert!(feed.contains("<updated>2020-02-03T00:00:00Z</updated>"), "a correction is news: {feed}");
    assert!(feed.contains("It was &lt;em&gt;up to&lt;/em&gt; two."), "{feed}");
}

#[test]
fn control_characters_do_not_break_the_feed() {
    let site = site()
        .file("content/claims/amount.yaml", NOTE.replace("title: Two billion", "title: \"Two\\x01 billion\\uFFFE\""));
    site.build();
    for path in ["feed.xml", "sitemap.xml", "claims/amount.html"] {
        assert!(!site.built(path).contains(['\u{1}', '\u{FFFE}']), "{path}");
    }
}
