//! HTML becomes a tree, within limits: [`parse`]. A few hostile kilobytes can keep any parser that follows the standard busy for hours:
//! by elements that are never closed, by marks that are opened anew in each paragraph, by thousands of attributes.

use std::cell::Cell;

use dom_query::{Document, NodeId};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts};

/// Elements inside each other; browsers nest no deeper.
pub(super) const MAX_DEPTH: usize = 512;
/// Elements and texts; no article comes near it.
const MAX_NODES: usize = 1_000_000;
/// Attributes of one element. The parser compares each with all others.
const MAX_ATTRIBUTES: usize = 1_000;
/// How many bytes are parsed before the limits are looked at again: few, as a byte of hostile HTML can make hundreds of nodes.
const STEP: usize = 512;
/// A tag of so many bytes is looked at before it is parsed further.
const LONG_TAG: usize = 8_192;

/// Parses a page as browsers do. `None` when it exceeds the limits.
pub(super) fn parse(html: &str) -> Option<Document> {
    let builder = TreeBuilder::new(Document::default(), TreeBuilderOpts::default());
    let tokenizer =
        Tokenizer::new(BoundedSink { builder, fed: Cell::new(0), last: Cell::new(0) }, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut looked_at = LONG_TAG;
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
        let begun = tokenizer.sink.last.get().saturating_sub(STEP);
        match fed - begun {
            length if length < LONG_TAG => looked_at = LONG_TAG,
            length if length >= looked_at => {
                if most_attributes(&html.as_bytes()[begun..fed]) > MAX_ATTRIBUTES {
                    return None;
                }
                looked_at = length * 2;
            }
            _ => {}
        }
    }
    tokenizer.end();
    Some(tokenizer.sink.builder.sink)
}

/// A tree builder that knows how long it has waited for the end of a tag.
struct BoundedSink {
    builder: TreeBuilder<NodeId, Document>,
    /// How many bytes the tokenizer was given.
    fed: Cell<usize>,
    /// How many it had been given when it last made a token of them.
    last: Cell<usize>,
}

impl TokenSink for BoundedSink {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if !matches!(token, Token::ParseError(_)) {
            self.last.set(self.fed.get());
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

/// Counts the elements that a parser has open.
#[derive(Default)]
struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// The most attributes of a tag that begins in the first two steps of these bytes and does not end in them.
fn most_attributes(bytes: &[u8]) -> usize {
    let begins = |at: &usize| bytes[*at] == b'<' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic);
    (0..bytes.len().min(2 * STEP)).filter(begins).map(|at| attributes(&bytes[at..])).max().unwrap_or(0)
}

fn attributes(tag: &[u8]) -> usize {
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
        // White space may stand between the sign and the value.
        if !(before == b'=' && byte.is_ascii_whitespace()) {
            before = byte;
        }
    }
    count
}
