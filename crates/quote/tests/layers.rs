//! The order of the files: each imports only from earlier ones, so that none can be in a cycle with another.

use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. Files that only declare modules (`mod.rs`, `lib.rs`) have no place: nothing may import from them.
const FILES: [&str; 57] = [
    "text/fold",
    "text/figures",
    "text/boundary",
    "locate/lexicon",
    "numbers/word_map",
    "numbers/decimal",
    "numbers/figure",
    "numbers/index",
    "numbers/lists",
    "numbers/language",
    "numbers/token",
    "numbers/words",
    "numbers/numeral",
    "numbers/date",
    "numbers/parser",
    "text/abbreviation",
    "text/display",
    "text/loose",
    "text/quotation",
    "text/sentence",
    "text/reading_text",
    "text/blocks",
    "text/builder",
    "locate/place",
    "locate/unlocated",
    "locate/work",
    "locate/edges",
    "locate/searchable",
    "locate/term/alike",
    "locate/term/letters",
    "locate/term",
    "locate/context",
    "locate/marks",
    "locate/gap",
    "locate/elided",
    "locate/find",
    "locate/caution",
    "locate/selector",
    "locate/wording",
    "locate/loose_match",
    "locate/prefix_matches",
    "locate/nearest",
    "locate/compared_words",
    "locate/alignment",
    "locate/compare",
    "locate/fragment/term",
    "locate/fragment/page",
    "shared/tokens",
    "shared/wording",
    "shared/corpus",
    "shared/repeated",
    "shared/marks",
    "shared/runs",
    "shared/passages",
    "shared/words",
    "shared/aligned",
    "shared/compare",
];

/// Imports from its own children.
const LAST: &str = "locate/fragment";

#[test]
fn files_import_only_from_earlier_ones() {
    let mut problems = vec![];
    let mut seen = 0;
    for (name, text) in files() {
        let order = |name: &str| match name {
            LAST => Some(FILES.len()),
            name => FILES.iter().position(|listed| *listed == name),
        };
        let Some(own) = order(&name) else {
            problems.push(format!("{name} is not in FILES"));
            continue;
        };
        seen += 1;
        for used in imports(&name, &text) {
            match order(&used) {
                Some(used_at) if used_at < own => {}
                Some(_) => problems.push(format!("{name} imports from {used}, which is not before it")),
                None => problems.push(format!("{name} imports from {used}, which is no file")),
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert_eq!(seen, FILES.len() + 1, "FILES lists a file that is not there");
}

/// The files of this crate that a file imports from, as their paths.
fn imports(name: &str, text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let parent = name.rsplit_once('/').map_or("", |(parent, _)| parent);
    let mut found = vec![];
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (prefix, base) in [("crate::", String::new()), ("super::", format!("{parent}/"))] {
            for (at, _) in line.match_indices(prefix) {
                let path: String = line[at + prefix.len()..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':'))
                    .collect();
                found.push(file_of(&format!("{base}{}", path.replace("::", "/"))));
            }
        }
        // A child: `use page::Page;`
        if let Some(child) = line.strip_prefix("pub use ").or(line.strip_prefix("use ")) {
            let child = format!("{name}/{}", child.split("::").next().unwrap_or_default());
            found.extend(FILES.contains(&&*child).then_some(child));
        }
    }
    found
}

/// The longest beginning of a path that is a file.
fn file_of(path: &str) -> String {
    let mut path = path.trim_end_matches('/');
    let whole = path;
    while !FILES.contains(&path) && path != LAST {
        match path.rsplit_once('/') {
            Some((shorter, _)) => path = shorter,
            None => return whole.to_owned(),
        }
    }
    path.to_owned()
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    for (name, text) in files() {
        let lines = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count();
        assert!(lines <= 400, "{name} has {lines} lines without its tests");
        assert!(text.starts_with("//!"), "{name} does not begin with what it is for");
    }
}

/// The files but for those that only declare modules, and tests: their paths without an extension, and their texts.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![root.clone()], vec![]);
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("the folder is there");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be read").path()).collect();
        paths.sort();
        for path in paths {
            let name = path.strip_prefix(&root).expect("it is inside").with_extension("").display().to_string();
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with("mod") && name != "lib" && !name.contains("tests") {
                files.push((name, fs::read_to_string(&path).expect("it can be read")));
            }
        }
    }
    files
}
