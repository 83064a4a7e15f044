//! Ensures that an import loses, adds and alters no word: [`write_verified`].

use super::block::Block;
use super::types::{ImportError, SAVE_AS_TEXT};
use super::write_blocks::write_blocks;
use super::write_inlines::Markup;
use citeback_content::markdown::reading::reading_text;
use citeback_content::model::SOURCE_LIMIT;
use citeback_quote::text::reading_text::{SEAM, unraised};

/// Writes blocks as Markdown whose reading text has exactly the characters of `expected`, white space aside: with inline markup if
/// possible, else without.
///
/// # Errors
/// When neither has the expected text, or both are too long for a source.
pub(super) fn write_verified(blocks: &[Block], expected: &str) -> Result<String, ImportError> {
    for markup in [Markup::Full, Markup::BlocksOnly] {
        let body = write_blocks(blocks, markup);
        // Checked first: reading may be slow, and what is too long is refused anyway.
        if body.len() as u64 > SOURCE_LIMIT {
            continue;
        }
        let read = reading_text(&body);
        if read.visible().map(|(_, c)| unraised(c)).eq(expected.chars().filter(|c| *c != SEAM).map(unraised)) {
            return Ok(body);
        }
    }
    Err(ImportError::new("its text could not be converted without changing words", SAVE_AS_TEXT))
}
