//! How often the stages up to this one parse a note.

use std::fs;
use std::sync::Arc;

use super::resolve;
use crate::base::files::Files;
use crate::build::load::load;
use crate::findings::Findings;
use crate::model::Options;
use crate::notes::yaml::work::{Step, counted};

const SOURCE: &str = "---\ntitle: A report\n---\nThe bridge opened in May. It closed again in June.\n";
const PASSAGES: &str = "passages:\n  - {id: opened, source: report, quote: The bridge opened in May., stance: supports}\n  - {id: closed, source: report, quote: It closed again in June., stance: context}\n";

/// Loads and resolves a site with one claim, which gets two passages.
fn findings_of(claim: &str) -> (Arc<Files>, Findings) {
    resolved(&format!("{claim}{PASSAGES}"))
}

/// Loads and resolves a site with one claim.
fn resolved(claim: &str) -> (Arc<Files>, Findings) {
    let site = tempfile::tempdir().unwrap();
    let brief = "title: A brief\nbase_url: https://example.org/\n";
    for (path, text) in
        [("content/brief.yaml", brief), ("content/sources/report.md", SOURCE), ("content/claims/a.yaml", claim)]
    {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut findings = Findings::default();
    let (files, content) = load(site.path(), &mut findings).unwrap();
    resolve(content.unwrap(), &Options::default(), &mut findings);
    (files, findings)
}

#[test]
fn a_sound_note_is_parsed_once() {
    let (files, findings) = findings_of("claim: It opened.\nverdict: true\nsummary: This is counted-text-sound.\n");
    assert_eq!(findings.sorted(&files).len(), 0);
    assert_eq!((counted(Step::Parse, "sound"), counted(Step::Tree, "sound")), (1, 0));
}

#[test]
fn a_note_with_warnings_is_parsed_again_only_when_they_are_shown() {
    let claim = "claim: It opened.\nverdict: true\nsummary: This is counted-text-warned.\nanalysis: They said “not a word about it” and “nobody is to know”.\n";
    let (files, findings) = findings_of(claim);
    assert_eq!(findings.advice(), 4);
    assert_eq!((counted(Step::Parse, "warned"), counted(Step::Tree, "warned")), (1, 0));
    assert_eq!(findings.sorted(&files).len(), 4);
    // All findings of this stage share one tree.
    assert_eq!((counted(Step::Parse, "warned"), counted(Step::Tree, "warned")), (1, 1));
}

#[test]
fn fixes_are_made_only_when_somebody_asks_for_them() {
    let passages = |count: usize| -> String {
        let passage = |i| format!("  - {{id: p{i}, source: report, quote: in, stance: suports}}\n");
        (0..count).map(passage).collect()
    };
    let claim = |name: &str, count| {
        let fields = "verdict: true\nsummary: It did.\npassages:\n";
        format!("claim: This is counted-text-{name}.\n{fields}{}", passages(count))
    };
    let parsed = |name| (counted(Step::Parse, name), counted(Step::Tree, name));
    let (files, one) = resolved(&claim("single", 1));
    assert_eq!(one.sorted(&files).len(), 2);
    let (files, many) = resolved(&claim("many", 40));
    let many = many.sorted(&files);
    assert_eq!(many.len(), 80);
    assert_eq!(parsed("many"), parsed("single"), "forty times the mistakes");
    let (parses, trees) = parsed("many");
    // The old text is read once for all fixes of a stage, and the changed text once for each.
    let stances: Vec<_> = many.iter().filter(|finding| finding.fix().is_some()).collect();
    assert_eq!((stances.len(), parsed("many")), (40, (parses + 1 + 40, trees + 40)));
    let ambiguous = many.iter().find(|finding| finding.fix().is_none()).unwrap();
    assert_eq!(ambiguous.choices().len(), 2);
    assert_eq!(parsed("many"), (parses + 2 + 42, trees + 42));
}
