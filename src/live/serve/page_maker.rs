//! Renders the file at an address: [`make`].

use crate::base::error::Error;
use crate::build::render::{PageRenderer, PageResult};
use crate::live::View;

/// The query that requests the whole text of a source.
pub(super) const WHOLE: &str = "?whole";

/// The file as `build` writes it. At `sources/ID.html?whole`, and only if `may_pick`, the page of a source with its whole text, for sources
/// that are not published or only in excerpts. The page of an unfinished note has its lines and findings, if `may_pick`.
pub(super) fn make(renderer: &PageRenderer, view: &View, may_pick: bool, address: &str) -> Result<PageResult, Error> {
    let path = address.strip_suffix(WHOLE).unwrap_or(address);
    let source = source_of(path).filter(|_| may_pick && path.len() < address.len());
    if let Some(id) = source {
        if let Some(read) = view.source_shared(id) {
            return renderer.make_whole(path, read);
        }
        if renderer.unfinished_at(path).is_none() {
            return Ok(PageResult::Unknown);
        }
    }
    match renderer.unfinished_at(path).filter(|_| may_pick) {
        Some(file) => renderer.make_unfinished(path, view.findings_in(file)),
        None => renderer.make(path),
    }
}

/// The id of a source, from the path of its page.
pub(super) fn source_of(path: &str) -> Option<&str> {
    path.strip_prefix("sources/")?.strip_suffix(".html")
}
