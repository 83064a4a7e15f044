//! The commands, as used by people and scripts.

use std::io::Read;
use std::process::{Command, Stdio};

use crate::site::Site;

#[test]
fn a_folder_without_a_brief_cannot_be_built() {
    let site = Site::new();
    std::fs::remove_file(site.path("content/brief.yaml")).unwrap();
    let run = site.run(&["build"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: there is no content/brief.yaml in .\n  run citeback in the folder of a site or below it, or specify the folder with --site\n"
    );
}

#[test]
fn the_site_may_be_elsewhere() {
    let site = Site::new().source("s", "One two.").claim("c", "s", "One two");
    let folder = site.root().to_str().unwrap().to_owned();
    let output = Command::new(env!("CARGO_BIN_EXE_citeback")).args(["build", "--site", &folder]).output().unwrap();
    assert!(output.status.success());
    assert!(site.path("public/claims/c.html").exists());
}

#[test]
fn a_site_is_found_from_any_folder_in_it() {
    let site = Site::new().source("s", "One two.").claim("c", "s", "One three").file("elsewhere/x.txt", "");
    let run = |folder: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_citeback"));
        let output = command.args(arguments).current_dir(site.path(folder)).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap() + std::str::from_utf8(&output.stderr).unwrap())
    };
    let root = std::fs::canonicalize(site.root()).unwrap();
    let named = format!("the site is {}\n", root.display());
    let (code, text) = run("content/claims", &["check", "c.yaml"]);
    assert_eq!(code, Some(1));
    assert!(text.starts_with(&named), "{text}");
    assert!(text.contains(" --> ../../content/claims/c.yaml:8:7\n"), "{text}");
    let (_, text) = run(".", &["check"]);
    assert!(text.starts_with("error[") && text.contains(" --> content/claims/c.yaml:8:7\n"), "{text}");
    let (_, text) = run("elsewhere", &["check", "--format", "github"]);
    assert!(text.starts_with("::error file=content/claims/c.yaml,"), "{text}");
    // A named folder is taken as it is, and what is written goes to the site.
    let (code, text) = run("elsewhere", &["check", "--site", "."]);
    assert!(code == Some(2) && text.starts_with("error: there is no content/brief.yaml in ."), "{text}");
    run("content/sources", &["new", "claim", "d"]);
    assert!(site.path("content/claims/d.yaml").is_file());
}

#[test]
fn json_goes_to_standard_output_one_line_per_finding() {
    let site = Site::new().source("s", "Öne two.").claim("c", "s", "one");
    site.write("content/claims/d.yaml", "é: 1\nclaimm: 2\n");
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    let findings: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let keys: Vec<&str> = findings[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["code", "severity", "file", "line", "column", "end_line", "end_column", "message", "label", "hints"],
        "the shape is a stable interface"
    );
    let unknown: Vec<(i64, i64)> = findings
        .iter()
        .filter(|finding| finding["code"] == "unknown-field")
        .map(|finding| (finding["line"].as_i64().unwrap(), finding["end_column"].as_i64().unwrap()))
        .collect();
    assert_eq!(unknown, [(1, 2), (2, 7)], "columns count characters");
    assert!(run.stderr.starts_with("checked"), "{}", run.stderr);
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    let site = Site::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_citeback"))
        .arg("explain")
        .current_dir(site.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(stderr, "");
    assert!(child.wait().unwrap().success());
}

#[test]
fn explain_covers_every_code_and_the_verdict_scale() {
    let site = Site::new();
    let list = site.run(&["explain"]).stdout;
    for code in citeback::Code::ALL {
        assert!(list.contains(code.name()), "{} is not listed", code.name());
        let section = site.run(&["explain", code.name()]);
        assert!(section.code == 0 && section.stdout.contains("Fix."), "{}", code.name());
    }
    assert_eq!(
        site.run(&["explain", "qoute-empty"]).stderr,
        "error: there is no finding and no field with the name “qoute-empty”\n  did you mean “quote-empty”?\n"
    );
    // Pasted into brief.yaml, the printed scale changes nothing.
    let scale = site.run(&["explain", "verdicts"]).stdout;
    let site = site.source("s", "One two.").claim("c", "s", "One two");
    site.build();
    let before = site.output();
    let site = site.file("content/brief.yaml", format!("{}{scale}", crate::site::BRIEF));
    site.build();
    assert_eq!(site.output(), before);
}

#[test]
fn explain_knows_the_fields_of_notes() {
    let site = Site::new();
    let explained = |name: &str| {
        let run = site.run(&["explain", name]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    assert_eq!(
        explained("replies[2].by"),
        "claim.replies.by (text, required)\n\nThe person or organisation that was asked.\n\nExample:\n  by: Harbour Works Department\n"
    );
    let published = explained("published");
    for path in ["claim.published (date)", "claim.appearances.published (date)", "source.published (date)"] {
        assert!(published.contains(path), "{published}");
    }
    let person = explained("person");
    assert!(
        person.contains("\nIts fields: id, name, short, role, url") && !person.contains("brief.people"),
        "{person}"
    );
    assert!(explained("status").contains("\nOne of:\n  draft: "), "{}", explained("status"));
    assert!(explained("tags").ends_with("Example:\n  tags:\n    - bridges\n    - public money\n"));
    let run = site.run(&["explain", "claim.passages.qoute"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: there is no finding and no field with the name “claim.passages.qoute”\n  did you mean “claim.passages.quote”?\n"
        )
    );
}

#[test]
fn output_of_find_can_be_pasted_into_a_note() {
    let site = Site::new().source("s", "The bank lost. A bank won: \"so it goes\".");
    let run = site.run(&["find", "bank"]);
    assert_eq!(run.code, 0);
    let passages: Vec<String> = run
        .stdout
        .split("  - id: \n")
        .skip(1)
        .enumerate()
        .map(|(i, passage)| {
            let yaml: Vec<&str> = passage.lines().take_while(|line| line.starts_with("    ")).collect();
            format!("  - id: p{i}\n{}\n", yaml.join("\n").replace("stance:", "stance: context"))
        })
        .collect();
    assert_eq!(passages.len(), 2, "{}", run.stdout);
    let note = format!("claim: A bank won.\nverdict: true\nsummary: So it goes.\npassages:\n{}", passages.concat());
    site.file("content/claims/c.yaml", note).build();
}
