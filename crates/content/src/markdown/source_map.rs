//! Maps positions in a reading text back to the Markdown: [`SourceMap`]. Only findings, editors and `find` need it.

use std::ops::Range;

use super::reading::read;

/// Where the pieces of a reading text are in the Markdown.
#[derive(Debug, Clone)]
pub struct SourceMap {
    /// Bytes of the reading text, in order, and where they begin in the Markdown.
    pieces: Vec<(Range<usize>, usize)>,
}

impl SourceMap {
    pub fn new(markdown: &str) -> Self {
        SourceMap { pieces: read(markdown).pieces.iter().filter_map(|piece| piece.text_range()).collect() }
    }

    /// The byte offset in `markdown`, from which this map was made, of the byte offset `position` in its reading text. Where the two
    /// differ (an entity, an escape), this is the start of the surrounding run.
    pub fn markdown_position(&self, markdown: &str, position: usize) -> usize {
        let after = self.pieces.partition_point(|(at, _)| at.start <= position);
        let Some((at, start)) = after.checked_sub(1).map(|last| &self.pieces[last]) else {
            return 0;
        };
        let offset = (position - at.start).min(at.len());
        if markdown.get(*start..start + offset).is_some() { start + offset } else { *start }
    }
}

#[cfg(test)]
mod tests {
    use super::SourceMap;
    use crate::markdown::reading::reading_text;

    #[test]
    fn maps_words_back_to_the_markdown() {
        let markdown = "# Title\n\nOne *two* three\nfour `five`\n\n```\nsix\nseven\n```\n\n- eight\n";
        let text = reading_text(markdown).text().to_owned();
        for word in ["Title", "two", "three", "four", "six", "eight"] {
            let found = SourceMap::new(markdown).markdown_position(markdown, text.find(word).unwrap());
            assert_eq!(found, markdown.find(word).unwrap(), "{word}");
        }
    }
}
