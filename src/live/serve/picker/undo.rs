//! Takes back what pages have changed in notes: [`Undo`].

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::answer::Refusal;
use crate::base::disk::Replaced;
use crate::live::serve::state::ServerState;

/// How many changes can be taken back.
const MAX_KEPT: usize = 50;

/// The last changes of notes, for as long as the server runs.
#[derive(Default)]
pub(in crate::live::serve) struct Undo {
    changes: Mutex<Changes>,
}

#[derive(Default)]
struct Changes {
    last: u64,
    kept: VecDeque<(u64, NoteChange)>,
}

/// A note before and after a change.
#[derive(Clone)]
pub(super) struct NoteChange {
    /// Relative to the site.
    pub path: String,
    pub before: String,
    pub after: String,
}

impl Undo {
    /// Keeps a change; returns its number.
    pub(super) fn keep(&self, change: NoteChange) -> u64 {
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        changes.last += 1;
        let number = changes.last;
        changes.kept.push_back((number, change));
        if changes.kept.len() > MAX_KEPT {
            changes.kept.pop_front();
        }
        number
    }

    /// Takes the change with this number back on disk.
    ///
    /// # Errors
    /// If it is too old, or its note has changed since; then nothing is written.
    pub(in crate::live::serve) fn take_back(&self, state: &ServerState, number: u64) -> Result<(), Refusal> {
        let change = self.change(number).ok_or_else(|| Refusal::gone("This change is too old to be taken back."))?;
        match state.replace(&change.path, &change.after, &change.before) {
            Ok(Replaced::Done) => Ok(()),
            Ok(Replaced::Changed) => {
                Err(Refusal::changed("The note has changed since then, so nothing was taken back."))
            }
            Err(error) => Err(Refusal::failed(error.to_string())),
        }
    }

    /// The change with this number.
    fn change(&self, number: u64) -> Option<NoteChange> {
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        changes.kept.iter().find(|(kept, _)| *kept == number).map(|(_, change)| change.clone())
    }
}
