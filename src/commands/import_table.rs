//! `citeback import claims.csv`: notes from a table. Entry point: [`import_table`].

use std::path::Path;
use std::process::ExitCode;

use super::messages::{count, write_stderr};
use crate::base::error::Error;
use crate::cli::{self, print};
use crate::editing::table_import::{Note, RowFault, TableImport};

/// Maximum size of a table, in bytes.
const LIMIT: u64 = 8 << 20;

/// Whether a file is a table by its name.
pub(super) fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["csv", "tsv"].iter().any(|table| ending.eq_ignore_ascii_case(table)))
}

/// Shows what the columns are taken for; then writes a note for each row, or says what is wrong with them.
pub(super) fn import_table(args: &cli::Import) -> Result<ExitCode, Error> {
    let [path] = args.files.as_slice() else {
        let hint = "name no other file with it; to import tables as sources, whose cells can be quoted, add --source";
        return Err(Error::refused("a table of claims is imported by itself", hint));
    };
    let for_sources = args.id.is_some()
        || args.captured.is_some()
        || args.url.is_some()
        || !args.keep.is_empty()
        || args.version_of.is_some()
        || args.no_original;
    if for_sources {
        let message = "of the options, only --map, --dry-run and --site apply to a table of claims";
        let hint = "ids of the notes can be in a column “id”; to import the table as a source, whose cells can be quoted, add --source";
        return Err(Error::refused(message, hint));
    }
    let import = TableImport::prove(&args.site, &text(path)?, &args.map)?;
    // Where the table itself is broken, its columns are not known.
    if import.mapping.iter().any(|(_, field)| field.is_some()) {
        print(&mapping(path, &import))?;
    }
    if !import.faults.is_empty() {
        write_stderr(&faults(&import));
        return Ok(ExitCode::from(1));
    }
    if args.dry_run {
        for note in &import.notes {
            print(&format!("\n{}\n{}", line("would write", note), note.text))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    import.write(&args.site)?;
    let mut out = String::from("\n");
    for note in &import.notes {
        out.push_str(&line("wrote", note));
        out.push('\n');
    }
    let drafts = import.notes.iter().filter(|note| !note.lacks.is_empty()).count();
    let of_them = match drafts {
        0 => String::new(),
        1 => ", one of them a draft".to_owned(),
        _ => format!(", {drafts} of them drafts"),
    };
    out.push_str(&format!("imported {}{of_them}\n", count(import.notes.len(), "note", "notes")));
    out.push_str("Next: citeback check says what could be better\n");
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn text(path: &Path) -> Result<String, Error> {
    let bytes = crate::base::disk::read(path, LIMIT)?;
    let Some(bytes) = bytes else {
        let message = format!("{} is longer than {} MiB", path.display(), LIMIT >> 20);
        return Err(Error::refused(message, "split it into several tables"));
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("byte {} of {} is not UTF-8", at + 1, path.display());
        Error::refused(message, "save the table as CSV in UTF-8")
    })?;
    Ok(text.strip_prefix('\u{FEFF}').map_or(text.clone(), str::to_owned))
}

/// Each column with the field that it is taken for.
fn mapping(path: &Path, import: &TableImport) -> String {
    let width = import.mapping.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let mut out = format!("the columns of {}:\n", path.display());
    for (name, field) in &import.mapping {
        let gap = " ".repeat(width - name.chars().count());
        match field {
            Some(field) => out.push_str(&format!("  {name}{gap}  is {field}\n")),
            None => out.push_str(&format!(
                "  {name}{gap}  is not taken; to take it: --map \"{name}=FIELD\" or \"{name}=extra.NAME\"\n"
            )),
        }
    }
    out
}

fn line(done: &str, note: &Note) -> String {
    let draft = match note.lacks.as_slice() {
        [] => String::new(),
        [one] => format!(", a draft without {one}"),
        [others @ .., last] => format!(", a draft without {} and {last}", others.join(", ")),
    };
    format!("{done} {} from row {}{draft}", note.path, note.row)
}

fn faults(import: &TableImport) -> String {
    let mut out = String::new();
    for RowFault { row, column, message, hints } in &import.faults {
        let name = column.and_then(|column| Some((column, import.mapping.get(column)?)));
        let column = match name {
            Some((at, (name, _))) if name.is_empty() => format!(", column {}", at + 1),
            Some((_, (name, _))) => format!(", column “{name}”"),
            None => String::new(),
        };
        out.push_str(&format!("\nerror: row {row}{column}: {message}\n"));
        for hint in hints {
            out.push_str(&format!("  = help: {}\n", hint.replace('\n', "\n          ")));
        }
    }
    out + &format!("\nnothing was written: {}\n", count(import.faults.len(), "error", "errors"))
}
