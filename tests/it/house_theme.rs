//! The contract for theme authors: the house theme in tests/sites/house, settings under `theme`, and files to translate.

use std::fs;
use std::path::Path;

use crate::html::{broken_links, elements};
use crate::site::Site;

fn house() -> Site {
    Site::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/house"))
}

#[test]
fn the_house_theme_changes_what_it_says_and_keeps_the_rest() {
    let site = house();
    let run = site.run(&["build", "--deny-warnings"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.ends_with("no findings\n"), "{}", run.stderr);
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
    let claim = site.built("claims/quay-length.html");
    let has = |text: &str| assert!(claim.contains(text), "{text}\n{claim}");
    // The logo for both schemes, with its proportions, leads to the publisher.
    has(
        "<p class=\"site-logo\"><a href=\"https://gazette.example/\"><img class=\"on-light\" src=\"../logo.svg\" alt=\"The Larnsund Gazette\" width=\"96\" height=\"32\">",
    );
    has("<img class=\"on-dark\" src=\"../logo-dark.svg\"");
    // The own stylesheet comes after the built-in one, under a name that changes with its content.
    let styles: Vec<&str> = claim.split("<link rel=\"stylesheet\" href=\"../").skip(1).collect();
    assert!(styles[0].starts_with("citeback.") && styles[1].starts_with("gazette.") && styles.len() == 2, "{styles:?}");
    // Blocks are filled, and what was in them is kept.
    has("<aside class=\"strapline\" aria-label=\"What the verdicts mean\">");
    has("</div>\n\n<p class=\"house-note\">Verdict: 2 / 3</p>");
    has("<div class=\"house-facts\">");
    has("class=\"seal tone-mixed verdict-slips\"");
    assert_eq!(elements(&claim).iter().filter(|element| element.get("class") == Some("site-footer")).count(), 1);
    // Search engines get the logo of the publisher, too.
    has("\"logo\":\"https://example.org/larnsund-quay/logo.svg\"");
    has("img-src 'self' data: https://pictures.gazette.example");
    assert!(site.built("_headers").contains("connect-src 'self' https://counter.gazette.example"));
    let source = site.built("sources/port-record.html");
    assert!(source.contains("<p class=\"house-note\"><bdi>Larnsund Port</bdi>, Captured <time"), "{source}");
    let embedded = site.built("embed/quay-length.html");
    assert!(embedded.contains("<path fill-rule=\"evenodd\" d=\"M8 0C3.582 0"), "{embedded}");
    assert!(embedded.contains("class=\"verdict tone-mixed verdict-slips\""), "{embedded}");
    assert!(site.built("embed.css").contains(".verdict-sinks.verdict-sinks { --tone: light-dark(#b3261e, "));
}

#[test]
fn the_house_theme_is_listed_with_what_each_file_does() {
    let run = house().run(&["theme", "list"]);
    let listed: Vec<(&str, &str)> = run.stdout.lines().filter_map(|line| line.split_once("  ")).collect();
    let says = |path: &str| listed.iter().find(|(known, _)| *known == path).map(|(_, what)| what.trim()).unwrap();
    assert_eq!(says("templates/base.html"), "adds to the built-in one, in the blocks: header, footer");
    assert_eq!(says("templates/partials/house-publisher.html"), "used by source.html");
    // A template of the program has changed since these were copied: compare them, and renew their first lines.
    for copied in ["claim-row", "source-row", "verdict-seal"] {
        let path = format!("templates/partials/{copied}.html");
        assert_eq!(says(&path), "replaces the built-in one, which has not changed since it was copied");
    }
    let diff = house().run(&["theme", "diff", "partials/source-row.html"]).stdout;
    assert!(diff.contains("- <li>{{ words[") && diff.contains("+ <li class=\"kind\">{{ words["), "{diff}");
}

#[test]
fn the_stylesheet_has_the_settings_of_the_theme() {
    let site = house();
    site.build();
    let css = site.built("citeback.css");
    let has = |text: &str| assert!(css.contains(text), "{text}\n{}", &css[css.len() - 4000..]);
    has(
        "@font-face { font-family: \"Harbour Serif\"; src: url(\"fonts/harbour-serif.woff2\"); font-weight: 400 700; font-style: normal; font-display: swap; }",
    );
    has("--serif: 'Harbour Serif', Georgia, serif;");
    has("h1, h2, h3, h4, h5, h6 { font-family: 'Harbour Serif', Georgia, serif; }");
    has("@media screen { :root { --paper: light-dark(#ffffff, #0e171c);");
    has(".verdict-sinks.verdict-sinks { --tone: light-dark(#b3261e, ");
    has(
        "--shape: url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><path fill-rule=\"evenodd\" d=\"M8 0C3.582 0",
    );
    // Without them, nothing of it is there.
    let plain = Site::new().source("s", "It was closed.").claim("c", "s", "was closed");
    plain.build();
    let css = plain.built("citeback.css");
    assert!(
        !css.contains("site-logo") && !css.contains("@font-face") && css.ends_with('}'),
        "{}",
        &css[css.len() - 500..]
    );
}

#[test]
fn a_card_shows_the_logo_and_the_symbol() {
    let site = house();
    site.build();
    let card = || fs::read(site.path("public/cards/quay-length.png")).unwrap();
    let (with_both, brief) = (card(), fs::read_to_string(site.path("content/brief.yaml")).unwrap());
    let logo = "  logo:\n    file: logo.svg\n    dark: logo-dark.svg\n    alt: The Larnsund Gazette\n";
    for part in [logo, "    icon: symbols/slips.svg\n", "    colour: \"#9a5b00\"\n"] {
        assert!(brief.contains(part), "{part}");
        site.write("content/brief.yaml", brief.replace(part, ""));
        site.build();
        assert_ne!(card(), with_both, "a card shows it: {part}");
    }
    site.write("content/brief.yaml", brief);
    site.build();
    assert_eq!(card(), with_both);
}

#[test]
fn a_template_builds_on_built_in_ones_that_the_site_does_not_replace() {
    let site = Site::new().source("s", "It was closed.").claim("c", "s", "was closed").file(
        "templates/not-found.html",
        "{% extends \"default/base.html\" %}{% block main %}{% include \"default/partials/search.html\" %}\
             {% include \"default/partials/nav.html\" %}<h1>Gone</h1>{% endblock main %}",
    );
    site.build();
    assert!(site.built("404.html").contains("<h1>Gone</h1>"));
    let run = site.run(&["theme", "list"]);
    assert!(run.stdout.starts_with("templates/not-found.html  replaces the built-in one"), "{}", run.stdout);
}

#[test]
fn a_file_to_translate_is_sound_and_says_what_is_missing() {
    let brief = "title: Een dossier\nbase_url: https://example.org/\nlanguage: nl\ncards: false\nsearch: false\n";
    let site =
        Site::new().file("content/brief.yaml", brief).source("s", "It was closed.").claim("c", "s", "was closed");
    let file = site.run(&["locale", "nl"]).stdout;
    for section in [
        "# \"The bottom line\"\nbottom_line:\n",
        "# one: \"{count} passage\"\n# other: \"{count} passages\"\npassages:\n  one: # 1\n  other: # 0, 2, 3, 4 …\n",
        "\n# Around every page\n",
    ] {
        let plain = section.replace("# \"The bottom line\"", "# The bottom line");
        assert!(file.contains(section) || file.contains(&plain), "{section}\n{file}");
    }
    // Empty phrases are not faults, and all of them are named.
    site.write("locales/nl.yaml", &file);
    let missing = |site: &Site| {
        let run = site.run(&["check"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let line = run.stderr.lines().find(|line| line.contains("help: add ")).unwrap_or_default().to_owned();
        line.split_once("add ").map_or(0, |(_, names)| names.split(", ").count())
    };
    let all = missing(&site);
    assert!(all > 400, "{all}");
    let begun = file.replace("\nbottom_line:\n", "\nbottom_line: In het kort\n").replace(
        "passages:\n  one: # 1\n  other: # 0, 2, 3, 4 …",
        "passages:\n  one: \"{count} passage\"\n  other: \"{count} passages\"",
    );
    site.write("locales/nl.yaml", begun);
    assert_eq!(missing(&site), all - 2);
    // A file for the language serves all its regions.
    site.write("locales/pt.yaml", "date: \"{day} de {month} de {year}\"\n");
    site.write("content/brief.yaml", brief.replace("language: nl", "language: pt-BR"));
    let run = site.run(&["check"]).stderr;
    assert!(
        run.contains(
            "interface phrases are missing and remain in English\n--> locales/pt.yaml\n = help: add about_note, "
        ),
        "{run}"
    );
    assert!(run.contains(" = help: “citeback locale pt-BR” prints all phrases, each with the English one\n"), "{run}");
    // What the site has is in the file the next time, and stays the same from then on.
    let again = site.run(&["locale", "nl"]).stdout;
    assert!(again.contains("\nbottom_line: \"In het kort\"\n"), "{again}");
    site.write("locales/nl.yaml", &again);
    assert_eq!(site.run(&["locale", "nl"]).stdout, again);
}

#[test]
fn a_file_to_translate_has_the_plural_forms_of_its_language() {
    let site = Site::new();
    let forms = |language: &str| {
        let file = site.run(&["locale", language]).stdout;
        let group = file.split("\npassages:\n").nth(1).unwrap();
        group.lines().take_while(|line| line.starts_with("  ")).map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let other = "other: # no whole number, but every phrase needs it";
    assert_eq!(forms("pl"), ["one: # 1", "few: # 2, 3, 4, 22 …", "many: # 0, 5, 6, 7 …", other]);
    assert_eq!(forms("ja"), ["other: # 0, 1, 2, 3 …"]);
    // What is built in is filled in, whatever form the tag of the language has.
    let french = site.run(&["locale", "fr-CA"]).stdout;
    assert!(!french.contains(":\n#") && french.contains("\ndate_first: \"1er {month} {year}\"\n"), "{french}");
    let run = site.run(&["locale", "dutch language"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: “dutch language” is not the tag of a language\n"), "{}", run.stderr);
}
