//! Options of a build that do not come from the notes.

use url::Url;

use super::date::Date;

/// Options of a build.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Overrides the brief's `base_url`.
    pub base_url: Option<Url>,
    /// Whether to include drafts.
    pub drafts: bool,
    /// Leaves out the search index, whatever the brief says.
    pub no_search: bool,
    pub embargoes: Embargoes,
    /// Whether a brief is built into the folder of its desk, beside the other briefs.
    pub on_desk: bool,
    /// Whether notes with errors are set aside and named on pages, so that the rest can be shown to those who write it. A build refuses them.
    pub sets_aside: bool,
}

/// Which embargoes keep notes out of the site. A build never reads the clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Embargoes {
    /// All.
    #[default]
    All,
    /// Those that end after this moment.
    After(Date),
    /// None: the site is shown to those who write it.
    None,
}

impl Embargoes {
    /// Whether this embargo keeps its note out.
    pub fn hold(self, embargo: Option<Date>) -> bool {
        embargo.is_some_and(|end| match self {
            Embargoes::All => true,
            Embargoes::After(now) => end.is_after(&now),
            Embargoes::None => false,
        })
    }
}
