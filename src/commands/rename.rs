//! `citeback rename`: gives a claim, a source or a person another id, in all files or in none, also in other briefs of its desk. Entry
//! point: [`rename`].

use std::path::Path;
use std::process::ExitCode;

use super::messages::{count, wants_colour};
use crate::base::disk::{self, Replaced};
use crate::base::error::Error;
use crate::build::project::Project;
use crate::cli::{self, RenameKind, print};
use crate::editing::desk_rename::rename_on_desk;
use crate::editing::rename::{ChangedFile, Rename, Renameable};
use crate::report;

pub(crate) fn rename(args: cli::Rename) -> Result<ExitCode, Error> {
    let (kind, ids) = match args.kind {
        RenameKind::Claim(ids) => (Renameable::Claim, ids),
        RenameKind::Source(ids) => (Renameable::Source, ids),
        RenameKind::Person(ids) => (Renameable::Person, ids),
    };
    let project = Project::open(&ids.site)?;
    let (root, rename) = rename_on_desk((&ids.site, &project), kind, &ids.old, &ids.new)?;
    if ids.dry_run {
        let title = format!("“{}” becomes “{}”; the old address leads to the new one", ids.old, ids.new);
        for ChangedFile { path, old, new, .. } in &rename.changed {
            print(&format!("{}\n", report::diff(path, &title, (old, new), wants_colour())))?;
        }
        for (from, to) in &rename.moved {
            print(&format!("{from} would become {to}\n"))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    write(&root, &rename)?;
    let references: usize = rename.changed.iter().map(|file| file.references).sum();
    let files = rename.changed.iter().filter(|file| file.references > 0).count();
    let (references, files) = (count(references, "reference", "references"), count(files, "file", "files"));
    let moved: Vec<String> = rename.moved.iter().map(|(from, to)| format!("{from} is now {to}")).collect();
    let what = if moved.is_empty() { format!("“{}” is now “{}”", ids.old, ids.new) } else { moved.join("\n") };
    print(&format!("{what}\nchanged {references} in {files}; the old address leads to the new one\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes all files, or none.
fn write(site: &Path, rename: &Rename) -> Result<(), Error> {
    let mut written: Vec<&ChangedFile> = vec![];
    for file in &rename.changed {
        match disk::replace(site, &file.path, file.old.as_bytes(), file.new.as_bytes()) {
            Ok(Replaced::Done) => written.push(file),
            Ok(Replaced::Changed) => {
                let message = format!("{} was changed by another program in the meantime", file.path);
                return Err(undone(site, &written, &Error::refused(message, "")));
            }
            Err(error) => return Err(undone(site, &written, &error)),
        }
    }
    for (i, (from, to)) in rename.moved.iter().enumerate() {
        if let Err(error) = disk::rename(site, from, to) {
            // What cannot be moved back is as good under either name as what is changed back.
            rename.moved[..i].iter().for_each(|(from, to)| drop(disk::rename(site, to, from)));
            return Err(undone(site, &written, &error));
        }
    }
    Ok(())
}

/// Restores what was written. The error says so, and names the files that could not be restored.
fn undone(site: &Path, written: &[&ChangedFile], error: &Error) -> Error {
    let restore = |file: &ChangedFile| disk::replace(site, &file.path, file.new.as_bytes(), file.old.as_bytes());
    let left = written.iter().filter(|file| !matches!(restore(file), Ok(Replaced::Done)));
    let left: Vec<&str> = left.map(|file| file.path.as_str()).collect();
    let hint = match left.as_slice() {
        [] => "nothing was renamed".to_owned(),
        left => format!("these files have the new id already, change them back by hand: {}", left.join(", ")),
    };
    Error::refused(error.to_string(), hint)
}
