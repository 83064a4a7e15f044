//! Makes the file at an address: [`make`].

use crate::base::error::Error;
use crate::build::render::{PageRenderer, PageResult};
use crate::live::View;

/// The query that asks for a source's whole text.
pub(super) const WHOLE: &str = "?whole";

/// A file as it is built, or, at `sources/ID.html?whole` and where passages may be picked, the page of a source that shows only excerpts
/// or is not published, with its whole text to pick from.
pub(super) fn make(renderer: &PageRenderer, view: &View, may_pick: bool, address: &str) -> Result<PageResult, Error> {
    let whole = address.strip_suffix(WHOLE).filter(|_| may_pick);
    match whole.and_then(|path| Some((path, source_of(path)?))) {
        Some((path, id)) => match view.source_shared(id) {
            Some(read) => renderer.make_whole(path, read),
            None => Ok(PageResult::Unknown),
        },
        None => renderer.make(address.strip_suffix(WHOLE).unwrap_or(address)),
    }
}

/// The id of the source whose page it is.
pub(super) fn source_of(path: &str) -> Option<&str> {
    path.strip_prefix("sources/")?.strip_suffix(".html")
}
