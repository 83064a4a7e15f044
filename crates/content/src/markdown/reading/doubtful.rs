//! Blocks that an import was not sure about: [`skip`]. They stand between two comments and are no part of the reading text, until an
//! editor removes the comments or the block.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::markdown::html::Role;
use crate::markdown::options;

/// The beginning of the comment before such a block; after a colon it says what the block may be.
pub const DOUBTFUL: &str = "<!-- doubtful";
/// The comment after it.
pub const END_OF_DOUBTFUL: &str = "<!-- end of doubtful -->";

/// Whether a block of raw HTML is the comment before a doubtful block.
pub(super) fn begins(html: &str) -> bool {
    let rest = html.trim().strip_prefix(DOUBTFUL);
    rest.and_then(|rest| rest.strip_suffix("-->"))
        .is_some_and(|rest| rest.starts_with([':', ' ']) && !rest.contains("-->"))
}

/// The structure of an article without what is at these places: what Markdown makes of it, in order. Decisions about doubtful blocks are
/// proved by it.
pub fn structure<'a>(markdown: &'a str, without: &[Range<usize>]) -> Vec<Event<'a>> {
    let parser = Parser::new_ext(markdown, options() | Options::ENABLE_FOOTNOTES).into_offset_iter();
    let is_gone = |at: &Range<usize>| without.iter().any(|gone| gone.start <= at.start && at.end <= gone.end);
    parser.filter(|(_, at)| !is_gone(at)).map(|(event, _)| event).collect()
}

/// Skips all events up to the comment after the block, and returns its end in the Markdown; without such a comment, the block extends to
/// the end of the file.
pub(super) fn skip<'a>(events: &mut impl Iterator<Item = ((Event<'a>, Range<usize>), Role)>, markdown: &str) -> usize {
    let mut depth = 0_usize;
    for ((event, at), _) in events {
        match event {
            Event::Start(Tag::HtmlBlock) if depth == 0 && markdown[at.clone()].trim() == END_OF_DOUBTFUL => {
                depth = usize::MAX;
            }
            Event::End(TagEnd::HtmlBlock) if depth == usize::MAX => return at.end,
            _ if depth == usize::MAX => {}
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    markdown.len()
}
