//! All that an editor has open: its files, and the sites that they belong to. [`Workspace`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use lsp_server::{Message, Notification, Request};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, Notification as _, PublishDiagnostics,
};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, Position, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::cursor::{CursorContext, ServerConfig};
use super::document::{Document, OpenDocuments, path_of};
use super::fields::FieldCatalog;
use super::findings::PlaceMap;
use super::position::Encoding;
use super::site::OpenSite;

pub(super) struct Workspace {
    setting: ServerConfig,
    /// Whether the editor tells of changes on the disk when it is asked to.
    watches: bool,
    open: OpenDocuments,
    /// By their folders.
    sites: BTreeMap<PathBuf, OpenSite>,
    /// Why sites could last not be looked at, so that it is said once.
    failures: BTreeSet<String>,
}

impl Workspace {
    /// Begins with what the editor says of itself.
    pub fn new(params: &Value, encoding: Encoding) -> Self {
        let can = |pointer: &str| params.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        let setting = ServerConfig {
            fields: FieldCatalog::new(),
            encoding,
            snippets: can("/capabilities/textDocument/completion/completionItem/snippetSupport"),
        };
        let watches = can("/capabilities/workspace/didChangeWatchedFiles/dynamicRegistration");
        let mut workspace = Workspace {
            setting,
            watches,
            open: OpenDocuments::new(),
            sites: BTreeMap::new(),
            failures: BTreeSet::new(),
        };
        let folders = params.get("workspaceFolders").and_then(Value::as_array);
        let mut uris: Vec<&str> = folders.into_iter().flatten().filter_map(|folder| folder["uri"].as_str()).collect();
        if uris.is_empty() {
            uris.extend(params.get("rootUri").and_then(Value::as_str));
        }
        uris.into_iter().for_each(|uri| workspace.take_in(uri));
        workspace
    }

    /// What the editor is asked for at the beginning: to tell of changes on the disk.
    pub fn registrations(&self) -> Vec<Message> {
        if !self.watches {
            return vec![];
        }
        let globs = ["content", "static", "templates", "locales"].map(|folder| format!("**/{folder}/**"));
        let watchers: Vec<Value> = globs.iter().map(|glob| json!({"globPattern": glob})).collect();
        let registration = json!({
            "id": "files",
            "method": DidChangeWatchedFiles::METHOD,
            "registerOptions": { "watchers": watchers },
        });
        let params = json!({ "registrations": [registration] });
        vec![Request::new("files".to_owned().into(), "client/registerCapability".to_owned(), params).into()]
    }

    /// Takes in what the editor tells. What is not for this server is passed over.
    ///
    /// # Errors
    /// When the parameters are not those of the protocol.
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
                uris.for_each(|uri| self.take_in(uri));
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
        self.take_in(opened.uri.as_str());
        self.open.insert(path.clone(), Document { uri: opened.uri, version: opened.version, text: opened.text });
        self.write(&path);
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let Some(path) = path_of(params.text_document.uri.as_str()) else {
            return;
        };
        if let Some(document) = self.open.get_mut(&path) {
            document.change(params.content_changes, self.setting.encoding);
            document.version = params.text_document.version;
            self.write(&path);
        }
    }

    fn closed(&mut self, params: &DidCloseTextDocumentParams) {
        if let Some(path) = path_of(params.text_document.uri.as_str()) {
            self.open.remove(&path);
            self.write(&path);
        }
    }

    fn saved(&mut self, params: &DidSaveTextDocumentParams) {
        let Some(path) = path_of(params.text_document.uri.as_str()) else {
            return;
        };
        let watches = self.watches;
        if let Some(site) = self.site_of(&path) {
            // An editor that cannot tell what happens on the disk gives at least this occasion to look.
            if watches { site.changed(&path) } else { site.all_changed() }
        }
    }

    fn changed_on_disk(&mut self, params: &DidChangeWatchedFilesParams) {
        for path in params.changes.iter().filter_map(|change| path_of(change.uri.as_str())) {
            if let Some(site) = self.site_of(&path) {
                site.changed(&path);
            }
        }
    }

    /// Takes in the site that a file or folder belongs to, if it is not known yet.
    fn take_in(&mut self, uri: &str) {
        if let Some(folder) = path_of(uri).and_then(|path| OpenSite::folder_of(&path)) {
            self.sites.entry(folder.clone()).or_insert_with(|| OpenSite::new(&folder));
        }
    }

    /// The site that a file belongs to, the innermost one.
    fn site_of(&mut self, path: &std::path::Path) -> Option<&mut OpenSite> {
        let folder = path.ancestors().find(|folder| self.sites.contains_key(*folder))?.to_owned();
        self.sites.get_mut(&folder)
    }

    /// Gives a site the text of an open file, or the saved one when it was closed.
    fn write(&mut self, path: &std::path::Path) {
        let text = self.open.get(path).map(|document| document.bare().to_owned());
        if let Some(site) = self.site_of(path) {
            site.write(path, text.as_deref());
        }
    }

    pub fn is_stale(&self) -> bool {
        self.sites.values().any(OpenSite::is_stale)
    }

    /// Whether there is a site that was never looked at.
    pub fn has_pending_changes(&self) -> bool {
        self.sites.values().any(|site| site.is_stale() && site.view().is_none())
    }

    /// Looks at every site that changed. Gives what the editor is to be told, and what is in the way of looking, each once.
    pub fn refresh(&mut self) -> (Vec<Message>, Vec<String>) {
        let mut news = vec![];
        let mut failures = BTreeSet::new();
        let encoding = self.setting.encoding;
        for site in self.sites.values_mut() {
            match site.refresh(&self.open, encoding) {
                Ok(found) => news.extend(
                    found
                        .into_iter()
                        .map(|found| Notification::new(PublishDiagnostics::METHOD.to_owned(), found).into()),
                ),
                Err(error) => {
                    failures.insert(error.to_string());
                }
            }
        }
        let unsaid = failures.difference(&self.failures).cloned().collect();
        self.failures = failures;
        (news, unsaid)
    }

    /// Forgets what was made of the files so far, but not what is open.
    pub fn begin_anew(&mut self) {
        for site in self.sites.values_mut() {
            site.all_changed();
        }
    }

    /// A place of an open file; `None` when it is no note of a site that was ever seen.
    pub fn at(&self, uri: &Uri, position: Position) -> Option<CursorContext<'_>> {
        let path = path_of(uri.as_str())?;
        let site = path.ancestors().find_map(|folder| self.sites.get(folder))?;
        CursorContext::new(&self.setting, site, &self.open, &path, position)
    }

    /// The places of the site that a file belongs to, with the file's path in it.
    pub fn places(&self, uri: &Uri) -> Option<(PlaceMap<'_>, String)> {
        let path = path_of(uri.as_str())?;
        let site = path.ancestors().find_map(|folder| self.sites.get(folder))?;
        let (view, encoding) = (site.view()?, self.setting.encoding);
        Some((PlaceMap::new(view, &site.folder, &self.open, encoding), site.relative(&path)?))
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, String> {
    serde_json::from_value(params).map_err(|error| error.to_string())
}
