//! Claim notes from a table, a note for each row: [`TableImport::prove`] makes them and proves all of them, [`TableImport::write`] writes them.

mod columns;
mod notes;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::base::disk::{self, Walk};
use crate::base::error::Error;
use crate::base::files::FileId;
use crate::base::table::{Table, TableFault, TableFaultKind};
use crate::build::load::{LoadCache, load_again, stem};
use crate::build::project::Project;
use crate::build::resolve::resolve;
use crate::findings::{Findings, Severity};
use crate::model::{Embargoes, Options};
use columns::{Columns, Field};
use notes::Rows;
pub use notes::{Note, RowFault};

const FOLDER: &str = "content/claims";

/// A table of claims, and what becomes of it.
#[derive(Debug)]
pub struct TableImport {
    /// Each column with the field that it is; `None` if it is not taken.
    pub mapping: Vec<(String, Option<String>)>,
    /// A note for each row, in their order.
    pub notes: Vec<Note>,
    /// What is wrong, by row. Nothing may be written then.
    pub faults: Vec<RowFault>,
}

impl TableImport {
    /// Makes the notes of a table, and checks them as they would be in the site. `given` says which columns are which fields.
    ///
    /// # Errors
    /// If the columns cannot be told, the site has no usable brief, or a file cannot be read.
    pub fn prove(site: &Path, text: &str, given: &[String]) -> Result<TableImport, Error> {
        let project = Project::open(site)?;
        let table = Table::read(text);
        let names = || table.header.iter().map(|cell| cell.text.clone());
        let columns = Columns::of(&table, given);
        // Faults are those of a table of claims, which this one may not be.
        let is_claim = |columns: &Columns| columns.position(&Field::One("claim")).is_some();
        let has_claims = table.header.is_empty() || columns.as_ref().map_or(true, is_claim);
        if !table.faults.is_empty() && has_claims {
            let faults = table.faults.iter().map(|fault| of_table(&table, text, fault)).collect();
            return Ok(TableImport { mapping: names().map(|name| (name, None)).collect(), notes: vec![], faults });
        }
        let columns = columns.map_err(|(message, hint)| Error::refused(message, hint))?;
        if !has_claims {
            let message = "no column is the claim";
            let hint = "say which one it is: --map \"Column=claim\"; if the table is a document to quote from, import it as a source: --source";
            return Err(Error::refused(message, hint));
        }
        let mapping = names().zip(columns.fields.iter().map(|field| field.as_ref().map(Field::name))).collect();
        let mut import = TableImport { mapping, notes: vec![], faults: vec![] };
        let (brief, taken, made) = (&project.content.brief, taken(site)?, BTreeSet::new());
        let mut rows = Rows { table: &table, columns: &columns, brief, taken, made };
        for row in &table.rows {
            let (note, fault) = rows.note(row);
            import.notes.extend(note);
            import.faults.extend(fault);
        }
        import.faults.extend(faults_in_notes(site, &import.notes)?);
        import.faults.sort_by_key(|fault| (fault.row, fault.column));
        Ok(import)
    }

    /// Writes the notes.
    ///
    /// # Errors
    /// If one cannot be written; those before it have been.
    pub fn write(&self, site: &Path) -> Result<(), Error> {
        self.notes.iter().try_for_each(|note| disk::create(site, &note.path, note.text.as_bytes()))
    }
}

/// The ids that claims of the site have.
fn taken(site: &Path) -> Result<BTreeSet<String>, Error> {
    let listing = disk::walk(site, Walk { folder: FOLDER, fence: "content", hidden: false })?;
    Ok(listing.files.iter().map(|found| stem(&found.relative).to_owned()).collect())
}

/// The errors that the notes would have in the site.
fn faults_in_notes(site: &Path, notes: &[Note]) -> Result<Vec<RowFault>, Error> {
    let mut cache = LoadCache::default();
    for note in notes {
        cache.set_unsaved(site, &note.path, Some(&note.text));
    }
    let mut findings = Findings::default();
    let Some(content) = load_again(site, &mut cache, &mut findings)? else { return Ok(vec![]) };
    let of_file: BTreeMap<FileId, &Note> =
        notes.iter().filter_map(|note| Some((content.files.find(&note.path)?, note))).collect();
    let files = std::sync::Arc::clone(&content.files);
    let options = Options { drafts: true, embargoes: Embargoes::None, ..Options::default() };
    resolve(content, &options, &mut findings);
    let found = findings.into_sorted(&files).open;
    let errors = found.iter().filter(|finding| finding.severity() == Severity::Error);
    let fault = |note: &Note, finding: &crate::findings::Diagnostic| {
        // A table has no lines to mark, so a label is shown only where nothing else says how to put it right.
        let message = match finding.label.as_str() {
            "" => finding.message.clone(),
            _ if !finding.hints.is_empty() => finding.message.clone(),
            label => format!("{}: {label}", finding.message),
        };
        RowFault {
            row: note.row,
            column: note.column(&finding.at.range),
            message,
            hints: finding.hints.iter().map(|hint| in_a_table(hint)).collect(),
        }
    };
    Ok(errors.filter_map(|finding| of_file.get(&finding.at.file).map(|note| fault(note, finding))).collect())
}

/// A hint about a note as one about a table: what is a line there is a column here.
fn in_a_table(hint: &str) -> String {
    let line = hint.strip_prefix("add a line “").and_then(|rest| rest.strip_suffix(": …”"));
    line.map_or_else(|| hint.to_owned(), |field| format!("write it into a column “{field}”"))
}

/// What is wrong with the table itself.
fn of_table(table: &Table, text: &str, fault: &TableFault) -> RowFault {
    let at = fault.at.start;
    let cell = |row: &crate::base::table::Row| row.cells.iter().rposition(|cell| cell.at.start <= at);
    let row = table.rows.iter().find(|row| row.at.start <= at && at <= row.at.end);
    let column = row.map_or_else(|| table.header.iter().rposition(|cell| cell.at.start <= at), cell);
    let (message, hint) = match &fault.kind {
        TableFaultKind::Empty => {
            ("the table is empty".to_owned(), "its first row names the columns, separated by commas")
        }
        TableFaultKind::NoName => ("this column has no name".to_owned(), "name it, or delete it from every row"),
        TableFaultKind::NameTwice { name, .. } => {
            (format!("the column “{name}” occurs twice"), "give each column its own name")
        }
        TableFaultKind::Uneven { found, expected } => (
            format!("this row has {found} values, and the first row names {expected}"),
            "put a value that has a separator in it into quotation marks",
        ),
        TableFaultKind::Open => {
            ("a quotation mark is never closed".to_owned(), "write a quotation mark inside a value twice: \"\"")
        }
        TableFaultKind::AfterQuotation => {
            let lost = &text[fault.at.clone()];
            (
                format!("“{lost}” is after the quotation mark that ends the value"),
                "write a quotation mark inside a value twice: \"\"",
            )
        }
    };
    let column =
        column.filter(|column| *column < table.header.len() && !matches!(fault.kind, TableFaultKind::Uneven { .. }));
    RowFault { row: row.map_or(1, |row| row.number), column, message, hints: vec![hint.to_owned()] }
}
