//! What happens while the site is served: [`ServerEvent`].

use crate::base::error::Error;

/// What is said when the site can be reached, and later after each look at it.
pub enum ServerEvent<'a> {
    /// With its address.
    Open(&'a str),
    Looked {
        errors: usize,
        warnings: usize,
        advice: usize,
        changed: Vec<String>,
        /// The faults of templates, as a terminal shows them.
        faults: Vec<String>,
    },
    /// A page that was asked for cannot be made: the fault of its template, as a terminal shows it.
    Fault(&'a str),
    /// The site could not be looked at; what was served is served still.
    Failed(&'a Error),
}
