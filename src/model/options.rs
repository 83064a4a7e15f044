//! What the person who builds asks for beyond what the notes say.

use url::Url;

/// How a site is to be built.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Takes the place of the brief's `base_url`.
    pub base_url: Option<Url>,
    /// Whether drafts are built too.
    pub drafts: bool,
    /// Leaves out the index of words, whatever the brief says.
    pub no_search: bool,
}
