//! `init --ci` writes workflow files. Their commands are run here as far as they need no host.

use std::fs;

use serde_yaml::Value;

use crate::site::{Site, files_below};

const HOSTS: [(&str, &str); 3] = [
    ("github", ".github/workflows/citeback.yml"),
    ("gitlab", ".gitlab-ci.yml"),
    ("forgejo", ".forgejo/workflows/citeback.yml"),
];

fn site() -> Site {
    Site::new().source("report", "The bridge opened in May.").claim("bridge", "report", "The bridge opened in May.")
}

/// Every text in a YAML value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Sequence(values) => values.iter().flat_map(texts).collect(),
        Value::Mapping(fields) => fields.iter().flat_map(|(_, value)| texts(value)).collect(),
        _ => vec![],
    }
}

/// The commands of the program in a workflow file.
fn commands(file: &str) -> Vec<Vec<String>> {
    let texts = texts(&serde_yaml::from_str(file).unwrap());
    let lines: Vec<&str> =
        texts.iter().flat_map(|text| text.lines()).filter(|line| line.starts_with("citeback ")).collect();
    // What a shell does with the output is left out.
    let words = |line: &str| {
        line.split(" > ")
            .next()
            .unwrap_or(line)
            .split(' ')
            .skip(1)
            .map(|word| word.trim_matches('"').to_owned())
            .collect()
    };
    lines.into_iter().map(words).collect()
}

#[test]
fn a_site_that_exists_gets_only_the_workflow() {
    for (host, path) in HOSTS {
        let site = site();
        let before = files_below(site.root());
        let run = site.run(&["init", "--ci", host]);
        let said = format!(
            "wrote {path}\n\nNothing else was changed. Before the first run, fill in CITEBACK_PACKAGE in it.\n"
        );
        assert_eq!((run.code, run.stdout), (0, said), "{}", run.stderr);
        let mut after = files_below(site.root());
        after.retain(|(own, _)| own != path);
        assert_eq!(after, before);
        let again = site.run(&["init", "--ci", host]);
        let refused = format!(
            "error: . has a file {path} already\n  nothing was written; move it away, and compare the two afterwards\n"
        );
        assert_eq!((again.code, again.stderr), (2, refused));
    }
}

#[test]
fn a_new_site_gets_a_workflow_as_well() {
    let site = Site::new();
    let run = site.run(&["init", "desk", "--ci", "gitlab"]);
    assert!(run.code == 0 && run.stdout.contains("wrote .gitlab-ci.yml\n"), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.ends_with("fill in CITEBACK_PACKAGE in its file.\n"), "{}", run.stdout);
    assert!(site.path("desk/content/brief.yaml").is_file());
    // One that is in the way stops all of it.
    site.write("other/.gitlab-ci.yml", "mine");
    assert_eq!(site.run(&["init", "other", "--ci", "gitlab"]).code, 2);
    assert_eq!(files_below(&site.path("other")), [(".gitlab-ci.yml".to_owned(), b"mine".to_vec())]);
}

#[test]
fn the_documents_show_the_workflows_that_are_written() {
    for (host, path) in HOSTS {
        let site = site();
        site.run(&["init", "--ci", host]);
        let page = if host == "forgejo" { "codeberg" } else { host };
        let page = format!("{}/docs/publishing/{page}-pages.md", env!("CARGO_MANIFEST_DIR"));
        let shown = format!("```yaml\n{}```\n", fs::read_to_string(site.path(path)).unwrap());
        assert!(fs::read_to_string(&page).unwrap().contains(&shown), "{page} does not show what is written");
    }
}

#[test]
fn the_commands_of_workflows_work() {
    for (host, path) in HOSTS {
        let site = site();
        site.run(&["init", "--ci", host]);
        let brief = fs::read_to_string(site.path("content/brief.yaml")).unwrap();
        site.write("content/brief.yaml", format!("{brief}publish:\n  pages: {{ folder: www }}\n"));
        let commands = commands(&fs::read_to_string(site.path(path)).unwrap());
        assert_eq!(commands.len(), if host == "gitlab" { 3 } else { 2 }, "{commands:?}");
        for command in commands {
            let address = |word: &str| {
                word.replace("$BASE_URL", "https://example.org").replace("$CI_PAGES_URL", "https://example.org")
            };
            let words: Vec<String> = command.iter().map(|word| address(word)).collect();
            let run = site.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(run.code, 0, "{words:?}: {}", run.stderr);
        }
        assert!(site.path("public/index.html").is_file());
    }
}

#[test]
fn workflows_name_the_one_thing_to_fill_in_and_stop_without_it() {
    for (host, path) in HOSTS {
        let site = site();
        site.run(&["init", "--ci", host]);
        let text = fs::read_to_string(site.path(path)).unwrap();
        assert_eq!(text.matches("FILL IN").count(), 1, "{host}");
        let all = texts(&serde_yaml::from_str(&text).unwrap());
        assert!(all.iter().any(|text| text.contains("test -n \"$CITEBACK_PACKAGE\" ||")), "{host}");
    }
}
