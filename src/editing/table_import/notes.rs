//! The note of a row: [`Note`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::columns::{Columns, Field};
use crate::base::table::{Row, Table};
use crate::capture::id_of_words;
use crate::model::{Brief, Id};
use crate::notes::yaml::write::{Layout, ScalarContext, scalar, write_scalar};
use citeback_quote::text::single_spaced;

/// Between the values of a list in one cell.
const BETWEEN: char = ';';
/// The longest id that is made of words, in bytes.
const MAX_ID: usize = 60;
const TAKEN: &str =
    "nothing is ever overwritten: delete the row if it was imported before, or write another id into a column “id”";

/// A note that is not written yet.
#[derive(Debug)]
pub struct Note {
    /// The row, as a spreadsheet counts.
    pub row: usize,
    /// Relative to the site.
    pub path: String,
    pub text: String,
    /// What it lacks to be published; it is a draft if that is anything.
    pub lacks: Vec<&'static str>,
    /// The bytes of the note that are from each column, in order.
    columns: Vec<(Range<usize>, usize)>,
}

/// Something wrong in a row.
#[derive(Debug)]
pub struct RowFault {
    /// As a spreadsheet counts.
    pub row: usize,
    /// Where it is from; `None` if it is about the row as a whole.
    pub column: Option<usize>,
    pub message: String,
    pub hints: Vec<String>,
}

/// What the notes of all rows have in common.
pub struct Rows<'a> {
    pub table: &'a Table,
    pub columns: &'a Columns,
    pub brief: &'a Brief,
    /// The ids that notes of the site have.
    pub taken: BTreeSet<String>,
    /// Those of the rows before.
    pub made: BTreeSet<String>,
}

impl Rows<'_> {
    /// The note of a row, and why it can have no file: then it is made to find what else is wrong. None without a claim.
    pub fn note(&mut self, row: &Row) -> (Option<Note>, Option<RowFault>) {
        let claim = Field::One("claim");
        if self.value(row, &claim).is_none() {
            let hint = "write what is checked into it, or delete the row";
            return (None, Some(fault(row, self.columns.position(&claim), "this row has no claim".to_owned(), hint)));
        }
        let id = match self.value(row, &Field::Id) {
            Some((column, written)) => self.given_id(row, column, written),
            None => self.made_id(row),
        };
        let (name, fault) = match id {
            Ok(id) => (id.to_string(), None),
            Err(fault) => (format!("unnamed-row-{}", row.number), Some(fault)),
        };
        let mut writing = Writing { rows: self, row, text: String::new(), columns: vec![] };
        let lacks = writing.all();
        let Writing { text, columns, .. } = writing;
        let path = format!("content/claims/{name}.yaml");
        self.made.insert(name);
        (Some(Note { row: row.number, path, text, lacks, columns }), fault)
    }

    fn given_id(&self, row: &Row, column: usize, written: &str) -> Result<Id, RowFault> {
        let Some(id) = Id::new(written) else {
            let rule = "an id consists of lower-case letters a to z, digits, and single hyphens between words";
            let hint = Id::suggestion(written).map_or_else(|| rule.to_owned(), crate::findings::question);
            return Err(fault(row, Some(column), format!("“{written}” cannot be an id"), &hint));
        };
        if self.made.contains(id.as_str()) {
            let message = format!("a row above has the id “{id}”, too");
            return Err(fault(row, Some(column), message, "give each row its own id"));
        }
        if self.taken.contains(id.as_str()) {
            return Err(fault(row, Some(column), format!("there is a claim with the id “{id}” already"), TAKEN));
        }
        Ok(id)
    }

    /// An id made of the title or the claim. Rows with the same words get numbers; if the site has a claim of this id, the row has most likely
    /// been imported before.
    fn made_id(&self, row: &Row) -> Result<Id, RowFault> {
        let words = ["title", "claim"].iter().find_map(|field| self.value(row, &Field::One(field)));
        let (column, words) = words.unwrap_or_default();
        let Some(made) = id_of_words(words).and_then(|id| Id::new(shortened(id.as_str()))) else {
            let hint = "add a column “id” with lower-case letters a to z, digits, and hyphens between words";
            return Err(fault(row, Some(column), "these words make no id".to_owned(), hint));
        };
        if self.taken.contains(made.as_str()) {
            return Err(fault(row, Some(column), format!("there is a claim “{made}” already"), TAKEN));
        }
        let numbered = (2..).map_while(|number| Id::new(&format!("{made}-{number}")));
        let mut ids = std::iter::once(made.clone()).chain(numbered);
        let is_free = |id: &Id| !self.taken.contains(id.as_str()) && !self.made.contains(id.as_str());
        Ok(ids.find(is_free).unwrap_or(made))
    }

    /// The value of a field in a row, and the column that it is from; none if it is empty.
    fn value<'r>(&self, row: &'r Row, field: &Field) -> Option<(usize, &'r str)> {
        let column = self.columns.position(field)?;
        self.table
            .cell(row, column)
            .map(|cell| cell.text.as_str())
            .filter(|text| !text.is_empty())
            .map(|text| (column, text))
    }
}

fn fault(row: &Row, column: Option<usize>, message: String, hint: &str) -> RowFault {
    RowFault { row: row.number, column, message, hints: vec![hint.to_owned()] }
}

/// As many words of an id as are short enough.
fn shortened(id: &str) -> &str {
    if id.len() <= MAX_ID {
        return id;
    }
    let end = id[..=MAX_ID].rfind('-').unwrap_or(MAX_ID);
    &id[..end]
}

struct Writing<'w, 'a> {
    rows: &'w Rows<'a>,
    row: &'w Row,
    text: String,
    columns: Vec<(Range<usize>, usize)>,
}

impl<'w> Writing<'w, '_> {
    /// Writes the whole note. Returns what it lacks to be published.
    fn all(&mut self) -> Vec<&'static str> {
        for field in ["claim", "language", "title"] {
            self.one(field);
        }
        self.claimant();
        for field in ["claimed_on", "verdict", "summary", "analysis"] {
            self.one(field);
        }
        let has_passages = self.passages();
        for field in ["authors", "reviewed_by"] {
            self.many(field);
        }
        for field in ["published", "updated"] {
            self.one(field);
        }
        for field in ["tags", "gaps"] {
            self.many(field);
        }
        let has = |field| self.value(&Field::One(field)).is_some();
        let mut lacks: Vec<&'static str> = ["verdict", "summary"].into_iter().filter(|field| !has(field)).collect();
        lacks.extend((!has_passages).then_some("passages"));
        if !lacks.is_empty() {
            self.text.push_str("status: draft\n");
        }
        self.extra();
        lacks
    }

    fn value(&self, field: &Field) -> Option<(usize, &'w str)> {
        self.rows.value(self.row, field)
    }

    /// A line with a value, and where it is from.
    fn line(&mut self, lead: &str, field: &str, value: &str, column: usize) {
        let start = self.text.len();
        self.text.push_str(&format!("{lead}{field}: "));
        let indent = lead.len() + 2;
        let layout = Layout { column: lead.len() + field.len() + 2, indent, ending: "\n" };
        self.text.push_str(&scalar(value, &ScalarContext { flow: false, layout: Some(layout) }));
        self.text.push('\n');
        self.columns.push((start..self.text.len(), column));
    }

    fn one(&mut self, field: &'static str) {
        let Some((column, written)) = self.value(&Field::One(field)) else { return };
        let value = match field {
            "analysis" => written.replace("\r\n", "\n"),
            "verdict" => self.verdict(written),
            _ => single_spaced(written),
        };
        self.line("", field, &value, column);
    }

    /// The id of a verdict, which a table may have by its label.
    fn verdict(&self, written: &str) -> String {
        let scale = self.rows.brief.scale.verdicts();
        let labelled = scale.iter().find(|verdict| verdict.label.to_lowercase() == written.to_lowercase());
        let known = scale.iter().any(|verdict| verdict.id.as_str() == written);
        labelled.filter(|_| !known).map_or_else(|| written.to_owned(), |verdict| verdict.id.to_string())
    }

    fn claimant(&mut self) {
        let Some((column, written)) = self.value(&Field::One("claimant")) else { return };
        let names: Vec<String> = written.split(BETWEEN).map(single_spaced).filter(|name| !name.is_empty()).collect();
        match names.as_slice() {
            [one] => self.line("", "claimant", one, column),
            several => self.entries("claimant", several, column),
        }
    }

    fn many(&mut self, field: &'static str) {
        let Some((column, written)) = self.value(&Field::Many(field)) else { return };
        let values = written.split(BETWEEN).map(single_spaced).filter(|value| !value.is_empty());
        let values: Vec<String> = match field {
            "authors" | "reviewed_by" => values.map(|name| self.person(&name)).collect(),
            _ => values.collect(),
        };
        self.entries(field, &values, column);
    }

    fn entries(&mut self, field: &str, values: &[String], column: usize) {
        let start = self.text.len();
        self.text.push_str(&format!("{field}:\n"));
        for value in values {
            self.text.push_str(&format!("  - {}\n", write_scalar(value)));
        }
        self.columns.push((start..self.text.len(), column));
    }

    /// The id of a person, whom a table may have by name.
    fn person(&self, written: &str) -> String {
        let people = &self.rows.brief.people;
        let named = people.iter().find(|person| person.name.to_lowercase() == written.to_lowercase());
        let known = people.iter().any(|person| person.id.as_str() == written);
        named.filter(|_| !known).map_or_else(|| written.to_owned(), |person| person.id.to_string())
    }

    /// Writes the passages of which the row has anything. Returns whether there are any.
    fn passages(&mut self) -> bool {
        let columns = self.rows.columns;
        let numbers: BTreeSet<usize> = columns
            .fields
            .iter()
            .flatten()
            .filter_map(|field| match field {
                Field::OfPassage(number, _) if self.value(field).is_some() => Some(*number),
                _ => None,
            })
            .collect();
        if numbers.is_empty() {
            return false;
        }
        self.text.push_str("passages:\n");
        for number in numbers {
            match self.value(&Field::OfPassage(number, "passage")) {
                Some((column, id)) => self.line("  - ", "id", id, column),
                None => self.text.push_str(&format!("  - id: p{number}\n")),
            }
            for field in ["source", "quote", "stance"] {
                let Some((column, written)) = self.value(&Field::OfPassage(number, field)) else { continue };
                let value = match field {
                    "quote" => written.replace("\r\n", "\n"),
                    "stance" => written.to_lowercase(),
                    _ => written.to_owned(),
                };
                self.line("    ", field, &value, column);
            }
        }
        true
    }

    fn extra(&mut self) {
        let own: Vec<(&str, usize, &str)> = self
            .rows
            .columns
            .fields
            .iter()
            .flatten()
            .filter_map(|field| match field {
                Field::Extra(name) => self.value(field).map(|(column, value)| (name.as_str(), column, value)),
                _ => None,
            })
            .collect();
        if own.is_empty() {
            return;
        }
        self.text.push_str("extra:\n");
        for (name, column, value) in own {
            self.line("  ", &write_scalar(name), value, column);
        }
    }
}

impl Note {
    /// The column that a place of the note is from.
    pub fn column(&self, at: &Range<usize>) -> Option<usize> {
        let touches = |written: &Range<usize>| written.start <= at.start && at.end <= written.end;
        self.columns.iter().find(|(written, _)| touches(written)).map(|(_, column)| *column)
    }
}
