//! `citeback seal`: what it writes into sources, and what it leaves alone.

use crate::site::Site;

/// What sha256sum prints for the text `words` and a newline.
const SEAL: &str = "ff646650bc064e5981d37e75caf62e8551f146dff3b8967dd9cf36d263480e3a";

/// Seals a source; returns its new content, the output and the exit code.
fn sealed(source: &str) -> (String, String, i32) {
    sealed_by(&["seal"], source)
}

fn sealed_by(command: &[&str], source: &str) -> (String, String, i32) {
    let site = Site::new().file("content/sources/report.md", source);
    let run = site.run(command);
    let after = std::fs::read_to_string(site.path("content/sources/report.md")).unwrap();
    (after, run.stdout + &run.stderr, run.code)
}

#[test]
fn a_seal_is_written_after_the_last_field_and_nothing_else_changes() {
    let (after, output, code) = sealed("---\ntitle: It  # a remark\n# the end\n---\nwords\n");
    assert_eq!(after, format!("---\ntitle: It  # a remark\nsha256: {SEAL}\n# the end\n---\nwords\n"));
    assert_eq!((output.as_str(), code), ("report: sealed in content/sources/report.md\n", 0));

    let (after, _, _) = sealed("\u{FEFF}---\r\ntitle: It\r\nrights: |\r\n  none\r\n\r\n---\r\nwords\r\n");
    let expected = "\u{FEFF}---\r\ntitle: It\r\nrights: |\r\n  none\r\nsha256: SEAL\r\n\r\n---\r\nwords\r\n";
    assert_eq!(after, expected.replace("SEAL", SEAL));
}

#[test]
fn a_seal_is_updated_in_place() {
    let (after, output, _) = sealed_by(&["seal", "report"], "---\nsha256: 'abc'  # of May\ntitle: It\n---\nwords\n");
    assert_eq!(after, format!("---\nsha256: '{SEAL}'  # of May\ntitle: It\n---\nwords\n"));
    assert_eq!(output, "report: sealed again in content/sources/report.md; the text had changed\n");
    let (after, _, _) = sealed("---\nsha256:\ntitle: It\n---\nwords\n");
    assert_eq!(after, format!("---\nsha256: {SEAL}\ntitle: It\n---\nwords\n"));
}

#[test]
fn a_changed_source_is_resealed_only_by_name() {
    let changed = "---\ntitle: It\nsha256: abc\n---\nwords\n";
    let (after, output, code) = sealed(changed);
    assert_eq!((after.as_str(), code), (changed, 1));
    let expected = "report: not sealed: its text has changed since it was sealed; if the change is intended, run citeback seal report\n";
    assert_eq!(output, expected);
}

#[test]
fn a_correct_seal_is_not_touched() {
    let source = format!("---\ntitle: It\nsha256: \"{}\"\n---\nwords\n", SEAL.to_uppercase());
    let (after, output, code) = sealed(&source);
    assert_eq!(after, source);
    assert_eq!((output.as_str(), code), ("report: the seal is correct, nothing to do\n", 0));
}

#[test]
fn reports_what_cannot_be_sealed() {
    let (after, output, code) = sealed("---\ntitle: [\n---\nwords\n");
    assert_eq!(after, "---\ntitle: [\n---\nwords\n");
    assert!(output.contains("report: not sealed: the file cannot be read"), "{output}");
    assert_eq!(code, 1);
    let run = Site::new().source("report", "words").run(&["seal", "reprot"]);
    assert_eq!(run.stderr, "error: there is no source “reprot” that can be read\n  did you mean “report”?\n");
    assert_eq!(run.code, 2);
}

#[test]
fn only_named_sources_are_sealed() {
    let site = Site::new().source("a", "words").source("b", "words");
    let run = site.run(&["seal", "b"]);
    assert_eq!(run.stdout, "b: sealed in content/sources/b.md\n");
    assert!(!std::fs::read_to_string(site.path("content/sources/a.md")).unwrap().contains("sha256"));
}
