//! What a theme of a site's own cannot break. The findings are in tests/cases/findings/theme-*.md.

use std::fs;
use std::path::Path;

use crate::site::Site;

/// A frame of the site's own that changes nothing, with which all pages are proved.
const FRAME: (&str, &str) = ("templates/base.html", "{% extends \"default/base.html\" %}\n");

#[test]
fn the_built_in_templates_keep_the_promise() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    for folder in fs::read_dir(sites).unwrap() {
        let site = Site::copy_of(&folder.unwrap().path()).file(FRAME.0, FRAME.1);
        let run = site.run(&["check", "--all"]);
        assert!(!run.stderr.contains("[theme-"), "{}", run.stderr);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn built_in_templates_show_the_same_with_all_that_templates_may_see() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut compared = 0;
    for folder in ["arabic", "chinese", "many", "readings"].map(|name| sites.join(name)) {
        // A template of the site's own may ask for values that the built-in ones do not.
        let [lean, whole] = [Site::copy_of(&folder), Site::copy_of(&folder).file(FRAME.0, FRAME.1)];
        for site in [&lean, &whole] {
            assert_eq!(site.run(&["build", "--no-search"]).code, 0);
        }
        for page in fs::read_dir(lean.path("public/sources")).unwrap() {
            let path = format!("sources/{}", page.unwrap().file_name().to_str().unwrap());
            assert_eq!(lean.built(&path), whole.built(&path), "{path}");
            compared += 1;
        }
    }
    assert!(compared > 3, "{compared}");
}

#[test]
fn search_finds_what_the_program_decides() {
    let brief = "title: Test brief\ncards: false\n";
    let template = "{% extends \"base.html\" %}{% block main %}<h1>{{ claim.statement }}</h1>\n<p>{{ claim.summary }}</p>\n\
                    {% for passage in claim.passages %}{% include \"partials/passage-card.html\" %}{% endfor %}{% endblock main %}";
    let retired = "claim: Herons nest there.\nverdict: mixed\nsummary: Ospreys.\nstatus: retired\npassages:\n  - id: p1\n    \
                   source: report\n    quote: was closed\n    stance: supports\n";
    let site = Site::new()
        .file("content/brief.yaml", brief)
        .source("report", "The bridge was closed.")
        .claim("bridge", "report", "bridge was closed")
        .file("content/claims/herons.yaml", retired)
        .file("templates/claim.html", template);
    let words = |site: &Site| {
        let run = site.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        fs::read_to_string(site.path("public/pagefind/words.txt")).unwrap()
    };
    let found = words(&site);
    assert!(found.contains("called") && !found.contains("herons"), "{found}");
    // A template that marks every page as one to search.
    site.write("templates/claim.html", template.replace("<h1>", "<h1 data-pagefind-body>"));
    let found = words(&site);
    assert!(found.contains("called") && !found.contains("herons"), "{found}");
}

#[test]
fn the_built_in_templates_name_what_exists() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut site = Site::copy_of(&repository.join("tests/sites/many"));
    for folder in ["templates", "templates/partials"] {
        for file in fs::read_dir(repository.join(folder)).unwrap().map(|file| file.unwrap().path()) {
            if file.is_file() {
                let name = file.file_name().unwrap().to_str().unwrap();
                site = site.file(&format!("{folder}/{name}"), fs::read_to_string(&file).unwrap());
            }
        }
    }
    for command in [&["check"][..], &["theme", "check"]] {
        let run = site.run(command);
        assert!(!run.stderr.contains("[template-"), "{}", run.stderr);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
}

#[test]
fn dates_and_json_have_filters() {
    let template = "{% extends \"base.html\" %}{% block main %}{{ \"2024-03-01\" | date }}, {{ \"2024-03-01\" | date(format=\"%e. %B %Y, %d/%m 100%%\") }}, \
                    {{ \"2024-03\" | date(format=\"%d\") }}, {{ [\"a</script>\", 1] | json_encode }}{% endblock main %}\n";
    let site = Site::new()
        .source("report", "The bridge was closed.")
        .claim("bridge", "report", "bridge was closed")
        .file("templates/not-found.html", template);
    site.build();
    let page = fs::read_to_string(site.path("public/404.html")).unwrap();
    assert!(page.contains("1 March 2024, 1. March 2024, 01/03 100%, March 2024, ["), "{page}");
    assert!(page.contains("a\\u003c"), "{page}");
}
