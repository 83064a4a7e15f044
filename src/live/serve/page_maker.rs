//! Renders the file at an address: [`make`].

use crate::base::error::Error;
use crate::build::render::{PageRenderer, PageResult};
use crate::live::View;

/// The query that requests the whole text of a source.
pub(super) const WHOLE: &str = "?whole";

/// The file as `build` writes it. At `sources/ID.html?whole`, and only if `may_pick`, the page of a source with its whole text, for sources
/// that are not published or only in excerpts.
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

/// The id of a source, from the path of its page.
pub(super) fn source_of(path: &str) -> Option<&str> {
    path.strip_prefix("sources/")?.strip_suffix(".html")
}
