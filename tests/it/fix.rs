//! `citeback check --fix`, in addition to the cases under tests/cases/fix, and findings in the formats of other tools.

use std::fs;

use serde_json::Value;

use crate::site::Site;

/// A site with one finding that can be fixed.
fn faulty() -> Site {
    Site::new().source("report", "No reply came, é.").claim("a b", "report", "x").claim(
        "reply",
        "report",
        "no Reply came",
    )
}

#[test]
fn a_dry_run_writes_nothing() {
    let site = faulty();
    let note = || fs::read(site.path("content/claims/reply.yaml")).unwrap();
    let before = note();
    let run = site.run(&["check", "--fix", "--dry-run"]);
    assert!(run.stderr.contains("would fix 1 finding in 1 file\n"), "{}", run.stderr);
    assert_eq!(note(), before);
    site.run(&["check", "--fix"]);
    assert_ne!(note(), before);
}

#[test]
fn an_unclosed_bracket_leaves_the_line_above_it_alone() {
    for open in ["[x, y", "{x: y"] {
        let site = faulty();
        let note = format!("claim: A claim\nauthors: {open}\n");
        site.write("content/claims/reply.yaml", &note);
        let run = site.run(&["check", "--fix"]);
        assert!(run.stderr.contains("nothing could be fixed automatically\n"), "{}", run.stderr);
        assert!(!run.stderr.contains("A claim"), "{}", run.stderr);
        assert_eq!(fs::read_to_string(site.path("content/claims/reply.yaml")).unwrap(), note);
    }
}

#[test]
fn dry_run_requires_fix() {
    let run = faulty().run(&["check", "--dry-run"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--fix"), "{}", run.stderr);
}

#[test]
fn files_keep_their_byte_order_mark_and_line_ends() {
    let site = faulty();
    let note = fs::read_to_string(site.path("content/claims/reply.yaml")).unwrap().replace('\n', "\r\n");
    site.write("content/claims/reply.yaml", format!("\u{FEFF}{note}"));
    site.run(&["check", "--fix"]);
    let fixed = fs::read_to_string(site.path("content/claims/reply.yaml")).unwrap();
    assert_eq!(fixed, format!("\u{FEFF}{}", note.replace("no Reply came", "No reply came")));
}

#[cfg(unix)]
#[test]
fn a_fix_edits_the_target_of_a_link() {
    let site = faulty();
    let [note, target] = ["content/claims/reply.yaml", "content/kept.yaml"].map(|path| site.path(path));
    fs::rename(&note, &target).unwrap();
    std::os::unix::fs::symlink("../kept.yaml", &note).unwrap();
    site.run(&["check", "--fix"]);
    assert!(note.is_symlink());
    assert!(fs::read_to_string(target).unwrap().contains("No reply came"));
}

#[test]
fn each_choice_fixes_its_finding() {
    let request = |site: &Site| citeback::Request {
        site: site.root().to_owned(),
        out: None,
        options: citeback::Options::default(),
        deny_warnings: false,
    };
    let text = "In May the bank lost money. In June the bank lost money soon.";
    let quotes = ["the bank lost money", "the bank lost money\n    suffix: late", "money\n    prefix: lost"];
    for quote in quotes {
        let site = Site::new().source("report", text);
        let note = format!(
            "claim: It lost money.\nverdict: mixed\nsummary: It did.\npassages:\n  - id: p\n    source: report\n    quote: {quote}\n    \
             stance: supports # so\n"
        );
        site.write("content/claims/c.yaml", &note);
        let outcome = citeback::build(&request(&site)).unwrap();
        let finding = outcome.findings.sorted(&outcome.files)[0];
        assert_eq!((finding.choices().len(), finding.fix()), (2, None), "{quote}");
        for choice in finding.choices() {
            site.write("content/claims/c.yaml", citeback::internals::edit::apply(&note, &choice.edits).unwrap());
            assert_eq!(citeback::build(&request(&site)).unwrap().findings.errors(), 0, "{}", choice.title);
        }
    }
}

#[test]
fn json_contains_the_fix() {
    let run = faulty().run(&["check", "--format", "json"]);
    let lines = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let fixes: Vec<Value> = lines.filter_map(|line| line.get("fix").cloned()).collect();
    let expected = serde_json::json!([{
        "title": "use the exact words of the source",
        "edits": [{
            "file": "content/claims/reply.yaml",
            "line": 8, "column": 7, "end_line": 8, "end_column": 20,
            "text": "No reply came",
        }],
    }]);
    assert_eq!(Value::from(fixes), expected);
}

#[test]
fn github_paths_are_relative_to_the_working_directory() {
    let site = faulty();
    let above = site.root().parent().unwrap();
    let folder = site.root().file_name().unwrap().to_str().unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_citeback"))
        .args(["check", "--format", "github", "--site", folder])
        .current_dir(above)
        .output()
        .unwrap();
    let stdout = String::from_utf8(run.stdout).unwrap();
    let wanted = format!(
        "::error file={folder}/content/claims/reply.yaml,line=8,endLine=8,col=7,endColumn=20,title=quote-not-found::these words"
    );
    assert!(stdout.lines().any(|line| line.starts_with(&wanted)), "{stdout}");
}

/// What SARIF 2.1.0 requires of a log, and what the services that read it do.
#[test]
fn sarif_has_all_that_the_standard_requires() {
    let run = faulty().run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    let run = &log["runs"][0];
    assert_eq!((&run["columnKind"], &run["tool"]["driver"]["name"]), (&"unicodeCodePoints".into(), &"citeback".into()));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 1);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["help"]["text"].as_str().unwrap().contains("**Why.**"));
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains(' ') && !uri.starts_with('/'), "{uri}");
    }
    let uri = |result: &Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert!(results.iter().any(|result| uri(result) == "content/claims/a%20b.yaml"));
    let fixable = results.iter().find(|result| result.get("fixes").is_some()).unwrap();
    let region = serde_json::json!({ "startLine": 8, "startColumn": 7, "endLine": 8, "endColumn": 20 });
    assert_eq!(fixable["locations"][0]["physicalLocation"]["region"], region);
    let change = &fixable["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "content/claims/reply.yaml");
    let replacement = serde_json::json!({ "deletedRegion": region, "insertedContent": { "text": "No reply came" } });
    assert_eq!(change["replacements"], serde_json::json!([replacement]));
}
