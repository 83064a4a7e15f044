//! How often the stages up to this one parse a note.

use std::fs;

use super::resolve;
use crate::build::load::load;
use crate::findings::Findings;
use crate::model::Options;
use crate::notes::yaml::work::{Step, counted};

const SOURCE: &str = "---\ntitle: A report\n---\nThe bridge opened in May. It closed again in June.\n";
const PASSAGES: &str = "passages:\n  - {id: opened, source: report, quote: The bridge opened in May., stance: supports}\n  - {id: closed, source: report, quote: It closed again in June., stance: context}\n";

/// Loads and resolves a site with one claim.
fn findings_of(claim: &str) -> (std::sync::Arc<crate::base::files::Files>, Findings) {
    let site = tempfile::tempdir().unwrap();
    let claim = format!("{claim}{PASSAGES}");
    let brief = "title: A brief\nbase_url: https://example.org/\n";
    for (path, text) in
        [("content/brief.yaml", brief), ("content/sources/report.md", SOURCE), ("content/claims/a.yaml", &claim)]
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
