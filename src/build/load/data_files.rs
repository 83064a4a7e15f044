//! Data of the newsroom's own, `content/data/NAME.yaml` and `content/data/NAME.csv`, which templates see as `data.NAME`: [`load`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::cache::LoadCache;
use super::fields::FieldReader;
use super::listing::{list, stem};
use super::site_data::{KeptFile, SiteData};
use super::{extra, text_files};
use crate::base::disk::Found;
use crate::base::error::Error;
use crate::base::files::{FileId, Files, Span};
use crate::base::table::{Row, Table, TableFault, TableFaultKind};
use crate::findings::{Code, Diagnostic, Findings, question};
use crate::model::SOURCE_LIMIT;

const FOLDER: &str = "content/data";

/// Reads the data files that have changed.
///
/// # Errors
/// If a file cannot be read.
pub(super) fn load(site: &Path, cache: &mut LoadCache, findings: &mut Findings) -> Result<Arc<SiteData>, Error> {
    let listed = list(site, FOLDER, &["csv", "yaml", "yml"], cache, findings)?;
    if listed.is_empty() && cache.data.all.files.is_empty() {
        return Ok(Arc::clone(&cache.data.all));
    }
    let named = named(&listed, Arc::make_mut(&mut cache.files), findings);
    let found: Vec<Found> = named.values().map(|found| Found::clone(found)).collect();
    let read = text_files::read(&found, SOURCE_LIMIT, cache, findings)?;
    // While a file that is being edited has errors, pages show its last version without.
    let keeps_last = cache.last_brief.is_some();
    let mut changed = cache.data.all.files != read;
    for file in &read {
        let text = Arc::clone(&cache.files.get(*file).text);
        let known = cache.data.files.get(file);
        if known.is_none_or(|known| !Arc::ptr_eq(&known.text, &text)) {
            let (value, found) = parse(&cache.files, *file);
            let last = known.filter(|_| keeps_last && found.has_errors()).map(|known| known.value.clone());
            let value = last.unwrap_or(value);
            cache.data.files.insert(*file, KeptFile { text, findings: found.into_all(), value });
            changed = true;
        }
        findings.extend(cache.data.files[file].findings.iter().cloned());
    }
    if changed {
        let mut values = Map::new();
        for (name, found) in &named {
            let file = cache.files.find(&found.relative).filter(|file| read.contains(file));
            // What could not be read is empty, so that templates are not blamed for it.
            let value = file.map_or(Value::Array(vec![]), |file| cache.data.files[&file].value.clone());
            values.insert(name.clone(), value);
        }
        cache.data.all = Arc::new(SiteData { values, files: read });
    }
    Ok(Arc::clone(&cache.data.all))
}

/// The files whose names templates can use, sorted by these.
fn named<'f>(listed: &'f [Found], files: &mut Files, findings: &mut Findings) -> BTreeMap<String, &'f Found> {
    let mut named: BTreeMap<String, &Found> = BTreeMap::new();
    let in_folder = |found: &&Found| found.relative.matches('/').count() == FOLDER.matches('/').count() + 1;
    for found in listed {
        let mut refuse = |finding: &dyn Fn(FileId) -> Diagnostic| {
            let file = files.find(&found.relative).unwrap_or_else(|| files.add_empty(&found.relative));
            findings.push(finding(file));
        };
        if !in_folder(&found) {
            refuse(&|file| {
                Diagnostic::of_file(Code::FileIgnored, file, format!("{} is not used", found.relative))
                    .hint(format!("data files are in {FOLDER} itself, not in a folder in it"))
            });
            continue;
        }
        let name = stem(&found.relative);
        if !is_name(name) {
            refuse(&|file| {
                let ending = &found.relative[found.relative.rfind('.').unwrap_or_default()..];
                Diagnostic::of_file(Code::BadData, file, format!("“{name}” cannot be the name of data in templates"))
                    .hint("the file name is the name: letters, digits and “_”, beginning with a letter")
                    .hint(question(format!("{}{ending}", usable(name))))
            });
            continue;
        }
        match named.get(name) {
            None => {
                named.insert(name.to_owned(), found);
            }
            Some(first) => refuse(&|file| {
                let message = format!("the data “{name}” is already in {}", first.relative);
                Diagnostic::of_file(Code::BadData, file, message).hint("rename one of the two files")
            }),
        }
    }
    named
}

/// Whether templates can write `data.NAME`.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A name like this one that templates can use.
fn usable(name: &str) -> String {
    let mut usable = crate::base::slug::slug(name).replace('-', "_");
    usable.retain(|c| c.is_ascii_alphanumeric() || c == '_');
    if usable.starts_with(|c: char| c.is_ascii_alphabetic()) { usable } else { format!("data_{usable}") }
}

fn parse(files: &Files, file: FileId) -> (Value, Findings) {
    if !files.path(file).ends_with(".csv") {
        let mut fields = FieldReader::of_file(files, file);
        let value = extra::whole(&mut fields).unwrap_or(Value::Array(vec![]));
        return (value, fields.into_findings());
    }
    let table = Table::read(files.text(file));
    let mut findings = Findings::default();
    for fault in &table.faults {
        findings.push(finding(fault, file));
    }
    (rows(&table), findings)
}

/// Each row as a group by the names of the columns; all values are texts.
fn rows(table: &Table) -> Value {
    let group = |row: &Row| {
        let mut group = Map::new();
        let mut seen = BTreeSet::new();
        for (column, name) in table.header.iter().enumerate() {
            if seen.insert(&name.text) {
                let value = table.cell(row, column).map_or("", |cell| &cell.text);
                group.insert(name.text.clone(), Value::from(value));
            }
        }
        Value::Object(group)
    };
    Value::Array(table.rows.iter().map(group).collect())
}

fn finding(fault: &TableFault, file: FileId) -> Diagnostic {
    let at = Span { file, range: fault.at.clone() };
    let new = |message: String| Diagnostic::new(Code::BadData, at.clone(), message);
    match &fault.kind {
        TableFaultKind::Empty => {
            new("the table is empty".to_owned()).hint("its first row names the columns, separated by commas")
        }
        TableFaultKind::NoName => new("this column has no name".to_owned())
            .label("expected a name in the first row")
            .hint("name the column, or delete it from every row"),
        TableFaultKind::NameTwice { name, first } => new(format!("the column “{name}” occurs twice"))
            .label("second occurrence")
            .related(Span { file, range: first.clone() }, "first occurrence")
            .hint("give each column its own name"),
        TableFaultKind::Uneven { found, expected } => {
            let finding = new(format!("this row has {}, and the first row names {expected}", values(*found)));
            let finding =
                finding.label(if found > expected { "more than there are columns" } else { "some are missing" });
            finding.hint(
                "put a value that has a separator in it into quotation marks; leave an empty value between separators",
            )
        }
        TableFaultKind::Open => new("this quotation mark is never closed".to_owned())
            .label("opened here")
            .hint("close the value with \"; write a quotation mark inside it twice: \"\""),
        TableFaultKind::AfterQuotation => {
            new("there are words after the quotation mark that ends the value".to_owned())
                .label("would be lost")
                .hint("write a quotation mark inside the value twice: \"\"")
        }
    }
}

fn values(count: usize) -> String {
    if count == 1 { "1 value".to_owned() } else { format!("{count} values") }
}
