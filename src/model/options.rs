//! Options of a build that do not come from the notes.

use url::Url;

/// Options of a build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Overrides the brief's `base_url`.
    pub base_url: Option<Url>,
    /// Whether to include drafts.
    pub drafts: bool,
    /// Leaves out the search index, whatever the brief says.
    pub no_search: bool,
}
