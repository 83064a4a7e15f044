//! The words beside a place: [`Context`] compares them with a prefix and a suffix.

use super::place::{Place, Quote};
use super::searchable::Searchable;
use crate::text::fold::folded;

/// A folded prefix and suffix.
pub(super) struct Context {
    prefix: String,
    suffix: String,
}

impl Context {
    pub fn of(quote: &Quote<'_>) -> Self {
        Context {
            prefix: quote.prefix.map(folded).unwrap_or_default(),
            suffix: quote.suffix.map(folded).unwrap_or_default(),
        }
    }

    pub fn fits(&self, text: &Searchable, place: &Place) -> bool {
        let span = text.folded.from_source(&place.span());
        self.precedes(text, span.start) && self.follows(text, span.end)
    }

    pub fn precedes(&self, text: &Searchable, at: usize) -> bool {
        if self.prefix.is_empty() {
            return true;
        }
        let before = text.folded.text()[..at].trim_end_matches(' ');
        before.ends_with(&self.prefix)
            && text
                .folded
                .to_source(&(before.len() - self.prefix.len()..before.len()))
                .is_some_and(|_| text.edges().may_begin(before.len() - self.prefix.len()))
    }

    pub fn follows(&self, text: &Searchable, at: usize) -> bool {
        if self.suffix.is_empty() {
            return true;
        }
        let rest = &text.folded.text()[at..];
        let after = rest.trim_start_matches(' ');
        let start = at + rest.len() - after.len();
        after.starts_with(&self.suffix)
            && text
                .folded
                .to_source(&(start..start + self.suffix.len()))
                .is_some_and(|_| text.edges().may_end(start + self.suffix.len()))
    }
}

/// Whether the words directly before and after `place` are the prefix and suffix of `quote`, each alone.
pub fn context_fits(text: &Searchable, place: &Place, quote: &Quote<'_>) -> (bool, bool) {
    let context = Context::of(quote);
    let span = text.folded.from_source(&place.span());
    (context.precedes(text, span.start), context.follows(text, span.end))
}
