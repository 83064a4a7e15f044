//! The plan of the house: a module imports only from lower layers. ARCHITECTURE.md draws the same plan.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// From the ground up; a module may use those of earlier lines, and those before it on its own line.
const LAYERS: &[&[&str]] = &[
    // Vocabulary: no I/O.
    &["text", "files", "yaml", "place", "edit", "diagnostic", "error", "highlight", "model", "seal", "locale"],
    // The trades: Markdown, the heart, and pictures.
    &["markdown", "locate", "card"],
    // The doors to the site's folder, and to what is kept between builds.
    &["disk", "cache"],
    // What readers search, made of finished pages.
    &["search"],
    // The stages, in order.
    &["load", "schema", "resolve", "relate", "render", "write"],
    // A site that somebody is working on.
    &["report", "desk", "watch"],
    // What brings articles in.
    &["import"],
    // The tool around them.
    &["scaffold", "serve", "lsp", "lib", "cli", "commands", "main"],
];

#[test]
fn modules_import_only_from_lower_layers() {
    let order: BTreeMap<&str, usize> =
        LAYERS.iter().flat_map(|layer| layer.iter()).enumerate().map(|(i, name)| (*name, i)).collect();
    let mut problems = vec![];
    for (path, text) in files() {
        let module = path.split(['/', '.']).next().unwrap().to_owned();
        let own = *order.get(module.as_str()).unwrap_or_else(|| panic!("{module} is on no layer: add it to LAYERS"));
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for used in code.split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(used) = order.get(name.as_str()) else {
                continue; // An item of lib.rs itself.
            };
            if *used > own {
                problems.push(format!("src/{path} imports from {name}, which is above it"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut problems = vec![];
    for (path, text) in files() {
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap().lines().count();
        if code > 400 && !path.ends_with("tests.rs") {
            problems.push(format!("src/{path} has {code} lines without its tests"));
        }
        if !text.starts_with("//!") {
            problems.push(format!("src/{path} does not begin with what it is for"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    walkdir::WalkDir::new(&root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| {
            let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}
