//! The same brief in several languages: one site for each, with the same evidence and other texts.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::html::{broken_links, elements};
use crate::site::Site;

/// A brief in English, French and Arabic. One claim is in all of them, one has no Arabic text, one is in English only, one is retired.
fn site() -> Site {
    Site::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/languages"))
}

fn built() -> Site {
    let site = site();
    site.build();
    site
}

/// The values of an attribute of the elements that have another one.
fn links(page: &str, has: (&str, &str)) -> Vec<(String, String)> {
    let found = elements(page);
    let with = found.iter().filter(|element| element.get(has.0) == Some(has.1) && element.get("hreflang").is_some());
    let value = |element: &crate::html::Element, name| element.get(name).unwrap_or_default().to_owned();
    with.map(|element| (value(element, "hreflang"), value(element, "href"))).collect()
}

/// Links that lead nowhere. The page for missing ones has addresses of the published site.
fn broken(site: &Site) -> Vec<String> {
    broken_links(&site.output()).into_iter().filter(|link| !link.contains("404.html")).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn the_original_stays_where_it_was_and_no_link_is_broken() {
    let site = built();
    let alone = self::site();
    let brief = std::fs::read_to_string(alone.path("content/brief.yaml")).unwrap();
    alone.write("content/brief.yaml", brief.replace("languages: [en, fr, ar]\n", ""));
    for (path, _) in crate::site::files_below(&alone.path("content")) {
        if path.matches('.').count() > 1 {
            std::fs::remove_file(alone.path("content").join(path)).unwrap();
        }
    }
    alone.build();
    let paths = |site: &Site| site.output().into_iter().map(|(path, _)| path).collect::<BTreeSet<_>>();
    let (both, own) = (paths(&site), paths(&alone));
    let is_original = |path: &&String| !path.starts_with("fr/") && !path.starts_with("ar/");
    let without_index = |path: &&String| !path.starts_with("pagefind/");
    let original: BTreeSet<&String> = both.iter().filter(is_original).filter(without_index).collect();
    assert_eq!(original, own.iter().filter(without_index).collect());
    assert_eq!(broken(&site), Vec::<String>::new());
    for page in ["claims/river-height.html", "index.html"] {
        assert!(!alone.built(page).contains("hreflang"), "a brief in one language has no links to others");
    }
}

#[test]
fn each_page_names_its_translations_and_itself() {
    let site = built();
    let all = pairs(&[
        ("en", "https://example.org/flood/claims/river-height.html"),
        ("fr", "https://example.org/flood/fr/claims/river-height.html"),
        ("ar", "https://example.org/flood/ar/claims/river-height.html"),
        ("x-default", "https://example.org/flood/claims/river-height.html"),
    ]);
    for (folder, language, direction) in [("", "en", "ltr"), ("fr/", "fr", "ltr"), ("ar/", "ar", "rtl")] {
        let page = site.built(&format!("{folder}claims/river-height.html"));
        assert_eq!(links(&page, ("rel", "alternate")), all, "{folder}");
        assert!(page.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")), "{page}");
        let canonical =
            format!("<link rel=\"canonical\" href=\"https://example.org/flood/{folder}claims/river-height.html\">");
        assert!(page.contains(&canonical), "{page}");
    }
    // A claim that is in one language only has no alternates.
    assert_eq!(links(&site.built("claims/dyke-broken.html"), ("rel", "alternate")), []);
    let two = links(&site.built("fr/claims/warning-late.html"), ("rel", "alternate"));
    assert_eq!(two.iter().map(|(tag, _)| tag.as_str()).collect::<Vec<_>>(), ["en", "fr", "x-default"]);
}

#[test]
fn the_switch_leads_to_the_page_or_to_the_front_page() {
    let site = built();
    let page = site.built("fr/claims/warning-late.html");
    let found = elements(&page);
    let switch: Vec<_> = found
        .iter()
        .filter(|element| element.name == "a" && element.get("hreflang").is_some() && element.get("lang").is_some())
        .map(|element| (element.get("lang").unwrap(), element.get("href").unwrap()))
        .collect();
    assert!(switch.contains(&("en", "../../claims/warning-late.html")), "{switch:?}");
    assert!(switch.contains(&("ar", "../../ar/index.html")), "{switch:?}");
    assert!(page.contains("<span aria-current=\"true\">Français</span>"), "{page}");
    assert!(site.built("claims/river-height.html").contains("href=\"../fr/claims/river-height.html\" lang=\"fr\""));
}

#[test]
fn evidence_is_the_same_and_texts_are_translated() {
    let site = site();
    let brief = std::fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    // The file of the note is the same in all languages, and not what this is about.
    site.write("content/brief.yaml", format!("{brief}publish_notes: none\n"));
    site.build();
    let page = site.built("fr/claims/river-height.html");
    for words in [
        "Jusqu’où le fleuve est monté",
        "L’échelle du Pont de Pierre a relevé",
        "exploitante de l’échelle",
        "Le niveau est celui de l’échelle",
        "a atteint 6,2 mètres",
        "Une version antérieure nommait un autre pont.",
        "L’agence n’a pas publié les valeurs horaires.",
        "niveaux d’eau",
        "Exact",
        "16 mars 2026",
        "stood at 6.2 metres",
        "monté à plus de six mètres",
        "Traduit par Inès Marchand",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for words in ["risen to more than six metres", "How high the river stood", "An earlier version", "operator of"] {
        assert!(!page.contains(words), "{words}");
    }
    // The words of a French source need no translation, and were said as they are shown.
    let page = site.built("fr/claims/warning-late.html");
    assert!(page.contains("Personne ne nous a prévenus") && !page.contains("Nobody warned us"), "{page}");
    let source = site.built("fr/sources/gauge-record.html");
    assert!(source.contains("lang=\"en\" dir=\"ltr\"><p>On 12 March"), "the article has its own language: {source}");
    assert!(source.contains("id=\"river-height--level\""), "{source}");
}

#[test]
fn what_is_not_translated_is_marked_and_said() {
    let site = built();
    let page = site.built("ar/claims/river-height.html");
    assert!(page.contains("<span lang=\"en\" dir=\"ltr\">An earlier version named the wrong bridge.</span>"), "{page}");
    assert!(page.contains("<span lang=\"en\" dir=\"ltr\">The agency has not published the hourly values.</span>"));
    assert!(page.contains("لم تُترجم أجزاء من هذه الصفحة."), "readers are told: {page}");
    let claims = site.built("fr/claims.html");
    assert!(claims.contains("href=\"../claims/dyke-broken.html\" hreflang=\"en\""), "{claims}");
    assert!(site.built("fr/index.html").contains("1 affirmation n’est pas disponible dans cette langue"));
    assert!(!site.path("public/fr/claims/dyke-broken.html").exists());
    // A link to a claim that is not translated leads to the original.
    let front = site.built("ar/index.html");
    assert!(front.contains("href=\"../claims/warning-late.html\""), "{front}");
}

#[test]
fn an_outdated_translation_says_so() {
    let site = built();
    assert!(site.built("fr/claims/warning-late.html").contains("L’original a changé depuis cette traduction."));
    assert!(!site.built("fr/claims/river-height.html").contains("L’original a changé"));
}

#[test]
fn retired_and_draft_claims_are_so_in_all_languages() {
    let site = site();
    let draft = std::fs::read_to_string(site.path("content/claims/river-height.yaml")).unwrap();
    site.write("content/claims/river-height.yaml", format!("{draft}status: draft\n"));
    site.build();
    for (path, _) in site.output() {
        assert!(!path.contains("river-height"), "{path}");
    }
    let everything: Vec<u8> = site.output().into_iter().flat_map(|(_, bytes)| bytes).collect();
    assert!(memmem(&everything, "Jusqu’où le fleuve est monté").is_none(), "nothing of a draft is published");
    let retired = site.built("fr/claims/old-rumour.html");
    assert!(retired.contains("<meta name=\"robots\" content=\"noindex\">"), "{retired}");
    assert!(!site.built("fr/claims.html").contains("Un pont a été fermé"));
}

fn memmem(text: &[u8], words: &str) -> Option<usize> {
    text.windows(words.len()).position(|window| window == words.as_bytes())
}

#[test]
fn embargoes_hold_in_all_languages() {
    let site = site();
    let note = std::fs::read_to_string(site.path("content/claims/warning-late.yaml")).unwrap();
    site.write("content/claims/warning-late.yaml", format!("{note}embargo: 2030-01-01T00:00:00Z\n"));
    // The French text of another claim names it, its note does not.
    let other = std::fs::read_to_string(site.path("content/claims/old-rumour.fr.yaml")).unwrap();
    site.write(
        "content/claims/old-rumour.fr.yaml",
        other.replace("deux heures.", "deux heures, [voir](claim:warning-late)."),
    );
    let run = site.run(&["build", "--now", "2026-04-01T00:00:00Z"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (path, bytes) in site.output() {
        assert!(!path.contains("warning-late"), "{path}");
        for words in ["warning-late", "Personne ne nous", "la veille au soir"] {
            let is_source = path.contains("gazette") && words == "Personne ne nous";
            assert!(is_source || memmem(&bytes, words).is_none(), "{path}: {words}");
        }
    }
    assert!(!site.path("public/fr/claims/old-rumour.html").exists());
}

#[test]
fn feeds_data_and_claim_reviews_are_in_their_language() {
    let site = built();
    let feed = site.built("fr/feed.xml");
    assert!(
        feed.contains("xml:lang=\"fr\"")
            && feed.contains("label=\"Exact\"")
            && feed.contains("Jusqu’où le fleuve est monté</title>"),
        "{feed}"
    );
    assert!(feed.contains("https://example.org/flood/fr/claims/river-height.html"));
    let data: Value = serde_json::from_str(&site.built("fr/data/brief.json")).unwrap();
    assert_eq!(data["language"], "fr");
    let data: Value = serde_json::from_str(&site.built("fr/data/claims.json")).unwrap();
    assert_eq!(data[1]["title"], "Jusqu’où le fleuve est monté");
    assert_eq!(data[1]["verdict"]["label"], "Exact");
    let review = site.built("ar/claims/river-height.html");
    assert!(
        review.contains("\"@type\":\"ClaimReview\",\"url\":\"https://example.org/flood/ar/claims/river-height.html\"")
    );
    assert!(review.contains("\"inLanguage\":\"ar\""), "{review}");
    let original = site.built("claims/river-height.html");
    assert!(
        original.contains("\"inLanguage\":\"en\"")
            && original.contains("\"url\":\"https://example.org/flood/claims/river-height.html\"")
    );
}

#[test]
fn search_engines_and_hosts_find_all_languages_from_the_root() {
    let site = built();
    let robots = site.built("robots.txt");
    for map in ["sitemap.xml", "fr/sitemap.xml", "ar/sitemap.xml"] {
        assert!(robots.contains(&format!("Sitemap: https://example.org/flood/{map}\n")), "{robots}");
    }
    let map = site.built("fr/sitemap.xml");
    assert!(map.contains(
        "<xhtml:link rel=\"alternate\" hreflang=\"ar\" href=\"https://example.org/flood/ar/claims/river-height.html\"/>"
    ));
    let redirects = site.built("_redirects");
    assert!(
        redirects.contains("/flood/fr/claims/river-level.html /flood/fr/claims/river-height.html 301"),
        "{redirects}"
    );
    assert!(site.path("public/ar/claims/river-level.html").exists());
    assert!(site.built("_headers").contains("/fr/data/*"));
    for path in ["fr/robots.txt", "fr/_headers", "fr/_redirects"] {
        assert!(!site.path("public").join(path).exists(), "{path}");
    }
    assert!(site.path("public/fr/embed/river-height.html").exists());
}

#[test]
fn each_language_has_a_search_of_its_own() {
    let site = site();
    let brief = std::fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    site.write("content/brief.yaml", format!("{brief}cards: false\n"));
    site.build();
    let entry = |folder: &str| -> Value {
        serde_json::from_str(&site.built(&format!("{folder}pagefind/pagefind-entry.json"))).unwrap()
    };
    for (folder, language) in [("", "en"), ("fr/", "fr"), ("ar/", "ar")] {
        let languages = entry(folder)["languages"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(languages, [language]);
    }
    let words = site.built("fr/pagefind/words.txt");
    assert!(words.contains("échelle") && !words.contains("earlier"), "{words}");
}

#[test]
fn without_an_address_links_between_languages_are_relative() {
    let site = site();
    let brief = std::fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    site.write("content/brief.yaml", brief.replace("base_url: https://example.org/flood/\n", ""));
    site.build();
    let alternates = links(&site.built("fr/claims/warning-late.html"), ("rel", "alternate"));
    let expected = [
        ("en", "../../claims/warning-late.html"),
        ("fr", "../../fr/claims/warning-late.html"),
        ("x-default", "../../claims/warning-late.html"),
    ];
    assert_eq!(alternates, pairs(&expected));
    assert_eq!(broken(&site), Vec::<String>::new());
}

#[test]
fn a_translation_is_begun_recorded_and_renamed_with_its_note() {
    let site = site();
    let run = site.run(&["new", "claim", "dyke-broken", "--language", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let path = "content/claims/dyke-broken.fr.yaml";
    let begun = std::fs::read_to_string(site.path(path)).unwrap();
    assert!(begun.contains("# A dyke broke at Stone Bridge.\nclaim: \"\"\n"), "{begun}");
    let run = site.run(&["check", path]);
    assert!(run.code == 0 && run.stderr.contains("nothing of it is published until it has “claim” and “summary”"));
    site.write(
        path,
        begun.replace("claim: \"\"", "claim: Une digue a cédé.").replace("summary: \"\"", "summary: Non."),
    );
    site.build();
    assert!(site.built("fr/claims/dyke-broken.html").contains("Une digue a cédé."));
    let run = site.run(&["translated", "dyke-broken"]);
    assert_eq!(run.stdout, format!("{path}: the record is correct, nothing to do\n"));
    let run = site.run(&["rename", "claim", "dyke-broken", "dyke-held"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains(&format!("{path} is now content/claims/dyke-held.fr.yaml")), "{}", run.stdout);
    site.build();
    assert!(
        site.built("fr/claims/dyke-broken.html").contains("dyke-held.html"),
        "the old address leads to the new one"
    );
    let run = site.run(&["rename", "claim", "river-height", "river-top"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let brief = std::fs::read_to_string(site.path("content/brief.fr.yaml")).unwrap();
    assert!(brief.contains("(claim:river-top)"), "{brief}");
    let page = std::fs::read_to_string(site.path("content/pages/about.fr.md")).unwrap();
    assert!(page.contains("(claim:river-top)"), "{page}");
    site.build();
}

#[test]
fn contradictions_about_the_language_are_refused() {
    let site = Site::new().source("s", "One two.").claim("c", "s", "One two");
    for (fields, message) in [
        ("language: fr\nlanguages: [en, fr]\n", "“language” says fr, but the first of “languages” is en"),
        ("languages: [en, fr, FR]\n", "the language “FR” is listed twice"),
        ("languages: [en, french]\n", "“french” is not a language tag"),
    ] {
        site.write("content/brief.yaml", format!("{}{fields}", crate::site::BRIEF));
        let run = site.run(&["check"]);
        assert!(run.code == 1 && run.stderr.contains(message), "{}", run.stderr);
    }
    site.write("content/brief.yaml", format!("{}languages: [fr, en]\n", crate::site::BRIEF));
    site.build();
    assert!(site.built("claims/c.html").contains("<html lang=\"fr\""), "the first is the original");
    assert!(site.built("en/index.html").contains("<html lang=\"en\""));
}

#[test]
fn static_files_cannot_hide_a_language() {
    let site = site().file("static/fr/note.txt", "x");
    let run = site.run(&["check"]);
    assert!(
        run.stderr.contains("static/fr/note.txt is in a folder that holds the brief in another language"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (one, two) = (built(), built());
    assert_eq!(one.output(), two.output());
}
