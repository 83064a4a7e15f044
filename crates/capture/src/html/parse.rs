//! Parses HTML within limits: [`parse`]. A few hostile kilobytes can keep any parser that follows the standard busy for hours: with
//! elements that are never closed, formatting that is reopened in each paragraph, or thousands of attributes.

use std::cell::Cell;

use dom_query::{Document, NodeId};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts};

/// How deep elements may nest; browsers nest no deeper.
pub(super) const MAX_DEPTH: usize = 512;
/// Elements and texts; no article comes near this.
const MAX_NODES: usize = 1_000_000;
/// Attributes of one element: the parser compares each with all others.
const MAX_ATTRIBUTES: usize = 1_000;
/// How many bytes are parsed between checks of the limits: few, as one byte of hostile HTML can create hundreds of nodes.
const STEP: usize = 512;
/// From this length on, in bytes, the attributes of an unfinished tag are counted before it is parsed further.
const LONG_TAG: usize = 8_192;

/// Parses a page as browsers do; `None` when it exceeds the limits.
pub(super) fn parse(html: &str) -> Option<Document> {
    let builder = TreeBuilder::new(
        Document::default(),
        TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
    );
    let tokenizer =
        Tokenizer::new(BoundedSink { builder, fed: Cell::new(0), last_token: Cell::new(0) }, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut next_check = LONG_TAG;
    let mut fed = 0;
    while fed < html.len() {
        let step = (1..=STEP.min(html.len() - fed)).rev().find(|at| html.is_char_boundary(fed + at))?;
        input.push_back(StrTendril::from(&html[fed..fed + step]));
        fed += step;
        tokenizer.sink.fed.set(fed);
        // Scripts are not run.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        let open = Counter::default();
        tokenizer.sink.builder.trace_handles(&open);
        if open.0.get() > 2 * MAX_DEPTH || tokenizer.sink.builder.sink.tree.len() > MAX_NODES {
            return None;
        }
        let tag_start = tokenizer.sink.last_token.get().saturating_sub(STEP);
        let length = fed - tag_start;
        if length < LONG_TAG {
            next_check = LONG_TAG;
        } else if length >= next_check {
            if max_attributes(&html.as_bytes()[tag_start..fed]) > MAX_ATTRIBUTES {
                return None;
            }
            next_check = length * 2;
        }
    }
    tokenizer.end();
    Some(tokenizer.sink.builder.sink)
}

/// A tree builder that knows where the unfinished tag started, to within a step.
struct BoundedSink {
    builder: TreeBuilder<NodeId, Document>,
    /// The number of bytes given to the tokenizer.
    fed: Cell<usize>,
    /// That number when the tokenizer last produced a token.
    last_token: Cell<usize>,
}

impl TokenSink for BoundedSink {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if !matches!(token, Token::ParseError(_)) {
            self.last_token.set(self.fed.get());
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Counts the open elements.
#[derive(Default)]
struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// The largest number of attributes of a tag that starts in the first two steps of these bytes and does not end in them.
fn max_attributes(bytes: &[u8]) -> usize {
    let starts = |at: &usize| bytes[*at] == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    (0..bytes.len().min(2 * STEP)).filter(starts).map(|at| count_attributes(&bytes[at..])).max().unwrap_or(0)
}

fn count_attributes(tag: &[u8]) -> usize {
    let separates = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let (mut count, mut quote, mut before) = (0, None, b'<');
    for &byte in tag {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => continue,
            None if byte == b'>' => return 0,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if (separates(before) || matches!(before, b'"' | b'\'')) && !separates(byte) => count += 1,
            None => {}
        }
        // White space is allowed between the equals sign and the value.
        if !(before == b'=' && byte.is_ascii_whitespace()) {
            before = byte;
        }
    }
    count
}
