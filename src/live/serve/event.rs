//! Events of the server, for the terminal: [`ServerEvent`].

use crate::base::error::Error;
use crate::publish::published::Unpublished;

/// Reported once the server is reachable, and after each refresh.
pub enum ServerEvent<'a> {
    /// The server listens at this address.
    Listening(&'a str),
    /// The site was refreshed.
    Refreshed {
        errors: usize,
        warnings: usize,
        advice: usize,
        changed: Vec<String>,
        /// The errors in templates, as a terminal shows them.
        faults: Vec<String>,
    },
    /// A requested page could not be rendered: the error in its template, as a terminal shows it.
    PageFailed(&'a str),
    /// What has been written and is not published yet, for each target. Only if it differs from the last time.
    Unpublished(&'a [Unpublished]),
    /// The refresh failed; the last version is still served.
    RefreshFailed(&'a Error),
}
