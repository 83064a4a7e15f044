//! `citeback lsp` in the folder of a desk: desk.yaml itself, and the briefs.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::editor::Editor;
use crate::lsp::{labels, marked};
use crate::site::Site;

const NOTE: &str = "briefs/ferry/content/claims/ferry-fares.yaml";

fn desk() -> Site {
    Site::copy_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/desk"))
}

fn read(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path(path)).unwrap()
}

#[test]
fn desk_yaml_is_checked_and_completed_while_it_is_written() {
    let site = desk();
    let mut editor = Editor::open_folder(site.root(), json!({}));
    let text = read(&site, "desk.yaml");
    editor.open("desk.yaml", &text.replace("briefs: [briefs/*]", "briefs: [briefs/*, brief/bridge]"));
    let findings = editor.findings("desk.yaml");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0]["code"], "bad-brief");
    let (text, place) = marked(&format!("{text}sea|\n"));
    editor.write("desk.yaml", &text);
    let list = editor.ask("completion", "desk.yaml", place);
    assert!(labels(list["items"].as_array().unwrap()).contains(&"search"), "{list}");
    let hover = editor.ask("hover", "desk.yaml", (4, 2));
    assert!(hover.to_string().contains("folders of the briefs"), "{hover}");
}

#[test]
fn each_brief_of_a_desk_is_checked_and_knows_what_it_shares() {
    let site = desk();
    let mut editor = Editor::open_folder(site.root(), json!({}));
    let note = read(&site, NOTE);
    editor.open(NOTE, &note.replace("source: council-minutes", "source: council-minute"));
    let findings = editor.findings(NOTE);
    assert_eq!(findings[0]["code"], "unknown-source", "{findings:?}");
    assert!(findings[0]["message"].to_string().contains("council-minutes"), "{findings:?}");
    editor.write(NOTE, &note);
    assert_eq!(editor.findings(NOTE), [] as [serde_json::Value; 0]);
    let other = "briefs/bridge/content/claims/bridge-steel.yaml";
    let steel = read(&site, other);
    editor.open(other, &steel.replace("verdict: true", "verdict: perhaps"));
    assert_eq!(editor.findings(other)[0]["code"], "unknown-verdict");
}

#[test]
fn a_change_of_a_source_of_the_desk_reaches_the_briefs_that_are_open() {
    let site = desk();
    let capabilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    let mut editor = Editor::open_folder(site.root(), capabilities);
    editor.next_message("client/registerCapability");
    editor.open(NOTE, &read(&site, NOTE));
    editor.ask("hover", NOTE, (0, 0));
    let minutes = read(&site, "sources/council-minutes.md");
    site.write("sources/council-minutes.md", minutes.replace("two crowns", "three crowns"));
    let change = json!({"uri": editor.uri("sources/council-minutes.md"), "type": 2});
    editor.notify("workspace/didChangeWatchedFiles", json!({"changes": [change]}));
    assert_eq!(editor.findings(NOTE)[0]["code"], "quote-not-found");
}
