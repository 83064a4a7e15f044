//! Whose words are whose: translations, the original of a claim, several claimants, and who only reported it.

use serde_json::{Value, json};

use crate::html::text;
use crate::site::Site;

const SOURCE: &str = "---
title: Le rapport du port
publisher: Courrier
url: https://courrier.example.org/a
language: fr
---
Les experts se sont réunis hier.

Le pont a coûté douze millions. Le maire a dit : « Le pont a coûté dix millions. »
";

const NOTE: &str = "\
claim: The bridge cost ten million.
title: Not ten million
original:
  text: Le pont a coûté dix millions
  language: fr
claim_passage: said
claimant:
  - name: Ana Ruiz
    kind: person
    role: mayor
  - {name: The Works, kind: organisation, url: https://works.example.org/}
  - name: A post in “Harbour”
    kind: post
    url: https://social.example.org/1
    platform: Mastodon
    posted: 2024-03-12
reported_by: Harbour Radio
claimed_on: 2024-03-13
appearances:
  - url: https://radio.example.org/morning
    published: 2024-03-14
verdict: false
summary: It cost twelve.
passages:
  - id: cost
    source: rapport
    quote: Le pont a coûté douze millions
    translation:
      text: |
        The bridge cost
        twelve <b>million</b>
      by: Tom & Hale
    stance: contradicts
  - id: said
    source: rapport
    quote: Le pont a coûté dix millions
    stance: attributes
  - id: headline
    source: rapport
    field: title
    quote: Le rapport du port
    translation: {text: Der Hafenbericht, language: de, machine: true}
    stance: context
";

fn site() -> Site {
    let brief = "title: A brief\nlanguage: en\nbase_url: https://example.org/\n";
    Site::new()
        .file("content/brief.yaml", brief)
        .file("content/sources/rapport.md", SOURCE)
        .file("content/claims/cost.yaml", NOTE)
}

/// The text of a page on one line.
fn shown(page: &str) -> String {
    text(page).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn data(site: &Site, path: &str) -> Value {
    serde_json::from_str(&site.built(path)).unwrap()
}

/// The first JSON-LD of a claim's page.
fn review(site: &Site) -> Value {
    let page = site.built("claims/cost.html");
    let script = page.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    serde_json::from_str(script.split("</script>").next().unwrap()).unwrap()
}

#[test]
fn a_translation_comes_after_the_original_and_names_its_translator() {
    let site = site();
    site.build();
    for path in ["claims/cost.html", "print.html"] {
        let page = site.built(path);
        let words = shown(&page);
        let original = words.find("Le pont a coûté douze millions").unwrap();
        let label = words.find("Translated by Tom & Hale The bridge cost twelve <b>million</b>").expect(path);
        assert!(original < label, "{path}");
        assert!(words.contains("Machine translation Der Hafenbericht"), "{path}: {words}");
        assert!(page.contains("<p lang=\"de\">Der Hafenbericht</p>"), "{path}");
        assert!(page.contains("The bridge cost\ntwelve &lt;b&gt;"), "{path}: lines are kept");
        let quoted = page.split("<mark>").skip(1).map(|rest| rest.split("</mark>").next().unwrap());
        assert!(quoted.clone().count() > 2 && quoted.clone().all(|words| words.starts_with("Le ")), "{path}");
    }
    let page = site.built("claims/cost.html");
    assert!(page.contains("#:~:text=Le%20pont%20a%20co%C3%BBt%C3%A9%20douze%20millions\""), "{page}");
    assert!(
        page.contains("<div id=\"passage-cost-translation\" data-pagefind-title=\"Translated by Tom &amp; Hale\">")
    );
    for path in ["sources/rapport.html", "feed.xml", "data/claims.json", "data/claimreview-feed.json"] {
        assert!(!site.built(path).contains("Hale"), "{path} has no translation");
    }
}

#[test]
fn data_files_keep_a_translation_apart_from_the_words() {
    let site = site();
    site.build();
    let passages = data(&site, "data/passages.json");
    assert_eq!(
        passages[0]["translation"],
        json!({"text": "The bridge cost\ntwelve <b>million</b>", "language": "en", "by": "Tom & Hale", "machine": false})
    );
    assert_eq!(passages[1]["translation"], Value::Null);
    assert_eq!(passages[0].get("words"), None, "they are the quote");
    assert_eq!(passages[0]["quote"], "Le pont a coûté douze millions");
    let annotations = data(&site, "data/annotations/rapport.jsonld");
    let items = annotations["first"]["items"].as_array().unwrap();
    let of = |id: &str| items.iter().find(|item| item["id"] == *id).unwrap();
    assert_eq!(
        of("#cost--cost")["body"][2],
        json!({
            "type": "TextualBody", "label": "Translated by Tom & Hale", "purpose": "describing", "format": "text/plain",
            "value": "The bridge cost\ntwelve <b>million</b>", "language": "en", "creator": {"name": "Tom & Hale"},
        })
    );
    assert_eq!(of("#cost--headline")["body"][2]["label"], "Machine translation");
    assert_eq!(of("#cost--said")["body"].as_array().unwrap().len(), 2);
}

#[test]
fn the_original_of_a_claim_is_the_quotation() {
    let site = site();
    site.build();
    let page = site.built("claims/cost.html");
    assert!(shown(&page).contains("The claim, in our words The bridge cost ten million."));
    assert!(page.contains("<blockquote><p lang=\"fr\">Le pont a coûté dix millions</p></blockquote>"), "{page}");
    assert!(shown(&site.built("print.html")).contains("The claim, as it was made 2 Le pont a coûté dix millions"));
    assert_eq!(
        data(&site, "data/claims.json")[0]["original"],
        json!({"text": "Le pont a coûté dix millions", "language": "fr"})
    );
    let review = review(&site);
    assert_eq!(review["claimReviewed"], "The bridge cost ten million.");
    assert_eq!(review["itemReviewed"]["text"], "Le pont a coûté dix millions");
    assert_eq!(review["itemReviewed"]["inLanguage"], "fr");
    // The words of the claim itself need not be in the passage; those of the original do.
    site.write("content/claims/cost.yaml", NOTE.replace("text: Le pont a coûté dix", "text: Le pont a coûté onze"));
    let run = site.run(&["check"]);
    assert!(
        run.stderr.contains("the words of the original of the claim are not in the passage “said”"),
        "{}",
        run.stderr
    );
    // Without a passage it is not shown as a quotation.
    site.write("content/claims/cost.yaml", NOTE.replace("claim_passage: said\n", ""));
    site.build();
    assert!(!site.built("claims/cost.html").contains("<blockquote><p lang=\"fr\">Le pont a coûté dix"));
}

#[test]
fn several_claimants_are_shown_and_who_only_reported_is_none() {
    let site = site();
    site.build();
    let line = "Claimed by Ana Ruiz (mayor), The Works and A post in “Harbour” (Mastodon, 12 March 2024), 13 March 2024, \
                reported by Harbour Radio";
    for path in ["claims/cost.html", "print.html"] {
        assert!(shown(&site.built(path)).contains(line), "{path}: {}", shown(&site.built(path)));
    }
    let all = "Ana Ruiz, The Works and A post in “Harbour”";
    let list = shown(&site.built("claims.html"));
    assert!(list.contains(all) && !list.contains("Harbour Radio"), "{list}");
    let record = &data(&site, "data/claims.json")[0];
    assert_eq!(record["claimant"], all);
    assert_eq!(
        record["claimants"][2],
        json!({
            "name": "A post in “Harbour”", "kind": "post", "role": null, "url": "https://social.example.org/1",
            "platform": "Mastodon", "posted": "2024-03-12",
        })
    );
    assert_eq!(record["reported_by"][0]["name"], "Harbour Radio");
    assert!(site.built("data/claims.csv").contains(",Ana Ruiz; The Works; A post in “Harbour”,"));
}

#[test]
fn the_claim_review_has_people_and_organisations_as_authors_and_posts_as_appearances() {
    let site = site();
    site.build();
    let reviewed = &review(&site)["itemReviewed"];
    assert_eq!(
        reviewed["author"],
        json!([
            {"@type": "Person", "name": "Ana Ruiz", "description": "mayor"},
            {"@type": "Organization", "name": "The Works", "sameAs": "https://works.example.org/"},
        ])
    );
    let post = json!({
        "@type": "SocialMediaPosting", "url": "https://social.example.org/1", "name": "A post in “Harbour”",
        "datePublished": "2024-03-12", "publisher": {"@type": "Organization", "name": "Mastodon"},
    });
    assert_eq!(
        reviewed["appearance"],
        json!([{"@type": "CreativeWork", "url": "https://radio.example.org/morning", "datePublished": "2024-03-14"}, post])
    );
    assert_eq!(reviewed["firstAppearance"], post, "the post is the earliest");
    assert!(!reviewed.to_string().contains("Harbour Radio"));
    // A post that is listed as an appearance is one work.
    site.write(
        "content/claims/cost.yaml",
        NOTE.replace(
            "https://radio.example.org/morning\n    published: 2024-03-14",
            "https://social.example.org/1\n    title: The post",
        ),
    );
    site.build();
    let listed = &review(&site)["itemReviewed"]["appearance"];
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!((&listed[0]["@type"], &listed[0]["headline"]), (&json!("SocialMediaPosting"), &json!("The post")));
    // One author is no array, and a post alone is none.
    let alone = |claimant: &str| {
        let (before, rest) = NOTE.split_once("claimant:\n").unwrap();
        let after = rest.split_once("reported_by").unwrap().1;
        site.write("content/claims/cost.yaml", format!("{before}{claimant}\nreported_by{after}"));
        site.build();
        review(&site)["itemReviewed"]["author"].clone()
    };
    assert_eq!(alone("claimant: {name: Ana Ruiz, kind: person}"), json!({"@type": "Person", "name": "Ana Ruiz"}));
    assert_eq!(alone("claimant: {name: A post, kind: post}"), Value::Null);
    assert_eq!(alone("claimant: Ana Ruiz"), json!({"name": "Ana Ruiz"}));
    assert_eq!(alone(""), Value::Null);
    assert!(shown(&site.built("claims/cost.html")).contains("Claimed on 13 March 2024, reported by Harbour Radio"));
}

#[test]
fn templates_for_one_claimant_get_the_names_of_all() {
    let template = "{% extends \"default/claim.html\" %}{% block main %}<p>{{ claim.claimant.name }}|{{ claim.claimant.role or '' }}</p>{{ super() }}{% endblock main %}";
    let site = site().file("templates/claim.html", template);
    site.build();
    assert!(
        shown(&site.built("claims/cost.html")).contains("Ana Ruiz, The Works and A post in “Harbour”| "),
        "{}",
        site.built("claims/cost.html")
    );
}
