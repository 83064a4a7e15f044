//! Builds the reading text from the parser events of an article: [`Walk`].

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::inline::{is_block, is_note_number};
use super::open_html::OpenHtml;
use super::pieces::{ArticlePiece, LeftOut, Read, Style, Why};
use crate::markdown::html::{self, Role};
use citeback_quote::text::figures::{Raised, is_emoji};
use citeback_quote::text::reading_text::{BlockBoundary, CELL_SEPARATOR};
use citeback_quote::text::{Block, Container, ReadingTextBuilder, TextStyle};

/// The state while an article is read.
#[derive(Default)]
pub(super) struct Walk<'a> {
    pub markdown: &'a str,
    pub out: Read<'a>,
    pub text: ReadingTextBuilder,
    /// Number of open Markdown elements.
    depth: usize,
    pub hidden: Option<Hidden>,
    pub raised: Vec<Raised>,
    /// Number of open strikethrough elements: in Markdown, and in raw HTML.
    struck: usize,
    pub struck_raw: usize,
    pub bold: usize,
    /// Byte offset in the Markdown at which the last table cell ended.
    last_cell: usize,
    /// For each open link, whether it is a footnote number.
    links: Vec<bool>,
    image: Option<Image>,
    /// The label of a footnote whose text has not begun yet.
    footnote: Option<CowStr<'a>>,
    pub raw: OpenHtml,
}

/// Words that are not shown.
pub(super) struct Hidden {
    name: String,
    /// Number of open elements of the same name inside.
    nested: usize,
    depth: usize,
    /// Byte offset in the Markdown.
    from: usize,
    has_words: bool,
    has_anything: bool,
}

#[derive(Default)]
struct Image {
    nested: usize,
    alternative: String,
}

impl<'a> Walk<'a> {
    pub fn new(markdown: &'a str) -> Self {
        let mut walk = Walk { markdown, ..Walk::default() };
        walk.text.reserve(markdown.len());
        walk
    }

    pub fn finish(mut self) -> Read<'a> {
        self.reveal(self.markdown.len());
        self.out.text = self.text.build();
        self.out
    }

    pub fn event(&mut self, event: Event<'a>, at: Range<usize>) {
        if let Some(image) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => image.alternative.push_str(&text),
                Event::SoftBreak | Event::HardBreak => image.alternative.push(' '),
                Event::Start(Tag::Image { .. }) => image.nested += 1,
                Event::End(TagEnd::Image) if image.nested > 0 => image.nested -= 1,
                Event::End(TagEnd::Image) => self.end_image(at),
                _ => {}
            }
            return;
        }
        match event {
            Event::Text(text) => self.text(text, at.start),
            Event::Code(text) => {
                let range = self.put(&text, None);
                self.piece(range, |at, source| ArticlePiece::Code { text, at, source }, at.start);
            }
            Event::SoftBreak => self.soft_break(),
            Event::HardBreak => self.hard_break(),
            Event::Rule => {
                self.text.rule();
                if self.hidden.is_none() {
                    self.out.pieces.push(ArticlePiece::Rule);
                }
            }
            Event::FootnoteReference(label) => self.footnote_number(&label, at.start),
            Event::Start(Tag::Image { .. }) => self.image = Some(Image::default()),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag, at),
            // Raw HTML and code blocks are handled separately; the rest belongs to disabled extensions.
            _ => {}
        }
    }

    /// Starts a link whose first words are `words`. A footnote number right after a word becomes a superscript, so that it cannot merge
    /// with a number.
    pub fn link(&mut self, tag: Tag<'a>, words: Option<CowStr<'a>>) {
        let after_word = self.text.has_text() && self.text.as_str().ends_with(char::is_alphanumeric);
        let is_note = after_word && words.is_some_and(|words| is_note_number(&words));
        self.links.push(is_note);
        if is_note {
            self.raised.push(Raised::Superscript);
        }
        self.event(Event::Start(tag), 0..0);
    }

    pub fn inline_html(&mut self, raw: CowStr<'a>, role: Role, at: Range<usize>) {
        let tag = html::tag(&raw).map(|(tag, _)| tag);
        if let Some(tag) = &tag {
            self.attributes(tag, role, at.clone());
        }
        if self.image.is_some() || self.still_hidden(tag.as_ref(), at.end) {
            return;
        }
        let Some(tag) = tag.filter(|_| role != Role::Text) else {
            if role == Role::Text {
                self.text(raw, at.start);
            } else {
                self.comment(&raw, at);
            }
            return;
        };
        match role {
            Role::LineBreak => self.hard_break(),
            Role::Image => self.image(tag.alternative(), at.start),
            Role::Object | Role::Rule => self.seam(""),
            // A block inside a run of text is on lines of its own.
            Role::Block | Role::Heading | Role::Row | Role::Cell => self.hard_break(),
            role => self.style_tag(&tag, role, at.start),
        }
    }

    pub fn is_between_blocks(&self) -> bool {
        self.depth == 0 && self.hidden.is_none()
    }

    /// Handles a tag that styles or hides the words up to its end tag.
    pub fn style_tag(&mut self, tag: &html::Tag, role: Role, source: usize) {
        let change = |count: &mut usize| *count = if tag.end { count.saturating_sub(1) } else { *count + 1 };
        match role {
            Role::Hidden if !tag.end => self.hide(tag, source),
            Role::Superscript | Role::Subscript if tag.end => drop(self.raised.pop()),
            Role::Superscript => self.raised.push(Raised::Superscript),
            Role::Subscript => self.raised.push(Raised::Subscript),
            Role::Struck => change(&mut self.struck_raw),
            _ if matches!(tag.name.as_str(), "b" | "strong") => change(&mut self.bold),
            _ => {}
        }
    }

    pub fn code_block(&mut self, lines: Vec<(CowStr<'a>, usize)>, at: usize) {
        let source = lines.first().map_or(at, |(_, at)| *at);
        let mut text: String = lines.iter().map(|(line, _)| &**line).collect();
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
        self.text.begin(Block::Code);
        let range = self.put(&text, None);
        if range.is_none() && self.hidden.is_none() {
            // An empty block is still shown.
            let end = self.text.as_str().len();
            self.out.pieces.push(ArticlePiece::CodeBlock { text, at: end..end, source });
        } else {
            self.piece(range, |at, source| ArticlePiece::CodeBlock { text, at, source }, source);
        }
        self.text.boundary(BlockBoundary::Code);
    }

    fn start(&mut self, tag: Tag<'a>) {
        self.depth += 1;
        match &tag {
            Tag::Paragraph | Tag::Item => _ = self.text.begin(Block::Paragraph),
            Tag::Heading { .. } => _ = self.text.begin(Block::Heading),
            Tag::TableHead | Tag::TableRow => _ = self.text.begin(Block::Row),
            Tag::List(_) => _ = self.text.enter(Container::List),
            Tag::BlockQuote(_) => _ = self.text.enter(Container::Quote),
            Tag::FootnoteDefinition(label) => {
                self.text.enter(Container::Footnote);
                self.footnote = Some(label.clone());
            }
            Tag::Table(_) => _ = self.text.end(),
            Tag::Strong => self.bold += 1,
            Tag::Strikethrough => self.struck += 1,
            _ => {}
        }
        let is_paragraph = matches!(tag, Tag::Paragraph);
        self.out.pieces.push(ArticlePiece::Start(tag));
        if let Some(label) = self.footnote.take_if(|_| is_paragraph) {
            self.footnote_number(&label, 0);
            let range = self.put(" ", None);
            self.piece(
                range,
                |at, source| ArticlePiece::Text { text: " ".into(), at, source, style: Style::default() },
                0,
            );
        }
    }

    fn end(&mut self, tag: TagEnd, at: Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        if self.hidden.as_ref().is_some_and(|hidden| self.depth < hidden.depth) {
            self.reveal(at.end);
        }
        if tag == TagEnd::TableRow {
            self.surplus_cells(&at);
        }
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => {
                self.text.end();
            }
            TagEnd::List(_) | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => _ = self.text.leave(),
            TagEnd::TableCell => {
                self.text.next_cell();
                self.last_cell = at.end;
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link if self.links.pop().unwrap_or(false) => drop(self.raised.pop()),
            _ => {}
        }
        if is_block(&tag) {
            // Raw HTML elements end with the run of text in which they began.
            self.raised.clear();
            self.struck_raw = 0;
        }
        self.out.pieces.push(ArticlePiece::End(tag));
    }

    /// Markdown drops cells beyond the number of cells in the table header.
    fn surplus_cells(&mut self, row: &Range<usize>) {
        let surplus = self.markdown.get(self.last_cell..row.end).unwrap_or_default();
        if surplus.contains(char::is_alphanumeric) {
            self.out.left_out.push(LeftOut { at: self.last_cell..row.end, why: Why::Cells });
        }
    }

    /// Adds text in the current style.
    pub fn text(&mut self, text: CowStr<'a>, source: usize) {
        let style = Style { raised: self.raised.last().copied(), struck: self.struck_raw > 0 };
        let range = self.put(&text, style.raised);
        self.piece(range, |at, source| ArticlePiece::Text { text, at, source, style }, source);
    }

    fn piece(
        &mut self,
        at: Option<Range<usize>>,
        piece: impl FnOnce(Range<usize>, usize) -> ArticlePiece<'a>,
        source: usize,
    ) {
        self.out.pieces.extend(at.map(|at| piece(at, source)));
    }

    /// Adds text to the reading text, after any separator; `None` if it is not shown.
    fn put(&mut self, text: &str, raised: Option<Raised>) -> Option<Range<usize>> {
        if text.is_empty() {
            return None;
        }
        if let Some(hidden) = &mut self.hidden {
            hidden.has_words |= text.chars().any(char::is_alphanumeric);
            hidden.has_anything |= !text.trim().is_empty();
            return None;
        }
        let before = self.text.as_str().len();
        let range = self.text.push(text, self.style(raised));
        self.cell_gaps(before..range.start);
        Some(range)
    }

    fn style(&self, raised: Option<Raised>) -> TextStyle {
        TextStyle { bold: self.bold > 0, struck: self.struck + self.struck_raw > 0, raised }
    }

    /// A raw HTML row is a paragraph on the page and shows the separators in this range of the text.
    fn cell_gaps(&mut self, separator: Range<usize>) {
        if self.raw.is_row() {
            let cells = self.text.as_str()[separator].matches(CELL_SEPARATOR).count();
            self.out.pieces.extend((0..cells).map(|_| ArticlePiece::CellGap));
        }
    }

    fn soft_break(&mut self) {
        if self.hidden.is_some() || !self.text.has_text() {
            return;
        }
        let before = self.text.as_str().len();
        // A word hyphenated at the end of a line continues on the next one.
        if self.text.soft_break().as_str().len() > before {
            self.out.pieces.push(ArticlePiece::SoftBreak);
        }
    }

    pub fn hard_break(&mut self) {
        if self.hidden.is_none() && self.text.has_text() {
            self.text.line_break();
            self.out.pieces.push(ArticlePiece::HardBreak);
        }
    }

    fn end_image(&mut self, at: Range<usize>) {
        if let Some(image) = self.image.take() {
            self.image(image.alternative.trim(), at.start);
        }
    }

    /// Adds an image: an emoji becomes the character in its alternative text, any other image a seam.
    pub fn image(&mut self, alternative: &str, source: usize) {
        if is_emoji(alternative) {
            self.text(CowStr::from(alternative.to_owned()), source);
        } else {
            self.seam(alternative);
        }
    }

    pub fn seam(&mut self, label: &str) {
        if let Some(hidden) = &mut self.hidden {
            hidden.has_anything = true;
            return;
        }
        let before = self.text.as_str().len();
        let at = self.text.push_seam(label, self.style(None));
        self.cell_gaps(before..at.start);
        self.out.pieces.push(ArticlePiece::Seam { label: label.to_owned() });
    }

    /// A footnote number becomes a superscript; a named footnote is put in brackets, so that it cannot merge with a word.
    fn footnote_number(&mut self, label: &str, source: usize) {
        let label = if is_note_number(label) { label.to_owned() } else { format!("[{label}]") };
        self.raised.push(Raised::Superscript);
        self.text(CowStr::from(label), source);
        self.raised.pop();
    }

    fn hide(&mut self, tag: &html::Tag, from: usize) {
        let name = tag.name.clone();
        self.hidden = Some(Hidden { name, nested: 0, depth: self.depth, from, has_words: false, has_anything: false });
    }

    /// Whether the current position is hidden, including this tag, which may end the hidden part.
    pub fn still_hidden(&mut self, tag: Option<&html::Tag>, end: usize) -> bool {
        let Some(hidden) = &mut self.hidden else {
            return false;
        };
        if let Some(tag) = tag.filter(|tag| tag.name == hidden.name) {
            match (tag.end, hidden.nested) {
                (false, _) => hidden.nested += 1,
                (true, 0) => self.reveal(end),
                (true, _) => hidden.nested -= 1,
            }
        }
        true
    }

    /// Ends the hidden part, if there is one, and represents it by a seam.
    fn reveal(&mut self, end: usize) {
        let Some(hidden) = self.hidden.take() else {
            return;
        };
        let is_program = matches!(hidden.name.as_str(), "script" | "style" | "template");
        if hidden.has_words && !is_program {
            self.out.left_out.push(LeftOut { at: hidden.from..end.max(hidden.from), why: Why::Hidden });
        }
        if hidden.has_anything {
            self.seam("");
        }
    }
}
