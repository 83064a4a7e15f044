//! Tests what the documentation says: the README's commands and note, examples, links between documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::guide;
use crate::site::{Site, files_below};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The fenced blocks of a document: info string and text.
fn fences(markdown: &str) -> Vec<(String, String)> {
    let mut fences = vec![];
    let mut lines = markdown.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")).collect();
        fences.push((info.to_owned(), body.join("\n") + "\n"));
    }
    fences
}

/// A copy of the repository's site that tests may change.
fn demonstration() -> Site {
    let site = Site::new();
    for entry in walkdir::WalkDir::new(root().join("content")).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(root()).unwrap();
            site.write(relative.to_str().unwrap(), fs::read(entry.path()).unwrap());
        }
    }
    site
}

#[test]
fn the_commands_of_the_readme_work() {
    let site = demonstration();
    let mut tried = 0;
    for (_, block) in fences(&read("README.md")).iter().filter(|(info, _)| info == "sh") {
        for command in block.lines().filter_map(|line| line.strip_prefix("cargo run --release -- ")) {
            let arguments: Vec<&str> = command.split_whitespace().collect();
            let run = site.run(&arguments);
            assert_eq!(run.code, 0, "{command}: {}", run.stderr);
            tried += 1;
        }
    }
    assert!(tried >= 2, "the README has commands");
    assert!(read("README.md").contains("scripts/test"), "the README gives the test command");
}

/// The commands listed in a help text, in order.
fn commands(help: &str) -> Vec<&str> {
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    names.map(|line| line.split(' ').next().unwrap()).filter(|name| *name != "help").collect()
}

#[test]
fn the_readme_lists_every_command_in_the_order_of_the_help() {
    let (readme, help) = (read("README.md"), Site::new().run(&["--help"]).stdout);
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `citeback "));
    let listed: Vec<&str> = rows.map(|row| row.split([' ', '`']).next().unwrap()).collect();
    assert_eq!(listed, commands(&help));
}

#[test]
fn commands_in_documents_have_the_options_shown() {
    let site = Site::new();
    let mut problems = vec![];
    let mut named = 0;
    let mut documents =
        ["README.md", "CHANGELOG.md", "docs/editors.md", "docs/publishing.md", "docs/language-server.md"]
            .map(str::to_owned)
            .to_vec();
    documents.extend(
        files_below(&root().join("docs/publishing")).into_iter().map(|(path, _)| format!("docs/publishing/{path}")),
    );
    for path in &documents {
        let text = read(path);
        // Outside fences, every second piece between backticks is code.
        let spans = text.split("```").step_by(2).flat_map(|prose| prose.split('`').skip(1).step_by(2));
        for words in spans.filter_map(|code| code.strip_prefix("citeback ")).map(|code| code.split(' ')) {
            let named_so = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
            let command: Vec<&str> = words.clone().take_while(named_so).take(2).collect();
            let (first, options) = (command.first().copied(), words.filter(|word| word.starts_with("--")));
            // Only these have subcommands; for others the second word is an argument.
            let command =
                &command[..command.len().min(if matches!(first, Some("new" | "rename" | "theme")) { 2 } else { 1 })];
            let help = site.run(&[command, &["--help"]].concat());
            if help.code != 0 || options.clone().any(|option| !help.stdout.contains(option) && option != "--stdio") {
                problems.push(format!("{path}: citeback {}", command.join(" ")));
            }
            named += 1;
        }
    }
    assert!(problems.is_empty() && named > 30, "{named}: {}", problems.join("\n"));
}

#[test]
fn the_note_in_the_readme_works_as_described() {
    let site = demonstration();
    let readme = read("README.md");
    let note = fences(&readme).into_iter().find(|(info, _)| info == "yaml").unwrap().1;
    site.write("content/claims/ceiling.yaml", &note);
    site.build();
    assert!(site.built("sources/coincurb.html").contains("id=\"ceiling--ceiling\""));
    site.write("content/claims/ceiling.yaml", note.replace("two billion US", "three billion US"));
    let run = site.run(&["check"]);
    let screen = fences(&readme).into_iter().find(|(_, text)| text.starts_with("error[quote-not-found]")).unwrap().1;
    assert!(run.stderr.contains(screen.trim_end()), "README:\n{screen}\nfound:\n{}", run.stderr);
}

#[test]
fn links_between_documents_resolve() {
    let mut problems = vec![];
    let mut documents: Vec<PathBuf> =
        files_below(&root().join("docs")).into_iter().map(|(path, _)| root().join("docs").join(path)).collect();
    documents.extend(
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "content/README.md"]
            .map(|path| root().join(path)),
    );
    for document in documents.iter().filter(|path| path.extension().is_some_and(|extension| extension == "md")) {
        let text = fs::read_to_string(document).unwrap();
        // Links in code are examples.
        let prose: String = text.split("```").step_by(2).flat_map(|prose| prose.split('`').step_by(2)).collect();
        for target in prose.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            if target.contains(':') {
                continue;
            }
            let path = if file.is_empty() { document.clone() } else { document.parent().unwrap().join(file) };
            if !path.exists() || (!anchor.is_empty() && !anchors(&path).contains(&anchor.to_owned())) {
                problems.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The anchors that headings get on GitHub.
fn anchors(document: &Path) -> Vec<String> {
    let text = fs::read_to_string(document).unwrap_or_default();
    let headings = text
        .lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')));
    headings
        .map(|heading| {
            let kept = heading.to_lowercase().replace(' ', "-");
            kept.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect()
        })
        .collect()
}

#[test]
fn the_examples_of_data_files_match_a_build() {
    let mut built: Vec<String> = files_below(&guide::follow().site().join("public"))
        .into_iter()
        .filter(|(path, _)| path.starts_with("data/") || path.ends_with(".html"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    // The site of the guide has one source, so nothing is compared there.
    let compared = demonstration();
    compared.build();
    built.push(compared.built("data/analysis.json"));
    let scripts = built.iter().flat_map(|text| text.split("<script type=\"application/ld+json\">").skip(1));
    let scripts = scripts.map(|rest| rest.split("</script>").next().unwrap());
    let documents: Vec<Value> =
        built.iter().map(String::as_str).chain(scripts).filter_map(|text| serde_json::from_str(text).ok()).collect();
    let mut tried = 0;
    for (info, example) in fences(&read("docs/data-files.md")) {
        match info.as_str() {
            "json" => {
                let example: Value = serde_json::from_str(&example).unwrap();
                assert!(documents.iter().any(|document| contains(document, &example)), "not built: {example:#}");
            }
            "csv" => assert!(built.iter().any(|text| text.replace("\r\n", "\n").contains(&example)), "{example}"),
            _ => continue,
        }
        tried += 1;
    }
    assert!(tried >= 6, "the document has examples");
}

/// Whether the example matches a value or part of it. Objects in the example may omit fields.
fn contains(value: &Value, example: &Value) -> bool {
    let inside = match value {
        Value::Array(items) => items.iter().any(|item| contains(item, example)),
        Value::Object(fields) => fields.values().any(|field| contains(field, example)),
        _ => false,
    };
    inside || matches(value, example)
}

fn matches(value: &Value, example: &Value) -> bool {
    match (value, example) {
        (Value::Object(fields), Value::Object(shown)) => {
            shown.iter().all(|(name, shown)| fields.get(name).is_some_and(|field| matches(field, shown)))
        }
        (Value::Array(items), Value::Array(shown)) => {
            items.len() == shown.len() && items.iter().zip(shown).all(|(item, shown)| matches(item, shown))
        }
        _ => value == example,
    }
}

#[test]
fn scripts_are_executable() {
    for script in ["scripts/test", ".ci/run", "tests/browser/run", "tests/editor/run", "scripts/pictures"] {
        assert!(Command::new("test").args(["-x", script]).current_dir(root()).status().unwrap().success(), "{script}");
    }
}

#[test]
fn the_worked_example_of_the_theming_guide_works() {
    let guide = read("docs/theming.md");
    let site = demonstration();
    let example = guide.split("## A worked example").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut saved = 0;
    for part in example.split("Save as `").skip(1) {
        let (path, rest) = part.split_once('`').unwrap();
        site.write(path, fences(rest)[0].1.clone());
        saved += 1;
    }
    assert_eq!(saved, 3);
    let brief = fs::read_to_string(site.path("content/brief.yaml")).unwrap();
    let colours = fences(guide.split("## Colour and typefaces").nth(1).unwrap())[0].1.clone();
    let stylesheet = "  stylesheet: newsroom.css\n";
    assert!(example.contains(&format!("theme:\n{stylesheet}")));
    site.write("content/brief.yaml", format!("{brief}\n{colours}{stylesheet}"));
    site.build();
    let claim = site.built("claims/two-billion-dollars.html");
    assert!(claim.contains("<p class=\"seal-count\">Rests on 4 passages</p>"), "{claim}");
    assert!(claim.contains("<p class=\"tip\">Do you know more?"), "{claim}");
    // What the site had is still there: the seal itself, search, the icon, and the passages that are proved.
    for kept in [
        "<div class=\"seal tone-",
        "data-pagefind-body",
        "../search.",
        "href=\"../favicon.svg\"",
        "<aside class=\"facts\"",
    ] {
        assert!(claim.contains(kept), "{kept}");
    }
    let word = fs::read_to_string(site.path("public/pagefind/words.txt")).unwrap_or_default();
    assert!(word.is_empty() || word.contains("billion"), "{word}");
    assert!(claim.contains("href=\"../newsroom.") && !claim.contains("href=\"../newsroom.css\""), "{claim}");
    assert!(site.built("newsroom.css").contains(".seal-count"));
    assert!(site.built("citeback.css").ends_with(
        ":root { --serif: Georgia, serif; --sans: Inter, sans-serif; --mono: Consolas, monospace; }\n\
         @media screen { :root { --accent: light-dark(#7a1f3d, #b17b8d); } }\n"
    ));
}

#[test]
fn the_theming_guide_lists_every_partial_by_its_first_line() {
    let guide = read("docs/theming.md");
    let mut partials = 0;
    for entry in fs::read_dir(root().join("templates/partials")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let first = text.lines().next().unwrap();
        let (shows, uses) = first
            .trim_start_matches("{# ")
            .trim_end_matches(" -#}")
            .trim_end_matches('.')
            .split_once(". Needs: ")
            .unwrap_or_else(|| panic!("the first line of {name} does not say what it shows and needs"));
        let row = format!("| {name} | {shows} | {uses} |");
        assert!(guide.contains(&row), "docs/theming.md lacks the row {row}");
        partials += 1;
    }
    assert!(partials > 30);
}
