//! Cached results of the loading stage, so that only changed files are listed, read and parsed again: [`LoadCache`].
//!
//! A build starts with an empty cache; a long-running process (server, language server) keeps it and reports changes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::archive_file::Problem;
use super::content::Note;
use super::shared_sources::SharedSources;
use super::site_data::KeptData;
use super::theme::Theme;
use crate::analysis::checked::CheckArchive;
use crate::base::disk::Found;
use crate::base::files::{FileId, Files};
use crate::base::index::IndexVec;
use crate::findings::{Code, Finding, Findings};
use crate::model::locale::Locale;
use crate::model::texts::NoteTexts;
use crate::model::{Brief, Claim, Evidence, Id, Language, Page, Person, PersonIdx, Scale, Show, Source};

/// The site as last loaded.
#[derive(Debug, Default)]
pub struct LoadCache {
    pub(super) files: Arc<Files>,
    /// Unsaved texts, which replace those on disk, by path relative to the site.
    unsaved: BTreeMap<String, Arc<str>>,
    /// Files below content/ whose text has been read and is valid until a change is reported.
    texts: HashMap<String, ReadText>,
    listings: HashMap<&'static str, Cached<Arc<Vec<Found>>>>,
    pub(super) theme: Option<Cached<Arc<Theme>>>,
    pub(super) data: KeptData,
    /// The words of the interface in the languages of the brief.
    pub(super) locales: BTreeMap<Language, Cached<Arc<Locale>>>,
    /// The sources of the desk that the brief belongs to.
    pub(super) shared_sources: Option<Arc<SharedSources>>,
    /// Whether the brief is known to be one of a desk.
    is_listed: bool,
    /// What was checked before, by paths relative to content/.
    pub(super) archives: BTreeMap<String, KeptArchive>,
    /// What the claims were checked against; `None` if they must be checked again.
    pub(super) claims_checked_by: Option<ClaimRules>,
    /// The findings of claims that were withheld, because errors in brief.yaml may cause them.
    pub(super) doubtful: Vec<Code>,
    /// If errors in brief.yaml must not end everything: its last version without any, once there is one.
    pub(super) last_brief: Option<Option<Brief>>,
    /// The brief's default for the `show` of sources.
    pub(super) sources_shown: Option<Show>,
    pub(super) sources: Parsed<Arc<Source>>,
    pub(super) claims: Parsed<Claim<Evidence>>,
    pub(super) pages: Parsed<Page>,
    /// The parsed translations of notes and pages.
    pub(super) translations: HashMap<FileId, ParsedNote<NoteTexts>>,
}

/// The parts of brief.yaml against which claims are checked.
#[derive(Debug, PartialEq)]
pub(super) struct ClaimRules {
    pub scale: Scale,
    pub people: IndexVec<PersonIdx, Person>,
    /// That of translations without one of their own.
    pub language: Language,
}

/// An archive file as it was read, or why it was not.
#[derive(Debug)]
pub(super) struct KeptArchive {
    /// That of statements without one of their own.
    pub language: Language,
    /// Whether it is reached through a symbolic link.
    pub linked: bool,
    pub read: Result<Arc<CheckArchive>, Problem>,
}

/// A cached value with the findings reported while it was computed.
#[derive(Debug, Clone)]
pub(super) struct Cached<T> {
    pub value: T,
    pub findings: Vec<Finding>,
}

impl<T: Clone> Cached<T> {
    /// Returns the value and reports its findings again.
    pub fn again(&self, findings: &mut Findings) -> T {
        findings.extend(self.findings.iter().cloned());
        self.value.clone()
    }
}

/// The result of reading a file.
#[derive(Debug, Clone)]
pub(super) struct ReadText {
    pub file: FileId,
    /// Whether it can be parsed; otherwise a finding says why not.
    pub sound: bool,
    pub finding: Option<Finding>,
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

/// The ids of files, which depend only on their paths.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// The files that have these ids.
    pub files: Vec<FileId>,
    pub given: Arc<Vec<GivenId>>,
    pub findings: Vec<Finding>,
}

/// A file, its id, and whether its name is valid.
pub(super) type GivenId = (FileId, Id, bool);

#[derive(Debug)]
pub(super) struct ParsedNote<T> {
    /// The input of parsing: its id, whether the id is valid, and its text.
    pub id: Id,
    pub id_is_sound: bool,
    pub text: Arc<str>,
    pub note: Option<Arc<Note<T>>>,
    pub findings: Findings,
    /// Whether findings were withheld.
    pub withheld: bool,
}

impl LoadCache {
    /// An empty cache for one of several briefs of a desk, whose sources have been listed.
    pub fn sharing(sources: Arc<SharedSources>) -> Self {
        LoadCache { shared_sources: Some(sources), is_listed: true, ..LoadCache::default() }
    }

    /// From now on, the last version of brief.yaml without errors is used while the file has any.
    pub fn keep_brief(&mut self) {
        self.last_brief.get_or_insert_default();
    }

    /// Whether the brief is known to be one of a desk.
    pub(super) fn is_listed(&self) -> bool {
        self.is_listed
    }

    /// The files of the site as last read.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Reports that a file or folder may have changed; `path` is relative to the site, with `/` between folders. Only reported changes are noticed.
    pub fn changed(&mut self, site: &Path, path: &str) {
        if path.is_empty() {
            return self.all_changed();
        }
        match path.split('/').next() {
            Some("templates") => self.theme = None,
            Some("static") => {
                self.theme = None;
                self.files_changed();
            }
            Some("locales") => self.locales.clear(),
            // Of a desk that is a site of its own.
            Some("sources") => self.shared_sources = None,
            Some("content") if path.starts_with("content/captures") || path == "content" => self.captures_changed(),
            _ => {}
        }
        if path == "content" || path.starts_with("content/archive") {
            self.archives.clear();
        }
        // The target of a symbolic link may have changed elsewhere.
        self.archives.retain(|_, archive| !archive.linked);
        self.texts.retain(|_, text| !text.linked);
        let is_file = site.join(path).symlink_metadata().is_ok_and(|found| found.is_file());
        // An unsaved note that is new exists as soon as it is open.
        let is_unsaved = self.unsaved.contains_key(path);
        if self.texts.remove(path).is_some() && (is_file || is_unsaved) {
            return;
        }
        let below = format!("{path}/");
        self.texts.retain(|known, _| !known.starts_with(&below));
        // Editors create and remove files next to the one that they save; a file that is gone and was never read does not matter.
        let folders: BTreeSet<&'static str> = self.listings.keys().copied().collect();
        for folder in folders {
            let inside = path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let around = folder.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            // Unused files matter too: a finding names them.
            let was_there = || {
                self.files.find(path).is_some()
                    || self.listings[folder].value.iter().any(|found| found.relative.starts_with(&below))
            };
            if around || (inside && (is_unsaved || site.join(path).exists() || was_there())) {
                self.listings.remove(folder);
            }
        }
    }

    /// Forgets what notes say of files in static/: claims refer to images, and some sources to media.
    fn files_changed(&mut self) {
        self.claims_checked_by = None;
        self.sources.notes.retain(|_, parsed| !parsed.text.contains("media"));
    }

    /// Forgets what sources say of files in content/captures.
    fn captures_changed(&mut self) {
        self.sources.notes.retain(|_, parsed| !parsed.text.contains("captures/"));
    }

    /// Reports that anything may have changed. Sources and pages whose text turns out to be the same are still not parsed again.
    pub fn all_changed(&mut self) {
        self.files_changed();
        self.captures_changed();
        self.archives.clear();
        self.texts.clear();
        self.listings.clear();
        self.theme = None;
        self.locales.clear();
        self.shared_sources = None;
    }

    /// Replaces the text on disk by an unsaved one, by path relative to the site; `None` restores the text on disk.
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

    /// The contents of a folder when it was last listed.
    pub(super) fn listing(&self, folder: &'static str, findings: &mut Findings) -> Option<Arc<Vec<Found>>> {
        self.listings.get(folder).map(|remembered| remembered.again(findings))
    }

    pub(super) fn keep_listing(&mut self, folder: &'static str, value: &Arc<Vec<Found>>, findings: Vec<Finding>) {
        self.listings.insert(folder, Cached { value: Arc::clone(value), findings });
    }

    /// Paths of unsaved texts below a folder.
    pub(super) fn unsaved_in(&self, folder: &str) -> impl Iterator<Item = &str> {
        let below = move |path: &&String| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.unsaved.keys().filter(below).map(String::as_str)
    }
}
