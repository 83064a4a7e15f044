//! What is not published, and findings that do not block: advice, accepted findings, uncited sources and comments in notes.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::site::Site;

const PATH: &str = "content/claims/amount.yaml";

/// A note whose only finding is advice: its analysis refers to no passage.
const NOTE: &str = "claim: It was two billion.\nverdict: mixed\nsummary: It was up to two.\nanalysis: Nobody knows.\npassages:\n  \
                    - id: amount\n    source: report\n    quote: up to two billion\n    stance: supports\n";

fn site() -> Site {
    Site::new().source("report", "It is estimated at up to two billion US dollars.").file(PATH, NOTE)
}

fn sarif(site: &Site) -> Value {
    serde_json::from_str(&site.run(&["check", "--format", "sarif"]).stdout).unwrap()
}

#[test]
fn advice_is_a_note_in_sarif_and_information_in_an_editor() {
    let site = site();
    let log = sarif(&site);
    let run = &log["runs"][0];
    assert_eq!(
        (&run["results"][0]["ruleId"], &run["results"][0]["level"]),
        (&json!("passage-unreferenced"), &json!("note"))
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let levels = rules.iter().map(|rule| rule["defaultConfiguration"]["level"].as_str().unwrap());
    assert!(
        levels.into_iter().all(|level| ["error", "warning", "note"].contains(&level)),
        "the values of the standard"
    );

    let mut editor = Editor::open_folder(site.root(), json!({}));
    editor.open(PATH, NOTE);
    let findings = editor.findings(PATH);
    assert_eq!((findings.len(), &findings[0]["severity"]), (1, &json!(3)));
}

#[test]
fn an_accepted_finding_is_suppressed_in_sarif_and_hidden_in_an_editor() {
    let accepted = "accepted:\n  - finding: passage-unreferenced\n    words: the passage   “amount”\n    reason: It  is\n      meant.\n";
    let note = format!("{NOTE}{accepted}");
    let site = site().file(PATH, &note);
    let log = sarif(&site);
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    let suppression = json!([{"kind": "inSource", "status": "accepted", "justification": "It is meant."}]);
    assert_eq!(results[0]["suppressions"], suppression);

    let mut editor = Editor::open_folder(site.root(), json!({}));
    editor.open(PATH, NOTE);
    assert_eq!(editor.findings(PATH).len(), 1);
    editor.write(PATH, &note);
    assert_eq!(editor.findings(PATH), Vec::<Value>::new());
    // Errors cannot be accepted.
    let broken = note.replace("passage-unreferenced", "quote-not-found");
    site.write(PATH, &broken);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

#[test]
fn a_downgraded_error_of_a_draft_cannot_be_accepted() {
    let note = NOTE.replace("up to two billion\n", "up to three billion\n") + "status: draft\n";
    let site =
        site().file(PATH, note + "accepted:\n  - finding: quote-not-found\n    words: three\n    reason: None.\n");
    let run = site.run(&["check"]);
    assert!(
        run.stderr.contains("warning[quote-not-found]") && run.stderr.contains("errors cannot be accepted"),
        "{}",
        run.stderr
    );
}

/// A site with a source that only a draft cites and one that nothing cites, and with links to both wherever links are allowed.
fn private_site() -> Site {
    let links = "[one](source:hidden-draft) [two](source:hidden-alone)";
    let note = NOTE.replace("summary: It was up to two.", &format!("summary: It was up to two {links}.")).replace(
        "analysis: Nobody knows.",
        &format!("analysis: Nobody knows.[^amount] {links}\ngaps: [\"{links}\"]\ncorrections:\n  - date: 2024-03-01\n    text: \"{links}\""),
    );
    let note = format!("# Call Joan +44\n{note}    note: \"{links} # kept\" # Call Joan\ntags: [zwieback] # Joan\n");
    Site::new()
        .file("content/brief.yaml", format!("title: A brief\nbase_url: https://example.org/\ncards: false\nbottom_line: \"{links}\"\nfindings: [\"{links}\"]\n"))
        .file("content/sources/report.md", "---\ntitle: A report\norigin: hidden-alone\n---\nIt is estimated at up to two billion US dollars.\n")
        .file("content/sources/hidden-alone.md", "---\ntitle: Secretalone\npublisher: Secrethouse\n---\nSecretwords of one.\n")
        .file("content/sources/hidden-draft.md", "---\ntitle: Secretdraft\npublisher: Secrethouse\n---\nSecretwords of two.\n")
        .file("content/pages/about.md", format!("---\ntitle: About\n---\n{links}\n"))
        .file(PATH, note)
        .claim("later", "hidden-draft", "Secretwords of two")
}

fn with_status(site: &Site, status: &str) {
    let path = site.path("content/claims/later.yaml");
    let note = std::fs::read_to_string(&path).unwrap();
    let note = note.split("status:").next().unwrap().to_owned();
    std::fs::write(path, format!("{note}status: {status}\n")).unwrap();
}

#[test]
fn uncited_sources_and_comments_are_not_published() {
    let site = private_site();
    with_status(&site, "draft");
    site.build();
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!path.contains("hidden"), "{path}");
        for secret in ["Secret", "Joan", "+44"] {
            assert!(!text.contains(secret), "{path} has {secret}");
        }
        // Markdown that is published as written still names the ids, which a finding reports.
        let as_written = ["claims/amount.html", "data/claims.json", "data/brief.json"].contains(&path.as_str());
        let written = if as_written { text.matches("(source:hidden-").count() } else { 0 };
        assert_eq!(text.matches("hidden-").count(), written, "{path}");
    }
    let page = site.built("claims/amount.html");
    assert!(page.contains("# kept"), "number signs within text stay");
}

#[test]
fn a_retired_claim_a_built_draft_or_a_field_publishes_a_source() {
    let site = private_site();
    let published = |id: &str| site.path(&format!("public/sources/{id}.html")).exists();
    with_status(&site, "retired");
    site.build();
    assert_eq!((published("hidden-draft"), published("hidden-alone")), (true, false));
    with_status(&site, "draft");
    assert_eq!(site.run(&["build", "--drafts"]).code, 0);
    assert_eq!((published("hidden-draft"), published("hidden-alone")), (true, false));
    site.write(
        "content/sources/hidden-alone.md",
        "---\ntitle: Secretalone\nuncited: publish\n---\nSecretwords of one.\n",
    );
    site.build();
    assert_eq!((published("hidden-draft"), published("hidden-alone")), (false, true));
    assert!(
        site.built("sources.html").contains("Secretalone")
            && site.built("sitemap.xml").contains("sources/hidden-alone")
    );
    assert!(site.built("sources/report.html").contains("Secretalone"), "the origin is a link again");
}

#[test]
fn passages_keep_their_source_when_others_are_left_out() {
    let site =
        Site::new().source("a", "Alpha.").source("b", "Beta rays.").source("c", "Gamma.").source("d", "Delta waves.");
    let site = site.claim("one", "b", "Beta rays").claim("two", "d", "Delta waves");
    site.build();
    let passages: Value = serde_json::from_str(&site.built("data/passages.json")).unwrap();
    let sources: Vec<&Value> = passages.as_array().unwrap().iter().map(|passage| &passage["source"]).collect();
    assert_eq!(sources, [&json!("b"), &json!("d")]);
    let lists = site.built("sources.html");
    assert!(lists.contains("The b") && lists.contains("The d") && !lists.contains("The a") && !lists.contains("The c"));
}

#[test]
fn the_brief_decides_how_notes_are_published() {
    let brief = |word: &str| format!("{}publish_notes: {word}\n", crate::site::BRIEF);
    let site = site().file(PATH, format!("# Call Joan\n{NOTE}"));
    for (word, note, remark) in [("full", true, true), ("without-remarks", true, false), ("none", false, false)] {
        site.write("content/brief.yaml", brief(word));
        site.build();
        let page = site.built("claims/amount.html");
        assert_eq!((page.contains("language-yaml"), page.contains("Call Joan")), (note, remark), "{word}");
    }
}

#[test]
fn the_brief_sets_the_default_for_show() {
    let site = site();
    site.build();
    assert!(site.path("public/data/sources/report.txt").exists());
    let show = |word: &str| site.write("content/brief.yaml", format!("{}default_show: {word}\n", crate::site::BRIEF));
    show("excerpts");
    site.build();
    assert!(!site.path("public/data/sources/report.txt").exists());
    for (brief, written) in [("full", "show: full"), ("none", "show: none"), ("wrong", "show: excerpts")] {
        show(brief);
        site.write("saved.txt", "Harbour bridge\n\nThe bridge is closed.\n");
        let run = site.run(&["import", "saved.txt", "--dry-run"]);
        assert!(run.stdout.contains(&format!("\n{written}\n")), "{}", run.stdout);
    }
}

#[test]
fn a_new_note_names_only_the_source_it_is_from() {
    let site = private_site();
    assert_eq!(site.run(&["new", "claim", "fresh", "--from", "report"]).code, 0);
    let note = std::fs::read_to_string(site.path("content/claims/fresh.yaml")).unwrap();
    assert!(note.contains("source: report"), "{note}");
    for other in ["hidden", "Secret", "later", "zwieback"] {
        assert!(!note.contains(other), "{other}: {note}");
    }
}
