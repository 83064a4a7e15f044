//! The whole build: [`build()`]. It is five stages, each a module with one function of its name; each takes what the one before
//! yields:
//!
//! 1. [`load`]: the site's folder becomes [`Content`](load::Content);
//! 2. [`resolve`]: each quote becomes a passage at an exact place of its source, [`Resolved`](resolve::Resolved);
//! 3. [`relate`]: claims, sources and listings become a [`Site`](relate::Site);
//! 4. [`render`]: the site becomes files, with [share cards](card) and an [index](search) for readers' search;
//! 5. [`mod@write`]: the files are put in place at once.
//!
//! [`check_theme`](theme_check::check_theme) tries the templates of a site with a built-in brief. What asks about a site and builds nothing begins with a [`Project`](project::Project).

pub mod card;
pub mod load;
mod outcome;
pub mod project;
pub mod relate;
pub mod render;
pub mod resolve;
pub mod search;
mod steps;
pub(crate) mod theme_check;
pub mod write;

use crate::base::error::Error;
use crate::base::output::inputs;
use load::LoadCache;
pub use outcome::{Outcome, Request};
pub(crate) use steps::{Clock, Kept, Place, examine, stage, try_out};
use write::Staging;

/// Builds or checks a site: load, resolve, relate, render, write.
///
/// # Errors
/// Failures of the outside world: a file that cannot be read, a full disk. Mistakes in the content are in the outcome's findings; if one
/// of them is an error, nothing was written.
pub fn build(request: &Request) -> Result<Outcome, Error> {
    let mut outcome = Outcome::default();
    let mut clock = Clock::new();
    let Some(site) = examine(request, LoadCache::default(), &mut outcome, &mut clock)? else {
        return Ok(outcome);
    };
    match &request.out {
        Some(out) if !outcome.is_blocked(request) => {
            let staging = Staging::begin(out, &inputs(&request.site))?;
            let place = Place { staging: &staging, folder: "", pictures: "cards", indexes: "search" };
            let kept = stage(site, &place, request, &mut outcome, &mut clock)?;
            if !outcome.is_blocked(request) {
                outcome.written = Some(staging.commit()?);
                kept.sweep();
            }
            outcome.timings.push(("put in place", clock.lap()));
        }
        // The templates are still checked, with the valid part of the content.
        _ => try_out(site, &mut outcome, &mut clock)?,
    }
    Ok(outcome)
}
