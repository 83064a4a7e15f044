//! The words of prose as a reader sees them, mapped back to the Markdown: [`Plain`].

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::link::{Destination, internal};
use crate::markdown::html::{self, Token};

/// A text without markup. Newlines separate blocks; line endings become spaces, and other white space is kept.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    pub text: String,
    /// Byte ranges of inline code in the text; sorted.
    pub code: Vec<Range<usize>>,
    /// References to passages: the byte offset in the text, and the id; sorted.
    pub references: Vec<(usize, String)>,
    /// Byte ranges of the words of links to claims and pages; sorted.
    pub elsewhere: Vec<Range<usize>>,
    pieces: Vec<PlainPiece>,
}

/// A range of the text and where it is written.
#[derive(Debug, Clone)]
struct PlainPiece {
    text: Range<usize>,
    written: Range<usize>,
}

impl Plain {
    /// Plain text, not Markdown.
    pub fn unmarked(text: &str) -> Self {
        let whole = 0..text.len();
        let pieces = vec![PlainPiece { text: whole.clone(), written: whole }];
        Plain { text: text.replace(['\n', '\r'], " "), pieces, ..Plain::default() }
    }

    /// The byte range in the Markdown of a range of the text.
    pub fn written(&self, range: &Range<usize>) -> Range<usize> {
        let start =
            self.piece(range.start, |piece, at| piece.written.start + at - piece.text.start, |piece| piece.start);
        let last = range.end.saturating_sub(1).max(range.start);
        let end = self.piece(last, |piece, _| piece.written.start + range.end - piece.text.start, |piece| piece.end);
        start..end.max(start)
    }

    /// Applies `in_step` to the piece around a byte of the text, or `whole` if its text differs from the Markdown.
    fn piece(
        &self,
        at: usize,
        in_step: impl Fn(&PlainPiece, usize) -> usize,
        whole: impl Fn(&Range<usize>) -> usize,
    ) -> usize {
        let after = self.pieces.partition_point(|piece| piece.text.end <= at);
        match self.pieces.get(after).or(self.pieces.last()) {
            Some(piece) if piece.text.len() == piece.written.len() => in_step(piece, at.max(piece.text.start)),
            Some(piece) => whole(&piece.written),
            None => 0,
        }
    }

    fn push(&mut self, text: &str, written: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push(PlainPiece { text: start..self.text.len(), written });
    }

    fn end_block(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

impl Plain {
    /// The words of prose, without code blocks.
    pub(super) fn of(events: &[(Event<'_>, Range<usize>)]) -> Self {
        let mut plain = Plain::default();
        let (mut in_code, mut in_reference) = (false, false);
        let mut elsewhere = None;
        let mut raw: Vec<(&str, usize)> = vec![];
        for (event, at) in events {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Start(Tag::Link { dest_url, .. }) => match internal(dest_url) {
                    Some((Destination::Passage, id)) => {
                        plain.references.push((plain.text.len(), id.to_owned()));
                        in_reference = true;
                    }
                    Some((Destination::Claim | Destination::Page, _)) => elsewhere = Some(plain.text.len()),
                    Some((Destination::Source, _)) | None => {}
                },
                Event::End(TagEnd::Link) => {
                    in_reference = false;
                    plain.elsewhere.extend(elsewhere.take().map(|start| start..plain.text.len()));
                }
                Event::Text(_) | Event::Code(_) if in_code || in_reference => {}
                Event::Text(text) => plain.push(text, at.clone()),
                Event::Code(code) => {
                    let start = plain.text.len();
                    plain.push(code, at.clone());
                    plain.code.push(start..plain.text.len());
                }
                Event::SoftBreak | Event::HardBreak => plain.push(" ", at.clone()),
                Event::InlineHtml(tag) => html_tag(&mut plain, tag, at),
                Event::Html(line) => raw.push((line, at.start)),
                Event::End(TagEnd::HtmlBlock) => {
                    html_block(&mut plain, &std::mem::take(&mut raw));
                    plain.end_block();
                }
                Event::Start(tag) if is_block(&tag.to_end()) => plain.end_block(),
                Event::End(tag) if is_block(tag) => plain.end_block(),
                _ => {}
            }
        }
        plain
    }
}

fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Browsers put quotation marks around `q`.
fn html_tag(plain: &mut Plain, written: &str, at: &Range<usize>) {
    let Some((tag, _)) = html::tag(written) else {
        return;
    };
    match (tag.name.as_str(), tag.end) {
        ("q", false) => plain.push("“", at.clone()),
        ("q", true) => plain.push("”", at.clone()),
        ("br", _) => plain.push(" ", at.clone()),
        _ => {}
    }
}

/// The words of a raw HTML block, given as lines, each with its byte offset in the Markdown.
fn html_block(plain: &mut Plain, lines: &[(&str, usize)]) {
    let raw: String = lines.iter().map(|(line, _)| *line).collect();
    let written = |at: usize| {
        let mut start = 0;
        for (line, source) in lines {
            if at < start + line.len() {
                return source + at - start;
            }
            start += line.len();
        }
        lines.last().map_or(0, |(line, source)| source + line.len())
    };
    let mut hidden = false;
    for (token, at) in html::scan(&raw) {
        let at_written = written(at.start)..written(at.end);
        match token {
            Token::Comment => {}
            Token::Text(_) if hidden => {}
            Token::Text(text) => plain.push(&text.replace(['\n', '\r'], " "), at_written),
            Token::Tag(tag) => match tag.name.as_str() {
                "script" | "style" => hidden = !tag.end,
                "q" | "br" => html_tag(plain, &raw[at], &at_written),
                "a" | "b" | "i" | "em" | "strong" | "span" | "u" | "s" | "sub" | "sup" | "small" | "abbr" | "cite"
                | "code" | "mark" | "time" => {}
                _ => plain.end_block(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Plain;
    use crate::markdown::prose::Prose;

    #[test]
    fn markup_is_removed() {
        let plain = Prose::parse("a **b** [c](https://x.y \"t\") `d`[^p1]\ne\n\n```\nf\n```\n- g").plain();
        assert_eq!(plain.text, "a b c d e\ng\n");
        assert_eq!(plain.references, [(7, "p1".to_owned())]);
        assert_eq!(plain.code.as_slice(), std::slice::from_ref(&(6..7)));
    }

    #[test]
    fn raw_html_is_read_as_browsers_show_it() {
        let plain = Prose::parse("<q title=\"x “y” z\">a</q> &ldquo;b&rdquo;").plain();
        assert_eq!(plain.text, "“a” “b”\n");
        let plain =
            Prose::parse("<div title='“x y z”'>\n<p>&ldquo;a <b>b</b>&rdquo;</p>\n<!-- “c” -->\n</div>").plain();
        assert_eq!(plain.text.split_whitespace().collect::<Vec<_>>(), ["“a", "b”"]);
    }

    #[test]
    fn links_to_other_notes_are_known() {
        let plain = Prose::parse("a [b c](claim:x) [d](source:y) [e](page:z)[^p]").plain();
        let elsewhere: Vec<&str> = plain.elsewhere.iter().map(|range| &plain.text[range.clone()]).collect();
        assert_eq!(elsewhere, ["b c", "e"]);
    }

    #[track_caller]
    fn check_written(markdown: &str, words: &str, expected: &str) {
        let plain = Prose::parse(markdown).plain();
        let start = plain.text.find(words).unwrap();
        assert_eq!(&markdown[plain.written(&(start..start + words.len()))], expected);
    }

    #[test]
    fn words_map_back_to_the_markdown() {
        check_written("So “one *two* [three](claim:x)” it is", "one two three", "one *two* [three");
        check_written("&quot;one two&quot; \\*x\\*", "one two", "one two");
        check_written("> a “b\n> c” d", "b c", "b\n> c");
        assert_eq!(Plain::unmarked("a\nb").written(&(2..3)), 2..3);
    }
}
