//! Prose without internal links, for places that are shown on pages in different folders: [`unlinked`].

use crate::markdown::highlight::Highlighter;
use crate::markdown::prose::{self, Prose, ProseStyle};
use citeback_quote::text::fold::without_directions;

/// A piece of prose as HTML without internal links.
pub(super) fn unlinked(markdown: &str, colours: &Highlighter) -> String {
    Prose::parse(&without_directions(markdown)).render(ProseStyle::Inline, &mut NoLinks, colours)
}

/// Internal links lead nowhere, and lose their target.
struct NoLinks;

impl prose::Routes for NoLinks {
    fn href(&self, _: prose::Destination, _: &str) -> Option<String> {
        None
    }

    fn reference(&mut self, _: &str) -> Option<prose::Reference> {
        None
    }
}
