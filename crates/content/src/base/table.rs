//! Tables as text (CSV, RFC 4180), with the place of every value: [`Table::read`].

use std::collections::HashMap;
use std::ops::Range;

/// Between the values of a row: what the header has most of, the first of these if there is only one column.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A table whose first row names its columns.
#[derive(Debug, Default)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<Cell>,
    pub rows: Vec<Row>,
    pub faults: Vec<TableFault>,
}

/// A row below the header; it may have more or fewer values than that.
#[derive(Debug)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// Bytes of the text, end exclusive.
    pub at: Range<usize>,
    /// As a spreadsheet counts: the header is 1, and blank rows count.
    pub number: usize,
}

/// A value.
#[derive(Debug)]
pub struct Cell {
    /// Without quotation marks, and without blanks around it.
    pub text: String,
    /// Bytes of the text, with quotation marks, end exclusive.
    pub at: Range<usize>,
}

/// What is wrong with a table.
#[derive(Debug, PartialEq, Eq)]
pub struct TableFault {
    pub kind: TableFaultKind,
    /// Bytes of the text, end exclusive.
    pub at: Range<usize>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum TableFaultKind {
    /// There is no row at all.
    Empty,
    /// A column has no name.
    NoName,
    /// A column has the name of one before it, which is at these bytes.
    NameTwice { name: String, first: Range<usize> },
    /// A row has another number of values than the header.
    Uneven { found: usize, expected: usize },
    /// A quotation mark opens a value and is never closed.
    Open,
    /// Something comes after the quotation mark that ends a value.
    AfterQuotation,
}

impl Table {
    /// Reads a table. Every fault is reported; what is around it is read all the same. Blank lines are passed over.
    pub fn read(text: &str) -> Table {
        Table::read_separated(text, separator(text))
    }

    /// Reads a table with this between the values, an ASCII character.
    pub fn read_separated(text: &str, separator: u8) -> Table {
        let mut reading = Reading { text, separator, at: 0, number: 0, faults: vec![] };
        let mut table = Table::default();
        while let Some(row) = reading.row() {
            if table.header.is_empty() {
                table.header = row.cells;
            } else {
                table.rows.push(row);
            }
        }
        table.faults = reading.faults;
        table.check();
        table.faults.sort_by_key(|fault| fault.at.start);
        table
    }

    fn check(&mut self) {
        if self.header.is_empty() {
            return self.faults.push(TableFault { kind: TableFaultKind::Empty, at: 0..0 });
        }
        let mut names: HashMap<&str, &Range<usize>> = HashMap::new();
        for Cell { text, at } in &self.header {
            let kind = match names.get(text.as_str()) {
                _ if text.is_empty() => TableFaultKind::NoName,
                Some(first) => TableFaultKind::NameTwice { name: text.clone(), first: (*first).clone() },
                None => {
                    names.insert(text, at);
                    continue;
                }
            };
            self.faults.push(TableFault { kind, at: at.clone() });
        }
        let expected = self.header.len();
        let open = self.faults.iter().find(|fault| fault.kind == TableFaultKind::Open).map(|fault| fault.at.start);
        for Row { cells, at, .. } in self.rows.iter().filter(|row| row.cells.len() != expected) {
            let at = cells.get(expected).map_or_else(|| at.clone(), |first| first.at.start..at.end);
            // After a value that never ends, no row can be counted.
            if open.is_none_or(|open| open > at.end) {
                self.faults.push(TableFault { kind: TableFaultKind::Uneven { found: cells.len(), expected }, at });
            }
        }
    }

    /// The values of a column in a row, if it has one.
    pub fn cell<'r>(&self, row: &'r Row, column: usize) -> Option<&'r Cell> {
        row.cells.get(column).filter(|_| column < self.header.len())
    }
}

/// What is between the values, judged by the first line that is not blank.
fn separator(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [0; SEPARATORS.len()];
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some(found) = SEPARATORS.iter().position(|separator| *separator == byte && !quoted) {
            counts[found] += 1;
        }
    }
    let most = (0..SEPARATORS.len()).rev().max_by_key(|separator| counts[*separator]).unwrap_or_default();
    SEPARATORS[most]
}

struct Reading<'t> {
    text: &'t str,
    separator: u8,
    at: usize,
    /// How many rows were read.
    number: usize,
    faults: Vec<TableFault>,
}

impl Reading<'_> {
    /// The next row that is not blank.
    fn row(&mut self) -> Option<Row> {
        loop {
            if self.at >= self.text.len() {
                return None;
            }
            let start = self.at;
            let mut cells = vec![self.cell()];
            while self.next() == Some(self.separator) {
                self.at += 1;
                cells.push(self.cell());
            }
            self.number += 1;
            let end = self.at;
            let rest = &self.text[self.at..];
            self.at += if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
            if cells.len() > 1 || cells.iter().any(|cell| !cell.at.is_empty()) {
                return Some(Row { cells, at: start..end, number: self.number });
            }
        }
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn cell(&mut self) -> Cell {
        let start = self.at + blanks(&self.text[self.at..], self.separator);
        if self.text.as_bytes().get(start) == Some(&b'"') {
            return self.quoted(start);
        }
        let length = self.plain_length();
        let written = &self.text[self.at..self.at + length];
        let cell = Cell { text: written.trim().to_owned(), at: trimmed(written, self.at) };
        self.at += length;
        cell
    }

    /// A value in quotation marks; two in a row stand for one.
    fn quoted(&mut self, start: usize) -> Cell {
        let mut text = String::new();
        let mut from = start + 1;
        loop {
            let Some(length) = self.text[from..].find('"') else {
                text.push_str(&self.text[from..]);
                let line = self.text[start..].find('\n').unwrap_or(self.text.len() - start);
                self.faults.push(TableFault { kind: TableFaultKind::Open, at: start..start + line });
                self.at = self.text.len();
                break;
            };
            text.push_str(&self.text[from..from + length]);
            from += length + 1;
            if !self.text[from..].starts_with('"') {
                self.at = from;
                break;
            }
            text.push('"');
            from += 1;
        }
        let end = self.at;
        let length = self.plain_length();
        let rest = &self.text[end..end + length];
        if !rest.trim().is_empty() {
            self.faults.push(TableFault { kind: TableFaultKind::AfterQuotation, at: trimmed(rest, end) });
        }
        self.at = end + length;
        Cell { text: text.trim().to_owned(), at: start..end }
    }

    /// How many bytes there are before the next separator or the end of the line.
    fn plain_length(&self) -> usize {
        let is_end = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        let rest = &self.text.as_bytes()[self.at..];
        rest.iter().position(is_end).unwrap_or(rest.len())
    }
}

/// How many bytes of blanks a value begins with.
fn blanks(text: &str, separator: u8) -> usize {
    text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t') && *byte != separator).count()
}

/// The bytes of a text that is at `start` without the blanks around it.
fn trimmed(written: &str, start: usize) -> Range<usize> {
    let before = written.len() - written.trim_start().len();
    start + before..start + before + written.trim().len()
}

#[cfg(test)]
mod tests {
    use super::{Table, TableFaultKind};

    fn rows(text: &str) -> Vec<Vec<String>> {
        let table = Table::read(text);
        assert_eq!(table.faults, []);
        let texts = |cells: &[super::Cell]| cells.iter().map(|cell| cell.text.clone()).collect();
        std::iter::once(texts(&table.header)).chain(table.rows.iter().map(|row| texts(&row.cells))).collect()
    }

    #[test]
    fn reads_quotation_marks_and_line_ends() {
        let text = "name, cost\r\n\"a, \"\"b\"\"\n c\",1.50\r\n\r\n  d e ,\r\n";
        assert_eq!(rows(text), [vec!["name", "cost"], vec!["a, \"b\"\n c", "1.50"], vec!["d e", ""]]);
        assert_eq!(rows("a\nb"), [["a"], ["b"]]);
    }

    #[test]
    fn takes_the_separator_from_the_header() {
        assert_eq!(rows("a;b\n1,5;2"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(rows("a\t\"b;c,\"\n\t2"), [["a", "b;c,"], ["", "2"]]);
    }

    #[test]
    fn reports_every_fault_at_its_place() {
        let text = "a,b,a,\n1,2,3,4\n1,2,3\n1,2,3,4,5,6\n\"x\" y,2,3,4\n1,\"2\n3,4";
        let table = Table::read(text);
        let found: Vec<(&str, &str)> = table
            .faults
            .iter()
            .map(|fault| {
                let kind = match &fault.kind {
                    TableFaultKind::Empty => "empty",
                    TableFaultKind::NoName => "no name",
                    TableFaultKind::NameTwice { .. } => "twice",
                    TableFaultKind::Uneven { .. } => "uneven",
                    TableFaultKind::Open => "open",
                    TableFaultKind::AfterQuotation => "after",
                };
                (kind, &text[fault.at.clone()])
            })
            .collect();
        let expected =
            [("twice", "a"), ("no name", ""), ("uneven", "1,2,3"), ("uneven", "5,6"), ("after", "y"), ("open", "\"2")];
        assert_eq!(found, expected);
        assert_eq!(Table::read(" \n").faults[0].kind, TableFaultKind::Empty);
    }

    #[test]
    fn no_text_makes_it_fail() {
        for text in ["\"", "\"\"\"", ",", "\r", "\r\r\n", "é,\"ü\"ö\n\"", "\t;\t,\"\n", "a\"b,c"] {
            Table::read(text);
        }
    }
}
