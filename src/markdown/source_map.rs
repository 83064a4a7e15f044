//! From a position in a reading text back to the Markdown it was read from: [`markdown_position`]. Only findings and `find` need it.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::options;
use super::reading::Reading;

/// The byte of `markdown` that the byte `position` of its reading text was read from; for text that Markdown wrote otherwise (an entity,
/// an escape), the start of the run it stands in.
pub fn markdown_position(markdown: &str, position: usize) -> usize {
    // The reading walks the same events without their places, so the two are walked side by side.
    let ranges = Parser::new_ext(markdown, options()).into_offset_iter();
    let mut places = vec![];
    let mut in_code_block = None;
    for (event, range) in ranges {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code_block = Some(None),
            Event::End(TagEnd::CodeBlock) => {
                places.extend(in_code_block.take().map(|start: Option<usize>| start.unwrap_or(range.start)))
            }
            Event::Text(_) => match &mut in_code_block {
                Some(start) => {
                    start.get_or_insert(range.start);
                }
                None => places.push(range.start),
            },
            Event::Code(_) => places.push(range.start),
            _ => {}
        }
    }
    let mut best = 0;
    for (at, start) in Reading::new(markdown).filter_map(|piece| piece.text_range()).zip(places) {
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
        let text = reading_text(markdown);
        for word in ["Title", "two", "three", "four", "six", "eight"] {
            let found = markdown_position(markdown, text.find(word).unwrap());
            assert_eq!(found, markdown.find(word).unwrap(), "{word}");
        }
    }
}
