//! The state of a block of raw HTML while it is read: [`OpenHtml`].

use pulldown_cmark::{HeadingLevel, TagEnd};

/// What is currently open in a block of raw HTML.
#[derive(Debug, Default)]
pub(super) struct OpenHtml {
    pub block: Option<TagEnd>,
    pub heading: Option<HeadingLevel>,
    pub in_row: bool,
    /// Whether there was white space since the last word.
    pub space: bool,
}

impl OpenHtml {
    pub fn is_row(&self) -> bool {
        self.in_row
    }
}
