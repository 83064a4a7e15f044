//! Watches the folder of a site for editors that cannot: [`watch_disk`].

use std::path::Path;
use std::thread;

use lsp_server::Notification;
use lsp_types::notification::{DidChangeWatchedFiles, Notification as _};
use serde_json::{Value, json};

use super::document::uri_of;
use super::wire::Inject;
use crate::live::watch::watch;

/// Watches the site in `folder`. Changes arrive as if the editor had reported them. Returns whether the system can watch the folder.
pub(super) fn watch_disk(folder: &Path, inject: &Inject) -> bool {
    let Ok(mut changes) = watch(folder) else {
        return false;
    };
    let inject = Inject::clone(inject);
    thread::spawn(move || {
        while let Some(changed) = changes.wait() {
            let changed = changed.iter().filter_map(|path| uri_of(path));
            // The type is not used: whatever has changed is read again.
            let changed: Vec<Value> = changed.map(|uri| json!({"uri": uri, "type": 2})).collect();
            let params = json!({ "changes": changed });
            if !inject(Notification::new(DidChangeWatchedFiles::METHOD.to_owned(), params).into()) {
                return;
            }
        }
    });
    true
}
