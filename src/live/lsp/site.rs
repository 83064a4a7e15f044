//! A site on which somebody works in an editor: its desk, what was last seen of it, and what the editor was told. [`OpenSite`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::{Diagnostic, PublishDiagnosticsParams, Uri};

use super::document::{OpenDocuments, uri_of};
use super::findings;
use super::position::Encoding;
use crate::base::error::Error;
use crate::build::load::{find_brief, is_brief};
use crate::editing::schema::NoteKind;
use crate::live::{LiveSite, View};
use crate::model::Options;

pub(super) struct OpenSite {
    /// The folder that holds content/, as the editor names it.
    pub folder: PathBuf,
    live_site: LiveSite,
    /// As it was last seen.
    view: Option<Arc<View>>,
    /// As it was when brief.yaml could last be read: what notes may name.
    known: Option<Arc<View>>,
    /// Whether something changed since.
    stale: bool,
    /// The findings that the editor shows, by the address of their file.
    published: BTreeMap<String, (Uri, Vec<Diagnostic>)>,
}

impl OpenSite {
    /// The nearest folder around a file or folder that is a site.
    pub fn folder_of(path: &Path) -> Option<PathBuf> {
        path.ancestors().find(|folder| find_brief(folder).is_some()).map(Path::to_owned)
    }

    pub fn new(folder: &Path) -> Self {
        // Nobody searches from an editor; drafts are what editors work on.
        let options = Options { no_search: true, ..Options::default() };
        let live_site = LiveSite::new(folder, options);
        OpenSite {
            folder: folder.to_owned(),
            live_site,
            view: None,
            known: None,
            stale: true,
            published: BTreeMap::new(),
        }
    }

    /// Says that the file or folder at `path` may have changed on the disk.
    pub fn changed(&mut self, path: &Path) {
        self.live_site.changed(path);
        self.stale = true;
    }

    /// Says that anything may have changed on the disk.
    pub fn all_changed(&mut self) {
        self.live_site.all_changed();
        self.stale = true;
    }

    /// Takes the text of an open file in place of the saved one; `None` when it was closed.
    pub fn write(&mut self, path: &Path, text: Option<&str>) {
        if let Some(relative) = self.relative(path) {
            self.live_site.set_unsaved(&relative, text);
            self.stale = true;
        }
    }

    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// The path of a file relative to the site, with `/` between folders.
    pub fn relative(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(&self.folder).ok()?;
        let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// What kind of note a file is; `None` for what is none.
    pub fn kind(&self, path: &Path) -> Option<NoteKind> {
        let relative = self.relative(path)?;
        if is_brief(&relative) {
            return Some(NoteKind::Brief);
        }
        let inside = relative.strip_prefix("content/")?;
        let extension = inside.rsplit_once('.').map(|(_, extension)| extension);
        match (inside.split_once('/'), extension) {
            (Some(("claims", _)), Some("yaml" | "yml")) => Some(NoteKind::Claim),
            (Some(("sources", _)), Some("md")) => Some(NoteKind::Source),
            (Some(("pages", _)), Some("md")) => Some(NoteKind::Page),
            _ => None,
        }
    }

    /// Looks at the site if something changed, and gives what the editor has to be told of it: files whose findings are others than before.
    ///
    /// # Errors
    /// When the site cannot be looked at; what was known of it is known still.
    pub fn refresh(
        &mut self,
        open: &OpenDocuments,
        encoding: Encoding,
    ) -> Result<Vec<PublishDiagnosticsParams>, Error> {
        if !self.stale {
            return Ok(vec![]);
        }
        self.stale = false;
        let view = Arc::new(self.live_site.refresh()?);
        let now = findings::by_file(&view, &self.folder, open, encoding);
        let mut news = vec![];
        for (address, (uri, _)) in &self.published {
            if !now.contains_key(address) {
                news.push(PublishDiagnosticsParams::new(uri.clone(), vec![], None));
            }
        }
        for (address, (uri, findings)) in &now {
            if self.published.get(address).is_none_or(|(_, told)| told != findings) {
                let document = open.values().find(|document| document.uri == *uri);
                let version = document.map(|document| document.version);
                news.push(PublishDiagnosticsParams::new(uri.clone(), findings.clone(), version));
            }
        }
        self.published = now;
        if view.brief.is_some() || self.known.is_none() {
            self.known = Some(Arc::clone(&view));
        }
        self.view = Some(view);
        Ok(news)
    }

    /// The site as it was last seen.
    pub fn view(&self) -> Option<&Arc<View>> {
        self.view.as_ref()
    }

    /// The site as it was when brief.yaml could last be read.
    pub fn known(&self) -> Option<&Arc<View>> {
        self.known.as_ref()
    }

    /// The address of a file of the site, spelt as the editor spells it when it is open.
    pub fn uri(&self, relative: &str, open: &OpenDocuments) -> Option<Uri> {
        let path = self.folder.join(relative);
        open.get(&path).map(|document| document.uri.clone()).or_else(|| uri_of(&path))
    }
}
