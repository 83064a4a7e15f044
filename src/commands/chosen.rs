//! The notes that `citeback check NOTE…` is limited to. Entry point: [`limit`].

use std::fs;
use std::ops::Range;
use std::path::Path;

use super::messages::{count, pieces_of_advice};
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::build::Outcome;
use crate::build::load::is_brief;
use crate::findings::{Finding, Findings, did_you_mean, question};
use crate::notes::place::Places;
use crate::notes::yaml::{Path as FieldPath, Skipped};

/// A note, or a part of one.
#[derive(Clone)]
struct Chosen {
    file: FileId,
    /// Bytes of the file; `None` for all of it.
    part: Option<Range<usize>>,
}

/// Something that can be named on the command line.
struct Named<'f> {
    id: &'f str,
    path: &'f str,
    chosen: Chosen,
}

/// Leaves the findings of the notes with these paths or ids, and returns what else there was, as a line of text that may be empty.
///
/// # Errors
/// If something is not a note of the site.
pub(super) fn limit(outcome: &mut Outcome, site: &Path, notes: &[String]) -> Result<String, Error> {
    if notes.is_empty() {
        return Ok(String::new());
    }
    let named = named(&outcome.files);
    let mut chosen = vec![];
    for note in notes {
        chosen.extend(find(note, site, &named)?);
    }
    let mut others = outcome.findings.clone();
    others.retain(|finding| !chosen.iter().any(|chosen| chosen.has(finding)));
    outcome.findings.retain(|finding| chosen.iter().any(|chosen| chosen.has(finding)));
    Ok(not_shown(&others))
}

impl Chosen {
    fn has(&self, finding: &Finding) -> bool {
        let is_inside = |part: &Range<usize>| {
            let at = &finding.complete().at.range;
            part.start <= at.start && at.end <= part.end
        };
        self.file == finding.file() && self.part.as_ref().is_none_or(is_inside)
    }
}

/// All notes and people of a site.
fn named(files: &Files) -> Vec<Named<'_>> {
    let mut named = vec![];
    for path in files.paths() {
        let Some(file) = files.find(path) else { continue };
        let whole = |id| Named { id, path, chosen: Chosen { file, part: None } };
        if is_brief(path) {
            named.push(whole("brief"));
            named.extend(people(files, file));
        } else if let Some(id) = note_id(path) {
            named.push(whole(id));
        }
    }
    named
}

/// The id of a claim, source or page, by the path of its file.
fn note_id(path: &str) -> Option<&str> {
    let (folder, file) = path.strip_prefix("content/")?.split_once('/')?;
    let (stem, extension) = file.rsplit('/').next()?.rsplit_once('.')?;
    let is_note = match folder {
        "claims" => matches!(extension, "yaml" | "yml"),
        "sources" | "pages" => extension == "md",
        _ => false,
    };
    is_note.then_some(stem)
}

/// The people of brief.yaml, each with their entry.
fn people(files: &Files, brief: FileId) -> Vec<Named<'_>> {
    let text = files.text(brief);
    let places = Places::of_file(files, brief, &Skipped::default());
    let Some(tree) = places.tree() else {
        return vec![];
    };
    let entries = (0..).map(|i| FieldPath::top().key("people").index(i));
    let entries = entries.map_while(|entry| Some((tree.value(&entry)?, entry)));
    let people = entries.filter_map(|(part, entry)| {
        let id = &text[tree.value(&entry.key("id"))?];
        Some(Named { id: id.trim(), path: "", chosen: Chosen { file: brief, part: Some(part) } })
    });
    people.collect()
}

/// What a path or an id means: a path from the current folder, one from the site as findings give it, or else all that have the id.
fn find(note: &str, site: &Path, named: &[Named<'_>]) -> Result<Vec<Chosen>, Error> {
    let given = fs::canonicalize(note).ok();
    let name = note.rsplit(['/', '\\']).next().unwrap_or(note);
    let is_file = |named: &&Named<'_>| {
        let same_name = named.path.rsplit('/').next() == Some(name);
        same_name && given.is_some() && fs::canonicalize(site.join(named.path)).ok() == given
    };
    let by_path = named.iter().find(is_file);
    let by_path = by_path.or_else(|| named.iter().find(|named| !named.path.is_empty() && named.path == note));
    if let Some(named) = by_path {
        return Ok(vec![named.chosen.clone()]);
    }
    let by_id: Vec<Chosen> = named.iter().filter(|named| named.id == note).map(|named| named.chosen.clone()).collect();
    if by_id.is_empty() { Err(no_note(note, name, named)) } else { Ok(by_id) }
}

fn no_note(note: &str, name: &str, named: &[Named<'_>]) -> Error {
    let file = |named: &Named<'_>| named.path.rsplit('/').next().map(str::to_owned);
    let files: Vec<(String, &str)> = named.iter().filter_map(|named| Some((file(named)?, named.path))).collect();
    let near_file = did_you_mean(name, files.iter().map(|(file, _)| file.as_str()).filter(|file| !file.is_empty()));
    let near_path = near_file.and_then(|near| files.iter().find(|(file, _)| file == near)).map(|(_, path)| *path);
    let near_id = did_you_mean(note, named.iter().map(|named| named.id));
    let is_path = note.contains(['/', '\\', '.']);
    let meant = if is_path { near_path } else { near_id };
    let hint = meant.map_or_else(
        || "a note is a file in content/claims, content/sources or content/pages; its id is the file name; “brief” is brief.yaml, and people go by their id".to_owned(),
        question,
    );
    Error::refused(format!("there is no note “{note}”"), hint)
}

/// A line about the findings in other notes; empty if there are none.
fn not_shown(others: &Findings) -> String {
    let (errors, warnings, advice) = (others.errors(), others.warnings(), others.advice());
    let mut counts = vec![];
    if errors > 0 {
        counts.push(count(errors, "error", "errors"));
    }
    if warnings > 0 {
        counts.push(count(warnings, "warning", "warnings"));
    }
    if advice > 0 {
        counts.push(pieces_of_advice(advice));
    }
    if counts.is_empty() { String::new() } else { format!("not shown, in other files: {}\n", counts.join(", ")) }
}
