//! The quotation that is being resolved: [`QuoteContext`].

use super::note_text::NoteText;
use super::passage::ReadSource;
use crate::base::files::Span;
use crate::findings::{Code, Diagnostic};
use crate::model::Quotation;
use crate::notes::yaml::Path;
use citeback_quote::locate::Quote;

/// The quotation at hand: where its fields are written.
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
        self.note.place(&Path::top().key("passages").index(self.quotation.index).key(name))
    }

    /// The group of the passage's fields.
    pub fn passage(&self) -> Path {
        Path::top().key("passages").index(self.quotation.index)
    }

    pub fn path(&self, field: &'static str) -> Path {
        self.passage().key(field)
    }
}

pub(super) fn not_in(written: &QuoteContext<'_>, source: &ReadSource) -> Diagnostic {
    let message = format!("these words are not in the source “{}”", source.source.id);
    Diagnostic::new(Code::QuoteNotFound, written.field("quote"), message)
}
