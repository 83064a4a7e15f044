//! docs/context.md lists the values that each template gets. It is generated from the contexts of the demonstration, of the sites in
//! tests/sites and of the specimen; `BLESS=1` rewrites it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Each template with pages that use it: site and page.
const TEMPLATES: [(&str, &[(&str, &str)]); 23] = [
    (
        "brief.html",
        &[
            (".", "index"),
            ("tests/sites/arabic", "index"),
            ("specimen/full", "index"),
            ("specimen/bare", "index"),
            ("tests/sites/house", "index"),
            ("tests/sites/languages", "fr/index"),
        ],
    ),
    (
        "claim.html",
        &[
            (".", "claims/call-upon-states"),
            (".", "claims/over-two-billion"),
            (".", "claims/confidential-yet-released"),
            ("tests/sites/many", "claims/one-in-nine"),
            ("tests/sites/many", "claims/half-each"),
            ("tests/sites/many", "claims/never-warned"),
            ("tests/sites/arabic", "claims/bridge-length"),
            ("specimen/full", "claims/one-in-nine"),
            ("specimen/full", "claims/never-warned"),
            ("specimen/full", "claims/bridge-length"),
            ("specimen/full", "claims/half-each"),
            ("specimen/full", "claims/captain-blamed"),
            ("specimen/full", "claims/long-words"),
            ("specimen/full", "claims/nobody-answered"),
            ("specimen/full", "claims/never-consulted"),
            ("specimen/bare", "claims/bridge"),
            ("specimen/bare", "claims/mayor"),
            ("tests/sites/languages", "fr/claims/river-height"),
            ("tests/sites/languages", "ar/claims/river-height"),
        ],
    ),
    (
        "source.html",
        &[
            (".", "sources/investor-alert"),
            (".", "sources/coincurb"),
            ("tests/sites/many", "sources/council-letter"),
            ("tests/sites/many", "sources/council-letter-2023-10-20"),
            ("tests/sites/many", "sources/inquiry-report"),
            ("tests/sites/many", "sources/island-diary"),
            ("tests/sites/many", "sources/log-page"),
            ("tests/sites/many", "sources/ferry-horn"),
            ("specimen/full", "sources/council-letter"),
            ("specimen/full", "sources/council-letter-2023-10-20"),
            ("specimen/full", "sources/inquiry-report"),
            ("specimen/full", "sources/engineering-report"),
            ("specimen/full", "sources/log-page"),
            ("specimen/full", "sources/ferry-horn"),
            ("specimen/full", "sources/island-diary"),
            ("specimen/full", "sources/municipal-statement"),
            ("specimen/bare", "sources/report"),
        ],
    ),
    ("compare.html", &[(".", "compare/coincurb--investor-alert")]),
    (
        "claims.html",
        &[
            (".", "claims"),
            ("tests/sites/languages", "fr/claims"),
            ("specimen/full", "claims"),
            ("specimen/bare", "claims"),
        ],
    ),
    (
        "verdict.html",
        &[(".", "verdicts/true"), ("specimen/full", "verdicts/false"), ("specimen/bare", "verdicts/true")],
    ),
    ("tag.html", &[(".", "tags/amount"), ("specimen/full", "tags/figures")]),
    ("person.html", &[(".", "people/desk"), ("specimen/full", "people/moira")]),
    ("people.html", &[(".", "people"), ("specimen/full", "people")]),
    ("sources.html", &[(".", "sources"), ("specimen/full", "sources"), ("specimen/bare", "sources")]),
    (
        "corrections.html",
        &[(".", "corrections"), ("tests/sites/arabic", "corrections"), ("specimen/full", "corrections")],
    ),
    ("verdicts.html", &[(".", "verdicts"), ("specimen/full", "verdicts"), ("specimen/bare", "verdicts")]),
    (
        "page.html",
        &[
            (".", "pages/methodology"),
            ("specimen/full", "pages/funding"),
            ("tests/sites/promises", "pages/nature"),
            ("tests/sites/languages", "fr/pages/about"),
        ],
    ),
    ("redirect.html", &[(".", "pages/corrections")]),
    (
        "print.html",
        &[
            (".", "print"),
            ("specimen/full", "print"),
            ("tests/sites/languages", "fr/print"),
            ("specimen/bare", "print"),
        ],
    ),
    ("embed.html", &[("tests/sites/many", "embed/one-in-nine"), ("specimen/full", "embed/one-in-nine")]),
    ("feed.xml", &[(".", "feed.xml"), (".", "corrections.xml"), ("specimen/full", "feed.xml")]),
    (
        "sitemap.xml",
        &[(".", "sitemap.xml"), ("tests/sites/languages", "sitemap.xml"), ("specimen/full", "sitemap.xml")],
    ),
    (
        "robots.txt",
        &[
            (".", "robots.txt"),
            ("tests/sites/languages", "robots.txt"),
            ("specimen/full", "robots.txt"),
            ("specimen/bare", "robots.txt"),
        ],
    ),
    (
        "headers.txt",
        &[
            (".", "_headers"),
            ("tests/sites/languages", "_headers"),
            ("specimen/full", "_headers"),
            ("specimen/bare", "_headers"),
        ],
    ),
    ("redirects.txt", &[(".", "_redirects"), ("specimen/full", "_redirects")]),
    ("unfinished.html", &[("specimen/full", "claims/order-placed")]),
    ("not-found.html", &[(".", "404"), ("specimen/full", "404"), ("specimen/bare", "404")]),
];

/// Values that every template gets; listed once.
const SHARED: [&str; 8] = ["root", "assets", "generator", "brief", "theme", "page", "data", "words"];

/// Groups whose fields the site chooses.
const OPEN: [&str; 2] = ["extra", "data"];

/// The types of the values seen at one place of a context.
#[derive(Debug, Default, Clone)]
struct Shape {
    kinds: BTreeSet<&'static str>,
    /// In the order of their first occurrence.
    fields: Vec<(String, Shape)>,
    entries: Option<Box<Shape>>,
}

impl Shape {
    fn see(&mut self, value: &Value) {
        let kind = match value {
            Value::Null => "none",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "number",
            Value::String(text) if text.contains("</") => "HTML",
            Value::String(_) => "text",
            Value::Array(entries) => {
                let shape = self.entries.get_or_insert_default();
                entries.iter().for_each(|entry| shape.see(entry));
                "list"
            }
            Value::Object(fields) => {
                for (name, value) in fields {
                    match self.fields.iter_mut().find(|(known, _)| known == name) {
                        Some((_, shape)) => shape.see(value),
                        None => {
                            let mut shape = Shape::default();
                            shape.see(value);
                            self.fields.push((name.clone(), shape));
                        }
                    }
                }
                "group"
            }
        };
        self.kinds.insert(kind);
    }

    fn merge(&mut self, other: &Shape) {
        self.kinds.extend(&other.kinds);
        for (name, shape) in &other.fields {
            match self.fields.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.merge(shape),
                None => self.fields.push((name.clone(), shape.clone())),
            }
        }
        if let Some(entries) = &other.entries {
            self.entries.get_or_insert_default().merge(entries);
        }
    }

    /// The name of a shape that several templates share.
    fn name(&self) -> Option<&'static str> {
        let has = |name: &str| self.fields.iter().any(|(known, _)| known == name);
        let is = |names: &[&str]| self.fields.len() == names.len() && names.iter().all(|name| has(name));
        match () {
            () if is(&["iso", "text"]) => Some("date"),
            () if is(&["id", "label", "definition", "tone", "value", "classes", "href", "count"]) => Some("verdict"),
            () if is(&["id", "label", "href", "count"]) => Some("tag"),
            () if is(&["id", "name", "short", "embargo", "role", "url", "href", "count", "extra"]) => Some("person"),
            () if has("archive_url") && has("passage_count") && !has("show") => Some("source card"),
            () if has("claimant") && has("passage_count") && !has("passages") => Some("claim card"),
            () if is(&["name", "kind", "role", "url", "platform", "posted"]) => Some("claimant"),
            () if has("excerpt") && has("in_context") => Some("passage card"),
            () if has("back") && has("anchor") => Some("citation"),
            () if has("html") && has("date") && has("was") => Some("correction"),
            () if has("number") && has("previous") && has("links") => Some("pages"),
            () => None,
        }
    }

    fn write(&self, name: &str, depth: usize, named: &mut BTreeMap<&'static str, Shape>, out: &mut String) {
        if OPEN.contains(&name) {
            let _ = writeln!(out, "{:indent$}{name}: group of your own", "", indent = depth * 2);
            return;
        }
        let mut kinds: Vec<&str> = self.kinds.iter().copied().filter(|kind| *kind != "none").collect();
        // What is sometimes HTML is always HTML, if without markup.
        if kinds.contains(&"HTML") {
            kinds.retain(|kind| *kind != "text");
        }
        let shared = self.name();
        if let Some(shared) = shared {
            named.entry(shared).or_default().merge(self);
            kinds = vec![shared];
        }
        let mut types = kinds.join(" or ");
        if self.kinds.contains("none") {
            types = if types.is_empty() { "none".to_owned() } else { format!("{types}, or none") };
        }
        let _ = writeln!(out, "{:indent$}{name}: {types}", "", indent = depth * 2);
        if shared.is_none() {
            self.write_parts(depth + 1, named, out);
        }
    }

    fn write_parts(&self, depth: usize, named: &mut BTreeMap<&'static str, Shape>, out: &mut String) {
        for (name, shape) in &self.fields {
            shape.write(name, depth, named, out);
        }
        if let Some(entries) = self.entries.as_ref().filter(|entries| !entries.kinds.is_empty()) {
            entries.write("-", depth, named, out);
        }
    }
}

fn context(site: &str, page: &str) -> Value {
    let run = Command::new(env!("CARGO_BIN_EXE_citeback"))
        .args(["context", page, "--site"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join(site))
        // Some notes of the specimen are drafts.
        .args(site.starts_with("specimen").then_some("--drafts"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{page} of {site}: {}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn the_guide_to_contexts_matches_the_contexts() {
    let mut shared = Shape::default();
    let mut sections = String::new();
    let mut named = BTreeMap::new();
    for (template, pages) in TEMPLATES {
        let mut own = Shape::default();
        for (site, page) in pages {
            let mut value = context(site, page);
            let fields = value.as_object_mut().unwrap();
            let common: serde_json::Map<String, Value> =
                SHARED.iter().filter_map(|name| Some(((*name).to_owned(), fields.remove(*name)?))).collect();
            shared.see(&Value::Object(common));
            own.see(&value);
        }
        let _ = write!(sections, "\n## {template}\n\n```text\n");
        own.write_parts(0, &mut named, &mut sections);
        sections.push_str("```\n");
    }
    let mut text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/context.intro.md")).unwrap();
    text.push_str("\n## Every template\n\n```text\n");
    for (name, shape) in &shared.fields {
        match name.as_str() {
            "words" => {
                text.push_str("words: group (every phrase of locales/en.yaml, and those of your theme in extra)\n")
            }
            _ => shape.write(name, 0, &mut named, &mut text),
        }
    }
    text.push_str("```\n");
    text.push_str(&sections);
    // Shapes may contain others, which are found only when they are written.
    let mut written: BTreeMap<&str, String> = BTreeMap::new();
    while written.len() < named.len() {
        for (name, shape) in named.clone() {
            let mut lines = String::new();
            shape.write_parts(0, &mut named, &mut lines);
            written.insert(name, lines);
        }
    }
    text.push_str("\n# Shapes that many share\n");
    for (name, lines) in written {
        let _ = write!(text, "\n## {name}\n\n```text\n{lines}```\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/context.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/context.md is out of date: run with BLESS=1 and read the difference");
}
