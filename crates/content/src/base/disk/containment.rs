//! Whether a path stays inside the site: [`is_inside`].

use std::fs;
use std::path::Path;

use crate::base::error::Error;

/// Whether a path leads to something inside the site, after following all links.
///
/// # Errors
/// When a link is broken.
pub fn is_inside(path: &Path, site: &Path) -> Result<bool, Error> {
    let target = fs::canonicalize(path).map_err(Error::io("open", path))?;
    Ok(target.starts_with(fs::canonicalize(site).map_err(Error::io("open", site))?))
}
