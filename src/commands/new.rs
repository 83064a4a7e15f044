//! `citeback new`: creates a note in which every field is explained, or a translation with the texts to translate.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::build::project::Project;
use crate::cli::{self, NewKind, SiteFolder, print};
use crate::editing::scaffold::{NoteRequest, new_note, today};
use crate::editing::schema::NoteKind;
use crate::editing::translating::{Translatable, new_translation};

pub(crate) fn new(args: cli::New) -> Result<ExitCode, Error> {
    let (kind, note, from) = match &args.kind {
        NewKind::Claim { note, language: Some(tag), .. } => {
            return translation(&note.site, Translatable::Claim(&note.id), tag);
        }
        NewKind::Page { note, language: Some(tag) } => {
            return translation(&note.site, Translatable::Page(&note.id), tag);
        }
        NewKind::Brief { language, site } => return translation(site, Translatable::Brief, language),
        NewKind::Claim { note, from, .. } => (NoteKind::Claim, note, from.as_deref()),
        NewKind::Source(note) => (NoteKind::Source, note, None),
        NewKind::Page { note, .. } => (NoteKind::Page, note, None),
    };
    let today = today();
    let title = note.title.as_deref();
    let request = NoteRequest { kind, id: &note.id, title, from, today: &today };
    let path = new_note(&note.site, &request)?;
    let next = match kind {
        NoteKind::Claim => {
            "Fill in the empty fields. The note is a draft until you change its status; then “citeback check” shows what is missing."
        }
        NoteKind::Source => {
            "Give it a title and paste the text of the article below; “citeback check” shows what is missing."
        }
        _ => "Give it a title and write it; “citeback check” shows what is missing.",
    };
    print(&format!("wrote {path}\n{next}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn translation(site: &SiteFolder, what: Translatable<'_>, tag: &str) -> Result<ExitCode, Error> {
    let path = new_translation(site, &Project::open(site)?.content, what, tag)?;
    let next = "Translate the text above each field into it; what stays empty is not translated. “citeback check” shows what is missing.";
    print(&format!("wrote {path}\n{next}\n"))?;
    Ok(ExitCode::SUCCESS)
}
