//! Findings for programs: that no format loses a part of one, and that the SARIF log is what its standard asks for.

use serde_json::{Value, json};

use crate::site::Site;

/// A site whose findings have all parts: labels, related places, hints, fixes, choices, acceptances, errors in a draft.
fn site() -> Site {
    let note = |quote: &str, more: &str| {
        format!(
            "claim: It lost money.\nverdict: mixed\nsummary: It did.\npassages:\n  - id: loss\n    source: report\n    \
             quote: {quote}\n    stance: supports\n{more}"
        )
    };
    Site::new()
        .source("report", "The bank lost money. The second bank lost money. No reply came.")
        .file("content/claims/choice.yaml", note("bank lost money", ""))
        .file("content/claims/draft.yaml", note("bank won money", "status: draft\n"))
        .file("content/claims/fixable.yaml", note("no Reply came", ""))
        .file("content/claims/related.yaml", note("The second bank lost", "claim_passage: loss\n"))
        .file(
            "content/claims/accepted.yaml",
            note(
                "The bank lost money",
                "analysis: So it is.\naccepted:\n  - finding: passage-unreferenced\n    words: loss\n    reason: It is meant.\n",
            ),
        )
        .file("templates/page.html", "{{ nothing.there }}\n{% if %}")
}

fn in_json(site: &Site) -> Vec<Value> {
    let run = site.run(&["check", "--format", "json"]);
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of<'a>(findings: &'a [Value], file: &str) -> &'a Value {
    // All claims of the site are the same.
    let mut findings = findings.iter().filter(|finding| finding["code"] != "already-checked");
    findings.find(|finding| finding["file"].as_str().unwrap().contains(file)).unwrap()
}

#[test]
fn json_has_every_part_of_a_finding() {
    let findings = in_json(&site());
    let choice = of(&findings, "choice");
    assert_eq!(choice["label"], "which of them is meant?");
    let titles: Vec<&str> =
        choice["choices"].as_array().unwrap().iter().map(|choice| choice["title"].as_str().unwrap()).collect();
    assert!(titles.len() == 2 && titles[0].starts_with("the one in line 4: "), "{titles:?}");
    let written = json!({
        "file": "content/claims/choice.yaml", "line": 7, "column": 27, "end_line": 7, "end_column": 27,
        "text": "\n    prefix: The",
    });
    assert_eq!(choice["choices"][0]["edits"], json!([written]));
    let related = json!([{
        "file": "content/claims/related.yaml", "line": 7, "column": 12, "end_line": 7, "end_column": 32,
        "message": "the passage",
    }]);
    assert_eq!(of(&findings, "related")["related"], related);
    assert_eq!(of(&findings, "accepted")["accepted"], "It is meant.");
    let draft = of(&findings, "draft");
    assert_eq!((&draft["severity"], &draft["downgraded"]), (&json!("warning"), &json!(true)));
    assert!(findings.iter().filter(|finding| finding.get("downgraded").is_some()).count() == 1);
}

#[test]
fn annotations_have_the_label_and_the_related_places() {
    let shown = site().run(&["check", "--format", "github"]).stdout;
    let parts = "title=claim-not-quoted::the words of the claim are not in the passage “loss”%0Adoes not contain the words of \
                 the claim%0Acontent/claims/related.yaml:7:12: the passage%0Athe passage reads";
    assert!(shown.contains(parts), "{shown}");
}

#[test]
fn the_sarif_log_is_valid_by_the_schema_of_the_standard() {
    let schema: Value = serde_json::from_str(include_str!("../schemas/sarif-2.1.0.json")).unwrap();
    let schema = jsonschema::draft7::new(&schema).unwrap();
    let site = site();
    let log: Value = serde_json::from_str(&site.run(&["check", "--format", "sarif"]).stdout).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));

    let results = log["runs"][0]["results"].as_array().unwrap();
    let of_file = |file: &str| {
        let uri = |result: &Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].to_string();
        let mut results = results.iter().filter(|result| result["ruleId"] != "already-checked");
        results.find(|result| uri(result).contains(file)).unwrap()
    };
    let applicability = |file: &str| -> Vec<Value> {
        let fixes = of_file(file)["fixes"].as_array().unwrap().iter();
        fixes.map(|fix| fix["properties"]["applicability"].clone()).collect()
    };
    assert_eq!(applicability("choice"), ["choice", "choice"]);
    assert_eq!(applicability("fixable"), ["automatic"]);
    assert_eq!(of_file("draft")["properties"], json!({ "downgraded": true }));
    assert_eq!(of_file("related")["relatedLocations"].as_array().unwrap().len(), 1);
    assert_eq!(of_file("accepted")["suppressions"].as_array().unwrap().len(), 1);
    // A finding in each part of the site was reported, one of them about a template.
    assert!(of_file("templates/page.html")["ruleId"] == "template-error");

    // The schema refuses what is no log.
    let mut broken = log.clone();
    broken["runs"][0]["results"][0]["level"] = json!("advice");
    assert!(!schema.is_valid(&broken));
}
