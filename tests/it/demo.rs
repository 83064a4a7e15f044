//! The demonstration brief, which is the repository itself.

use std::path::Path;
use std::process::Command;

use crate::html::broken_links;
use crate::site::files_below;

#[test]
fn the_demonstration_brief_has_no_findings() {
    let out = tempfile::tempdir().unwrap();
    let public = out.path().join("public");
    let run = Command::new(env!("CARGO_BIN_EXE_citeback"))
        .args(["build", "--deny-warnings", "--drafts", "--out"])
        .arg(&public)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let files = files_below(&public);
    assert_eq!(broken_links(&files), Vec::<String>::new());
    let json = std::fs::read_to_string(public.join("data/passages.json")).unwrap();
    let passages: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let page =
        crate::html::text(&std::fs::read_to_string(public.join("compare/coincurb--investor-alert.html")).unwrap());
    assert!(page.contains("71 words are the same, in 2 passages: all quoted in both sources."), "{page}");
    let claim = crate::html::text(&std::fs::read_to_string(public.join("claims/call-upon-states.html")).unwrap());
    let claim = claim.split_whitespace().collect::<Vec<_>>().join(" ");
    let differ = "Where sources differ The same words, different speakers The Bureau, according to Cryptocurrency Investor Alert:";
    assert!(claim.contains(differ), "{claim}");
    for (field, values) in [
        ("match", ["verbatim", "folded", "elided", "elided"]),
        ("stance", ["supports", "contradicts", "attributes", "context"]),
    ] {
        for value in values {
            assert!(passages.iter().any(|passage| passage[field] == value), "no passage is {value}");
        }
    }
}

#[test]
fn the_captured_articles_are_sealed() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/sources");
    for entry in std::fs::read_dir(sources).unwrap() {
        let path = entry.unwrap().path();
        assert!(std::fs::read_to_string(&path).unwrap().contains("\nsha256: "), "{} has no seal", path.display());
    }
}
