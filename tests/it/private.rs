//! What is not for everybody: advice that stops nobody.

use serde_json::{Value, json};

use crate::editor::Editor;
use crate::site::Site;

const PATH: &str = "content/claims/amount.yaml";

/// A note whose analysis refers to no passage, which is advice and nothing else.
const NOTE: &str = "claim: It was two billion.\nverdict: mixed\nsummary: It was up to two.\nanalysis: Nobody knows.\npassages:\n  \
                    - id: amount\n    source: report\n    quote: up to two billion\n    stance: supports\n";

fn site() -> Site {
    Site::new().source("report", "It is estimated at up to two billion US dollars.").file(PATH, NOTE)
}

fn sarif(site: &Site) -> Value {
    serde_json::from_str(&site.run(&["check", "--format", "sarif"]).stdout).unwrap()
}

#[test]
fn advice_is_a_note_to_code_scanning_and_information_to_an_editor() {
    let site = site();
    let log = sarif(&site);
    let run = &log["runs"][0];
    assert_eq!(
        (&run["results"][0]["ruleId"], &run["results"][0]["level"]),
        (&json!("passage-unreferenced"), &json!("note"))
    );
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let levels = rules.iter().map(|rule| rule["defaultConfiguration"]["level"].as_str().unwrap());
    assert!(levels.into_iter().all(|level| ["error", "warning", "note"].contains(&level)), "the words of the standard");

    let mut editor = Editor::open_folder(site.root(), json!({}));
    editor.open(PATH, NOTE);
    let findings = editor.findings(PATH);
    assert_eq!((findings.len(), &findings[0]["severity"]), (1, &json!(3)));
}

#[test]
fn what_is_accepted_is_suppressed_for_code_scanning_and_silent_in_an_editor() {
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
    // An error with the same words stays an error.
    let broken = note.replace("passage-unreferenced", "quote-not-found");
    site.write(PATH, &broken);
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

#[test]
fn a_draft_s_eased_error_cannot_be_accepted() {
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
