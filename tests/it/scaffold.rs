//! `init` creates a valid site; `new` creates notes that `check` helps to complete.

use std::fs;

use serde_json::Value;

use crate::site::{BRIEF, Run, Site, files_below};

/// A site created by `init`.
fn initialised() -> Site {
    let site = Site::new();
    fs::remove_dir_all(site.path("content")).unwrap();
    let run = site.run(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    site
}

fn paths(site: &Site) -> Vec<String> {
    files_below(site.root()).into_iter().map(|(path, _)| path).collect()
}

#[test]
fn init_prints_what_it_wrote_and_the_next_steps() {
    let site = Site::new();
    let run = site.run(&["init", "desk"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "wrote content/brief.yaml\nwrote content/sources/clock-notice.md\nwrote content/claims/clock-six-weeks.yaml\n\
         wrote content/pages/methodology.md\nwrote .vscode/settings.json\nwrote .vscode/extensions.json\nwrote .gitignore\n\
         \nThis is a small site with a brief, a source, a claim and a page. Next steps:\n\n\
         \x20 cd desk\n  citeback check\n  citeback serve --open --drafts\n  citeback new claim my-first-claim --from clock-notice\n"
    );
    let written = files_below(&site.path("desk"));
    assert!(
        run.stdout
            .lines()
            .filter_map(|line| line.strip_prefix("wrote "))
            .all(|path| { written.iter().any(|(known, _)| known == path) })
    );
}

#[test]
fn a_site_created_by_init_has_no_findings_and_builds() {
    let site = initialised();
    let run = site.run(&["check", "--deny-warnings"]);
    assert!(run.code == 0 && run.stderr.ends_with("no findings\n"), "{}", run.stderr);
    site.build();
    assert!(site.built("claims/clock-six-weeks.html").contains("five weeks to the day"));
    let settings: Value =
        serde_json::from_str(&fs::read_to_string(site.path(".vscode/settings.json")).unwrap()).unwrap();
    for path in settings["yaml.schemas"].as_object().unwrap().keys() {
        assert!(site.path(path).is_file(), "{path}");
    }
    assert!(
        fs::read_to_string(site.path(".gitignore"))
            .unwrap()
            .lines()
            .all(|line| { line.starts_with('#') || line == ".citeback-*.tmp" || site.path(line).is_dir() })
    );
}

#[test]
fn init_does_not_touch_existing_files() {
    let site = Site::new().file(".gitignore", "mine\n");
    let before = files_below(site.root());
    let run = site.run(&["init"]);
    assert_eq!(
        run.stderr,
        "error: . is not empty enough for a new site: it has content, .gitignore\n  \
         nothing was written; move these away, or choose another folder: citeback init my-site\n"
    );
    assert_eq!((run.code, files_below(site.root())), (2, before));
}

#[test]
fn a_failed_init_removes_what_it_wrote() {
    let site = Site::new();
    // A file is in the way of the folder for the editor's settings.
    site.write("desk/.vscode", "");
    let run = site.run(&["init", "desk"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    let left: Vec<String> = paths(&site).into_iter().filter(|path| path.starts_with("desk/")).collect();
    assert_eq!(left, ["desk/.vscode"], "{}", run.stderr);
    assert!(!site.path("desk/content").exists(), "init can be tried again");
}

/// The lines of a file with errors.
fn lines_with_errors(site: &Site, path: &str) -> Vec<String> {
    let run = site.run(&["check", "--drafts", "--format", "json"]);
    let text = fs::read_to_string(site.path(path)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    run.stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|finding| finding["file"] == path && finding["severity"] == "error")
        .map(|finding| lines[usize::try_from(finding["line"].as_u64().unwrap()).unwrap() - 1].trim().to_owned())
        .collect()
}

#[test]
fn check_lists_what_a_new_claim_still_needs() {
    let site = Site::new().source("report", "# A heading\n\nThe experts met last week. They left.");
    let run = site.run(&["new", "claim", "meeting", "--from", "report", "--title", "The meeting: who met?"]);
    assert_eq!(
        run.stdout,
        "wrote content/claims/meeting.yaml\nFill in the empty fields. The note is a draft until you change its status; \
         then “citeback check” shows what is missing.\n"
    );
    let path = "content/claims/meeting.yaml";
    assert_eq!(lines_with_errors(&site, path), ["claim:", "- id:", "quote:", "stance:"]);
    assert_eq!(site.run(&["build"]).code, 0, "an unfinished draft does not block the build");
    let note = fs::read_to_string(site.path(path)).unwrap();
    // Until it has a verdict, a summary and passages, it has a page that says so.
    let begun = note.replace("\nclaim:", "\nclaim: They met.").replace("    source: report\n", "    source:\n");
    site.write(path, &begun);
    assert_eq!(site.run(&["build", "--drafts"]).code, 0);
    let page = site.built("claims/meeting.html");
    assert!(page.contains("Still missing: verdict, summary, passages") && page.contains("noindex"), "{page}");
    assert!(!page.contains("Fill in the empty fields"), "the remarks of a note are not for others: {page}");
    assert!(site.built("claims.html").contains("claims/meeting.html"));
    assert!(!site.built("data/claims.json").contains("meeting"));
    let published = note.replace("status: draft", "status: published");
    site.write(path, &published);
    assert_eq!(lines_with_errors(&site, path), ["claim:", "verdict:", "summary:", "- id:", "quote:", "stance:"]);
    assert!(note.contains("title: \"The meeting: who met?\"\n") && note.contains("    source: report\n"), "{note}");
    assert!(note.contains("# report begins: “The experts met last week.”\n"), "{note}");
    let finished = note
        .replace("\nclaim:", "\nclaim: They met.")
        .replace("\nverdict:", "\nverdict: true")
        .replace("\nsummary:", "\nsummary: They did.")
        .replace("- id:", "- id: met")
        .replace("    quote:", "    quote: The experts met last week.")
        .replace("    stance:", "    stance: supports");
    site.write(path, &finished);
    assert_eq!(site.run(&["check"]).stderr.lines().last(), Some("no findings"));
    site.build();
    assert!(!site.path("public/claims/meeting.html").exists(), "it is a draft");
}

#[test]
fn every_commented_out_field_is_valid() {
    let site = initialised();
    for kind in ["claim", "source", "page"] {
        assert_eq!(site.run(&["new", kind, "mine"]).code, 0);
        let ending = if kind == "claim" { "yaml" } else { "md" };
        let path = format!("content/{kind}s/mine.{ending}");
        let note = fs::read_to_string(site.path(&path)).unwrap();
        let uncommented: String = note.lines().map(|line| format!("{}\n", uncommented(line))).collect();
        site.write(&path, uncommented);
        let run = site.run(&["check", "--format", "json"]);
        let wrong = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let wrong: Vec<String> = wrong
            .filter(|finding| finding["file"] == path.as_str())
            // The site has no claim of the claimant in the example.
            .filter(|finding| !finding["message"].as_str().unwrap().starts_with("no claim has the claimant"))
            .map(|finding| finding["code"].as_str().unwrap().to_owned())
            .filter(|code| {
                ["invalid-yaml", "unknown-field", "unknown-value", "wrong-type", "duplicate-field"]
                    .contains(&code.as_str())
                    // There is no picture, and some fields stand in for each other.
                    || code.starts_with("bad-") && !["bad-image", "bad-absence", "bad-media", "bad-capture"].contains(&code.as_str())
            })
            .collect();
        assert_eq!(wrong, [""; 0], "{}", run.stdout);
    }
}

/// Uncomments a field: a word and a colon, or a line or entry below one. Explanations stay comments.
fn uncommented(line: &str) -> String {
    let Some((before, after)) = line.split_once("# ") else { return line.to_owned() };
    let word = after.trim_start().trim_start_matches("- ").split(':').next().unwrap_or_default();
    let is_field = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let is_text = after.starts_with("  ") && after.contains("The ") && !after.contains(" = ");
    if before.trim().is_empty() && (is_field && after.contains(':') || is_text) {
        format!("{before}{after}")
    } else {
        line.to_owned()
    }
}

#[test]
fn new_sources_and_pages_have_the_date_and_the_title() {
    let site = Site::new();
    let day = || jiff::Timestamp::now().to_string()[..10].to_owned();
    let before = day();
    assert_eq!(site.run(&["new", "source", "report", "--title", "A report"]).code, 0);
    let source = fs::read_to_string(site.path("content/sources/report.md")).unwrap();
    assert!([before, day()].iter().any(|day| source.contains(&format!("\ncaptured: {day}\n"))), "{source}");
    assert_eq!(site.run(&["new", "page", "about", "--title", "About us"]).code, 0);
    let run = site.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn new_explains_why_it_writes_nothing() {
    let site = Site::new().source("report", "One.").file("content/claims/old/amount.yml", "claim: x\n");
    let screen = |arguments: &[&str]| {
        let Run { stderr, code, .. } = site.run(arguments);
        assert_eq!(code, 2, "{stderr}");
        stderr
    };
    let before = paths(&site);
    assert_eq!(
        screen(&["new", "claim", "Two Billion"]),
        "error: “Two Billion” cannot be an id\n  an id consists of lower-case letters a to z, digits, and single hyphens between words; \
         did you mean “two-billion”?\n"
    );
    assert_eq!(
        screen(&["new", "claim", "amount"]),
        "error: the id “amount” is taken by content/claims/old/amount.yml\n  choose another id, or continue in that file\n"
    );
    assert_eq!(
        screen(&["new", "claim", "sum", "--from", "repotr"]),
        "error: there is no source “repotr”\n  did you mean “report”?\n"
    );
    assert_eq!(
        screen(&["new", "claim", "sum", "--from", "nothing-like-it"]),
        "error: there is no source “nothing-like-it”\n  run “citeback new source ID” to create one; sources are files in content/sources\n"
    );
    assert_eq!(paths(&site), before);
    site.write("content/brief.yaml", "title: [");
    assert_eq!(
        screen(&["new", "page", "about"]),
        "error: content/brief.yaml could not be read\n  “citeback check” says why\n"
    );
    site.write("content/brief.yaml", BRIEF);
}

#[test]
fn completions_and_manual_pages_cover_every_command() {
    let site = Site::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = site.run(&["completions", shell]);
        assert!(run.code == 0 && run.stdout.contains("deny-warnings"), "{shell}: {}", run.stderr);
    }
    assert!(site.run(&["man"]).stdout.contains(".TH citeback 1"));
    let run = site.run(&["man", "pages"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for page in ["citeback.1", "citeback-check.1", "citeback-new-claim.1"] {
        assert!(
            run.stdout.contains(&format!("wrote pages/{page}\n")) && site.path("pages").join(page).is_file(),
            "{page}"
        );
    }
}
