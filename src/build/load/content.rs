//! What the stage yields: [`Content`].

use std::collections::BTreeSet;
use std::sync::Arc;

use super::theme::Theme;
use crate::base::files::{FileId, Files};
use crate::model::locale::Locale;
use crate::model::{Brief, Claim, Page, Quotation, Source};
use crate::notes::yaml::Skipped;

/// A site as it was read. Quotes are not yet found, links not yet checked.
#[derive(Debug)]
pub struct Content {
    pub files: Arc<Files>,
    /// The file that describes the brief, for findings about the site as a whole.
    pub brief_file: FileId,
    pub brief: Brief,
    pub sources: Vec<Arc<Note<Arc<Source>>>>,
    pub claims: Vec<Arc<Note<Claim<Quotation>>>>,
    pub pages: Vec<Arc<Note<Page>>>,
    pub theme: Arc<Theme>,
    pub locale: Arc<Locale>,
    pub unread: Unread,
}

/// The ids of files that are there but could not be read or parsed. That was reported; what refers to them is not wrong because of it.
#[derive(Debug, Default)]
pub struct Unread {
    pub sources: BTreeSet<String>,
    pub claims: BTreeSet<String>,
    pub pages: BTreeSet<String>,
}

/// Something read from a file of its own.
#[derive(Debug, Clone)]
pub struct Note<T> {
    pub value: T,
    /// No error was found in the file; only sound notes reach the stages after resolving.
    pub sound: bool,
    /// What was left out of the file's lists, for finding the place of the rest.
    pub skipped: Skipped,
}
