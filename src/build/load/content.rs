//! The result of the stage: [`Content`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::site_data::SiteData;
use super::theme::Theme;
use crate::analysis::checked::CheckArchive;
use crate::base::files::{FileId, Files};
use crate::model::locale::Locale;
use crate::model::texts::NoteTexts;
use crate::model::{Across, Brief, Claim, DeskLink, Evidence, Language, Page, Source};
use crate::notes::yaml::Skipped;

/// A site as loaded. Quotes have not been located and links not checked yet.
#[derive(Debug)]
pub struct Content {
    pub files: Arc<Files>,
    /// The file that describes the brief, for findings about the site as a whole.
    pub brief_file: FileId,
    pub brief: Brief,
    /// Whether this is an earlier version of the brief, because the present file has errors.
    pub brief_is_kept: bool,
    pub sources: Vec<Arc<Note<Arc<Source>>>>,
    pub claims: Vec<Arc<Note<Claim<Evidence>>>>,
    pub pages: Vec<Arc<Note<Page>>>,
    pub theme: Arc<Theme>,
    /// Data of the newsroom's own.
    pub data: Arc<SiteData>,
    pub locale: Arc<Locale>,
    /// What was checked before.
    pub archives: Vec<Arc<CheckArchive>>,
    pub unread: Unread,
    /// The desk that the brief belongs to.
    pub desk: Option<DeskLink>,
    /// The claims of its other briefs that notes link to.
    pub across: Arc<Across>,
    /// The texts in the other languages of the brief, in their order.
    pub translations: Vec<TranslatedContent>,
}

/// The texts of the brief in one of its other languages.
#[derive(Debug, Clone)]
pub struct TranslatedContent {
    pub language: Language,
    pub locale: Arc<Locale>,
    /// `None` if brief.yaml is not translated.
    pub brief: Option<Arc<Note<NoteTexts>>>,
    pub claims: Vec<Arc<Note<NoteTexts>>>,
    pub pages: Vec<Arc<Note<NoteTexts>>>,
}

impl TranslatedContent {
    /// All files that have texts in the language.
    pub fn notes(&self) -> impl Iterator<Item = &Arc<Note<NoteTexts>>> {
        self.brief.iter().chain(&self.claims).chain(&self.pages)
    }
}

/// The files that exist but could not be read or parsed, by the ids that they have or would have. This has been reported, so references to
/// them are not reported again.
#[derive(Debug, Clone, Default)]
pub struct Unread {
    pub sources: BTreeMap<String, FileId>,
    pub claims: BTreeMap<String, FileId>,
    pub pages: BTreeMap<String, FileId>,
    /// The ids of the desk's sources that no note names, sorted. They were not read, and are what a mistyped id may mean.
    pub shared_sources: Vec<String>,
}

/// The contents of one file.
#[derive(Debug, Clone)]
pub struct Note<T> {
    pub value: T,
    /// Whether the file has no error; only sound notes get past the resolving stage.
    pub sound: bool,
    /// The list elements that were left out, for finding the positions of the rest.
    pub skipped: Skipped,
}
