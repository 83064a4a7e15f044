//! Maps a position in a reading text back to the Markdown: [`markdown_position`]. Only findings and `find` need it.

use super::reading::read;

/// The byte offset in `markdown` of the byte offset `position` in its reading text. Where the two differ (an entity, an escape), this is
/// the start of the surrounding run.
pub fn markdown_position(markdown: &str, position: usize) -> usize {
    let mut best = 0;
    for (at, start) in read(markdown).pieces.iter().filter_map(|piece| piece.text_range()) {
        if at.start > position {
            break;
        }
        let offset = (position - at.start).min(at.len());
        let plain = markdown.get(start..start + offset).is_some();
        best = if plain { start + offset } else { start };
    }
    best
}

#[cfg(test)]
mod tests {
    use super::markdown_position;
    use crate::markdown::reading::reading_text;

    #[test]
    fn maps_words_back_to_the_markdown() {
        let markdown = "# Title\n\nOne *two* three\nfour `five`\n\n```\nsix\nseven\n```\n\n- eight\n";
        let text = reading_text(markdown).text().to_owned();
        for word in ["Title", "two", "three", "four", "six", "eight"] {
            let found = markdown_position(markdown, text.find(word).unwrap());
            assert_eq!(found, markdown.find(word).unwrap(), "{word}");
        }
    }
}
