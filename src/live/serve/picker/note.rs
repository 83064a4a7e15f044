//! A note on disk that a page changes: [`OpenNote`].

use super::answer::Refusal;
use super::undo::{NoteChange, Undo};
use crate::base::disk::{self, Replaced};
use crate::live::serve::fingerprint::fingerprint;
use crate::live::serve::state::ServerState;

/// No note is longer than this, in bytes.
const LIMIT: u64 = 1 << 24;

/// The note of a claim or a source as it is on disk now.
pub(in crate::live::serve) struct OpenNote {
    /// Relative to the site.
    pub path: String,
    /// Without a byte order mark.
    pub text: String,
}

impl OpenNote {
    /// Reads the note of a claim.
    ///
    /// # Errors
    /// If there is no such note or it cannot be read.
    pub fn read(state: &ServerState, claim: &str) -> Result<Self, Refusal> {
        let view = state.view();
        let path = view.claim(claim).map(|note| view.files.path(note.value.file).to_owned());
        OpenNote::at(state, path.ok_or_else(gone)?)
    }

    /// Reads the file of a source.
    ///
    /// # Errors
    /// If there is no such source or it cannot be read.
    pub fn of_source(state: &ServerState, source: &str) -> Result<Self, Refusal> {
        let view = state.view();
        let path = view.source(source).map(|read| view.files.path(read.source.file).to_owned());
        OpenNote::at(state, path.ok_or_else(gone)?)
    }

    fn at(state: &ServerState, path: String) -> Result<Self, Refusal> {
        let bytes = disk::read(&state.place.site.join(&path), LIMIT).map_err(|_| gone())?;
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| Refusal::of("This note cannot be read as a text."))?;
        let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
        Ok(OpenNote { path, text })
    }

    /// Like [`read`](Self::read), if the note is still what a page has seen.
    ///
    /// # Errors
    /// Also if the note has changed.
    pub fn seen(state: &ServerState, claim: &str, seen: &str) -> Result<Self, Refusal> {
        OpenNote::read(state, claim)?.if_seen(seen)
    }

    /// The note, if it is still what a page has seen.
    ///
    /// # Errors
    /// If it has changed.
    pub fn if_seen(self, seen: &str) -> Result<Self, Refusal> {
        if self.fingerprint() == seen {
            return Ok(self);
        }
        Err(Refusal::changed("The note has changed since this page was opened. Nothing was written."))
    }

    pub fn fingerprint(&self) -> String {
        fingerprint(self.text.as_bytes())
    }

    /// Writes a new text if the note has not changed since it was read. Returns the note with the new text, and the number by which the
    /// change can be taken back.
    ///
    /// # Errors
    /// If the note has changed or cannot be written; then nothing was written.
    pub fn write(self, state: &ServerState, undo: &Undo, new: String) -> Result<(Self, u64), Refusal> {
        match state.replace(&self.path, &self.text, &new) {
            Ok(Replaced::Done) => {
                let OpenNote { path, text: before } = self;
                let number = undo.keep(NoteChange { path: path.clone(), before, after: new.clone() });
                Ok((OpenNote { path, text: new }, number))
            }
            Ok(Replaced::Changed) => {
                let message = "The note has changed on disk in the meantime. Nothing was written.";
                Err(Refusal::changed(message))
            }
            Err(error) => Err(Refusal::failed(error.to_string())),
        }
    }
}

fn gone() -> Refusal {
    Refusal::gone("This note no longer exists. Reload the page.")
}
