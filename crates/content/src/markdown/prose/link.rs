//! Links in prose that must be checked, and the targets of internal links: [`Link`].

use std::ops::Range;

/// URL scheme of a reference to a passage.
pub(super) const PASSAGE_SCHEME: &str = "passage:";

/// Kind of target of an internal link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Destination {
    Passage,
    Claim,
    Source,
    Page,
}

/// A link that must be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// To another part of the brief, by id.
    Internal(Destination, String),
    /// To a URL that may not be published: not http, https or mailto.
    Unsafe(String),
    /// `[^` that does not start a valid reference and would appear literally.
    Broken,
}

/// A link that must be checked, and its byte range in the Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    pub link: Link,
    pub at: Range<usize>,
}

/// The target of an internal link and its id.
pub(super) fn internal(url: &str) -> Option<(Destination, &str)> {
    let (scheme, id) = url.split_once(':')?;
    let target = match scheme {
        "passage" => Destination::Passage,
        "claim" => Destination::Claim,
        "source" => Destination::Source,
        "page" => Destination::Page,
        _ => return None,
    };
    Some((target, id))
}
