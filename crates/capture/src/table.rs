//! Imports a table (CSV, RFC 4180, or with tabs) as a source: [`import`]. Its first row becomes the head of a table in Markdown.

use std::collections::BTreeMap;

use super::block::{Block, Inline};
use super::metadata::Metadata;
use super::note::write_note;
use super::types::{ImportError, ImportOptions, Imported};
use super::verify::write_verified;
use citeback_content::base::table::{Cell, Table, TableFaultKind};
use citeback_content::model::Kind;

/// What a reader can still look through on one page.
const MAX_ROWS: usize = 5_000;
const MAX_COLUMNS: usize = 200;
const MAX_CELLS: usize = 50_000;
const SMALLER: &str = "delete the rows and columns that no claim needs from a copy, keep its first row, and import the copy; then write \
                       “extent: excerpt” into the source";
/// How many lines are looked at to tell what is between the cells.
const SAMPLE: usize = 20;
/// How many rows a remark names.
const MAX_NAMED: usize = 10;

/// `separator` is what the file's name says about what is between the cells.
pub(super) fn import(text: &str, separator: Option<u8>, options: &ImportOptions<'_>) -> Result<Imported, ImportError> {
    let (stated, text) = stated_separator(text);
    let separator = stated.or(separator).unwrap_or_else(|| likely_separator(text));
    check_width(text, separator)?;
    let table = Table::read_separated(text, separator);
    check_faults(&table)?;
    let rows: Vec<(usize, &[Cell])> = std::iter::once((1, &table.header[..]))
        .chain(table.rows.iter().map(|row| (row.number, &row.cells[..])))
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.text.is_empty()))
        .collect();
    if rows.is_empty() {
        return Err(ImportError::new(
            "it is a table without any words",
            "save the table again from its program as CSV",
        ));
    }
    check_length(&rows)?;
    let blocks =
        [Block::Table(rows.iter().map(|(_, cells)| cells.iter().map(|cell| inlines(&cell.text)).collect()).collect())];
    let words = rows.iter().flat_map(|(_, cells)| *cells).flat_map(|cell| cell.text.chars().filter(|c| is_kept(*c)));
    let expected: String = words.filter(|c| !c.is_whitespace()).collect();
    let body = write_verified(&blocks, &expected).map_err(|error| ImportError::new(error.message, SMALLER))?;
    // What is no kind of its own.
    let kind = if options.kind == Kind::Article { Kind::Dataset } else { options.kind };
    let mut imported = write_note(Metadata::default(), &body, &ImportOptions { kind, ..*options });
    imported.remarks.extend(uneven(&rows));
    Ok(imported)
}

/// The lines of a cell, without control characters.
fn inlines(text: &str) -> Vec<Inline> {
    let mut run = vec![];
    for line in text.split(['\n', '\r']) {
        if !run.is_empty() {
            run.push(Inline::Break);
        }
        run.push(Inline::Text(line.chars().filter(|c| is_kept(*c)).collect()));
    }
    run
}

fn is_kept(c: char) -> bool {
    !c.is_control() || c == '\t'
}

/// The line `sep=;`, which spreadsheet programs write before a table, and the text after it.
fn stated_separator(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').strip_prefix("sep=").map(str::as_bytes) {
        Some([separator @ (b',' | b';' | b'\t' | b'|')]) => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// Of commas, semicolons and tabs, what most lines at the beginning have equally many of. Those in quotation marks do not count.
fn likely_separator(text: &str) -> u8 {
    const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
    let mut counts: [BTreeMap<usize, usize>; SEPARATORS.len()] = Default::default();
    let mut quoted = false;
    for line in text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(SAMPLE) {
        let mut found = [0_usize; SEPARATORS.len()];
        for byte in line.bytes() {
            quoted ^= byte == b'"';
            if let Some(at) = SEPARATORS.iter().position(|separator| *separator == byte && !quoted) {
                found[at] += 1;
            }
        }
        for (counts, found) in counts.iter_mut().zip(found).filter(|(_, found)| *found > 0) {
            *counts.entry(found).or_default() += 1;
        }
    }
    let lines = |at: usize| counts[at].values().max().copied().unwrap_or_default();
    SEPARATORS[(0..SEPARATORS.len()).rev().max_by_key(|at| lines(*at)).unwrap_or_default()]
}

/// Refuses very many lines, and lines with very many separators, before any cell is made.
fn check_width(text: &str, separator: u8) -> Result<(), ImportError> {
    // A cell in quotation marks may have lines of its own.
    let lines = memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).count();
    if lines > 20 * MAX_ROWS {
        return Err(too_large(&format!("{lines} lines")));
    }
    let width = |line: &str| memchr::memchr_iter(separator, line.as_bytes()).count() + 1;
    match text.split(['\n', '\r']).map(width).max() {
        // A cell in quotation marks may have separators of its own.
        Some(columns) if columns > 10 * MAX_COLUMNS => Err(too_large(&format!("{columns} columns"))),
        _ => Ok(()),
    }
}

/// Refuses a table whose cells cannot be told apart.
fn check_faults(table: &Table) -> Result<(), ImportError> {
    for fault in &table.faults {
        let what = match fault.kind {
            TableFaultKind::Open => "a quotation mark opens a cell and is never closed",
            TableFaultKind::AfterQuotation => "something follows the quotation mark that ends a cell",
            // A document has its own reasons for these.
            TableFaultKind::Empty
            | TableFaultKind::NoName
            | TableFaultKind::NameTwice { .. }
            | TableFaultKind::Uneven { .. } => {
                continue;
            }
        };
        let row = table.rows.iter().take_while(|row| row.at.start <= fault.at.start).last().map_or(1, |row| row.number);
        return Err(ImportError::new(
            format!("row {row}: {what}"),
            "open the table in a spreadsheet program, compare that row with the original, and save the table again as CSV",
        ));
    }
    Ok(())
}

fn check_length(rows: &[(usize, &[Cell])]) -> Result<(), ImportError> {
    let columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    if columns > MAX_COLUMNS {
        return Err(too_large(&format!("{columns} columns")));
    }
    if rows.len() > MAX_ROWS {
        return Err(too_large(&format!("{} rows", rows.len())));
    }
    if rows.len() * columns > MAX_CELLS {
        return Err(too_large(&format!("{} rows of {columns} columns", rows.len())));
    }
    Ok(())
}

fn too_large(what: &str) -> ImportError {
    ImportError::new(
        format!(
            "the table has {what}; a source may have at most {MAX_ROWS} rows, {MAX_COLUMNS} columns and {MAX_CELLS} cells"
        ),
        SMALLER,
    )
}

/// Says which rows have more or fewer cells than most.
fn uneven(rows: &[(usize, &[Cell])]) -> Option<String> {
    let mut counts = BTreeMap::new();
    for (_, cells) in rows {
        *counts.entry(cells.len()).or_insert(0_usize) += 1;
    }
    let (usual, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let others: Vec<usize> = rows.iter().filter(|(_, cells)| cells.len() != usual).map(|(number, _)| *number).collect();
    let named = others.iter().take(MAX_NAMED).map(usize::to_string).collect::<Vec<_>>().join(", ");
    let more = match others.len() {
        0 => return None,
        count if count > MAX_NAMED => format!(" and {} more", count - MAX_NAMED),
        _ => String::new(),
    };
    let row = if others.len() == 1 { "row" } else { "rows" };
    let head = if others.contains(&1) { "; row 1 became the head of the table" } else { "" };
    Some(format!("most rows have {usual} cells, but not {row} {named}{more}: compare them with the original{head}"))
}
