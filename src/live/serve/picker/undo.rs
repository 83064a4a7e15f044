//! Takes back what the picker has changed in notes: [`Undo`].

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

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

    /// The change with this number.
    pub(super) fn change(&self, number: u64) -> Option<NoteChange> {
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        changes.kept.iter().find(|(kept, _)| *kept == number).map(|(_, change)| change.clone())
    }
}
