//! The files to import: [`saved_files`] finds those in folders.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::base::error::Error;
use crate::commands::messages::count;

/// The extensions of files that are taken from a folder. Those that cannot be imported are reported.
const SAVED: [&str; 22] = [
    "html",
    "htm",
    "xhtml",
    "mhtml",
    "mht",
    "txt",
    "text",
    "md",
    "markdown",
    "vtt",
    "srt",
    "eml",
    "pdf",
    "doc",
    "docx",
    "odt",
    "rtf",
    "pages",
    "webarchive",
    "warc",
    "wacz",
    "maff",
];
/// The same of tables, which are sources only if somebody says so.
const TABLES: [&str; 2] = ["csv", "tsv"];
/// What browsers append to the name of a page for the folder with its pictures and scripts.
const PARTS: [&str; 8] = ["_files", ".files", "-files", "_fichiers", "-Dateien", "_archivos", "_file", "_bestanden"];

/// What was found.
#[derive(Debug, Default)]
pub(super) struct SavedFiles {
    pub files: Vec<PathBuf>,
    with_tables: bool,
    /// How many files of folders have other extensions.
    others: BTreeMap<String, usize>,
    /// Folders with the parts of saved pages.
    parts: Vec<PathBuf>,
}

/// The named files, and those in the named folders, sorted by name. What is hidden is left out, and tables unless they are wanted.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn saved_files(named: &[PathBuf], with_tables: bool) -> Result<SavedFiles, Error> {
    let mut found = SavedFiles { with_tables, ..SavedFiles::default() };
    for path in named {
        if path.is_dir() {
            found.take_folder(path)?;
        } else {
            found.files.push(path.clone());
        }
    }
    let mut seen = BTreeSet::new();
    found.files.retain(|path| seen.insert(path.clone()));
    Ok(found)
}

impl SavedFiles {
    fn take_folder(&mut self, folder: &Path) -> Result<(), Error> {
        let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = entry.map_err(|error| Error::io("read", folder)(error.into()))?;
            let is_hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
            let is_folder = entry.file_type().is_dir();
            if is_folder && (is_hidden || has_parts(&entry)) {
                if !is_hidden {
                    self.parts.push(entry.path().to_owned());
                }
                entries.skip_current_dir();
            } else if !is_folder && !is_hidden {
                let ending = entry.path().extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
                // A link may lead to a folder: what it leads to is imported where it is.
                let is_table = TABLES.contains(&ending.as_str()) && self.with_tables;
                let is_saved = is_table || SAVED.contains(&ending.as_str()) || has_packed_records(entry.path());
                if entry.file_type().is_file() && is_saved {
                    self.files.push(entry.into_path());
                } else {
                    *self.others.entry(ending).or_default() += 1;
                }
            }
        }
        Ok(())
    }

    /// What was not read, in a sentence, or nothing.
    pub fn passed_over(&self) -> String {
        let mut out = String::new();
        if !self.others.is_empty() {
            let all = self.others.values().sum();
            let kinds: Vec<String> = self.others.iter().map(|(ending, number)| kind(ending, *number)).collect();
            out.push_str(&format!("not read: {} of other kinds ({})\n", count(all, "file", "files"), kinds.join(", ")));
        }
        for folder in &self.parts {
            out.push_str(&format!("not read: {}, which has the parts of a page\n", folder.display()));
        }
        out
    }
}

/// Whether a file is called `.warc.gz`.
fn has_packed_records(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.to_lowercase().ends_with(".warc.gz"))
}

fn kind(ending: &str, number: usize) -> String {
    if ending.is_empty() { format!("{number} without extension") } else { format!("{number} .{ending}") }
}

/// Whether a folder has the pictures and scripts of a page beside it.
fn has_parts(folder: &DirEntry) -> bool {
    let (Some(name), Some(around)) = (folder.file_name().to_str(), folder.path().parent()) else {
        return false;
    };
    let page = PARTS.iter().find_map(|part| name.strip_suffix(part));
    page.is_some_and(|page| ["html", "htm"].iter().any(|ending| around.join(format!("{page}.{ending}")).is_file()))
}
