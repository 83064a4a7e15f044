//! From a position in a reading text back to the Markdown it was read from: [`markdown_position`]. Only findings and `find` need it.

use super::reading::read;

/// The byte of `markdown` that the byte `position` of its reading text was read from; for text that Markdown wrote otherwise (an entity,
/// an escape), the start of the run it stands in.
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
    fn leads_back_to_where_words_are_written() {
        let markdown = "# Title\n\nOne *two* three\nfour `five`\n\n```\nsix\nseven\n```\n\n- eight\n";
        let text = reading_text(markdown).text().to_owned();
        for word in ["Title", "two", "three", "four", "six", "eight"] {
            let found = markdown_position(markdown, text.find(word).unwrap());
            assert_eq!(found, markdown.find(word).unwrap(), "{word}");
        }
    }
}
