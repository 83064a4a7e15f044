//! Where a desk is: [`DeskFolder`], and the briefs that it lists, [`briefs`].

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::brief_file::{DESK, find_brief};
use crate::base::disk::{self, Found, Listing, Walk};
use crate::base::error::Error;
use crate::base::files::Span;
use crate::findings::{Code, Diagnostic, Findings, did_you_mean, question};
use crate::model::{BriefPattern, Id, is_match};

/// The names in the published folder of a desk that no brief can have: folders of its own pages, and of those of any brief.
pub const TAKEN: [&str; 12] = [
    "cards",
    "claimants",
    "claims",
    "compare",
    "data",
    "embed",
    "pagefind",
    "pages",
    "people",
    "sources",
    "tags",
    "verdicts",
];

/// The folder of a desk, as seen from one of its briefs or from itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskFolder {
    pub root: PathBuf,
    /// The path of the brief below it, with `/` between folders; empty if it is seen from itself.
    pub brief: String,
    /// What leads from there to the folder: empty, or `../` for each folder.
    pub up: String,
}

impl DeskFolder {
    /// The nearest desk above the folder of a brief. Paths are as they are on disk, without symbolic links.
    pub fn above(site: &Path) -> Option<Self> {
        let site = fs::canonicalize(site).ok()?;
        let root = site.ancestors().skip(1).find(|folder| folder.join(DESK).is_file())?;
        let parts: Option<Vec<&str>> =
            site.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
        let parts = parts?;
        Some(DeskFolder { root: root.to_owned(), brief: parts.join("/"), up: "../".repeat(parts.len()) })
    }

    /// The desk in a folder, seen from itself.
    pub fn itself(root: &Path) -> Self {
        DeskFolder { root: root.to_owned(), brief: String::new(), up: String::new() }
    }

    /// The name of the brief that it is seen from.
    pub fn name(&self) -> &str {
        self.brief.rsplit('/').next().unwrap_or_default()
    }

    /// The part of a path that is below one of its folders.
    pub fn below<'p>(&self, folder: &str, path: &'p str) -> &'p str {
        let inside = path.strip_prefix(&self.up).and_then(|path| path.strip_prefix(folder));
        inside.map_or(path, |path| path.trim_start_matches('/'))
    }

    /// One of its files, with its path as findings give it.
    pub fn file(&self, path: &str) -> Found {
        let place = self.root.join(path);
        Found { linked: place.is_symlink(), path: place, relative: format!("{}{path}", self.up) }
    }

    /// The files in one of its folders, with their paths as findings give them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn files(&self, folder: &str, hidden: bool) -> Result<Listing, Error> {
        let mut listing = disk::walk(&self.root, Walk { folder, fence: folder, hidden })?;
        for found in &mut listing.files {
            found.relative.insert_str(0, &self.up);
        }
        for (path, _) in &mut listing.passed_over {
            path.insert_str(0, &self.up);
        }
        Ok(listing)
    }
}

/// A brief of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskBrief {
    /// The name of its folder, which is in its address.
    pub name: Id,
    /// Its folder relative to the desk, with `/` between folders.
    pub path: String,
    /// Where desk.yaml lists it.
    pub at: Span,
}

/// The briefs that the patterns of a desk stand for, sorted by name. What is wrong with one goes to `findings`.
///
/// # Errors
/// When a folder cannot be read.
pub fn briefs(root: &Path, patterns: &[BriefPattern], findings: &mut Findings) -> Result<Vec<DeskBrief>, Error> {
    let mut briefs: BTreeMap<Id, DeskBrief> = BTreeMap::new();
    for pattern in patterns {
        let mut paths = vec![];
        matching(root, String::new(), &pattern.parts, &mut paths)?;
        paths.retain(|path| find_brief(&root.join(path)).is_some());
        if paths.is_empty() {
            findings.push(none_found(root, pattern)?);
        }
        for path in paths {
            if !disk::is_inside(&root.join(&path), root)? {
                let message = format!("{path} is a symbolic link that leads out of the desk");
                findings.push(bad(pattern, message).hint("put the folder itself there"));
                continue;
            }
            let folder = path.rsplit('/').next().unwrap_or(&path);
            let Some(name) = Id::new(folder).filter(|name| !TAKEN.contains(&name.as_str())) else {
                findings.push(no_name(pattern, &path, folder));
                continue;
            };
            match briefs.get(&name) {
                // Two patterns may stand for the same folder.
                Some(other) if other.path == path => {}
                Some(other) => {
                    let message = format!("there are two briefs of the name “{name}”: {} and {path}", other.path);
                    let finding = bad(pattern, message).label("would have the same address");
                    findings.push(finding.hint("the name of a brief is that of its folder: rename one of the two"));
                }
                None => drop(briefs.insert(name.clone(), DeskBrief { name, path, at: pattern.at.clone() })),
            }
        }
    }
    Ok(briefs.into_values().collect())
}

/// The folders below `folder` that the parts of a pattern stand for, sorted.
fn matching(root: &Path, folder: String, parts: &[String], found: &mut Vec<String>) -> Result<(), Error> {
    let Some((part, rest)) = parts.split_first() else {
        found.push(folder);
        return Ok(());
    };
    let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    if !part.contains('*') {
        let path = below(part);
        return if root.join(&path).is_dir() { matching(root, path, rest, found) } else { Ok(()) };
    }
    for name in disk::names(root, &folder)?.iter().filter_map(|name| name.strip_suffix('/')) {
        if is_match(part, name) {
            matching(root, below(name), rest, found)?;
        }
    }
    Ok(())
}

fn bad(pattern: &BriefPattern, message: String) -> Diagnostic {
    Diagnostic::new(Code::BadBrief, pattern.at.clone(), message)
}

fn none_found(root: &Path, pattern: &BriefPattern) -> Result<Diagnostic, Error> {
    let written = pattern.parts.join("/");
    if pattern.is_glob() {
        let finding = bad(pattern, format!("“{written}” stands for no brief")).label("no folder with a brief");
        return Ok(finding.hint("a brief is a folder with content/brief.yaml: citeback init briefs/my-brief"));
    }
    if root.join(&written).is_dir() {
        let finding = bad(pattern, format!("there is no brief in {written}")).label("has no content/brief.yaml");
        return Ok(finding.hint("write the path of the folder that has the folder “content”"));
    }
    let (folder, name) = written.rsplit_once('/').unwrap_or(("", &written));
    let names = if root.join(folder).is_dir() { disk::names(root, folder)? } else { vec![] };
    let near = did_you_mean(name, names.iter().filter_map(|name| name.strip_suffix('/')));
    let meant =
        near.map(|near| question(&if folder.is_empty() { near.to_owned() } else { format!("{folder}/{near}") }));
    let finding = bad(pattern, format!("there is no folder {written}")).label("not found").maybe_hint(meant);
    Ok(finding.hint("write the path from the folder of desk.yaml, or remove this entry"))
}

fn no_name(pattern: &BriefPattern, path: &str, folder: &str) -> Diagnostic {
    if TAKEN.contains(&folder) {
        let finding = bad(pattern, format!("the folder {path} has a name that no brief can have"));
        return finding.label("the desk publishes files there").hint("rename the folder: its name is in the address");
    }
    let finding = bad(pattern, format!("the folder {path} has a name that cannot be in an address"));
    let suggestion = Id::suggestion(folder).map(|name| format!("rename the folder to {name}"));
    finding.hint("a name consists of lower-case letters a to z, digits, and single hyphens").maybe_hint(suggestion)
}
