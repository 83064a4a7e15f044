//! What a run left out because of an embargo, for people and programs. It is no finding: nothing is wrong.

use serde_json::{Value, json};

use crate::base::files::Files;
use crate::build::Outcome;
use crate::build::resolve::Embargoed;
use crate::notes::yaml::{Path, Step};
use crate::report;

/// Lines for the summary; empty if nothing was left out.
pub(super) fn summary(outcome: &Outcome) -> String {
    let lines =
        sorted(outcome).into_iter().map(|entry| format!("  {} {}\n", place(entry, &outcome.files), reason(entry)));
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("left out, under embargo:\n{lines}") }
}

/// A JSON object for each.
pub(super) fn records(outcome: &Outcome) -> Vec<Value> {
    let record = |entry: &Embargoed| {
        let mut record = json!({ "embargoed": file(entry, &outcome.files), "until": entry.until.iso() });
        if !entry.part.is_empty() {
            record["part"] = json!(entry.part.to_string());
        }
        if let Some(names) = &entry.names {
            record["names"] = json!(names);
        }
        record
    };
    sorted(outcome).into_iter().map(record).collect()
}

/// An annotation for each; `root` is the path from the repository to the site.
pub(super) fn annotations(outcome: &Outcome, root: &str) -> String {
    let annotation = |entry: &Embargoed| {
        let path = format!("{root}{}", file(entry, &outcome.files));
        let part = if entry.part.is_empty() { String::new() } else { format!("{}: ", part(&entry.part)) };
        report::notice(&path, "embargo", &format!("{part}left out {}", reason(entry)))
    };
    sorted(outcome).into_iter().map(annotation).collect()
}

fn sorted(outcome: &Outcome) -> Vec<&Embargoed> {
    let mut entries: Vec<&Embargoed> = outcome.embargoed.iter().collect();
    entries.sort_by(|a, b| (file(a, &outcome.files), &a.part).cmp(&(file(b, &outcome.files), &b.part)));
    entries
}

/// The path of the file, relative to the site.
fn file(entry: &Embargoed, files: &Files) -> String {
    entry.static_file.as_ref().map_or_else(|| files.path(entry.file).to_owned(), |path| format!("static/{path}"))
}

fn place(entry: &Embargoed, files: &Files) -> String {
    let path = file(entry, files);
    if entry.part.is_empty() { path } else { format!("{path}: {}", part(&entry.part)) }
}

/// A part of brief.yaml in words: “entry 2 of findings”.
fn part(path: &Path) -> String {
    match &path[..] {
        [Step::Key(list, _), Step::Index(index)] => format!("entry {} of {list}", index + 1),
        _ => path.to_string(),
    }
}

fn reason(entry: &Embargoed) -> String {
    if entry.static_file.is_some() {
        return format!("until {}, because nothing that is published names it", entry.until.iso());
    }
    let names = entry.names.as_ref().map(|names| format!(", because it names {names}")).unwrap_or_default();
    format!("until {}{names}", entry.until.iso())
}
