//! A module imports only from lower layers, as ARCHITECTURE.md describes; files are short and begin with their purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The modules of the program, lowest first: each uses only earlier ones. Where they are in crates of their own, cargo enforces the
/// borders of these, as it does that of crates/quote, which is below them all.
const LAYERS: [&str; 18] = [
    "base", "notes", "findings", "model", "markdown", "routes", "report", "analysis", "build", "desk", "publish",
    "capture", "editing", "live", "cli", "commands", "lib", "main",
];

/// The folders of the modules, and by which name the program knows what is in them.
const FOLDERS: [(&str, &str); 4] =
    [("src", ""), ("crates/content/src", ""), ("crates/capture/src", "capture/"), ("crates/publish/src", "publish/")];

/// The modules of src/build: two outputs, then the stages in order, then what runs them. Each uses only earlier ones.
const STAGES: [&str; 11] =
    ["card", "search", "load", "resolve", "relate", "render", "write", "outcome", "steps", "project", "theme_check"];

#[test]
fn modules_import_only_from_lower_layers() {
    let mut problems = vec![];
    for (path, text) in files() {
        let module = path.split(['/', '.']).next().unwrap();
        assert!(LAYERS.contains(&module), "{module} has no layer: add it to LAYERS");
        for used in imports(&text) {
            problems.extend(above(&LAYERS, module, &used[0]).map(|used| format!("{path} imports from {used}")));
            let stage = path.strip_prefix("build/").and_then(|rest| rest.split(['/', '.']).next());
            if let (Some(stage), [build, used, ..]) = (stage.filter(|stage| *stage != "mod"), &used[..])
                && build == "build"
            {
                problems.extend(above(&STAGES, stage, used).map(|used| format!("{path} imports from {used}")));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Returns `used` if it is above `own`.
fn above<'a>(order: &[&str], own: &str, used: &'a str) -> Option<&'a str> {
    let place = |name: &str| order.iter().position(|listed| *listed == name);
    (place(used)? > place(own)?).then_some(used)
}

/// The first two segments of every path into this crate: of `crate::a::b`, and of each path in a group such as `crate::{a, b::c}`.
fn imports(text: &str) -> Vec<Vec<String>> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    code.split("crate::").skip(1).flat_map(|rest| paths(rest, 2)).filter(|path| !path.is_empty()).collect()
}

/// The paths that start here, truncated to this many segments.
fn paths(text: &str, names: usize) -> Vec<Vec<String>> {
    if names == 0 {
        return vec![vec![]];
    }
    if let Some(group) = text.strip_prefix('{') {
        return members(group).into_iter().flat_map(|member| paths(member.trim(), names)).collect();
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    match text[name.len()..].strip_prefix("::") {
        Some(rest) => paths(rest, names - 1).into_iter().map(|path| [vec![name.clone()], path].concat()).collect(),
        None if name.is_empty() => vec![vec![]],
        None => vec![vec![name]],
    }
}

/// The members of a group, up to its closing brace.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut from, mut members) = (0, 0, vec![]);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => {
                members.push(&group[from..at]);
                break;
            }
            ',' if depth == 0 => {
                members.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    members
}

#[test]
fn imports_in_groups_are_parsed() {
    let read = imports("use crate::{a, b::{c, d::e}};\n// crate::no\nlet x = crate::f::g(crate::h);");
    let read: Vec<String> = read.iter().map(|path| path.join("::")).collect();
    assert_eq!(read, ["a", "b::c", "b::d", "f::g", "h"]);
}

/// A module by the names on its path: `["build", "load"]` for both src/build/load/mod.rs and src/build/load.rs.
type Module = Vec<String>;

#[test]
fn files_do_not_import_in_circles() {
    let code: BTreeMap<Module, String> = files()
        .into_iter()
        .filter(|(path, _)| !path.ends_with("tests.rs"))
        .map(|(path, text)| (module_of(&path), without_tests_and_comments(&text)))
        .collect();
    let mut graph: BTreeMap<&Module, BTreeSet<&Module>> =
        code.iter().map(|(module, code_of)| (module, imported_modules(module, code_of, &code))).collect();
    // Whatever imports nothing that is left is in no circle.
    loop {
        let done: Vec<&Module> = graph.iter().filter(|(_, used)| used.is_empty()).map(|(module, _)| *module).collect();
        if done.is_empty() {
            break;
        }
        graph.retain(|module, _| !done.contains(module));
        graph.values_mut().for_each(|used| used.retain(|module| !done.contains(module)));
    }
    let left: Vec<String> = graph
        .iter()
        .map(|(module, used)| {
            let used: Vec<String> = used.iter().map(|module| module.join("::")).collect();
            format!("{} imports from {}", module.join("::"), used.join(", "))
        })
        .collect();
    assert!(left.is_empty(), "these are in a circle, or import from one:\n{}", left.join("\n"));
}

fn module_of(path: &str) -> Module {
    let path = path.strip_suffix(".rs").unwrap();
    let path = path.strip_suffix("/mod").or(path.strip_suffix("/lib")).unwrap_or(path);
    if path == "lib" { vec![] } else { path.split('/').map(str::to_owned).collect() }
}

fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("\nmod tests {").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    // The path of a visibility is no import.
    let lines =
        lines.map(|line| match line.trim_start().strip_prefix("pub(in ").and_then(|rest| rest.split_once(')')) {
            Some((_, rest)) => rest,
            None => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that a module names by a path, other than itself.
fn imported_modules<'m>(module: &Module, code_of: &str, modules: &'m BTreeMap<Module, String>) -> BTreeSet<&'m Module> {
    let mut used = BTreeSet::new();
    let mut add = |base: &[String], path: Vec<String>| {
        let full = [base, &path].concat();
        let nearest = (0..=full.len()).rev().find_map(|end| modules.get_key_value(&full[..end]));
        used.extend(nearest.map(|(module, _)| module));
    };
    let own_crate =
        &module[..module.iter().take(1).filter(|name| ["capture", "publish"].contains(&name.as_str())).count()];
    for rest in code_of.split("crate::").skip(1) {
        paths(rest, 6).into_iter().for_each(|path| add(own_crate, path));
    }
    let mut rest = code_of;
    while let Some(at) = rest.find("super::") {
        rest = &rest[at..];
        let mut up = 0;
        while let Some(inner) = rest.strip_prefix("super::") {
            (rest, up) = (inner, up + 1);
        }
        let base = &module[..module.len().saturating_sub(up)];
        paths(rest, 6).into_iter().for_each(|path| add(base, path));
    }
    // A child is named without a prefix.
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let children = modules.keys().filter(|child| child.len() == module.len() + 1 && child.starts_with(module));
    for child in children {
        let path = format!("{}::", child[module.len()]);
        if code_of.match_indices(&path).any(|(at, _)| !code_of[..at].ends_with(is_name)) {
            used.insert(child);
        }
    }
    used.remove(module);
    used
}

#[test]
fn files_are_short_and_begin_with_their_purpose() {
    let mut problems = vec![];
    for (path, text) in files() {
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap().lines().count();
        if code > 400 && !path.ends_with("tests.rs") {
            problems.push(format!("{path} has {code} lines without its tests"));
        }
        if !text.starts_with("//!") {
            problems.push(format!("{path} does not begin with //!"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// All files by the paths that their modules would have in one crate, with their text.
fn files() -> Vec<(String, String)> {
    let mut files = vec![];
    for (folder, prefix) in FOLDERS {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        for entry in entries.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs")) {
            let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap();
            // It only names the modules beside it.
            if (folder, path) != ("crates/content/src", "lib.rs") {
                files.push((format!("{prefix}{path}"), fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    files
}
