//! `citeback seal`: records the SHA-256 of the text of each source, so that later changes are detected. Entry point: [`seal`].

use std::process::ExitCode;

use crate::base::disk::{self, Replaced};
use crate::base::error::Error;
use crate::base::files::Files;
use crate::build::load::{Content, DeskFolder};
use crate::build::project::Project;
use crate::cli::{Seal, print};
use crate::editing::review::sealed;
use crate::findings::{did_you_mean, question};
use crate::model::Source;

/// The outcome for one source.
enum Sealed {
    Unchanged,
    Again,
    First,
    /// With the reason.
    Refused(String),
}

pub(super) fn seal(args: Seal) -> Result<ExitCode, Error> {
    let Project { files, content, .. } = Project::open(&args.site)?;
    let wanted = wanted(&args, &content)?;
    let mut failed = false;
    for source in wanted {
        let (id, path) = (&source.id, files.path(source.file));
        let line = match seal_one(&args, &files, source)? {
            Sealed::Unchanged => format!("{id}: the seal is correct, nothing to do\n"),
            Sealed::First => format!("{id}: sealed in {path}\n"),
            Sealed::Again => format!("{id}: sealed again in {path}; the text had changed\n"),
            Sealed::Refused(reason) => {
                failed = true;
                format!("{id}: not sealed: {reason}\n")
            }
        };
        print(&line)?;
    }
    for id in content.unread.sources.keys().filter(|_| args.ids.is_empty()) {
        failed = true;
        print(&format!("{id}: not sealed: the file cannot be read; run citeback check to see what is wrong\n"))?;
    }
    Ok(ExitCode::from(u8::from(failed)))
}

/// The requested sources, or all of the site's own, sorted by id.
fn wanted<'c>(args: &Seal, content: &'c Content) -> Result<Vec<&'c Source>, Error> {
    let mut all: Vec<&Source> = content.sources.iter().map(|note| note.value.as_ref()).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    if args.ids.is_empty() {
        all.retain(|source| !source.is_shared);
        return Ok(all);
    }
    let mut wanted = vec![];
    for id in &args.ids {
        let Some(source) = all.iter().find(|source| source.id.as_str() == id) else {
            let hint = match did_you_mean(id, all.iter().map(|source| source.id.as_str())) {
                _ if content.unread.sources.contains_key(id) => "run citeback check to see what is wrong".to_owned(),
                Some(meant) => question(meant),
                None => "the id of a source is the name of its file in content/sources, without .md".to_owned(),
            };
            return Err(Error::refused(format!("there is no source “{id}” that can be read"), hint));
        };
        wanted.push(*source);
    }
    Ok(wanted)
}

fn seal_one(args: &Seal, files: &Files, source: &Source) -> Result<Sealed, Error> {
    let text = files.text(source.file);
    let sealed = match sealed(text) {
        Ok(sealed) => sealed,
        Err(error) => return Ok(Sealed::Refused(error.to_string())),
    };
    if sealed.text == *text {
        return Ok(Sealed::Unchanged);
    }
    // A source named by its id is sealed again even if its text has changed. Without ids, such a change must not be accepted unseen.
    let is_named = !args.ids.is_empty();
    if !is_named && sealed.former.is_some() {
        let id = &source.id;
        return Ok(Sealed::Refused(format!(
            "its text has changed since it was sealed; if the change is intended, run citeback seal {id}"
        )));
    }
    let path = files.path(source.file);
    let (folder, path) = match DeskFolder::above(&args.site).filter(|_| source.is_shared) {
        Some(desk) => (desk.root, path.strip_prefix(&desk.up).unwrap_or(path)),
        None => (args.site.to_path_buf(), path),
    };
    match disk::replace(&folder, path, text.as_bytes(), sealed.text.as_bytes())? {
        Replaced::Changed => {
            Ok(Sealed::Refused("the file has changed in the meantime; run the command again".to_owned()))
        }
        Replaced::Done if sealed.former.is_some() => Ok(Sealed::Again),
        Replaced::Done => Ok(Sealed::First),
    }
}
