//! What else changes on a desk when an id of one of its briefs changes: links to its claim in other briefs, and references to a source of the
//! desk. Entry point: [`rename_on_desk`], which changes nothing on disk.

use std::fs;
use std::path::{Path, PathBuf};

use super::rename::{ChangedFile, Rename, Renameable, Scope, rename, rename_elsewhere};
use crate::base::disk::{self, Walk};
use crate::base::error::Error;
use crate::build::load::{DeskFolder, brief_places};
use crate::build::project::Project;

/// Longer notes are not read, by the build either.
const LIMIT: u64 = 8 << 20;

/// Prepares the rename of what has the id `old` in the brief of a project in the folder `site`, with all that names it in other briefs of its
/// desk. Returns the folder that the paths of the rename are relative to: that of the desk, or the site if it is on none.
///
/// # Errors
/// As [`rename`](super::rename::rename()), also for the other briefs.
pub fn rename_on_desk(
    (site, project): (&Path, &Project),
    kind: Renameable,
    old: &str,
    new: &str,
) -> Result<(PathBuf, Rename), Error> {
    let own = rename(&Scope::of(project), kind, old, new)?;
    let desk = project.content.desk.as_ref().and_then(|_| DeskFolder::above(site));
    let Some(desk) = desk else {
        return Ok((site.to_owned(), own));
    };
    let is_shared = own.moved.first().is_some_and(|(from, _)| from.starts_with("../"));
    let mut all = below(own, &desk.brief);
    let named = match kind {
        Renameable::Claim => Some((format!("{}/{old}", desk.name()), format!("{}/{new}", desk.name()))),
        Renameable::Source if is_shared => Some((old.to_owned(), new.to_owned())),
        Renameable::Source | Renameable::Person => None,
    };
    if let Some((old, new)) = named {
        let here = fs::canonicalize(site).map_err(Error::io("open", site))?;
        for folder in brief_places(&desk.root)?.briefs.into_iter().filter(|folder| *folder != here) {
            if mentions(&folder, &old)? {
                let path = folder.strip_prefix(&desk.root).unwrap_or(&folder);
                let path = path.to_string_lossy().replace('\\', "/");
                let other = Project::open(&folder).map_err(|error| in_brief(&path, &error))?;
                let changed = rename_elsewhere(&Scope::of(&other), kind, (&old, &new));
                let changed = changed.map_err(|error| in_brief(&path, &error))?;
                for file in below(Rename { changed, moved: vec![] }, &path).changed {
                    // What several briefs share is changed once.
                    if all.changed.iter().all(|known| known.path != file.path) {
                        all.changed.push(file);
                    }
                }
            }
        }
        all.changed.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok((desk.root, all))
}

/// The same rename with paths from the folder around, of which the site is at a path below.
fn below(mut rename: Rename, path: &str) -> Rename {
    let from_around = |file: &str| {
        let mut parts: Vec<&str> = path.split('/').collect();
        for part in file.split('/') {
            match part {
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        parts.join("/")
    };
    for ChangedFile { path, .. } in &mut rename.changed {
        *path = from_around(path);
    }
    rename.moved = rename.moved.iter().map(|(from, to)| (from_around(from), from_around(to))).collect();
    rename
}

/// Whether a note of a brief may name an id. Letters can be escaped.
fn mentions(brief: &Path, id: &str) -> Result<bool, Error> {
    for found in disk::walk(brief, Walk { folder: "content", fence: "content", hidden: false })?.files {
        if found.path.extension().is_some_and(|ending| ["md", "yaml", "yml"].iter().any(|known| ending == *known)) {
            let bytes = disk::read(&found.path, LIMIT)?.unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            // A brief without the letters of the id has no link to it, unless they are escaped, which a link that is checked never is.
            if text.contains(id) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn in_brief(path: &str, error: &Error) -> Error {
    Error::refused(format!("in {path}: {error}"), "nothing was renamed")
}
