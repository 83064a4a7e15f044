//! Creates a small working site ([`init`]) or desk ([`init_desk`]), notes in which every field is explained ([`new_note()`]), drafts of claims ([`new_draft`]), and
//! workflow files ([`Ci`]).

mod ci;
mod draft;
mod new_note;
mod note_template;

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use ci::Ci;
pub use draft::{DraftRequest, new_draft};
pub use new_note::{NoteRequest, new_note};

use crate::base::disk;
use crate::base::error::Error;
use crate::build::load::{BRIEF, DESK};
use crate::build::project::Project;
use crate::editing::schema;

/// The files of a new site, by their paths in it.
const STARTER: [(&str, &str); 7] = [
    (BRIEF, include_str!("starter/brief.yaml")),
    ("content/sources/clock-notice.md", include_str!("starter/source.md")),
    ("content/claims/clock-six-weeks.yaml", include_str!("starter/claim.yaml")),
    ("content/pages/methodology.md", include_str!("starter/methodology.md")),
    (".vscode/settings.json", include_str!("starter/settings.json")),
    (".vscode/extensions.json", include_str!("starter/extensions.json")),
    (".gitignore", include_str!("starter/gitignore")),
];

/// The files of a new desk with one brief.
const DESK_STARTER: [(&str, &str); 8] = [
    (DESK, include_str!("starter/desk.yaml")),
    ("sources/clock-notice.md", include_str!("starter/source.md")),
    ("briefs/clock/content/brief.yaml", include_str!("starter/desk-brief.yaml")),
    ("briefs/clock/content/claims/clock-six-weeks.yaml", include_str!("starter/claim.yaml")),
    ("briefs/clock/content/pages/methodology.md", include_str!("starter/methodology.md")),
    (".vscode/settings.json", include_str!("starter/desk-settings.json")),
    (".vscode/extensions.json", include_str!("starter/extensions.json")),
    (".gitignore", include_str!("starter/gitignore")),
];

/// Creates a site in `folder`, which need not exist. Returns the paths that were written, relative to it.
///
/// # Errors
/// If the folder already has a site or one of the files; then nothing is written. If a file cannot be written; then those written before it
/// are removed.
pub fn init(folder: &Path) -> Result<Vec<&'static str>, Error> {
    let written = create(folder, &STARTER)?;
    update_schemas(folder)?;
    Ok(written)
}

/// Creates a desk in `folder`, with one brief. Returns the paths that were written, relative to it.
///
/// # Errors
/// As [`init`].
pub fn init_desk(folder: &Path) -> Result<Vec<&'static str>, Error> {
    let written = create(folder, &DESK_STARTER)?;
    update_schemas(&folder.join("briefs/clock"))?;
    // As for a site: a desk works without.
    let _ = schema::update_desk(folder);
    Ok(written)
}

/// A new site works without schemas, and check writes them, too.
fn update_schemas(site: &Path) -> Result<(), Error> {
    if let Some(project) = Project::read(site)? {
        let _ = schema::update(site, &project.names());
    }
    Ok(())
}

fn create(folder: &Path, files: &[(&'static str, &str)]) -> Result<Vec<&'static str>, Error> {
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let taken = ["content", DESK].into_iter().chain(paths.iter().copied().filter(|path| !path.starts_with("content/")));
    let mut existing: Vec<&str> = taken.filter(|path| folder.join(path).symlink_metadata().is_ok()).collect();
    existing.dedup();
    if !existing.is_empty() {
        return Err(Error::refused(
            format!("{} is not empty enough for a new site: it has {}", folder.display(), existing.join(", ")),
            "nothing was written; move these away, or choose another folder: citeback init my-site",
        ));
    }
    fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    for (done, (path, text)) in files.iter().enumerate() {
        if let Err(error) = disk::create(folder, path, text.as_bytes()) {
            undo(folder, &paths, done);
            return Err(error);
        }
    }
    Ok(paths)
}

/// The current date in UTC, as notes write it. The clock is read only for new notes, so an editor sees the date before it is published.
pub fn today() -> String {
    Timestamp::now().to_zoned(TimeZone::UTC).date().to_string()
}

/// Removes the first `written` files of the starter, and folders that are then empty. Failures are ignored: the error that led here is
/// reported.
fn undo(folder: &Path, paths: &[&str], written: usize) {
    for (i, path) in paths.iter().enumerate().rev() {
        if i < written {
            let _ = fs::remove_file(folder.join(path));
        }
        for inside in Path::new(path).ancestors().skip(1).filter(|inside| !inside.as_os_str().is_empty()) {
            let _ = fs::remove_dir(folder.join(inside));
        }
    }
}
