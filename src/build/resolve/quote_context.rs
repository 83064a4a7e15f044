//! A quotation in its note: [`QuoteContext`].

use super::note_text::NoteText;
use crate::base::files::Span;
use crate::model::Quotation;
use crate::notes::yaml::Path;
use citeback_quote::locate::Quote;

/// A quotation, with the note in which its fields are written.
pub(super) struct QuoteContext<'a> {
    pub note: NoteText<'a>,
    pub quotation: &'a Quotation,
}

impl QuoteContext<'_> {
    pub fn quote(&self) -> Quote<'_> {
        let Quotation { quote, prefix, suffix, .. } = self.quotation;
        Quote { exact: quote, prefix: prefix.as_deref(), suffix: suffix.as_deref() }
    }

    pub fn field(&self, name: &'static str) -> Span {
        self.note.place(&self.path(name))
    }

    /// The path of the passage.
    pub fn passage(&self) -> Path {
        Path::top().key("passages").index(self.quotation.index)
    }

    pub fn path(&self, field: &'static str) -> Path {
        self.passage().key(field)
    }
}
