//! A site that is open in an editor, with its last refresh and the diagnostics that were published: [`OpenSite`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{Diagnostic, PublishDiagnosticsParams, Uri};

use super::document::{OpenDocuments, place, uri_of};
use super::findings::ShownFindings;
use super::position::Encoding;
use crate::base::error::Error;
use crate::build::load::{DESK, DeskFolder, find_brief, is_brief, translated_name};
use crate::desk::is_desk;
use crate::editing::schema::NoteKind;
use crate::live::desk::LiveDeskFile;
use crate::live::{Live, LiveSite, View};
use crate::model::{Embargoes, Options};

pub(super) struct OpenSite {
    /// The folder that holds content/, as the editor names it.
    pub folder: PathBuf,
    /// Whether changes on disk are reported, by the editor or by a watcher of our own.
    pub is_watched: bool,
    live: Box<dyn Live>,
    /// The last refresh.
    view: Option<Arc<View>>,
    /// The last refresh in which brief.yaml could be read: what notes can refer to.
    known: Option<Arc<View>>,
    /// Whether something has changed since the last refresh.
    stale: bool,
    /// The findings that the editor shows, by the URI of their file.
    published: BTreeMap<String, Vec<Diagnostic>>,
    /// The findings of the last refresh.
    shown: ShownFindings,
}

impl OpenSite {
    /// The nearest site around a file or folder, which may be a desk.
    pub fn folder_of(path: &Path) -> Option<PathBuf> {
        path.ancestors().find(|folder| find_brief(folder).is_some() || is_desk(folder)).map(Path::to_owned)
    }

    pub fn new(folder: &Path, is_watched: bool) -> Self {
        // The editor has no use for the search index.
        let options = Options { no_search: true, embargoes: Embargoes::None, ..Options::default() };
        let live: Box<dyn Live> = if is_desk(folder) {
            Box::new(LiveDeskFile::new(folder, options))
        } else {
            Box::new(LiveSite::new(folder, options))
        };
        OpenSite {
            folder: folder.to_owned(),
            is_watched,
            live,
            view: None,
            known: None,
            stale: true,
            published: BTreeMap::new(),
            shown: ShownFindings::default(),
        }
    }

    /// Marks the file or folder at `path` as possibly changed on disk.
    pub fn changed(&mut self, path: &Path) {
        self.live.changed(path);
        self.stale = true;
    }

    /// Marks everything as possibly changed on disk.
    pub fn all_changed(&mut self) {
        self.live.all_changed();
        self.stale = true;
    }

    /// Uses `text` instead of the saved file; `None` if the file was closed.
    pub fn set_unsaved(&mut self, path: &Path, text: Option<&str>) {
        if let Some(relative) = self.relative(path) {
            self.live.set_unsaved(&relative, text);
            self.stale = true;
        }
    }

    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// The path of a file relative to the site, with `/` between folders.
    pub fn relative(&self, path: &Path) -> Option<String> {
        relative_to(&self.folder, path)
    }

    /// What kind of note a file is; `None` if it is not a note.
    pub fn kind(&self, path: &Path) -> Option<NoteKind> {
        kind_of(&self.relative(path)?)
    }

    /// Refreshes the site if something has changed, and returns the diagnostics of all files whose findings have changed.
    ///
    /// # Errors
    /// If the site cannot be read; the last refresh stays.
    pub fn refresh(
        &mut self,
        open: &OpenDocuments,
        encoding: Encoding,
    ) -> Result<Vec<PublishDiagnosticsParams>, Error> {
        if !self.stale {
            return Ok(vec![]);
        }
        self.stale = false;
        let view = Arc::new(self.live.refresh()?);
        let mut changed = vec![];
        for (address, (uri, findings)) in self.shown.update(&view, &self.folder, open, encoding) {
            if findings.is_empty() {
                if self.published.remove(&address).is_some() {
                    changed.push(PublishDiagnosticsParams::new(uri, findings, None));
                }
            } else if self.published.get(&address) != Some(&findings) {
                let document = open.values().find(|document| document.uri == uri);
                let version = document.map(|document| document.version);
                self.published.insert(address, findings.clone());
                changed.push(PublishDiagnosticsParams::new(uri, findings, version));
            }
        }
        if view.brief.is_some() || self.known.is_none() {
            self.known = Some(Arc::clone(&view));
        }
        self.view = Some(view);
        Ok(changed)
    }

    /// The last refresh.
    pub fn view(&self) -> Option<&Arc<View>> {
        self.view.as_ref()
    }

    /// The last refresh in which brief.yaml could be read.
    pub fn known(&self) -> Option<&Arc<View>> {
        self.known.as_ref()
    }

    /// Whether a change of a file may concern it: one of its own, or of the desk that it may be on.
    pub fn may_depend_on(&self, path: &Path) -> bool {
        path.starts_with(&self.folder)
            || DeskFolder::above(&self.folder).is_some_and(|desk| path.starts_with(&desk.root))
    }

    /// The URI of a file of the site, spelt as the editor spells it if the file is open.
    pub fn uri(&self, relative: &str, open: &OpenDocuments) -> Option<Uri> {
        let path = place(&self.folder, relative);
        open.get(&path).map(|document| document.uri.clone()).or_else(|| uri_of(&path))
    }
}

/// The path of a file relative to a folder, with `/` between folders.
pub(super) fn relative_to(folder: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(folder).ok()?;
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// What kind of note a file is, by its path relative to the site; `None` if it is not a note.
pub(super) fn kind_of(relative: &str) -> Option<NoteKind> {
    if is_brief(relative) {
        return Some(NoteKind::Brief);
    }
    if relative == DESK {
        return Some(NoteKind::Desk);
    }
    // The sources of a desk are beside its file.
    if relative.starts_with("sources/") && relative.ends_with(".md") {
        return Some(NoteKind::Source);
    }
    let inside = relative.strip_prefix("content/")?;
    let is_translation = translated_name(inside).is_some();
    let extension = inside.rsplit_once('.').map(|(_, extension)| extension);
    match (inside.split_once('/'), extension) {
        (None, Some("yaml" | "yml")) if is_translation && inside.starts_with("brief.") => {
            Some(NoteKind::BriefTranslation)
        }
        (Some(("claims", _)), Some("yaml" | "yml")) if is_translation => Some(NoteKind::ClaimTranslation),
        (Some(("pages", _)), Some("md")) if is_translation => Some(NoteKind::PageTranslation),
        (Some(("claims", _)), Some("yaml" | "yml")) => Some(NoteKind::Claim),
        (Some(("sources", _)), Some("md")) => Some(NoteKind::Source),
        (Some(("pages", _)), Some("md")) => Some(NoteKind::Page),
        _ => None,
    }
}
