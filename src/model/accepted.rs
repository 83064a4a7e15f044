//! What an editor accepts of what a check reports: [`Accepted`].

use crate::base::files::Span;
use crate::findings::Code;

/// Findings of one kind in a note that are right as they are.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub finding: Code,
    /// Words that the finding marks or has in its message.
    pub words: String,
    pub reason: String,
    /// Where the words are written in the note.
    pub at: Span,
}
