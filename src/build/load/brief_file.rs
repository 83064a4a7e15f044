//! The file that describes the brief. Its possible names are defined only here.

use std::path::Path;
use std::sync::Arc;

use super::cache::LoadCache;
use crate::base::error::Error;
use crate::base::files::{FileId, Files};
use crate::findings::{Code, Diagnostic, Findings};

/// The usual file that describes a brief, relative to the site.
pub const BRIEF: &str = "content/brief.yaml";
/// The file that describes a desk of several briefs, relative to its folder.
pub const DESK: &str = "desk.yaml";
/// All names that it may have; the first that exists is used.
const NAMES: [&str; 2] = [BRIEF, "content/brief.yml"];

/// The file that describes the brief, relative to the site; `None` if there is no site.
pub fn find_brief(site: &Path) -> Option<&'static str> {
    NAMES.into_iter().find(|path| site.join(path).is_file())
}

/// Like [`find_brief`].
///
/// # Errors
/// If there is none.
pub fn brief_path(site: &Path) -> Result<&'static str, Error> {
    find_brief(site).ok_or_else(|| {
        let hint = if site.join(DESK).is_file() {
            "this is a desk, and the command works on one brief: name its folder with --site"
        } else {
            "run citeback in the folder of a site or below it, or specify the folder with --site"
        };
        Error::refused(format!("there is no {BRIEF} in {}", site.display()), hint)
    })
}

/// Whether a path relative to a site is one of these files.
pub fn is_brief(path: &str) -> bool {
    NAMES.contains(&path)
}

/// The brief among the files of a run.
pub fn brief_in(files: &Files) -> Option<FileId> {
    NAMES.iter().find_map(|path| files.find(path))
}

/// Reports a brief that is gone as an error in its file, if the cache keeps its last version. Otherwise nothing of the site would be read
/// until it is back, and what no longer holds would go on being shown.
pub(super) fn report_missing(cache: &mut LoadCache, findings: &mut Findings) -> Option<FileId> {
    cache.last_brief.as_ref()?;
    let path = cache.files.path(brief_in(&cache.files)?).to_owned();
    let file = Arc::make_mut(&mut cache.files).add_empty(&path);
    findings.push(
        Diagnostic::of_file(Code::MissingField, file, format!("there is no {path}"))
            .hint("put the file back; until then, pages follow its last version without errors"),
    );
    Some(file)
}
