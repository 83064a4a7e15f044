//! The field `archive` of brief.yaml: files with what was checked before. Entry points: [`named`] reads the field, [`load`] the files.
//!
//! They are read by this stage, so that a build depends on nothing outside of the site's folder.

use std::path::{Component, Path as FilePath};
use std::sync::Arc;

use super::archive_file::{Problem, read};
use super::cache::{KeptArchive, LoadCache};
use super::fields::FieldReader;
use crate::analysis::checked::CheckArchive;
use crate::base::disk;
use crate::findings::{Code, Diagnostic, Findings};
use crate::model::{ArchiveFile, Brief};
use crate::notes::yaml::{OneOrMany, Path};

/// The folder of these files, relative to content/.
pub(super) const FOLDER: &str = "archive";
/// Maximum size of one of them, in bytes.
const LIMIT: u64 = 64 << 20;

/// Reads the field: the paths of the files. Whether they are there is for [`load`].
pub(super) fn named(fields: &mut FieldReader<'_>, given: Option<OneOrMany>) -> Vec<ArchiveFile> {
    let mut files: Vec<ArchiveFile> = vec![];
    for (index, written) in given.unwrap_or_default().0.into_iter().enumerate() {
        let at = fields.place(&Path::top().key("archive").index(index));
        let name = written.trim();
        let path = name.strip_prefix("content/").unwrap_or(name).to_owned();
        if !is_in_folder(&path) {
            let message = format!("“{name}” is not in content/archive");
            let finding = Diagnostic::new(Code::BadArchive, at, message).label("expected “archive/…”");
            fields.push(
                finding.hint("copy the file into content/archive, and write its path from there: archive/NAME.json"),
            );
        } else if files.iter().any(|other| other.path == path) {
            let finding = Diagnostic::new(Code::BadArchive, at, format!("“{name}” is listed twice"));
            fields.push(finding.label("already listed above").hint("remove one of the two"));
        } else {
            files.push(ArchiveFile { path, at });
        }
    }
    files
}

fn is_in_folder(path: &str) -> bool {
    let mut parts = FilePath::new(path).components();
    parts.next() == Some(Component::Normal(FOLDER.as_ref()))
        && parts.clone().next().is_some()
        && parts.all(|part| matches!(part, Component::Normal(_)))
        && !path.contains('\\')
}

/// The files that the brief names. What is wrong with one is reported at its name, unless the brief is an earlier version, whose places are
/// not those of the file.
pub(super) fn load(
    site: &FilePath,
    brief: Option<&Brief>,
    is_earlier: bool,
    cache: &mut LoadCache,
    findings: &mut Findings,
) -> Vec<Arc<CheckArchive>> {
    let Some(brief) = brief else {
        return vec![];
    };
    cache
        .archives
        .retain(|path, kept| kept.language == brief.language && brief.archive.iter().any(|file| file.path == *path));
    let mut archives = vec![];
    for file in &brief.archive {
        let kept = cache.archives.entry(file.path.clone()).or_insert_with(|| KeptArchive {
            language: brief.language.clone(),
            linked: is_linked(site, &file.path),
            read: opened(site, &file.path, brief.language.tag()).map(Arc::new),
        });
        match &kept.read {
            Ok(archive) => archives.push(Arc::clone(archive)),
            Err(problem) if !is_earlier => findings.push(finding(file, problem)),
            Err(_) => {}
        }
    }
    archives
}

/// Whether a part of the path is a symbolic link: what it leads to may change without any event here.
fn is_linked(site: &FilePath, path: &str) -> bool {
    let content = site.join("content");
    let below = FilePath::new(path).ancestors().filter(|part| !part.as_os_str().is_empty());
    below.map(|part| content.join(part)).chain([content.clone()]).any(|part| part.is_symlink())
}

fn opened(site: &FilePath, path: &str, language: &str) -> Result<CheckArchive, Problem> {
    let place = site.join("content").join(path);
    if !place.is_file() {
        return Err(Problem::Missing);
    }
    if !disk::is_inside(&place, site).unwrap_or(false) {
        return Err(Problem::Outside);
    }
    let bytes = disk::read(&place, LIMIT).map_err(|error| Problem::Unreadable(error.to_string()))?;
    let bytes = bytes.ok_or(Problem::TooLarge)?;
    read(&format!("content/{path}"), &bytes, language)
}

fn finding(file: &ArchiveFile, problem: &Problem) -> Diagnostic {
    let path = format!("content/{}", file.path);
    let [message, label, hint] = match problem {
        Problem::Missing => [
            format!("the archive {path} is not there"),
            "not found".to_owned(),
            "put the file there, correct the path, or remove this entry".to_owned(),
        ],
        Problem::Outside => [
            format!("{path} is a symbolic link that leads out of the site"),
            "not followed".to_owned(),
            "put the file itself in content/archive".to_owned(),
        ],
        Problem::Unreadable(error) => [
            format!("the archive {path} cannot be read: {error}"),
            "not readable".to_owned(),
            "check that you may open the file, or copy it there again".to_owned(),
        ],
        Problem::TooLarge => [
            format!("the archive {path} is longer than {} MiB", LIMIT >> 20),
            "too long".to_owned(),
            "split it, or keep the part that concerns your subject".to_owned(),
        ],
        Problem::NotJson(error) => [
            format!("the archive {path} is not JSON: {error}"),
            "cannot be parsed".to_owned(),
            "download the file again; a web page saved under this name is a common reason".to_owned(),
        ],
        Problem::WrongShape => [
            format!("the archive {path} has no claim that could be compared"),
            "expected claims.json, or a DataFeed of ClaimReviews".to_owned(),
            "use data/claims.json or data/claimreview-feed.json of another brief, or a DataFeed whose items are ClaimReviews with “claimReviewed”"
                .to_owned(),
        ],
    };
    Diagnostic::new(Code::BadArchive, file.at.clone(), message).label(label).hint(hint)
}
