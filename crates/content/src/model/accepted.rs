//! Findings that an editor accepts: [`Accepted`].

use crate::base::files::Span;
use crate::findings::Code;

/// An entry of `accepted` in a note: findings of one kind that need no change.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub finding: Code,
    /// Words that the finding marks, or from its message.
    pub words: String,
    pub reason: String,
    /// Where the words are written in the note.
    pub at: Span,
}
