//! Completion of quotes with the words that follow in the source. Entry point: [`continuations`].

use std::ops::Range;

use lsp_types::{CompletionItem, CompletionItemKind, CompletionTextEdit, InsertTextFormat, TextEdit};

use super::cursor::CursorContext;
use super::names::markdown;
use crate::notes::yaml::tolerant::{Style, typed};
use crate::notes::yaml::write::{continues_plain, escaped, in_single_quotes};
use citeback_quote::locate::prefix_matches::{PrefixMatch, prefix_matches};
use citeback_quote::text::boundary::words;
use citeback_quote::text::sentence::around;
use citeback_quote::text::{in_context, shortened, single_spaced};

/// Fewer words than this are too common to search for.
const MIN_WORDS: usize = 2;
/// The maximum number of places of the typed words that are used.
const MAX_PLACES: usize = 4;
/// The maximum number of continuations that are offered.
const MAX_OFFERED: usize = 8;
/// The marks that stand for omitted words in a quote.
const MARKS: [&str; 3] = ["[...]", "[…]", "[ ... ]"];

/// The words that follow in the passage's source, up to the end of the clause and of the sentence.
pub(super) fn continuations(cx: &CursorContext<'_>, quote: usize, cursor: usize) -> Vec<CompletionItem> {
    let outline = &cx.outline;
    let item = &outline.items[quote];
    let source = cx.passage_text(item.around, "source").and_then(|id| cx.source(id.trim()));
    let (Some(source), Some(raw)) = (source, outline.text.get(item.value.start..cursor)) else {
        return vec![];
    };
    let typed = typed(raw, item.style);
    // Only the words after the last mark count.
    let typed = MARKS.iter().fold(typed.as_str(), |typed, mark| typed.rsplit(mark).next().unwrap_or(typed));
    if words(typed).count() < MIN_WORDS {
        return vec![];
    }
    let word_start = cursor - raw.len() + raw.rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let reading = source.reading.text();
    let mut offered: Vec<CompletionItem> = vec![];
    for place in prefix_matches(&source.reading, typed, MAX_PLACES) {
        for end in ends(reading, &place) {
            let text = single_spaced(&reading[place.last..end]);
            if offered.len() == MAX_OFFERED || offered.iter().any(|known| known.label == label(&text)) {
                continue;
            }
            let continuation = Continuation { quote, word: word_start..cursor, text: &text };
            let (Some((edit, more)), order) = (continuation.edits(cx), offered.len()) else {
                continue;
            };
            offered.push(CompletionItem {
                label: label(&text),
                kind: Some(CompletionItemKind::TEXT),
                detail: Some(source.source.title.clone()),
                documentation: Some(markdown(in_context(reading, &(place.words.start..end)))),
                sort_text: Some(format!("{order:02}")),
                // The typed word may differ from the source in case or quotation marks, so it must match itself.
                filter_text: Some(outline.text[word_start..cursor].to_owned()),
                insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
                text_edit: Some(CompletionTextEdit::Edit(edit)),
                additional_text_edits: Some(more).filter(|more| !more.is_empty()),
                ..CompletionItem::default()
            });
        }
    }
    offered
}

fn label(text: &str) -> String {
    shortened(text, 80)
}

/// The ends of the clause and the sentence that contain the words, in bytes of the reading text.
fn ends(reading: &str, place: &PrefixMatch) -> Vec<usize> {
    let from = place.words.end.max(place.last);
    let sentence = around(reading, &(place.words.start..from)).end;
    let rest = &reading[from..sentence.max(from)];
    let ends_clause = |(at, c): &(usize, char)| {
        let spaced = rest[at + c.len_utf8()..].starts_with(char::is_whitespace);
        matches!(c, '，' | '、' | '；' | '：') || (spaced && matches!(c, ',' | ';' | ':' | '،' | '؛'))
    };
    let clause = rest.char_indices().find(ends_clause).map(|(at, _)| from + at);
    clause.into_iter().chain([sentence]).filter(|end| *end > from).collect()
}

/// Where a continuation goes.
struct Continuation<'t> {
    /// Index of the quote in the outline.
    quote: usize,
    /// The bytes of the unfinished word.
    word: Range<usize>,
    text: &'t str,
}

impl Continuation<'_> {
    /// The edit that inserts the text, and the further edits that it needs; `None` if the text cannot be added to the quote as it is
    /// written.
    fn edits(&self, cx: &CursorContext<'_>) -> Option<(TextEdit, Vec<TextEdit>)> {
        let item = &cx.outline.items[self.quote];
        let edit = |new_text: String| TextEdit { range: cx.range(&self.word), new_text };
        Some(match item.style {
            Style::Double => (edit(escaped(self.text)), vec![]),
            Style::Single => (edit(in_single_quotes(self.text)), vec![]),
            Style::Plain if !continues_plain(self.text, item.in_brackets()) => {
                // Put the whole quote in quotation marks.
                let written = &cx.outline.text[item.value.start..self.word.end];
                let whole = item.value.end <= self.word.end && item.value.start < self.word.start;
                if !whole || written.contains(['"', '\\', '\n']) {
                    return None;
                }
                let first =
                    TextEdit { range: cx.range(&(item.value.start..item.value.start)), new_text: "\"".to_owned() };
                (edit(format!("{}\"", escaped(self.text))), vec![first])
            }
            _ => (edit(self.text.to_owned()), vec![]),
        })
    }
}
