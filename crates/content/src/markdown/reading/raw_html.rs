//! The words of raw HTML blocks in an article, in paragraphs.

use pulldown_cmark::{CowStr, HeadingLevel, Tag};

use super::pieces::ArticlePiece;
use super::walk::Walk;
use crate::markdown::html::{self, Role, Token};
use citeback_quote::text::Block;

impl<'a> Walk<'a> {
    /// Reads the lines of a raw HTML block, each with its byte offset in the Markdown.
    pub fn html_block(&mut self, lines: Vec<(CowStr<'a>, usize)>) {
        let mut raw = String::new();
        // The start of each line, in the block and in the Markdown.
        let mut starts = vec![];
        for (line, source) in lines {
            starts.push((raw.len(), source));
            raw.push_str(&line);
        }
        let markdown = self.markdown;
        // The parser may change the white space of a line, so the offset is approximate, but always on a character boundary.
        let source = |at: usize| {
            let line = starts.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            let place = starts.get(line).map_or(0, |(start, source)| source + at - start).min(markdown.len());
            (0..=place).rev().find(|place| markdown.is_char_boundary(*place)).unwrap_or(0)
        };
        let tokens = html::scan(&raw);
        let tags: Vec<_> = tokens
            .iter()
            .map(|(token, _)| match token {
                Token::Tag(tag) => Some(tag),
                _ => None,
            })
            .collect();
        // In a block, comments and texts do not end a run.
        let mut roles = html::roles(tags.iter().flatten().map(|tag| Some(*tag)), true).into_iter();
        self.text.end();
        for (token, at) in &tokens {
            match token {
                Token::Comment => self.comment(&raw[at.clone()], source(at.start)..source(at.end)),
                Token::Text(text) => self.words(text, source(at.start)),
                Token::Tag(tag) => {
                    let role = roles.next().unwrap_or(Role::Text);
                    self.attributes(tag, role, source(at.start)..source(at.end));
                    if self.still_hidden(Some(tag), source(at.end)) {
                        continue;
                    }
                    match role {
                        Role::Text => self.words(&raw[at.clone()], source(at.start)),
                        role => self.tag(tag, role, source(at.start)),
                    }
                }
            }
        }
        self.close();
        self.raised.clear();
        self.struck_raw = 0;
        self.bold = 0;
    }

    /// Words of raw HTML; runs of white space collapse into one space.
    fn words(&mut self, text: &str, source: usize) {
        let mut words = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        self.raw.space |= text.starts_with(|c: char| c.is_ascii_whitespace());
        if words.is_empty() {
            return;
        }
        let space = std::mem::replace(&mut self.raw.space, text.ends_with(|c: char| c.is_ascii_whitespace()));
        if space && self.raw.block.is_some() && !self.text.as_str().ends_with('\n') && !self.text.is_cell_start() {
            words.insert(0, ' ');
        }
        self.open();
        let indent = text.len() - text.trim_start().len();
        self.text(CowStr::from(words), source + indent);
    }

    fn tag(&mut self, tag: &html::Tag, role: Role, source: usize) {
        match role {
            Role::LineBreak => self.hard_break(),
            Role::Image => {
                self.open();
                self.image(tag.alternative(), source);
            }
            Role::Object => {
                self.open();
                self.seam("");
            }
            Role::Rule => {
                self.close();
                self.text.rule();
                self.out.pieces.push(ArticlePiece::Rule);
            }
            Role::Block => self.close(),
            Role::Heading => {
                self.close();
                let level = tag.name[1..].parse().ok().and_then(|level: usize| HeadingLevel::try_from(level).ok());
                self.raw.heading = level.filter(|_| !tag.end);
            }
            Role::Row => {
                self.close();
                self.raw.in_row = !tag.end;
            }
            Role::Cell => self.cell(tag.end),
            role => {
                if role == Role::Hidden && tag.end {
                    return;
                }
                self.style_tag(tag, role, source);
            }
        }
    }

    fn cell(&mut self, end: bool) {
        if !self.raw.in_row {
            self.close();
        } else if !end && self.text.has_text() {
            self.text.next_cell();
        }
    }

    /// Starts a paragraph, a heading or a row, unless one is open.
    fn open(&mut self) {
        if self.raw.block.is_some() || self.hidden.is_some() {
            return;
        }
        let (block, tag) = match self.raw.heading.take() {
            Some(level) => (Block::Heading, Tag::Heading { level, id: None, classes: vec![], attrs: vec![] }),
            None => (if self.raw.in_row { Block::Row } else { Block::Paragraph }, Tag::Paragraph),
        };
        self.text.begin(block);
        self.raw.block = Some(tag.to_end());
        self.out.pieces.push(ArticlePiece::Start(tag));
    }

    fn close(&mut self) {
        if let Some(end) = self.raw.block.take() {
            self.out.pieces.push(ArticlePiece::End(end));
        }
        self.raw.space = false;
        self.text.end();
    }
}
