//! Links of prose that must be checked, and what internal ones lead to: [`Link`].

use std::ops::Range;

/// What the address of a reference to a passage begins with.
pub(super) const PASSAGE_SCHEME: &str = "passage:";

/// What an internal link leads to.
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
    /// To a place that no page may link to: not http, https or mailto.
    Unsafe(String),
    /// `[^` that begins no reference, and would be published as it stands.
    Broken,
}

/// A checked link and where it is written, in bytes of the Markdown.
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
