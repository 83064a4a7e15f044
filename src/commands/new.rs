//! `citeback new`: creates a note in which every field is explained.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, NewKind, print};
use crate::editing::scaffold::{NoteRequest, new_note, today};
use crate::editing::schema::NoteKind;

pub(crate) fn new(args: cli::New) -> Result<ExitCode, Error> {
    let (kind, note, from) = match &args.kind {
        NewKind::Claim { note, from } => (NoteKind::Claim, note, from.as_deref()),
        NewKind::Source(note) => (NoteKind::Source, note, None),
        NewKind::Page(note) => (NoteKind::Page, note, None),
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
        NoteKind::Page | NoteKind::Brief | NoteKind::Desk => {
            "Give it a title and write it; “citeback check” shows what is missing."
        }
    };
    print(&format!("wrote {path}\n{next}\n"))?;
    Ok(ExitCode::SUCCESS)
}
