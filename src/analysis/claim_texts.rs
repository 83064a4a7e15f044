//! The Markdown of a claim that several checks read, parsed once for all of them: [`ClaimTexts`].

use std::cell::OnceCell;

use crate::markdown::prose::{Linked, Plain, Prose};
use crate::model::ClaimNote;

/// The longer texts of a claim.
pub struct ClaimTexts<'n> {
    pub summary: ProseText<'n>,
    pub analysis: Option<ProseText<'n>>,
}

impl<'n> ClaimTexts<'n> {
    pub fn new(claim: &'n ClaimNote) -> Self {
        ClaimTexts { summary: ProseText::new(&claim.summary), analysis: claim.analysis.as_deref().map(ProseText::new) }
    }
}

/// A text in Markdown, which is parsed when it is first asked for.
pub struct ProseText<'n> {
    pub markdown: &'n str,
    prose: OnceCell<Prose<'n>>,
    plain: OnceCell<Plain>,
}

impl<'n> ProseText<'n> {
    pub fn new(markdown: &'n str) -> Self {
        ProseText { markdown, prose: OnceCell::new(), plain: OnceCell::new() }
    }

    fn prose(&self) -> &Prose<'n> {
        self.prose.get_or_init(|| Prose::parse(self.markdown))
    }

    /// As [`Prose::links`].
    pub fn links(&self) -> Vec<Linked> {
        self.prose().links()
    }

    /// As [`Prose::plain`].
    pub fn plain(&self) -> &Plain {
        self.plain.get_or_init(|| self.prose().plain())
    }
}
