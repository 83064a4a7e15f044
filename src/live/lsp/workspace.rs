//! The files that are open in an editor, and the sites that they belong to: [`Workspace`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use lsp_server::{Message, Notification, Request};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _, PublishDiagnostics,
};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, InsertTextMode, Position, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::cursor::{CursorContext, ServerConfig, Today};
use super::disk_watch::watch_disk;
use super::document::{Document, OpenDocuments, path_of};
use super::findings::PlaceMap;
use super::position::Encoding;
use super::site::OpenSite;
use super::wire::Inject;
use crate::build::load::DESK;
use crate::editing::fields::FieldCatalog;

pub(super) struct Workspace {
    config: ServerConfig,
    /// Whether the editor can watch files. If not, the server does.
    watches: bool,
    inject: Inject,
    open: OpenDocuments,
    /// By their folders.
    sites: BTreeMap<PathBuf, OpenSite>,
    /// Why sites could not be refreshed last time, so that each failure is reported once.
    failures: BTreeSet<String>,
}

impl Workspace {
    /// Reads the editor's capabilities and folders from the parameters of `initialize`.
    pub fn new(params: &Value, (encoding, today): (Encoding, Today), inject: Inject) -> Self {
        let can = |pointer: &str| params.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        let modes =
            params.pointer("/capabilities/textDocument/completion/completionItem/insertTextModeSupport/valueSet");
        let modes = modes.and_then(Value::as_array);
        let operations = params.pointer("/capabilities/workspace/workspaceEdit/resourceOperations");
        let renames_files = operations.and_then(Value::as_array).is_some_and(|known| known.contains(&json!("rename")));
        let config = ServerConfig {
            fields: FieldCatalog::new(),
            encoding,
            today,
            versions_edits: renames_files || can("/capabilities/workspace/workspaceEdit/documentChanges"),
            renames_files,
            shows_documents: can("/capabilities/window/showDocument/support"),
            snippets: can("/capabilities/textDocument/completion/completionItem/snippetSupport"),
            adjusts_indentation: modes.is_some_and(|modes| modes.contains(&json!(InsertTextMode::ADJUST_INDENTATION))),
        };
        let watches = can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration");
        let mut workspace = Workspace {
            config,
            watches,
            inject,
            open: OpenDocuments::new(),
            sites: BTreeMap::new(),
            failures: BTreeSet::new(),
        };
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let mut uris: Vec<&str> = folders.into_iter().flatten().filter_map(|folder| folder["uri"].as_str()).collect();
        if uris.is_empty() {
            uris.extend(params.get("rootUri").and_then(Value::as_str));
        }
        uris.into_iter().for_each(|uri| workspace.add_site_of(uri));
        workspace
    }

    /// Asks the editor to report changes on disk.
    pub fn registrations(&self) -> Vec<Message> {
        if !self.watches {
            return vec![];
        }
        let folders = ["content", "static", "templates", "locales", "sources"].map(|folder| format!("**/{folder}/**"));
        let globs = folders.into_iter().chain([format!("**/{DESK}")]);
        let watchers: Vec<Value> = globs.map(|glob| json!({"globPattern": glob})).collect();
        let registration = json!({
            "id": "files",
            "method": DidChangeWatchedFiles::METHOD,
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        vec![Request::new("files".to_owned().into(), "client/registerCapability".to_owned(), params).into()]
    }

    /// Processes a notification. Those that this server does not know are ignored.
    ///
    /// # Errors
    /// If the parameters do not follow the protocol.
    pub fn handle_notification(&mut self, notification: Notification) -> Result<(), String> {
        let Notification { method, params } = notification;
        match method.as_str() {
            DidOpenTextDocument::METHOD => self.opened(read(params)?),
            DidChangeTextDocument::METHOD => self.changed(read(params)?),
            DidCloseTextDocument::METHOD => self.closed(&read(params)?),
            DidSaveTextDocument::METHOD => self.saved(&read(params)?),
            DidChangeWatchedFiles::METHOD => self.changed_on_disk(&read(params)?),
            DidChangeWorkspaceFolders::METHOD => {
                let added = params.pointer("/event/added").and_then(Value::as_array);
                let uris = added.into_iter().flatten().filter_map(|folder| folder["uri"].as_str());
                uris.for_each(|uri| self.add_site_of(uri));
            }
            _ => {}
        }
        Ok(())
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let opened = params.text_document;
        let Some(path) = path_of(opened.uri.as_str()) else {
            return;
        };
        self.add_site_of(opened.uri.as_str());
        self.open.insert(path.clone(), Document { uri: opened.uri, version: opened.version, text: opened.text });
        self.update_site(&path);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let Some(path) = path_of(params.text_document.uri.as_str()) else {
            return;
        };
        if let Some(document) = self.open.get_mut(&path) {
            document.change(params.content_changes, self.config.encoding);
            document.version = params.text_document.version;
            self.update_site(&path);
        }
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        if let Some(path) = path_of(params.text_document.uri.as_str()) {
            self.open.remove(&path);
            self.update_site(&path);
        }
    }

    fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        let Some(path) = path_of(params.text_document.uri.as_str()) else {
            return;
        };
        match self.site_of(&path) {
            // If nobody watches the files, a save is an occasion to read everything again.
            Some(site) if !site.is_watched => site.all_changed(),
            Some(_) => self.changed_at(&path),
            None => {}
        }
    }

    fn changed_on_disk(&mut self, params: &DidChangeWatchedFilesParams) {
        for path in params.changes.iter().filter_map(|change| path_of(change.uri.as_str())) {
            self.changed_at(&path);
        }
    }

    /// Marks a file as changed, for every site that may depend on it.
    fn changed_at(&mut self, path: &std::path::Path) {
        self.sites.values_mut().filter(|site| site.may_depend_on(path)).for_each(|site| site.changed(path));
    }

    /// Adds the site that a file or folder belongs to, unless it is open already.
    fn add_site_of(&mut self, uri: &str) {
        if let Some(folder) = path_of(uri).and_then(|path| OpenSite::folder_of(&path)) {
            let (watches, inject) = (self.watches, &self.inject);
            let watch = || watches || watch_disk(&folder, inject);
            self.sites.entry(folder.clone()).or_insert_with(|| OpenSite::new(&folder, watch()));
        }
    }

    /// The innermost site that contains a file.
    fn site_of(&mut self, path: &std::path::Path) -> Option<&mut OpenSite> {
        let folder = path.ancestors().find(|folder| self.sites.contains_key(*folder))?.to_owned();
        self.sites.get_mut(&folder)
    }

    /// Passes the text of an open file to its site, or returns to the saved one if the file was closed.
    fn update_site(&mut self, path: &std::path::Path) {
        let text = self.open.get(path).map(|document| document.without_bom().to_owned());
        if let Some(site) = self.site_of(path) {
            site.set_unsaved(path, text.as_deref());
        }
    }

    pub fn is_stale(&self) -> bool {
        self.sites.values().any(OpenSite::is_stale)
    }

    /// Whether a site was never refreshed.
    pub fn has_unread_site(&self) -> bool {
        self.sites.values().any(|site| site.is_stale() && site.view().is_none())
    }

    /// Refreshes every site that changed. Returns the notifications for the editor, and the failures that were not reported yet.
    pub fn refresh(&mut self) -> (Vec<Message>, Vec<String>) {
        let mut notifications = vec![];
        let mut failures = BTreeSet::new();
        let encoding = self.config.encoding;
        for site in self.sites.values_mut() {
            match site.refresh(&self.open, encoding) {
                Ok(found) => notifications.extend(
                    found
                        .into_iter()
                        .map(|found| Notification::new(PublishDiagnostics::METHOD.to_owned(), found).into()),
                ),
                Err(error) => {
                    failures.insert(error.to_string());
                }
            }
        }
        let new_failures = failures.difference(&self.failures).cloned().collect();
        self.failures = failures;
        (notifications, new_failures)
    }

    /// Marks all sites as changed; open files stay open.
    pub fn mark_all_changed(&mut self) {
        for site in self.sites.values_mut() {
            site.all_changed();
        }
    }

    /// A position in an open file; `None` if it is not a note of a site that was refreshed.
    pub fn cursor(&self, uri: &Uri, position: Position) -> Option<CursorContext<'_>> {
        let path = path_of(uri.as_str())?;
        let site = path.ancestors().find_map(|folder| self.sites.get(folder))?;
        CursorContext::new(&self.config, site, &self.open, &path, position)
    }

    /// The sites that were refreshed, in the order of their folders.
    pub fn all_places(&self) -> impl Iterator<Item = PlaceMap<'_>> {
        self.sites
            .values()
            .filter_map(|site| Some(PlaceMap::new(site.view()?, &site.folder, &self.open, self.config.encoding)))
    }

    pub fn config(&self) -> &ServerConfig {
        &self.config
    }

    /// The [`PlaceMap`] of the site that a file belongs to, with the file's path in the site.
    pub fn places(&self, uri: &Uri) -> Option<(PlaceMap<'_>, String)> {
        let path = path_of(uri.as_str())?;
        let site = path.ancestors().find_map(|folder| self.sites.get(folder))?;
        let (view, encoding) = (site.view()?, self.config.encoding);
        Some((PlaceMap::new(view, &site.folder, &self.open, encoding), site.relative(&path)?))
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}
