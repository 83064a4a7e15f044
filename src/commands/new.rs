//! `citeback new`: starts a note in which every field is explained.

use std::process::ExitCode;

use crate::base::error::Error;
use crate::cli::{self, NewKind, print};
use crate::editing::scaffold::{Order, new_note, today};
use crate::editing::schema::Kind;

pub(crate) fn new(args: cli::New) -> Result<ExitCode, Error> {
    let (kind, note, from) = match &args.kind {
        NewKind::Claim { note, from } => (Kind::Claim, note, from.as_deref()),
        NewKind::Source(note) => (Kind::Source, note, None),
        NewKind::Page(note) => (Kind::Page, note, None),
    };
    let today = today();
    let title = note.title.as_deref();
    let order = Order { kind, id: &note.id, title, claim: None, from, passage: None, today: &today };
    let path = new_note(&note.site, &order)?;
    let next = match kind {
        Kind::Claim => {
            "Fill in what stands empty; “citeback check” says what is left. It is a draft until you change its status."
        }
        Kind::Source => "Give it a title and put the words of the article below; “citeback check” says what is left.",
        Kind::Page | Kind::Brief => "Give it a title and write it; “citeback check” says what is left.",
    };
    print(&format!("wrote {path}\n{next}\n"))?;
    Ok(ExitCode::SUCCESS)
}
