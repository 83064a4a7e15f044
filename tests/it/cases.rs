//! Runs every case under tests/cases; `CASE=name` runs those whose path contains the name.

use std::path::{Path, PathBuf};

use crate::case;

fn all() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let wanted = std::env::var("CASE").unwrap_or_default();
    let mut cases: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| path.to_str().unwrap().contains(&wanted))
        .collect();
    cases.sort();
    cases
}

#[test]
fn every_case_prints_the_expected_output() {
    let cases = all();
    assert!(!cases.is_empty(), "no case matches this name");
    let failed: Vec<String> = cases.iter().filter_map(|path| case::check(path).err()).collect();
    assert!(failed.is_empty(), "{} of {} cases failed\n\n{}", failed.len(), cases.len(), failed.join("\n"));
}

#[test]
fn every_code_has_a_case_that_shows_its_output() {
    let cases: String = all().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    for code in citeback::Code::ALL {
        let frame = format!("{}[{}]", code.severity().name(), code.name());
        // A case cannot contain a large file or a symbolic link, and what `publish` says has sizes and hashes that often change: build.rs
        // and publish.rs assert the output of these.
        let elsewhere = ["file-too-large", "link-outside", "address-gone"].contains(&code.name());
        assert!(elsewhere || cases.contains(&frame), "no case under tests/cases shows {frame}");
    }
}
