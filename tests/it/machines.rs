//! What a site says to other programs beside claims.json and passages.json: the feed and the table of claims, and JSON-LD.

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
fn the_feed_holds_the_reviews_of_published_claims() {
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
}

#[test]
fn the_table_is_read_back_as_it_was_written() {
    let note =
        NOTE.replace("title: Two billion", "title: \"Two, “so-called” \\\"billion\\\"\"") + "checked: 2020-03-04\n";
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
        ]
    );
}

#[test]
fn no_cell_of_the_table_is_a_formula() {
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
            "correctionsPolicy": page("corrections"),
            "ownershipFundingInfo": page("funding"),
            "ethicsPolicy": page("ethics"),
            "contactPoint": {"@type": "ContactPoint", "contactType": "corrections", "email": "errors@example.org"},
        })
    );
    assert_eq!(json_ld(&site, "claims/amount.html")[0]["author"], front["publisher"]);
}

#[test]
fn pages_say_where_they_stand() {
    let site = site();
    site.build();
    for (path, name) in [
        ("claims/amount.html", "Two billion"),
        ("sources/report.html", "The report"),
        ("verdicts/mostly-true.html", "Mostly true"),
        ("tags/money.html", "money"),
        ("pages/ethics.html", "Our ethics"),
    ] {
        let last = json_ld(&site, path).pop().unwrap();
        assert_eq!(
            last,
            json!({
                "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": "Test brief", "item": "https://example.org/a/"},
                    {"@type": "ListItem", "position": 2, "name": name, "item": format!("https://example.org/a/{path}")},
                ],
            })
        );
    }
    assert_eq!(json_ld(&site, "404.html"), Vec::<Value>::new());
}

#[test]
fn a_first_appearance_is_named_where_the_dates_leave_no_doubt() {
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
fn a_picture_of_the_claim_is_a_picture_of_its_review() {
    let note = format!("{NOTE}image:\n  file: at sea.svg.gif\n  alt: A ship\n  credit: Jo\n");
    let site =
        site().file("static/at sea.svg.gif", b"GIF89a\x02\0\x03\0\0\0\0;").file("content/claims/amount.yaml", note);
    site.build();
    let image = &json_ld(&site, "claims/amount.html")[0]["image"][0];
    assert_eq!(image["url"], "https://example.org/a/at%20sea.svg.gif");
    assert_eq!(
        (&image["width"]["value"], &image["caption"], &image["creditText"]),
        (&json!(2), &json!("A ship"), &json!("Jo"))
    );
}
