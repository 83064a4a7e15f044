//! The state of a block of raw HTML while it is read: [`OpenHtml`].

use pulldown_cmark::{HeadingLevel, TagEnd};

/// What a block of raw HTML has open on the page.
#[derive(Debug, Default)]
pub(super) struct OpenHtml {
    pub block: Option<TagEnd>,
    pub heading: Option<HeadingLevel>,
    pub in_row: bool,
    /// White space since the last word.
    pub space: bool,
}

impl OpenHtml {
    pub fn is_row(&self) -> bool {
        self.in_row
    }
}
