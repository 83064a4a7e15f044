//! Old addresses lead to new pages.

use crate::html::broken_links;
use crate::site::Site;

const CLAIM: &str = "claim: It was two billion.\nverdict: mixed\nsummary: Yes.\npassages:\n  - id: p\n    source: report\n    quote: two billion dollars\n    stance: supports\n";

/// A site in which everything was renamed.
fn renamed() -> Site {
    let brief = "title: Brief\nlanguage: de\nbase_url: https://example.org/brief/\npeople:\n  - { id: ana, name: Ana, formerly: a-silva }\n";
    Site::new()
        .file("content/brief.yaml", brief)
        .file(
            "content/sources/report.md",
            "---\ntitle: The report\nformerly: study\n---\nThey raised two billion dollars.\n",
        )
        .file("content/claims/new.yaml", format!("title: A <new> title\nformerly: [old, older]\n{CLAIM}"))
        .file("content/claims/draft.yaml", format!("status: draft\nformerly: [draught]\n{CLAIM}"))
        .file("content/pages/method.md", "---\ntitle: How\nformerly: [how]\n---\nWe look.\n")
        .file("content/sources/uncited.md", "---\ntitle: Unused\nformerly: [unused]\n---\nNothing.\n")
}

#[test]
fn an_old_address_leads_to_the_new_page() {
    let site = renamed();
    site.build();
    let css = site
        .output()
        .into_iter()
        .map(|(path, _)| path)
        .find(|path| path.starts_with("citeback.") && path != "citeback.css" && path.ends_with(".css"));
    let expected = format!(
        r#"<!DOCTYPE html>
<html lang="de" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A &lt;new&gt; title – Brief</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="https://example.org/brief/claims/new.html">
<meta http-equiv="refresh" content="0; url=../claims/new.html">
<link rel="stylesheet" href="../{}">
<link rel="icon" href="../favicon.svg" type="image/svg+xml">
</head>
<body class="redirect-page">
<main id="main">
<p>Diese Seite ist umgezogen: <a href="../claims/new.html"><bdi>A &lt;new&gt; title</bdi></a></p>
</main>
</body>
</html>
"#,
        css.unwrap()
    );
    assert_eq!(site.built("claims/old.html"), expected);
    assert_eq!(
        site.built("_redirects"),
        "/brief/claims/old.html /brief/claims/new.html 301\n\
         /brief/claims/older.html /brief/claims/new.html 301\n\
         /brief/sources/study.html /brief/sources/report.html 301\n\
         /brief/people/a-silva.html /brief/people/ana.html 301\n\
         /brief/pages/how.html /brief/pages/method.html 301\n"
    );
    let output = site.output();
    for path in ["claims/older.html", "sources/study.html", "people/a-silva.html", "pages/how.html"] {
        assert!(site.built(path).contains("http-equiv=\"refresh\""), "{path}");
    }
    assert_eq!(broken_links(&output), Vec::<String>::new());
    let naming = |old: &str| {
        let named =
            output.iter().filter(|(path, bytes)| path.ends_with(old) || String::from_utf8_lossy(bytes).contains(old));
        named.map(|(path, _)| path.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        naming("older.html"),
        ["_redirects", "claims/older.html"],
        "no page, list, feed, sitemap or data file names it"
    );
    assert_eq!(
        [naming("draught"), naming("unused")],
        [Vec::<&str>::new(), vec![]],
        "what has no page has no old address"
    );
}

#[test]
fn without_old_addresses_nothing_is_added() {
    let site = Site::new().source("report", "They raised two billion dollars.").claim(
        "amount",
        "report",
        "two billion dollars",
    );
    site.build();
    assert!(!site.path("public/_redirects").exists());
}

#[test]
fn a_theme_can_replace_the_page_and_the_list() {
    let site = renamed()
        .file(
            "templates/redirect.html",
            "{% extends \"base.html\" %}{% block main %}To {{ target.href }}{% endblock main %}",
        )
        .file("templates/redirects.txt", "{% for r in redirects %}{{ r.from }} {{ r.to }} 308\n{% endfor %}");
    site.build();
    assert!(
        site.built("pages/how.html").contains("<main id=\"main\">\nTo pages/method.html</main>"),
        "{}",
        site.built("pages/how.html")
    );
    assert!(site.built("_redirects").starts_with("/brief/claims/old.html /brief/claims/new.html 308\n"));
}
