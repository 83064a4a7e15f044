//! A build is deterministic, and writes the whole site or nothing.

use crate::html::broken_links;
use crate::site::{Site, files_below};

const SOURCE: &str = "The experts met last week. They raised *two billion* dollars.\n\nNo reply came.";

fn small() -> Site {
    Site::new().source("report", SOURCE).claim("amount", "report", "raised two billion dollars")
}

#[test]
fn a_build_writes_a_linked_site() {
    let site = small();
    site.build();
    let paths: Vec<String> = site.output().into_iter().map(|(path, _)| path).collect();
    for path in [
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "feed.xml",
        "claims/amount.html",
        "sources/report.html",
        "verdicts/mixed.html",
        "data/claims.json",
        "data/passages.json",
        "data/sources/report.txt",
    ] {
        assert!(paths.iter().any(|found| found == path), "{path} is missing among {paths:?}");
    }
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn two_builds_are_identical_byte_for_byte() {
    let site = small();
    site.build();
    let first = site.output();
    let elsewhere = site.run(&["build", "--out", "elsewhere"]);
    assert_eq!(elsewhere.code, 0, "{}", elsewhere.stderr);
    assert_eq!(crate::site::files_below(&site.path("elsewhere")), first);
}

#[test]
fn an_error_prevents_writing_and_keeps_the_published_site() {
    let site = small();
    site.build();
    let good = site.output();
    let site = site.claim("amount", "report", "raised three billion dollars");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("nothing was written, the last site stays in place"), "{}", run.stderr);
    assert_eq!(site.output(), good);
}

#[test]
fn check_finds_a_fault_of_an_own_template_that_one_page_of_many_shows() {
    let claims =
        (10..70).fold(small(), |site, n| site.claim(&format!("claim-{n}"), "report", "raised two billion dollars"));
    assert_eq!(claims.run(&["check"]).code, 0);
    // Neighbours: a check of every third page would miss one of them.
    for id in ["claim-41", "claim-42"] {
        let lines = [
            "{% extends \"default/claim.html\" %}",
            "{% block title %}",
            &format!("{{% if claim.id == \"{id}\" %}}{{{{ claim.lable }}}}{{% endif %}}"),
            "{% endblock title %}",
        ];
        claims.write("templates/claim.html", lines.join("\n"));
        let run = claims.run(&["check"]);
        assert_eq!(run.code, 1);
        let hint = format!("while rendering claims/{id}.html");
        for part in ["error[template-error]", "--> templates/claim.html:3:", &hint] {
            assert!(run.stderr.contains(part), "{}", run.stderr);
        }
    }
}

#[test]
fn check_writes_schemas_for_editors_and_nothing_else() {
    let site = small();
    let before = files_below(site.root());
    assert_eq!(site.run(&["check"]).code, 0);
    let (schemas, others): (Vec<_>, Vec<_>) =
        files_below(site.root()).into_iter().partition(|(path, _)| path.starts_with(".citeback/"));
    let schemas: Vec<&str> = schemas.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        schemas,
        [
            ".citeback/.gitignore",
            ".citeback/schema/brief-translation.json",
            ".citeback/schema/brief.json",
            ".citeback/schema/claim-translation.json",
            ".citeback/schema/claim.json",
            ".citeback/schema/page-translation.json",
            ".citeback/schema/page.json",
            ".citeback/schema/source.json"
        ]
    );
    assert_eq!(others, before);
}

#[test]
fn drafts_are_always_checked_and_built_on_request() {
    let site = small();
    let note = std::fs::read_to_string(site.path("content/claims/amount.yaml")).unwrap() + "status: draft\n";
    let site = site.file("content/claims/amount.yaml", &note);
    site.build();
    assert!(!site.path("public/claims/amount.html").exists());
    assert_eq!(site.run(&["build", "--drafts"]).code, 0);
    assert!(site.path("public/claims/amount.html").exists());
    site.write("content/claims/amount.yaml", note.replace("two", "three"));
    assert_eq!(site.run(&["build", "--drafts"]).code, 1);
    let run = site.build();
    assert!(run.stderr.contains("warning[quote-not-found]"), "{}", run.stderr);
}

#[test]
fn a_retired_claim_keeps_its_page_and_leaves_the_listings() {
    let site = small();
    let note = std::fs::read_to_string(site.path("content/claims/amount.yaml")).unwrap() + "status: retired\n";
    let site = site.file("content/claims/amount.yaml", note);
    site.build();
    assert!(site.built("claims/amount.html").contains("retired"));
    assert!(!site.built("index.html").contains("claims/amount.html"));
    assert!(!site.built("feed.xml").contains("claims/amount.html"));
    assert!(!site.built("verdicts/mixed.html").contains("claims/amount.html"));
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn a_missing_base_url_is_a_warning_and_means_no_feed() {
    let site = small().file("content/brief.yaml", "title: Test brief\n");
    let run = site.build();
    assert!(run.stderr.contains("warning[base-url-missing]"), "{}", run.stderr);
    assert!(!site.path("public/feed.xml").exists() && !site.path("public/sitemap.xml").exists());
    assert!(!site.built("claims/amount.html").contains("application/ld+json"));
    assert_eq!(site.run(&["build", "--deny-warnings"]).code, 1);
    let run = site.run(&["build", "--base-url", "https://example.org/briefs"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.built("sitemap.xml").contains("<loc>https://example.org/briefs/claims/amount.html</loc>"));
}

#[test]
fn a_site_overrides_one_template_and_one_static_file() {
    let site = small()
        .file(
            "templates/not-found.html",
            "{% extends \"base.html\" %}{% block main %}<p>Lost, are we?</p>{% endblock %}",
        )
        .file("static/CNAME", "example.org\n")
        .file("static/citeback.css", "/* ours */ a { b: c; }");
    site.build();
    assert!(site.built("404.html").contains("Lost, are we?"));
    assert_eq!(site.built("CNAME"), "example.org\n");
    assert_eq!(site.built("citeback.css"), "a{b:c}", "published without comments and indentation");
}

/// The paths of the built site that begin and end like this.
fn named(site: &Site, start: &str, end: &str) -> Vec<String> {
    site.output()
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.starts_with(start) && path.ends_with(end))
        .collect()
}

#[test]
fn styles_and_scripts_are_named_by_their_content() {
    let site = small()
        .file("static/theme/own.css", "@import \"base.css\";")
        .file(
            "templates/not-found.html",
            "{% extends \"base.html\" %}{% block head %}<link rel=\"stylesheet\" href=\"{{ root }}{{ assets[\"theme/own.css\"] }}\">\
             <link rel=\"stylesheet\" href=\"{{ root }}citeback.css\">{% endblock %}",
        );
    site.build();
    let own = named(&site, "theme/own", ".css");
    assert_eq!(own, ["theme/own.css", "theme/own.d16301a9.css"], "the digits of `sha256sum`");
    assert_eq!(site.built(&own[0]), site.built(&own[1]));
    assert!(site.built("404.html").contains("theme/own.d16301a9.css\">"));
    let mut styles = named(&site, "citeback.", ".css");
    assert_eq!(styles.len(), 2, "{styles:?}");
    // The name with digits first, whichever they are.
    styles.sort_by_key(|name| name == "citeback.css");
    assert!(site.built("claims/amount.html").contains(&format!("href=\"../{}\"", styles[0])));
    assert!(site.built("404.html").contains("citeback.css\">"), "a theme may name the file itself");
    assert!(
        site.built("_headers")
            .contains(&format!("/{}\n  Cache-Control: public, max-age=31536000, immutable\n", styles[0]))
    );

    site.write("content/brief.yaml", "title: Brief\ntheme:\n  fonts: { labels: Inter }\n");
    site.build();
    let changed = named(&site, "citeback.", ".css");
    assert!(changed.len() == 2 && !changed.contains(&styles[0]), "{changed:?}");
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn a_template_that_names_a_missing_style_is_reported() {
    let site = small().file("templates/not-found.html", "<link href=\"{{ assets[\"own.css\"] }}\">\n");
    let run = site.run(&["check"]);
    assert!(run.stderr.contains(" --> templates/not-found.html:1:23\n"), "{}", run.stderr);
}

#[test]
fn a_byte_order_mark_is_tolerated() {
    let site = small();
    for path in ["content/brief.yaml", "content/sources/report.md", "content/claims/amount.yaml"] {
        let text = std::fs::read_to_string(site.path(path)).unwrap();
        site.write(path, format!("\u{FEFF}{text}"));
    }
    site.build();
}

#[test]
fn windows_line_ends_do_not_change_pages() {
    let site = small();
    site.build();
    let page = crate::html::text(&site.built("sources/report.html"));
    for path in ["content/sources/report.md", "content/claims/amount.yaml"] {
        let text = std::fs::read_to_string(site.path(path)).unwrap();
        site.write(path, text.replace('\n', "\r\n"));
    }
    site.build();
    assert_eq!(crate::html::text(&site.built("sources/report.html")), page);
}

#[test]
fn notes_may_be_in_subfolders_of_content() {
    let site = Site::new();
    site.write("content/sources/2019/august/report.md", format!("---\ntitle: R\n---\n{SOURCE}\n"));
    let site = site.claim("amount", "report", "No reply came");
    std::fs::create_dir_all(site.path("content/claims/money")).unwrap();
    std::fs::rename(site.path("content/claims/amount.yaml"), site.path("content/claims/money/amount.yml")).unwrap();
    site.build();
    assert!(site.path("public/claims/amount.html").exists());
}

/// The output of a run before its last lines, which contain a time.
fn screen(run: &crate::site::Run) -> &str {
    run.stderr.split("\nchecked").next().unwrap().split("\nbuilt").next().unwrap()
}

#[test]
fn a_file_that_is_too_large_is_a_finding() {
    let site = small().file("content/claims/huge.yaml", "a".repeat((1 << 20) + 1));
    let run = site.run(&["check"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        screen(&run),
        "error[file-too-large]: content/claims/huge.yaml is longer than 1 MiB\n\
         --> content/claims/huge.yaml\n \
         = help: split it, or remove what no passage needs\n"
    );
}

#[cfg(unix)]
#[test]
fn links_from_folders_and_the_brief_out_of_the_site_are_refused() {
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("secret.txt"), "secret").unwrap();
    let site = Site::new().source("report", "Some words here.").claim("words", "report", "Some words here.");
    std::os::unix::fs::symlink(elsewhere.path(), site.path("static")).unwrap();
    let run = site.build();
    assert!(run.stderr.contains("static is a symbolic link that leads out of the site"), "{}", run.stderr);
    assert!(!site.path("public/secret.txt").exists());
    std::fs::remove_file(site.path("content/brief.yaml")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret.txt"), site.path("content/brief.yaml")).unwrap();
    let run = site.run(&["check"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: content/brief.yaml is a symbolic link that leads out of the site\n  put the file itself in the folder\n"
    );
}

#[cfg(unix)]
#[test]
fn lock_files_of_emacs_are_silently_ignored() {
    let site = Site::new().source("report", "One two three.").claim("a", "report", "One two");
    site.write("static/own.css", "p {}");
    site.write("templates/partials/tags.html", "own");
    for lock in
        ["content/claims/.#a.yaml", "content/.#brief.yaml", "static/.#own.css", "templates/partials/.#tags.html"]
    {
        std::os::unix::fs::symlink("ada@newsroom.example.1234:1700000000", site.path(lock)).unwrap();
    }
    let run = site.build();
    assert!(run.stderr.contains("no findings"), "{}", run.stderr);
    assert!(!site.path("public/.#own.css").exists());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_content_folder_are_not_followed() {
    let site = small();
    let secret = site.path("secret.md");
    std::fs::write(&secret, "---\ntitle: Secret\n---\nSecret words.\n").unwrap();
    std::os::unix::fs::symlink(&secret, site.path("content/sources/secret.md")).unwrap();
    std::os::unix::fs::symlink(site.path("content/sources"), site.path("content/sources/circle")).unwrap();
    std::os::unix::fs::symlink("/etc", site.path("content/sources/outside")).unwrap();
    let run = site.build();
    let links =
        [("circle", "forms a loop"), ("outside", "leads out of the folder"), ("secret.md", "leads out of the folder")];
    let frames: Vec<String> = links
        .iter()
        .map(|(name, leads)| {
            let path = format!("content/sources/{name}");
            format!(
                "warning[link-outside]: {path} is a symbolic link that {leads} and was left out\n\
                 --> {path}\n = help: put the file itself in the folder\n"
            )
        })
        .collect();
    assert_eq!(screen(&run), frames.join("\n"));
    assert!(!site.path("public/sources/secret.html").exists());
}

#[test]
fn a_site_overrides_one_block_and_keeps_the_rest() {
    let site = small().file(
        "templates/base.html",
        "{% extends \"default/base.html\" %}{% block footer %}<p>Our own footer.</p>{% endblock %}",
    );
    site.build();
    for page in ["index.html", "claims/amount.html", "sources/report.html"] {
        let page = site.built(page);
        assert!(page.contains("Our own footer.") && page.contains("<link rel=\"stylesheet\""), "{page}");
    }
}
