//! What one load leaves for the next, so that only what changed is listed, read and parsed again: [`LoadCache`].
//!
//! A build begins with an empty one; who looks at a site again and again (a server, an editor) holds on to it, and says what changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::content::Note;
use super::theme::Theme;
use crate::base::disk::Found;
use crate::base::files::{FileId, Files};
use crate::findings::{Diagnostic, Findings};
use crate::model::locale::Locale;
use crate::model::{Claim, Id, Language, Page, Quotation, Show, Source};

/// A site as it was last loaded.
#[derive(Debug, Default)]
pub struct LoadCache {
    pub(super) files: Arc<Files>,
    /// Texts that stand in for those on the disk, by path relative to the site: what somebody is writing and has not saved.
    unsaved: BTreeMap<String, Arc<str>>,
    /// Files below content/ whose text was read and holds until something is said of them.
    texts: HashMap<String, ReadText>,
    listings: HashMap<&'static str, Cached<Arc<Vec<Found>>>>,
    pub(super) theme: Option<Cached<Arc<Theme>>>,
    pub(super) locale: Option<(Language, Cached<Arc<Locale>>)>,
    /// The text of brief.yaml against which the claims were checked; `None` when they have to be checked again.
    pub(super) claims_checked_by: Option<Arc<str>>,
    /// What the brief said of sources that do not say how much of them is published.
    pub(super) sources_shown: Option<Show>,
    pub(super) sources: Parsed<Arc<Source>>,
    pub(super) claims: Parsed<Claim<Quotation>>,
    pub(super) pages: Parsed<Page>,
}

/// Something made before, with what was found wrong on the way.
#[derive(Debug, Clone)]
pub(super) struct Cached<T> {
    pub value: T,
    pub findings: Vec<Diagnostic>,
}

impl<T: Clone> Cached<T> {
    /// The value as if it had just been made: its findings are reported again.
    pub fn again(&self, findings: &mut Findings) -> T {
        findings.extend(self.findings.iter().cloned());
        self.value.clone()
    }
}

/// What came of reading a file.
#[derive(Debug, Clone)]
pub(super) struct ReadText {
    pub file: FileId,
    /// Whether it can be parsed; a finding says why not.
    pub sound: bool,
    pub finding: Option<Diagnostic>,
    /// As [`Found::linked`].
    pub linked: bool,
}

/// The parsed files of one kind.
#[derive(Debug)]
pub(super) struct Parsed<T> {
    pub ids: Ids,
    pub notes: HashMap<FileId, ParsedNote<T>>,
}

impl<T> Default for Parsed<T> {
    fn default() -> Self {
        Parsed { ids: Ids::default(), notes: HashMap::new() }
    }
}

/// The ids of files, which follow from their paths alone.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// The files to which these ids were given.
    pub files: Vec<FileId>,
    pub given: Arc<Vec<GivenId>>,
    pub findings: Vec<Diagnostic>,
}

/// The id of a file, and whether its name is one that nothing is wrong with.
pub(super) type GivenId = (FileId, Id, bool);

#[derive(Debug)]
pub(super) struct ParsedNote<T> {
    /// What it was parsed from: its id, whether that is sound, and its text.
    pub id: Id,
    pub id_is_sound: bool,
    pub text: Arc<str>,
    pub note: Option<Arc<Note<T>>>,
    pub findings: Vec<Diagnostic>,
}

impl LoadCache {
    /// The files of the site as they were last read.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Says that a file or folder may have changed; `path` is relative to the site, with `/` between folders. Only what is said is
    /// looked at again.
    pub fn changed(&mut self, site: &Path, path: &str) {
        if path.is_empty() {
            return self.all_changed();
        }
        match path.split('/').next() {
            Some("templates") => self.theme = None,
            Some("static") => {
                self.theme = None;
                // Claims name pictures.
                self.claims_checked_by = None;
            }
            Some("locales") => self.locale = None,
            _ => {}
        }
        // What a link leads to may have changed in its own place.
        self.texts.retain(|_, text| !text.linked);
        let is_file = site.join(path).symlink_metadata().is_ok_and(|found| found.is_file());
        if self.texts.remove(path).is_some() && is_file {
            return;
        }
        let below = format!("{path}/");
        self.texts.retain(|known, _| !known.starts_with(&below));
        // Editors make and remove files beside the one that they save; what is gone and was never read changes nothing.
        let folders: BTreeSet<&'static str> = self.listings.keys().copied().collect();
        for folder in folders {
            let inside = path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let around = folder.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            // What is not used was seen, too: a finding says so.
            let was_there = || {
                self.files.find(path).is_some()
                    || self.listings[folder].value.iter().any(|found| found.relative.starts_with(&below))
            };
            if around || (inside && (site.join(path).exists() || was_there())) {
                self.listings.remove(folder);
            }
        }
    }

    /// Says that anything may have changed. Sources and pages are still not parsed again where a text turns out to be the same.
    pub fn all_changed(&mut self) {
        self.claims_checked_by = None;
        self.texts.clear();
        self.listings.clear();
        self.theme = None;
        self.locale = None;
    }

    /// Takes a text in place of the one on the disk, by path relative to the site; `None` for the one on the disk again.
    pub fn set_unsaved(&mut self, site: &Path, path: &str, text: Option<&str>) {
        match text {
            Some(text) => self.unsaved.insert(path.to_owned(), text.into()),
            None => self.unsaved.remove(path),
        };
        self.changed(site, path);
    }

    pub(super) fn unsaved(&self, path: &str) -> Option<&Arc<str>> {
        self.unsaved.get(path)
    }

    pub(super) fn text(&self, path: &str) -> Option<&ReadText> {
        self.texts.get(path)
    }

    pub(super) fn keep_text(&mut self, path: String, text: ReadText) {
        self.texts.insert(path, text);
    }

    /// What a folder held when it was last listed.
    pub(super) fn listing(&self, folder: &'static str, findings: &mut Findings) -> Option<Arc<Vec<Found>>> {
        self.listings.get(folder).map(|remembered| remembered.again(findings))
    }

    pub(super) fn keep_listing(&mut self, folder: &'static str, value: &Arc<Vec<Found>>, findings: Vec<Diagnostic>) {
        self.listings.insert(folder, Cached { value: Arc::clone(value), findings });
    }

    /// Texts that nobody has saved yet, below a folder.
    pub(super) fn unsaved_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        let below = move |path: &&String| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.unsaved.keys().filter(below).map(String::as_str)
    }
}
