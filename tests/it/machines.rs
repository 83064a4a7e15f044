//! Data for other programs besides claims.json and passages.json: annotations, the ClaimReview feed, the table of claims and JSON-LD.

use serde_json::{Value, json};

use crate::site::Site;

const BRIEF: &str = "\
title: Test brief
base_url: https://example.org/a/
organisation:
  name: The Newsroom
  contact: errors@example.org
policies:
  methodology: methods
  corrections: corrections
  funding: funding
  ethics: ethics
";

const NOTE: &str = "\
claim: The agency raised two billion dollars.
title: Two billion
claimant:
  name: A spokesperson
  kind: person
  url: https://example.org/her
claimed_on: 2019-08-06
appearances:
  - url: https://example.org/late
    published: 2019-08-07
  - url: https://example.org/early
    published: 2019-08-06T12:55:00Z
verdict: mostly-true
summary: It was up to two.
passages:
  - id: amount
    source: report
    quote: up to two 🌍 billion
    stance: supports
  - id: reply
    source: report
    quote: No reply [...] so far
    stance: context
published: 2020-01-02T01:00:00+02:00
corrections:
  - date: 2020-02-03
    text: The verdict was too strict.
    was: false
tags: [amount, money]
";

const SOURCE: &str = "---
title: The report
kind: report
publisher: The Gazette
url: https://example.org/report
archive_url: https://archive.example.org/report
captured: 2020-01-01
language: en-GB
---
Proceeds are estimated at up to two 🌍 billion dollars.

No reply has come from them so far.
";

fn site() -> Site {
    let mut site = Site::new()
        .file("content/brief.yaml", BRIEF)
        .file("content/sources/report.md", SOURCE)
        .file("content/claims/amount.yaml", NOTE);
    for page in ["methods", "corrections", "funding", "ethics"] {
        site = site.file(&format!("content/pages/{page}.md"), format!("---\ntitle: Our {page}\n---\nWords.\n"));
    }
    site
}

fn data(site: &Site, path: &str) -> Value {
    serde_json::from_str(&site.built(path)).unwrap()
}

/// The JSON-LD documents of a page, in order.
fn json_ld(site: &Site, path: &str) -> Vec<Value> {
    let page = site.built(path);
    let scripts = page.split("<script type=\"application/ld+json\">").skip(1);
    scripts.map(|rest| serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap()).collect()
}

#[test]
fn an_annotation_links_the_words_to_the_claim() {
    let site = site();
    site.build();
    let collection = data(&site, "data/annotations/report.jsonld");
    assert_eq!((&collection["label"], &collection["total"]), (&json!("The report"), &json!(2)));
    let id = "https://example.org/a/data/annotations/report.jsonld";
    assert_eq!(collection["@context"], json!(["http://www.w3.org/ns/anno.jsonld", {"@base": id}]));
    assert_eq!((&collection["id"], &collection["first"]["partOf"]), (&json!(id), &json!(id)));
    assert_eq!((&collection["last"], &collection["first"]["id"]), (&json!("#page"), &json!("#page")));
    // Relative to the file.
    assert_eq!(
        collection["first"]["items"][0],
        json!({
            "id": "#amount--amount",
            "type": "Annotation",
            "motivation": "linking",
            "creator": "https://example.org/a/#organisation",
            "created": "2020-01-01T23:00:00Z",
            "body": [
                {
                    "type": "SpecificResource",
                    "source": {
                        "id": "../../claims/amount.html", "type": "Text", "format": "text/html", "language": "en",
                    },
                    "purpose": "linking",
                },
                {"type": "TextualBody", "value": "supports", "format": "text/plain", "purpose": "classifying"},
            ],
            "target": {
                "type": "SpecificResource",
                "source": {
                    "id": "../../data/sources/report.txt",
                    "type": "Text",
                    "format": "text/plain",
                    "language": "en-GB",
                    "via": "https://example.org/report",
                },
                "scope": "../../sources/report.html#amount--amount",
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": "up to two 🌍 billion",
                        "prefix": "Proceeds are estimated at ",
                        "suffix": " dollars.\nNo reply has come from",
                    },
                    {"type": "TextPositionSelector", "start": 26, "end": 45},
                ],
            },
        })
    );
}

#[test]
fn each_part_of_an_elided_quote_is_a_target() {
    let site = site();
    site.build();
    let collection = data(&site, "data/annotations/report.jsonld");
    let text: Vec<char> = site.built("data/sources/report.txt").chars().collect();
    let targets = collection["first"]["items"][1]["target"].as_array().unwrap();
    let mut words = vec![];
    for target in targets {
        let (quote, position) = (&target["selector"][0], &target["selector"][1]);
        let at = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
        let selected: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(quote["exact"], selected);
        let before: String = text[at("start") - 32..at("start")].iter().collect();
        assert_eq!(quote["prefix"], before);
        words.push(selected);
    }
    assert_eq!(words, ["No reply", "so far"]);
}

#[test]
fn without_a_base_url_annotations_have_relative_addresses() {
    let site = Site::new().file("content/brief.yaml", "title: B\n").source("s", "One two.").claim("c", "s", "One");
    site.build();
    let collection = data(&site, "data/annotations/s.jsonld");
    assert_eq!(
        (&collection["@context"], &collection["id"]),
        (&json!("http://www.w3.org/ns/anno.jsonld"), &json!("s.jsonld"))
    );
    assert_eq!(collection["creator"]["id"], "../../#organisation");
    let annotation = &collection["first"]["items"][0];
    assert_eq!(annotation["body"][0]["source"]["id"], "../../claims/c.html");
    assert_eq!(annotation["target"]["source"]["id"], "../../data/sources/s.txt");
    assert!(!site.path("public/data/claimreview-feed.json").exists());
    assert!(site.built("data/claims.csv").contains("\r\nc,claims/c.html,"));
}

#[test]
fn sources_not_shown_in_full_are_annotated_at_their_original() {
    for (show, prefix) in [("excerpts", json!("No reply ")), ("none", Value::Null)] {
        let source = SOURCE.replace("captured:", &format!("show: {show}\ncaptured:"));
        let site = Site::new()
            .file(
                "content/sources/report.md",
                source.replace("Proceeds are estimated at up to two 🌍 billion dollars.\n", ""),
            )
            .claim("c", "report", "has come [...] so far");
        site.build();
        let collection = data(&site, "data/annotations/report.jsonld");
        let targets = &collection["first"]["items"][0]["target"];
        assert_eq!(targets[0]["source"]["id"], "https://example.org/report");
        let state = json!({
            "type": "TimeState", "sourceDate": "2020-01-01T00:00:00Z", "cached": "https://archive.example.org/report",
        });
        assert_eq!(targets[0]["state"], state);
        assert_eq!(targets[0]["selector"]["exact"], "has come");
        assert_eq!(targets[0]["selector"].get("prefix").unwrap_or(&Value::Null), &prefix);
        assert_eq!(targets[0]["selector"].get("suffix"), None, "{show}: nothing of what was left out");
    }
}

#[test]
fn a_source_that_no_claim_cites_has_an_empty_collection() {
    let uncited = "---\ntitle: T\nuncited: publish\n---\nThree.\n";
    let site = Site::new().source("s", "One two.").file("content/sources/t.md", uncited).claim("c", "s", "One");
    site.build();
    let collection = data(&site, "data/annotations/t.jsonld");
    assert_eq!((&collection["total"], collection.get("first")), (&json!(0), None));
}

#[test]
fn the_feed_contains_the_reviews_of_published_claims() {
    let site = site().file("content/claims/old.yaml", format!("{NOTE}status: retired\n"));
    site.build();
    let feed = data(&site, "data/claimreview-feed.json");
    let items = feed["dataFeedElement"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["dateCreated"], "2020-01-02T01:00:00+02:00");
    assert_eq!(items[0]["dateModified"], "2020-02-03", "a correction changes a claim");
    assert_eq!(feed["dateModified"], "2020-02-03");
    assert_eq!(items[0]["item"]["url"], "https://example.org/a/claims/amount.html");
    assert_eq!(items[0]["item"]["author"]["@id"], feed["publisher"]["@id"]);
    assert_eq!(items[0]["item"]["citation"], json!(["https://example.org/report"]), "the page has the rest");
}

#[test]
fn the_table_survives_a_round_trip() {
    let note = NOTE.replace("title: Two billion", "title: \"Two, “so-called” \\\"billion\\\"\"")
        + "checked: 2020-03-04\n\
            replies:\n  - by: The agency\n    answered: 2020-01-02\n    text: It was two.\n  - by: A spokesperson\n    asked: 2020-01-01\n";
    let site = site().file("content/claims/amount.yaml", note);
    site.build();
    let written = site.built("data/claims.csv");
    assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
    let mut table = csv::Reader::from_reader(written.as_bytes());
    let header: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
    let row = table.records().next().unwrap().unwrap();
    let cells: Vec<(&str, &str)> = header.iter().map(String::as_str).zip(&row).collect();
    assert_eq!(
        cells,
        [
            ("id", "amount"),
            ("url", "https://example.org/a/claims/amount.html"),
            ("title", "Two, “so-called” \"billion\""),
            ("claim", "The agency raised two billion dollars."),
            ("claimant", "A spokesperson"),
            ("claimed_on", "2019-08-06"),
            ("verdict", "mostly-true"),
            ("verdict_label", "Mostly true"),
            ("status", "published"),
            ("published", "2020-01-02T01:00:00+02:00"),
            ("updated", ""),
            ("checked", "2020-03-04"),
            ("corrected", "true"),
            ("tags", "amount; money"),
            ("sources", "report"),
            ("passages", "2"),
            ("absences", "0"),
            ("replies", "The agency: 2020-01-02; A spokesperson: none by 2020-03-04"),
        ]
    );
}

#[test]
fn table_cells_are_never_formulas() {
    let formula = "=HYPERLINK(\"https://evil.example/\")";
    let note = NOTE
        .replace("title: Two billion", &format!("title: '{formula}'"))
        .replace("name: A spokesperson", "name: '@SUM(1)'")
        .replace("[amount, money]", "['-1+1|cmd']");
    let site = site().file("content/claims/amount.yaml", note);
    site.build();
    let written = site.built("data/claims.csv");
    let row = csv::Reader::from_reader(written.as_bytes()).records().next().unwrap().unwrap();
    assert_eq!((&row[2], &row[4], &row[13]), (format!("'{formula}").as_str(), "'@SUM(1)", "'-1+1|cmd"));
    assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
}

#[test]
fn the_organisation_states_its_policies() {
    let site = site();
    site.build();
    let [front] = &json_ld(&site, "index.html")[..] else { panic!("one document") };
    assert_eq!((&front["@type"], &front["name"]), (&json!("WebSite"), &json!("Test brief")));
    let page = |id: &str| json!(format!("https://example.org/a/pages/{id}.html"));
    assert_eq!(
        front["publisher"],
        json!({
            "@type": "NewsMediaOrganization",
            "@id": "https://example.org/a/#organisation",
            "name": "The Newsroom",
            "url": "https://example.org/a/",
            "publishingPrinciples": page("methods"),
            "verificationFactCheckingPolicy": page("methods"),
            "correctionsPolicy": "https://example.org/a/corrections.html",
            "ownershipFundingInfo": page("funding"),
            "ethicsPolicy": page("ethics"),
            "contactPoint": {"@type": "ContactPoint", "contactType": "corrections", "email": "errors@example.org"},
        })
    );
    assert_eq!(json_ld(&site, "claims/amount.html")[0]["author"], front["publisher"]);
}

#[test]
fn pages_have_breadcrumbs() {
    let site = site();
    site.build();
    let step = |(position, (name, path)): (usize, (&str, &str))| json!({"@type": "ListItem", "position": position + 1, "name": name, "item": format!("https://example.org/a/{path}")});
    for way in [
        &[("Claims", "claims.html"), ("Two billion", "claims/amount.html")][..],
        &[("Sources", "sources.html"), ("The report", "sources/report.html")],
        &[("What the verdicts mean", "verdicts.html"), ("Mostly true", "verdicts/mostly-true.html")],
        &[("money", "tags/money.html")],
        &[("Our ethics", "pages/ethics.html")],
    ] {
        let list = json_ld(&site, way.last().unwrap().1).pop().unwrap();
        assert_eq!((&list["@context"], &list["@type"]), (&json!("https://schema.org"), &json!("BreadcrumbList")));
        let steps: Vec<Value> = [("Test brief", "")].iter().chain(way).copied().enumerate().map(step).collect();
        assert_eq!(list["itemListElement"], json!(steps));
    }
    assert_eq!(json_ld(&site, "404.html"), Vec::<Value>::new());
}

#[test]
fn a_first_appearance_is_given_if_the_dates_are_unambiguous() {
    let first = |note: &str| {
        let site = site().file("content/claims/amount.yaml", note);
        site.build();
        json_ld(&site, "claims/amount.html")[0]["itemReviewed"]["firstAppearance"]["url"].clone()
    };
    assert_eq!(first(NOTE), "https://example.org/early");
    assert_eq!(first(&NOTE.replace("    published: 2019-08-07\n", "")), Value::Null, "one has no date");
    assert_eq!(
        first(&NOTE.replace("    published: 2019-08-07", "    published: 2019-08-06")),
        Value::Null,
        "the same day"
    );
    assert_eq!(first(&NOTE.replace("claimed_on: 2019-08-06", "claimed_on: 2019-08-01")), Value::Null, "made before");
}

#[test]
fn the_picture_of_a_claim_is_the_image_of_its_review() {
    let note = format!("{NOTE}image:\n  file: at sea.svg.gif\n  alt: A ship\n  credit: Jo\n");
    let site =
        site().file("static/at sea.svg.gif", b"GIF89a\x02\0\x03\0\0\0\0;").file("content/claims/amount.yaml", note);
    site.build();
    let images = json_ld(&site, "claims/amount.html")[0]["image"].clone();
    let image = images.as_array().unwrap().last().unwrap();
    assert_eq!(image["url"], "https://example.org/a/at%20sea.svg.gif");
    assert_eq!(
        (&image["width"]["value"], &image["caption"], &image["creditText"]),
        (&json!(2), &json!("A ship"), &json!("Jo"))
    );
}
