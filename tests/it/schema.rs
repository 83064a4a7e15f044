//! The schemas are valid and agree with `check`. docs/note-reference.md is generated from them; `BLESS=1` rewrites it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use citeback::SiteNames;
use citeback::internals::schema::{self, NoteKind, of, with_examples};
use jsonschema::Validator;
use serde_json::{Map, Value};

use crate::site::Site;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn printed(site: &Site, kind: &str) -> Value {
    let run = site.run(&["schema", kind]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// The validators of a site, by the start of a note's path and whether it is a translation.
struct Schemas(Vec<(&'static str, bool, Validator)>);

impl Schemas {
    fn of(site: &Site) -> Self {
        let kinds = [
            ("content/claims/", false, "claim"),
            ("content/sources/", false, "source"),
            ("content/brief.", false, "brief"),
            ("content/pages/", false, "page"),
            ("content/claims/", true, "claim-translation"),
            ("content/brief.", true, "brief-translation"),
            ("content/pages/", true, "page-translation"),
        ];
        let validator = |kind| jsonschema::draft202012::new(&printed(site, kind)).unwrap();
        Schemas(kinds.map(|(path, is_translation, kind)| (path, is_translation, validator(kind))).into())
    }

    /// The schema's errors for the YAML of a file; `None` for files that are not notes or not YAML.
    fn errors(&self, path: &str, text: &str) -> Option<Vec<String>> {
        let is_translation = path.rsplit('/').next()?.matches('.').count() > 1;
        let (_, _, schema) =
            self.0.iter().find(|(start, translation, _)| path.starts_with(start) && *translation == is_translation)?;
        let yaml = if path.ends_with(".md") { text.strip_prefix("---\n")?.split("\n---\n").next()? } else { text };
        let note: Value = serde_yaml::from_str(yaml).ok()?;
        Some(schema.iter_errors(&note).map(|error| format!("{path}: {} {error}", error.instance_path())).collect())
    }
}

#[test]
fn schemas_are_valid_with_and_without_a_site() {
    let site = Site::new().source("s", "One two.").claim("c", "s", "One two");
    for kind in NoteKind::ALL {
        for schema in [of(kind, None), printed(&site, kind.name())] {
            assert_eq!(schema["$schema"], DRAFT);
            jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{}: {error}", kind.name()));
        }
    }
}

#[test]
fn notes_that_pass_check_are_valid() {
    let mut notes = 0;
    for site in [
        ".",
        "tests/sites/arabic",
        "tests/sites/chinese",
        "tests/sites/many",
        "tests/sites/promises",
        "tests/sites/languages",
    ] {
        let copy = Site::new();
        let files = crate::site::files_below(&root().join(site).join("content"));
        let files: Vec<(String, String)> = files
            .into_iter()
            .map(|(path, bytes)| (format!("content/{path}"), String::from_utf8(bytes).unwrap()))
            .collect();
        for (path, text) in &files {
            copy.write(path, text);
        }
        let schemas = Schemas::of(&copy);
        for (path, text) in &files {
            if let Some(errors) = schemas.errors(path, text) {
                assert_eq!(errors, [""; 0], "{site}");
                notes += 1;
            }
        }
    }
    assert!(notes > 30, "{notes}");
}

#[test]
fn unquoted_dates_numbers_and_booleans_are_valid_as_text() {
    let site = Site::new().source("2019", "It was one of two.").claim("c", "2019", "one of two");
    site.write(
        "content/claims/d.yaml",
        "claim: 1984\nverdict: true\ntitle:\nsummary: 7.5\ntags: [2019]\nrelated: [c]\npublished: 2019-08-06T12:55:00Z\n\
         passages:\n  - {id: 1, source: 2019, quote: one of two, stance: supports}\n",
    );
    let run = site.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let note = fs::read_to_string(site.path("content/claims/d.yaml")).unwrap();
    assert_eq!(Schemas::of(&site).errors("content/claims/d.yaml", &note).unwrap(), [""; 0]);
}

/// The schema must reject each file for which check reports one of these codes.
#[test]
fn notes_with_field_errors_are_invalid() {
    let codes = [
        "unknown-field",
        "unknown-value",
        "missing-field",
        "wrong-type",
        "unknown-verdict",
        "unknown-source",
        "unknown-person",
        "bad-date",
        "bad-colour",
        "bad-language",
        "bad-url",
    ];
    let mut tried = 0;
    let mut passed: Vec<String> = vec![];
    for entry in fs::read_dir(root().join("tests/cases/findings")).unwrap().map(Result::unwrap) {
        let case = fs::read_to_string(entry.path()).unwrap();
        let mut site = Site::new();
        for block in case.split("\n```").filter(|block| block.contains(" content/")) {
            let Some((path, text)) = block.split_once(' ').and_then(|(_, block)| block.split_once('\n')) else {
                continue;
            };
            if path.starts_with("content/") && !path.contains(' ') {
                site = site.file(path, format!("{text}\n"));
            }
        }
        let run = site.run(&["check", "--format", "json"]);
        let findings: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        if run.code == 2 || run.stderr.contains("could not be read") {
            continue;
        }
        let expected = |finding: &&Value| codes.iter().any(|code| finding["code"] == *code);
        let expected: Vec<&Value> = findings.iter().filter(expected).collect();
        if expected.is_empty() {
            continue;
        }
        let schemas = Schemas::of(&site);
        for finding in expected {
            let path = finding["file"].as_str().unwrap();
            let text = fs::read_to_string(site.path(path)).unwrap();
            let line = text.lines().nth(usize::try_from(finding["line"].as_u64().unwrap_or(1)).unwrap() - 1);
            // A schema does not see links in prose or how `false` was spelt, and JSON has neither NaN nor infinity.
            let unsupported = ["](", ": False", ": .nan", ": -.inf"];
            if line.is_some_and(|line| unsupported.iter().any(|words| line.contains(words))) {
                continue;
            }
            // Nor that a field is empty that another one could stand in for.
            let empty = ["the field “passages” is empty", "the field “absent” is empty"];
            if empty.iter().any(|message| finding["message"] == *message) {
                continue;
            }
            // Nor does it see comments.
            if finding["message"].to_string().contains("is a comment here") {
                continue;
            }
            // Nor does it know which verdicts need evidence.
            if finding["hints"].to_string().contains("under “gaps”") && text.contains("gaps:") {
                continue;
            }
            if let Some(errors) = schemas.errors(path, &text) {
                if errors.is_empty() {
                    let case = entry.file_name().into_string().unwrap();
                    passed.push(format!("{case}: {}", finding["message"].as_str().unwrap()));
                }
                tried += 1;
            }
        }
    }
    assert_eq!(passed, [""; 0]);
    assert!(tried > 30, "{tried}");
}

#[test]
fn check_rewrites_the_schemas_only_when_they_change() {
    let site = Site::new().source("s", "One two.").claim("c", "s", "One two");
    site.run(&["check"]);
    let path = site.path(".citeback/schema/claim.json");
    let kept: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(kept, printed(&site, "claim"));
    let written = || fs::metadata(&path).unwrap().modified().unwrap();
    let before = written();
    site.run(&["check"]);
    assert_eq!(written(), before);
    let site = site.source("t", "Three.");
    site.run(&["check"]);
    let kept = fs::read_to_string(&path).unwrap();
    assert!(kept.contains("The t"), "{kept}");
    let names: Vec<String> =
        crate::site::files_below(&site.path(".citeback")).into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        names,
        [
            ".gitignore",
            "schema/brief-translation.json",
            "schema/brief.json",
            "schema/claim-translation.json",
            "schema/claim.json",
            "schema/page-translation.json",
            "schema/page.json",
            "schema/source.json"
        ]
    );
}

#[test]
fn schemas_are_not_written_through_a_symbolic_link() {
    let elsewhere = tempfile::tempdir().unwrap();
    let site = Site::new();
    std::os::unix::fs::symlink(elsewhere.path(), site.path(".citeback")).unwrap();
    assert_eq!(site.run(&["check"]).code, 0);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

/// The document, generated from the schemas.
fn reference() -> String {
    let mut text = fs::read_to_string(root().join("tests/it/note-reference.intro.md")).unwrap();
    let kinds = [
        ("brief.yaml", NoteKind::Brief),
        ("Sources", NoteKind::Source),
        ("Claims", NoteKind::Claim),
        ("Pages", NoteKind::Page),
        ("desk.yaml", NoteKind::Desk),
    ];
    for (heading, kind) in kinds {
        let schema = with_examples(kind, &SiteNames::default());
        let _ = write!(text, "\n## {heading}\n\n{}\n", schema["description"].as_str().unwrap());
        fields(schema.as_object().unwrap(), "", &mut text);
    }
    text
}

fn fields(group: &Map<String, Value>, around: &str, out: &mut String) {
    let mut inside = vec![];
    for (name, field) in group["properties"].as_object().unwrap() {
        let said = field["description"].as_str().unwrap();
        let (said, required) = match said.strip_suffix(" Required.") {
            Some(said) => (said, ", required"),
            None => (said, ""),
        };
        let default = match &field["default"] {
            Value::Null => String::new(),
            Value::String(default) => format!("; without it, `{default}`"),
            default => format!("; without it, `{default}`"),
        };
        let _ =
            write!(out, "\n**`{around}{name}`** ({}{required}{default})  \n{said}\n", field["title"].as_str().unwrap());
        if let Some(words) = field["enum"].as_array() {
            out.push('\n');
            for (word, meaning) in words.iter().zip(field["enumDescriptions"].as_array().unwrap()) {
                if let (Some(word), Some(meaning)) = (word.as_str(), meaning.as_str()) {
                    let _ = writeln!(out, "- `{word}`: {meaning}");
                }
            }
        }
        match &field["examples"][0] {
            Value::Null => {}
            Value::Array(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|entry| format!("`- {}`", example_as_yaml(entry))).collect();
                let _ = write!(out, "\nExample, each entry on a line below `{name}:`: {}\n", entries.join(", "));
            }
            example => {
                let _ = write!(out, "\nExample: `{name}: {}`\n", example_as_yaml(example));
            }
        }
        let named = format!("{name}.NAME");
        for (name, field) in [(name, field), (&named, &field["additionalProperties"])] {
            inside.extend(schema::group(field).map(|group| (name.clone(), group)));
        }
    }
    for (name, group) in inside {
        let _ = write!(out, "\n### {name}\n");
        fields(group, &format!("{around}{name}."), out);
    }
}

/// An example as YAML, quoted where its characters require it.
fn example_as_yaml(example: &Value) -> String {
    match example {
        Value::String(text) if text.starts_with(['#', '[']) || text.contains(": ") => format!("{text:?}"),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn the_note_reference_matches_the_schemas() {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/note-reference.md");
    let text = reference();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "docs/note-reference.md is out of date: run with BLESS=1 and read the difference");
}

#[test]
fn the_guide_to_desks_lists_every_field_of_desk_yaml() {
    let guide = fs::read_to_string(root().join("docs/desk.md")).unwrap();
    let table = guide.split("## desk.yaml").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let first = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let mut listed: Vec<&str> =
        first.flat_map(|names| names.split(['`', ',', ' '])).filter(|name| !name.is_empty()).collect();
    let schema = with_examples(NoteKind::Desk, &SiteNames::default());
    let mut fields: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    listed.sort_unstable();
    fields.sort_unstable();
    assert_eq!(listed, fields);
}
