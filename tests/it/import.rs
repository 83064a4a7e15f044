//! `citeback import` over the saved pages in tests/import: each has the note that it becomes beside it. `BLESS=1` writes these anew; read them
//! before you keep them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::site::Site;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The saved files; what they become lies beside them as `NAME.expected.md`.
fn saved() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| !path.to_str().unwrap().ends_with(".expected.md"));
    files.sort();
    files
}

fn imported(site: &Site, path: &Path) -> String {
    let run = site.run(&["import", "--captured", "2024-03-14", "--id", "it", path.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}: {}", path.display(), run.stderr);
    fs::read_to_string(site.path("content/sources/it.md")).unwrap()
}

#[test]
fn saved_pages_become_the_notes_beside_them() {
    let files = saved();
    assert!(files.len() >= 14);
    let mut wrong = vec![];
    for path in files {
        let note = imported(&Site::new(), &path);
        let beside = PathBuf::from(format!("{}.expected.md", path.display()));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&beside, &note).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if note != expected {
            wrong.push(format!(
                "{}\n{}",
                path.display(),
                similar::TextDiff::from_lines(&expected, &note).unified_diff()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_imported_is_sound_and_sealed() {
    for path in saved() {
        let site = Site::new();
        let note = imported(&site, &path);
        assert!(note.contains("\nsha256: "), "{note}");
        let run = site.run(&["check", "--format", "json"]);
        let findings: Vec<&str> = run.stdout.lines().filter(|line| !line.contains("source-unused")).collect();
        assert!(findings.is_empty() && run.code == 0, "{}: {findings:?}", path.display());
    }
}
