//! What a reader sees of a captured article: [`read`] walks its Markdown once and returns the [reading text](ReadingText) and its pieces
//! with their positions, so that passages found in the text can be mapped back to the article.
//!
//! The rules are in docs/content-format.md, "The reading text".

mod comments;
mod doubtful;
mod inline;
mod lost;
mod open_html;
mod pieces;
mod raw_html;
mod walk;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::options;
use citeback_quote::text::reading_text::ReadingText;
pub use doubtful::{DOUBTFUL, END_OF_DOUBTFUL, structure};
pub(super) use inline::{merged, roles};
use lost::Definition;
pub use pieces::{ArticlePiece, LeftOut, Read, Style, Why};
use walk::Walk;

/// Parses an article.
pub fn read(markdown: &str) -> Read<'_> {
    let parser = Parser::new_ext(markdown, options() | Options::ENABLE_FOOTNOTES).into_offset_iter();
    let known = parser.reference_definitions().iter().map(|(label, definition)| Definition {
        label: label.to_owned(),
        target: definition.dest.to_string(),
        at: definition.span.clone(),
    });
    let known: Vec<Definition> = known.collect();
    let events = merged(parser, markdown);
    let mut left_out = lost::definitions(markdown, &known, &events);
    let roles = roles(&events);
    let mut walk = Walk::new(markdown);
    let mut events = events.into_iter().zip(roles).peekable();
    while let Some(((event, at), role)) = events.next() {
        match event {
            Event::Start(Tag::HtmlBlock) if walk.is_between_blocks() && doubtful::begins(&markdown[at.clone()]) => {
                // The end of the comment itself.
                events.next_if(|((event, _), _)| matches!(event, Event::Html(_)));
                events.next_if(|((event, _), _)| matches!(event, Event::End(_)));
                walk.doubtful(at.start..doubtful::skip(&mut events, markdown));
            }
            Event::Start(Tag::HtmlBlock) => {
                let lines = events.by_ref().map(|(event, _)| event).map_while(|(event, at)| match event {
                    Event::Html(line) => Some((line, at.start)),
                    _ => None,
                });
                walk.html_block(lines.collect());
            }
            Event::Start(Tag::CodeBlock(_)) => {
                let lines = events.by_ref().map(|(event, _)| event).map_while(|(event, at)| match event {
                    Event::Text(line) => Some((line, at.start)),
                    _ => None,
                });
                walk.code_block(lines.collect(), at.start);
            }
            Event::InlineHtml(raw) => walk.inline_html(raw, role, at),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let words = events.peek().and_then(|((event, _), _)| match event {
                    Event::Text(words) => Some(words.clone()),
                    _ => None,
                });
                walk.link(Tag::Link { link_type, dest_url, title, id }, words);
            }
            event => walk.event(event, at),
        }
    }
    let mut read = walk.finish();
    // What is in a doubtful block is reported with it.
    left_out.retain(|lost| {
        !read.left_out.iter().any(|known| known.why == Why::Doubtful && known.at.contains(&lost.at.start))
    });
    read.left_out.append(&mut left_out);
    read.left_out.sort_by_key(|left_out| left_out.at.start);
    read
}

/// The reading text of an article, without its pieces.
pub fn reading_text(markdown: &str) -> ReadingText {
    read(markdown).text
}

#[cfg(test)]
mod tests;
